import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { createDecoder } from '../../../shared/wire/decoder.ts';
import type { Decoder, PartToRead } from '../../../shared/wire/decoder.ts';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';
import type { Header } from '../../../shared/wire/frame.ts';
import { writeGlue } from '../../../shared/wire/glue.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import type { PartProfile } from '../../../shared/wire/profile.ts';
import type { SchemaText } from '../../../shared/avro/schemaText.ts';
import { FakeRegistry, guidOf, type FakeRegistryOptions } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
function record(name: string, fields: Record<string, unknown>, more: object = {}): string {
  const all = Object.entries(fields).map(([field, type]) => ({
    name: field,
    ...(typeof type === 'object' && type !== null && 'default' in type ? type : { type }),
  }));
  return JSON.stringify({ type: 'record', name, namespace: 'example.avro', fields: all, ...more });
}

const example = record('ExampleMessage', { field_1: 'string', field_2: 'long', field_3: { type: 'array', items: 'long' } });
/** ExampleMessage("field_1_1", 1, [10]) by Java's BinaryEncoder and Spark's to_avro with the schema, 3.5.7. */
const body = '126669656c645f315f3102021400';
const value = { field_1: 'field_1_1', field_2: 1, field_3: [10] };
const uuid = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const guidHeader = (part: 'key' | 'value', id: number): Header => ({
  name: `__${part}_schema_id`,
  value: hex(`01${guidOf(id).replaceAll('-', '')}`),
});
const longHeader = (name: string, id: number): Header => ({ name, value: hex(id.toString(16).padStart(16, '0')) });

interface Setup {
  readonly registered?: readonly (readonly [subject: string, schema: string, schemaId: number, schemaType?: string])[];
  readonly flavour?: FakeRegistryOptions['flavour'];
  readonly profile?: Partial<PartProfile>;
  readonly workspace?: readonly SchemaText[];
  readonly registry?: false;
}

async function start({
  registered = [['orders-value', example, 21]],
  flavour,
  profile,
  workspace,
  registry,
}: Setup): Promise<{ decoder: Decoder; fake: FakeRegistry }> {
  const fake = await FakeRegistry.start(flavour === undefined ? {} : { flavour });
  fakes.push(fake);
  for (const [subject, schema, schemaId, schemaType] of registered) {
    fake.add(subject, schema, { schemaId, ...(schemaType === undefined ? {} : { schemaType }) });
  }
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000 });
  const one: PartProfile = { ...automaticProfile.value, ...profile };
  const decoder = createDecoder({
    registry: registry === false ? undefined : new RegistryCache(client),
    topic: 'orders',
    profile: { key: one, value: one },
    render: { ...defaultRender, timeZone: 'UTC' },
    inflate: createInflate(1_000),
    workspace,
  });
  return { decoder, fake };
}

interface Row extends Setup {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers?: readonly Header[];
  readonly state: DecodedPart['state'];
  readonly framing: DecodedPart['framing'];
  readonly evidence: string;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly position?: number | undefined };
  readonly reader?: Partial<DecodedPart['schema']>;
}

const text = (schema: string, label = 'chosen.avsc'): PartProfile['schema'] => ({
  kind: 'text',
  schema: { text: schema, references: [], label },
});
const sync = '00112233445566778899aabbccddeeff';
/** An object container by the specification: codec null, one block. */
function container(records: number, data: string): string {
  const schema = Buffer.from('"string"').toString('hex');
  const length = (data.length / 2) * 2;
  return `4f626a01 04 16${Buffer.from('avro.schema').toString('hex')} 10${schema} 14${Buffer.from('avro.codec').toString('hex')} 08${Buffer.from('null').toString('hex')} 00 ${sync} ${(2 * records).toString(16).padStart(2, '0')} ${length.toString(16).padStart(2, '0')} ${data} ${sync}`;
}

const rows: readonly Row[] = [
  {
    name: 'a GUID in a header, by confluent_kafka',
    flavour: 'confluent',
    bytes: hex(body),
    headers: [guidHeader('value', 21)],
    state: 'exact',
    framing: 'confluent-header',
    evidence: `Confluent header, GUID ${guidOf(21)} is orders-value v1. All 14 bytes read, none left.`,
    value,
  },
  {
    name: "a GUID in a header, of a registry without GUIDs: the topic's own schema is a guess",
    bytes: hex(body),
    headers: [guidHeader('value', 21)],
    state: 'guessed',
    framing: 'confluent-header',
    evidence: `Guessed: Confluent header, GUID ${guidOf(21)}, read to the last byte as orders-value v1. The registry URL finds no schemas by GUID.`,
    value,
  },
  {
    name: 'a schema id in a header',
    bytes: hex(body),
    headers: [{ name: '__value_schema_id', value: hex('00 00000015') }],
    state: 'exact',
    framing: 'confluent-header',
    evidence: 'Confluent header, schema id 21 is orders-value v1. All 14 bytes read, none left.',
    value,
  },
  {
    name: 'a GUID in a prefix',
    flavour: 'confluent',
    bytes: hex(`01 ${guidOf(21).replaceAll('-', '')} ${body}`),
    state: 'exact',
    framing: 'confluent-guid-prefix',
    evidence: `Confluent prefix with GUID, GUID ${guidOf(21)} is orders-value v1. All 31 bytes read, none left.`,
    value,
  },
  {
    name: 'a content id in a header, by Apicurio 3.1.7',
    bytes: hex(body),
    headers: [longHeader('apicurio.value.contentId', 21), { name: 'apicurio.value.encoding', value: utf8('BINARY') }],
    state: 'exact',
    framing: 'apicurio-header',
    evidence: 'Apicurio header, content id 21 is orders-value v1. All 14 bytes read, none left.',
    value,
  },
  {
    name: 'a global id in a header, by Apicurio 2.6.13',
    bytes: hex(body),
    headers: [longHeader('apicurio.value.globalId', 1_001)],
    state: 'exact',
    framing: 'apicurio-header',
    evidence: 'Apicurio header, global id 1001 is orders-value v1. All 14 bytes read, none left.',
    value,
  },
  {
    name: "Apicurio's 8-byte id that is a global one",
    bytes: hex(`00 00000000000003e9 ${body}`),
    state: 'exact',
    framing: 'apicurio-prefix',
    evidence: 'Apicurio prefix with 8-byte id, global id 1001 is orders-value v1. All 23 bytes read, none left.',
    value,
  },
  {
    name: "Apicurio's 8-byte id, of a registry that is none of Apicurio's",
    flavour: 'confluent',
    bytes: hex(`00 0000000000000015 ${body}`),
    state: 'failed',
    framing: 'apicurio-prefix',
    evidence: 'Apicurio prefix with 8-byte id, content id 21; as bare Avro orders-value v1 does not fit either.',
    error: { code: 'registry/not-supported' },
  },
  {
    name: "AWS Glue, with the topic's own schema",
    bytes: writeGlue(uuid, hex(body)),
    state: 'guessed',
    framing: 'glue',
    evidence: `Guessed: AWS Glue header, schema version ${uuid}, read to the last byte as orders-value v1. AWS Glue's registry is not asked for its schemas.`,
    value,
  },
  {
    name: 'AWS Glue, compressed, with a schema by choice',
    registered: [],
    profile: { schema: text(example) },
    bytes: writeGlue(uuid, deflateSync(hex(body)), 'zlib'),
    state: 'guessed',
    framing: 'glue',
    evidence: `Guessed: AWS Glue header, schema version ${uuid}, read to the last byte as chosen.avsc, by your choice. AWS Glue's registry is not asked for its schemas.`,
    value,
  },
  {
    name: 'AWS Glue, a zlib bomb',
    bytes: writeGlue(uuid, deflateSync(new Uint8Array(1_000_000)), 'zlib'),
    profile: { framing: 'glue', schema: text(example) },
    state: 'failed',
    framing: 'glue',
    evidence: `chosen.avsc, by your choice, does not fit behind an AWS Glue header, schema version ${uuid}.`,
    error: { code: 'codec/inflated-too-large' },
  },
  {
    name: "a single-object encoding by Java's BinaryMessageEncoder",
    bytes: hex(`c301 5183fc8d801f3139 ${body}`),
    state: 'exact',
    framing: 'single-object',
    evidence: 'Avro single-object encoding, fingerprint 39311f808dfc8351 is that of orders-value v1. All 24 bytes read, none left.',
    value,
  },
  {
    name: 'a single-object encoding by a schema of the workspace',
    registered: [],
    workspace: [{ text: example, references: [], label: 'example.avsc' }],
    bytes: hex(`c301 5183fc8d801f3139 ${body}`),
    state: 'exact',
    framing: 'single-object',
    evidence: 'Avro single-object encoding, fingerprint 39311f808dfc8351 is that of example.avsc. All 24 bytes read, none left.',
    value,
  },
  {
    name: 'a single-object encoding that no schema is known for',
    registered: [],
    bytes: hex(`c301 5183fc8d801f3139 ${body}`),
    state: 'failed',
    framing: 'single-object',
    evidence: 'Avro single-object encoding, fingerprint 39311f808dfc8351.',
    error: { code: 'frame/unknown-fingerprint' },
  },
  {
    name: 'a container with one record',
    registered: [],
    bytes: hex(container(1, '046162')),
    state: 'exact',
    framing: 'container',
    evidence: 'Avro object container, schema inline, 1 record. All 80 bytes read, none left.',
    value: 'ab',
  },
  {
    name: 'a container with two records',
    registered: [],
    bytes: hex(container(2, '0461620263')),
    state: 'exact',
    framing: 'container',
    evidence: 'Avro object container, schema inline, 2 records. All 82 bytes read, none left.',
    value: ['ab', 'c'],
  },
  {
    name: 'a container whose block has a byte too few',
    registered: [],
    bytes: hex(container(2, '046162')),
    state: 'failed',
    framing: 'container',
    evidence: 'Byte 65: block ends here, behind the end that its size gives',
    error: { code: 'codec/length', position: 65 },
  },
  {
    name: 'JSON of a JSON Schema',
    registered: [['orders-value', '{"type":"object"}', 21, 'JSON']],
    bytes: hex(`0000000015${Buffer.from('{"n": 9007199254740993}').toString('hex')}`),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 28 bytes read, none left.',
  },
  {
    name: 'what is no JSON of a JSON Schema',
    registered: [['orders-value', '{"type":"object"}', 21, 'JSON']],
    bytes: hex(`0000000015${Buffer.from('{"n": }').toString('hex')}`),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1, which does not fit; as bare Avro orders-value v1 does not fit either.',
    error: { code: 'codec/not-json' },
  },
  {
    name: 'a frame around a frame',
    bytes: hex(`0000000015 0000000015 ${body}`),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      'Guessed: framed twice. Confluent prefix, schema id 21, and behind it once more: Confluent prefix, schema id 21 is orders-value v1. All 24 bytes read, none left.',
    value,
  },
  {
    name: 'a chosen frame confirms what belongs to another subject',
    registered: [['other-value', example, 21]],
    profile: { framing: 'confluent-prefix' },
    bytes: hex(`0000000015${body}`),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, by your choice, schema id 21 is other-value v1. All 19 bytes read, none left.',
    value,
  },
  {
    name: 'a chosen frame that is not there',
    profile: { framing: 'confluent-prefix' },
    bytes: hex(body),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'The first byte is 12, not 00, so this is no Confluent prefix. Confluent prefix is your choice.',
    error: { code: 'frame/no-magic-byte', position: 0 },
  },
  {
    name: 'bare Avro by choice, though it looks like a frame',
    registered: [['orders-value', record('Six', { a: 'int', b: 'int', c: 'int', d: 'int', e: 'int', f: 'int' }), 21]],
    profile: { framing: 'bare' },
    bytes: hex('0000000015'),
    state: 'failed',
    framing: 'bare',
    evidence: 'Bare Avro, by your choice: orders-value v1 does not fit.',
    error: { code: 'frame/not-found' },
  },
  {
    name: 'a Kafka int',
    profile: { framing: 'int' },
    bytes: hex('ffffffd6'),
    state: 'guessed',
    framing: 'int',
    evidence: 'Guessed: Kafka int, by your choice.',
    value: -42,
  },
  {
    name: 'a Kafka int of 5 bytes',
    profile: { framing: 'int' },
    bytes: hex('0000000001'),
    state: 'failed',
    framing: 'int',
    evidence: 'A Kafka int is 4 bytes long; here are 5. Kafka int is your choice.',
    error: { code: 'codec/not-primitive' },
  },
  {
    name: 'text by choice that is not UTF-8',
    profile: { framing: 'text' },
    bytes: hex('616280'),
    state: 'failed',
    framing: 'text',
    evidence: 'Byte 2: not UTF-8. UTF-8 text is your choice.',
    error: { code: 'codec/not-utf8', position: 2 },
  },
  {
    name: 'bytes by choice',
    profile: { framing: 'bytes' },
    bytes: utf8('{}'),
    state: 'bytes',
    framing: 'none',
    evidence: 'Shown as bytes, by your choice.',
  },
  {
    name: 'a reader schema',
    profile: { reader: text(record('ExampleMessage', { field_2: 'double', more: { type: 'string', default: 'none' } }), 'new.avsc') },
    bytes: hex(`0000000015${body}`),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left. Read as new.avsc, the reader schema.',
    value: { field_2: 1, more: 'none' },
    reader: { fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a reader schema that the value can not be read as',
    profile: { reader: text(record('ExampleMessage', { other: 'int' }), 'new.avsc') },
    bytes: hex(`0000000015${body}`),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence:
      "Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left. It can't be read as new.avsc, the reader schema.",
    error: { code: 'codec/not-resolvable' },
  },
  {
    name: 'the latest version as the reader schema',
    registered: [
      ['orders-value', example, 21],
      ['orders-value', record('ExampleMessage', { field_1: 'string' }), 22],
    ],
    profile: { reader: { kind: 'subject', subject: 'orders-value', version: 'latest' } },
    bytes: hex(`0000000015${body}`),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence:
      'Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left. Read as orders-value v2, the reader schema.',
    value: { field_1: 'field_1_1' },
    reader: { schemaId: 22, subject: 'orders-value', version: 2 },
  },
  {
    name: 'a reader schema that is not to be had',
    profile: { reader: { kind: 'id', schemaId: 99 } },
    bytes: hex(`0000000015${body}`),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence:
      "Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left. The reader schema can't be had: Schema id 99 is not in the registry.",
    error: { code: 'registry/schema-not-found' },
  },
];

for (const row of rows) {
  test(`reads ${row.name}`, async () => {
    const { decoder, fake } = await start(row);
    const part: PartToRead = { bytes: row.bytes, part: 'value', headers: row.headers ?? [] };
    // The second time what was learnt is used.
    for (let round = 0; round < 2; round++) {
      const [decoded] = await decoder.decodeAll([part], signal);
      assert.ok(decoded);
      const evidence = decoded.evidence.replace(fake.url, 'URL');
      assert.deepEqual([decoded.state, decoded.framing, evidence], [row.state, row.framing, row.evidence]);
      if (row.value !== undefined) assert.deepEqual(JSON.parse(decoded.json ?? ''), row.value);
      if (row.error !== undefined) assert.deepEqual({ ...decoded.error, ...row.error }, decoded.error);
      if (row.reader !== undefined) assert.deepEqual({ ...decoded.reader, ...row.reader }, decoded.reader);
    }
  });
}

/** Bare Avro that begins with 00, and is ambiguous where `id` is a schema id. */
const nullables = JSON.stringify([
  { type: 'record', name: 'Longs', fields: ['a', 'b', 'c'].map((name) => ({ name, type: ['long', 'null'] })) },
  'null',
]);
const part = (bytes: Uint8Array): PartToRead => ({ bytes, part: 'value', headers: [] });

test('a value that could be framed follows its neighbours, which are bare', async () => {
  const { decoder } = await start({
    registered: [
      ['orders-value', record('Flag', { flag: 'boolean', count: 'int' }), 2],
      ['orders-value', nullables, 7],
    ],
  });
  const doubtful = part(hex('00 00 00 00 02 00 0a'));
  const [alone] = await decoder.decodeAll([doubtful], signal);
  assert.equal(alone?.state, 'exact');
  const others = Array.from({ length: 50 }, (_none, index) => part(Uint8Array.of(0, 0, 100, 0, 2 * index, 0, 10)));
  const decoded = await decoder.decodeAll([...others, doubtful], signal);
  assert.equal(
    decoded.at(-1)?.evidence,
    'Guessed: bare Avro, read to the last byte as orders-value v2, as 50 of 51 others of this topic. The first bytes look like a frame with schema id 2, which fits too.',
  );
});

test('every truncation of every framing is a result', async () => {
  const { decoder } = await start({ flavour: 'confluent' });
  for (const { bytes, headers = [] } of rows) {
    const parts = Array.from({ length: bytes.length }, (_none, length) => ({
      bytes: bytes.subarray(0, length),
      part: 'value' as const,
      headers,
    }));
    const decoded = await decoder.decodeAll(parts, signal);
    assert.equal(decoded.length, bytes.length);
    for (const { state, error } of decoded) assert.equal(error !== undefined, state === 'failed');
  }
});

test('a container can not ask for more memory than its bytes pay for', async () => {
  const { decoder } = await start({ registered: [] });
  const schema = '{"type":"array","items":"null"}';
  const head = `4f626a01 02 16${Buffer.from('avro.schema').toString('hex')} 3e${Buffer.from(schema).toString('hex')} 00 ${sync}`;
  // 40,000 records, each of which claims 10,000 nulls.
  const data = 'a09c0100'.repeat(40_000);
  const block = `80f104 80c413 ${data} ${sync}`;
  const [decoded] = await decoder.decodeAll([part(hex(`${head} ${block}`))], signal);
  assert.deepEqual([decoded?.state, decoded?.error?.code], ['failed', 'codec/too-many-steps']);
});
