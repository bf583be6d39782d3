import type { KafkaError } from '../../shared/errors.ts';
import { unreadable, type Batch, type BatchContent, type BatchReader, type OpenRange, type ReadRange } from './batch.ts';
import { ByteReader } from './bytes.ts';
import { codecs } from './codecNames.ts';
import { decompress } from './codecs.ts';
import { crc32c } from './crc32c.ts';
import { RecordReader, type RecordsSource } from './recordReader.ts';

/** All formats begin with an offset (8 bytes) and the size of what follows (4); the format's number is further in. */
export const prefixSize = 12;
export const magicPosition = 16;
export const currentMagic = 2;
/** Of a batch of format 2, up to its records. */
export const headerSize = 61;
/** Where the fields of format 2 begin. */
const positions = {
  leaderEpoch: 12,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  count: 57,
} as const;
const attributeBits = { codec: 0x07, logAppendTime: 0x08, transactional: 0x10, control: 0x20 };

/**
 * Returns a batch of format 2; its records are read on demand.
 *
 * @param whole the batch with its offset and size; at least {@link headerSize} bytes
 * @see Kafka documentation, "Record Batch"
 */
export function parseRecordBatch(whole: Buffer): Batch {
  return new RecordBatch(whole);
}

/** A view of the bytes of a batch: most batches of a long scan are asked for little. */
class RecordBatch implements Batch {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  private readonly whole: Buffer;
  private readonly attributes: number;

  constructor(whole: Buffer) {
    this.whole = whole;
    this.attributes = whole.readInt16BE(positions.attributes);
    this.firstOffset = whole.readBigInt64BE(0);
    this.lastOffset = this.firstOffset + BigInt(Math.max(whole.readInt32BE(positions.lastOffsetDelta), 0));
  }

  get size(): number {
    return this.whole.length;
  }

  get count(): number {
    const spanned = Math.max(this.whole.readInt32BE(positions.lastOffsetDelta), 0) + 1;
    return Math.min(Math.max(this.whole.readInt32BE(positions.count), 0), spanned);
  }

  get maxTimestampMs(): number {
    return Number(this.whole.readBigInt64BE(positions.maxTimestamp));
  }

  get isTransactional(): boolean {
    return (this.attributes & attributeBits.transactional) !== 0;
  }

  get producerId(): bigint {
    return this.whole.readBigInt64BE(positions.producerId);
  }

  get control(): Batch['control'] {
    return this.attributes & attributeBits.control ? readControlType(this.whole.subarray(headerSize)) : undefined;
  }

  read(range: ReadRange): BatchContent {
    const source = this.decompress(range);
    return { records: this.checked(() => new RecordReader(source, range).last(range.last)), bytes: headerSize + source.content.length };
  }

  open(range: OpenRange): BatchReader {
    const source = this.decompress(range);
    const reader = this.checked(() => new RecordReader(source, range));
    return { bytes: headerSize + source.content.length, next: (most) => this.checked(() => reader.next(most)) };
  }

  private decompress({ maxBytes }: OpenRange): RecordsSource {
    const { whole, attributes, firstOffset } = this;
    if (crc32c(whole.subarray(positions.attributes)) !== whole.readUInt32BE(positions.crc)) throw this.unreadable('its checksum is wrong');
    const codec = codecs[attributes & attributeBits.codec];
    if (codec === undefined) throw this.unreadable(`its compression ${attributes & attributeBits.codec} is unknown`);
    const isLogAppendTime = (attributes & attributeBits.logAppendTime) !== 0;
    try {
      return {
        content: decompress(codec, whole.subarray(headerSize), maxBytes),
        count: whole.readInt32BE(positions.count),
        firstOffset,
        baseTimestamp: whole.readBigInt64BE(positions.baseTimestamp),
        logAppendTimestamp: isLogAppendTime ? this.maxTimestampMs : undefined,
        leaderEpoch: whole.readInt32BE(positions.leaderEpoch),
      };
    } catch (error) {
      throw this.unreadable(`it cannot be decompressed (${codec})`, error);
    }
  }

  private checked<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw this.unreadable('its records are damaged', error);
    }
  }

  private unreadable(reason: string, cause?: unknown): KafkaError {
    return unreadable(this.firstOffset, this.lastOffset, reason, cause);
  }
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
