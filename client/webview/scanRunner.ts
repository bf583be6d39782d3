import { abortError, pause } from '../cluster/abort.ts';
import type { Session } from '../cluster/session.ts';
import type { ScanOptions, ScanProgress } from '../records/recordsSession.ts';
import { KafkaError } from '../../shared/errors.ts';
import { formatDuration } from './texts.ts';

/** A scan whose records a worker holds. */
export interface ShownScan {
  readonly id: string;
  readonly session: Session;
  /** Which of the page's it is, from 1. */
  readonly number: number;
  /** Added to its revisions, so that those of a page grow over all of its scans. */
  readonly baseRevision: number;
}

/** The options of a scan but for those that the runner gives. */
export type ScanWish = Omit<ScanOptions, 'scan' | 'mode'>;

/**
 * Runs the scans of one page, one at a time. What is shown is the last one that has reached the cluster, so that a read
 * that fails leaves the records of the one before; what is not shown any more is closed.
 */
export interface ScanRunner {
  shown(): ShownScan | undefined;
  /**
   * Ends what runs and begins anew, or adds to what is shown.
   *
   * @param wish asked for when the scan is about to begin
   * @param onProgress told nothing more once the scan was ended
   * @returns how it ended; after `stop` too, where the worker says so
   * @throws what the scan throws; an AbortError where it was ended
   */
  run(
    mode: ScanOptions['mode'],
    wish: (signal: AbortSignal) => Promise<ScanWish>,
    onProgress: (progress: ScanProgress, scan: ShownScan) => void,
  ): Promise<{ readonly progress: ScanProgress; readonly scan: ShownScan }>;
  /** Ends what runs; what was read is kept. Whether anything ran. */
  stop(): boolean;
  isRunning(): boolean;
  /** Ends what runs, and lets go of what is held. */
  close(): void;
}

export interface ScanRunnerOptions {
  readonly connection: string;
  readonly openSession: (signal: AbortSignal) => Promise<Session>;
  /** A name that no other scan has. */
  readonly newId: () => string;
  /** How long connecting may take. */
  readonly limitMs: () => number;
}

/** How long a scan that was ended may take to say so, before it is added to all the same. */
const endingMs = 3000;

interface Run {
  readonly abort: AbortController;
  ended: Promise<void>;
}

export function createScanRunner({ connection, openSession, newId, limitMs }: ScanRunnerOptions): ScanRunner {
  let shown: ShownScan | undefined;
  let current: Run | undefined;
  const wasShown = new WeakSet<ShownScan>();
  let nextRevision = 0;
  let scans = 0;

  const show = (scan: ShownScan, { revision }: ScanProgress): void => {
    if (shown !== undefined && shown.id !== scan.id) letGo(shown);
    shown = scan;
    wasShown.add(scan);
    nextRevision = Math.max(nextRevision, scan.baseRevision + revision + 1);
  };
  const stop = (): boolean => {
    const wasRunning = current !== undefined;
    current?.abort.abort();
    current = undefined;
    return wasRunning;
  };

  return {
    shown: () => shown,
    stop,
    isRunning: () => current !== undefined,
    close() {
      stop();
      if (shown !== undefined) letGo(shown);
      shown = undefined;
    },
    async run(mode, wish, onProgress) {
      const before = current?.ended;
      stop();
      const mine: Run = { abort: new AbortController(), ended: Promise.resolve() };
      current = mine;
      let scan: ShownScan | undefined;
      const work = async (signal: AbortSignal, reached: () => void) => {
        // What is held is not added to by two at a time.
        if (mode !== 'new' && before !== undefined) await Promise.race([before, pause(endingMs, signal)]);
        const options = await wish(signal);
        const held = mode === 'new' ? undefined : shown;
        const isNew = held === undefined;
        const own = held ?? { id: newId(), session: await openSession(signal), baseRevision: nextRevision, number: ++scans };
        if (isNew) scan = own;
        const told = (progress: ScanProgress): void => {
          if (mine.abort.signal.aborted) return;
          if (progress.stage !== 'connecting') {
            reached();
            show(own, progress);
          }
          onProgress(progress, own);
        };
        const progress = await own.session.scan({ ...options, scan: own.id, mode: isNew ? 'new' : mode }, told, signal);
        // A scan that another one took the place of is nobody's any more.
        if (current === mine || shown === own) show(own, progress);
        // One that was ended before it reached anything has nothing to say.
        else throw abortError();
        return { progress, scan: own };
      };
      const running = withLimit(limitMs(), mine.abort.signal, connection, work);
      mine.ended = running.then(ignore, ignore);
      try {
        return await running;
      } finally {
        if (current === mine) current = undefined;
        // What was shown is let go of when something else is.
        if (scan !== undefined && !wasShown.has(scan)) letGo(scan);
      }
    },
  };
}

function letGo({ id, session }: ShownScan): void {
  // A session that is gone holds nothing any more.
  session.closeScan(id, new AbortController().signal).catch(ignore);
}

function ignore(): void {
  // There is nothing to be done about it.
}

/**
 * What `run` returns. Until it says that it has reached what it was after, it is left behind when it takes too long or
 * is aborted, whether or not it heeds its signal.
 */
export async function withLimit<T>(
  limitMs: number,
  outer: AbortSignal,
  who: string,
  run: (signal: AbortSignal, reached: () => void) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const signal = AbortSignal.any([outer, limit.signal]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReached = false;
  let abandon: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    abandon = () => {
      if (!isReached) reject(abortError());
    };
    timer = setTimeout(() => {
      reject(
        new KafkaError('kafka/timeout', `${who} did not answer within ${formatDuration(limitMs)}.`, {
          retriable: true,
          remedy: 'Check whether it can be reached from here, or raise avroWorkbench.peek.timeoutSeconds.',
        }),
      );
      limit.abort();
    }, limitMs);
  });
  if (abandon !== undefined) outer.addEventListener('abort', abandon);
  try {
    if (outer.aborted) throw abortError();
    return await Promise.race([
      run(signal, () => {
        isReached = true;
        clearTimeout(timer);
      }),
      late,
    ]);
  } finally {
    clearTimeout(timer);
    if (abandon !== undefined) outer.removeEventListener('abort', abandon);
  }
}
