import { explainVerdictSteps } from './avro/compatibility/explainBreaks.ts';
import { JudgeCache, judgeSteps } from './avro/compatibility/judge.ts';
import { levelRules } from './avro/compatibility/levels.ts';
import { LossCache } from './avro/compatibility/lossCache.ts';
import { findLossesSteps } from './avro/compatibility/losses.ts';
import type { Loss } from './avro/compatibility/losses.ts';
import type { Side } from './avro/compatibility/mismatch.ts';
import { verdictProblemsSteps } from './avro/compatibility/problems.ts';
import { capital } from './avro/compatibility/sentences.ts';
import type { CompatibilityLevel, ExplainedVerdict, OtherVersion } from './avro/compatibility/verdict.ts';
import type { VersionText } from './avro/compatibility/versionText.ts';
import type { Problem, Severity } from './avro/schema.ts';
import { verdictSummary } from './compatibilityTexts.ts';
import type { SummaryOptions } from './compatibilityTexts.ts';
import type { Baseline, BaselineVersion, RegistryVerdictResult, VerdictSummary } from './protocol.ts';
import type { Steps } from './slices.ts';

/** Judges a schema beside versions, ascending: all that there are, of which those count that the level asks for. */
export type Judge = (side: Side, versions: readonly OtherVersion[], level: CompatibilityLevel, options: JudgeOptions) => Steps<Judged>;

export interface JudgeOptions {
  /** Whether what is allowed but loses meaning is looked for. */
  readonly findsLosses: boolean;
}

export interface Judged {
  readonly verdict: ExplainedVerdict;
  readonly losses: readonly Loss[];
}

/** Judges as registries do, and remembers what it has learnt of each text. */
export function createJudge(): Judge {
  const [cache, lossCache] = [new JudgeCache(), new LossCache()];
  return function* (side, versions, level, { findsLosses }) {
    const verdict = yield* explainVerdictSteps(yield* judgeSteps(side, versions, level, cache), side);
    return { verdict, losses: findsLosses ? yield* findLossesSteps(side, versions, level, lossCache) : [] };
  };
}

export interface JudgeTools {
  readonly judge: Judge;
  /** The text of a version, which may be parsed already. */
  readonly parseVersion: (version: BaselineVersion) => Steps<VersionText>;
}

export interface JudgeSeverities {
  /** Of what breaks. */
  readonly severity: Severity | 'off';
  /** Of what is allowed but loses meaning. */
  readonly lossSeverity: Severity | 'off';
}

/** A schema beside one of its baselines. */
export interface Judgement {
  readonly side: Side;
  readonly baseline: Baseline;
  /** Undefined where no version that counts can be used. */
  readonly verdict: ExplainedVerdict | undefined;
  /** In the text's order. */
  readonly problems: readonly Problem[];
  /** The versions that count and that nothing can be compared with. */
  readonly unusable: readonly UnusableVersion[];
}

export interface UnusableVersion {
  readonly version: BaselineVersion;
  /** As a clause. */
  readonly reason: string;
}

/** How a schema stands beside a baseline. It never throws because of what a version's text is. */
export function* judgeBaseline(side: Side, baseline: Baseline, severities: JudgeSeverities, tools: JudgeTools): Steps<Judgement> {
  const { level } = baseline;
  const rule = levelRules[level];
  const counting = rule.directions.length === 0 ? [] : rule.versions === 'latest' ? baseline.versions.slice(-1) : baseline.versions;
  const versions: OtherVersion[] = [];
  const unusable: UnusableVersion[] = [];
  for (const version of counting) {
    const text = yield* tools.parseVersion(version);
    if (text.side === undefined) unusable.push({ version, reason: text.reason ?? 'it has no schema' });
    else versions.push({ label: version.label, version: version.version, uri: version.uri, side: text.side });
  }
  if (versions.length === 0 && unusable.length > 0) return { side, baseline, verdict: undefined, problems: [], unusable };
  const { severity, lossSeverity } = severities;
  const { verdict, losses } = yield* tools.judge(side, versions, level, { findsLosses: lossSeverity !== 'off' });
  const problems = yield* verdictProblemsSteps(verdict, side, { severity, lossSeverity, losses });
  return { side, baseline, verdict, problems, unusable };
}

/** What is said of it, with the registry's own verdict on this very text where that is known. */
export function summaryOf(judgement: Judgement, registry: RegistryVerdictResult | undefined, options: SummaryOptions): VerdictSummary {
  const summary = wordedSummary(judgement, registry, options);
  return judgement.baseline.isReadOnly === true ? { ...summary, isReadOnly: true } : summary;
}

function wordedSummary(judgement: Judgement, registry: RegistryVerdictResult | undefined, options: SummaryOptions): VerdictSummary {
  const { baseline, verdict, problems, unusable } = judgement;
  if (verdict === undefined) return unusableSummary(judgement, options);
  const summary = verdictSummary(baseline, { state: 'judged', verdict, problems, registry }, options);
  return unusable.length === 0 ? summary : { ...summary, detail: join(summary.detail, unusableText(unusable)) };
}

function unusableSummary(judgement: Judgement, options: SummaryOptions): VerdictSummary {
  const summary = verdictSummary(judgement.baseline, { state: 'asking' }, options);
  return { ...summary, state: 'unavailable', text: 'Not checked', detail: unusableText(judgement.unusable) };
}

/** Such as `Version 3, and 1 more can't be used: its text is not valid JSON.`; empty where all can be. */
export function unusableText([first, ...others]: readonly UnusableVersion[]): string {
  if (first === undefined) return '';
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return `${capital(first.version.label)}${more} can't be used: ${first.reason}.`;
}

function join(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((each) => each !== undefined && each !== '').join(' ');
}
