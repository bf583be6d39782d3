import type { KnownErrorText } from './knownError.ts';
import { idMeans, remedies, sayers } from './knownError.ts';

const { java, python, avro, registry } = sayers;
const { diagnose } = remedies;

/** Texts about the schema that a frame names, or seems to name, and about values that were misread. */
export const nameErrors: readonly KnownErrorText[] = [
  // What a frame names.
  {
    id: 'retrieving-schema-for-id',
    of: java,
    pattern: /error retrieving (?:avro )?(?:key |value |unknown )?schema for id (?<id>-?\d+)/i,
    weight: 3,
    means: idMeans,
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'schema-not-found',
    of: registry,
    pattern: /schema (?:(?<id>-?\d+) )?not found.{0,80}?40403/i,
    weight: 3,
    means: (found) =>
      found['id'] === undefined
        ? 'the registry does not have that schema id: the value comes from another registry, or has no frame.'
        : idMeans(found),
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'abris-writer-schema',
    of: 'ABRiS',
    pattern: /not able to download writer schema/i,
    weight: 2,
    means: 'the bytes that should be a schema id are none of the registry. Where bare Avro begins with 0, they are its data.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'deserializing-for-id',
    of: java,
    pattern: /error deserializing avro message(?: for id (?<id>-?\d+))?/i,
    weight: 2,
    means: ({ id }) =>
      id === undefined || id === '-1'
        ? 'the value has no frame that it could read.'
        : `the registry has schema id ${id}, and it does not read this value: the frame is another registry's, or there is none and ${id} is data.`,
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'flink-registry-id',
    of: 'Flink avro-confluent',
    pattern: /could not find schema with id (?<id>-?\d+) in registry/i,
    weight: 3,
    means: idMeans,
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'unknown-guid',
    of: python,
    pattern: /schema guid is not set|unknown schema registry error: b''/i,
    weight: 3,
    means: "the frame names its schema by a GUID, and this registry has no GUIDs: only Confluent's of 8.0 and later has them.",
    remedy: 'Write with the prefix instead of the header, or ask a registry that has GUIDs.',
    onTopic: true,
  },
  // How values are misread.
  {
    id: 'malformed-records',
    of: 'Spark from_avro and ABRiS',
    pattern: /malformed records are detected in record parsing|malformed_record_in_parsing/i,
    weight: 2,
    means:
      'the bytes do not fit the schema that from_avro was given: often they begin with a Confluent frame of 5 bytes, or another schema wrote them. Values that fit by chance are wrong without an error.',
    remedy:
      'Drop the frame with substring(value, 6) and read each value by the schema that its id names. Diagnosing the topic writes that code.',
    onTopic: true,
  },
  {
    id: 'index-out-of-bounds',
    of: avro,
    pattern: /(?:Array)?IndexOutOfBoundsException:? (?:Index )?(?<index>-?\d+)(?: out of bounds for length (?<length>\d+))?/,
    weight: 2,
    means: ({ index = '?', length }) =>
      `${index} was read as the number of a union's branch or an enum's symbol${length === undefined ? '' : `, of which there are ${length}`}: the bytes were not written by this schema, or a frame in front of them was not dropped.`,
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'length-negative',
    of: avro,
    pattern: /malformed data\. length is negative: (?<length>-?\d+)/i,
    weight: 2,
    means: ({ length = '?' }) =>
      `${length} was read as the length of a text or of bytes: reading began at a wrong byte, as when a frame was not dropped, or by another schema than the writer's.`,
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'collection-too-large',
    of: avro,
    pattern: /cannot read (?:collections?|strings?|bytes|arrays?|maps?) larger than|requested array size exceeds vm limit/i,
    weight: 2,
    means: "data were read as a huge length: reading began at a wrong byte, or by another schema than the writer's.",
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'invalid-varint',
    of: avro,
    pattern: /invalid (?:int|long) encoding|integer overflow.{0,20}varint/i,
    weight: 2,
    means: "what was read as a number is none of Avro's: reading began at a wrong byte, or by another schema than the writer's.",
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'fastavro-eof',
    of: 'fastavro',
    pattern: /EOFError(?:: expected (?<expected>\d+) bytes, read (?<read>\d+))?/i,
    weight: 2,
    means: 'the value ends before the schema is satisfied: it was written by another schema, or reading began at a wrong byte.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'java-eof',
    of: avro,
    pattern: /java\.io\.EOFException|\bEOFException\b/,
    weight: 2,
    means: 'the value ends before the schema is satisfied: it was written by another schema, or reading began at a wrong byte.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'not-utf-8',
    of: 'Python',
    pattern: /'utf-?8' codec can't decode byte/i,
    weight: 2,
    means: 'bytes that are no UTF-8 were read as text: a string field at a wrong place, or Avro and other binary data read as text.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'avsc-truncated',
    of: 'avsc (JavaScript)',
    pattern: /truncated buffer|trailing data/i,
    weight: 2,
    means: 'the bytes are shorter or longer than the schema says: another schema wrote them, or a frame in front of them was not dropped.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'goavro',
    of: 'goavro (Go)',
    pattern: /cannot decode binary (?:record|union|enum|string|array|map|bytes)/i,
    weight: 2,
    means: 'the bytes do not fit the schema: another schema wrote them, or a frame in front of them was not dropped.',
    remedy: diagnose,
    onTopic: true,
  },
];
