import { ByteWriter } from './bytes.ts';
import type { Header } from './cluster.ts';
import { codecs, type Codec } from './codecs.ts';
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
  const sized = new ByteWriter(checked.length + 9).int32(-1).int8(currentMagic).uint32(crc32c(checked)).raw(checked).bytes;
  return new ByteWriter(sized.length + prefixSize).int64(0n).sizedBytes(sized).bytes;
}
