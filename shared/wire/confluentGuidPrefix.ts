import type { FrameError } from '../errors.ts';
import type { FindFrame, FrameInput } from './frame.ts';
import { concatBytes, hexToBytes, magicField, noPrefix, readUuid, restOf, toField, toFrame } from './frameParts.ts';

const length = 17;

/**
 * A frame with a GUID prefix: magic byte 1, the schema's GUID (16 bytes), payload.
 *
 * @see Confluent Schema Registry, "Wire format"
 */
export const findConfluentGuidPrefix: FindFrame = ({ bytes }) => {
  if (bytes.length < length || bytes[0] !== 1) return undefined;
  const guid = readUuid(bytes, 1);
  return toFrame('confluent-guid-prefix', { kind: 'guid', guid }, restOf(bytes, length), length, () => [
    magicField('1', 1, 'confluent-guid-prefix'),
    toField(1, length, 'GUID', guid),
  ]);
};

/** Why bytes are no such frame. */
export function noConfluentGuidPrefix(input: FrameInput): FrameError {
  return noPrefix(input, 'confluent-guid-prefix', [1], length);
}

/** Puts magic byte and GUID in front of a payload; without one it is the value of the header that names a GUID. */
export function writeGuidPrefix(guid: string, payload: Uint8Array = new Uint8Array()): Uint8Array {
  return concatBytes([1], hexToBytes(guid), payload);
}
