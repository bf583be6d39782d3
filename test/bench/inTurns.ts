export interface Turns {
  /** Milliseconds, median. */
  readonly own: number;
  readonly other: number;
  /** Our time over the other's, the median of the pairs. */
  readonly ratio: number;
  /** The lowest and the highest of the pairs, such as `0.21–0.34`. */
  readonly spread: string;
}

export interface TurnsOptions {
  /** How often both are run before anything is measured. */
  readonly warmUps: number;
  readonly pairs: number;
}

/** Measures two things in turns, so that whatever else the machine does falls on both. */
export async function inTurns(own: () => unknown, other: () => unknown, { warmUps, pairs }: TurnsOptions): Promise<Turns> {
  for (let turn = 0; turn < warmUps; turn++) {
    await own();
    await other();
  }
  return summarize(await measurePairs(own, other, pairs));
}

type Pair = { readonly own: number; readonly other: number };

/** The milliseconds of each; work may return what clears up behind it, which is not measured. */
export async function measurePairs(own: () => unknown, other: () => unknown, pairs: number): Promise<Pair[]> {
  const measured: Pair[] = [];
  for (let turn = 0; turn < pairs; turn++) measured.push(await measurePair(own, other, turn % 2 === 0));
  return measured;
}

/** The median of each side and of the ratios. */
export function summarize(pairs: readonly { readonly own: number; readonly other: number }[]): Turns {
  const ratios = pairs.map(({ own, other }) => own / other).sort((a, b) => a - b);
  return {
    own: round(median(pairs.map(({ own }) => own))),
    other: round(median(pairs.map(({ other }) => other))),
    ratio: round(median(ratios)),
    spread: `${round(ratios[0] ?? 0)}–${round(ratios.at(-1) ?? 0)}`,
  };
}

/** Whoever is second clears away what the first has left, so the first is each in turn. */
async function measurePair(
  own: () => unknown,
  other: () => unknown,
  ownFirst: boolean,
): Promise<{ readonly own: number; readonly other: number }> {
  if (ownFirst) return { own: await time(own), other: await time(other) };
  const first = await time(other);
  return { own: await time(own), other: first };
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  const clearUp = await work();
  const ms = performance.now() - start;
  if (typeof clearUp === 'function') await (clearUp as () => unknown)();
  return ms;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
