import { readUint32 } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaClassic } from './dialects.ts';
import { fails, lookUp, unknown } from './reading.ts';
import type { RecordToPredict } from './predict.ts';
import { readResolved } from './resolved.ts';
import { isTopUnion, topUnionFault } from './spark.ts';

const malformed = 'SparkException: Malformed records are detected in record parsing.';

/** ABRiS's `from_avro` with Confluent's frame: written by the schema that the frame names, read as the topic's. */
export function predictAbris(record: RecordToPredict): RecordOutcome {
  const { bytes } = record;
  if (bytes.length > 0 && bytes[0] !== 0) return fails(malformed, 'SerializationException: Unknown magic byte!');
  if (bytes.length < 5) return fails(malformed, 'java.nio.BufferUnderflowException');
  const id = readUint32(bytes, 1);
  const found = lookUp(record.asked(id), `schema id ${id}`);
  if (found.kind === 'unknown') return found.outcome;
  if (found.kind === 'missing') {
    const cause = `RestClientException: Schema ${id | 0} not found.; error code: 40403`;
    return fails(malformed, 'java.lang.RuntimeException: Not able to download writer schema', cause);
  }
  const reader = record.schema?.schema;
  if (reader === undefined) return unknown('Which schema the topic has is not known, and it reads as that one.');
  const outcome = readResolved(record, javaClassic, found.schema, reader, 5, (cause) => fails(malformed, ...(cause === '' ? [] : [cause])));
  const isRead = outcome.kind === 'reads' || outcome.kind === 'wrong';
  return isRead && isTopUnion(reader) ? fails(malformed, topUnionFault) : outcome;
}
