import type { KafkaRecord } from './cluster.ts';
import { mostBatchBytes } from './forwardPartition.ts';
import type { MergeSource } from './mergedBlock.ts';
import type { FetchedReader } from './partitionFetches.ts';
import { firstOffsetOf, PartitionScan, type Found, type WantedFetch } from './partitionScan.ts';
import type { FetchedPartition } from './protocol.ts';
import type { PlannedBounds } from './scanPlan.ts';
import type { PartitionProgress } from './scanRequest.ts';
import type { ProgressSource, ScanTally } from './scanTally.ts';
import type { Bounds } from './topics.ts';

/** After so many answers with nothing, though there was room, nothing is left in the window that was asked for. */
const mostEmpty = 5;

/**
 * Reads one partition backwards, a window at a time, and hands its records on newest first: always all from some offset
 * up to the end, so that another scan can go on before it.
 */
export class BackwardPartition implements FetchedReader, MergeSource, ProgressSource {
  readonly partition: number;
  readonly needsBounds: boolean;
  /** What ends it before its end was asked for, and nothing lies between. */
  readonly cut = undefined;
  private readonly tally: ScanTally;
  private readonly bounds: PlannedBounds | undefined;
  private readonly scan: PartitionScan | undefined;
  private found: readonly Found[] = [];
  private keys: readonly number[] = [];
  /** How many of what was found are not yet handed on. */
  private left = 0;
  private low: bigint;
  private control = 0;
  private empties = 0;
  private isGivenUp = false;

  /**
   * @param bounds undefined where no broker leads it: it is left out then
   * @param aim how many records are looked for in one go, and how many are kept of what comes along with them
   */
  constructor(
    partition: number,
    bounds: PlannedBounds | undefined,
    tally: ScanTally,
    aim: { readonly count: number; readonly kept: number },
  ) {
    this.partition = partition;
    this.needsBounds = bounds === undefined;
    this.tally = tally;
    this.bounds = bounds;
    this.scan = bounds && new PartitionScan(partition, bounds.from, bounds.until, { ...aim, maxBatchBytes: mostBatchBytes });
    this.low = bounds?.until ?? -1n;
  }

  get isDone(): boolean {
    return this.left === 0 && (this.isGivenUp || this.scan?.isExhausted === true);
  }

  get progress(): PartitionProgress {
    const { partition, bounds, low } = this;
    if (bounds === undefined) return { partition, firstOffset: -1n, endOffset: -1n, low, next: -1n, heldBackTo: undefined };
    const { first: firstOffset, readableEnd: endOffset, end, until: next } = bounds;
    return { partition, firstOffset, endOffset, low, next, heldBackTo: endOffset < end ? end : undefined };
  }

  wanted(): WantedFetch | undefined {
    return this.left > 0 || this.isDone ? undefined : this.scan?.next();
  }

  accept({ records, aborted }: FetchedPartition, hadRoom: boolean): boolean {
    const { scan } = this;
    if (scan === undefined) return false;
    const bytes = scan.accept(records, aborted);
    this.tally.bytes += bytes;
    this.empties = bytes === 0 && records.length === 0 && hadRoom ? this.empties + 1 : 0;
    if (this.empties >= mostEmpty) scan.passOver();
    this.tally.control += scan.control - this.control;
    this.control = scan.control;
    this.found = scan.drain();
    this.left = this.found.length;
    this.keys = keysOf(this.found);
    if (this.left === 0) this.low = scan.lowest;
    return bytes > 0;
  }

  rebound(bounds: Bounds): void {
    const wanted = this.scan?.next();
    if (wanted === undefined || wanted.offset >= bounds.end) this.isGivenUp = true;
    else this.scan?.moveFirst(bounds.first);
  }

  key(): number | undefined {
    return this.keys[this.left - 1];
  }

  takeUpTo(limit: number, most: number, into: KafkaRecord[]): void {
    const end = into.length + most;
    const start = this.left;
    while (this.left > 0 && into.length < end) {
      const found = this.found[this.left - 1];
      const key = this.keys[this.left - 1];
      if (found === undefined || key === undefined || (this.left < start && key > limit)) break;
      this.left--;
      this.low = firstOffsetOf(found);
      if (found.kind === 'record') into.push(found.record);
      else this.tally.unreadable({ ...found, lastOffset: found.offset });
    }
    if (this.left === 0) this.low = this.scan?.lowest ?? this.low;
  }
}

/**
 * What each is ordered by among those of other partitions, the lowest first: how late it is, or any before it in its
 * partition, since they come after it. So one with a time long past holds no others back.
 */
function keysOf(found: readonly Found[]): number[] {
  let latest = -Infinity;
  return found.map(({ timestampMs }) => {
    latest = Math.max(latest, timestampMs);
    return -latest;
  });
}
