/** A set of whole numbers from 0 on, of a fixed size. */
export type Bits = Uint32Array;

export function toBits(numbers: Iterable<number>, size: number): Bits {
  const bits = new Uint32Array(Math.ceil(size / 32));
  for (const number of numbers) bits[number >>> 5] = (bits[number >>> 5] ?? 0) | (1 << (number & 31));
  return bits;
}

export interface Covers {
  /** Places of sets that cover the whole together, as few as can be; empty where more are needed than are looked for. */
  readonly covers: readonly (readonly number[])[];
  /** Whether there may be more of them, or smaller ones. */
  readonly isCut: boolean;
}

/** So many steps a search may take, and so many covers are worth telling. */
const mostSteps = 20_000;
const mostCovers = 24;

/**
 * The smallest selections of sets that cover all numbers below `size` which any of the sets has.
 *
 * @param most no selection is larger
 */
export function findCovers(sets: readonly Bits[], size: number, most: number): Covers {
  const all = new Uint32Array(Math.ceil(size / 32));
  for (const set of sets) for (const [at, word] of set.entries()) all[at] = (all[at] ?? 0) | word;
  const search: Search = { sets, covers: [], steps: 0 };
  for (let length = 1; length <= most; length++) {
    extend(search, all, [], length);
    if (search.covers.length > 0 || search.steps >= mostSteps) break;
  }
  return { covers: search.covers, isCut: search.steps >= mostSteps || search.covers.length >= mostCovers };
}

interface Search {
  readonly sets: readonly Bits[];
  readonly covers: number[][];
  steps: number;
}

/** Adds sets that have the number which the fewest could have, until nothing is left. */
function extend(search: Search, left: Bits, chosen: readonly number[], length: number): void {
  const first = lowest(left);
  if (first === undefined) {
    const sorted = [...chosen].sort((a, b) => a - b);
    if (!search.covers.some((cover) => cover.join() === sorted.join())) search.covers.push(sorted);
    return;
  }
  if (length === 0) return;
  for (const [index, set] of search.sets.entries()) {
    if (search.steps >= mostSteps || search.covers.length >= mostCovers) return;
    if (!hasBit(set, first)) continue;
    search.steps++;
    extend(search, without(left, set), [...chosen, index], length - 1);
  }
}

function hasBit(bits: Bits, number: number): boolean {
  return ((bits[number >>> 5] ?? 0) & (1 << (number & 31))) !== 0;
}

function lowest(bits: Bits): number | undefined {
  const at = bits.findIndex((word) => word !== 0);
  const word = bits[at];
  return word === undefined ? undefined : at * 32 + (31 - Math.clz32(word & -word));
}

function without(bits: Bits, set: Bits): Bits {
  return bits.map((word, at) => word & ~(set[at] ?? 0));
}
