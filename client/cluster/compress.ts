import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import snappy from 'kafkajs-snappy';
import lz4 from 'lz4js';
import type { Codec } from './codecNames.ts';
import { nodeZstd } from './codecs.ts';

const gzip = promisify(zlib.gzip);

/** Whether records can be compressed so: zstd only where Node has it, from 22.15 on. */
export function canCompress(codec: Codec): boolean {
  return codec !== 'zstd' || nodeZstd.zstdCompressSync !== undefined;
}

/**
 * Returns the bytes compressed as Kafka's own clients read them.
 *
 * @throws Error for zstd where {@link canCompress} says no
 */
export async function compress(codec: Codec, bytes: Buffer): Promise<Buffer> {
  switch (codec) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzip(bytes);
    case 'snappy':
      return snappy().compress({ buffer: bytes });
    case 'lz4':
      return writeLz4Frame(bytes);
    case 'zstd':
      if (nodeZstd.zstdCompressSync === undefined) throw new Error('This Node cannot write zstd: it needs 22.15 or later.');
      return nodeZstd.zstdCompressSync(bytes);
  }
}

// The frames that lz4js writes have linked blocks, which brokers refuse, so the frame is written here: magic number,
// independent blocks, blocks of up to 64 KiB, and the checksum of these two bytes.
const lz4Header = Buffer.from('04224d18604082', 'hex');
// Not the whole 64 KiB: lz4js lets a match begin within the last 12 bytes of a block, which the format forbids and a
// broker refuses where the block fills its buffer to the end.
const lz4BlockSize = 0x10000 - 16;

function writeLz4Frame(bytes: Buffer): Buffer {
  const parts: Uint8Array[] = [lz4Header];
  for (let start = 0; start < bytes.length; start += lz4BlockSize) {
    const block = bytes.subarray(start, start + lz4BlockSize);
    const target = new Uint8Array(lz4.compressBound(block.length));
    const size = lz4.compressBlock(block, target, 0, block.length, new Uint32Array(0x10000));
    const header = Buffer.alloc(4);
    const isSmaller = size > 0 && size < block.length;
    header.writeUInt32LE(isSmaller ? size : (block.length | 0x80000000) >>> 0);
    parts.push(header, isSmaller ? target.subarray(0, size) : block);
  }
  parts.push(Buffer.alloc(4));
  return Buffer.concat(parts);
}
