import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Connection } from '../../../client/cluster/connection.ts';
import { errorCodes, fromErrorCode, tooLarge, unknownTopic } from '../../../client/cluster/kafkaErrors.ts';
import { messageLenses, type LensFacts } from '../../../client/messages/lenses.ts';
import { messageKeys, type SendState } from '../../../client/messages/sendStates.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const facts: LensFacts = {
  uri: 'untitled:1',
  active: 'local',
  access: () => 'writable',
  trusted: true,
  state: () => ({ kind: 'ready' }),
  errors: () => [],
};
const plain: Connection = { name: 'Local', brokers: [], tls: undefined, sasl: undefined, registry: undefined, readOnly: false };
const one = '{"topic":"orders","value":{"id":1}}';
const state = (value: SendState): Partial<LensFacts> => ({ state: () => value });

for (const { name, text = one, given = {}, titles } of [
  { name: 'ready', titles: ['Send to orders (local)', 'Show Bytes', 'New Sample', 'Peek Topic'] },
  {
    name: 'ready, on its own connection',
    text: '{"connection":"prod","topic":"orders","value":1}',
    titles: ['Send to orders (prod)', 'Show Bytes', 'New Sample', 'Peek Topic'],
  },
  { name: 'a tombstone', text: '{"topic":"orders","key":"k","value":null}', titles: ['Send Tombstone to orders (local)', 'Peek Topic'] },
  { name: 'no value', text: '{"topic":"orders","key":"k"}', titles: ['Send Tombstone to orders (local)', 'Peek Topic'] },
  { name: 'no topic', text: '{"value":1}', titles: ['Choose Topic…', 'Show Bytes', 'New Sample'] },
  { name: 'no connection', given: { active: undefined }, titles: ['Choose Topic…', 'Show Bytes', 'New Sample'] },
  { name: 'read-only', given: { access: () => 'read-only' as const }, titles: ['local is read-only: nothing is sent', 'Peek Topic'] },
  {
    name: 'a connection that there is not',
    given: { access: () => 'unknown' as const },
    titles: ['There is no connection local: nothing is sent', 'New Sample'],
  },
  {
    name: 'sent, and made read-only since',
    given: {
      access: () => 'read-only' as const,
      ...state({ kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 3, offset: 5n } }),
    },
    titles: ['$(check) Partition 3, offset 5', 'Peek', 'local is read-only: nothing is sent', 'Peek Topic'],
  },
  {
    name: 'hex, of which there is no sample',
    text: '{"topic":"orders","framing":"hex","value":"00"}',
    titles: ['Send to orders (local)', 'Show Bytes', 'Peek Topic'],
  },
  {
    name: 'two problems',
    given: {
      errors: () => [
        { start: 1, end: 2 },
        { start: 3, end: 4 },
      ],
    },
    titles: ['$(error) 2 problems: fix to send', 'New Sample'],
  },
  { name: 'untrusted', given: { trusted: false }, titles: ['Trust this workspace to send'] },
  { name: 'a problem', given: { errors: () => [{ start: 1, end: 2 }] }, titles: ['$(error) 1 problem: fix to send', 'New Sample'] },
  {
    name: 'a problem that it was refused for',
    given: {
      errors: () => [{ start: 1, end: 2 }],
      ...state({ kind: 'failed', reason: 'The value does not fit orders.avsc.', remedy: undefined }),
    },
    titles: ['$(error) Not sent: the value does not fit orders.avsc', '$(error) 1 problem: fix to send', 'New Sample'],
  },
  { name: 'sending', given: state({ kind: 'sending', cancel: () => undefined }), titles: ['$(loading~spin) Sending to orders… Cancel'] },
  {
    name: 'sent',
    given: state({ kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 3, offset: 18204n } }),
    titles: ['$(check) Partition 3, offset 18204', 'Peek', 'Send Again'],
  },
  {
    name: 'failed',
    given: state({ kind: 'failed', reason: 'The broker refuses 2.1 MB (limit 1 MB).', remedy: undefined }),
    titles: ['$(error) Not sent: the broker refuses 2.1 MB (limit 1 MB)', 'Send Again'],
  },
  {
    name: 'perhaps sent',
    given: state({ kind: 'unknown', connection: 'local', topic: 'orders', reason: 'The broker did not answer.' }),
    titles: ['$(question) Maybe sent: the broker did not answer', 'Look in the Topic', 'Send Again'],
  },
] satisfies { name: string; text?: string; given?: Partial<LensFacts>; titles: string[] }[]) {
  test(`message lenses: ${name}`, () => {
    const [first] = messageLenses(parseMessages(text), { ...facts, ...given });
    assert.deepEqual(
      first?.lenses.map(({ title }) => title),
      titles,
    );
  });
}

const sent: SendState = { kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 0, offset: 1n } };
const failed: SendState = { kind: 'failed', reason: 'No.', remedy: undefined };
const unknown: SendState = { kind: 'unknown', connection: 'local', topic: 'orders', reason: 'It did not answer.' };
const sending: SendState = { kind: 'sending', cancel: () => undefined };
const still: SendState = { kind: 'ready' };

for (const { name, states, titles } of [
  { name: 'none sent', states: [still, still, still], titles: ['Send All (3)'] },
  { name: 'one failed', states: [sent, failed, still], titles: ['$(warning) 1 sent, 2 not sent', 'Send the Rest (2)'] },
  { name: 'the first failed', states: [failed, still, still], titles: ['$(warning) 0 sent, 3 not sent', 'Send the Rest (3)'] },
  { name: 'some sent by hand', states: [sent, still, sent], titles: ['$(circle-large-outline) 2 sent, 1 not sent', 'Send the Rest (1)'] },
  {
    name: 'one perhaps sent',
    states: [sent, unknown, still],
    titles: ['$(question) 1 sent, 1 maybe sent, 1 not sent', 'Send the Rest (1)'],
  },
  { name: 'only one left, which was perhaps sent', states: [sent, sent, unknown], titles: ['$(question) 2 sent, 1 maybe sent'] },
  { name: 'all sent', states: [sent, sent, sent], titles: ['$(check) 3 sent', 'Send All Again'] },
  { name: 'one being sent', states: [sent, sending, still], titles: ['$(loading~spin) Sending 2 of 3… Cancel'] },
]) {
  test(`message lenses: several messages are summed up on the first line: ${name}`, () => {
    const document = parseMessages(`${one}\n${one}\n${one}`);
    const keys = messageKeys(document);
    const [first, ...others] = messageLenses(document, { ...facts, state: (key) => states[keys.indexOf(key)] ?? still });
    assert.deepEqual(
      first?.lenses.map(({ title }) => title),
      titles,
    );
    assert.deepEqual([first.span, others.length], [{ start: 0, end: 0 }, 3]);
  });
}

test('message lenses: in an untrusted workspace nothing is offered for all', () => {
  const [first] = messageLenses(parseMessages(`${one}\n${one}`), { ...facts, trusted: false });
  assert.deepEqual(first?.lenses, []);
});

test('message lenses: an array, comments and half-typed text', () => {
  const spans = (text: string): (string | undefined)[] =>
    messageLenses(parseMessages(text), facts).map(({ span }) => text.slice(span.start, span.start + 1));
  assert.deepEqual(spans(`// two\n[${one}, ${one}]`), ['/', '{', '{']);
  assert.deepEqual(spans('{"topic":"orders","value":{'), ['{']);
  assert.deepEqual(spans(''), []);
});

test('message lenses: a command is told which message it is for, also where another has the same text', () => {
  const document = parseMessages(`${one}\n${one}`);
  const lenses = messageLenses(document, facts).flatMap((each) => each.lenses);
  const targets = lenses.filter(({ command }) => command === 'sendMessage').map(({ argument }) => argument);
  const [first, second] = messageKeys(document);
  assert.deepEqual(targets, [
    { uri: 'untitled:1', index: 0, key: first },
    { uri: 'untitled:1', index: 1, key: second },
  ]);
  assert.notEqual(first, second);
});

for (const { error, title } of [
  { error: tooLarge('Orders', 2_202_010, 1_048_576), title: 'the broker refuses 2.1 MB for topic Orders (limit 1 MB)' },
  { error: unknownTopic('Orders', 'Local'), title: 'the topic Orders does not exist on Local' },
  {
    error: fromErrorCode(errorCodes.notEnoughReplicas, plain, { topic: 'Orders' }),
    title: 'too few replicas of topic Orders are in sync to write to it',
  },
  {
    error: fromErrorCode(errorCodes.invalidRecord, plain, { topic: 'Orders', partition: 0 }),
    title: 'the broker refuses the record for partition 0 of Orders',
  },
  {
    error: fromErrorCode(errorCodes.topicAuthorization, plain, { topic: 'Orders', action: 'write' }),
    title: 'this connection may not write to topic Orders',
  },
]) {
  test(`message lenses: within the lens, ${title}`, () => {
    const [first] = messageLenses(parseMessages(one), { ...facts, ...state({ kind: 'failed', reason: error.message, remedy: undefined }) });
    assert.equal(first?.lenses[0]?.title, `$(error) Not sent: ${title}`);
  });
}

test('message lenses: what to do is in the tooltip', () => {
  const given = state({ kind: 'failed', reason: 'The broker refuses 2.1 MB (limit 1 MB).', remedy: 'Make it smaller.' });
  const [first] = messageLenses(parseMessages(one), { ...facts, ...given });
  assert.deepEqual(
    [first?.lenses[0]?.title, first?.lenses[0]?.tooltip],
    ['$(error) Not sent: the broker refuses 2.1 MB (limit 1 MB)', 'The broker refuses 2.1 MB (limit 1 MB). Make it smaller.'],
  );
});

test('message lenses: a long reason is cut, and whole in the tooltip', () => {
  const reason = `The broker refuses it: ${'a'.repeat(200)}.`;
  const [first] = messageLenses(parseMessages(one), { ...facts, ...state({ kind: 'failed', reason, remedy: undefined }) });
  assert.equal(first?.lenses[0]?.title, `$(error) Not sent: the broker refuses it: ${'a'.repeat(96)}…`);
  assert.equal(first.lenses[0].tooltip, reason);
});

test('message lenses: Peek goes to the record that was written', () => {
  const given = state({ kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 3, offset: 9007199254740993n } });
  const [first] = messageLenses(parseMessages(one), { ...facts, ...given });
  assert.deepEqual(first?.lenses[1]?.argument, { connection: 'local', topic: 'orders', partition: 3, offset: '9007199254740993' });
});
