import { JudgeCache, judgeSteps } from '../shared/avro/compatibility/judge.ts';
import { levelRules } from '../shared/avro/compatibility/levels.ts';
import { findLossesSteps } from '../shared/avro/compatibility/losses.ts';
import type { Side } from '../shared/avro/compatibility/mismatch.ts';
import { verdictProblems } from '../shared/avro/compatibility/problems.ts';
import type { CompatibilityLevel, OtherVersion, Verdict } from '../shared/avro/compatibility/verdict.ts';
import type { Problem } from '../shared/avro/schema.ts';
import { verdictSummary } from '../shared/compatibilityTexts.ts';
import type { SummaryOptions } from '../shared/compatibilityTexts.ts';
import type { Baseline, BaselineVersion, RegistryVerdictResult, VerdictSummary } from '../shared/protocol.ts';
import type { Steps } from '../shared/slices.ts';
import type { CompatibilitySettings } from './settings.ts';
import type { VersionTexts } from './versionTexts.ts';

/** Judges a schema beside versions, ascending: all that there are, of which those count that the level asks for. */
export type Judge = (side: Side, versions: readonly OtherVersion[], level: CompatibilityLevel) => Steps<Verdict>;

/** Judges as registries do, and remembers what it has learnt of each text. */
export function createJudge(): Judge {
  const cache = new JudgeCache();
  return (side, versions, level) => judgeSteps(side, versions, level, cache);
}

export interface JudgeTools {
  readonly judge: Judge;
  readonly texts: VersionTexts;
}

/** A schema beside one of its baselines. */
export interface Judgement {
  readonly side: Side;
  readonly baseline: Baseline;
  /** Undefined where no version that counts can be used. */
  readonly verdict: Verdict | undefined;
  /** In the text's order. */
  readonly problems: readonly Problem[];
  /** The versions that count and that nothing can be compared with, and why, as a clause. */
  readonly unusable: readonly { readonly version: BaselineVersion; readonly reason: string }[];
}

/** How a schema stands beside a baseline. It never throws because of what a version's text is. */
export function* judgeBaseline(side: Side, baseline: Baseline, settings: CompatibilitySettings, tools: JudgeTools): Steps<Judgement> {
  const { level } = baseline;
  const rule = levelRules[level];
  const counting = rule.directions.length === 0 ? [] : rule.versions === 'latest' ? baseline.versions.slice(-1) : baseline.versions;
  const versions: OtherVersion[] = [];
  const unusable: { version: BaselineVersion; reason: string }[] = [];
  for (const version of counting) {
    const text = yield* tools.texts.take(version).inSteps();
    if (text.side === undefined) unusable.push({ version, reason: text.reason ?? 'it has no schema' });
    else versions.push({ label: version.label, version: version.version, uri: version.uri, side: text.side });
  }
  if (versions.length === 0 && unusable.length > 0) return { side, baseline, verdict: undefined, problems: [], unusable };
  const verdict = yield* tools.judge(side, versions, level);
  const { severity, lossSeverity } = settings;
  const losses = lossSeverity === 'off' ? [] : yield* findLossesSteps(side, versions, level);
  yield;
  return { side, baseline, verdict, problems: verdictProblems(verdict, side, { severity, lossSeverity, losses }), unusable };
}

/** What is said of it, with the registry's own verdict on this very text where that is known. */
export function summaryOf(judgement: Judgement, registry: RegistryVerdictResult | undefined, options: SummaryOptions): VerdictSummary {
  const summary = wordedSummary(judgement, registry, options);
  return judgement.baseline.isReadOnly === true ? { ...summary, isReadOnly: true } : summary;
}

function wordedSummary(judgement: Judgement, registry: RegistryVerdictResult | undefined, options: SummaryOptions): VerdictSummary {
  const { side, baseline, verdict, problems, unusable } = judgement;
  if (verdict === undefined) return unusableSummary(judgement, options);
  const summary = verdictSummary(baseline, { state: 'judged', verdict, side, problems, registry }, options);
  return unusable.length === 0 ? summary : { ...summary, detail: join(summary.detail, unusableText(judgement)) };
}

function unusableSummary(judgement: Judgement, options: SummaryOptions): VerdictSummary {
  const summary = verdictSummary(judgement.baseline, { state: 'asking' }, options);
  return { ...summary, state: 'unavailable', text: 'Not checked', detail: unusableText(judgement) };
}

/** Such as `Version 3 can't be used: its text is not valid JSON.` */
function unusableText({ unusable }: Judgement): string {
  const [first] = unusable;
  if (first === undefined) return '';
  const { version, reason } = first;
  const others = unusable.length === 1 ? '' : `, and ${unusable.length - 1} more`;
  return `${version.label.charAt(0).toUpperCase()}${version.label.slice(1)}${others} can't be used: ${reason}.`;
}

function join(...sentences: readonly (string | undefined)[]): string {
  return sentences.filter((each) => each !== undefined && each !== '').join(' ');
}
