import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageLenses, type LensFacts } from '../../../client/messages/lenses.ts';
import type { SendState } from '../../../client/messages/sendStates.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const facts: LensFacts = {
  uri: 'untitled:1',
  active: 'local',
  access: () => 'writable',
  trusted: true,
  state: () => ({ kind: 'ready' }),
  errors: () => [],
};
const one = '{"topic":"orders","value":{"id":1}}';
const state = (value: SendState): Partial<LensFacts> => ({ state: () => value });

for (const { name, text = one, given = {}, titles } of [
  { name: 'ready', titles: ['Send to orders (local)', 'New Sample', 'Peek Topic'] },
  {
    name: 'ready, on its own connection',
    text: '{"connection":"prod","topic":"orders","value":1}',
    titles: ['Send to orders (prod)', 'New Sample', 'Peek Topic'],
  },
  { name: 'a tombstone', text: '{"topic":"orders","key":"k","value":null}', titles: ['Send Tombstone to orders (local)', 'Peek Topic'] },
  { name: 'no value', text: '{"topic":"orders","key":"k"}', titles: ['Send Tombstone to orders (local)', 'Peek Topic'] },
  { name: 'no topic', text: '{"value":1}', titles: ['Choose Topic…', 'New Sample'] },
  { name: 'no connection', given: { active: undefined }, titles: ['Choose Topic…', 'New Sample'] },
  { name: 'read-only', given: { access: () => 'read-only' as const }, titles: ['local is read-only: nothing is sent', 'Peek Topic'] },
  { name: 'untrusted', given: { trusted: false }, titles: ['Trust this workspace to send'] },
  { name: 'a problem', given: { errors: () => [{ start: 1, end: 2 }] }, titles: ['$(error) 1 problem: fix to send', 'New Sample'] },
  {
    name: 'a problem that it was refused for',
    given: { errors: () => [{ start: 1, end: 2 }], ...state({ kind: 'failed', reason: 'The value does not fit orders.avsc.' }) },
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
    given: state({ kind: 'failed', reason: 'The broker refuses 2.1 MB (limit 1 MB).' }),
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

test('message lenses: several messages are summed up on the first line', () => {
  const text = `${one}\n${one}\n${one}`;
  const titles = (given: Partial<LensFacts>): string[] | undefined =>
    messageLenses(parseMessages(text), { ...facts, ...given })[0]?.lenses.map(({ title }) => title);
  assert.deepEqual(titles({}), ['Send All (3)']);
  const sent: SendState = { kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 0, offset: 1n } };
  assert.deepEqual(titles({ state: (index) => (index === 1 ? { kind: 'failed', reason: 'No.' } : sent) }), [
    '$(warning) 2 sent, 1 not sent',
  ]);
});

test('message lenses: Peek goes to the record that was written', () => {
  const given = state({ kind: 'sent', connection: 'local', topic: 'orders', record: { partition: 3, offset: 9007199254740993n } });
  const [first] = messageLenses(parseMessages(one), { ...facts, ...given });
  assert.deepEqual(first?.lenses[1]?.argument, { connection: 'local', topic: 'orders', partition: 3, offset: '9007199254740993' });
});
