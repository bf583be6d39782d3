import type { Header } from './cluster.ts';
import { codecs, type Codec } from './codecNames.ts';
import { crc32c } from './crc32c.ts';
import { currentMagic, headerSize, prefixSize } from './recordBatch.ts';

export interface RecordToWrite {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  readonly timestampMs: number;
}

/** Who writes a batch, so that the broker notices when it gets it twice. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly epoch: number;
  /** How many records this producer has written to the partition before. */
  readonly sequence: number;
}

/** Returns the records as they stand in a batch, not yet compressed. */
export function writeRecords(records: readonly RecordToWrite[]): Buffer {
  const base = records[0]?.timestampMs ?? 0;
  // The sizes first, so that all is written once and into one buffer.
  const sizes = records.map((record, index) => contentSize(record, index, record.timestampMs - base));
  const target = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + varintSize(size) + size, 0));
  let position = 0;
  for (const [index, { key, value, headers, timestampMs }] of records.entries()) {
    position = putVarint(target, position, sizes[index] ?? 0);
    // Attributes, of which there are none.
    target[position++] = 0;
    position = putVarint(target, position, timestampMs - base);
    position = putVarint(target, position, index);
    position = putBytes(target, position, key);
    position = putBytes(target, position, value);
    position = putVarint(target, position, headers.length);
    for (const header of headers) {
      position = putVarint(target, position, Buffer.byteLength(header.name));
      position += target.write(header.name, position);
      position = putBytes(target, position, header.value);
    }
  }
  return target;
}

/** What a record takes up in a batch that is not compressed, at most. */
export function sizeInBatch(record: Omit<RecordToWrite, 'timestampMs'>): number {
  return longestVarint + contentSize(record, 0x3fff_ffff, Number.MAX_SAFE_INTEGER);
}

const longestVarint = 5;

function contentSize({ key, value, headers }: Omit<RecordToWrite, 'timestampMs'>, index: number, delta: number): number {
  let size = 1 + varintSize(delta) + varintSize(index) + sizedLength(key) + sizedLength(value) + varintSize(headers.length);
  for (const header of headers) {
    const nameLength = Buffer.byteLength(header.name);
    size += varintSize(nameLength) + nameLength + sizedLength(header.value);
  }
  return size;
}

function sizedLength(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

/** @param value a safe integer, which is written in zigzag */
function varintSize(value: number): number {
  let size = 1;
  for (let rest = zigzag(value); rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
  return size;
}

function putVarint(target: Buffer, position: number, value: number): number {
  let at = position;
  let rest = zigzag(value);
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) target[at++] = (rest % 0x80) | 0x80;
  target[at++] = rest;
  return at;
}

/** Exact for times, which are far below the 2^52 from which on it would not be. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

/** Bytes behind their length; null has the length -1. */
function putBytes(target: Buffer, position: number, bytes: Uint8Array | null): number {
  if (bytes === null) return putVarint(target, position, -1);
  const at = putVarint(target, position, bytes.length);
  target.set(bytes, at);
  return at + bytes.length;
}

const checkedFrom = prefixSize + 9;

/**
 * Returns a batch of format 2, ready to be sent.
 *
 * @param content what {@link writeRecords} made of these records, compressed by `codec`
 * @see Kafka documentation, "Record Batch"
 */
export function writeBatch(
  records: readonly RecordToWrite[],
  content: Uint8Array,
  codec: Codec,
  producer: ProducerIdentity | undefined,
): Buffer {
  const latest = records.reduce((most, { timestampMs }) => Math.max(most, timestampMs), -1);
  const batch = Buffer.allocUnsafe(headerSize + content.length);
  batch.writeBigInt64BE(0n, 0);
  batch.writeInt32BE(batch.length - prefixSize, 8);
  batch.writeInt32BE(-1, 12);
  batch.writeInt8(currentMagic, 16);
  batch.writeInt16BE(codecs.indexOf(codec), 21);
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(BigInt(records[0]?.timestampMs ?? 0), 27);
  batch.writeBigInt64BE(BigInt(latest), 35);
  batch.writeBigInt64BE(producer?.producerId ?? -1n, 43);
  batch.writeInt16BE(producer?.epoch ?? -1, 51);
  batch.writeInt32BE(producer?.sequence ?? -1, 53);
  batch.writeInt32BE(records.length, 57);
  batch.set(content, headerSize);
  batch.writeUInt32BE(crc32c(batch.subarray(checkedFrom)), 17);
  return batch;
}
