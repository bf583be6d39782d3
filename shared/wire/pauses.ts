/** So long may work hold its thread before messages, such as a cancellation, get their turn. */
const sliceMs = 20;

/**
 * Returns what tells whether others should have a turn now: a promise to wait for, undefined where work may go on. The
 * promise rejects with an AbortError once the signal is aborted.
 */
export function createPause(signal: AbortSignal): () => Promise<void> | undefined {
  let since = performance.now();
  return () => {
    if (performance.now() - since < sliceMs) return undefined;
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        since = performance.now();
        if (signal.aborted) reject(new DOMException('Cancelled.', 'AbortError'));
        else resolve();
      });
    });
  };
}
