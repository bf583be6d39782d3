import { isCancelled } from '../../shared/errors.ts';

export interface KeptOptions<T> {
  /** Fetches it. @param ask whether the user may be asked for a secret */
  readonly load: (previous: T | undefined, ask: boolean, signal: AbortSignal) => Promise<T>;
  /** Whether nobody need be told of the second after the first. */
  readonly isSame: (one: T, other: T) => boolean;
  /** Told whenever value, failure or progress is another one. */
  readonly changed: () => void;
  readonly now: () => number;
}

/** What was fetched last, and is fetched again in the background. A failure does not take away what is known. */
export class Kept<T> {
  value: T | undefined;
  /** When the value was last known to hold, in milliseconds since 1970. */
  knownMs: number | undefined;
  /** Why the last try failed. */
  failure: Error | undefined;
  failedMs: number | undefined;
  readonly #options: KeptOptions<T>;
  readonly #controller = new AbortController();
  #running: Promise<void> | undefined;
  #isStale = false;
  /** Counts what was begun, so that an answer that was overtaken is not taken. */
  #begun = 0;
  #taken = 0;

  constructor(options: KeptOptions<T>) {
    this.#options = options;
  }

  get isLoading(): boolean {
    return this.#running !== undefined;
  }

  /** Fetches it anew in the background; where that is under way, once more afterwards. Never throws, never asks. */
  refresh(): Promise<void> {
    this.#isStale = true;
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Fetches it for somebody who waits. @throws what `load` throws */
  async fetch(ask: boolean, signal: AbortSignal): Promise<T> {
    const number = ++this.#begun;
    try {
      return this.#take(number, await this.#options.load(this.value, ask, signal));
    } catch (error) {
      if (!isCancelled(error)) this.#fail(number, error);
      throw error;
    }
  }

  /** Ends what is under way. */
  close(): void {
    this.#controller.abort();
  }

  async #run(): Promise<void> {
    const { signal } = this.#controller;
    while (this.#isStale && !signal.aborted) {
      this.#isStale = false;
      await this.fetch(false, signal).catch(() => undefined);
    }
    this.#running = undefined;
  }

  #take(number: number, value: T): T {
    if (number < this.#taken) return value;
    this.#taken = number;
    this.knownMs = this.#options.now();
    const isNews = this.value === undefined || this.failure !== undefined || !this.#options.isSame(this.value, value);
    this.value = this.value === undefined || isNews ? value : this.value;
    this.failure = undefined;
    if (isNews) this.#options.changed();
    return this.value;
  }

  #fail(number: number, error: unknown): void {
    if (number < this.#taken) return;
    this.#taken = number;
    const failure = error instanceof Error ? error : new Error(String(error));
    this.failedMs = this.#options.now();
    const isNews = this.failure?.message !== failure.message;
    this.failure = failure;
    if (isNews) this.#options.changed();
  }
}
