/** Something that is done again and again, though not too often. */
export interface Throttled {
  /** Does it at once, and what waits with it. */
  now(): void;
  /** Does it as soon as enough time has passed since it was last done; at once where it has. */
  soon(): void;
  /** Gives up what waits. */
  cancel(): void;
}

export function createThrottled(run: () => void, intervalMs: number, clock: () => number = Date.now): Throttled {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const now = (): void => {
    cancel();
    last = clock();
    run();
  };
  return {
    now,
    cancel,
    soon() {
      if (timer !== undefined) return;
      const waitMs = last + intervalMs - clock();
      if (waitMs <= 0) now();
      else timer = setTimeout(now, waitMs);
    },
  };
}
