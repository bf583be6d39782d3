import type { Histogram } from './recordsView.ts';

const maxBuckets = 60;
/** So many are told apart beneath, so that few times far from all others make none of them wider. */
const maxKept = 1024;
/** Of so many records at least, one in a hundred may lie apart from the others, ten times as far as they do, and over an hour. */
const leastForOutliers = 20;
const outlierShare = 1 / 100;
const outlierReach = 10;
const outlierMs = 3_600_000;

interface Counts {
  scanned: number;
  matched: number;
  undecoded: number;
}

type Entry = readonly [index: number, counts: Counts];

/**
 * Counts by time over a whole scan, also of records that are not held any more. The buckets are as wide as it takes for
 * at most 60 of them to cover nearly all; of the few that lie far outside, only their number is told.
 */
export class HistogramCounts {
  /** In milliseconds, a power of two. */
  #width = 1;
  /** By index: each begins at its index times the width. Only those are there that hold something. */
  #kept = new Map<number, Counts>();

  /** @param timestampMs negative where a record has none: that is counted nowhere */
  add(timestampMs: number, what: Partial<Counts>): void {
    if (timestampMs < 0 || !Number.isFinite(timestampMs)) return;
    add(this.#kept, Math.floor(timestampMs / this.#width), what);
    while (this.#kept.size > maxKept) this.#widen();
  }

  /** Undefined where nothing is counted. */
  toHistogram(): Histogram | undefined {
    const sorted = [...this.#kept].sort(([a], [b]) => a - b);
    const core = findCore(sorted, outlierMs / this.#width);
    if (core === undefined) return undefined;
    let step = 1;
    while (Math.floor(core.last / step) - Math.floor(core.first / step) >= maxBuckets) step *= 2;
    const first = Math.floor(core.first / step);
    const last = Math.floor(core.last / step);
    const buckets = Array.from({ length: last - first + 1 }, (): Counts => ({ scanned: 0, matched: 0, undecoded: 0 }));
    const outside = { earlier: 0, later: 0 };
    for (const [index, counts] of sorted) {
      const bucket = buckets[Math.floor(index / step) - first];
      if (bucket !== undefined) addTo(bucket, counts);
      else outside[index < core.first ? 'earlier' : 'later'] += counts.scanned;
    }
    const width = step * this.#width;
    return { fromMs: first * width, toMs: (last + 1) * width, buckets, ...outside };
  }

  #widen(): void {
    this.#width *= 2;
    const wider = new Map<number, Counts>();
    for (const [index, counts] of this.#kept) add(wider, Math.floor(index / 2), counts);
    this.#kept = wider;
  }
}

/**
 * The shortest stretch that holds nearly all, where that is so much shorter that the others would be a line at its edge;
 * else all.
 *
 * @param least nothing is cut from a stretch that is shorter, in indexes
 */
function findCore(sorted: readonly Entry[], least: number): { readonly first: number; readonly last: number } | undefined {
  const at = (index: number): Entry => sorted[index] ?? [0, { scanned: 0, matched: 0, undecoded: 0 }];
  const core = (from: number, to: number) => ({ first: at(from)[0], last: at(to)[0] });
  if (sorted.length === 0) return undefined;
  const all = core(0, sorted.length - 1);
  const scanned = sorted.reduce((sum, [, counts]) => sum + counts.scanned, 0);
  const spare = scanned < leastForOutliers ? 0 : Math.max(1, Math.floor(scanned * outlierShare));
  let to = sorted.length - 1;
  let spared = 0;
  while (to > 0 && spared + at(to)[1].scanned <= spare) spared += at(to--)[1].scanned;
  let best = core(0, to);
  for (let from = 0; from < to && at(from)[1].scanned <= spare;) {
    spared += at(from++)[1].scanned;
    // What is left out more at the one end is taken back at the other.
    while (spared > spare && to < sorted.length - 1) spared -= at(++to)[1].scanned;
    if (spared > spare) break;
    const next = core(from, to);
    if (next.last - next.first < best.last - best.first) best = next;
  }
  // What is near belongs to it.
  const length = best.last - best.first + 1;
  const near = sorted.filter(([index]) => index >= best.first - length && index <= best.last + length);
  const found = { first: near[0]?.[0] ?? best.first, last: near.at(-1)?.[0] ?? best.last };
  const reach = all.last - all.first;
  return reach >= least && reach >= outlierReach * (found.last - found.first + 1) ? found : all;
}

function add(kept: Map<number, Counts>, index: number, what: Partial<Counts>): void {
  const counts = kept.get(index);
  if (counts === undefined) kept.set(index, { scanned: 0, matched: 0, undecoded: 0, ...what });
  else addTo(counts, what);
}

function addTo(counts: Counts, { scanned = 0, matched = 0, undecoded = 0 }: Partial<Counts>): void {
  counts.scanned += scanned;
  counts.matched += matched;
  counts.undecoded += undecoded;
}
