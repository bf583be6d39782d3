import { KafkaError } from '../../shared/errors.ts';
import { unreadable, type Batch } from './batch.ts';
import type { KafkaRecord, UnreadableBatch } from './cluster.ts';
import type { AbortedTransaction } from './fetchedBatches.ts';
import { mostBatchBytes } from './forwardPartition.ts';
import { firstOffsetOf, PartitionScan, sizeOfFirst, type WantedFetch } from './partitionScan.ts';
import type { ProbedRecords, WantedRecords } from './probeRequest.ts';

/** What one answer brought of a partition. */
export interface FetchedChunk {
  /** All offsets from here up to `to`, exclusive, are in it. */
  readonly from: bigint;
  readonly to: bigint;
  readonly batches: readonly Batch[];
  /** Of each batch whether it holds data. */
  readonly data: readonly boolean[];
  readonly records: Buffer;
  readonly aborted: readonly AbortedTransaction[];
}

const smallestFetchBytes = 1 << 12;
const firstFetchBytes = 1 << 16;
const largestFetchBytes = 1 << 20;
/** A larger batch is not fetched. */
const mostFetchBytes = 1 << 27;
/** After so many answers with nothing, though there was room, nothing is left before the end. */
const mostEmpty = 3;
/** So many requests in a row are made to find records behind those that are no data. */
const mostFruitless = 32;

/** A range of a partition that is being read, forwards or backwards. */
export class ProbedRange {
  private readonly aim: WantedRecords;
  private readonly backwards: PartitionScan | undefined;
  private until: bigint;
  /** Where it began; what was deleted meanwhile is left out. */
  private start: bigint;
  /** All before it was looked at. */
  private next: bigint;
  private readonly found: KafkaRecord[] = [];
  private readonly failed: UnreadableBatch[] = [];
  private fetchBytes: number;
  private empties = 0;
  private fruitless = 0;

  /** @param largestBatch of those that are known of the partition, in bytes; 0 where none is */
  constructor(aim: WantedRecords, largestBatch: number) {
    this.aim = aim;
    this.start = this.next = aim.from;
    this.until = aim.until;
    const { partition, from, until, count, take } = aim;
    if (take === 'last') this.backwards = new PartitionScan(partition, from, until, { count, maxBatchBytes: mostBatchBytes });
    // Where one batch is enough, more of them would only cost.
    const isFew = count <= 8 && largestBatch > 0;
    this.fetchBytes = isFew ? Math.min(Math.max(largestBatch, smallestFetchBytes), largestFetchBytes) : firstFetchBytes;
  }

  /** Where the next fetch begins. */
  get position(): bigint {
    return this.backwards === undefined ? this.next : this.backwards.next().offset;
  }

  get isDone(): boolean {
    if (this.backwards !== undefined) return this.backwards.isDone || this.isGivenUp;
    return this.next >= this.until || this.found.length >= this.aim.count || this.isGivenUp;
  }

  wanted(): WantedFetch | undefined {
    if (this.isDone) return undefined;
    return this.backwards?.next() ?? { partition: this.aim.partition, offset: this.next, maxBytes: this.fetchBytes };
  }

  /** Whether it can go on with what has come for another range. */
  isWithin({ from, to }: FetchedChunk): boolean {
    return this.backwards === undefined && this.next >= from && this.next < to;
  }

  accept(chunk: FetchedChunk): void {
    const before = this.count;
    this.empties = 0;
    if (this.backwards === undefined) this.acceptForwards(chunk);
    else this.backwards.accept(chunk.records, chunk.aborted);
    this.fruitless = this.count > before ? 0 : this.fruitless + 1;
    // A long stretch without data is passed in larger steps.
    if (this.fruitless > 0) this.fetchBytes = Math.min(this.fetchBytes * 4, largestFetchBytes);
  }

  private get count(): number {
    return this.backwards?.results.length ?? this.found.length + this.failed.length;
  }

  private acceptForwards(chunk: FetchedChunk): void {
    for (const [index, batch] of chunk.batches.entries()) {
      if (batch.lastOffset < this.next) continue;
      if (batch.firstOffset >= this.until || this.found.length >= this.aim.count) break;
      if (chunk.data[index] === true) this.read(batch);
      else this.next = batch.lastOffset + 1n;
    }
    if (this.found.length < this.aim.count && this.next < chunk.to) this.next = chunk.to;
  }

  /** No whole batch has come. */
  acceptNothing(records: Buffer, hadRoom: boolean): void {
    if (this.backwards !== undefined) this.acceptNothingBackwards(records, hadRoom, this.backwards);
    else {
      const size = sizeOfFirst(records);
      if (size > mostFetchBytes) this.skipTooLarge(records, size);
      else if (size > 0) this.fetchBytes = Math.max(this.fetchBytes, size);
      else if (!hadRoom) this.fetchBytes = Math.min(this.fetchBytes * 4, largestFetchBytes);
      else if (++this.empties >= mostEmpty) this.next = this.until;
    }
  }

  /** The partition has other bounds than were known. */
  clip(first: bigint, end: bigint): void {
    if (this.backwards !== undefined) {
      this.backwards.moveFirst(first);
      return;
    }
    if (end < this.until) this.until = end;
    if (first > this.start) this.start = first < this.until ? first : this.until;
    if (this.next < this.start) this.next = this.start;
  }

  result(): ProbedRecords {
    if (this.backwards !== undefined) return this.resultBackwards(this.backwards);
    const { partition, count } = this.aim;
    const last = this.found.at(-1);
    const isFull = this.found.length >= count && last !== undefined;
    const to = isFull ? last.offset + 1n : this.next < this.until ? this.next : this.until;
    return { partition, records: this.found, unreadable: this.failed, from: this.start, to, isWhole: isFull || this.next >= this.until };
  }

  private resultBackwards({ results, lowest, unread }: PartitionScan): ProbedRecords {
    const { partition, until } = this.aim;
    const records = results.flatMap((found) => (found.kind === 'record' ? [found.record] : []));
    const failed = results.flatMap((found) => (found.kind === 'unreadable' ? [{ ...found, lastOffset: found.offset }] : []));
    const [first] = results;
    const last = results.at(-1);
    const isFull = results.length >= this.aim.count;
    // Of a window that is not read to its end only its beginning is there, which is not next to the end.
    const isPart = unread !== undefined && lowest === until;
    const to = !isPart ? until : last === undefined ? lowest : last.offset + 1n;
    const from = first !== undefined && (isFull || isPart) ? firstOffsetOf(first) : lowest;
    return { partition, records, unreadable: failed, from, to, isWhole: unread === undefined };
  }

  private get isGivenUp(): boolean {
    return this.fruitless >= mostFruitless;
  }

  private read(batch: Batch): void {
    const { partition, count } = this.aim;
    const range = { partition, from: this.next, until: this.until, maxBytes: mostBatchBytes };
    try {
      const records = batch.open(range).next(count - this.found.length);
      this.found.push(...records);
      const last = this.found.length >= count ? this.found.at(-1) : undefined;
      this.next = last === undefined ? batch.lastOffset + 1n : last.offset + 1n;
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      const { firstOffset, lastOffset, maxTimestampMs: timestampMs } = batch;
      this.failed.push({ partition, firstOffset, lastOffset, timestampMs, error });
      this.next = lastOffset + 1n;
    }
  }

  private skipTooLarge(records: Buffer, size: number): void {
    const { partition } = this.aim;
    const firstOffset = records.readBigInt64BE(0);
    const said = records.length < 27 ? firstOffset : firstOffset + BigInt(Math.max(records.readInt32BE(23), 0));
    const lastOffset = said < this.next ? this.next : said;
    const error = unreadable(firstOffset, lastOffset, `it has ${size.toLocaleString('en')} bytes, which is too many`);
    this.failed.push({ partition, firstOffset, lastOffset, timestampMs: -1, error });
    this.next = lastOffset + 1n;
  }

  private acceptNothingBackwards(records: Buffer, hadRoom: boolean, scan: PartitionScan): void {
    scan.accept(records, []);
    this.empties = records.length === 0 && hadRoom ? this.empties + 1 : 0;
    if (this.empties >= mostEmpty) scan.passOver();
  }
}
