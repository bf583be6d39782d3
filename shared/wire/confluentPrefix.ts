import { FrameError } from '../errors.ts';
import type { Frame } from './frame.ts';

/** The magic byte and the schema id. */
export const prefixLength = 5;

/** Registries give out ids from 1 on, as Java ints. */
export const maxSchemaId = 0x7fff_ffff;

/** The frame, or undefined if `bytes` is shorter than 5 bytes or doesn't begin with 0. See {@link readPrefixedFrame}. */
export function findPrefixedFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.length < prefixLength || bytes[0] !== 0) return undefined;
  return {
    framing: 'confluent-prefix',
    schemaId: new DataView(bytes.buffer, bytes.byteOffset).getUint32(1),
    payload: bytes.subarray(prefixLength),
    payloadStart: prefixLength,
  };
}

/**
 * Takes a frame with an id prefix apart: magic byte 0, schema id (int32, big-endian), payload.
 *
 * @param bytes a record's key or value, whole
 * @returns the frame; `payload` is a view into `bytes`, not a copy
 * @throws FrameError `frame/too-short` if `bytes` is shorter than 5 bytes, `frame/no-magic-byte` if it doesn't begin with 0
 * @see Confluent Schema Registry, "Wire format"
 */
export function readPrefixedFrame(bytes: Uint8Array): Frame {
  const frame = findPrefixedFrame(bytes);
  if (frame !== undefined) return frame;
  const [first] = bytes;
  if (first !== undefined && first !== 0) {
    throw new FrameError('frame/no-magic-byte', `The first byte is ${hex(first)}, not 00, so this is no Confluent prefix.`);
  }
  throw new FrameError('frame/too-short', `A Confluent prefix takes ${prefixLength} bytes; here are ${bytes.length}.`);
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

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
