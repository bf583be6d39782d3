import { KafkaError } from '../../shared/errors.ts';
import { dataSelector, splitBatches } from './fetchedBatches.ts';
import type { FetchedReader } from './partitionFetches.ts';
import { ProbedRange, type FetchedChunk } from './probedRange.ts';
import type { WantedFetch } from './partitionScan.ts';
import type { FetchedPartition } from './protocol.ts';
import type { Bounds } from './topics.ts';
import type { ProbedRecords, WantedRecords } from './probeRequest.ts';

interface Waiting {
  readonly range: ProbedRange;
  readonly resolve: (records: ProbedRecords) => void;
  readonly reject: (error: unknown) => void;
}

/** A larger answer is not kept for what may be asked next. */
const largestKept = 1 << 20;

/** One partition of which ranges are read, one after the other. */
export class ProbedPartition implements FetchedReader {
  readonly partition: number;
  readonly needsBounds = false;
  /** Undefined where no broker leads it. */
  bounds: Bounds | undefined;
  /** That came so far, as they came. */
  bytes = 0;
  private readonly queue: Waiting[] = [];
  private kept: FetchedChunk | undefined;
  /** The largest batch so far, in bytes: what holds one of them holds what is looked for, most of the time. */
  private largestBatch = 0;

  constructor(partition: number, bounds: Bounds | undefined) {
    this.partition = partition;
    this.bounds = bounds;
  }

  get isBusy(): boolean {
    return this.queue.length > 0;
  }

  add(wanted: WantedRecords): Promise<ProbedRecords> {
    const { bounds } = this;
    const least = bounds?.first ?? wanted.until;
    const most = bounds?.lastStable ?? wanted.until;
    const until = wanted.until < most ? wanted.until : most;
    const from = wanted.from > least ? wanted.from : least;
    const range = new ProbedRange({ ...wanted, from: from < until ? from : until, until }, this.largestBatch);
    return new Promise((resolve, reject) => {
      this.queue.push({ range, resolve, reject });
      this.settle();
    });
  }

  wanted(): WantedFetch | undefined {
    return this.queue[0]?.range.wanted();
  }

  accept({ records, aborted }: FetchedPartition, hadRoom: boolean): boolean {
    const range = this.queue[0]?.range;
    this.bytes += records.length;
    if (range === undefined) return records.length > 0;
    const batches = splitBatches(records);
    const [first] = batches;
    const last = batches.at(-1);
    if (first === undefined || last === undefined) {
      range.acceptNothing(records, hadRoom);
      this.settle();
      return false;
    }
    for (const { size } of batches) if (size > this.largestBatch) this.largestBatch = size;
    const asked = range.position;
    if (last.lastOffset < asked) {
      throw new KafkaError('kafka/malformed-answer', `The broker sent other offsets of partition ${this.partition} than it was asked for.`);
    }
    const isData = dataSelector(aborted);
    const data = batches.map(isData);
    // What begins before what was asked for came along with it, and is there as well.
    const chunk = {
      from: first.firstOffset < asked ? first.firstOffset : asked,
      to: last.lastOffset + 1n,
      batches,
      data,
      records,
      aborted,
    };
    this.kept = records.length <= largestKept ? chunk : undefined;
    range.accept(chunk);
    this.settle();
    return true;
  }

  rebound(bounds: Bounds): void {
    this.bounds = bounds;
    for (const { range } of this.queue) range.clip(bounds.first, bounds.lastStable);
    this.settle();
  }

  /** Resolves what is waited for with what came. */
  giveUp(): void {
    for (const { range, resolve } of this.queue.splice(0)) resolve(range.result());
  }

  fail(error: unknown): void {
    for (const { reject } of this.queue.splice(0)) reject(error);
  }

  /** Resolves what is done, and answers what can be answered by what came last. */
  private settle(): void {
    for (let first = this.queue[0]; first !== undefined; first = this.queue[0]) {
      const { range } = first;
      if (!range.isDone && this.kept !== undefined && range.isWithin(this.kept)) range.accept(this.kept);
      if (!range.isDone) return;
      this.queue.shift();
      first.resolve(range.result());
    }
  }
}
