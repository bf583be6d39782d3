/** What a call throws whose signal was aborted. */
export function abortError(): DOMException {
  return new DOMException('Cancelled.', 'AbortError');
}

/** Returns what `work` yields, but throws an `AbortError` at once when the signal is aborted; the work itself goes on. */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // Whoever stops waiting must not leave an unhandled rejection behind.
  work.catch(() => undefined);
  if (signal.aborted) throw abortError();
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(abortError());
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits, but no longer than the signal lets it. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  try {
    await orAbort(new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds))), signal);
  } finally {
    clearTimeout(timer);
  }
}
