import type { Problem } from '../shared/avro/schema.ts';
import type { Baseline, BaselineVersion, VerdictSummary } from '../shared/protocol.ts';

/** How one version of a schema document stands beside its baselines. */
export interface Standing {
  /** In the text's order; what several baselines say alike is said once. */
  readonly findings: readonly Finding[];
  /** One for each baseline, else one that says why there is none; empty where nothing is said. */
  readonly summaries: readonly VerdictSummary[];
}

/** A break, or something that loses meaning. */
export interface Finding {
  readonly problem: Problem;
  readonly baseline: Baseline;
  /** The latest version that it is about. */
  readonly version: BaselineVersion | undefined;
  /** Who says so, in a sentence: whether the registry agrees. */
  readonly agreement: string;
}

export const nothingToSay: Standing = { findings: [], summaries: [] };
