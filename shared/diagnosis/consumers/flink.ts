import { readUint32 } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaClassic } from './dialects.ts';
import { fails, lookUp, readPayload, unknown } from './reading.ts';
import type { RecordToPredict } from './predict.ts';
import { toTableSchema } from './flinkTable.ts';
import { readResolved } from './resolved.ts';

const failed = 'java.io.IOException: Failed to deserialize Avro record.';

/**
 * Flink's format `avro`, of a table whose columns are those of the schema that wrote the record. It reads by the schema that
 * follows from the columns, which is another one where that of the record has enums, or nulls that do not come first.
 */
export function predictFlinkAvro(record: RecordToPredict): RecordOutcome {
  const schema = record.schema?.schema;
  if (schema === undefined) return unknown('Which schema wrote this is not known, and the table has to be made for it.');
  const table = toTableSchema(schema);
  if (table === undefined) return unknown('A table of Flink can not have columns of this schema.');
  return readPayload(record, javaClassic, table, 0, ({ message }) => fails(failed, message));
}

/** Flink's format `avro-confluent`: written by the schema that the frame names, read as the one of the option `avro-confluent.schema`. */
export function predictFlinkConfluent(record: RecordToPredict): RecordOutcome {
  const { bytes } = record;
  if (bytes.length === 0) return fails(failed, 'java.io.EOFException');
  if (bytes[0] !== 0) return fails(failed, 'java.io.IOException: Unknown data format. Magic number does not match');
  if (bytes.length < 5) return fails(failed, 'java.io.EOFException');
  const id = readUint32(bytes, 1);
  const found = lookUp(record.asked(id), `schema id ${id}`);
  if (found.kind === 'unknown') return found.outcome;
  if (found.kind === 'missing') {
    const missing = `java.io.IOException: Could not find schema with id ${id | 0} in registry`;
    return fails(failed, missing, `RestClientException: Schema ${id | 0} not found.; error code: 40403`);
  }
  const reader = record.schema?.schema;
  if (reader === undefined) return unknown('Which schema the topic has is not known, and the table has to be made for it.');
  return readResolved(record, javaClassic, found.schema, reader, 5, (cause) => fails(failed, ...(cause === '' ? [] : [cause])));
}
