import { FrameError } from '../errors.ts';
import type { FindFrame, FrameInput } from './frame.ts';
import { concatBytes, magicField, noPrefix, readInt64, restOf, toField, toFrame } from './frameParts.ts';

const length = 9;

/**
 * A frame of Apicurio Registry's serializers with 8-byte ids: magic byte 0, an id (int64, big-endian), payload. The id is
 * that of a content from version 3 on, and a global id in version 2; the bytes don't tell which, so it is called a content id.
 *
 * Every longer Confluent prefix could be one, too. Ids are small: where the first four bytes of the id are 0, a Confluent
 * prefix would name the id 0, which no registry gives out.
 *
 * @returns undefined too where the id would be negative
 * @see Apicurio's `Legacy8ByteIdHandler` (3.x) and `DefaultIdHandler` (2.x)
 */
export const findApicurioPrefix: FindFrame = ({ bytes }) => {
  if (bytes.length < length || bytes[0] !== 0 || (bytes[1] ?? 0) >= 0x80) return undefined;
  const id = readInt64(bytes, 1);
  return toFrame('apicurio-prefix', { kind: 'content-id', id }, restOf(bytes, length), length, () => [
    magicField('0', 1, 'apicurio-prefix'),
    toField(1, length, 'content id or global id', String(id)),
  ]);
};

/** Why bytes are no such frame. */
export function noApicurioPrefix(input: FrameInput): FrameError {
  const { bytes } = input;
  if (bytes.length < length || bytes[0] !== 0) return noPrefix(input, 'apicurio-prefix', [0], length);
  return new FrameError('frame/invalid-schema-id', `The id of 8 bytes would be negative: ${readInt64(bytes, 1)}.`);
}

/** Puts magic byte and id in front of a payload. */
export function writeApicurioPrefix(id: bigint, payload: Uint8Array): Uint8Array {
  const head = new Uint8Array(length);
  new DataView(head.buffer).setBigInt64(1, id);
  return concatBytes(head, payload);
}
