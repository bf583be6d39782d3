import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import { readUint32 } from '../../wire/frameParts.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaClassic } from './dialects.ts';
import { fails, lookUp, lookUpNamed, namedSchema, readPayload, unknown } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

/** confluent-kafka-go's `avrov2` deserializer: the id or GUID in the header, else the prefix. */
export function predictConfluentGo(record: RecordToPredict): RecordOutcome {
  const named = namedSchema(record);
  if (named === 'magic') return fails('unknown magic byte');
  if (named === 'short') return fails('');
  const found = lookUpNamed(record, named);
  if (found.kind === 'unknown') return found.outcome;
  if (found.kind === 'missing') return fails('');
  return readUndocumented(record, found.schema, named.start);
}

/** Confluent.SchemaRegistry.Serdes.Avro for .NET, which knows the prefix. */
export function predictConfluentDotnet(record: RecordToPredict): RecordOutcome {
  const { bytes } = record;
  if (bytes.length < 5) {
    return fails(`InvalidDataException: Expecting data framing of length 5 bytes or more but total data size is ${bytes.length} bytes`);
  }
  if (bytes[0] !== 0) {
    return fails(
      `InvalidDataException: Expecting data with Confluent Schema Registry framing. Magic byte was ${bytes[0] ?? 0}, expecting 0`,
    );
  }
  const id = readUint32(bytes, 1);
  const found = lookUp(record.asked(id), `schema id ${id}`);
  if (found.kind === 'unknown') return found.outcome;
  if (found.kind === 'missing') return fails('');
  return readUndocumented(record, found.schema, 5);
}

/** Both leave what is behind a value alone, and say in words of their own what does not fit. */
function readUndocumented(record: RecordToPredict, schema: Schema, start: number): RecordOutcome {
  if (dereference(schema)?.type === 'bytes') return unknown('Whether it expects a length in front of the bytes is in no documentation.');
  return readPayload(record, javaClassic, schema, start, () => fails(''));
}
