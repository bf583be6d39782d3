/** Tells the person at the terminal what is being done, one line a call. */
export type Say = (text: string) => void;

/** Seconds since the command was given, the time before this process existed included. */
export function secondsSinceStart(): number {
  const started = Number(process.env['AVRO_WORKBENCH_STARTED']);
  return started > 0 ? (Date.now() - started) / 1000 : performance.now() / 1000;
}

/** Writes a line to standard output with the time since the command was given. */
export const say: Say = (text) => {
  console.log(`[${secondsSinceStart().toFixed(1).padStart(6)} s] ${text}`);
};

/** What stands between a person and a running tool, and what to do about it: printed without a stack. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** A failure in words: a set-up error's message, and everything there is to know of a bug. */
export function explain(error: unknown): string {
  if (error instanceof SetupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
