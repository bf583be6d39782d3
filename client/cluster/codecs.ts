import * as zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { readLz4Frame, readSnappyBlock, tooMuch } from './blockFormats.ts';
import type { Codec } from './codecNames.ts';
import { checkZstdFrames } from './zstdFrames.ts';

/** The zstd functions that Node has from 22.15 on; the types here are those of Node 20. */
export const nodeZstd = zlib as {
  readonly zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;
  readonly zstdCompressSync?: (bytes: Uint8Array) => Buffer;
};

/**
 * Returns the records of a batch as they were before they were compressed.
 *
 * @param limit in bytes; a few hostile bytes could otherwise become gigabytes
 * @throws Error if the bytes are damaged, or their contents are larger than `limit`
 */
export function decompress(codec: Codec, bytes: Buffer, limit: number): Buffer {
  switch (codec) {
    case 'none':
      return bytes;
    case 'gzip':
      return zlib.gunzipSync(bytes, { maxOutputLength: limit });
    case 'snappy':
      return readSnappy(bytes, limit);
    case 'lz4':
      return readLz4Frame(bytes, limit);
    case 'zstd':
      return nodeZstd.zstdDecompressSync?.(bytes, { maxOutputLength: limit }) ?? readZstdSlowly(bytes, limit);
  }
}

const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0]);
const xerialHeaderSize = 16;

/** Java writes many Snappy blocks behind a header of its own ("xerial"); librdkafka and others write one raw block. */
function readSnappy(bytes: Buffer, limit: number): Buffer {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return readSnappyBlock(bytes, limit);
  const blocks: Buffer[] = [];
  let left = limit;
  for (let position = xerialHeaderSize; position < bytes.length;) {
    const size = bytes.readUInt32BE(position);
    position += 4;
    if (position + size > bytes.length) throw new RangeError('The compressed bytes end too early.');
    const block = readSnappyBlock(bytes.subarray(position, position + size), left);
    blocks.push(block);
    left -= block.length;
    position += size;
  }
  return Buffer.concat(blocks);
}

/** For editors whose Node has no zstd of its own. */
export function readZstdSlowly(bytes: Buffer, limit: number): Buffer {
  // The library makes room for what a frame says of itself, before it has read anything of it.
  checkZstdFrames(bytes, limit);
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((chunk) => {
    length += chunk.length;
    if (length > limit) throw new RangeError(tooMuch(limit));
    chunks.push(chunk);
  });
  stream.push(bytes, true);
  return Buffer.concat(chunks, length);
}
