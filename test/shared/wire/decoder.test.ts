import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { createDecoder } from '../../../shared/wire/decoder.ts';
import type { DecoderOptions } from '../../../shared/wire/decoder.ts';
import type { DecodedPart } from '../../../shared/wire/decoded.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import type { SchemaText } from '../../../shared/avro/schemaText.ts';
import { createInflate } from '../../../client/cluster/inflate.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import type { FakeRegistryOptions } from '../../fakes/registry.ts';

const { signal } = new AbortController();
const fakes: FakeRegistry[] = [];
after(() => Promise.all(fakes.map((fake) => fake.close())));

interface Setup {
  /** `[subject, schema, schema id, type]`, in the order of registering. */
  readonly registered?: readonly (readonly [subject: string, schema: string, schemaId: number, schemaType?: string])[];
  /** `orders` where it is not said; null for none. */
  readonly topic?: string | null;
  readonly registry?: FakeRegistryOptions;
}

/** A decoder as the tests ask it: one part at a time, or parts without headers. */
interface TestDecoder {
  decode(bytes: Uint8Array | null, part: 'key' | 'value', options: { schema?: SchemaText }, signal: AbortSignal): Promise<DecodedPart>;
  decodeAll(
    parts: readonly { readonly bytes: Uint8Array | null; readonly part: 'key' | 'value' }[],
    signal: AbortSignal,
  ): Promise<readonly DecodedPart[]>;
}

function testDecoder(options: Pick<DecoderOptions, 'registry' | 'topic'>): TestDecoder {
  const plain = { ...options, profile: automaticProfile, render: defaultRender, inflate: createInflate(1_000_000) };
  const kept = createDecoder(plain);
  return {
    async decode(bytes, part, { schema }, aborting) {
      const chosen = schema && { framing: 'automatic' as const, schema: { kind: 'text' as const, schema }, reader: undefined };
      const decoder = chosen === undefined ? kept : createDecoder({ ...plain, profile: { key: chosen, value: chosen } });
      const [decoded] = await decoder.decodeAll([{ bytes, part, headers: [] }], aborting);
      assert.ok(decoded !== undefined);
      return decoded;
    },
    decodeAll: (parts, aborting) =>
      kept.decodeAll(
        parts.map((part) => ({ ...part, headers: [] })),
        aborting,
      ),
  };
}

async function start({ registered = [], topic = 'orders', registry = {} }: Setup): Promise<{ fake: FakeRegistry; decoder: TestDecoder }> {
  const fake = await FakeRegistry.start(registry);
  fakes.push(fake);
  for (const [subject, schema, schemaId, schemaType] of registered) {
    fake.add(subject, schema, { schemaId, ...(schemaType === undefined ? {} : { schemaType }) });
  }
  const client = createRegistryClient({ url: fake.url, auth: { type: 'none' }, fetch, timeoutMs: 5_000 });
  return { fake, decoder: testDecoder({ registry: new RegistryCache(client), topic: topic ?? undefined }) };
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function record(name: string, ...fields: readonly [name: string, type: unknown][]): string {
  return JSON.stringify({
    type: 'record',
    name,
    namespace: 'example.avro',
    fields: fields.map(([field, type]) => ({ name: field, type })),
  });
}

const example = record('ExampleMessage', ['field_1', 'string'], ['field_2', 'long'], ['field_3', { type: 'array', items: 'long' }]);
/** What Spark derives where `to_avro` is given no schema: everything is nullable, null last. */
const sparkExample = JSON.stringify([
  {
    type: 'record',
    name: 'topLevelRecord',
    fields: [
      { name: 'field_1', type: ['string', 'null'] },
      { name: 'field_2', type: ['long', 'null'] },
      { name: 'field_3', type: [{ type: 'array', items: ['long', 'null'] }, 'null'] },
    ],
  },
  'null',
]);
const nullableLongs = JSON.stringify([
  {
    type: 'record',
    name: 'Longs',
    fields: ['a', 'b', 'c'].map((name) => ({ name, type: ['long', 'null'] })),
  },
  'null',
]);

/** ExampleMessage("field_1_1", 1, [10]) by Java's BinaryEncoder and Spark's to_avro with the schema, 3.5.7. */
const bareExample = '126669656c645f315f3102021400';
/** The same by confluent-kafka-python 2.16.0 AvroSerializer, Java's KafkaAvroSerializer 7.9.5, ABRiS 5.1.1. */
const framedExample = `0000000015${bareExample}`;
/** The same by Spark's to_avro without a schema, 3.5.7. */
const sparkBareExample = '0000126669656c645f315f3100020002001400';
/** The same by Apicurio's serde 2.6.13 with headers.enabled=false: 00 and an id of 8 bytes. */
const framed8Example = `000000000000000015${bareExample}`;

const exampleValue = { field_1: 'field_1_1', field_2: 1, field_3: [10] };
const countSchema = record('Count', ['n', 'long']);

interface Row extends Setup {
  readonly name: string;
  readonly bytes: Uint8Array | null;
  readonly part?: 'key' | 'value';
  readonly state: DecodedPart['state'];
  readonly framing: DecodedPart['framing'];
  readonly evidence: string;
  /** Parsed; none of the values here has a long that JSON.parse would spoil. */
  readonly value?: unknown;
  readonly schema?: Partial<DecodedPart['schema']>;
  readonly preview?: string;
  readonly error?: Partial<DecodedPart['error']>;
}

const rows: readonly Row[] = [
  {
    name: "a frame of the topic's subject",
    registered: [
      ['orders-value', countSchema, 3],
      ['orders-value', example, 21],
    ],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v2. All 19 bytes read, none left.',
    value: exampleValue,
    schema: { schemaId: 21, subject: 'orders-value', version: 2, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a frame whose subject is named by topic and record',
    registered: [
      ['aaa-value', example, 21],
      ['orders-example.avro.ExampleMessage', example, 21],
    ],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-example.avro.ExampleMessage v1. All 19 bytes read, none left.',
    value: exampleValue,
  },
  {
    name: 'a frame whose subject is named by record',
    registered: [['example.avro.ExampleMessage', example, 21]],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is example.avro.ExampleMessage v1. All 19 bytes read, none left.',
    value: exampleValue,
  },
  {
    name: 'a framed key',
    registered: [['orders-key', '"string"', 3]],
    bytes: fromHex('00 00000003 06616263'),
    part: 'key',
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 3 is orders-key v1. All 9 bytes read, none left.',
    value: 'abc',
    schema: { schemaId: 3, subject: 'orders-key', version: 1, fullname: undefined },
  },
  {
    name: 'bytes behind a frame have no length of their own',
    registered: [['orders-value', '"bytes"', 21]],
    bytes: fromHex('00000000150001'),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 7 bytes read, none left.',
  },
  {
    name: 'empty bytes behind a frame',
    registered: [['orders-value', '{"type":"bytes"}', 21]],
    bytes: fromHex('0000000015'),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 5 bytes read, none left.',
  },
  {
    name: "a frame of another topic's subject",
    registered: [['other-value', example, 21]],
    bytes: fromHex(framedExample),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      'Guessed: Confluent prefix, schema id 21 is other-value v1, which does not belong to the values of topic orders. All 19 bytes read, none left.',
    value: exampleValue,
    schema: { schemaId: 21, subject: 'other-value', version: 1, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a value with the schema of the keys',
    registered: [['orders-key', '"string"', 3]],
    bytes: fromHex('00 00000003 06616263'),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      'Guessed: Confluent prefix, schema id 3 is orders-key v1, which does not belong to the values of topic orders. All 9 bytes read, none left.',
    value: 'abc',
  },
  {
    name: 'a frame, where no topic is named',
    topic: null,
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framedExample),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      'Guessed: Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left; no topic is named that could confirm it.',
    value: exampleValue,
  },
  {
    name: "a frame, where the registry can't tell subjects but the topic's has this id",
    registry: { without: ['versions-of-id', 'subjects-of-id'] },
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left.',
    value: exampleValue,
  },
  {
    name: "a frame, where the registry can't tell subjects at all",
    registry: { without: ['versions-of-id', 'subjects-of-id'] },
    registered: [['a.b', example, 21]],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: "Confluent prefix, schema id 21. All 19 bytes read, none left; this registry can't tell which subjects have the id.",
    value: exampleValue,
    schema: { schemaId: 21, subject: undefined, version: undefined, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a frame, where the registry knows subjects without versions',
    registry: { without: ['versions-of-id'] },
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 of orders-value. All 19 bytes read, none left.',
    value: exampleValue,
  },
  {
    name: 'bare Avro by Java or Spark',
    registered: [['orders-value', example, 21]],
    bytes: fromHex(bareExample),
    state: 'guessed',
    framing: 'bare',
    evidence: 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v1.',
    value: exampleValue,
    schema: { schemaId: 21, subject: 'orders-value', version: 1, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: "bare Avro by Spark's nullable columns, which begins like a frame",
    registered: [['orders-value', sparkExample, 21]],
    bytes: fromHex(sparkBareExample),
    state: 'guessed',
    framing: 'bare',
    evidence:
      'Guessed: bare Avro, read to the last byte as orders-value v1. The first bytes look like a frame, but: Schema id 1205865 is not in the registry.',
    value: exampleValue,
  },
  {
    // Measured: AvroDeserializer reads this as {'flag': False, 'count': 5} of schema 2, whatever it belongs to.
    name: 'bare Avro that a frame of another subject would fit too',
    registered: [
      ['flags-value', record('Flag', ['flag', 'boolean'], ['count', 'int']), 2],
      ['orders-value', nullableLongs, 7],
    ],
    bytes: fromHex('00 00 00 00 02 00 0a'),
    state: 'guessed',
    framing: 'bare',
    evidence:
      "Guessed: bare Avro, read to the last byte as orders-value v1. The first bytes look like a frame with schema id 2, which fits too, but is not this topic's.",
    value: { a: 0, b: 1, c: 5 },
  },
  {
    name: 'the same bytes on the topic that the frame belongs to',
    topic: 'flags',
    registered: [
      ['flags-value', record('Flag', ['flag', 'boolean'], ['count', 'int']), 2],
      ['orders-value', nullableLongs, 7],
    ],
    bytes: fromHex('00 00 00 00 02 00 0a'),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 2 is flags-value v1. All 7 bytes read, none left.',
    value: { flag: false, count: 5 },
  },
  {
    name: 'bare Avro that begins like a frame whose schema does not fit',
    registered: [
      ['orders-value', '"string"', 2],
      ['orders-value', nullableLongs, 7],
    ],
    bytes: fromHex('00 00 00 00 02 00 0a'),
    state: 'guessed',
    framing: 'bare',
    evidence:
      'Guessed: bare Avro, read to the last byte as orders-value v2. The first bytes look like a frame with schema id 2, which does not fit.',
    value: { a: 0, b: 1, c: 5 },
  },
  {
    name: 'bare Avro of an older version',
    registered: [
      ['orders-value', example, 21],
      ['orders-value', record('ExampleMessage', ['field_1', 'string']), 22],
    ],
    bytes: fromHex(bareExample),
    state: 'guessed',
    framing: 'bare',
    evidence: 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v1.',
    value: exampleValue,
  },
  {
    name: 'bare Avro that several versions fit',
    registered: [
      ['orders-value', record('Pair', ['a', 'int'], ['b', 'int']), 1],
      ['orders-value', record('Pair', ['a', 'long'], ['b', 'long']), 2],
      ['orders-value', record('Pair', ['a', 'long'], ['c', 'long']), 3],
    ],
    bytes: fromHex('02 04'),
    state: 'guessed',
    framing: 'bare',
    evidence: 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v3. 2 other versions fit too.',
    value: { a: 1, c: 2 },
  },
  {
    name: 'a bare string that is printable to its last byte',
    registered: [['orders-value', '"string"', 1]],
    bytes: utf8(`H6f1c0bf2-14b7-4d8e-9a51-0c3f1f6f2a77`),
    state: 'guessed',
    framing: 'bare',
    evidence: 'Guessed: no frame. Bare Avro, read to the last byte as orders-value v1. It could also be plain text.',
    value: '6f1c0bf2-14b7-4d8e-9a51-0c3f1f6f2a77',
  },
  {
    name: 'text that numbers would fit by its length alone',
    registered: [['orders-value', record('Pair', ['a', 'int'], ['b', 'int']), 1]],
    bytes: utf8('OK'),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: 'OK',
    preview: 'OK',
  },
  {
    name: 'JSON, though the topic has a subject',
    registered: [['orders-value', example, 21]],
    bytes: utf8(' {"b": [1, {}],\n"a": 9007199254740993, "a": 1e3, "x": []} '),
    state: 'text',
    framing: 'json',
    evidence: 'JSON, valid to the last byte.',
    preview: '{"b":[1,{}],"a":9007199254740993,"a":1e3,"x":[]}',
  },
  {
    name: 'what only begins like JSON',
    bytes: utf8('{"a": 1} and more}'),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: '{"a": 1} and more}',
  },
  {
    name: 'JSON with a comment, which is none',
    bytes: utf8('[1, /* two */ 2]'),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: '[1, /* two */ 2]',
  },
  {
    name: 'JSON that nests without end',
    bytes: utf8('['.repeat(100_000) + ']'.repeat(100_000)),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
  },
  {
    name: 'a number as text',
    bytes: utf8('42'),
    part: 'key',
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: '42',
    preview: '42',
  },
  {
    name: 'text in lines',
    bytes: utf8('größer\n\tals 1'),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: 'größer\n\tals 1',
    preview: 'größer als 1',
  },
  {
    name: 'a long text is cut where it is shown in a line',
    bytes: utf8('x'.repeat(199) + '😀'.repeat(2)),
    state: 'text',
    framing: 'text',
    evidence: 'UTF-8 text.',
    value: 'x'.repeat(199) + '😀'.repeat(2),
    preview: `${'x'.repeat(199)}…`,
  },
  {
    name: 'no value',
    bytes: null,
    state: 'null',
    framing: 'none',
    evidence: 'Tombstone: the value is null.',
    preview: 'null',
  },
  { name: 'no key', bytes: null, part: 'key', state: 'null', framing: 'none', evidence: 'The key is null.', preview: 'null' },
  {
    name: 'an empty value',
    registered: [['orders-value', '"null"', 1]],
    bytes: fromHex(''),
    state: 'bytes',
    framing: 'none',
    evidence: 'The value is empty, which is not null.',
    preview: '',
  },
  {
    name: 'a frame with an id that is not in the registry',
    bytes: fromHex('00 00060204 00 01 02 03'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Looks like a Confluent prefix.',
    schema: { schemaId: 393732, subject: undefined, version: undefined, fullname: undefined },
    preview: '00 00 06 02 04 00 01 02 03',
    error: { code: 'registry/schema-not-found', message: 'Schema id 393732 is not in the registry.', position: undefined },
  },
  {
    name: "a frame with an unknown id that the topic's subject does not read either",
    registered: [['orders-value', example, 21]],
    bytes: fromHex('00 00060204 00 01 02 03'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Looks like a Confluent prefix; as bare Avro orders-value v1 does not fit either.',
    error: { code: 'registry/schema-not-found', message: 'Schema id 393732 is not in the registry.' },
  },
  {
    name: 'an id beyond those that registries give out',
    bytes: fromHex('00 aa010b70 ff'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Looks like a Confluent prefix.',
    error: { code: 'registry/schema-not-found', message: 'Schema id 2852195184 is not in the registry.' },
  },
  {
    name: "Apicurio's 8-byte id",
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framed8Example),
    state: 'exact',
    framing: 'apicurio-prefix',
    evidence: 'Apicurio prefix with 8-byte id, content id 21 is orders-value v1. All 23 bytes read, none left.',
    value: exampleValue,
    schema: { schemaId: 21, subject: 'orders-value', version: 1, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a Kafka long as the key',
    bytes: fromHex('00 00 00 00 00 00 00 2a'),
    part: 'key',
    state: 'bytes',
    framing: 'none',
    evidence:
      '8 bytes that may be a Kafka long (42) or a Kafka double (2.08e-322). As a Confluent prefix they would name schema id 0, which is not in the registry.',
    preview: '00 00 00 00 00 00 00 2a',
  },
  {
    name: 'a Kafka int as the key',
    bytes: fromHex('00 00 00 2a'),
    part: 'key',
    state: 'bytes',
    framing: 'none',
    evidence:
      'No frame: a Confluent prefix takes 5 bytes, and here are 4, and the registry has no subject orders-key. It may be a Kafka int (42).',
    preview: '00 00 00 2a',
  },
  {
    name: 'a frame whose schema does not fit',
    registered: [['orders-value', record('Note', ['note', ['null', 'string']], ['n', 'int']), 21]],
    bytes: fromHex('00 00000015 30 02'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1, which does not fit; as bare Avro orders-value v1 does not fit either.',
    schema: { schemaId: 21, subject: 'orders-value', version: 1, fullname: 'example.avro.Note' },
    error: { code: 'codec/union-index', message: 'Byte 5: union index 24, only 0–1 exist', position: 5 },
  },
  {
    name: 'a frame with bytes left over',
    registered: [['orders-value', countSchema, 21]],
    bytes: fromHex('00 00000015 02 ffff'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1, which does not fit; as bare Avro orders-value v1 does not fit either.',
    error: { code: 'codec/trailing-bytes', message: 'Fits, but 2 bytes are left over at byte 6', position: 6 },
  },
  {
    name: 'a frame that is cut off',
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framedExample.slice(0, 20)),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1, which does not fit; as bare Avro orders-value v1 does not fit either.',
    error: { code: 'codec/length', message: 'Byte 5: string of 9 bytes, only 4 left', position: 5 },
  },
  {
    name: 'nothing fits',
    registered: [['orders-value', example, 21]],
    bytes: fromHex(bareExample.slice(0, -2)),
    state: 'failed',
    framing: 'none',
    evidence: 'No frame: the first byte is 12, not 0, and no schema of this topic fits.',
    preview: '12 66 69 65 6c 64 5f 31 5f 31 02 02 14',
    error: { code: 'frame/not-found', message: 'No frame: the first byte is 12, not 0, and no schema of this topic fits.', position: 13 },
  },
  {
    name: 'nothing is known',
    bytes: fromHex(bareExample),
    state: 'bytes',
    framing: 'none',
    evidence: 'No frame: the first byte is 12, not 0, and the registry has no subject orders-value.',
    preview: '12 66 69 65 6c 64 5f 31 5f 31 02 02 14 00',
  },
  {
    name: 'nothing is known and no topic is named',
    topic: null,
    bytes: fromHex(bareExample),
    state: 'bytes',
    framing: 'none',
    evidence: 'No frame: the first byte is 12, not 0, and no topic is named whose schemas could be tried.',
  },
  {
    name: 'many bytes are shown in part',
    bytes: fromHex('ff'.repeat(100)),
    state: 'bytes',
    framing: 'none',
    evidence: 'No frame: the first byte is ff, not 0, and the registry has no subject orders-value.',
    preview: `${'ff '.repeat(64)}…`,
  },
  {
    name: 'a schema of Protobuf',
    registered: [['orders-value', 'syntax = "proto3"; message Order { string id = 1; }', 21, 'PROTOBUF']],
    bytes: fromHex('00 00000015 00 0a01'),
    state: 'bytes',
    framing: 'confluent-prefix',
    evidence:
      'Confluent prefix, schema id 21 is orders-value v1. Protobuf, message Order (message index 0): 2 bytes from byte 6 on, which are shown as they are.',
    schema: { schemaId: 21, subject: 'orders-value', version: 1, fullname: undefined, schemaType: 'PROTOBUF' },
  },
  {
    name: 'a schema of another type',
    registered: [['orders-value', 'thrift', 21, 'THRIFT']],
    bytes: fromHex('00 00000015 00 0a01'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21.',
    error: { code: 'codec/not-avro', message: 'Schema id 21 is a schema of THRIFT, not of Avro.' },
  },
  {
    name: 'a schema that nothing can be read with',
    registered: [['orders-value', '{"type":"record","name":"A","fields":[{"name":"b","type":"com.acme.Gone"}]}', 21]],
    bytes: fromHex('00 00000015 0201'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21.',
    error: { code: 'codec/unusable-schema', message: 'This schema cannot be used: "com.acme.Gone" is not defined.' },
  },
];

function check(decoded: DecodedPart, row: Omit<Row, 'name'>): void {
  assert.deepEqual([decoded.state, decoded.framing, decoded.evidence], [row.state, row.framing, row.evidence]);
  assert.equal(decoded.size, row.bytes?.length ?? 0);
  assert.equal(decoded.json !== undefined, row.state === 'exact' || row.state === 'guessed' || row.state === 'text');
  if (row.value !== undefined) assert.deepEqual(JSON.parse(decoded.json ?? ''), row.value);
  if (row.schema !== undefined) assert.deepEqual(decoded.schema, row.schema);
  if (row.preview !== undefined) assert.equal(decoded.preview, row.preview);
  assert.equal(decoded.error !== undefined, row.state === 'failed');
  if (row.error !== undefined) assert.deepEqual({ ...decoded.error, ...row.error }, decoded.error);
}

for (const row of rows) {
  test(`decodes ${row.name}`, async () => {
    const { decoder } = await start(row);
    check(await decoder.decode(row.bytes, row.part ?? 'value', {}, signal), row);
  });
}

test('decodes JSON with its digits, order and repeated names', async () => {
  const { decoder } = await start({});
  const { json } = await decoder.decode(utf8('{"b": [1, {}], "a": 9007199254740993, "a": 1e3, "x": []}'), 'value', {}, signal);
  assert.equal(json, '{\n  "b": [\n    1,\n    {}\n  ],\n  "a": 9007199254740993,\n  "a": 1e3,\n  "x": []\n}');
});

test('keeps every digit of a long', async () => {
  const { decoder } = await start({ registered: [['orders-value', countSchema, 21]] });
  // 2^63 - 1, by Java's BinaryEncoder.
  const { json, preview } = await decoder.decode(fromHex('00 00000015 feffffffffffffffff01'), 'value', {}, signal);
  assert.equal(json, '{\n  "n": 9223372036854775807\n}');
  assert.match(preview, /9223372036854775807/);
});

test('a topic on which all of it is mixed', async () => {
  const { fake, decoder } = await start({ topic: 'mixed', registered: [['mixed-value', example, 21]] });
  const texts = [framedExample, bareExample, Buffer.from('{"field_1":"x"}').toString('hex'), '0000000063ff', '00', 'ff'];
  const parts = texts.map((hex) => ({ bytes: fromHex(hex), part: 'value' as const }));
  const decoded = await decoder.decodeAll([...parts, { bytes: null, part: 'value' }, { bytes: utf8('k-1'), part: 'key' }], signal);
  assert.deepEqual(
    decoded.map(({ state, framing }) => `${state} ${framing}`),
    [
      'exact confluent-prefix',
      'guessed bare',
      'text json',
      'failed confluent-prefix',
      'failed none',
      'failed none',
      'null none',
      'text text',
    ],
  );
  assert.equal(new Set(fake.requests.map(({ path }) => path)).size, fake.requests.length, 'nothing is asked for twice');
});

test('many records ask for each schema once', async () => {
  const { fake, decoder } = await start({
    registered: [
      ['orders-value', countSchema, 21],
      ['orders-value', example, 22],
    ],
  });
  const some = [fromHex('00 00000015 02'), fromHex(`00 00000016 ${bareExample}`)];
  const parts = Array.from({ length: 5_000 }, (_, index) => ({ bytes: some[index % 2] ?? null, part: 'value' as const }));
  const decoded = await decoder.decodeAll(parts, signal);
  assert.ok(decoded.every(({ state }) => state === 'exact'));
  assert.equal(fake.requests.length, 4, 'a schema and its subjects for each of two ids');
  await decoder.decodeAll(parts, signal);
  assert.equal(fake.requests.length, 4);
});

test('bare records that begin with 00 do not have the registry asked for each of them', async () => {
  const { fake, decoder } = await start({ registered: [['orders-value', nullableLongs, 7]] });
  const parts = Array.from({ length: 500 }, (_, index) => {
    const [low, high] = [(index % 60) + 2, Math.floor(index / 60) + 2];
    return { bytes: Uint8Array.of(0, 0, 2 * low, 0, 2 * high, 0, 10), part: 'value' as const };
  });
  const decoded = await decoder.decodeAll(parts, signal);
  assert.ok(decoded.every(({ state, framing }) => state === 'guessed' && framing === 'bare'));
  assert.ok(fake.requests.filter(({ path }) => path.startsWith('/schemas')).length <= 32);
  assert.match(decoded.at(-1)?.evidence ?? '', /The registry was not asked for this schema id, since 24 others/);
});

test('a registry that is down costs one round of requests, and is told by each record', async () => {
  const { fake, decoder } = await start({});
  const { url } = fake;
  await fake.close();
  const parts = Array.from({ length: 100 }, (_, index) => ({
    bytes: fromHex(`00 000000${(16 + index).toString(16)} 02`),
    part: 'value' as const,
  }));
  const decoded = await decoder.decodeAll(
    [...parts, { bytes: fromHex('ff'), part: 'value' }, { bytes: utf8('text'), part: 'value' }],
    signal,
  );
  for (const { state, error, evidence } of decoded.slice(0, 100)) {
    assert.equal(state, 'failed');
    assert.equal(error?.code, 'registry/unreachable');
    assert.equal(error.retriable, true);
    assert.match(error.message, /^Cannot reach the registry http:\/\/127\.0\.0\.1:\d+\/apis\/ccompat\/v7 \(ECONNREFUSED\)\.$/);
    assert.match(evidence, /^Confluent prefix, schema id \d+\.$/);
  }
  const [unframed, text] = decoded.slice(100);
  assert.equal(unframed?.error?.code, 'registry/unreachable');
  assert.equal(unframed.evidence, 'No frame: the first byte is ff, not 0; orders-value could not be tried.');
  assert.equal(text?.state, 'text');
  assert.equal(
    text.evidence,
    `UTF-8 text. The registry could not be asked for orders-value: Cannot reach the registry ${url} (ECONNREFUSED).`,
  );
});

for (const { name, bytes, state, evidence } of [
  {
    name: 'a frame',
    bytes: fromHex(framedExample),
    state: 'bytes',
    evidence: 'Perhaps a Confluent prefix, schema id 21, but this connection has no schema registry.',
  },
  {
    name: 'no frame',
    bytes: fromHex(bareExample),
    state: 'bytes',
    evidence: 'No frame: the first byte is 12, not 0, and this connection has no schema registry.',
  },
  { name: 'text', bytes: utf8('abc'), state: 'text', evidence: 'UTF-8 text.' },
] as const) {
  test(`without a registry: ${name}`, async () => {
    const decoded = await testDecoder({ registry: undefined, topic: 'orders' }).decode(bytes, 'value', {}, signal);
    assert.deepEqual([decoded.state, decoded.evidence], [state, evidence]);
  });
}

const chosen = { text: example, references: [], label: 'Example.avsc' };

for (const { name, bytes, ...expected } of [
  {
    name: 'bare Avro',
    bytes: fromHex(bareExample),
    state: 'guessed',
    framing: 'bare',
    evidence: 'Guessed: bare Avro, read to the last byte as Example.avsc, by your choice.',
    value: exampleValue,
    schema: { schemaId: undefined, subject: undefined, version: undefined, fullname: 'example.avro.ExampleMessage' },
  },
  {
    name: 'a frame with an unknown id',
    bytes: fromHex(framedExample),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      'Guessed: Confluent prefix, schema id 21, read to the last byte as Example.avsc, by your choice. Schema id 21 is not in the registry.',
    value: exampleValue,
  },
  {
    name: 'a frame whose id is known: the frame names its schema',
    registered: [['orders-value', example, 21]],
    bytes: fromHex(framedExample),
    state: 'exact',
    framing: 'confluent-prefix',
    evidence: 'Confluent prefix, schema id 21 is orders-value v1. All 19 bytes read, none left.',
    value: exampleValue,
  },
  {
    name: 'a frame whose own schema does not fit',
    registered: [['orders-value', '"long"', 21]],
    bytes: fromHex(framedExample),
    state: 'guessed',
    framing: 'confluent-prefix',
    evidence:
      "Guessed: Confluent prefix, schema id 21, read to the last byte as Example.avsc, by your choice. The registry's schema of this id does not fit: Fits, but 13 bytes are left over at byte 6.",
    value: exampleValue,
  },
  {
    name: "bytes that the topic's own schema would fit",
    registered: [['orders-value', '"long"', 21]],
    bytes: fromHex('02'),
    state: 'failed',
    framing: 'none',
    evidence: 'Example.avsc, by your choice, does not fit as bare Avro.',
    error: { code: 'codec/length', message: 'Byte 0: string of 1 byte, only 0 left', position: 0 },
  },
  {
    name: 'a frame that it does not fit',
    bytes: fromHex('00 00000015 02'),
    state: 'failed',
    framing: 'confluent-prefix',
    evidence: 'Example.avsc, by your choice, does not fit as bare Avro or behind a Confluent prefix, schema id 21.',
    error: { code: 'codec/length', position: 5 },
  },
  { name: 'JSON', bytes: utf8('{}'), state: 'text', framing: 'json', evidence: 'JSON, valid to the last byte.', value: {} },
] as const satisfies readonly Row[]) {
  test(`a schema by the user's choice: ${name}`, async () => {
    const { decoder } = await start('registered' in expected ? { registered: expected.registered } : {});
    check(await decoder.decode(bytes, 'value', { schema: chosen }, signal), { bytes, ...expected });
  });
}

test("a type within the user's schema, with references", async () => {
  const { decoder } = await start({});
  const schema = {
    text: '{"type":"record","name":"Outer","fields":[{"name":"inner","type":{"type":"record","name":"Inner","fields":[{"name":"n","type":"N"}]}}]}',
    references: ['{"type":"record","name":"N","fields":[{"name":"n","type":"int"}]}'],
    label: 'all.avsc',
    fullname: 'Inner',
  };
  const { json, schema: read } = await decoder.decode(fromHex('02'), 'value', { schema }, signal);
  assert.deepEqual(JSON.parse(json ?? ''), { n: { n: 1 } });
  assert.equal(read?.fullname, 'Inner');
});

test("a user's schema that can't be used", async () => {
  const { decoder } = await start({});
  const decoded = await decoder.decode(fromHex('02'), 'value', { schema: { text: '{', references: [], label: 'broken.avsc' } }, signal);
  assert.deepEqual([decoded.state, decoded.error?.code], ['failed', 'codec/unusable-schema']);
  assert.match(decoded.error?.message ?? '', /^broken\.avsc is not a schema/);
});

test('can be cancelled while the registry does not answer, and while it reads', async () => {
  const { fake, decoder } = await start({ registered: [['orders-value', countSchema, 21]] });
  fake.misbehaviour = 'never-answers';
  const waiting = new AbortController();
  const asked = decoder.decode(fromHex('00 00000015 02'), 'value', {}, waiting.signal);
  setImmediate(() => waiting.abort());
  await assert.rejects(asked, { name: 'AbortError' });

  fake.misbehaviour = undefined;
  const reading = new AbortController();
  const bytes = fromHex('00 00000015 02');
  const parts = Array.from({ length: 400_000 }, () => ({ bytes, part: 'value' as const }));
  await decoder.decode(bytes, 'value', {}, signal);
  const all = decoder.decodeAll(parts, reading.signal);
  setTimeout(() => reading.abort(), 1);
  await assert.rejects(all, { name: 'AbortError' });
});

test('hostile bytes fail one by one', async () => {
  const nested =
    '{"type":"record","name":"R","fields":[{"name":"next","type":["null","R"]},{"name":"all","type":{"type":"array","items":"null"}}]}';
  const { decoder } = await start({ registered: [['orders-value', nested, 21]] });
  const payloads = [
    '02'.repeat(100_000),
    '00 feffffffffffffffff01',
    '00 808080801002',
    '00 ffffffffffffffffffffff',
    '00 ffffffffffffffff7f',
    '02',
  ];
  const parts = payloads.map((hex) => ({ bytes: fromHex(`0000000015${hex}`), part: 'value' as const }));
  const decoded = await decoder.decodeAll([...parts, { bytes: fromHex('0000000015 00 00'), part: 'value' }], signal);
  assert.deepEqual(
    decoded.map(({ state }) => state),
    [...payloads.map(() => 'failed'), 'exact'],
  );
  for (const { error } of decoded.slice(0, -1)) assert.ok((error?.position ?? 0) >= 5);
});
