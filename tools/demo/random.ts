/** Numbers that look random and are the same at each start, so that a demo can be talked about and a test can count on it. */
export interface Random {
  /** From 0 up to and without `limit`. */
  below(limit: number): number;
  one<T>(of: readonly [T, ...T[]]): T;
  /** True in about this share of the calls. */
  chance(share: number): boolean;
}

/** @see "mulberry32", a public-domain generator of 32 bits */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, one: (of) => of[below(of.length)] ?? of[0], chance: (share) => next() < share };
}
