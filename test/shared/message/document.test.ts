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
  { name: 'a framing', text: '{"framing":<<"glued">>,"value":1}', finds: ['unknown-framing'] },
  { name: 'a framing of a part that there is not', text: '{"framing":{<<"valeu">>:"bare"},"value":1}', finds: ['unknown-property'] },
  { name: 'a framing of an unknown name for a key', text: '{"framing":{"key":<<"glued">>},"value":1}', finds: ['unknown-framing'] },
  {
    name: 'a mistyped version, which must not become the latest',
    text: '{"valueSchema":{"subject":"s",<<"verison">>:3},"value":1}',
    finds: ['unknown-property'],
  },
  { name: 'two ways at once to name a schema', text: '{"valueSchema":<<{"file":"a.avsc","id":3}>>,"value":1}', finds: ['wrong-type'] },
  { name: 'a version below 1', text: '{"valueSchema":<<{"subject":"s","version":0}>>,"value":1}', finds: ['wrong-type'] },
  { name: 'a type that is no name', text: '{"valueSchema":<<{"file":"a.avsc","type":1}>>,"value":1}', finds: ['wrong-type'] },
  {
    name: 'a header of a list with something else',
    text: '{"headers":[{"name":"a","value":"1",<<"x">>:2}],"value":1}',
    finds: ['unknown-property'],
  },
  { name: 'the topic twice', text: '{"topic":"a",<<"topic">>:"b","value":1}', finds: ['duplicate-key'] },
  { name: 'a day that does not exist', text: '{"timestamp":<<"2026-02-30T00:00:00Z">>,"value":1}', finds: ['bad-timestamp'] },
  { name: 'a time before 1970', text: '{"timestamp":<<"1969-12-31T23:59:59Z">>,"value":1}', finds: ['bad-timestamp'] },
  { name: 'a time of microseconds', text: '{"timestamp":<<"2026-11-10T14:02:07.123456Z">>,"value":1}', finds: ['bad-timestamp'] },
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

for (const { text, ref } of [
  { text: '"latest"', ref: { kind: 'latest' } },
  { text: '{"subject":"s"}', ref: { kind: 'subject', subject: 's', version: 'latest' } },
  { text: '{"subject":"s","version":"latest"}', ref: { kind: 'subject', subject: 's', version: 'latest' } },
  { text: '{"subject":"s","version":3}', ref: { kind: 'subject', subject: 's', version: 3 } },
  { text: '{"id":12}', ref: { kind: 'id', schemaId: 12 } },
  { text: '{"file":"a/b.avsc"}', ref: { kind: 'file', file: 'a/b.avsc', type: undefined } },
  { text: '{"file":"a.avsc","type":"com.acme.A"}', ref: { kind: 'file', file: 'a.avsc', type: 'com.acme.A' } },
]) {
  test(`message document: the schema ${text}`, () => {
    const { messages, problems } = parseMessages(`{"keySchema":${text},"valueSchema":${text},"value":1}`);
    assert.deepEqual([messages[0]?.keySchema?.value, messages[0]?.valueSchema?.value], [ref, ref]);
    assert.deepEqual(problems, []);
  });
}

for (const { text, framings } of [
  { text: '"bare"', framings: [undefined, 'bare'] },
  { text: '{"key":"text"}', framings: ['text', undefined] },
  { text: '{"key":"hex","value":"json"}', framings: ['hex', 'json'] },
]) {
  test(`message document: the framing ${text}`, () => {
    const [message] = parseMessages(`{"framing":${text},"value":1}`).messages;
    assert.deepEqual([message?.keyFraming?.value, message?.valueFraming?.value], framings);
  });
}

for (const { text, ms } of [
  { text: '"2026-11-10T14:02:07.123+01:00"', ms: 1794315727123 },
  { text: '"2026-11-10T13:02:07.123Z"', ms: 1794315727123 },
  { text: '0', ms: 0 },
]) {
  test(`message document: the timestamp ${text}`, () => {
    assert.equal(parseMessages(`{"timestamp":${text},"value":1}`).messages[0]?.timestampMs, ms);
  });
}

test('message document: a property twice is an error of the message, and only odd in its value', () => {
  const { problems } = parseMessages('{"key":"a","key":"b","headers":{"h":"1","h":"2"},"value":{"x":1,"x":2}}');
  assert.deepEqual(
    problems.map(({ code, severity }) => [code, severity]),
    [
      ['duplicate-key', 'error'],
      ['duplicate-key', 'error'],
      ['duplicate-key', 'warning'],
    ],
  );
});

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
