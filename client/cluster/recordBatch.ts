import crc32C from 'kafkajs/src/protocol/recordBatch/crc32C/index.js';
import type { KafkaError } from '../../shared/errors.ts';
import { unreadable, type Batch, type BatchRecord, type ReadRange } from './batch.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import type { Header } from './cluster.ts';
import { codecs, decompress, type Codec } from './codecs.ts';

/** All formats begin with an offset (8 bytes) and the size of what follows (4); the format's number is further in. */
export const prefixSize = 12;
export const magicPosition = 16;
export const currentMagic = 2;
/** Of a batch of format 2, up to its records. */
export const headerSize = 61;
const attributesPosition = 21;
const attributeBits = { codec: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20 };

/**
 * Returns a batch of format 2; its records are read on demand.
 *
 * @param whole the batch with its offset and size; at least {@link headerSize} bytes
 * @see Kafka documentation, "Record Batch"
 */
export function parseRecordBatch(whole: Buffer): Batch {
  const reader = new ByteReader(whole, magicPosition + 1);
  const crc = reader.uint32();
  const attributes = reader.int16();
  const firstOffset = whole.readBigInt64BE(0);
  const lastOffset = firstOffset + BigInt(Math.max(reader.int32(), 0));
  const baseTimestamp = reader.int64();
  const maxTimestamp = reader.int64();
  const producerId = reader.int64();
  reader.take(6);
  const count = reader.int32();
  const spanned = Number(lastOffset - firstOffset) + 1;
  const codec = codecs[attributes & attributeBits.codec];
  const isLogAppendTime = (attributes & attributeBits.logAppendTime) !== 0;
  return {
    firstOffset,
    lastOffset,
    size: whole.length,
    count: Math.min(Math.max(count, 0), spanned),
    maxTimestampMs: Number(maxTimestamp),
    isTransactional: (attributes & attributeBits.transactional) !== 0,
    producerId,
    control: attributes & attributeBits.control ? readControlType(whole.subarray(headerSize)) : undefined,
    read: (range) => {
      const fail = (reason: string, cause?: unknown): KafkaError => unreadable(firstOffset, lastOffset, reason, cause);
      if (crc32C(whole.subarray(attributesPosition)) !== crc) throw fail('its checksum is wrong');
      if (codec === undefined) throw fail(`its compression ${attributes & attributeBits.codec} is unknown`);
      let content: Buffer;
      try {
        content = decompress(codec, whole.subarray(headerSize), range.maxBytes);
      } catch (error) {
        throw fail(`it cannot be decompressed (${codec})`, error);
      }
      try {
        const times = { baseTimestamp, logAppendTimestamp: isLogAppendTime ? maxTimestamp : undefined };
        return { records: readRecords(content, count, firstOffset, times, range), bytes: headerSize + content.length };
      } catch (error) {
        throw fail('its records are damaged', error);
      }
    },
  };
}

/** A control record's key is its version and its type, two bytes each; control batches are never compressed. */
function readControlType(content: Buffer): 'commit' | 'abort' | 'other' {
  try {
    const reader = new ByteReader(content);
    reader.varint();
    reader.int8();
    reader.varlong();
    reader.varint();
    const type = reader.varintBytes()?.readInt16BE(2);
    return type === 0 ? 'abort' : type === 1 ? 'commit' : 'other';
  } catch {
    return 'other';
  }
}

interface BatchTimes {
  readonly baseTimestamp: bigint;
  /** Set where the broker's time replaces that of every record. */
  readonly logAppendTimestamp: bigint | undefined;
}

/** Finds where the records begin, then reads only those that are asked for, from the last one backwards. */
function readRecords(content: Buffer, count: number, firstOffset: bigint, times: BatchTimes, range: ReadRange): BatchRecord[] {
  if (count < 0 || count > content.length) throw new RangeError('A batch has more records than bytes.');
  const reader = new ByteReader(content);
  const starts = new Uint32Array(count);
  for (let index = 0; index < count; index++) {
    starts[index] = reader.position;
    reader.take(reader.varint());
  }
  if (reader.left > 0) throw new RangeError('A batch has bytes behind its last record.');
  const records: BatchRecord[] = [];
  for (let index = count - 1; index >= 0 && records.length < range.last; index--) {
    const record = readRecord(new ByteReader(content, starts[index]), firstOffset, times);
    if (record.offset < range.from) break;
    if (record.offset < range.until) records.push(record);
  }
  return records.reverse();
}

function readRecord(reader: ByteReader, firstOffset: bigint, { baseTimestamp, logAppendTimestamp }: BatchTimes): BatchRecord {
  const end = reader.varint() + reader.position;
  reader.int8();
  const timestampDelta = reader.varlong();
  const offset = firstOffset + BigInt(reader.varint());
  const key = reader.varintBytes();
  const value = reader.varintBytes();
  const headers: Header[] = [];
  for (let left = reader.varint(); left > 0; left--) {
    headers.push({ name: reader.take(reader.varint()).toString('utf8'), value: reader.varintBytes() });
  }
  if (reader.position !== end) throw new RangeError('A record has another length than it says.');
  if (logAppendTimestamp !== undefined) {
    return { offset, timestampMs: Number(logAppendTimestamp), timestampType: 'LogAppendTime', key, value, headers };
  }
  const timestampMs = Number(baseTimestamp + timestampDelta);
  return { offset, timestampMs, timestampType: timestampMs < 0 ? 'none' : 'CreateTime', key, value, headers };
}

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
  const baseTimestamp = records[0]?.timestampMs ?? 0;
  const writer = new ByteWriter(1024);
  for (const [index, { key, value, headers, timestampMs }] of records.entries()) {
    const record = new ByteWriter(64 + (key?.length ?? 0) + (value?.length ?? 0))
      .int8(0)
      .varlong(BigInt(timestampMs - baseTimestamp))
      .varint(index)
      .varintBytes(key)
      .varintBytes(value)
      .varint(headers.length);
    for (const header of headers) record.varintBytes(Buffer.from(header.name, 'utf8')).varintBytes(header.value);
    writer.varintBytes(record.bytes);
  }
  return writer.bytes;
}

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
  const timestamps = records.map(({ timestampMs }) => timestampMs);
  const checked = new ByteWriter(content.length + headerSize)
    .int16(codecs.indexOf(codec))
    .int32(records.length - 1)
    .int64(BigInt(timestamps[0] ?? 0))
    .int64(BigInt(timestamps.reduce((a, b) => Math.max(a, b), -1)))
    .int64(producer?.producerId ?? -1n)
    .int16(producer?.epoch ?? -1)
    .int32(producer?.sequence ?? -1)
    .int32(records.length)
    .raw(content).bytes;
  const sized = new ByteWriter(checked.length + 9).int32(-1).int8(currentMagic).uint32(crc32C(checked)).raw(checked).bytes;
  return new ByteWriter(sized.length + prefixSize).int64(0n).sizedBytes(sized).bytes;
}
