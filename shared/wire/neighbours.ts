/** What bytes proved to be, where they could be nothing else. */
export type Nature = 'framed' | 'bare' | 'text';

export interface Prevailing {
  readonly nature: Nature;
  readonly count: number;
  /** All that proved to be something. */
  readonly total: number;
}

/** So many others must have proved to be something before anything follows them. */
const fewest = 3;

/**
 * What the keys, or the values, of a topic have proved to be so far: one that can be read in two ways is most likely what
 * the others are.
 */
export class Neighbours {
  readonly #counts: Record<Nature, number> = { framed: 0, bare: 0, text: 0 };

  add(nature: Nature, count = 1): void {
    this.#counts[nature] += count;
  }

  /** What at least two of three are; undefined where they are of many kinds, or few. */
  prevailing(): Prevailing | undefined {
    const total = this.#counts.framed + this.#counts.bare + this.#counts.text;
    for (const nature of ['framed', 'bare', 'text'] as const) {
      const count = this.#counts[nature];
      if (total >= fewest && 3 * count >= 2 * total) return { nature, count, total };
    }
    return undefined;
  }
}
