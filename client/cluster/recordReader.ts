import type { OpenRange } from './batch.ts';
import type { Header, KafkaRecord } from './cluster.ts';

/** The records of a batch of format 2, decompressed, with what its header says of all of them. */
export interface RecordsSource {
  readonly content: Buffer;
  /** As the header says. */
  readonly count: number;
  readonly firstOffset: bigint;
  readonly baseTimestamp: bigint;
  /** Set where the broker's time replaces that of every record. */
  readonly logAppendTimestamp: number | undefined;
  readonly leaderEpoch: number;
}

const noHeaders: readonly Header[] = Object.freeze([]);

/**
 * Reads the records of a batch. Millions of them pass through here in a scan, so it reads numbers as numbers wherever
 * they are exact, and makes nothing but the record and the views of its key and value. What is damaged throws a
 * `RangeError`; no length leads beyond the bytes, or makes anything large.
 *
 * @see Kafka documentation, "Record"
 */
export class RecordReader {
  private readonly source: RecordsSource;
  private readonly range: OpenRange;
  private readonly content: Buffer;
  /** Undefined where it has more digits than a number holds. */
  private readonly baseTimestampMs: number | undefined;
  private position = 0;
  /** How many records are behind the position. */
  private done = 0;

  constructor(source: RecordsSource, range: OpenRange) {
    if (source.count < 0 || source.count > source.content.length) throw new RangeError('A batch has more records than bytes.');
    this.source = source;
    this.range = range;
    this.content = source.content;
    const base = Number(source.baseTimestamp);
    this.baseTimestampMs = Number.isSafeInteger(base) ? base : undefined;
  }

  /** The next records of the range, at most so many; fewer where none are left. */
  next(most: number): KafkaRecord[] {
    const { from, until } = this.range;
    const records: KafkaRecord[] = [];
    while (this.done < this.source.count && records.length < most) {
      this.done++;
      const record = this.readRecord();
      if (record.offset >= until) {
        this.done = this.source.count;
        return records;
      }
      if (record.offset >= from) records.push(record);
    }
    if (this.done === this.source.count && records.length < most) this.refuseMore();
    return records;
  }

  /** The last records of the range, in order. It finds where the records begin, and reads only those that are asked for. */
  last(most: number): KafkaRecord[] {
    const { count } = this.source;
    const starts = new Uint32Array(count);
    for (let index = 0; index < count; index++) {
      starts[index] = this.position;
      this.skip(this.varint());
    }
    this.refuseMore();
    const records: KafkaRecord[] = [];
    for (let index = count - 1; index >= 0 && records.length < most; index--) {
      this.position = starts[index] ?? 0;
      const record = this.readRecord();
      if (record.offset < this.range.from) break;
      if (record.offset < this.range.until) records.push(record);
    }
    return records.reverse();
  }

  private refuseMore(): void {
    if (this.position < this.content.length) throw new RangeError('A batch has bytes behind its last record.');
  }

  private readRecord(): KafkaRecord {
    const { firstOffset, logAppendTimestamp, leaderEpoch } = this.source;
    const length = this.varint();
    const end = this.position + length;
    this.skip(1);
    const created = this.timestamp();
    const offset = firstOffset + BigInt(this.varint());
    const key = this.bytes();
    const value = this.bytes();
    const headers = this.headers();
    if (this.position !== end) throw new RangeError('A record has another length than it says.');
    const timestampMs = logAppendTimestamp ?? created;
    const timestampType = logAppendTimestamp !== undefined ? 'LogAppendTime' : created < 0 ? 'none' : 'CreateTime';
    return { partition: this.range.partition, offset, timestampMs, timestampType, leaderEpoch, key, value, headers };
  }

  private headers(): readonly Header[] {
    let left = this.varint();
    if (left <= 0) return noHeaders;
    const headers: Header[] = [];
    for (; left > 0; left--) {
      const start = this.skip(this.varint());
      headers.push({ name: this.content.toString('utf8', start, this.position), value: this.bytes() });
    }
    return headers;
  }

  /** Milliseconds since 1970, by their distance from the first record's. */
  private timestamp(): number {
    const start = this.position;
    let value = 0;
    // 28 bits are a day and a half: what is further away is rare.
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte >= 0x80) continue;
      const delta = (value >>> 1) ^ -(value & 1);
      return this.baseTimestampMs === undefined ? Number(this.source.baseTimestamp + BigInt(delta)) : this.baseTimestampMs + delta;
    }
    this.position = start;
    return Number(this.source.baseTimestamp + this.varlong());
  }

  /** A view of the bytes behind their length; null where that is negative. */
  private bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.skip(length);
    return this.content.subarray(start, this.position);
  }

  /** A zigzag number of up to 32 bits. */
  private varint(): number {
    const first = this.byte();
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    let value = first & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new RangeError('A varint has more than 5 bytes.');
  }

  /** A zigzag number of up to 64 bits. */
  private varlong(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    throw new RangeError('A varlong has more than 10 bytes.');
  }

  private byte(): number {
    if (this.position >= this.content.length) throw new RangeError('The bytes end too early.');
    return this.content[this.position++] ?? 0;
  }

  /** Goes on behind the next `length` bytes; returns where they begin. */
  private skip(length: number): number {
    const start = this.position;
    if (length < 0 || length > this.content.length - start) throw new RangeError('The bytes end too early.');
    this.position = start + length;
    return start;
  }
}
