/** What passes, so that it is tried again by itself. */
const passing = new Set(['registry/unreachable', 'registry/timeout', 'registry/server-error', 'registry/proxy-unreachable']);
/** Between one try and the next, in milliseconds; the last of them goes on. */
const waitsMs = [8000, 15_000, 30_000, 60_000];

/** Tries again by itself what a registry that failed kept from being decoded: later each time, as long as it fails. */
export class RegistryRetry {
  readonly #retry: () => Promise<void>;
  readonly #onTried: () => void;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #atMs = 0;
  #isTrying = false;

  /**
   * @param retry never rejects
   * @param onTried to follow anew how it stands
   */
  constructor(retry: () => Promise<void>, onTried: () => void) {
    this.#retry = retry;
    this.#onTried = onTried;
  }

  /** Milliseconds until the next try, 0 while one is under way; undefined where none is to come. */
  inMs(): number | undefined {
    if (this.#isTrying) return 0;
    return this.#timer === undefined ? undefined : Math.max(0, this.#atMs - performance.now());
  }

  /** @param code of what the registry fails by now; undefined where nobody waits for it */
  follow(code: string | undefined): void {
    if (code === undefined || !passing.has(code)) this.stop();
    else if (this.#timer === undefined && !this.#isTrying) this.#wait();
  }

  /** Tries no more, and waits no longer than at first when it begins anew. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#tries = 0;
  }

  #wait(): void {
    const waitMs = waitsMs[Math.min(this.#tries++, waitsMs.length - 1)] ?? 0;
    this.#atMs = performance.now() + waitMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isTrying = true;
      void this.#retry().finally(() => {
        this.#isTrying = false;
        this.#onTried();
      });
    }, waitMs);
  }
}
