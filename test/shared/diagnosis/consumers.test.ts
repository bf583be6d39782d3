import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConsumerId, RecordOutcome } from '../../../shared/diagnosis/consumerTable.ts';
import { predictRecord } from '../../../shared/diagnosis/consumers/predict.ts';
import { kindSchema, readableOf, recordOf, type RecordOptions } from './consumerRecords.ts';

const malformed =
  "SparkException: Malformed records are detected in record parsing. Current parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.";
const kafkaError = (text: string): string => `KafkaError{code=_VALUE_DESERIALIZATION,val=-159,str="${text}"}`;
const tooShort = (size: number): string =>
  `Expecting data framing of length 6 bytes or more but total data size is ${size} bytes. This message was not produced with a Confluent Schema Registry serializer`;

/** Of the second ExampleMessage, as Java's and Python's encoders write it. */
const body = '126669656c645f315f3102021400';
const order = '0c6f2d31303031020641646102480206412d370400020e6368616e6e656c067765620002';

const schemas = {
  example: readableOf(kindSchema('example'), 21),
  'null-first': readableOf(kindSchema('null-first'), 21),
  'string-first': readableOf(kindSchema('string-first'), 21),
  'int-only': readableOf(kindSchema('int-only'), 21),
  'six-ints': readableOf(kindSchema('six-ints'), 21),
  nested: readableOf(kindSchema('nested'), 13),
  'nullable-record': readableOf(kindSchema('nullable-record'), 21),
  bytes: readableOf('"bytes"', 21),
  decimal: readableOf(
    '{"type":"record","name":"D","fields":[{"name":"p","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}',
    21,
  ),
};
const empty = readableOf('{"type":"record","name":"Empty","fields":[]}', 2, 'flags-value');
const flags = readableOf(
  '{"type":"record","name":"Flags","fields":[{"name":"flag","type":"boolean"},{"name":"count","type":"int"}]}',
  2,
  'flags-value',
);

interface Row extends RecordOptions {
  readonly name: string;
  readonly kind: keyof typeof schemas;
  readonly hex: string;
  /** Where what was written begins. */
  readonly start: number;
  readonly expects: Partial<Record<ConsumerId, RecordOutcome | 'reads'>>;
}

const wrong = (json: string): RecordOutcome => ({ kind: 'wrong', json });
const fails = (text: string, ...causes: string[]): RecordOutcome => ({ kind: 'fails', text, causes });
const spark = (outcome: RecordOutcome | 'reads'): Row['expects'] => ({ 'spark-failfast': outcome, 'spark-permissive': outcome });
const isNull = (...fields: string[]): RecordOutcome => wrong(`{${fields.map((field) => `"${field}":null`).join(',')}}`);
const unknownMagic = 'SerializationException: Unknown magic byte!';
const sparkAbris = 'SparkException: Malformed records are detected in record parsing.';
const own = { 21: schemas.example };

/** As measured: see the names of the software in `measured.ts`; what is from documentation stands in the last rows. */
const rows: readonly Row[] = [
  {
    name: 'a Confluent prefix is read by who knows it, and silently misread by who does not',
    kind: 'example',
    hex: `0000000015${body}`,
    start: 5,
    registry: own,
    expects: {
      'java-confluent': 'reads',
      'confluent-python': 'reads',
      'confluent-js': 'reads',
      abris: 'reads',
      'apicurio-3': 'reads',
      'flink-avro-confluent': 'reads',
      connect: 'reads',
      ...spark(wrong('{"field_1":"","field_2":0,"field_3":[]}')),
      'flink-avro': wrong('{"field_1":"","field_2":0,"field_3":[]}'),
      'apicurio-2': fails("VersionNotFoundException: No version with global ID '90503014757' found."),
      'java-single-object': fails('BadHeaderException: Unrecognized header bytes: 0x00 0x00'),
    },
  },
  { name: 'null first', kind: 'null-first', hex: '0000000015 000e', start: 5, expects: spark(wrong('{"note":null,"count":0}')) },
  {
    name: 'string first',
    kind: 'string-first',
    hex: '0000000015 000a68656c6c6f06',
    start: 5,
    expects: spark(wrong('{"note":"","count":0}')),
  },
  { name: 'an int alone', kind: 'int-only', hex: '0000000015 02', start: 5, expects: spark(wrong('{"n":0}')) },
  { name: 'right by chance', kind: 'int-only', hex: '0000000015 00', start: 5, expects: spark('reads') },
  {
    name: 'the schema id is read as a number',
    kind: 'six-ints',
    hex: '0000000027 020406080a0c',
    start: 5,
    expects: spark(wrong('{"a":0,"b":0,"c":0,"d":0,"e":-20,"f":1}')),
  },
  {
    name: 'the schema id is read as an enum index',
    kind: 'nested',
    hex: `000000000d${order}`,
    start: 5,
    expects: {
      'spark-failfast': fails(malformed, 'java.lang.IndexOutOfBoundsException: Index -7 out of bounds for length 3'),
      'spark-permissive': isNull('order_id', 'customer', 'items', 'tags', 'status'),
    },
  },
  {
    name: 'a large schema id is read as the index of a branch',
    kind: 'nested',
    hex: `0009fbf10d${order}`,
    start: 5,
    expects: {
      'spark-failfast': fails(malformed, 'java.lang.ArrayIndexOutOfBoundsException: Index -5 out of bounds for length 2'),
    },
  },
  {
    name: 'a large schema id is read as the length of a text',
    kind: 'string-first',
    hex: '0009fbf10d 000a68656c6c6f06',
    start: 5,
    expects: {
      'spark-failfast': fails(malformed, 'AvroRuntimeException: Malformed data. Length is negative: -5'),
      'spark-permissive': isNull('note', 'count'),
    },
  },
  {
    name: 'single-object encoding of an int',
    kind: 'int-only',
    hex: 'c301 5183fc8d801f3139 02',
    start: 10,
    expects: {
      ...spark(wrong('{"n":-98}')),
      'confluent-python': fails(kafkaError('Invalid magic byte')),
      'java-confluent': fails(unknownMagic),
    },
  },
  {
    name: 'a prefix with 8 bytes',
    kind: 'nested',
    hex: `000000000000000015${order}`,
    start: 9,
    expects: {
      ...spark(wrong('{"order_id":"","customer":null,"items":[],"tags":{},"status":"NEW"}')),
      'confluent-python': fails(kafkaError('Schema 0 not found. (HTTP status code 404, SR code 40403)')),
      'java-confluent': fails(
        'SerializationException: Error retrieving Avro value schema for id 0',
        'RestClientException: Schema 0 not found.; error code: 40403',
      ),
      abris: fails(
        sparkAbris,
        'java.lang.RuntimeException: Not able to download writer schema',
        'RestClientException: Schema 0 not found.; error code: 40403',
      ),
    },
  },
  {
    name: 'bare Avro that begins like no frame',
    kind: 'example',
    hex: body,
    start: 0,
    expects: {
      ...spark('reads'),
      'flink-avro': 'reads',
      'confluent-python': fails(kafkaError('Invalid magic byte')),
      'java-confluent': fails(unknownMagic),
      'confluent-js': fails('Error: Unknown magic byte {"type":"Buffer","data":[18]}'),
      abris: fails(sparkAbris, unknownMagic),
      'apicurio-3': fails('java.lang.IllegalStateException: artifact reference cannot be null'),
      'java-single-object': fails('BadHeaderException: Unrecognized header bytes: 0x12 0x66'),
      connect: fails('DataException: Failed to deserialize data for topic orders to Avro: ', unknownMagic),
      'flink-avro-confluent': fails(
        'java.io.IOException: Failed to deserialize Avro record.',
        'java.io.IOException: Unknown data format. Magic number does not match',
      ),
    },
  },
  {
    name: 'short bare Avro from 00',
    kind: 'int-only',
    hex: '00',
    start: 0,
    expects: {
      ...spark('reads'),
      'confluent-python': fails(kafkaError(tooShort(1))),
      'java-confluent': fails('java.nio.BufferUnderflowException'),
      abris: fails(sparkAbris, 'java.nio.BufferUnderflowException'),
      'java-single-object': fails('BadHeaderException: Not enough header bytes'),
    },
  },
  {
    name: 'short bare Avro from another byte',
    kind: 'int-only',
    hex: '02',
    start: 0,
    expects: { 'confluent-python': fails(kafkaError(tooShort(1))), 'java-confluent': fails(unknownMagic) },
  },
  {
    name: 'bare Avro that names an unknown id: "\\nhel" of "hello"',
    kind: 'string-first',
    hex: '000a68656c6c6f06',
    start: 0,
    expects: {
      'confluent-python': fails(kafkaError('Schema 174613868 not found. (HTTP status code 404, SR code 40403)')),
      'java-confluent': fails(
        'SerializationException: Error retrieving Avro value schema for id 174613868',
        'RestClientException: Schema 174613868 not found.; error code: 40403',
      ),
    },
  },
  {
    name: 'an id of 32 bits has a sign in Java and none in Python',
    kind: 'null-first',
    hex: '00aa0102201122',
    start: 0,
    expects: {
      'confluent-python': fails(kafkaError('Schema 2852192800 not found. (HTTP status code 404, SR code 40403)')),
      'java-confluent': fails(
        'SerializationException: Error retrieving Avro value schema for id -1442774496',
        'RestClientException: Schema -1442774496 not found.; error code: 40403',
      ),
    },
  },
  {
    name: 'bare Avro that names a known id, of a record without fields',
    kind: 'six-ints',
    hex: '000000000204',
    start: 0,
    registry: { 2: empty },
    expects: { 'confluent-python': wrong('{}'), 'java-confluent': wrong('{}'), 'apicurio-3': wrong('{}'), ...spark('reads') },
  },
  {
    name: 'bare Avro that names a known id, as a nullable record of three numbers',
    kind: 'nullable-record',
    hex: '0000000002000a',
    start: 0,
    registry: { 2: flags },
    expects: {
      'confluent-python': { kind: 'unknown', reason: 'It reads a value without an error; whether that is what was written is not known.' },
    },
  },
  {
    name: 'bare Avro that names a known id, whose schema needs more',
    kind: 'six-ints',
    hex: '000000001504',
    start: 0,
    registry: own,
    expects: {
      'java-confluent': fails('SerializationException: Error deserializing Avro message for id 21', 'java.io.EOFException'),
      'confluent-python': fails(kafkaError('Expected 2 bytes, read 0')),
      'confluent-js': fails('Error: truncated buffer'),
    },
  },
  {
    name: 'a leading -1 is a magic byte, too',
    kind: 'six-ints',
    hex: '01c801c701e0c508feffffff0fffffffff0f',
    start: 0,
    guid: 'none',
    expects: {
      'confluent-python': fails(kafkaError("Unknown Schema Registry Error: b'' (HTTP status code 404, SR code -1)")),
      'java-confluent': fails(unknownMagic),
    },
  },
  {
    name: 'a GUID that is cut off',
    kind: 'six-ints',
    hex: '010000000000',
    start: 0,
    expects: { 'confluent-python': fails(kafkaError('bytes is not a 16-char string')) },
  },
  {
    name: 'a header with a GUID',
    kind: 'example',
    hex: body,
    start: 0,
    headers: [{ name: '__value_schema_id', value: Uint8Array.from([1, ...Array.from({ length: 16 }, (_, index) => index)]) }],
    guid: { readable: schemas.example, schema: { text: '', references: [], label: '' } },
    expects: {
      'confluent-python': 'reads',
      'confluent-js': 'reads',
      'java-confluent-8': 'reads',
      'java-confluent': fails(unknownMagic),
      abris: fails(sparkAbris, unknownMagic),
      ...spark('reads'),
    },
  },
  {
    name: 'a header with a GUID, and bytes that Python finds too few',
    kind: 'int-only',
    hex: '02',
    start: 0,
    headers: [{ name: '__value_schema_id', value: Uint8Array.from([1, ...Array.from({ length: 16 }, () => 7)]) }],
    guid: { readable: schemas['int-only'], schema: { text: '', references: [], label: '' } },
    expects: { 'confluent-python': fails(kafkaError(tooShort(1))), 'java-confluent-8': 'reads' },
  },
  {
    name: 'a key, whose header is another',
    kind: 'example',
    hex: '00000000ff02',
    start: 5,
    part: 'key',
    headers: [{ name: '__value_schema_id', value: Uint8Array.from([0, 0, 0, 0, 21]) }],
    expects: {
      'confluent-python': fails(
        'KafkaError{code=_KEY_DESERIALIZATION,val=-160,str="Schema 255 not found. (HTTP status code 404, SR code 40403)"}',
      ),
      'java-confluent-8': fails(
        'SerializationException: Error retrieving Avro key schema for id 255',
        'RestClientException: Schema 255 not found.; error code: 40403',
      ),
    },
  },
  {
    name: 'from documentation: Go, .NET, Glue and ksqlDB',
    kind: 'example',
    hex: body,
    start: 0,
    expects: {
      'confluent-go': fails('unknown magic byte'),
      'confluent-dotnet': fails(
        'InvalidDataException: Expecting data with Confluent Schema Registry framing. Magic byte was 18, expecting 0',
      ),
      glue: fails('GlueSchemaRegistryIncompatibleDataException: Data is not compatible with schema registry size: 14'),
      ksqldb: fails(
        'SerializationException: Error deserializing message from topic: orders',
        'DataException: Failed to deserialize data for topic orders to Avro: ',
        unknownMagic,
      ),
    },
  },
  {
    name: 'from documentation: Go and .NET read a prefix',
    kind: 'example',
    hex: `0000000015${body}`,
    start: 5,
    registry: own,
    expects: { 'confluent-go': 'reads', 'confluent-dotnet': 'reads', 'java-confluent-8': 'reads', ksqldb: 'reads' },
  },
  {
    name: 'headers of Apicurio',
    kind: 'example',
    hex: body,
    start: 0,
    headers: [{ name: 'apicurio.value.globalId', value: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 9]) }],
    expects: {
      'apicurio-2': 'reads',
      'apicurio-3': fails('java.lang.IllegalStateException: artifact reference cannot be null'),
      ...spark('reads'),
    },
  },
  {
    name: 'single-object encoding, by who has the schema',
    kind: 'example',
    hex: `c301${Buffer.from(schemas.example.fingerprint(), 'hex').reverse().toString('hex')}${body}`,
    start: 10,
    expects: { 'java-single-object': 'reads' },
  },
  {
    name: 'single-object encoding, by who has another schema',
    kind: 'example',
    hex: `c3015183fc8d801f3100${body}`,
    start: 10,
    expects: { 'java-single-object': fails('MissingSchemaException: Cannot resolve schema for fingerprint: 13826910857233233') },
  },
  {
    name: 'the top type bytes, framed without a length',
    kind: 'bytes',
    hex: '0000000015 0001',
    start: 5,
    registry: { 21: schemas.bytes },
    expects: { 'java-confluent': 'reads', 'confluent-python': 'reads', 'confluent-js': 'reads', ...spark(wrong('""')) },
  },
  {
    name: 'none of those bytes',
    kind: 'bytes',
    hex: '0000000015',
    start: 5,
    registry: { 21: schemas.bytes },
    expects: { 'java-confluent': 'reads', 'confluent-python': fails(kafkaError(tooShort(5))) },
  },
  {
    name: 'bytes are left over',
    kind: 'example',
    hex: `0000000015${body}`,
    start: 5,
    registry: { 21: readableOf('{"type":"record","name":"R","fields":[{"name":"field_1","type":"string"}]}', 21) },
    expects: { 'java-confluent': wrong('{"field_1":"field_1_1"}'), 'confluent-js': fails('Error: trailing data') },
  },
  {
    name: 'a nullable record is none to Spark',
    kind: 'nullable-record',
    hex: '000000000202',
    start: 0,
    expects: { 'spark-permissive': isNull('a', 'b', 'c') },
  },
  {
    name: 'a decimal without bytes is none to Java',
    kind: 'decimal',
    hex: '0000000015 0201',
    start: 5,
    expects: {
      'spark-failfast': fails(malformed, 'java.lang.NumberFormatException: Zero length BigInteger'),
      'spark-permissive': isNull('p'),
    },
  },
  {
    name: 'another schema than the topic has',
    kind: 'six-ints',
    hex: '000000000204',
    start: 0,
    registry: { 2: readableOf('"string"', 2, 'other-value') },
    expects: { abris: fails(sparkAbris, 'AvroTypeException: Found string, expecting example.avro.SixInts') },
  },
];

for (const { name, kind, hex, start, expects, ...options } of rows) {
  test(`consumers: ${name}`, () => {
    const record = recordOf(schemas[kind], hex, start, options);
    for (const [consumer, expected] of Object.entries(expects) as [ConsumerId, RecordOutcome | 'reads'][]) {
      const outcome = predictRecord(consumer, record);
      assert.deepEqual(expected === 'reads' ? outcome.kind : outcome, expected, consumer);
    }
  });
}
