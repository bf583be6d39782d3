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
  /** Whether the scan has come to the topic's end and followed it. */
  wasLive = false;
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

  /** Another read begins. */
  begin(): void {
    this.stage = undefined;
    this.wasLive = false;
  }

  /** Takes over a scan's progress. The first records and each change of what it does are told at once. */
  accept(progress: ScanProgress, scan: ShownScan): void {
    const { stage } = progress;
    const isOther = stage !== this.stage;
    this.stage = stage;
    this.wasLive ||= stage === 'live';
    const activity = toActivity(stage);
    // Until the cluster is reached, what stands there is of the read before.
    if (stage === 'connecting') this.note({ activity });
    else {
      const { progress: before, scan: shown, partitions } = this.#value;
      const isSame = shown === scan.number;
      const had = isSame ? (before?.held ?? 0) : 0;
      const view = toProgressView(progress, scan.baseRevision);
      // To the worker it is a cancellation like any other.
      const isLiveOff = isSame && before?.stopped === 'live' && progress.stopped === 'cancelled';
      this.note({
        scan: scan.number,
        activity,
        progress: isLiveOff ? { ...view, stopped: 'live' } : view,
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
