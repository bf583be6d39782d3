import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSendStates, findByKey, messageKeys, type SendState } from '../../../client/messages/sendStates.ts';
import { parseMessages } from '../../../shared/message/document.ts';

const one = '{"topic":"a","value":1}';
const other = '{"topic":"b","value":2}';
const sent: SendState = { kind: 'sent', connection: 'local', topic: 'a', record: { partition: 0, offset: 1n } };

for (const { name, before, after, same } of [
  { name: 'another message before it', before: one, after: `${other}\n${one}`, same: [undefined, 0] },
  { name: 'a comment and white space', before: one, after: `// ${one}\n\n  ${one} // a`, same: [0] },
  { name: 'an array around it', before: one, after: `[\n${one},\n]`, same: [0] },
  { name: 'the other of two that are the same taken out', before: `${one}${one}`, after: one, same: [0] },
  { name: 'two that are the same, and one between', before: `${one}${one}`, after: `${one}${other}${one}`, same: [0, undefined, 1] },
  { name: 'an edit of its text', before: one, after: '{"topic":"a","value": 1}', same: [undefined] },
]) {
  test(`send states: a message is the same with ${name}`, () => {
    const known = messageKeys(parseMessages(before));
    const found = messageKeys(parseMessages(after)).map((key) => (known.includes(key) ? known.indexOf(key) : undefined));
    assert.deepEqual(found, same);
  });
}

test('send states: a key finds its message', () => {
  const document = parseMessages(`${one}${other}${one}`);
  const keys = messageKeys(document);
  assert.deepEqual(
    keys.map((key) => findByKey(document, key)?.index),
    [0, 1, 2],
  );
  assert.equal(findByKey(parseMessages(other), keys[0] ?? ''), undefined);
});

test('send states: of each message of each document, until it is closed', () => {
  const states = createSendStates();
  let changes = 0;
  const subscription = states.onDidChange(() => changes++);
  assert.deepEqual(states.get('untitled:1', 'a'), { kind: 'ready' });
  states.set('untitled:1', 'a', sent);
  assert.deepEqual(
    [states.get('untitled:1', 'a'), states.get('untitled:2', 'a'), states.get('untitled:1', 'b')],
    [sent, { kind: 'ready' }, { kind: 'ready' }],
  );
  states.drop('untitled:1');
  states.drop('untitled:1');
  assert.deepEqual([states.get('untitled:1', 'a'), changes], [{ kind: 'ready' }, 2]);
  subscription.dispose();
  states.set('untitled:1', 'a', sent);
  assert.equal(changes, 2);
});

test('send states: only one takes a message at a time', () => {
  const states = createSendStates();
  const giveBack = states.take('untitled:1', 'a');
  assert.ok(giveBack);
  assert.equal(states.take('untitled:1', 'a'), undefined);
  assert.ok(states.take('untitled:1', 'b'));
  assert.ok(states.take('untitled:2', 'a'));
  giveBack();
  assert.ok(states.take('untitled:1', 'a'));
});
