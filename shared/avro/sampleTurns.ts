import type { Making } from './sample.ts';
import type { SampleHints } from './sampleHints.ts';

/** Whether unions and enums take turns. */
export interface TurnsPlan {
  readonly isAll: boolean;
  /** How many unions and enums have not had all of their turns. */
  uncovered: number;
}

/** Counts the turns of a union or an enum; undefined where dice are thrown. */
export function turns(plan: TurnsPlan, count: number): (() => number) | undefined {
  if (!plan.isAll) return undefined;
  let next = 0;
  plan.uncovered++;
  return () => {
    const turn = next++;
    if (next === count) plan.uncovered--;
    return turn % count;
  };
}

/** A branch of a union whose values have an end. */
export interface Branch {
  readonly index: number;
  readonly isNull: boolean;
}

/**
 * Chooses an index of a branch for each value.
 *
 * @param able of which there is one at least
 */
export function branchChooser(
  plan: TurnsPlan,
  able: readonly Branch[],
  { position, distribution }: Pick<SampleHints, 'position' | 'distribution'>,
  isRoot: boolean,
): (making: Making) => number {
  if (able.some(({ index }) => index === position)) return () => position ?? 0;
  const turn = turns(plan, able.length);
  if (turn !== undefined) return () => able[turn()]?.index ?? 0;
  const weights = able.map(({ index }) => distribution?.get(index) ?? 0);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0) return ({ dice }) => able[weighted(weights, (total * dice.int(0, 999_999)) / 1_000_000)]?.index ?? 0;
  const [first, ...others] = able.filter(({ isNull }) => !isNull).map(({ index }) => index);
  const nullIndex = able.find(({ isNull }) => isNull)?.index ?? -1;
  if (first === undefined) return () => nullIndex;
  return ({ dice, nullProbability }) =>
    nullIndex >= 0 && !isRoot && dice.chance(nullProbability) ? nullIndex : dice.pick([first, ...others]);
}

/** The index of the weight in which a number stands that is less than their sum. */
function weighted(weights: readonly number[], at: number): number {
  let rest = at;
  return weights.findIndex((weight) => (rest -= weight) < 0);
}
