import type { Problem, Severity } from '../schema.ts';
import type { Loss } from './losses.ts';
import type { Side } from './mismatch.ts';
import type { Verdict } from './verdict.ts';

export interface VerdictProblemsOptions {
  /** Of a break. */
  readonly severity: Severity | 'off';
  /** Of what is allowed but loses meaning. */
  readonly lossSeverity: Severity | 'off';
  /** As `findLosses` has them; none where they are not looked for. */
  readonly losses?: readonly Loss[];
}

/**
 * What a verdict comes to in the edited text: one problem for each place that breaks something, and for each that loses
 * meaning, with the place in the other version and fixes.
 *
 * @param side the edited schema
 * @returns in the text's order; their source is `avro-compatibility`
 */
export function verdictProblems(verdict: Verdict, side: Side, options: VerdictProblemsOptions): Problem[] {
  void verdict;
  void side;
  void options;
  return [];
}
