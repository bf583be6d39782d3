import { topicSubject } from '../../wire/topicSubjects.ts';
import { readUint32 } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaClassic } from './dialects.ts';
import { fails, lookUp, lookUpNamed, namedSchema, readConfluentPayload, unknown } from './reading.ts';
import type { Lookup } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

const unknownMagic = fails('SerializationException: Unknown magic byte!');
const underflow = fails('java.nio.BufferUnderflowException');

/** `KafkaAvroDeserializer` 7.x, which knows the prefix alone. */
export function predictJavaConfluent(record: RecordToPredict): RecordOutcome {
  const { bytes } = record;
  if (bytes.length === 0) return underflow;
  if (bytes[0] !== 0) return unknownMagic;
  if (bytes.length < 5) return underflow;
  const id = readUint32(bytes, 1);
  return readById(record, lookUp(record.asked(id), `schema id ${id}`), String(id | 0), 5);
}

/** `KafkaAvroDeserializer` 8.x: the id or GUID in the header, else the prefix. */
export function predictJavaConfluent8(record: RecordToPredict): RecordOutcome {
  const named = namedSchema(record);
  if (named === 'magic') return unknownMagic;
  if (named === 'short') return underflow;
  const found = lookUpNamed(record, named);
  // How a GUID that is not there is told is in no documentation.
  if (named.id === undefined && found.kind === 'missing') return fails('');
  return readById(record, found, named.id === undefined ? (named.guid ?? '') : String(named.id | 0), named.start);
}

/**
 * Connect's `AvroConverter`, which wraps what `KafkaAvroDeserializer` says, and asks for the schema's version under the topic's
 * subject once it has read a value.
 */
export function predictConnect(record: RecordToPredict): RecordOutcome {
  const outcome = predictJavaConfluent(record);
  if (outcome.kind === 'fails') return wrapped(outcome, `DataException: Failed to deserialize data for topic ${record.topic} to Avro: `);
  if (outcome.kind === 'unknown') return outcome;
  const id = readUint32(record.bytes, 1);
  const asked = record.asked(id);
  const { subjects, readable } = asked !== undefined && 'readable' in asked ? asked : {};
  const own = topicSubject(record.topic, record.part);
  if (readable?.source.subject === own || subjects?.includes(own)) return outcome;
  if (outcome.kind === 'reads' && subjects === undefined) {
    return unknown(`It also asks for the version of schema id ${id} under the subject ${own}, and fails where that has none.`);
  }
  return fails(
    `DataException: Failed to deserialize data for topic ${record.topic} to Avro: `,
    `SerializationException: Error retrieving Avro ${record.part} schema version for id ${id | 0}`,
    `RestClientException: The given schema does not match any schema under the subject ${own}; error code: 40403`,
  );
}

/** ksqlDB, which reads Avro with Connect's converter. */
export function predictKsqldb(record: RecordToPredict): RecordOutcome {
  const outcome = predictConnect(record);
  return outcome.kind === 'fails'
    ? wrapped(outcome, `SerializationException: Error deserializing message from topic: ${record.topic}`)
    : outcome;
}

function wrapped(outcome: RecordOutcome & { readonly kind: 'fails' }, text: string): RecordOutcome {
  // Converters catch exceptions of serializers alone.
  if (outcome.text.startsWith('java.')) return outcome;
  return { ...outcome, text, causes: [outcome.text, ...outcome.causes] };
}

function readById(record: RecordToPredict, found: Lookup, id: string, start: number): RecordOutcome {
  switch (found.kind) {
    case 'unknown':
      return found.outcome;
    case 'missing':
      return fails(
        `SerializationException: Error retrieving Avro ${record.part} schema for id ${id}`,
        `RestClientException: Schema ${id} not found.; error code: 40403`,
      );
    case 'schema':
      return readConfluentPayload(record, javaClassic, found.schema, start, ({ message }) =>
        fails(`SerializationException: Error deserializing Avro message for id ${id}`, message),
      );
  }
}
