import type { SemanticDifference } from '../../protocol.ts';
import type { Side } from './mismatch.ts';

/** A difference, and what it counts as in a summary. */
export interface MeaningDifference extends SemanticDifference {
  readonly counts: Counts;
}

/** Such as `type widened`: a number before it makes it a part of a summary. */
export type Counts = string;

/**
 * What differs in meaning between two schemas, whatever their layout.
 *
 * @param left the older one
 * @returns in the order of the right text, what was removed at its place among the others; empty where both mean the same
 */
export function compareMeanings(left: Side, right: Side): MeaningDifference[] {
  void left;
  void right;
  return [];
}

/** The differences in a few words, such as `+1 field, 1 type widened`; empty where there are none. */
export function differenceSummary(differences: readonly MeaningDifference[]): string {
  void differences;
  return '';
}
