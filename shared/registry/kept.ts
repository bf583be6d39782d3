import { RegistryError } from '../errors.ts';

export interface KeptAnswersOptions<T> extends KeptBounds<T> {
  /** How long a refusal or a failure is believed. */
  readonly negativeMs: number;
  /** Milliseconds that only go up. */
  readonly now: () => number;
}

/**
 * Answers by a key, kept as long as the one who asks allows. Who asks for what is being fetched already waits for the
 * same answer; one who is aborted leaves the others undisturbed, and the last one to leave ends the request. A
 * RegistryError is believed for a while; a bug shows itself each time.
 */
export class KeptAnswers<T> {
  readonly #options: KeptAnswersOptions<T>;
  readonly #kept: Kept<T>;

  constructor(options: KeptAnswersOptions<T>) {
    this.#options = options;
    this.#kept = new Kept(options);
  }

  /** The answer, as it was at most `maxAgeMs` ago. @throws what `fetch` throws, or an `AbortError` */
  async get(key: string, maxAgeMs: number, signal: AbortSignal, fetch: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
    const { now, negativeMs } = this.#options;
    const found = this.#kept.find(key);
    if (found?.state === 'value' && now() - found.since <= maxAgeMs) return found.value;
    if (found?.state === 'failed' && now() - found.since <= negativeMs) throw found.error;
    const shared = found?.state === 'pending' ? found.shared : this.#begin(key, fetch);
    return await shared.wait(signal);
  }

  /** What is kept of it, however old. */
  peek(key: string): T | undefined {
    const found = this.#kept.find(key);
    return found?.state === 'value' ? found.value : undefined;
  }

  /** Keeps what was learnt by another way. */
  put(key: string, value: T): void {
    this.#kept.put(key, { state: 'value', value, since: this.#options.now() });
  }

  forget(key: string): void {
    this.#kept.remove(key);
  }

  clear(): void {
    this.#kept.clear();
  }

  forgetFailures(): void {
    this.#kept.forgetFailures();
  }

  #begin(key: string, fetch: (signal: AbortSignal) => Promise<T>): SharedFetch<T> {
    const { now } = this.#options;
    const kept = this.#kept;
    const entry: Pending<T> = { state: 'pending', shared: new SharedFetch(fetch, () => kept.drop(key, entry)) };
    kept.put(key, entry);
    entry.shared.result.then(
      (value) => kept.replace(key, entry, { state: 'value', value, since: now() }),
      (error: unknown) => {
        // Only what the registry says is kept: a bug must show itself each time.
        if (error instanceof RegistryError) kept.replace(key, entry, { state: 'failed', error, since: now() });
        else kept.drop(key, entry);
      },
    );
    return entry.shared;
  }
}

interface Pending<T> {
  readonly state: 'pending';
  readonly shared: SharedFetch<T>;
}

type Entry<T> =
  | Pending<T>
  | { readonly state: 'value'; readonly value: T; readonly since: number }
  | { readonly state: 'failed'; readonly error: RegistryError; readonly since: number };

export interface KeptBounds<T> {
  readonly maxEntries: number;
  readonly maxWeight: number;
  readonly weigh: (value: T) => number;
}

/** A map that drops what was not asked for longest, once it holds too much. */
class Kept<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #bounds: KeptBounds<T>;
  #weight = 0;

  constructor(bounds: KeptBounds<T>) {
    this.#bounds = bounds;
  }

  find(key: string): Entry<T> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map iterates in the order of insertion, so this one goes to the end.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  put(key: string, entry: Entry<T>): void {
    this.remove(key);
    this.#entries.set(key, entry);
    this.#weight += this.#weigh(entry);
    for (const oldest of this.#entries.keys()) {
      const isWithin = this.#entries.size <= this.#bounds.maxEntries && this.#weight <= this.#bounds.maxWeight;
      if (isWithin || oldest === key) break;
      this.remove(oldest);
    }
  }

  /** Puts `entry` where `expected` still stands: what was dropped meanwhile stays so. */
  replace(key: string, expected: Entry<T>, entry: Entry<T>): void {
    if (this.#entries.get(key) === expected) this.put(key, entry);
  }

  drop(key: string, expected: Entry<T>): void {
    if (this.#entries.get(key) === expected) this.remove(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#weight = 0;
  }

  forgetFailures(): void {
    for (const [key, { state }] of this.#entries) if (state === 'failed') this.remove(key);
  }

  remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#weight -= this.#weigh(entry);
    this.#entries.delete(key);
  }

  #weigh(entry: Entry<T>): number {
    return entry.state === 'value' ? this.#bounds.weigh(entry.value) : 0;
  }
}

/** One fetch for all who wait for it: it ends when the last of them has been aborted. */
class SharedFetch<T> {
  readonly result: Promise<T>;
  readonly #controller = new AbortController();
  readonly #onAbandoned: () => void;
  #waiting = 0;

  constructor(fetch: (signal: AbortSignal) => Promise<T>, onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned;
    this.result = fetch(this.#controller.signal);
  }

  wait(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    return new Promise<T>((resolve, reject) => {
      let hasLeft = false;
      const leave = (): void => {
        signal.removeEventListener('abort', abort);
        if (!hasLeft) this.#waiting--;
        hasLeft = true;
      };
      const abort = (): void => {
        leave();
        reject(new DOMException('Cancelled.', 'AbortError'));
        if (this.#waiting > 0) return;
        // Out of the cache first, so that who asks next begins anew and does not join a request that is being ended.
        this.#onAbandoned();
        this.#controller.abort();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.result.then(
        (value) => {
          leave();
          resolve(value);
        },
        (error: unknown) => {
          leave();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }
}
