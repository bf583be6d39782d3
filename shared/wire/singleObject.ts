import { toHex } from '../avro/bytesLiteral.ts';
import type { FrameError } from '../errors.ts';
import type { FindFrame, FrameInput } from './frame.ts';
import { concatBytes, hexToBytes, magicField, noPrefix, restOf, toField, toFrame } from './frameParts.ts';

const magic = [0xc3, 0x01] as const;
const length = 10;

/**
 * Avro's single-object encoding: C3 01, the CRC-64-AVRO fingerprint of the schema (little-endian), payload.
 *
 * @see Avro 1.12, "Single-object encoding"
 */
export const findSingleObject: FindFrame = ({ bytes }) => {
  if (bytes.length < length || bytes[0] !== magic[0] || bytes[1] !== magic[1]) return undefined;
  // A slice of a Buffer would be a view, and what is reversed must not be the record.
  const fingerprint = toHex(Uint8Array.from(bytes.subarray(2, length)).reverse());
  return toFrame('single-object', { kind: 'fingerprint', fingerprint }, restOf(bytes, length), length, () => [
    magicField('C3 01', 2, 'single-object'),
    toField(2, length, 'fingerprint', `${fingerprint}, the lowest byte first`),
  ]);
};

/** Why bytes are no such encoding. */
export function noSingleObject(input: FrameInput): FrameError {
  return noPrefix(input, 'single-object', magic, length);
}

/** Puts the two bytes and a fingerprint, as 16 hex digits with the highest first, in front of a payload. */
export function writeSingleObject(fingerprint: string, payload: Uint8Array): Uint8Array {
  return concatBytes(magic, hexToBytes(fingerprint).reverse(), payload);
}
