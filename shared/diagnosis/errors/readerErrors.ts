import type { KnownErrorText } from './knownError.ts';
import { remedies, sayers } from './knownError.ts';

const { java, python, avro } = sayers;
const { diagnose } = remedies;

/** Texts about schemas that do not go together, and of what fails by any of these. */
export const readerErrors: readonly KnownErrorText[] = [
  // Schemas that do not go together.
  {
    id: 'found-expecting',
    of: avro,
    pattern: /found (?<found>[\w.$<>]+), expecting (?<expected>[\w.$<>]+)(?<field>, missing required field (?<name>[\w.$]+))?/i,
    weight: 3,
    means: ({ found = '?', expected = '?', name }) =>
      name === undefined
        ? `the writer's schema has ${found} where the reader's has ${expected}: they do not go together, or the schema id is not the one that wrote this value.`
        : `the reader's schema needs "${name}", which the writer does not write, and it has no default there.`,
    remedy: 'Compare both versions, or diagnose the topic if the schema is not of it.',
    onTopic: true,
  },
  {
    id: 'resolution-mismatch',
    of: 'fastavro',
    pattern: /schema(?:resolution)?(?:error)?:? ?schema mismatch|SchemaResolutionError/i,
    weight: 3,
    means:
      "the schema that the frame names and the reader's do not go together: the reader's is another type's, or the schema id is not the one that wrote this value.",
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'specific-record-class',
    of: java,
    pattern: /could not find class (?<name>[\w.$]+) specified in writer's schema/i,
    weight: 3,
    means: ({ name = '?' }) => `the value reads well, and the class ${name} is not on the class path of this program.`,
    remedy: 'Generate the class from the schema, mind its namespace, or set specific.avro.reader to false.',
    onTopic: false,
  },
  {
    id: 'generic-record-cast',
    of: java,
    pattern: /GenericData\$Record cannot be cast to/,
    weight: 3,
    means: 'the value reads well, and comes as a generic record where the program wants a generated class.',
    remedy: 'Set specific.avro.reader to true.',
    onTopic: false,
  },
  {
    id: 'datum-not-example',
    of: 'Python writers',
    pattern: /is not an example of the schema|do(?:es)? not match \[|AvroTypeException: The datum/i,
    weight: 3,
    means: 'the value to be written does not fit its schema; nothing was sent.',
    remedy: 'Try it as a message document: it underlines the place.',
    onTopic: false,
  },
  {
    id: 'union-not-found',
    of: 'Java writers',
    pattern: /UnresolvedUnionException|not in union \[/i,
    weight: 3,
    means: 'the value to be written fits no branch of a union; nothing was sent.',
    remedy: 'Try it as a message document: it underlines the place.',
    onTopic: false,
  },
  // What fails by them.
  {
    id: 'record-deserialization',
    of: 'Kafka consumers',
    pattern:
      /error deserializing (?:key\/value|key|value) for partition (?<topic>[\w.-]{1,249})-(?<partition>\d{1,9}) at offset (?<offset>\d{1,19})/i,
    weight: 1,
    means: ({ topic = '?', partition = '?', offset = '?' }) =>
      `the consumer stops at partition ${partition}, offset ${offset} of ${topic}, and will stop there again. Its cause says why.`,
    remedy: 'Diagnose the topic; until then seek past the record, or give the consumer an error handler.',
    onTopic: true,
  },
  {
    id: 'value-deserialization',
    of: python,
    pattern: /ValueDeserializationError|KeyDeserializationError|_VALUE_DESERIALIZATION|_KEY_DESERIALIZATION/,
    weight: 1,
    means: 'the deserializer refused the record; the text within says why.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'connect-avro',
    of: "Kafka Connect's AvroConverter",
    pattern: /failed to deserialize data (?:for topic (?<topic>[\w.-]{1,249}) )?to avro/i,
    weight: 1,
    means: 'the converter expects Confluent frames, and this record is none that it can read.',
    remedy: 'Diagnose the topic. With errors.tolerance=all and a dead letter queue the connector goes on.',
    onTopic: true,
  },
  {
    id: 'connect-json',
    of: "Kafka Connect's JsonConverter",
    pattern: /converting byte\[\] to kafka connect data failed|jsonconverter with schemas\.enable requires "?schema"? and "?payload"?/i,
    weight: 3,
    means:
      'the converter expects JSON (with schemas.enable: an envelope of schema and payload), and the record is something else, such as Avro.',
    remedy: 'Use the AvroConverter for Confluent frames, or set schemas.enable to false for plain JSON.',
    onTopic: true,
  },
  {
    id: 'connect-tolerance',
    of: 'Kafka Connect',
    pattern: /tolerance exceeded in error handler/i,
    weight: 1,
    means: 'a record could not be converted, and the connector tolerates none. Its cause says why.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'ksql-deserialize',
    of: 'ksqlDB',
    pattern: /error deserializing message from topic:? ?(?<topic>[\w.-]{1,249})?|failed to deserialize (?:key|value).{0,40}ksql/i,
    weight: 1,
    means: 'ksqlDB leaves the record out, and writes to its processing log: the value is not in the format of the stream.',
    remedy: diagnose,
    onTopic: true,
  },
  {
    id: 'flink-deserialize',
    of: 'Flink',
    pattern: /failed to deserialize avro record|failed to deserialize consumer record/i,
    weight: 1,
    means: 'the record is not in the format of the table: "avro" reads bare Avro, "avro-confluent" reads Confluent frames.',
    remedy: diagnose,
    onTopic: true,
  },
];
