import type { ScanProgress } from '../records/recordsSession.ts';
import type { RecordsState } from './recordsProtocol.ts';
import { toActivity, toPartitions, toProgressView } from './recordsState.ts';
import type { ShownScan } from './scanRunner.ts';
import { createThrottled, type Throttled } from './throttled.ts';

/** A page is told of progress this often at most. */
const progressIntervalMs = 250;

/** What a page is told of itself, and when: what somebody did at once, progress now and then. */
export class PageState {
  #value: RecordsState;
  /** What the scan is doing, as it was told last; undefined before. */
  stage: ScanProgress['stage'] | undefined;
  readonly #poster: Throttled;

  constructor(value: RecordsState, post: (state: RecordsState) => void) {
    this.#value = value;
    this.#poster = createThrottled(() => post(this.#value), progressIntervalMs);
  }

  get value(): RecordsState {
    return this.#value;
  }

  /** Changes it and tells the page. */
  change(changes: Partial<RecordsState>): void {
    this.note(changes);
    this.#poster.now();
  }

  /** Changes what the page knows already, or learns with whatever it is told next. */
  note(changes: Partial<RecordsState>): void {
    this.#value = { ...this.#value, ...changes };
  }

  /** Tells the page all of it. */
  post(): void {
    this.#poster.now();
  }

  /** Takes over a scan's progress. The first records and each change of what it does are told at once. */
  accept(progress: ScanProgress, scan: ShownScan): void {
    const { stage } = progress;
    const isOther = stage !== this.stage;
    this.stage = stage;
    const activity = toActivity(stage);
    // Until the cluster is reached, what stands there is of the read before.
    if (stage === 'connecting') this.note({ activity });
    else {
      const { progress: before, scan: shown, partitions } = this.#value;
      const had = shown === scan.number ? (before?.held ?? 0) : 0;
      this.note({
        scan: scan.number,
        activity,
        progress: toProgressView(progress, scan.baseRevision),
        partitions: toPartitions(partitions, progress.partitions),
        emptiness: undefined,
      });
      if (had === 0 && progress.held > 0) {
        this.#poster.now();
        return;
      }
    }
    if (isOther) this.#poster.now();
    else this.#poster.soon();
  }

  close(): void {
    this.#poster.cancel();
  }
}
