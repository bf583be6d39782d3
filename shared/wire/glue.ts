import { CodecError, FrameError } from '../errors.ts';
import type { FindFrame, Frame, FrameField, FrameInput } from './frame.ts';
import { concatBytes, hexToBytes, magicField, noPrefix, readUuid, restOf, toField, toFrame } from './frameParts.ts';

const length = 18;
const compressions: ReadonlyMap<number | undefined, Frame['compression']> = new Map([
  [0, 'none'],
  [5, 'zlib'],
]);

/**
 * A frame of AWS Glue's serializers: header version 3, compression (0 none, 5 zlib), UUID of the schema version (16
 * bytes), payload. What can't be inflated is the frame's `problem`; what does not even begin like zlib is no frame.
 *
 * @see AWS Glue Schema Registry, `AWSSchemaRegistryConstants` of its serializers
 */
export const findGlue: FindFrame = ({ bytes, inflate }) => {
  if (bytes.length < length || bytes[0] !== 3) return undefined;
  const compression = compressions.get(bytes[1]);
  if (compression === undefined || (compression === 'zlib' && !beginsLikeZlib(bytes))) return undefined;
  const uuid = readUuid(bytes, 2);
  const fields = (): readonly FrameField[] => [
    magicField('3', 1, 'glue'),
    toField(1, 2, 'compression', compression === 'none' ? '0: none' : '5: zlib'),
    toField(2, length, 'schema version', uuid),
  ];
  const stored = restOf(bytes, length);
  const { payload, problem } = compression === 'none' ? { payload: stored, problem: undefined } : tryInflate(stored, inflate);
  return toFrame('glue', { kind: 'glue-version', uuid }, payload, length, fields, { compression, problem });
};

/** The method is deflate, with a window that may be, and a check on both bytes (RFC 1950, 2.2). */
function beginsLikeZlib(bytes: Uint8Array): boolean {
  const [method = 0, flags = 0] = [bytes[length], bytes[length + 1]];
  return bytes.length >= length + 2 && (method & 0x0f) === 8 && method >>> 4 <= 7 && (method * 256 + flags) % 31 === 0;
}

function tryInflate(
  bytes: Uint8Array,
  inflate: FrameInput['inflate'],
): { readonly payload: Uint8Array; readonly problem: CodecError | undefined } {
  try {
    return { payload: inflate(bytes), problem: undefined };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { payload: new Uint8Array(), problem: error };
  }
}

/** Why bytes are no such frame. */
export function noGlue(input: FrameInput): FrameError {
  const [magic, compression] = input.bytes;
  if (magic !== 3 || input.bytes.length < length) return noPrefix(input, 'glue', [3], length);
  if (compression === 5)
    return new FrameError('frame/no-zlib', 'Byte 1 says zlib, but what stands from byte 18 on does not begin like zlib.');
  const text = (compression ?? 0).toString(16).padStart(2, '0');
  return new FrameError('frame/unknown-compression', `Byte 1 is ${text}, and AWS Glue knows 00, no compression, and 05, zlib.`);
}

/** Puts an AWS Glue header in front of a payload, which is already compressed where `compression` says so. */
export function writeGlue(uuid: string, payload: Uint8Array, compression: 'none' | 'zlib' = 'none'): Uint8Array {
  return concatBytes([3, compression === 'none' ? 0 : 5], hexToBytes(uuid), payload);
}
