import crc32 from 'kafkajs/src/protocol/crc32.js';
import { unreadable, type Batch, type OpenRange } from './batch.ts';
import { ByteReader } from './bytes.ts';
import type { KafkaRecord } from './cluster.ts';
import { codecs } from './codecNames.ts';
import { decompress } from './codecs.ts';

const attributeBits = { codec: 0x07, logAppendTime: 0x08 };
const largestWrapper = 128 * 1024 * 1024;

/**
 * Returns a message of format 0 or 1 as a batch: of one record, or of those that a compressed message wraps. They have
 * no headers and no transactions, format 0 has no times either.
 *
 * @param whole the message with its offset and size
 * @see Kafka documentation, "Old Message Format"
 */
export function readMessages(whole: Buffer): Batch {
  const offset = whole.readBigInt64BE(0);
  let records: MessageRecord[] = [];
  let failure: Error | undefined;
  try {
    records = readMessage(new ByteReader(whole), largestWrapper);
  } catch (error) {
    failure = unreadable(offset, offset, 'its messages are damaged or cannot be decompressed', error);
  }
  return {
    firstOffset: records[0]?.offset ?? offset,
    lastOffset: offset,
    size: whole.length,
    count: Math.max(records.length, 1),
    maxTimestampMs: records.reduce((latest, { timestampMs }) => Math.max(latest, timestampMs), -1),
    isTransactional: false,
    producerId: -1n,
    control: undefined,
    read: (range) => {
      if (failure !== undefined) throw failure;
      return { records: recordsIn(records, range).slice(-range.last), bytes: whole.length };
    },
    open: (range) => {
      if (failure !== undefined) throw failure;
      const inside = recordsIn(records, range);
      return { bytes: whole.length, next: (most) => inside.splice(0, most) };
    },
  };
}

/** A record before it is known which partition it is of. */
type MessageRecord = Omit<KafkaRecord, 'partition'>;

function recordsIn(records: readonly MessageRecord[], { partition, from, until }: OpenRange): KafkaRecord[] {
  return records.flatMap((record) => (record.offset >= from && record.offset < until ? [{ partition, ...record }] : []));
}

function readMessage(reader: ByteReader, maxBytes: number): MessageRecord[] {
  const offset = reader.int64();
  const body = new ByteReader(reader.take(reader.int32()));
  // The library's checksum is signed.
  if (body.int32() !== crc32({ buffer: body.bytes.subarray(body.position) })) throw new RangeError('The checksum is wrong.');
  const magic = body.int8();
  const attributes = body.int8();
  const timestampMs = magic === 0 ? -1 : Number(body.int64());
  const key = body.nullableBytes();
  const value = body.nullableBytes();
  const isLogAppendTime = magic !== 0 && (attributes & attributeBits.logAppendTime) !== 0;
  const codec = codecs[attributes & attributeBits.codec];
  if (codec === undefined) throw new RangeError('The compression is unknown.');
  if (codec === 'none') {
    const timestampType = timestampMs < 0 ? 'none' : isLogAppendTime ? 'LogAppendTime' : 'CreateTime';
    return [{ offset, timestampMs, timestampType, leaderEpoch: -1, key, value, headers: [] }];
  }
  const inner = new ByteReader(decompress(codec, value ?? Buffer.alloc(0), maxBytes));
  const records: MessageRecord[] = [];
  // A message in a message is never itself compressed; what says otherwise is hostile and must not nest without end.
  while (inner.left > 0) records.push(...readMessage(inner, 0));
  // Format 1 numbers the inner messages from 0, and the wrapper has the offset of the last one.
  const shift = magic === 0 ? 0n : offset - (records.at(-1)?.offset ?? offset);
  return records.map((record) => ({
    ...record,
    offset: record.offset + shift,
    ...(isLogAppendTime ? { timestampMs, timestampType: 'LogAppendTime' as const } : {}),
  }));
}
