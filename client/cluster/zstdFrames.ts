import { tooMuch } from './blockFormats.ts';

const magic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;
/** Every decoder is asked to bear windows up to this size, so that smaller contents may have one. */
const usualWindow = 8 << 20;
const largestBlock = 1 << 17;

/**
 * Looks at the headers of all frames and blocks, without reading what is in them.
 *
 * @throws RangeError if a frame says that it is larger than `limit` bytes, or that it needs more than that to be read;
 *   if it is cut off, or no frame at all
 * @see RFC 8878, "Zstandard Frames"
 */
export function checkZstdFrames(bytes: Buffer, limit: number): void {
  for (let position = 0; position < bytes.length;) position = checkFrame(bytes, position, limit);
}

/** @returns where the next frame begins */
function checkFrame(bytes: Buffer, start: number, limit: number): number {
  const number = bytes.readUInt32LE(start);
  if ((number & 0xfffffff0) >>> 0 === skippableMagic) return start + 8 + bytes.readUInt32LE(start + 4);
  if (number !== magic) throw new RangeError('The zstd frame does not begin with its magic number.');
  const descriptor = bytes.readUInt8(start + 4);
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeBytes = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  let position = start + 5;
  if (!isSingleSegment) {
    const window = windowOf(bytes.readUInt8(position++));
    if (window > Math.max(limit, usualWindow)) throw new RangeError(tooMuch(limit));
  }
  position += dictionaryBytes;
  if (sizeOf(bytes, position, sizeBytes) > limit) throw new RangeError(tooMuch(limit));
  return checkBlocks(bytes, position + sizeBytes, limit) + (descriptor & 4 ? 4 : 0);
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** 0 where the frame does not say. */
function sizeOf(bytes: Buffer, position: number, length: number): number {
  if (length === 0) return 0;
  if (length === 8) return Number(bytes.readBigUInt64LE(position));
  return bytes.readUIntLE(position, length) + (length === 2 ? 256 : 0);
}

/** @returns where the last block ends */
function checkBlocks(bytes: Buffer, start: number, limit: number): number {
  let known = 0;
  for (let position = start; ;) {
    const header = bytes.readUIntLE(position, 3);
    const kind = (header >> 1) & 3;
    const size = header >> 3;
    if (size > largestBlock) throw new RangeError('A zstd block is larger than blocks may be.');
    // One that repeats a byte says how often; one that is as it was written, how long it is.
    if (kind < 2) known += size;
    if (known > limit) throw new RangeError(tooMuch(limit));
    position += 3 + (kind === 1 ? 1 : size);
    if (position > bytes.length) throw new RangeError('The compressed bytes end too early.');
    if (header & 1) return position;
  }
}
