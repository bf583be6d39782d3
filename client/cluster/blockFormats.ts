/** Bytes that grow up to a limit, and that later bytes may be copied from. */
class Output {
  private readonly limit: number;
  private bytes: Buffer;
  length = 0;

  constructor(size: number, limit: number) {
    if (size > limit) throw new RangeError(tooMuch(limit));
    this.limit = limit;
    this.bytes = Buffer.allocUnsafe(size);
  }

  get result(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  append(source: Buffer, start: number, length: number): void {
    if (start + length > source.length) throw new RangeError('The compressed bytes end too early.');
    this.reserve(length);
    source.copy(this.bytes, this.length, start, start + length);
    this.length += length;
  }

  /** Repeats what was written `distance` bytes ago; the two may overlap, so that short runs repeat themselves. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.length) throw new RangeError('A copy refers to bytes before the first.');
    this.reserve(length);
    const from = this.length - distance;
    if (distance >= length) this.bytes.copyWithin(this.length, from, from + length);
    else for (let index = 0; index < length; index++) this.bytes[this.length + index] = this.bytes[from + index] ?? 0;
    this.length += length;
  }

  private reserve(length: number): void {
    const needed = this.length + length;
    if (needed > this.limit) throw new RangeError(tooMuch(this.limit));
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(Math.max(needed, this.bytes.length * 2), this.limit));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

export function tooMuch(limit: number): string {
  return `It would be larger than ${limit} bytes when it is decompressed.`;
}

/**
 * Returns the contents of one raw Snappy block.
 *
 * @throws RangeError if the block is damaged, or its contents are larger than `limit` bytes
 * @see Snappy compressed format description
 */
export function readSnappyBlock(source: Buffer, limit: number): Buffer {
  const { value: size, next } = readSnappyLength(source);
  const output = new Output(size, Math.min(size, limit));
  let position = next;
  while (position < source.length) {
    const tag = source.readUInt8(position++);
    const kind = tag & 3;
    if (kind === 0) {
      let length = (tag >> 2) + 1;
      if (length > 60) {
        const extra = length - 60;
        length = source.readUIntLE(position, extra) + 1;
        position += extra;
      }
      output.append(source, position, length);
      position += length;
    } else if (kind === 1) {
      output.repeat(((tag >> 5) << 8) | source.readUInt8(position), 4 + ((tag >> 2) & 7));
      position += 1;
    } else {
      const width = kind === 2 ? 2 : 4;
      output.repeat(source.readUIntLE(position, width), (tag >> 2) + 1);
      position += width;
    }
  }
  if (output.length !== size) throw new RangeError('The Snappy block has another length than it says.');
  return output.result;
}

function readSnappyLength(source: Buffer): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = source.readUInt8(index);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: index + 1 };
  }
  throw new RangeError('The Snappy block has no valid length.');
}

const lz4Magic = 0x184d2204;
/** Bits of the frame descriptor's first byte. */
const lz4Flags = { blockChecksum: 0x10, contentSize: 0x08, dictionaryId: 0x01 };

/**
 * Returns the contents of one LZ4 frame, with independent or linked blocks. Checksums are skipped: the record batch
 * around it has its own.
 *
 * @throws RangeError if the frame is damaged, or its contents are larger than `limit` bytes
 * @see LZ4 frame format description
 */
export function readLz4Frame(source: Buffer, limit: number): Buffer {
  if (source.readUInt32LE(0) !== lz4Magic) throw new RangeError('The LZ4 frame does not begin with its magic number.');
  const flags = source.readUInt8(4);
  let position = 7 + (flags & lz4Flags.contentSize ? 8 : 0) + (flags & lz4Flags.dictionaryId ? 4 : 0);
  const output = new Output(Math.min(source.length * 4, limit), limit);
  for (;;) {
    const header = source.readUInt32LE(position);
    position += 4;
    if (header === 0) return output.result;
    const length = header & 0x7fffffff;
    if (position + length > source.length) throw new RangeError('The compressed bytes end too early.');
    if (header & 0x80000000) output.append(source, position, length);
    else readLz4Block(source.subarray(position, position + length), output);
    position += length + (flags & lz4Flags.blockChecksum ? 4 : 0);
  }
}

function readLz4Block(block: Buffer, output: Output): void {
  let position = 0;
  const extended = (length: number): number => {
    if (length < 15) return length;
    let more: number;
    do {
      more = block.readUInt8(position++);
      length += more;
    } while (more === 255);
    return length;
  };
  while (position < block.length) {
    const token = block.readUInt8(position++);
    const literals = extended(token >> 4);
    output.append(block, position, literals);
    position += literals;
    if (position === block.length) return;
    const distance = block.readUInt16LE(position);
    position += 2;
    output.repeat(distance, extended(token & 15) + 4);
  }
}
