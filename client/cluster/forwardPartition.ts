import { KafkaError } from '../../shared/errors.ts';
import type { Batch, BatchReader } from './batch.ts';
import type { KafkaRecord } from './cluster.ts';
import { dataSelector, splitBatches } from './fetchedBatches.ts';
import type { MergeSource } from './mergedBlock.ts';
import type { FetchedReader } from './partitionFetches.ts';
import { sizeOfFirst, type WantedFetch } from './partitionScan.ts';
import type { FetchedPartition } from './protocol.ts';
import type { PlannedBounds } from './scanPlan.ts';
import type { PartitionProgress } from './scanRequest.ts';
import type { ProgressSource, ScanTally } from './scanTally.ts';
import type { Bounds } from './topics.ts';

/** How much of it is asked for at a time. */
export interface FetchSizes {
  readonly firstBytes: number;
  readonly mostBytes: number;
}

/** What came in one fetch and is not yet handed on. */
interface Chunk {
  readonly batches: readonly Batch[];
  readonly isData: (batch: Batch) => boolean;
  next: number;
}

/** A batch grows to this at most when it is decompressed: a few hostile bytes could otherwise become gigabytes. */
export const mostBatchBytes = 1 << 27;
/** A larger one is not fetched: no broker takes one by default that comes near. */
const largestFetchBytes = 1 << 27;
/** After so many answers with nothing, though there was room, nothing is left before the end. */
const mostEmpty = 5;
/** So many records are made at a time. */
const runRecords = 1_000;

/**
 * Reads one partition forwards. What came is kept as it was fetched, two answers at most, and becomes records only when
 * they are taken.
 */
export class ForwardPartition implements FetchedReader, MergeSource, ProgressSource {
  readonly partition: number;
  private readonly tally: ScanTally;
  private readonly sizes: FetchSizes;
  private readonly isCommitted: boolean;
  /** Undefined where no broker leads it; then where it is to begin is found out once one does. */
  private bounds: PlannedBounds | undefined;
  /** Undefined where it goes on at the end. */
  private until: bigint | undefined;
  private low = -1n;
  /** All before it is handed on. */
  private next = -1n;
  /** Where the next fetch begins. */
  private fetchFrom = -1n;
  private fetchBytes: number;
  private empties = 0;
  private readonly chunks: Chunk[] = [];
  private batch: Batch | undefined;
  private reader: BatchReader | undefined;
  /** Records that are made, of which the first ones are handed on. */
  private run: KafkaRecord[] = [];
  private taken = 0;
  /** All before it is in the run, or handed on. */
  private made = -1n;
  private heldBackTo: bigint | undefined;

  constructor(
    partition: number,
    bounds: PlannedBounds | undefined,
    tally: ScanTally,
    options: FetchSizes & { readonly isCommitted: boolean },
  ) {
    this.partition = partition;
    this.tally = tally;
    this.sizes = options;
    this.isCommitted = options.isCommitted;
    this.fetchBytes = options.firstBytes;
    this.bounds = bounds;
    if (bounds !== undefined) this.begin(bounds, bounds.from);
  }

  get needsBounds(): boolean {
    return this.bounds === undefined;
  }

  /** What ends it before its end. */
  get cut(): PlannedBounds['cut'] {
    return this.bounds?.cut;
  }

  get isDone(): boolean {
    return this.until !== undefined && this.next >= this.until;
  }

  get progress(): PartitionProgress {
    const { partition, bounds, low, next, heldBackTo } = this;
    return { partition, firstOffset: bounds?.first ?? -1n, endOffset: bounds?.readableEnd ?? -1n, low, next, heldBackTo };
  }

  /** Goes on at the end with what comes. @param low where all that is read begins, if that was before */
  follow(low = this.low): void {
    this.until = undefined;
    this.low = low;
    // What was fetched beyond its end has not become records.
    this.chunks.length = 0;
    this.fetchFrom = this.made = this.next;
  }

  wanted(): WantedFetch | undefined {
    const [first, second] = this.chunks;
    const hasEnough = second !== undefined || first?.next === 0;
    if (hasEnough || (this.until !== undefined && this.fetchFrom >= this.until)) return undefined;
    return { partition: this.partition, offset: this.fetchFrom, maxBytes: this.fetchBytes };
  }

  accept(fetched: FetchedPartition, hadRoom: boolean): boolean {
    const { records, aborted } = fetched;
    this.learnEnd(fetched);
    const batches = splitBatches(records);
    const last = batches.at(-1);
    if (last === undefined) return this.acceptNoBatch(records, hadRoom);
    if (last.lastOffset < this.fetchFrom) {
      const text = `The broker sent other offsets of partition ${this.partition} than it was asked for.`;
      throw new KafkaError('kafka/malformed-answer', text);
    }
    this.empties = 0;
    const { mostBytes } = this.sizes;
    if (records.length >= this.fetchBytes && this.fetchBytes < mostBytes) this.fetchBytes = Math.min(this.fetchBytes * 4, mostBytes);
    this.chunks.push({ batches, isData: dataSelector(aborted), next: 0 });
    this.fetchFrom = last.lastOffset + 1n;
    return true;
  }

  rebound(bounds: Bounds): void {
    const readableEnd = this.isCommitted ? bounds.lastStable : bounds.end;
    if (this.bounds === undefined) {
      // It was without a leader when the scan began, so that it is read from its beginning on.
      this.bounds = { ...bounds, readableEnd, from: bounds.first, until: readableEnd, cut: undefined };
      this.begin(this.bounds, bounds.first);
      return;
    }
    this.bounds = { ...this.bounds, first: bounds.first };
    // Retention has moved on; or the end is nearer than it was, since a leader that had not got all took over.
    if (this.fetchFrom < bounds.first) this.fetchFrom = bounds.first;
    else if (this.fetchFrom > bounds.end) this.fetchFrom = this.until ?? bounds.end;
  }

  key(): number | undefined {
    if (this.taken === this.run.length) this.makeRun();
    return this.run[this.taken]?.timestampMs;
  }

  takeUpTo(limit: number, most: number, into: KafkaRecord[]): void {
    const start = this.taken;
    while (this.taken < this.run.length && this.taken - start < most) {
      const record = this.run[this.taken];
      if (record === undefined || (this.taken > start && record.timestampMs > limit)) break;
      into.push(record);
      this.taken++;
    }
    this.settle();
  }

  /** Its next records, as many as there are at the moment, and at most `most`. */
  take(most: number): KafkaRecord[] {
    if (this.taken === this.run.length) this.makeRun();
    const records = this.taken === 0 && this.run.length <= most ? this.run : this.run.slice(this.taken, this.taken + most);
    this.taken += records.length;
    this.settle();
    return records;
  }

  private begin({ readableEnd, end, until }: PlannedBounds, from: bigint): void {
    this.low = this.next = this.made = this.fetchFrom = from;
    this.until = until;
    this.heldBackTo = readableEnd < end ? end : undefined;
  }

  /** Says how far all is handed on. */
  private settle(): void {
    if (this.taken === this.run.length) this.next = this.made;
    else this.next = (this.run[this.taken - 1]?.offset ?? this.next - 1n) + 1n;
  }

  private learnEnd({ endOffset, lastStable }: FetchedPartition): void {
    if (this.bounds === undefined || endOffset < 0n) return;
    this.heldBackTo = this.isCommitted && lastStable >= 0n && lastStable < endOffset ? endOffset : undefined;
    const readableEnd = this.isCommitted && lastStable >= 0n ? lastStable : endOffset;
    if (this.until === undefined) this.bounds = { ...this.bounds, readableEnd };
  }

  private acceptNoBatch(records: Buffer, hadRoom: boolean): boolean {
    const size = sizeOfFirst(records);
    if (size > largestFetchBytes) return this.skipTooLarge(records, size);
    if (size > 0) this.fetchBytes = Math.max(this.fetchBytes, size);
    // Whatever was there up to the end is compacted away, or deleted.
    else if (hadRoom && this.until !== undefined && ++this.empties >= mostEmpty) this.fetchFrom = this.until;
    return false;
  }

  private skipTooLarge(records: Buffer, size: number): boolean {
    const firstOffset = records.readBigInt64BE(0);
    const lastOffset = records.length < 27 ? firstOffset : firstOffset + BigInt(Math.max(records.readInt32BE(23), 0));
    if (lastOffset < this.fetchFrom)
      throw new KafkaError('kafka/malformed-answer', `The broker sent a batch of ${size} bytes that is not there.`);
    const error = new KafkaError(
      'kafka/unreadable-batch',
      `The batch at offset ${firstOffset.toString()} has ${size} bytes, too many to be read.`,
      {
        remedy: 'The records beside it are intact.',
      },
    );
    this.tally.unreadable({ partition: this.partition, firstOffset, lastOffset, timestampMs: -1, error });
    this.fetchFrom = lastOffset + 1n;
    return true;
  }

  /** Makes records of what came, until there are enough for a block or nothing is left. */
  private makeRun(): void {
    this.run = [];
    this.taken = 0;
    while (this.run.length < runRecords) {
      if (this.reader === undefined && !this.openNext()) {
        // All that was fetched has become records.
        this.made = this.upToEnd(this.fetchFrom);
        break;
      }
      const records = this.read(runRecords - this.run.length);
      if (this.run.length === 0) this.run = records;
      else this.run.push(...records);
    }
    if (this.run.length === 0) this.next = this.made;
  }

  private read(most: number): KafkaRecord[] {
    const { batch, reader } = this;
    if (batch === undefined || reader === undefined) return [];
    let records: KafkaRecord[] = [];
    try {
      records = reader.next(most);
    } catch (error) {
      this.refuse(batch, error);
      return records;
    }
    const last = records.at(-1);
    if (records.length < most) this.close(batch);
    else if (last !== undefined) this.made = last.offset + 1n;
    return records;
  }

  /** Opens the next batch that holds data; false where nothing more has come. */
  private openNext(): boolean {
    for (let batch = this.nextBatch(); batch !== undefined; batch = this.nextBatch()) {
      if (!this.chunks[0]?.isData(batch)) {
        this.tally.control += batch.count;
        this.tally.bytes += batch.size;
        this.close(batch);
        continue;
      }
      this.batch = batch;
      try {
        const { partition, made, until } = this;
        this.reader = batch.open({ partition, from: made, until: until ?? batch.lastOffset + 1n, maxBytes: mostBatchBytes });
        this.tally.bytes += this.reader.bytes;
        return true;
      } catch (error) {
        this.tally.bytes += batch.size;
        this.refuse(batch, error);
      }
    }
    return false;
  }

  private nextBatch(): Batch | undefined {
    for (let [chunk] = this.chunks; chunk !== undefined; [chunk] = this.chunks) {
      const batch = chunk.batches[chunk.next++];
      if (batch !== undefined && (this.until === undefined || batch.firstOffset < this.until)) return batch;
      this.chunks.shift();
    }
    return undefined;
  }

  private refuse(batch: Batch, error: unknown): void {
    if (!(error instanceof KafkaError)) throw error;
    const { lastOffset, maxTimestampMs: timestampMs } = batch;
    const firstOffset = batch.firstOffset < this.made ? this.made : batch.firstOffset;
    this.tally.unreadable({ partition: this.partition, firstOffset, lastOffset, timestampMs, error });
    this.close(batch);
  }

  private close({ lastOffset }: Batch): void {
    this.made = this.upToEnd(lastOffset + 1n);
    this.batch = undefined;
    this.reader = undefined;
  }

  private upToEnd(offset: bigint): bigint {
    return this.until !== undefined && offset > this.until ? this.until : offset;
  }
}
