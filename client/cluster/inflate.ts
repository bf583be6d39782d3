import * as zlib from 'node:zlib';
import { CodecError } from '../../shared/errors.ts';
import { bytesText } from '../../shared/avro/cursor.ts';
import type { Inflate } from '../../shared/wire/frame.ts';
import { tooMuch } from './blockFormats.ts';
import { blockCodecs, isTooLarge } from './containerCodecs.ts';

/**
 * A function that inflates zlib data to at most so many bytes, and takes no more memory than twice as much, whatever it is
 * given.
 *
 * The function throws CodecError `codec/inflated-too-large`, or `codec/damaged` where the data is no zlib, ends too early
 * or has bytes behind its end.
 */
export function createInflate(maxBytes: number): Inflate {
  const inflate: Inflate = (bytes) => {
    try {
      // The types of Node leave out what `info` makes of the result.
      const { buffer, engine } = zlib.inflateSync(bytes, { maxOutputLength: maxBytes, info: true }) as unknown as Inflated;
      const left = bytes.length - engine.bytesWritten;
      if (left === 0) return buffer;
      throw new CodecError('codec/damaged', `The compressed payload has ${bytesText(left)} behind its end.`);
    } catch (error) {
      if (error instanceof CodecError) throw error;
      throw toCodecError(error, maxBytes);
    }
  };
  return Object.assign(inflate, {
    block: (codec: string, bytes: Uint8Array, used: number) => {
      const read = Object.hasOwn(blockCodecs, codec) ? blockCodecs[codec as keyof typeof blockCodecs] : undefined;
      if (read === undefined) return undefined;
      try {
        const left = maxBytes - used;
        if (left <= 0) throw new RangeError(tooMuch(maxBytes));
        return read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), left);
      } catch (error) {
        if (isTooLarge(error)) throw tooLarge(error, maxBytes);
        throw new CodecError('codec/damaged', `A block of this container can't be decompressed (${codec}).`, { cause: error });
      }
    },
  });
}

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function toCodecError(error: unknown, maxBytes: number): CodecError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(error, maxBytes);
  const why = code === 'Z_BUF_ERROR' ? 'ends too early' : 'is damaged';
  return new CodecError('codec/damaged', `The compressed payload ${why}.`, { cause: error });
}

function tooLarge(cause: unknown, maxBytes: number): CodecError {
  const message = `The payload inflates to more than ${bytesText(maxBytes)}, so it is not shown; the record is intact.`;
  return new CodecError('codec/inflated-too-large', message, { cause });
}
