import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { planPart, type PartSchema } from '../../../shared/message/check.ts';
import { checkMessages } from '../../../shared/message/checkDocument.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { mark } from '../../mark.ts';

const { schema } = parseSchema(
  '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}',
);
assert(schema !== undefined);
const order: PartSchema = { found: true, schema, label: 'orders-value v1' };
const none: PartSchema = { found: false, reason: undefined };
const offline: PartSchema = { found: false, reason: 'local is not connected, so its registry was not asked for the schema.' };
const unusable: PartSchema = { found: false, reason: 'orders.avsc has 2 errors, so nothing can be written with it.', isUnusable: true };

for (const { name, text, value, key = none, connections, finds } of [
  { name: 'a value that fits', text: '{"topic":"orders","value":{"id":9007199254740993}}', value: order, finds: [] },
  { name: 'a value of the wrong type', text: '{"topic":"orders","value":{"id":<<"1">>}}', value: order, finds: ['wrong-type'] },
  {
    name: 'an option of samples that there is not, before what is wrong with the message',
    text: '// sample: <<cuont=3>>\n{"topic":"orders","value":{"id":<<"1">>}}',
    value: order,
    finds: ['sample-option', 'wrong-type'],
  },
  { name: 'options of samples', text: '// sample: count=3\n{"topic":"orders","value":{"id":1}}', value: order, finds: [] },
  {
    name: 'two mistakes at once',
    text: '{"topic":"orders","value":{"id":<<1.5>>,"note":<<7>>}}',
    value: order,
    finds: ['not-an-integer', 'no-branch'],
  },
  {
    name: 'a key that does not fit its schema',
    text: '{"key":{"id":<<"1">>},"value":null}',
    value: order,
    key: order,
    finds: ['wrong-type'],
  },
  { name: 'a field twice, said once', text: '{"value":{"id":1,<<"id">>:2}}', value: order, finds: ['duplicate-key'] },
  { name: 'no schema', text: '{"topic":"orders",<<"value">>:{"id":1}}', value: none, finds: ['no-schema'] },
  { name: 'a key that is no text and has no schema', text: '{<<"key">>:{"id":1},"value":{"id":1}}', value: order, finds: ['no-schema'] },
  {
    name: 'a registry that was not asked, said once',
    text: '{"key":"k",<<"value">>:{"id":1}}',
    value: offline,
    key: offline,
    finds: ['no-schema'],
  },
  {
    name: 'a registry that was not asked for the key',
    text: '{<<"key">>:"k","value":null}',
    value: none,
    key: offline,
    finds: ['no-schema'],
  },
  { name: 'a schema that is being looked for', text: '{"key":"k","value":{"id":"1"}}', value: undefined, key: undefined, finds: [] },
  { name: 'a schema that is not usable', text: '{<<"value">>:{"id":1}}', value: unusable, finds: ['schema-unusable'] },
  {
    name: 'a schema file that is not usable',
    text: '{"valueSchema":<<{"file":"orders.avsc"}>>,"value":{"id":1}}',
    value: unusable,
    finds: ['schema-unusable'],
  },
  { name: 'JSON needs no schema', text: '{"topic":"orders","framing":"json","value":{"id":1}}', value: undefined, finds: [] },
  { name: 'text that is no text', text: '{"framing":"text","value":<<{"id":1}>>}', value: undefined, finds: ['wrong-type'] },
  { name: 'hex that is none', text: '{"framing":"hex","value":<<"0g">>}', value: undefined, finds: ['bytes-prefix'] },
  { name: 'a tombstone fits every schema', text: '{"topic":"orders","key":"k","value":null}', value: order, finds: [] },
  {
    name: 'a connection that there is not',
    text: '{"connection":<<"lcoal">>,"topic":"orders","value":{"id":1}}',
    value: offline,
    connections: ['local', 'prod'],
    finds: ['unknown-connection'],
  },
  {
    name: 'a connection that there is not, and a mistake',
    text: '{"connection":<<"x">>,"value":{"id":<<"1">>}}',
    value: order,
    connections: [],
    finds: ['unknown-connection', 'wrong-type'],
  },
  {
    name: 'Glue with a version for the value alone',
    text: '{"framing":{"key":<<"glue">>},"glueVersionId":"6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e","key":{"id":1},"value":null}',
    value: order,
    key: order,
    finds: ['no-glue-version'],
  },
  { name: 'Glue without a version', text: '{"framing":<<"glue">>,"value":{"id":1}}', value: order, finds: ['no-glue-version'] },
  {
    name: 'Glue by the decode profile without a version, and a mistake besides',
    text: '{<<"value">>:{"id":<<"1">>}}',
    value: { ...order, framing: { name: 'glue', from: 'profile' } as const },
    finds: ['no-glue-version', 'wrong-type'],
  },
  {
    name: 'Glue with a version',
    text: '{"framing":"glue","glueVersionId":"6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e","value":{"id":1}}',
    value: order,
    finds: [],
  },
  {
    name: 'a header that the framing adds by itself',
    text: '{"framing":"confluent-header","headers":{<<"__value_schema_id">>:"hex:00","__key_schema_id":null},"value":{"id":1}}',
    value: order,
    finds: ['header-clash'],
  },
  {
    name: 'headers of a list that the framing adds by itself',
    text: '{"framing":"apicurio-header","headers":[{"name":<<"apicurio.value.encoding">>,"value":"JSON"}],"value":{"id":1}}',
    value: order,
    finds: ['header-clash'],
  },
  {
    name: 'a header of a framing, with a tombstone, which has no frame',
    text: '{"framing":"confluent-header","headers":{"__value_schema_id":"hex:00"},"value":null}',
    value: order,
    finds: [],
  },
  {
    name: 'what the decode profile reads as no message can be',
    text: '{"value":<<{"id":1}>>}',
    value: { ...order, framing: { name: 'hex', from: 'profile', note: 'Its values are Kafka ints.' } as const },
    finds: ['bytes-prefix'],
  },
  { name: 'a connection that there is', text: '{"connection":"local","value":{"id":1}}', value: order, connections: ['local'], finds: [] },
  { name: 'connections that are not known', text: '{"connection":"x","value":{"id":1}}', value: order, finds: [] },
]) {
  test(`message check: ${name}`, () => {
    const marked = mark(text);
    const schemaOf = (_: unknown, part: 'key' | 'value'): PartSchema | undefined => (part === 'value' ? value : key);
    const problems = checkMessages(parseMessages(marked.text), schemaOf, { connections });
    assert.deepEqual(
      problems.map(({ code, span }) => ({ code, span })),
      finds.map((code, index) => ({ code, span: marked.ranges[index] })),
    );
  });
}

for (const { name, connections, message } of [
  { name: 'near another', connections: ['prod', 'local'], message: 'There is no connection "lcoal". Did you mean "local"?' },
  { name: 'near none', connections: ['prod'], message: 'There is no connection "lcoal".' },
]) {
  test(`message check: a connection that there is not, ${name}`, () => {
    const [problem] = checkMessages(parseMessages('{"connection":"lcoal","value":null}'), () => undefined, { connections });
    assert.deepEqual([problem?.message, problem?.severity], [message, 'warning']);
  });
}

test('message check: the reason is what is said', () => {
  const messagesOf = (schemaOf: PartSchema, text: string): string[] =>
    checkMessages(parseMessages(text), () => schemaOf).map(({ severity, message }) => `${severity}: ${message}`);
  const text = '{"topic":"orders","value":{"id":1}}';
  assert.deepEqual(messagesOf(none, text), ['warning: No schema is known for orders: "value" is not checked and cannot be sent as Avro.']);
  assert.deepEqual(messagesOf(offline, text), ['warning: local is not connected, so its registry was not asked for the schema.']);
  assert.deepEqual(messagesOf(unusable, text), ['error: orders.avsc has 2 errors, so nothing can be written with it.']);
});

const plan = (text: string, part: 'key' | 'value', known: PartSchema): string => {
  const [message] = parseMessages(text).messages;
  assert(message !== undefined);
  const result = planPart(message, part, known);
  if ('code' in result) return result.code;
  return result.kind === 'bytes' ? Buffer.from(result.bytes).toString('hex') : result.kind;
};

for (const { name, text, part, known = none, gives } of [
  { name: 'a key without a schema is text', text: '{"key":"é","value":1}', part: 'key', gives: 'c3a9' },
  { name: 'a text key with a schema is Avro', text: '{"key":"é","value":1}', part: 'key', known: order, gives: 'avro' },
  {
    name: 'a key whose schema could not be asked for is not guessed',
    text: '{"key":"é","value":1}',
    part: 'key',
    known: offline,
    gives: 'no-schema',
  },
  {
    name: 'a key that says that it is text is text',
    text: '{"key":"é","framing":{"key":"text"}}',
    part: 'key',
    known: offline,
    gives: 'c3a9',
  },
  { name: 'a null key', text: '{"key":null,"value":1}', part: 'key', known: order, gives: 'null' },
  { name: 'no key', text: '{"value":1}', part: 'key', known: order, gives: 'null' },
  { name: 'a value without a schema', text: '{"value":"a"}', part: 'value', gives: 'no-schema' },
  { name: 'bare Avro needs a schema, too', text: '{"value":"a","framing":"bare"}', part: 'value', gives: 'no-schema' },
  { name: 'a tombstone, whatever the framing', text: '{"value":null,"framing":"hex"}', part: 'value', gives: 'null' },
  {
    name: 'JSON keeps its digits and loses its comments',
    text: '{"framing":"json","value":{"n": 9007199254740993 /* all */ }}',
    part: 'value',
    gives: Buffer.from('{"n":9007199254740993}').toString('hex'),
  },
  { name: 'hex is these bytes', text: '{"framing":"hex","value":"hex:00 0a"}', part: 'value', gives: '000a' },
] as const) {
  test(`message plan: ${name}`, () => assert.equal(plan(text, part, known), gives));
}
