import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMessageAt, parseMessages } from '../../../shared/message/document.ts';
import { mark } from '../../mark.ts';

for (const { name, text, finds } of [
  { name: 'a whole message', text: '{"topic":"orders","key":"k","value":{"a":1},"headers":{"t":"x"},"partition":3}', finds: [] },
  { name: 'comments and trailing commas', text: '// one\n{"topic":"orders","value":null,}', finds: [] },
  { name: 'an unknown property', text: '{<<"topik">>:"orders","value":1}', finds: ['unknown-property'] },
  { name: 'no value', text: '<<{>>"topic":"orders"}', finds: ['implicit-tombstone'] },
  { name: 'a tombstone on purpose', text: '{"topic":"orders","value":null}', finds: [] },
  { name: 'a topic that is no name', text: '{"topic":<<7>>,"value":1}', finds: ['wrong-type'] },
  { name: 'a partition below 0', text: '{"partition":<<-1>>,"value":1}', finds: ['wrong-type'] },
  { name: 'a timestamp without an offset', text: '{"timestamp":<<"2026-11-10T14:02:07">>,"value":1}', finds: ['bad-timestamp'] },
  { name: 'a timestamp in milliseconds', text: '{"timestamp":1794315727123,"value":1}', finds: [] },
  { name: 'a header of numbers', text: '{"headers":{"n":<<5>>},"value":1}', finds: ['wrong-type'] },
  { name: 'a header of broken hex', text: '{"headers":{"n":<<"hex:0">>},"value":1}', finds: ['bytes-prefix'] },
  { name: 'a list of headers', text: '{"headers":[{"name":"a","value":"1"},<<7>>],"value":1}', finds: ['wrong-type'] },
  { name: 'a schema reference', text: '{"valueSchema":<<{"version":2}>>,"value":1}', finds: ['wrong-type'] },
  { name: 'a framing', text: '{"framing":<<"glue">>,"value":1}', finds: ['unknown-framing'] },
  { name: 'a number for a message', text: '[{"value":1},<<5>>]', finds: ['not-a-message'] },
]) {
  test(`message document: ${name}`, () => {
    const marked = mark(text);
    const { problems } = parseMessages(marked.text);
    assert.deepEqual(
      problems.map(({ code, span }) => ({ code, span })),
      finds.map((code, index) => ({ code, span: marked.ranges[index] })),
    );
  });
}

test('message document: one, an array, and one after another', () => {
  assert.equal(parseMessages('{"value":1}').messages.length, 1);
  assert.equal(parseMessages('[{"value":1},{"value":2}]').messages.length, 2);
  const several = parseMessages('{"topic":"a","value":1}\n{"topic":"b","value":2}');
  assert.deepEqual(
    several.messages.map(({ topic }) => topic?.value),
    ['a', 'b'],
  );
  assert.equal(findMessageAt(several, 30)?.topic?.value, 'b');
  assert.equal(findMessageAt(several, 30_000), undefined);
});

test('message document: headers keep order, repeated names, null and bytes', () => {
  const { messages } = parseMessages(
    '{"value":1,"headers":[{"name":"a","value":"é"},{"name":"__proto__","value":null},{"name":"a","value":"hex:00 ff"}]}',
  );
  assert.deepEqual(messages[0]?.headers, [
    { name: 'a', value: new Uint8Array([0xc3, 0xa9]) },
    { name: '__proto__', value: null },
    { name: 'a', value: new Uint8Array([0, 255]) },
  ]);
});

test('message document: what is half typed never throws', () => {
  const text =
    '{ "connection": "local", "topic": "orders", "headers": [{ "name": "a", "value": "hex:00" }], "framing": { "key": "text" }, "value": { "a": [1, 2] } }';
  for (let end = 0; end <= text.length; end++) parseMessages(text.slice(0, end));
});
