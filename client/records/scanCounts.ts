import type { ClusterScanProgress, PartitionProgress } from '../cluster/scanRequest.ts';
import type { Held, Verdict } from './heldRecord.ts';
import { HistogramCounts } from './histogram.ts';
import type { ScanProgress } from './recordsSession.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { isUndecoded } from './rowViews.ts';
import { createValuesTally } from './valuesTally.ts';

type Timed = Pick<Held, 'partition' | 'timestampMs'>;

/** What is counted of a scan, over all of the reads that belong to it. */
export class ScanCounts {
  scanned = 0;
  matched = 0;
  untestable = 0;
  undecoded = 0;
  guessed = 0;
  /** What the registry said last that kept a record from being decoded. */
  registry: ReadPart['error'];
  readonly histogram = new HistogramCounts();
  values = createValuesTally();
  #oldestMs = Infinity;
  #newestMs = -Infinity;
  /** The oldest of each partition's records that were scanned. */
  readonly #oldestOf = new Map<number, number>();
  /** Of the reads before the present one. */
  #before = { control: 0, bytes: 0 };
  #now = { control: 0, bytes: 0 };
  #partitions = new Map<number, PartitionProgress>();

  get control(): number {
    return this.#before.control + this.#now.control;
  }

  get bytes(): number {
    return this.#before.bytes + this.#now.bytes;
  }

  get oldestMs(): number | undefined {
    return Number.isFinite(this.#oldestMs) ? this.#oldestMs : undefined;
  }

  get newestMs(): number | undefined {
    return Number.isFinite(this.#newestMs) ? this.#newestMs : undefined;
  }

  /** By partition. */
  get partitions(): readonly PartitionProgress[] {
    return [...this.#partitions.values()].sort((a, b) => a.partition - b.partition);
  }

  /** Another read begins. */
  begin(): void {
    this.#before = { control: this.control, bytes: this.bytes };
    this.#now = { control: 0, bytes: 0 };
  }

  /** How far the present read is. @param fromMs see {@link cutBack} */
  follow({ control, bytes, partitions }: ClusterScanProgress): void {
    this.#now = { control, bytes };
    for (const progress of partitions) this.#partitions.set(progress.partition, joined(this.#partitions.get(progress.partition), progress));
  }

  /** Of records that were handed on, but not taken: they were not read after all. */
  forget(partition: number, offsets: readonly bigint[], isBackwards: boolean): void {
    const progress = this.#partitions.get(partition);
    if (progress === undefined || offsets.length === 0) return;
    const least = offsets.reduce((a, b) => (a < b ? a : b));
    const most = offsets.reduce((a, b) => (a > b ? a : b));
    const changed = isBackwards
      ? { low: progress.low <= most ? most + 1n : progress.low }
      : { next: progress.next > least ? least : progress.next };
    this.#partitions.set(partition, { ...progress, ...changed });
  }

  /** A record that the filter is done with. `verdict` is of those that are kept. */
  add(record: Timed, outcome: 'match' | 'other' | 'untestable', verdict: Verdict | undefined): void {
    this.scanned++;
    if (outcome === 'match') this.matched++;
    else if (outcome === 'untestable') this.untestable++;
    const isBad = verdict !== undefined && isUndecoded(verdict);
    if (verdict !== undefined) this.#count(verdict, 1);
    const { timestampMs, partition } = record;
    if (timestampMs >= 0) {
      this.#oldestMs = Math.min(this.#oldestMs, timestampMs);
      this.#newestMs = Math.max(this.#newestMs, timestampMs);
      this.#oldestOf.set(partition, Math.min(this.#oldestOf.get(partition) ?? Infinity, timestampMs));
    }
    this.histogram.add(timestampMs, { scanned: 1, matched: Number(outcome === 'match'), undecoded: Number(isBad) });
  }

  /** A record that was decoded anew. */
  replace({ timestampMs, verdict: before }: Held, verdict: Verdict): void {
    this.#count(before, -1);
    this.#count(verdict, 1);
    const change = Number(isUndecoded(verdict)) - Number(isUndecoded(before));
    if (change !== 0) this.histogram.add(timestampMs, { undecoded: change });
  }

  #count(verdict: Verdict, by: 1 | -1): void {
    if (isUndecoded(verdict)) this.undecoded += by;
    else if (verdict.state === 'guessed') this.guessed += by;
  }

  /** Of a read back from the end; see {@link ScanProgress.completeFromMs}. */
  completeFrom(stopped: ScanProgress['stopped']): number | undefined {
    const unfinished = this.partitions.filter(({ low, firstOffset }) => firstOffset >= 0n && low > firstOffset);
    if (unfinished.length === 0) return undefined;
    // The newest over all partitions are complete from the oldest of them on.
    if (stopped === 'records') return this.oldestMs;
    const oldest = unfinished.flatMap(({ partition }) => this.#oldestOf.get(partition) ?? []);
    return oldest.length < unfinished.length ? undefined : Math.max(...oldest);
  }
}

/** What two reads of a partition, one beside the other, have read together. */
function joined(before: PartitionProgress | undefined, now: PartitionProgress): PartitionProgress {
  if (before === undefined || before.next <= before.low) return now;
  if (now.next <= now.low) return { ...now, low: before.low, next: before.next };
  return { ...now, low: before.low < now.low ? before.low : now.low, next: before.next > now.next ? before.next : now.next };
}
