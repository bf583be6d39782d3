import { apicurio2, apicurio3, body, confluentGoldens } from './confluentGoldens.ts';
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

const glueVersion = 'b7b4a7f0-9c96-4e4a-a687-fb5de9ef0c63';
const glue = 'software.amazon.glue:schema-registry-serde 1.1.24, new SerializationDataEncoder(configuration).write(body, versionId)';

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

export const goldens: readonly Golden[] = [...confluentGoldens, ...apicurio, ...others];

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** A golden as the finders are given it, in a view into a larger buffer, as records are. */
export function toInput({ hex, part = 'value', headers = [] }: Golden, inflate: FrameInput['inflate']): FrameInput {
  const list: readonly Header[] = headers.map(([name, value]) => ({ name, value: fromHex(value) }));
  return { bytes: fromHex(`ffff${hex}ff`).subarray(2, -1), part, headers: list, inflate };
}
