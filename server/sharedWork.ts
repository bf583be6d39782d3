import { runAtOnce } from '../shared/slices.ts';
import type { Steps } from '../shared/slices.ts';

/** How long work goes on before others have a turn. */
export interface Slices {
  readonly sliceMs: number;
  /** Milliseconds from some beginning on. */
  readonly now: () => number;
  /** Lets others have a turn. */
  readonly pause: () => Promise<void>;
}

/** For a server that has a process of its own; two slices in a row, of the end of one work and of the next, are still short. */
export const processSlices: Slices = {
  sliceMs: 10,
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};

/**
 * Work that any number of requests may wait for: no part of it is done twice, and none while nobody waits. What has been
 * given up can be taken up again where it stopped.
 */
export class SharedWork<T> {
  readonly #steps: Steps<T>;
  #outcome: { readonly value: T } | { readonly error: unknown } | undefined;
  /** The slice that is being done, with the pause behind it. */
  #slice: Promise<void> | undefined;

  constructor(steps: Steps<T>) {
    this.#steps = steps;
  }

  /**
   * Does what is left of it at once.
   *
   * @throws what the work throws, at each call
   */
  finish(): T {
    if (this.#outcome === undefined) this.#record(() => ({ value: runAtOnce(this.#steps) }));
    return this.#result();
  }

  /**
   * Does it in slices.
   *
   * @param isGivenUp asked after each slice
   * @returns undefined where it was given up before its end
   * @throws what the work throws
   */
  async wait(slices: Slices, isGivenUp: () => boolean): Promise<{ readonly value: T } | undefined> {
    while (this.#outcome === undefined) {
      if (isGivenUp()) return undefined;
      await (this.#slice ??= this.#doSlice(slices));
    }
    return { value: this.#result() };
  }

  /**
   * Does what is left of it as a part of other work.
   *
   * @throws what the work throws
   */
  *inSteps(): Steps<T> {
    while (this.#outcome === undefined) {
      this.#record(() => {
        const step = this.#steps.next();
        return step.done === true ? { value: step.value } : undefined;
      });
      yield;
    }
    return this.#result();
  }

  async #doSlice({ sliceMs, now, pause }: Slices): Promise<void> {
    const end = now() + sliceMs;
    this.#record(() => {
      do {
        const step = this.#steps.next();
        if (step.done === true) return { value: step.value };
      } while (now() < end);
      return undefined;
    });
    if (this.#outcome === undefined) await pause();
    this.#slice = undefined;
  }

  #record(work: () => { readonly value: T } | undefined): void {
    try {
      this.#outcome = work();
    } catch (error) {
      this.#outcome = { error };
    }
  }

  #result(): T {
    if (this.#outcome === undefined) throw new Error('The work has no result yet.');
    if ('error' in this.#outcome) throw this.#outcome.error;
    return this.#outcome.value;
  }
}
