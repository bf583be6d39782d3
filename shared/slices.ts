/**
 * Work that can be put aside: a generator yields wherever it may be interrupted, often enough that little is done in
 * between, and returns its result.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** Does all of the work at once. */
export function runAtOnce<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

export interface SliceOptions {
  /** How long to work without a pause. */
  readonly sliceMs: number;
  /** Milliseconds from some beginning on. */
  readonly now: () => number;
  /** Lets others have a turn. */
  readonly pause: () => Promise<void>;
  /** Asked after each pause; what is cancelled is given up. */
  readonly isCancelled: () => boolean;
}

/** Does the work in slices; undefined where it was cancelled before its end. */
export async function runInSlices<T>(steps: Steps<T>, { sliceMs, now, pause, isCancelled }: SliceOptions): Promise<T | undefined> {
  let end = now() + sliceMs;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (now() < end) continue;
    await pause();
    if (isCancelled()) {
      // What the work holds is let go.
      steps.return(undefined as T);
      return undefined;
    }
    end = now() + sliceMs;
  }
}
