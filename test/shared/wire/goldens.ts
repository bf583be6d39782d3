import type { Frame, FrameInput, Header, SchemaName } from '../../../shared/wire/frame.ts';
import type { Framing } from '../../../shared/wire/framings.ts';

/** Bytes that other software wrote, and what they are. */
export interface Golden {
  readonly name: string;
  /** Which program wrote the bytes, in which version, and how. */
  readonly by: string;
  readonly hex: string;
  readonly part?: 'key' | 'value';
  /** Names and values in hex. */
  readonly headers?: readonly (readonly [name: string, hex: string])[];
  /** What they were written as. */
  readonly framing: Framing;
  /** As what else they may be understood; the likelier first, what they were written as included where it has bytes of its own. */
  readonly foundAs: readonly Framing[];
  /** Of what they were written as. `none` where they name no schema. */
  readonly names: SchemaName;
  readonly payload: string;
  /** Each with its header, if any, its bytes, its name and its text. */
  readonly fields: readonly string[];
  readonly special?: Partial<Pick<Frame, 'compression' | 'encoding' | 'messageIndexes'>>;
}

/** ExampleMessage of test/interop/example.avsc: field_1 "field_1_1", field_2 1, field_3 [10]. */
const body = '126669656c645f315f3102021400';
const guid = '89791762-2336-4186-9674-299b90a802e2';
const glueVersion = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const python = 'confluent-kafka-python 2.16.0 with its MockSchemaRegistryClient, set to answer id 1042 and this GUID';
const java = "Confluent's serializers 7.9.5 (org.apache.pinot:pinot-confluent-avro:1.5.0:shaded) with their MockSchemaRegistryClient";
const apicurio3 = "Apicurio's AvroKafkaSerializer 3.1.7 with a SchemaResolver that answers content id 1042 and global id 77";
const apicurio2 = "Apicurio's AvroKafkaSerializer 2.6.13.Final with a SchemaResolver that answers content id 1042 and global id 77";
const glue = 'software.amazon.glue:schema-registry-serde 1.1.24, new SerializationDataEncoder(configuration).write(body, versionId)';

const id1042 = { kind: 'schema-id', schemaId: 1042 } as const;
const prefixFields = ['0-1 magic byte = 0: Confluent prefix', '1-5 schema id = 1042'];
const asPrefix = {
  framing: 'confluent-prefix',
  foundAs: ['confluent-prefix', 'apicurio-prefix'],
  names: id1042,
  fields: prefixFields,
} as const;

const guidHeader: readonly (readonly [string, string])[] = [['__value_schema_id', '0189791762233641869674299b90a802e2']];
const guidHeaderFields = ['__value_schema_id 0-1 magic byte = 1: a GUID follows', `__value_schema_id 1-17 GUID = ${guid}`];
const asGuidHeader = { framing: 'confluent-header', names: { kind: 'guid', guid }, fields: guidHeaderFields } as const;

const confluent: readonly Golden[] = [
  { name: 'Confluent prefix by Java', by: `${java}, KafkaAvroSerializer`, hex: `0000000412${body}`, ...asPrefix, payload: body },
  {
    name: 'Confluent prefix by Python',
    by: `${python}: AvroSerializer(client, schema)(value, SerializationContext('t', MessageField.VALUE)); ABRiS 5.1.1 writes the same`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Confluent prefix of a schema "bytes", without an Avro length',
    by: `${java}, KafkaAvroSerializer, new byte[] {0, 1}, id 0x01020304`,
    hex: '00010203040001',
    framing: 'confluent-prefix',
    foundAs: ['confluent-prefix'],
    names: { kind: 'schema-id', schemaId: 0x01020304 },
    fields: ['0-1 magic byte = 0: Confluent prefix', '1-5 schema id = 16909060'],
    payload: '0001',
  },
  {
    name: 'Confluent prefix by Apicurio 3',
    by: `${apicurio3}, no settings; the id is the content id`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Confluent prefix by Apicurio 2',
    by: `${apicurio2}, headers.enabled=false, as-confluent=true, use-id=contentId`,
    hex: `0000000412${body}`,
    ...asPrefix,
    payload: body,
  },
  {
    name: 'Protobuf, the first message',
    by: `${python}: ProtobufSerializer of message Order {string id = 1; int64 amount = 2;}`,
    hex: '0000000412000a03412d3110de07',
    ...asPrefix,
    payload: '000a03412d3110de07',
  },
  {
    name: 'Protobuf, a nested message',
    by: `${python}: ProtobufSerializer of the message Deep within Inner within Other, the second of its file`,
    hex: '0000000412060200000807',
    ...asPrefix,
    payload: '060200000807',
  },
  {
    name: 'JSON Schema',
    by: `${python}: JSONSerializer`,
    hex: '00000004127b226964223a22412d31222c22616d6f756e74223a3939307d',
    ...asPrefix,
    payload: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
  },
  {
    name: 'GUID prefix',
    by: `${python}: AvroSerializer with a schema.id.serializer that puts the library's own SchemaId.guid_to_bytes() in front`,
    hex: `0189791762233641869674299b90a802e2${body}`,
    framing: 'confluent-guid-prefix',
    foundAs: ['confluent-guid-prefix'],
    names: { kind: 'guid', guid },
    fields: ['0-1 magic byte = 1: Confluent prefix with GUID', `1-17 GUID = ${guid}`],
    payload: body,
  },
  {
    name: 'header with a GUID',
    by: `${python}: AvroSerializer with header_schema_id_serializer`,
    hex: body,
    headers: guidHeader,
    ...asGuidHeader,
    foundAs: ['confluent-header'],
    payload: body,
  },
  {
    name: 'header with a GUID, of a key',
    by: `${python}: AvroSerializer with header_schema_id_serializer, schema "string", MessageField.KEY`,
    hex: '10412d313030343832',
    part: 'key',
    headers: [['__key_schema_id', '0189791762233641869674299b90a802e2']],
    framing: 'confluent-header',
    foundAs: ['confluent-header'],
    names: { kind: 'guid', guid },
    fields: guidHeaderFields.map((field) => field.replace('value', 'key')),
    payload: '10412d313030343832',
  },
  {
    name: 'header with an id',
    by: `${python}: AvroSerializer with a schema.id.serializer that puts the library's own SchemaId.id_to_bytes() into the header`,
    hex: body,
    headers: [['__value_schema_id', '0000000412']],
    framing: 'confluent-header',
    foundAs: ['confluent-header'],
    names: id1042,
    fields: ['__value_schema_id 0-1 magic byte = 0: a schema id follows', '__value_schema_id 1-5 schema id = 1042'],
    payload: body,
  },
  {
    name: 'header with a GUID and the indexes of a Protobuf message',
    by: `${python}: ProtobufSerializer with header_schema_id_serializer, the second message within Other, the second of its file`,
    hex: '0807',
    headers: [['__value_schema_id', '0189791762233641869674299b90a802e2040202']],
    ...asGuidHeader,
    fields: [...guidHeaderFields, '__value_schema_id 17-20 message indexes = 1, 1'],
    foundAs: ['confluent-header'],
    payload: '0807',
    special: { messageIndexes: [1, 1] },
  },
  {
    name: 'header with a GUID and the first Protobuf message',
    by: `${python}: ProtobufSerializer with header_schema_id_serializer, message Order`,
    hex: '0a03412d3110de07',
    headers: [['__value_schema_id', '0189791762233641869674299b90a802e200']],
    ...asGuidHeader,
    fields: [...guidHeaderFields, '__value_schema_id 17-18 message indexes = 0'],
    foundAs: ['confluent-header'],
    payload: '0a03412d3110de07',
    special: { messageIndexes: [0] },
  },
  {
    name: 'header with a GUID, JSON Schema',
    by: `${python}: JSONSerializer with header_schema_id_serializer`,
    hex: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
    headers: guidHeader,
    ...asGuidHeader,
    foundAs: ['confluent-header'],
    payload: '7b226964223a22412d31222c22616d6f756e74223a3939307d',
  },
];

const binaryHeader = (part: string): readonly [string, string] => [`apicurio.${part}.encoding`, '42494e415259'];
const json = '7b226669656c645f31223a226669656c645f315f31222c226669656c645f32223a312c226669656c645f33223a5b31305d7d';

const apicurio: readonly Golden[] = [
  {
    name: 'Apicurio 3 header',
    by: `${apicurio3}, headers.enabled=true`,
    hex: body,
    headers: [['apicurio.value.contentId', '0000000000000412'], binaryHeader('value')],
    framing: 'apicurio-header',
    foundAs: ['apicurio-header'],
    names: { kind: 'content-id', id: 1042n },
    fields: ['apicurio.value.contentId 0-8 content id = 1042', 'apicurio.value.encoding 0-6 encoding = BINARY'],
    payload: body,
  },
  {
    name: 'Apicurio 3 header of a key',
    by: `${apicurio3}, headers.enabled=true, configured as a key's`,
    hex: body,
    part: 'key',
    headers: [['apicurio.key.contentId', '0000000000000412'], binaryHeader('key')],
    framing: 'apicurio-header',
    foundAs: ['apicurio-header'],
    names: { kind: 'content-id', id: 1042n },
    fields: ['apicurio.key.contentId 0-8 content id = 1042', 'apicurio.key.encoding 0-6 encoding = BINARY'],
    payload: body,
  },
  {
    name: "Apicurio 3 header, Avro's JSON encoding",
    by: `${apicurio3}, headers.enabled=true, avro.encoding=JSON`,
    hex: json,
    headers: [
      ['apicurio.value.contentId', '0000000000000412'],
      ['apicurio.value.encoding', '4a534f4e'],
    ],
    framing: 'apicurio-header',
    foundAs: ['apicurio-header'],
    names: { kind: 'content-id', id: 1042n },
    fields: ['apicurio.value.contentId 0-8 content id = 1042', 'apicurio.value.encoding 0-4 encoding = JSON'],
    payload: json,
    special: { encoding: 'json' },
  },
  {
    name: 'Apicurio 3 header with a global id',
    by: `${apicurio3}, headers.enabled=true, use-id=globalId`,
    hex: body,
    headers: [['apicurio.value.globalId', '000000000000004d'], binaryHeader('value')],
    framing: 'apicurio-header',
    foundAs: ['apicurio-header'],
    names: { kind: 'global-id', id: 77n },
    fields: ['apicurio.value.globalId 0-8 global id = 77', 'apicurio.value.encoding 0-6 encoding = BINARY'],
    payload: body,
  },
  {
    name: 'Apicurio 2 header',
    by: `${apicurio2}, no settings`,
    hex: body,
    headers: [['apicurio.value.globalId', '000000000000004d'], binaryHeader('value')],
    framing: 'apicurio-header',
    foundAs: ['apicurio-header'],
    names: { kind: 'global-id', id: 77n },
    fields: ['apicurio.value.globalId 0-8 global id = 77', 'apicurio.value.encoding 0-6 encoding = BINARY'],
    payload: body,
  },
  {
    name: 'Apicurio 3 prefix, a content id of 8 bytes',
    by: `${apicurio3}, id-handler=io.apicurio.registry.serde.Legacy8ByteIdHandler`,
    hex: `000000000000000412${body}`,
    framing: 'apicurio-prefix',
    foundAs: ['confluent-prefix', 'apicurio-prefix'],
    names: { kind: 'content-id', id: 1042n },
    fields: ['0-1 magic byte = 0: Apicurio prefix with 8-byte id', '1-9 content id or global id = 1042'],
    payload: body,
  },
  {
    name: 'Apicurio 2 prefix, a global id of 8 bytes',
    by: `${apicurio2}, headers.enabled=false`,
    hex: `00000000000000004d${body}`,
    framing: 'apicurio-prefix',
    foundAs: ['confluent-prefix', 'apicurio-prefix'],
    // The bytes can't tell that it is a global id.
    names: { kind: 'content-id', id: 77n },
    fields: ['0-1 magic byte = 0: Apicurio prefix with 8-byte id', '1-9 content id or global id = 77'],
    payload: body,
  },
];

const schemaEntry =
  '166176726f2e736368656d619a03' +
  '7b2274797065223a227265636f7264222c226e616d65223a224578616d706c654d657373616765222c226e616d657370616365223a226578616d706c652e6176' +
  '726f222c226669656c6473223a5b7b226e616d65223a226669656c645f31222c2274797065223a22737472696e67227d2c7b226e616d65223a226669656c645f' +
  '32222c2274797065223a226c6f6e67227d2c7b226e616d65223a226669656c645f33222c2274797065223a7b2274797065223a226172726179222c226974656d' +
  '73223a226c6f6e67227d7d5d7d';
const sync = '000102030405060708090a0b0c0d0e0f';

/** A container with the codec's name in hex, with its length, and its only block without its sync marker. */
function container(codec: string, name: string, block: string): Golden {
  const codecEnd = 235 + name.length / 2;
  return {
    name: `container, ${codec}`,
    by: `Java's Avro 1.12.2, DataFileWriter with CodecFactory.fromString("${codec}"), create(schema, out, sync), append(record), close()`,
    hex: `4f626a0104${schemaEntry}146176726f2e636f646563${name}00${sync}${block}${sync}`,
    framing: 'container',
    foundAs: ['container'],
    names: { kind: 'inline' },
    payload: block + sync,
    fields: [
      '0-4 magic bytes = "Obj" and 01: Avro object container',
      '5-224 avro.schema = 205 bytes',
      `224-${codecEnd} avro.codec = ${codec}`,
      `${codecEnd + 1}-${codecEnd + 17} sync marker = 16 bytes`,
    ],
  };
}

const others: readonly Golden[] = [
  {
    name: 'AWS Glue',
    by: `${glue}, compression NONE, body by its AvroSerializer`,
    hex: `0300b7b4a7f09c964e4aa687fb5de9ef0c63${body}`,
    framing: 'glue',
    foundAs: ['glue'],
    names: { kind: 'glue-version', uuid: glueVersion },
    fields: ['0-1 magic byte = 3: AWS Glue header', '1-2 compression = 0: none', `2-18 schema version = ${glueVersion}`],
    payload: body,
  },
  {
    name: 'AWS Glue, compressed',
    by: `${glue}, compression ZLIB, body by its AvroSerializer`,
    hex: '0305b7b4a7f09c964e4aa687fb5de9ef0c63789c134acb4ccd4989378c376462126100001eeb034f',
    framing: 'glue',
    foundAs: ['glue'],
    names: { kind: 'glue-version', uuid: glueVersion },
    fields: ['0-1 magic byte = 3: AWS Glue header', '1-2 compression = 5: zlib', `2-18 schema version = ${glueVersion}`],
    payload: body,
    special: { compression: 'zlib' },
  },
  {
    name: 'single-object encoding',
    by: "Java's Avro 1.12.2, new BinaryMessageEncoder<>(GenericData.get(), schema).encode(record); the fingerprint as Long.toHexString(SchemaNormalization.parsingFingerprint64(schema))",
    hex: `c3015183fc8d801f3139${body}`,
    framing: 'single-object',
    foundAs: ['single-object'],
    names: { kind: 'fingerprint', fingerprint: '39311f808dfc8351' },
    fields: ['0-2 magic bytes = C3 01: Avro single-object encoding', '2-10 fingerprint = 39311f808dfc8351, the lowest byte first'],
    payload: body,
  },
  container('null', '086e756c6c', `021c${body}`),
  container('deflate', '0e6465666c617465', '0220134acb4ccd4989378c37646212610000'),
  container('snappy', '0c736e61707079', `02280e34${body}c2f57318`),
  container('zstandard', '127a7374616e64617264', `022e28b52ffd0058710000${body}`),
  container(
    'bzip2',
    '0a627a697032',
    '0270425a6839314159265359b9fa0d2a000001eb005000140020000000872420002299ea034201a69a08069f149625c2ee48a70a12173f41a540',
  ),
  container(
    'xz',
    '04787a',
    `029001fd377a585a000004e6d6b4460200210116000000742fe5a301000d${body}000000840fc9b20ed136d70001260e081be0041fb6f37d010000000004595a`,
  ),
  {
    name: 'bare Avro',
    by: "Java's Avro 1.12.2, BinaryEncoder; Spark 3.5.7, to_avro(value, schema)",
    hex: body,
    framing: 'bare',
    foundAs: [],
    names: { kind: 'none' },
    fields: [],
    payload: body,
  },
  {
    name: 'bare Avro that begins like a frame',
    by: 'Spark 3.5.7, to_avro(value) with the schema that it derives: everything is a union of [T, "null"]',
    hex: '0000126669656c645f315f3100020002001400',
    framing: 'bare',
    foundAs: ['confluent-prefix', 'apicurio-prefix'],
    names: { kind: 'none' },
    fields: [],
    payload: '0000126669656c645f315f3100020002001400',
  },
];

export const goldens: readonly Golden[] = [...confluent, ...apicurio, ...others];

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** A golden as the finders are given it, in a view into a larger buffer, as records are. */
export function toInput({ hex, part = 'value', headers = [] }: Golden, inflate: FrameInput['inflate']): FrameInput {
  const list: readonly Header[] = headers.map(([name, value]) => ({ name, value: fromHex(value) }));
  return { bytes: fromHex(`ffff${hex}ff`).subarray(2, -1), part, headers: list, inflate };
}
