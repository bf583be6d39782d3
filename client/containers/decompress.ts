import * as zlib from 'node:zlib';
import Bunzip from 'seek-bzip';
import xz from 'xz-decompress';
import { CodecError } from '../../shared/errors.ts';
import { readSnappyBlock, tooMuch } from '../cluster/blockFormats.ts';
import { decompress } from '../cluster/codecs.ts';

/** The codecs whose blocks can be read. */
export const containerCodecs = ['null', 'deflate', 'snappy', 'zstandard', 'bzip2', 'xz'] as const;
export type ContainerCodec = (typeof containerCodecs)[number];

/**
 * The data of a container file's block as they were before they were compressed.
 *
 * @param limit in bytes: a few hostile bytes could otherwise become gigabytes
 * @throws CodecError `container/unknown-codec`, `container/damaged-block`, `container/too-large`
 * @see Avro 1.12, "Required Codecs" and "Optional Codecs"
 */
export async function decompressBlock(codec: string, bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  const known = containerCodecs.find((one) => one === codec);
  if (known === undefined) {
    throw new CodecError('container/unknown-codec', `The file is compressed by "${codec}", which can't be read here.`, {
      remedy: `Codecs that can be read: ${containerCodecs.join(', ')}.`,
    });
  }
  try {
    return await decompressAs[known](toBuffer(bytes), limit);
  } catch (error) {
    if (isTooLarge(error)) {
      throw new CodecError('container/too-large', `A block is larger than ${limit} bytes when it is decompressed.`, {
        cause: error,
        remedy: 'Raise avroWorkbench.peek.maxInflatedMegabytes to read it.',
      });
    }
    throw new CodecError('container/damaged-block', `A block can't be decompressed (${codec}).`, { cause: error });
  }
}

const decompressAs: Readonly<Record<ContainerCodec, (bytes: Buffer, limit: number) => Uint8Array | Promise<Uint8Array>>> = {
  null: (bytes, limit) => {
    if (bytes.length > limit) throw new RangeError(tooMuch(limit));
    return bytes;
  },
  deflate: (bytes, limit) => zlib.inflateRawSync(bytes, { maxOutputLength: limit }),
  snappy: readSnappyWithChecksum,
  zstandard: (bytes, limit) => decompress('zstd', bytes, limit),
  bzip2: readBzip2,
  xz: readXz,
};

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

async function readXz(bytes: Buffer, limit: number): Promise<Uint8Array> {
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new xz.XzReadableStream(input).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      throw new RangeError(tooMuch(limit));
    }
    // The library hands its own memory out.
    chunks.push(next.value.slice());
  }
  return Buffer.concat(chunks, length);
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.startsWith('It would be larger than') || (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
}
