import type { KnownErrorText } from './knownError.ts';
import { remedies, sayers } from './knownError.ts';

const { java, python, avro } = sayers;
const { diagnose, otherFrame } = remedies;

/** Texts that say that a value is not framed as the reader expects. */
export const frameErrors: readonly KnownErrorText[] = [
  // What the bytes are not.
  {
    id: 'unknown-magic-byte',
    of: java,
    pattern: /unknown magic byte(?! was)/i,
    weight: 3,
    means:
      "the value does not begin with a Confluent frame, which is a 0 and a 4-byte schema id. It may be bare Avro as Spark's to_avro writes it, JSON or text, or framed by a header that this reader does not know.",
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'invalid-magic-byte',
    of: python,
    pattern: /invalid magic byte/i,
    weight: 3,
    means:
      "the value does not begin with a Confluent frame, which is a 0 and a 4-byte schema id. It may be bare Avro as Spark's to_avro writes it, JSON or text.",
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'framing-too-short',
    of: `${python} and Confluent's .NET client`,
    pattern: /expecting data framing of length \d+ bytes or more but total data size is (?<size>\d+) bytes?/i,
    weight: 3,
    means: ({ size = '?' }) =>
      `${size} bytes are too few for a Confluent frame and a value: most likely the value is bare Avro. A framed value of one zero-length type, or one behind a header, looks so too.`,
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'dotnet-magic-byte',
    of: "Confluent's .NET client",
    pattern: /magic byte (?:was|should be) (?:0, not )?(?<byte>\d+)/i,
    weight: 3,
    means: ({ byte = '?' }) =>
      `the value begins with byte ${byte}, not with the 0 of a Confluent frame: it is bare Avro, or another framing${byte === '3' ? " such as AWS Glue's" : byte === '123' ? ', and 123 is the { of JSON' : ''}.`,
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'kafkajs-magic-byte',
    of: 'kafkajs/confluent-schema-registry',
    pattern: /message encoded with magic byte/i,
    weight: 3,
    means: 'the value does not begin with the 0 of a Confluent frame: it is bare Avro, JSON, or another framing.',
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'flink-magic-number',
    of: 'Flink avro-confluent',
    pattern: /unknown data format\. magic number does not match/i,
    weight: 3,
    means: 'the value does not begin with the 0 of a Confluent frame: for bare Avro the format is "avro", not "avro-confluent".',
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'kafka-ui-magic-byte',
    of: 'kafka-ui',
    pattern: /doesn[’']t contain magic byte and schema id prefix/i,
    weight: 3,
    means: 'the value does not begin with a Confluent frame. That tool reads no bare Avro; this one does, by a schema that fits.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'buffer-underflow',
    of: java,
    pattern: /BufferUnderflowException/,
    weight: 3,
    means:
      'the value begins with 0 and is shorter than a frame of 5 bytes: it is bare Avro that happens to begin with 0, such as an empty text, a 0 or the first branch of a union.',
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'guid-not-16',
    of: python,
    pattern: /bytes is not a 16-char string/,
    weight: 3,
    means:
      'the value begins with 1, which means a 16-byte GUID, and is too short for one: it is bare Avro whose first number is -1, or something else without a frame.',
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'artifact-reference-null',
    of: "Apicurio's deserializer",
    pattern: /artifact reference cannot be null/i,
    weight: 3,
    means:
      'the value has no frame that it knows, or the id stands in headers and the reader was not told: apicurio.registry.headers.enabled is false by default since 3.0, and was true in 2.6.',
    remedy: 'Set headers.enabled as the writer has it, or diagnose the topic.',
    onTopic: true,
  },
  {
    id: 'apicurio-global-id',
    of: "Apicurio's deserializer",
    pattern: /no (?:version|artifact) with global ID '?(?<id>-?\d+)'? found/i,
    weight: 3,
    means: ({ id = '?' }) =>
      `${id} is no id of that registry. A reader of Apicurio 2 takes 8 bytes for the id, and a Confluent frame has 4: the last of them are data.`,
    remedy: 'Set as-confluent=true and use-id=contentId on the reader, or write with 8-byte ids.',
    onTopic: true,
  },
  {
    id: 'glue-header',
    of: "AWS Glue's deserializer",
    pattern: /invalid schema registry header version byte|data is not compatible with schema registry|AWSIncompatibleDataException/i,
    weight: 3,
    means: "the value does not begin with the 3 of a Glue header: it was written by Confluent's serializer, or without a frame.",
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'bad-header-bytes',
    of: "Java's BinaryMessageDecoder",
    pattern: /unrecognized header bytes: (?<bytes>0x[0-9a-f]{1,2} 0x[0-9a-f]{1,2})|not enough header bytes/i,
    weight: 3,
    means: ({ bytes }) =>
      `${bytes === undefined ? 'the value is too short for' : `the value begins with ${bytes}, and not with C3 01 as in`} Avro's single-object encoding: it is bare, or framed in another way.`,
    remedy: otherFrame,
    onTopic: true,
  },
  {
    id: 'missing-schema-fingerprint',
    of: "Java's BinaryMessageDecoder",
    pattern: /cannot resolve schema for fingerprint:? ?(?<id>-?\d+)?/i,
    weight: 3,
    means: 'the value is in single-object encoding, and the reader was not given the schema with that fingerprint.',
    remedy: "Add the writer's schema with addSchema(…). Diagnosing the topic names it, where the workspace or the registry has it.",
    onTopic: true,
  },
  {
    id: 'not-a-data-file',
    of: avro,
    pattern: /not an? (?:avro )?data ?file|invalid sync!?(?:\s|$)|avro_file_reader|incorrect avro magic/i,
    weight: 3,
    means: 'an Avro container file was expected, which begins with Obj and 1. A Kafka message is one bare or framed value, not a file.',
    remedy: 'Read messages with a binary decoder, not with a file reader.',
    onTopic: true,
  },
];
