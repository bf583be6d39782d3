import { findGlue } from '../../wire/glue.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { plainJson } from './plainJson.ts';
import { compared, fails, unknown } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

const header = 18;

/** AWS Glue's `AWSKafkaAvroDeserializer`, without a secondary deserializer. */
export function predictGlue(record: RecordToPredict): RecordOutcome {
  const { bytes, part, headers } = record;
  if (bytes.length < header) return incompatible(`Data is not compatible with schema registry size: ${bytes.length}`);
  if (bytes[0] !== 3) return incompatible('Invalid schema registry header version byte in data');
  if (bytes[1] !== 0 && bytes[1] !== 5) return incompatible('Invalid schema registry compression byte in data');
  const frame = findGlue({ bytes, part, headers, inflate: (payload) => payload });
  const schema = record.schema?.schema;
  if (frame === undefined || schema === undefined || record.written === undefined) {
    return unknown('Whether the Glue registry has the schema version that the header names is not known.');
  }
  return compared(record, plainJson(schema, record.written));
}

function incompatible(text: string): RecordOutcome {
  return fails(`GlueSchemaRegistryIncompatibleDataException: ${text}`);
}
