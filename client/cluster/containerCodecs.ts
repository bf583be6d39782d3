import * as zlib from 'node:zlib';
import Bunzip from 'seek-bzip';
import { readSnappyBlock, tooMuch } from './blockFormats.ts';
import { decompress } from './codecs.ts';

/**
 * How the blocks of Avro containers are decompressed, by the codec's name: those that need not be waited for.
 *
 * Each takes no more than a limit in bytes, and throws where the bytes are damaged or would become more: see {@link isTooLarge}.
 *
 * @see Avro 1.12, "Required Codecs" and "Optional Codecs"
 */
export const blockCodecs = {
  null: (bytes, limit) => {
    if (bytes.length > limit) throw new RangeError(tooMuch(limit));
    return bytes;
  },
  deflate: (bytes, limit) => zlib.inflateRawSync(bytes, { maxOutputLength: limit }),
  snappy: readSnappyWithChecksum,
  zstandard: (bytes, limit) => decompress('zstd', bytes, limit),
  bzip2: readBzip2,
} satisfies Readonly<Record<string, (bytes: Buffer, limit: number) => Uint8Array>>;

/** Whether what was thrown says that the limit was reached. */
export function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.startsWith('It would be larger than') || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
}

const checksumLength = 4;

/** Behind the Snappy block stands the CRC-32 of the data. */
function readSnappyWithChecksum(bytes: Buffer, limit: number): Buffer {
  const data = readSnappyBlock(bytes.subarray(0, bytes.length - checksumLength), limit);
  if (crc32(data) !== bytes.readUInt32BE(bytes.length - checksumLength)) throw new RangeError('The checksum is wrong.');
  return data;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  return crc;
});

/** Node has it from 22.2 on. */
function crc32(bytes: Uint8Array): number {
  const native = (zlib as { readonly crc32?: (bytes: Uint8Array) => number }).crc32;
  if (native !== undefined) return native(bytes);
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/** The library asks for a byte at a time; where there is none left it would go on for ever, so that is an error here. */
function readBzip2(bytes: Buffer, limit: number): Buffer {
  const output = new Growing(limit);
  let position = 0;
  const readByte = (): number => {
    const byte = bytes[position++];
    if (byte === undefined) throw new RangeError('The compressed bytes end too early.');
    return byte;
  };
  const input = {
    readByte,
    read: (buffer: Buffer, start: number, length: number) => {
      for (let index = 0; index < length; index++) buffer[start + index] = readByte();
      return length;
    },
    eof: () => position >= bytes.length,
  };
  // It makes its buffers as Node did long ago, about which Node would warn in the editor's log.
  const noDeprecation = process.noDeprecation ?? false;
  process.noDeprecation = true;
  try {
    Bunzip.decode(input, { writeByte: (byte) => output.push(byte) }, true);
  } finally {
    process.noDeprecation = noDeprecation;
  }
  return output.result;
}

class Growing {
  readonly #limit: number;
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get result(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  push(byte: number): void {
    if (this.#length >= this.#limit) throw new RangeError(tooMuch(this.#limit));
    if (this.#length === this.#bytes.length) {
      const longer = Buffer.allocUnsafe(2 * this.#length);
      this.#bytes.copy(longer);
      this.#bytes = longer;
    }
    this.#bytes[this.#length++] = byte;
  }
}
