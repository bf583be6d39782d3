import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abortError } from '../../../client/cluster/abort.ts';
import { cancelledWhileSending, maybeSent } from '../../../client/cluster/maybeSent.ts';
import type { MessageToSend, ProducedRecord, Session } from '../../../client/cluster/session.ts';
import { messageKeys, type SendState } from '../../../client/messages/sendStates.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { createFakeContext, type FakeContext, type FakeContextOptions } from '../../fakes/context.ts';
import { unknownTopic } from '../../../client/cluster/kafkaErrors.ts';
import { FakeSession } from '../../fakes/session.ts';
import type { Answer } from '../../fakes/ui.ts';

const uri = 'file:///note.avro-message.json';
const one = '{ "connection": "prod", "topic": "notes", "key": "1", "value": null }';
const prod = { brokers: ['a:1'] };
const topics = [{ name: 'notes', partitions: 1, internal: false }];

interface Opened {
  readonly fake: FakeContext;
  /** What was written, by its key. */
  readonly written: string[];
  /** The document, which a test may edit. */
  readonly files: Record<string, string>;
  /** Kinds of the states of its messages, as they stand now. */
  readonly kinds: () => SendState['kind'][];
  readonly stateOf: (index: number) => SendState;
}

interface OpenOptions extends FakeContextOptions {
  readonly text?: string;
  readonly cursor?: number;
  /** In place of writing; what was written is noted before. */
  readonly send?: (message: MessageToSend, signal: AbortSignal) => Promise<ProducedRecord>;
}

function keyOf({ key }: MessageToSend): string {
  return key.kind === 'bytes' ? Buffer.from(key.bytes).toString() : key.kind;
}

function open({ text = one, cursor = 0, send, ...options }: OpenOptions = {}): Opened {
  const written: string[] = [];
  const files: Record<string, string> = { [uri]: text };
  const write: Session['send'] = async (message, signal) => {
    const record = (await send?.(message, signal)) ?? { partition: 0, offset: BigInt(written.length) };
    written.push(keyOf(message));
    return record;
  };
  const session = (): FakeSession => new FakeSession({ send: write, listTopics: () => Promise.resolve(topics) });
  const fake = createFakeContext({ connections: { prod }, session, files, ...options });
  fake.ui.editor = { uri, language: 'avro-message', selection: '', offset: cursor };
  const stateOf = (index: number): SendState => {
    const key = messageKeys(parseMessages(files[uri] ?? ''))[index] ?? '';
    return fake.context.messages.states.get(uri, key);
  };
  const kinds = (): SendState['kind'][] => parseMessages(files[uri] ?? '').messages.map((_, index) => stateOf(index).kind);
  return { fake, written, files, kinds, stateOf };
}

for (const { name, options, notice } of [
  { name: 'read-only connection', options: { connections: { prod: { ...prod, readOnly: true } } }, notice: 'prod is read-only.' },
  { name: 'untrusted workspace', options: { trusted: false }, notice: 'this workspace is not trusted.' },
] satisfies { name: string; options: OpenOptions; notice: string }[]) {
  test(`send message: on a ${name} the command says why nothing is sent`, async () => {
    const { fake, kinds } = open({ ...options, answers: ['close'] });
    await fake.run('sendMessage');
    assert.deepEqual(fake.ui.notices, [`error: Can't send the message: ${notice} [Show Output]`]);
    assert.deepEqual([kinds(), fake.started.length], [['ready'], 0]);
  });
}

for (const { name, answers, kind } of [
  { name: "once the topic's name was typed", answers: [{ input: 'notes' }], kind: 'sent' },
  { name: 'never where the user gives up', answers: ['escape'], kind: 'ready' },
] satisfies { name: string; answers: Answer[]; kind: SendState['kind'] }[]) {
  test(`send message: on a protected connection it is sent ${name}`, async () => {
    const { fake, kinds, written } = open({ connections: { prod: { ...prod, protected: true } }, answers });
    await fake.run('sendMessage');
    assert.deepEqual([kinds(), written.length], [[kind], kind === 'sent' ? 1 : 0]);
    assert.match(fake.ui.prompts.join(), /prod is protected\. Type the topic's name to write messages to it\./);
  });
}

test('send message: a topic that there is not can be created', async () => {
  const { fake, stateOf } = open({ send: () => Promise.reject(unknownTopic('notes', 'prod')) });
  await fake.run('sendMessage');
  const state = stateOf(0);
  assert.ok(state.kind === 'failed');
  assert.deepEqual(state.missing, { connection: 'prod', topic: 'notes' });
});

test('send message: where it went is told above the message, and in the log without its contents', async () => {
  const { fake, stateOf } = open({ send: () => Promise.resolve({ partition: 3, offset: 18204n }) });
  await fake.run('sendMessage');
  const record = { partition: 3, offset: 18204n };
  assert.deepEqual(stateOf(0), { kind: 'sent', connection: 'prod', topic: 'notes', record });
  assert.deepEqual(fake.ui.notices, []);
  assert.deepEqual(fake.logged, ['Sent a message to notes on prod: partition 3, offset 18204.']);
});

for (const { name, error, state } of [
  {
    name: 'a refusal',
    error: new KafkaError('kafka/message-too-large', 'It is too large.', { remedy: 'Make it smaller.' }),
    state: { kind: 'failed', reason: 'It is too large.', remedy: 'Make it smaller.' },
  },
  {
    name: 'a broker that did not answer',
    error: maybeSent(cancelledWhileSending('notes')),
    state: { kind: 'unknown', connection: 'prod', topic: 'notes', reason: 'It was cancelled before the broker of notes answered.' },
  },
  { name: 'one that was cancelled before it was on its way', error: abortError(), state: { kind: 'ready' } },
]) {
  test(`send message: ${name} is told above the message, and not a second time`, async () => {
    const { fake, stateOf } = open({ send: () => Promise.reject(error) });
    await fake.run('sendMessage');
    assert.deepEqual(fake.ui.notices, []);
    assert.deepEqual(stateOf(0), state);
  });
}

test('send message: a mistake of the document itself keeps it from being sent', async () => {
  const { fake, stateOf } = open({ text: '{ "connection": "prod", "topic": "notes", "partition": "one", "value": null }' });
  await fake.run('sendMessage');
  assert.deepEqual(stateOf(0), { kind: 'failed', reason: '"partition" is a whole number from 0.', remedy: undefined });
  assert.equal(fake.started.length, 0);
});

test('send message: what is not closed is not sent, also where only the end is missing', async () => {
  const { fake, written, stateOf } = open({ text: '{ "connection": "prod", "topic": "notes", "value": null' });
  await fake.run('sendMessage');
  assert.equal(stateOf(0).kind, 'failed');
  assert.deepEqual(written, []);
});

const keyed = (key: string): string => `{"topic":"notes","key":"${key}","value":null}`;
const three = [keyed('a'), keyed('b'), keyed('c')].join('\n');

for (const { name, text = three, cursor = 0, args = [], writes } of [
  { name: 'the one at the cursor', cursor: three.indexOf('"b"'), writes: ['b'] },
  { name: 'the one behind whose end the cursor stands', cursor: three.length, writes: ['c'] },
  { name: 'the only one, wherever the cursor is', text: `// one\n${keyed('a')}\n\n`, cursor: 0, writes: ['a'] },
  { name: 'the one of the CodeLens, wherever the cursor is', cursor: 0, args: [{ uri, index: 2, key: `1 ${keyed('c')}` }], writes: ['c'] },
  {
    name: 'the one of the CodeLens, though it has moved',
    text: `${keyed('new')}\n${three}`,
    args: [{ uri, index: 1, key: `1 ${keyed('b')}` }],
    writes: ['b'],
  },
  { name: 'the one of the CodeLens, though it was edited', args: [{ uri, index: 1, key: `1 ${keyed('old')}` }], writes: ['b'] },
  {
    name: 'the second of two that are the same',
    text: `${keyed('a')}\n${keyed('a')}`,
    args: [{ uri, index: 1, key: `2 ${keyed('a')}` }],
    writes: ['a'],
  },
]) {
  test(`send message: ${name}`, async () => {
    const { fake, written, kinds } = open({ text, cursor });
    await fake.run('sendMessage', ...args);
    assert.deepEqual(written, writes);
    assert.equal(kinds().filter((kind) => kind === 'sent').length, 1);
  });
}

for (const { name, options, language = 'avro-message', args = [], notice } of [
  {
    name: 'the cursor stands between messages',
    options: { text: `${keyed('a')}\n\n\n${keyed('b')}`, cursor: keyed('a').length + 2 },
    notice: 'the cursor is in none of the messages.',
  },
  { name: 'the document is empty', options: { text: '// none' }, notice: 'there is no message in this document.' },
  {
    name: 'the message is gone',
    options: {},
    args: [{ uri, index: 5, key: 'x' }],
    notice: 'there is no such message in this document any more.',
  },
  {
    name: 'the editor holds something else',
    options: {},
    language: 'json',
    notice: 'no message document is open. Make one with Avro: Produce Sample Message….',
  },
] satisfies { name: string; options: OpenOptions; language?: string; args?: object[]; notice: string }[]) {
  test(`send message: nothing is sent where ${name}`, async () => {
    const { fake, written } = open({ ...options, answers: ['close'] });
    if (fake.ui.editor !== undefined) fake.ui.editor = { ...fake.ui.editor, language };
    await fake.run('sendMessage', ...args);
    assert.match(fake.ui.notices[0] ?? '', new RegExp(`^error: Can't send the message: .* \\[Show Output\\]$`));
    assert.ok(fake.ui.notices[0]?.toLowerCase().includes(notice.toLowerCase()), fake.ui.notices[0]);
    assert.deepEqual(written, []);
  });
}

test('send message: topic and connection are asked for where they are missing', async () => {
  const connections = { prod, test: prod };
  const { fake, stateOf } = open({ text: '{"value":null}', connections: { prod }, answers: [{ pick: 'notes' }] });
  await fake.run('sendMessage');
  assert.deepEqual(fake.ui.asked, ['pick Send Message']);
  assert.deepEqual(stateOf(0), { kind: 'sent', connection: 'prod', topic: 'notes', record: { partition: 0, offset: 0n } });
  const named = open({ text: '{"connection":"test","value":null}', connections, answers: [{ pick: 'notes' }] });
  await named.fake.run('sendMessage');
  assert.deepEqual(named.stateOf(0), { kind: 'sent', connection: 'test', topic: 'notes', record: { partition: 0, offset: 0n } });
});

test('send message: without a connection it says how to get one', async () => {
  const { fake } = open({ text: '{"topic":"notes","value":null}', connections: {}, answers: ['close'] });
  await fake.run('sendMessage');
  assert.deepEqual(fake.ui.notices, [
    "error: Can't send the message: there is no connection yet. Use Avro: Add Connection…. [Show Output]",
  ]);
});

test('send message: a second press while it is being sent, or asked about, does nothing', async () => {
  const { fake, written } = open({ text: '{"key":"k","value":null}', answers: [{ pick: 'notes' }] });
  await Promise.all([fake.run('sendMessage'), fake.run('sendMessage'), fake.run('sendAllMessages')]);
  assert.deepEqual([written, fake.ui.asked.length], [['k'], 1]);
  await fake.run('sendMessage').catch(() => undefined);
});

test('send message: Cancel reaches the session, and what it says of the record counts', async () => {
  const { fake, stateOf } = open({
    send: (_, signal) => {
      const state = stateOf(0);
      if (state.kind === 'sending') state.cancel();
      return Promise.reject(signal.aborted ? maybeSent(cancelledWhileSending('notes')) : new Error('It is not cancelled.'));
    },
  });
  await fake.run('sendMessage');
  assert.equal(stateOf(0).kind, 'unknown');
});

test('send message: one that was sent can be sent again by hand', async () => {
  const { fake, written } = open();
  await fake.run('sendMessage');
  await fake.run('sendMessage');
  assert.deepEqual(written, ['1', '1']);
});

const withoutLenses = { settings: { 'codeLens.messages': false } };

test('send message: without CodeLenses, notifications say it all, and Cancel is in one', async () => {
  const sent = open({ ...withoutLenses, answers: [{ button: 'Peek' }] });
  await sent.fake.run('sendMessage');
  assert.deepEqual(sent.fake.ui.notices, ['info: Sent to notes: partition 0, offset 0. [Peek]']);
  assert.deepEqual(sent.fake.ui.progressed, ['Sending to notes on prod']);
  assert.deepEqual([sent.fake.records[0]?.connection, sent.fake.records[0]?.topic], ['prod', 'notes']);

  const failed = open({ ...withoutLenses, answers: ['close'], send: () => Promise.reject(new KafkaError('kafka/x', 'It is too large.')) });
  await failed.fake.run('sendMessage');
  assert.deepEqual(failed.fake.ui.notices, ["error: Can't send the message: it is too large. [Show Output]"]);

  const cancelled = open({
    ...withoutLenses,
    send: (_, signal) => (signal.aborted ? Promise.reject(abortError()) : assert.fail('It is not cancelled.')),
  });
  cancelled.fake.ui.cancelProgress = true;
  await cancelled.fake.run('sendMessage');
  assert.deepEqual([cancelled.fake.ui.notices, cancelled.kinds()], [[], ['ready']]);
});

test('send message: what became of a message that was edited or closed meanwhile is told by a notification', async () => {
  const edited = open({
    answers: ['close'],
    send: () => ((edited.files[uri] = keyed('edited')), Promise.resolve({ partition: 3, offset: 5n })),
  });
  await edited.fake.run('sendMessage');
  assert.deepEqual(edited.fake.ui.notices, ['info: Sent to notes: partition 3, offset 5. [Peek]']);
  const closed = open({
    answers: ['close'],
    send: () => {
      Reflect.deleteProperty(closed.files, uri);
      return Promise.reject(maybeSent(cancelledWhileSending('notes')));
    },
  });
  await closed.fake.run('sendMessage');
  assert.deepEqual(closed.fake.ui.notices, [
    "error: Can't send the message: it was cancelled before the broker of notes answered. Look in the topic before it is sent again. [Show Output]",
  ]);
});

test('send message: a bug is told as one, and nothing was written', async () => {
  const { fake, kinds } = open({
    session: () => new FakeSession(),
    connections: { prod: { ...prod, registry: { url: 'http://r' } } },
    answers: ['close'],
  });
  await fake.run('sendMessage');
  // Looking for the key's schema is the first that the session is asked for.
  assert.match(fake.ui.notices[0] ?? '', /This is a bug of Avro Workbench\. \[Show Output\]$/);
  assert.deepEqual(kinds(), ['failed']);
});

/** Lets the sending of one key end in an error. */
function failing(key: string, error: Error = new KafkaError('kafka/x', 'No.')): NonNullable<OpenOptions['send']> {
  let calls = 0;
  return (message) => (keyOf(message) === key ? Promise.reject(error) : Promise.resolve({ partition: 0, offset: BigInt(calls++) }));
}

const unsure = maybeSent('The broker did not answer.');

for (const { name, text = three, send, presses = 1, writes, ends } of [
  { name: 'in their order', writes: ['a', 'b', 'c'], ends: ['sent', 'sent', 'sent'] },
  { name: 'until the first that is refused', send: () => failing('b'), writes: ['a'], ends: ['sent', 'failed', 'ready'] },
  { name: 'a second time, only what is left', send: () => failing('c'), presses: 2, writes: ['a', 'b'], ends: ['sent', 'sent', 'failed'] },
  { name: 'until one may have been written', send: () => failing('b', unsure), writes: ['a'], ends: ['sent', 'unknown', 'ready'] },
  {
    name: 'and what may have been written is not sent again',
    send: () => failing('b', unsure),
    presses: 2,
    writes: ['a', 'c'],
    ends: ['sent', 'unknown', 'sent'],
  },
  { name: 'until one is cancelled', send: () => failing('b', abortError()), writes: ['a'], ends: ['sent', 'ready', 'ready'] },
  { name: 'again, once all were sent', presses: 2, writes: ['a', 'b', 'c', 'a', 'b', 'c'], ends: ['sent', 'sent', 'sent'] },
  { name: 'also where two are the same', text: `[${keyed('a')}, ${keyed('a')}]`, writes: ['a', 'a'], ends: ['sent', 'sent'] },
  {
    name: 'until one is not right',
    text: `${keyed('a')}\n{"topic":7,"value":null}\n${keyed('c')}`,
    writes: ['a'],
    ends: ['sent', 'failed', 'ready'],
  },
] satisfies { name: string; text?: string; send?: () => OpenOptions['send']; presses?: number; writes: string[]; ends: string[] }[]) {
  test(`send all: ${name}`, async () => {
    const answer = send?.();
    const { fake, written, kinds } = open({ text, answers: [{ pick: 'notes' }], ...(answer === undefined ? {} : { send: answer }) });
    for (let press = 0; press < presses; press++) await fake.run('sendAllMessages');
    assert.deepEqual(written, writes);
    assert.deepEqual(kinds(), ends);
    assert.deepEqual(fake.ui.notices, []);
  });
}

test('send all: pressed twice, each message is written once', async () => {
  const { fake, written } = open({ text: three });
  await Promise.all([fake.run('sendAllMessages'), fake.run('sendAllMessages')]);
  assert.deepEqual(written, ['a', 'b', 'c']);
});

test('send all: pressed again while one is being sent, each message is written once', async () => {
  const { fake, written } = open({
    text: three,
    send: async (message) => {
      if (keyOf(message) === 'b') await fake.run('sendAllMessages');
      return { partition: 0, offset: 0n };
    },
  });
  await fake.run('sendAllMessages');
  assert.deepEqual(written, ['a', 'b', 'c']);
});

test('send all: what may all have been written is not sent again, and it says so', async () => {
  const { fake, written } = open({ text: `${keyed('a')}\n${keyed('b')}`, send: failing('b', unsure) });
  await fake.run('sendAllMessages');
  fake.ui.answer('close');
  await fake.run('sendAllMessages');
  assert.deepEqual(fake.ui.notices, [
    "error: Can't send the messages: nothing is left but what may have been written already. Look in the topic, and send it again by hand. [Show Output]",
  ]);
  assert.deepEqual(written, ['a']);
});

for (const { name, change, writes, notice } of [
  {
    name: 'one that was edited meanwhile is not sent, nor are those behind it',
    change: (files: Record<string, string>) => (files[uri] = three.replace('"b"', '"B"')),
    writes: ['a'],
    notice: 'warning: The document was edited or closed meanwhile: 2 messages were not sent.',
  },
  {
    name: 'the last one was edited meanwhile',
    change: (files: Record<string, string>) => (files[uri] = three.replace('"c"', '"C"')),
    writes: ['a', 'b'],
    notice: 'warning: The document was edited or closed meanwhile: 1 message was not sent.',
  },
  {
    name: 'closed meanwhile',
    change: (files: Record<string, string>) => Reflect.deleteProperty(files, uri),
    writes: ['a'],
    notice: 'warning: The document was edited or closed meanwhile: 2 messages were not sent.',
  },
  {
    name: 'a comment more is no edit of a message',
    change: (files: Record<string, string>) => (files[uri] = `// new\n${three}`),
    writes: ['a', 'b', 'c'],
    notice: undefined,
  },
]) {
  test(`send all: ${name}`, async () => {
    const opened = open({
      text: three,
      answers: ['close'],
      send: (message) => {
        if (keyOf(message) === 'a') change(opened.files);
        return Promise.resolve({ partition: 0, offset: 0n });
      },
    });
    await opened.fake.run('sendAllMessages');
    assert.deepEqual(opened.written, writes);
    assert.deepEqual(opened.fake.ui.notices, notice === undefined ? [] : [notice]);
  });
}

test('send all: without CodeLenses, a notification sums up', async () => {
  const { fake } = open({ text: three, ...withoutLenses });
  await fake.run('sendAllMessages');
  assert.deepEqual(fake.ui.notices, ['info: Sent 3 messages to notes on prod.']);
  const failed = open({ text: three, ...withoutLenses, send: failing('b'), answers: ['close'] });
  await failed.fake.run('sendAllMessages');
  assert.deepEqual(failed.fake.ui.notices, ["error: Can't send the messages: no. [Show Output]"]);
});
