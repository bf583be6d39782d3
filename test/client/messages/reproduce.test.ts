import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodePart } from '../../../client/cluster/encodePart.ts';
import type { RegisteredSchema } from '../../../client/cluster/session.ts';
import { reproduceText } from '../../../client/messages/reproduce.ts';
import { jsonToText } from '../../../shared/avro/jsonText.ts';
import { RegistryError } from '../../../shared/errors.ts';
import { planPart } from '../../../shared/message/check.ts';
import { parseMessages } from '../../../shared/message/document.ts';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { exact, part, row, text } from '../webview/records.ts';

const utf8 = (value: string) => new TextEncoder().encode(value);
const hex = (value: string) => Uint8Array.from(value.match(/../g) ?? [], (digits) => parseInt(digits, 16));

const order = `{"type":"record","name":"Order","fields":[
  {"name":"id","type":"long"},
  {"name":"note","type":["null","string"]},
  {"name":"many","type":["int","long"]},
  {"name":"lines","type":{"type":"array","items":"string"}},
  {"name":"price","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}`;

function registered(schema: string): RegisteredSchema {
  return { text: schema, references: [], label: 'orders-value v3', schemaId: 13, subject: 'orders-value', version: 3 };
}

/** The record's bytes as the document would send them. */
function sent(document: string, schema: RegisteredSchema, name: 'key' | 'value'): Uint8Array | null {
  const { messages, problems } = parseMessages(document);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
  );
  const [message] = messages;
  assert.ok(message);
  const plan = planPart(message, name, { found: true });
  assert.ok(!('code' in plan), JSON.stringify(plan));
  if (plan.kind !== 'avro') return encodePart(plan, name).bytes;
  const framing = (name === 'key' ? message.keyFraming : message.valueFraming)?.value;
  const framed = framing === 'bare' ? { kind: 'bare' as const } : { kind: 'confluent-prefix' as const, schemaId: 13 };
  return encodePart({ kind: 'avro', json: jsonToText(plan.node), schema, framing: framed }, name).bytes;
}

// Order {id: 9007199254740993, note: "late", many: long 5, lines: ["a"], price: 12.50}, its blocks as Java writes them.
const orderHex = '828080808080802002086c617465020a020261000404e2';
const frame = '000000000d';

for (const { name, schema = order, bytes, state = 'exact', framing = 'confluent-prefix', stands } of [
  {
    name: 'a framed value with a tagged union, digits and a decimal',
    bytes: frame + orderHex,
    stands: /"many": \{\s*"long": 5\s*\}[^]*"price": 12\.50/,
  },
  { name: 'a bare value', bytes: orderHex, state: 'guessed', framing: 'bare', stands: /"framing": \{ "value": "bare" \}/ },
  {
    name: 'an array in two blocks, which JSON can’t say',
    schema: '{"type":"array","items":"string"}',
    bytes: `${frame}02026102026200`,
    stands:
      /\/\/ These are the bytes of the value: written anew by schema 13 they would be others from byte 5 on, as of an array in several blocks\.\n {2}"value": "000000000d/,
  },
  {
    name: 'bytes behind a frame, without the length of Avro',
    schema: '"bytes"',
    bytes: `${frame}ff00`,
    stands: /"value": "hex:ff00"/,
  },
  {
    name: 'the null of a union, which is no tombstone',
    schema: '["null","string"]',
    bytes: `${frame}00`,
    stands: /"value": \{\s*"null": null\s*\}/,
  },
  { name: 'a container file', bytes: '4f626a01', framing: 'container', stands: /a message has no other form for them/ },
] as const) {
  test(`re-produce: ${name}`, async () => {
    const valueBytes = hex(bytes);
    const value = exact('{}', 3, { state, framing, size: valueBytes.length });
    const document = await reproduceText(row({ value, valueBytes }), {
      connection: 'local',
      topic: 'orders',
      fetchSchema: () => Promise.resolve(registered(schema)),
    });
    assert.match(document, stands);
    assert.equal(toHex(sent(document, registered(schema), 'value') ?? new Uint8Array()), bytes);
  });
}

for (const { name, bytes, framing, stands } of [
  { name: 'JSON as it stands', bytes: utf8('{"a":1.10,"b":[1]}'), framing: 'json', stands: '"framing": { "value": "json" }' },
  { name: 'JSON with blanks is text', bytes: utf8('{ "a": 1 }'), framing: 'json', stands: '"framing": { "value": "text" }' },
  { name: 'the JSON null is no tombstone', bytes: utf8('null'), framing: 'json', stands: '"value": "null"' },
  { name: 'text with a byte order mark', bytes: utf8('\ufeffhi'), framing: 'text', stands: '"framing": { "value": "text" }' },
  { name: 'what is no UTF-8', bytes: new Uint8Array([0xc3, 0x28]), framing: 'text', stands: '"framing": { "value": "hex" }' },
] as const) {
  test(`re-produce: ${name}`, async () => {
    const value = part({ state: 'text', framing, size: bytes.length });
    const options = { connection: 'local', topic: 'orders', fetchSchema: () => Promise.reject(new Error('not asked')) };
    const document = await reproduceText(row({ value, valueBytes: bytes }), options);
    assert.ok(document.includes(stands), document);
    assert.deepEqual(sent(document, registered('"string"'), 'value'), bytes);
  });
}

test('re-produce: a key, headers in their order, no place and no time', async () => {
  const record = row({
    partition: 3,
    offset: 7n,
    timestampMs: 5,
    key: text('A-1'),
    keyBytes: utf8('A-1'),
    headers: [
      { name: 'b', value: utf8('1') },
      { name: 'a', value: null },
      { name: 'b', value: utf8('hex:00') },
      { name: 'c', value: new Uint8Array([255]) },
    ],
  });
  const document = await reproduceText(record, {
    connection: 'my "local"',
    topic: 'orders',
    fetchSchema: () => Promise.reject(new Error('')),
  });
  const { messages, problems } = parseMessages(document);
  const [message] = messages;
  assert.deepEqual(problems, []);
  assert.deepEqual(
    message?.headers.map(({ name, value }) => [name, value && toHex(value)]),
    [
      ['b', '31'],
      ['a', null],
      ['b', '6865783a3030'],
      ['c', 'ff'],
    ],
  );
  assert.deepEqual(
    [message.connection?.value, message.topic?.value, message.partition, message.timestampMs],
    ['my "local"', 'orders', undefined, undefined],
  );
  assert.deepEqual([message.value?.kind, sent(document, registered('"string"'), 'key')], ['null', utf8('A-1')]);
});

for (const { name, value, says } of [
  {
    name: 'what was not decoded',
    value: part({ state: 'failed', framing: 'confluent-prefix', size: 2, error: { code: 'x', message: 'Byte 1: "no".', position: 1 } }),
    says: '// The value was not decoded (Byte 1: "no"): these are its bytes.',
  },
  { name: 'mere bytes', value: part({ size: 2 }), says: '// These are the bytes of the value: a message has no other form for them.' },
  {
    name: 'a schema that the registry does not give',
    value: exact('{}', 3, { size: 2 }),
    says: '// These are the bytes of the value: it is down.',
  },
]) {
  test(`re-produce: ${name}`, async () => {
    const fetchSchema = () => Promise.reject(new RegistryError('registry/x', 'It is down.'));
    const document = await reproduceText(row({ value, valueBytes: new Uint8Array([1, 2]) }), {
      connection: 'local',
      topic: 'orders',
      fetchSchema,
    });
    assert.ok(document.includes(says), document);
    assert.deepEqual(sent(document, registered('"string"'), 'value'), new Uint8Array([1, 2]));
  });
}
