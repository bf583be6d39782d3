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

/** Sorts an array in place as its own `sort` does, a stretch at a time. */
export function* sortInSteps<T>(items: T[], compare: (a: T, b: T) => number): Steps<void> {
  let runs: T[][] = [];
  for (let start = 0; start < items.length; start += itemsInRun) {
    runs.push(items.slice(start, start + itemsInRun).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let index = 0; index < runs.length; index += 2) longer.push(yield* merge(runs[index] ?? [], runs[index + 1] ?? [], compare));
    runs = longer;
  }
  for (const [index, item] of (runs[0] ?? []).entries()) items[index] = item;
}

/** So many items are sorted, or merged, in well under a millisecond. */
const itemsInRun = 1000;

function* merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Steps<T[]> {
  const merged: T[] = [];
  let [nextOfA, nextOfB] = [0, 0];
  while (nextOfA < a.length && nextOfB < b.length) {
    // Both indexes are below their lengths.
    const [fromA, fromB] = [a[nextOfA] as T, b[nextOfB] as T];
    const takesA = compare(fromA, fromB) <= 0;
    merged.push(takesA ? fromA : fromB);
    if (takesA) nextOfA++;
    else nextOfB++;
    if (merged.length % itemsInRun === 0) yield;
  }
  return merged.concat(a.slice(nextOfA), b.slice(nextOfB));
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
