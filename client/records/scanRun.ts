import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { PartToRead, ReadPart } from '../../shared/wire/decoder.ts';
import type { Cluster, KafkaRecord, UnreadableBatch } from '../cluster/cluster.ts';
import type { ClusterScanProgress, ScanRequest, ScanSink } from '../cluster/scanRequest.ts';
import { toScanRequest } from './clusterRequest.ts';
import type { HeldScan } from './heldScan.ts';
import { failedPart, notRead } from './readHeld.ts';
import type { RecordFilter, TestedRecord } from './recordFilter.ts';
import type { ScanProgress } from './recordsSession.ts';
import { registryFailure, toVerdict } from './rowViews.ts';

export interface RunOptions {
  readonly cluster: Cluster;
  /** Undefined lets all through. */
  readonly filter: RecordFilter | undefined;
  readonly onProgress: (progress: ScanProgress) => void;
}

/** Records that are filtered and decoded together, so that others have their turn in between. */
const takenTogether = 500;
const progressMs = 100;
const untested: TestedRecord = { outcome: 'match', key: undefined, value: undefined };

/**
 * Reads, filters, decodes and holds what a scan's options say, until it stops or is aborted; what was taken stays.
 *
 * @throws KafkaError where nothing could be read
 */
export async function runScan(scan: HeldScan, options: RunOptions, signal: AbortSignal): Promise<ScanProgress> {
  const start = performance.now();
  const before = scan.durationMs;
  const inner = new AbortController();
  const abort = (): void => inner.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  const run = new ScanRun(scan, options, inner, () => before + performance.now() - start);
  scan.running = { abort: inner, ended: run.ended, pause: (isPaused) => run.pause(isPaused) };
  try {
    return await run.read(toScanRequest(scan.options, scan.counts.partitions));
  } finally {
    signal.removeEventListener('abort', abort);
    scan.running = undefined;
    run.finish();
  }
}

class ScanRun implements ScanSink {
  readonly ended: Promise<void>;
  #tellEnded: () => void = () => undefined;
  readonly #scan: HeldScan;
  readonly #options: RunOptions;
  readonly #abort: AbortController;
  readonly #elapsedMs: () => number;
  readonly #isBackwards: boolean;
  /** Resolves when it goes on; undefined while it does. */
  #paused: { readonly resumed: Promise<void>; readonly resume: () => void } | undefined;
  #stage: ScanProgress['stage'] = 'connecting';
  #filterProblem: string | undefined;
  #failure: unknown;
  #lastToldMs = -Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(scan: HeldScan, options: RunOptions, abort: AbortController, elapsedMs: () => number) {
    this.#scan = scan;
    this.#options = options;
    this.#abort = abort;
    this.#elapsedMs = elapsedMs;
    this.#isBackwards = scan.options.start.kind === 'newest' || scan.options.mode === 'older';
    this.ended = new Promise((resolve) => (this.#tellEnded = resolve));
  }

  async read(request: ScanRequest): Promise<ScanProgress> {
    const scan = this.#scan;
    scan.stopped = undefined;
    scan.problem = undefined;
    scan.counts.begin();
    this.#setStage('connecting');
    const end = await this.#options.cluster.scan(request, this, this.#abort.signal);
    if (this.#failure !== undefined) throw this.#failure as Error;
    scan.counts.follow(end);
    this.#forgetUntaken();
    scan.stopped = this.#filterProblem === undefined ? end.stopped : 'filter';
    scan.problem = this.#filterProblem ?? end.problem;
    return this.#last();
  }

  /** How it stands, once and for all. */
  #last(): ScanProgress {
    this.#scan.stage = 'stopped';
    this.#scan.durationMs = this.#elapsedMs();
    const progress = this.#scan.progress();
    this.#options.onProgress(progress);
    return progress;
  }

  finish(): void {
    this.#scan.stage = 'stopped';
    this.#scan.durationMs = this.#elapsedMs();
    clearTimeout(this.#timer);
    this.#options.filter?.close();
    this.#paused?.resume();
    this.#tellEnded();
  }

  pause(isPaused: boolean): void {
    if (isPaused === (this.#paused !== undefined)) return;
    if (isPaused) {
      let resume: () => void = () => undefined;
      const resumed = new Promise<void>((resolve) => (resume = resolve));
      this.#paused = { resumed, resume };
      this.#abort.signal.addEventListener('abort', resume, { once: true });
    } else {
      this.#paused?.resume();
      this.#paused = undefined;
    }
    this.#tell();
  }

  async take(records: readonly KafkaRecord[]): Promise<void> {
    for (let start = 0; start < records.length; start += takenTogether) {
      const some = records.slice(start, start + takenTogether);
      try {
        if (this.#paused) await this.#paused.resumed;
        this.#abort.signal.throwIfAborted();
        await this.#takeSome(some);
      } catch (error) {
        this.#untaken.push(...records.slice(start));
        this.#fail(error);
        return;
      }
      this.#tell();
    }
  }

  /** Records that were handed on and not taken, since the scan was stopped meanwhile. */
  readonly #untaken: KafkaRecord[] = [];

  #forgetUntaken(): void {
    const byPartition = new Map<number, bigint[]>();
    for (const { partition, offset } of this.#untaken) byPartition.set(partition, [...(byPartition.get(partition) ?? []), offset]);
    for (const [partition, offsets] of byPartition) this.#scan.counts.forget(partition, offsets, this.#isBackwards);
  }

  /** A filter's failure ends the scan well, with its sentence; a cancellation likewise; anything else is one of ours. */
  #fail(error: unknown): void {
    if (!isCancelled(error)) {
      if (error instanceof KnownError && this.#options.filter !== undefined) this.#filterProblem = error.message;
      else this.#failure = error;
    }
    this.#abort.abort();
  }

  async #takeSome(records: readonly KafkaRecord[]): Promise<void> {
    const { signal } = this.#abort;
    const { counts, store } = this.#scan;
    const tested: readonly TestedRecord[] = (await this.#options.filter?.test(records, signal)) ?? records.map(() => untested);
    const kept = await this.#readRest(records, tested, signal);
    for (const [index, record] of records.entries()) {
      const outcome = tested[index]?.outcome ?? 'match';
      const read = kept.get(record);
      if (read === undefined) {
        counts.add(record, 'other', undefined);
        continue;
      }
      const { key, value } = read;
      const verdict = toVerdict({ failure: undefined }, key, value);
      counts.add(record, outcome, verdict);
      counts.values.add(value);
      counts.registry = registryFailure(key, value) ?? counts.registry;
      store.add({ ...record, isUntestable: outcome === 'untestable', failure: undefined, verdict });
    }
    this.#scan.learn(
      [...kept.values()],
      [...kept.keys()].map(({ timestampMs }) => timestampMs),
    );
  }

  /** Decodes what the filter let through and has not decoded itself. */
  async #readRest(
    records: readonly KafkaRecord[],
    tested: readonly TestedRecord[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<KafkaRecord, { readonly key: ReadPart; readonly value: ReadPart }>> {
    const kept = records.flatMap((record, index) => {
      const one = tested[index] ?? untested;
      return one.outcome === 'other' ? [] : [{ record, ...one }];
    });
    const parts = kept.flatMap(({ record: { key, value, headers }, ...known }): PartToRead[] => [
      ...(known.key === undefined ? [{ bytes: key, part: 'key' as const, headers }] : []),
      ...(known.value === undefined ? [{ bytes: value, part: 'value' as const, headers }] : []),
    ]);
    const read = parts.length === 0 ? [] : await this.#scan.decoder.read(parts, signal);
    let next = 0;
    return new Map(
      kept.map(({ record, ...known }) => {
        const key = known.key ?? read[next++] ?? notRead(record.key);
        const value = known.value ?? read[next++] ?? notRead(record.value);
        return [record, { key, value }];
      }),
    );
  }

  unreadable({ partition, lastOffset, timestampMs, error }: UnreadableBatch): void {
    const isUntestable = this.#options.filter !== undefined;
    const verdict = toVerdict({ failure: error }, failedPart(error), failedPart(error));
    this.#scan.counts.add({ partition, timestampMs }, isUntestable ? 'untestable' : 'match', verdict);
    const timestampType = timestampMs < 0 ? 'none' : 'CreateTime';
    const place = { partition, offset: lastOffset, timestampMs, timestampType, leaderEpoch: -1 } as const;
    this.#scan.store.add({ ...place, key: null, value: null, headers: [], isUntestable, failure: error, verdict });
    this.#tell();
  }

  progress(progress: ClusterScanProgress): void {
    this.#scan.counts.follow(progress);
    this.#scan.problem = progress.problem;
    this.#setStage(progress.stage);
  }

  #setStage(stage: ScanProgress['stage']): void {
    this.#stage = stage;
    this.#tell();
  }

  /** Tells now, or when it may tell again. */
  #tell(): void {
    this.#scan.stage = this.#paused === undefined ? this.#stage : 'paused';
    if (this.#timer !== undefined) return;
    const waitMs = this.#lastToldMs + progressMs - performance.now();
    if (waitMs > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.#tellNow();
      }, waitMs);
    } else this.#tellNow();
  }

  #tellNow(): void {
    this.#lastToldMs = performance.now();
    this.#scan.durationMs = this.#elapsedMs();
    this.#options.onProgress(this.#scan.progress());
  }
}
