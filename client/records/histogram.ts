import type { Histogram } from './recordsView.ts';

const maxBuckets = 60;

interface Counts {
  scanned: number;
  matched: number;
  undecoded: number;
}

/**
 * Counts by time over a whole scan, also of records that are not held any more. The buckets are as wide as it takes for
 * at most 60 of them to cover all: when they no longer do, each two become one.
 */
export class HistogramCounts {
  /** In milliseconds, a power of two. */
  #width = 1;
  /** By index: a bucket begins at its index times the width. */
  #buckets = new Map<number, Counts>();
  #first = Infinity;
  #last = -Infinity;

  /** @param timestampMs negative where a record has none: that is counted nowhere */
  add(timestampMs: number, what: Partial<Counts>): void {
    if (timestampMs < 0 || !Number.isFinite(timestampMs)) return;
    let index = Math.floor(timestampMs / this.#width);
    while (Math.max(this.#last, index) - Math.min(this.#first, index) >= maxBuckets) {
      this.#widen();
      index = Math.floor(timestampMs / this.#width);
    }
    this.#first = Math.min(this.#first, index);
    this.#last = Math.max(this.#last, index);
    add(this.#buckets, index, what);
  }

  /** Undefined where nothing is counted. */
  toHistogram(): Histogram | undefined {
    if (this.#buckets.size === 0) return undefined;
    const buckets = Array.from({ length: this.#last - this.#first + 1 }, (_, index) => ({
      ...(this.#buckets.get(this.#first + index) ?? { scanned: 0, matched: 0, undecoded: 0 }),
    }));
    return { fromMs: this.#first * this.#width, toMs: (this.#last + 1) * this.#width, buckets };
  }

  #widen(): void {
    this.#width *= 2;
    const wider = new Map<number, Counts>();
    for (const [index, counts] of this.#buckets) add(wider, Math.floor(index / 2), counts);
    this.#buckets = wider;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
  }
}

function add(buckets: Map<number, Counts>, index: number, { scanned = 0, matched = 0, undecoded = 0 }: Partial<Counts>): void {
  const counts = buckets.get(index);
  if (counts === undefined) buckets.set(index, { scanned, matched, undecoded });
  else {
    counts.scanned += scanned;
    counts.matched += matched;
    counts.undecoded += undecoded;
  }
}
