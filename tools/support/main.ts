import { explain } from './say.ts';

/**
 * Runs a tool's main function: its result is the exit code, a failure is explained and gives 1.
 *
 * @param main is handed a signal that is aborted when the user, the terminal or the parent process wants it to stop
 */
export async function runMain(main: (stop: AbortSignal) => Promise<number>): Promise<never> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // tools/run.mjs holds the other end of the channel: it ends when that process does, however it ends.
  process.once('disconnect', () => stop.abort());
  process.channel?.unref();
  let code = 1;
  try {
    code = await main(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) console.error(explain(error));
  }
  process.exit(stop.signal.aborted && code === 1 ? 130 : code);
}

/** Settles when the signal is aborted. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
