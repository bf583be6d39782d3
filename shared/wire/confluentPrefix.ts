import { FrameError } from '../errors.ts';
import type { FindFrame, FrameInput } from './frame.ts';
import { magicField, noPrefix, readUint32, restOf, toField, toFrame } from './frameParts.ts';

/** The magic byte and the schema id. */
export const prefixLength = 5;

/** Registries give out ids from 1 on, as Java ints. */
export const maxSchemaId = 0x7fff_ffff;

/**
 * A frame with an id prefix: magic byte 0, schema id (int32, big-endian), payload. Of Protobuf the payload begins with
 * message indexes (`readMessageIndexes`); of JSON Schema it is JSON.
 *
 * @see Confluent Schema Registry, "Wire format"
 */
export const findConfluentPrefix: FindFrame = ({ bytes }) => {
  if (bytes.length < prefixLength || bytes[0] !== 0) return undefined;
  const schemaId = readUint32(bytes, 1);
  return toFrame('confluent-prefix', { kind: 'schema-id', schemaId }, restOf(bytes, prefixLength), prefixLength, () => [
    magicField('0', 1, 'confluent-prefix'),
    toField(1, prefixLength, 'schema id', String(schemaId)),
  ]);
};

/** Why bytes are no such frame. */
export function noConfluentPrefix(input: FrameInput): FrameError {
  return noPrefix(input, 'confluent-prefix', [0], prefixLength);
}

/**
 * Puts a Confluent prefix in front of a payload.
 *
 * @param payload the Avro binary; of a schema "bytes" the bytes themselves, as Confluent's serializers write them
 * @throws FrameError `frame/invalid-schema-id` if the id is no positive int
 */
export function writePrefixedFrame(schemaId: number, payload: Uint8Array): Uint8Array {
  if (!Number.isInteger(schemaId) || schemaId < 1 || schemaId > maxSchemaId) {
    throw new FrameError('frame/invalid-schema-id', `A schema id is a whole number from 1 to ${maxSchemaId}, not ${schemaId}.`);
  }
  const bytes = new Uint8Array(prefixLength + payload.length);
  new DataView(bytes.buffer).setUint32(1, schemaId);
  bytes.set(payload, prefixLength);
  return bytes;
}
