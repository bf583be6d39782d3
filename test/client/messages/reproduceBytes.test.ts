import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeMessage, encodePart } from '../../../client/cluster/encodePart.ts';
import { framingToSend } from '../../../client/cluster/framingToSend.ts';
import type { FramingToSend, PartToSend, RegisteredSchema } from '../../../client/cluster/session.ts';
import { reproduceText } from '../../../client/messages/reproduce.ts';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { jsonToText } from '../../../shared/avro/jsonText.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { allParts, isSchema } from '../../../shared/avro/schemaTree.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';
import { checkFraming, planPart, valueNode, type MessagePart } from '../../../shared/message/check.ts';
import { messageFramings, parseMessages, type AvroFraming, type Message } from '../../../shared/message/document.ts';
import { messageFramingNames } from '../../../shared/message/framings.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import { randomUsableSchema, randomValue } from '../../randomValue.ts';
import { seededRandom } from '../../randomSchema.ts';
import { exact, row } from '../webview/records.ts';

const schemaCount = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 20_000 : 1_200;
const framings = messageFramings.filter((framing): framing is AvroFraming => !['json', 'text', 'hex'].includes(framing));
const guid = '89791762-2336-4186-9674-299b90a802e2';
const glueVersion = '6f1c2d3e-4a5b-4c6d-8e7f-901a2b3c4d5e';

function registered(text: string): RegisteredSchema {
  return { text, references: [], label: 'orders-value v3', schemaId: 13, subject: 'orders-value', version: 3, guid };
}

/** What a message of a document is written as, by the schema for both of its parts. */
function sent(message: Message, schema: RegisteredSchema) {
  const part = (name: MessagePart): PartToSend => {
    const plan = planPart(message, name, { found: true });
    assert.ok(!('code' in plan), JSON.stringify(plan));
    if (plan.kind !== 'avro') return plan;
    assert.deepEqual(checkFraming(message, name, plan.framing), []);
    const version = (name === 'key' ? message.keyGlueVersion : message.valueGlueVersion)?.value;
    const framing = framingToSend(plan.framing, { registered: schema, glueVersion: version });
    return { kind: 'avro', json: jsonToText(valueNode(schemaOf(schema.text), plan.node)), schema, framing };
  };
  return encodeMessage({ topic: 'orders', key: part('key'), value: part('value'), headers: message.headers });
}

interface Given {
  readonly framing: AvroFraming;
  readonly bytes: Uint8Array;
  readonly headers: readonly Header[];
}

/** Re-produces a record of one part, and returns the document after it has given back the same bytes and headers. */
async function reproduce(schema: RegisteredSchema, name: MessagePart, { framing, bytes, headers }: Given): Promise<string> {
  const part = exact('{}', 3, { framing: messageFramingNames[framing], size: bytes.length });
  const record = row(name === 'key' ? { key: part, keyBytes: bytes, headers } : { value: part, valueBytes: bytes, headers });
  const options = { connection: 'local', topic: 'orders', fetchSchema: () => Promise.resolve(schema) };
  const document = await reproduceText(record, options);
  const { messages, problems } = parseMessages(document);
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'error'),
    [],
    document,
  );
  const [message] = messages;
  assert.ok(message !== undefined);
  const written = sent(message, schema);
  assert.equal(toHex(written[name] ?? new Uint8Array()), toHex(bytes), document);
  assert.deepEqual(textOf(written.headers), textOf(headers), document);
  return document;
}

function textOf(headers: readonly Header[]): string[] {
  return headers.map(({ name, value }) => `${name}: ${value === null ? 'null' : toHex(value)}`);
}

function frame(framing: AvroFraming, schema: RegisteredSchema, json: string, name: MessagePart): Given {
  const to: FramingToSend = framingToSend(framing, { registered: schema, glueVersion });
  const { bytes, headers } = encodePart({ kind: 'avro', json, schema, framing: to }, name);
  return { framing, bytes: bytes ?? new Uint8Array(), headers };
}

function schemaOf(text: string): Schema {
  const { schema } = parseSchema(text);
  assert.ok(schema !== undefined);
  return schema;
}

/** All that an encoder writes and a document has no nicer form for. */
const isExpectedAsHex = /: (?:null in a message is a tombstone|its framing would add its headers behind all others)\.\n/;

test(`re-produce: random values of ${schemaCount} random schemas come back to the byte, in every framing`, async () => {
  const random = seededRandom(20_261_130);
  const seen = new Set<string>();
  const unexpected: string[] = [];
  let count = 0;
  for (let round = 0; round < schemaCount; round++) {
    const text = randomUsableSchema(random);
    const schema = schemaOf(text);
    for (const part of allParts(schema)) {
      if (!isSchema(part)) continue;
      seen.add('logicalType' in part ? `${part.type} ${part.logicalType.name}` : part.type);
    }
    for (let each = 0; each < 3; each++) {
      const value: Value = randomValue(schema, random);
      const framing = framings[count % framings.length] ?? 'bare';
      const json = valueToJson(schema, value);
      const name = random() < 0.3 ? 'key' : 'value';
      const given = frame(framing, registered(text), json, name);
      const other = { name: 'trace', value: new Uint8Array([0x37]) };
      const headers = random() < 0.5 ? [other, ...given.headers] : [...given.headers, ...(random() < 0.5 ? [other] : [])];
      const document = await reproduce(registered(text), name, { ...given, headers });
      count++;
      if (/"hex" \}/.test(document) && !isExpectedAsHex.test(document)) unexpected.push(document);
    }
  }
  assert.deepEqual(unexpected, []);
  const logical = ['bytes decimal', 'bytes big-decimal', 'fixed decimal', 'fixed duration', 'fixed uuid', 'string uuid', 'int date'];
  const times = ['int time-millis', 'long time-micros', ...['millis', 'micros', 'nanos'].map((unit) => `long timestamp-${unit}`)];
  const plain = 'null boolean int long float double bytes string enum fixed array map record union reference'.split(' ');
  const locals = ['millis', 'micros', 'nanos'].map((unit) => `long local-timestamp-${unit}`);
  assert.deepEqual(
    [...plain, ...logical, ...times, ...locals].filter((kind) => !seen.has(kind)),
    [],
  );
});

test('re-produce: the null of a union that a map of nulls fits, too', async () => {
  const schema = registered('["null",{"type":"map","values":"null"}]');
  for (const [text, stands] of [
    ['null', /"value": \{\s*"null": null\s*\}\n\}/],
    ['{"map":{"null":null}}', /"value": \{\s*"map": \{\s*"null": null\s*\}\s*\}\n\}/],
  ] as const) {
    assert.match(await reproduce(schema, 'value', frame('bare', schema, text, 'value')), stands);
  }
});

const orders = '{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}';
const json = '{"id":"o-1"}';

for (const framing of framings) {
  test(`re-produce: ${framing} comes back under its own name, and nothing of it is said twice`, async () => {
    for (const name of ['key', 'value'] as const) {
      const given = frame(framing, registered(orders), json, name);
      const document = await reproduce(registered(orders), name, given);
      assert.ok(document.includes(`"framing": { "${name}": "${framing}" }`), document);
      assert.ok(!document.includes('"headers"'), document);
      assert.ok(document.includes('"id": "o-1"'), document);
    }
  });
}

const idHeader = { name: '__value_schema_id', value: new Uint8Array([0, 0, 0, 0, 13]) };
const bare = Uint8Array.of(6, 0x6f, 0x2d, 0x31);

for (const { name, framing, headers } of [
  { name: 'a header with the schema id instead of a GUID', framing: 'confluent-header', headers: [idHeader] },
  {
    name: 'a header of the framing before another one',
    framing: 'confluent-header',
    headers: [...frame('confluent-header', registered(orders), json, 'value').headers, { name: 'trace', value: null }],
  },
  {
    name: 'a global id',
    framing: 'apicurio-header',
    headers: [{ name: 'apicurio.value.globalId', value: new Uint8Array([0, 0, 0, 0, 0, 0, 0, 99]) }],
  },
  {
    name: 'the header twice',
    framing: 'confluent-header',
    headers: [idHeader, ...frame('confluent-header', registered(orders), json, 'value').headers],
  },
] satisfies { name: string; framing: AvroFraming; headers: readonly Header[] }[]) {
  test(`re-produce: ${name} stands among the headers, and the value is bare`, async () => {
    const document = await reproduce(registered(orders), 'value', { framing, bytes: bare, headers });
    assert.ok(document.includes('"framing": { "value": "bare" }') && document.includes('"id": "o-1"'), document);
    assert.ok(document.includes('// What names its schema stands in the headers'), document);
  });
}

for (const { name, schema, hex, framing = 'confluent-prefix', says } of [
  {
    name: 'an array in two blocks',
    schema: '{"type":"array","items":"string"}',
    hex: '000000000d02026102026200',
    says: 'written anew by schema 13 they would be others from byte 5 on, as of an array in several blocks.',
  },
  {
    name: 'a NaN with a payload of its own',
    schema: '"float"',
    hex: '000000000d0100c07f',
    says: 'written anew by schema 13 they would be others, as of a NaN that is not the usual one.',
  },
  {
    name: 'another global id',
    schema: '"int"',
    hex: '00000000000000006302',
    framing: 'apicurio',
    says: 'written anew by schema 13 their frame would be another.',
  },
] satisfies { name: string; schema: string; hex: string; framing?: AvroFraming; says: string }[]) {
  test(`re-produce: ${name} stands as bytes, with the reason`, async () => {
    const bytes = Uint8Array.from(hex.match(/../g) ?? [], (digits) => parseInt(digits, 16));
    const document = await reproduce(registered(schema), 'value', { framing, bytes, headers: [] });
    assert.ok(document.includes('"framing": { "value": "hex" }') && document.includes(says), document);
  });
}

test('re-produce: where the registry gives no GUID, the value stands bare and its header for itself', async () => {
  const { headers } = frame('confluent-header', registered(orders), json, 'value');
  const document = await reproduce({ ...registered(orders), guid: undefined }, 'value', {
    framing: 'confluent-header',
    bytes: bare,
    headers,
  });
  assert.ok(document.includes('"framing": { "value": "bare" }'), document);
});
