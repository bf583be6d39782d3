import { findSingleObject } from '../../wire/singleObject.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaFast } from './dialects.ts';
import { fails, readPayload } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

/** Avro's `BinaryMessageDecoder` for Java, which was given the schema that wrote the record. */
export function predictSingleObject(record: RecordToPredict): RecordOutcome {
  const { bytes, part, headers } = record;
  if (bytes.length < 10) return fails('BadHeaderException: Not enough header bytes');
  const frame = findSingleObject({ bytes, part, headers, inflate: () => new Uint8Array() });
  if (frame?.names.kind !== 'fingerprint') {
    const [first, second] = [...bytes.subarray(0, 2)].map((byte) => `0x${byte.toString(16).toUpperCase().padStart(2, '0')}`);
    return fails(`BadHeaderException: Unrecognized header bytes: ${first ?? ''} ${second ?? ''}`);
  }
  const { fingerprint } = frame.names;
  const schema = record.schema?.schema;
  if (schema === undefined || record.schema?.fingerprint() !== fingerprint) {
    return fails(`MissingSchemaException: Cannot resolve schema for fingerprint: ${BigInt.asIntN(64, BigInt(`0x${fingerprint}`))}`);
  }
  return readPayload(record, javaFast, schema, frame.payloadStart, ({ message }) =>
    // The decoder wraps those of input and output alone.
    message.startsWith('java.io.') || message.startsWith('Invalid')
      ? fails('AvroRuntimeException: Decoding datum failed', message)
      : fails(message),
  );
}
