import { runInSlices, type Steps } from '../../shared/slices.ts';

/** How long the extension host may be kept from anything else. */
const sliceMs = 8;

/** Does the work in slices between which the extension host does what else there is. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
  const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const result = await runInSlices(steps, { sliceMs, now: () => performance.now(), pause, isCancelled: () => false });
  // It is undefined only where it was cancelled.
  return result as T;
}
