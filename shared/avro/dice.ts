/** Random choices that are the same again for the same seed. */
export interface Dice {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** The same for numbers of any size. */
  bigint(from: bigint, to: bigint): bigint;
  /** True as often as `probability` says, from 0 to 1. */
  chance(probability: number): boolean;
  /** One of these, of which there must be at least one. */
  pick<T>(items: readonly [T, ...T[]]): T;
}

/**
 * Dice for a seed, whose lower 32 bits count.
 *
 * @see the generator "mulberry32": fast, small, and even enough for samples
 */
export function newDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    int,
    bigint(from, to) {
      const width = to - from + 1n;
      let bits = 0n;
      // 32 bits more than are needed leave no number noticeably more frequent than another.
      for (let rest = width; ; rest >>= 32n) {
        bits = (bits << 32n) | BigInt(int(0, 0xffffffff));
        if (rest === 0n) return from + (bits % width);
      }
    },
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
  };
}
