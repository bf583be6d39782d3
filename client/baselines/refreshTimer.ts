import type { Subscription } from '../ui.ts';

export interface RefreshTimerOptions {
  /** Read before each wait; undefined for never. */
  readonly intervalMs: () => number | undefined;
  /** Whether somebody looks; where nobody does, the timer sleeps until it is woken. */
  readonly isNeeded: () => boolean;
  /** Never throws. */
  readonly refresh: () => Promise<void>;
}

export interface RefreshTimer extends Subscription {
  /** Looks again whether, and how soon, there is something to do. */
  wake(): void;
}

/** Refreshes again and again as long as somebody looks, each interval beginning when the refresh before has ended. */
export function createRefreshTimer({ intervalMs, isNeeded, refresh }: RefreshTimerOptions): RefreshTimer {
  let timer: NodeJS.Timeout | undefined;
  let waitedMs: number | undefined;
  let isDisposed = false;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const tick = async (): Promise<void> => {
    timer = undefined;
    if (isNeeded()) await refresh();
    wake();
  };
  const wake = (): void => {
    const nextMs = intervalMs();
    if (isDisposed || nextMs === undefined || !isNeeded()) {
      stop();
      return;
    }
    // One that waits already goes on waiting, unless it is to wait another time.
    if (timer !== undefined && nextMs === waitedMs) return;
    stop();
    waitedMs = nextMs;
    timer = setTimeout(() => void tick(), Math.min(nextMs, longestWaitMs));
  };
  wake();
  return {
    wake,
    dispose() {
      isDisposed = true;
      stop();
    },
  };
}

/** A longer wait would end at once. */
const longestWaitMs = 2 ** 31 - 1;
