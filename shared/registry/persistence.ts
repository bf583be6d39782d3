import { RegistryError } from '../errors.ts';
import { neverArrived } from './errors.ts';
import type { RegistryAnswer, RegistryRequest } from './http.ts';

export interface RetryOptions {
  /** How often a request is sent to each address, at most; 3 where absent, and 1 is never again. */
  readonly attempts?: number;
  /** The first pause; each further one lasts up to twice as long. 250 ms where absent. */
  readonly pauseMs?: number;
  /** The longest pause that a registry may ask for; 10 s where absent. */
  readonly maxRetryAfterMs?: number;
  /** For all of it together; 30 s where absent. */
  readonly totalMs?: number;
  /** From 0 to 1, below 1. */
  readonly random?: () => number;
}

/** The addresses of a registry, by their index; `current` is the one that answered last. */
export interface Addresses {
  readonly count: number;
  readonly current: number;
  readonly answered: (index: number) => void;
}

type Outcome = { readonly answer: RegistryAnswer } | { readonly error: RegistryError };

/**
 * Sends a request until there is an answer that says more than "not now": to the next address at once where one can't be
 * reached, and again after a pause where that is worth it. What writes is only sent again where it was surely not
 * carried out.
 *
 * @param send sends it once, to the address of an index, within a time
 * @returns the answer, which may be the last "not now"
 * @throws RegistryError what the last try threw, or an `AbortError`
 */
export async function sendPersistently(
  send: (index: number, limitMs: number) => Promise<RegistryAnswer>,
  request: RegistryRequest,
  { count, current, answered }: Addresses,
  { attempts = 3, pauseMs = 250, maxRetryAfterMs = 10_000, totalMs = 30_000, random = Math.random }: RetryOptions,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  const end = performance.now() + totalMs;
  const most = request.isAside ? 1 : attempts;
  let index = current;
  let failedInRow = 0;
  for (let round = 1; ;) {
    const outcome = await tryOnce(() => send(index, Math.max(1, end - performance.now())));
    const next = whatNext(outcome, request);
    if (next === 'nothing') {
      if ('answer' in outcome) answered(index);
      return settle(outcome);
    }
    failedInRow++;
    if (next !== 'later' && failedInRow % count !== 0 && !request.isAside) {
      index++;
      continue;
    }
    // All of them have been tried now. What did not answer in its whole time is not worth as long a wait once more.
    if (next === 'elsewhere' || round >= most) return settle(outcome);
    const asked = 'answer' in outcome ? outcome.answer.retryAfterMs : undefined;
    const backOff = pauseMs * 2 ** (round - 1) * (0.5 + random() / 2);
    const waitMs = asked ?? backOff;
    if (waitMs > maxRetryAfterMs || performance.now() + waitMs >= end) return settle(outcome);
    await pause(waitMs, signal);
    round++;
    if (next !== 'later') index++;
  }
}

async function tryOnce(send: () => Promise<RegistryAnswer>): Promise<Outcome> {
  try {
    return { answer: await send() };
  } catch (error) {
    if (error instanceof RegistryError) return { error };
    throw error;
  }
}

function settle(outcome: Outcome): RegistryAnswer {
  if ('error' in outcome) throw outcome.error;
  return outcome.answer;
}

/**
 * `again` is at the next address, and then after a pause; `later` is at the same one, which is well but busy; `elsewhere`
 * is at another address, but not here again.
 */
function whatNext(outcome: Outcome, { writes = false }: RegistryRequest): 'nothing' | 'again' | 'later' | 'elsewhere' {
  if ('error' in outcome) {
    const { error } = outcome;
    if (!error.retriable) return 'nothing';
    if (neverArrived(error.cause)) return 'again';
    if (writes) return 'nothing';
    return error.code === 'registry/timeout' ? 'elsewhere' : 'again';
  }
  const { status, json, retryAfterMs } = outcome.answer;
  const errorCode = typeof json === 'object' && json !== null && 'error_code' in json ? json.error_code : undefined;
  if (status === 429) return 'later';
  // Karapace and Confluent's registry could not hand it on to the one that writes.
  if (errorCode === 50003) return 'later';
  if (status === 503 && retryAfterMs !== undefined) return 'again';
  const isTransient = status === 502 || status === 503 || status === 504 || errorCode === 50002;
  return isTransient && !writes ? 'again' : 'nothing';
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(new DOMException('Cancelled.', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
