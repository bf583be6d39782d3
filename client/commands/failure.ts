import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { Ui } from '../ui.ts';
import type { Log } from './context.ts';
import { WentBack } from './steps.ts';

/** A known error with what could not be done because of it. */
export class Failure extends Error {
  /** Begins the sentence, such as "Can't peek orders". */
  readonly what: string;
  /** The connection whose settings may be at fault. */
  readonly connection: string | undefined;
  override readonly cause: Error;

  constructor(what: string, connection: string | undefined, cause: Error) {
    super(failureMessage(what, cause), { cause });
    this.name = 'Failure';
    this.what = what;
    this.connection = connection;
    this.cause = cause;
  }
}

/**
 * What `run` returns. A known error that it throws is thrown as a {@link Failure} that says what failed in the user's
 * own names, more exactly than the command's own `failure`; anything else as it is.
 *
 * @param what such as "Can't peek orders"
 * @param connection the connection whose settings may be at fault; a button leads to them
 */
export async function failingAs<T>(what: string, connection: string | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof KnownError) throw new Failure(what, connection, error);
    throw error;
  }
}

/** Whether the user ended it, so that nothing has to be said. */
export function isEndedByUser(error: unknown): boolean {
  return isCancelled(error) || error instanceof WentBack;
}

/** One sentence of what failed and why, and the remedy where there is one: "Can't peek orders: the broker closed the connection." */
export function failureMessage(what: string, error: Error): string {
  const reason = withoutCapital(error.message);
  const sentence = `${what}: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
  return error instanceof KnownError && error.remedy !== undefined ? `${sentence} ${error.remedy}` : sentence;
}

/** Tells the user why something on a page failed, unless they ended it themselves; what is a bug of ours is logged, too. */
export async function tellFailure(
  what: string,
  error: unknown,
  { ui, log }: { readonly ui: Pick<Ui, 'notify'>; readonly log: Log },
): Promise<void> {
  if (isEndedByUser(error)) return;
  const known = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof KnownError)) log.error(known);
  await ui.notify('error', failureMessage(what, known));
}

// Only words that are never names lose their capital: "Byte" and "SASL" keep theirs, and so does a topic All-orders.
const notNames =
  /^(?:A|All|An|Another|By|Can't|Cannot|Each|Every|In|It|Its|Neither|No|None|Not|Nothing|Only|Some|Something|The|There|These|This|That|Too|Without)(?!\.?[\w:/-])/;

/** The sentence as it stands behind a colon: its first word loses its capital where it is certainly no name. */
export function withoutCapital(sentence: string): string {
  return notNames.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}
