import { mismatchKinds } from './avro/compatibility/mismatch.ts';
import type { Break, ExplainedVerdict, VerdictState } from './avro/compatibility/verdict.ts';
import { versionRange } from './avro/compatibility/versionsText.ts';
import type { Problem } from './avro/schema.ts';
import type { Baseline, BaselinesResult, BaselineVersion, RegistryVerdictResult, VerdictSummary } from './protocol.ts';

/** How a schema stands beside one baseline. */
export type Judged =
  /** The schema has errors of its own, so nothing is compared. */
  | { readonly state: 'invalid'; readonly errorCount: number; readonly firstError?: Problem | undefined }
  | { readonly state: 'asking' }
  | {
      readonly state: 'judged';
      readonly verdict: ExplainedVerdict;
      /** What is shown of it in the text, in its order; empty where that is switched off. */
      readonly problems: readonly Problem[];
      /** What the registry itself says of this very text; undefined or null where it has not been asked or can't be. */
      readonly registry?: RegistryVerdictResult | undefined;
    };

export interface SummaryOptions {
  /** A time of day for people, such as `10:12`; of another day with the date. */
  readonly timeText: (ms: number) => string;
  /** Whether other subjects are beside it, so that each is to be named in full. */
  readonly isOneOfSeveral?: boolean;
}

/** What is said of a schema beside one of its baselines. */
export function verdictSummary(baseline: Baseline, judged: Judged, options: SummaryOptions): VerdictSummary {
  const last = baseline.versions.at(-1);
  const first = firstPlace(judged);
  const { state, text, detail } = say(baseline, last, judged, options);
  return {
    state,
    text,
    detail,
    connection: baseline.connection,
    subject: baseline.kind === 'registry' ? baseline.label : undefined,
    version: last?.version,
    versionUri: last?.uri,
    firstProblem: first && { start: first.start, end: first.end },
    isOld: baseline.old !== undefined,
  };
}

/** What is said of a schema that has no baseline: why it has none. */
export function summaryWithout({ without = 'none', fitting = 0, reason }: BaselinesResult): VerdictSummary {
  return { ...nothing, ...withoutTexts(fitting, reason)[without] };
}

/** What is said besides the verdicts of a schema that has baselines: that others are not known, such as one environment of several. */
export function summariesBeside(result: BaselinesResult): readonly VerdictSummary[] {
  return result.baselines.length > 0 && result.without === 'unavailable' ? [summaryWithout(result)] : [];
}

/** What is said of all baselines, or of their lack, of a schema that has errors. */
export function invalidSummary(errorCount: number, firstError?: Problem): VerdictSummary {
  return { ...nothing, ...invalid(errorCount), firstProblem: firstError?.span };
}

const nothing = {
  connection: undefined,
  subject: undefined,
  version: undefined,
  versionUri: undefined,
  firstProblem: undefined,
  isOld: false,
} as const;

interface Said {
  readonly state: VerdictState;
  readonly text: string;
  readonly detail: string | undefined;
}

function withoutTexts(fitting: number, reason: string | undefined): Record<NonNullable<BaselinesResult['without']>, Said> {
  return {
    off: { state: 'off', text: 'Not checked', detail: reason ?? 'The setting avroWorkbench.compatibility.enabled is off.' },
    none: { state: 'none', text: 'No subject', detail: reason },
    ambiguous: { state: 'ambiguous', text: `${fitting} subjects fit`, detail: 'Choose the one that this schema belongs to.' },
    asking: { state: 'asking', text: 'Checking with the registry…', detail: undefined },
    unavailable: { state: 'unavailable', text: 'Not checked', detail: reason },
  };
}

function invalid(errorCount: number): Said {
  return { state: 'invalid', text: `Fix ${counted(errorCount, 'error')} to check compatibility`, detail: undefined };
}

function say(baseline: Baseline, last: BaselineVersion | undefined, judged: Judged, options: SummaryOptions): Said {
  const { level, old } = baseline;
  if (level === 'NONE') return { state: 'not-checked', text: 'Not checked (level NONE)', detail: undefined };
  if (judged.state === 'invalid') return invalid(judged.errorCount);
  if (judged.state === 'asking') return { state: 'asking', text: `Checking with ${baseline.label}…`, detail: undefined };
  const said = last === undefined ? sayFirst(baseline) : sayVerdict(baseline, last, judged, options);
  if (old === undefined) return said;
  const since = options.timeText(old.sinceMs);
  return { ...said, text: `${said.text}, as of ${since}`, detail: `The registry has not answered since ${since}. ${old.reason}` };
}

/** Nothing is there yet to be compatible with. */
function sayFirst({ kind, label }: Baseline): Said {
  return kind === 'registry'
    ? { state: 'compatible', text: `${label} has no version yet`, detail: 'The first version can be anything.' }
    : { state: 'compatible', text: `Not in ${label} yet`, detail: 'There is nothing yet to be compatible with.' };
}

function sayVerdict(
  baseline: Baseline,
  last: BaselineVersion,
  judged: Judged & { readonly state: 'judged' },
  options: SummaryOptions,
): Said {
  const { verdict, registry } = judged;
  const name = nameOf(baseline, last);
  if (verdict.causes.length > 0) return sayBreaks(baseline, verdict.causes, options);
  if (verdict.isSame) {
    const { schemaId } = last;
    return { state: 'same', text: `Same as ${name}`, detail: schemaId === undefined ? undefined : `Schema id ${schemaId}.` };
  }
  return { state: 'compatible', text: `${verdict.level} with ${name}`, detail: confirmation(registry, options) };
}

/** What the registry says where nothing breaks by our own judgement. */
function confirmation(registry: RegistryVerdictResult | undefined, { timeText }: SummaryOptions): string | undefined {
  if (registry === undefined || registry === null) return undefined;
  if (registry.isCompatible) return `Confirmed by the registry at ${timeText(registry.atMs)}.`;
  return contradiction(registry.messages);
}

/** The registry's own words against our verdict: its refusal at registering is the last word. */
function contradiction(messages: readonly string[]): string {
  return messages.length === 0 ? 'The registry says otherwise.' : `The registry says otherwise: ${messages.join(' ')}`;
}

/**
 * What a hover says of a break besides its sentence: whether the registry agrees.
 *
 * @returns one sentence; that of ours alone where the registry has not been asked or can't be
 */
export function agreementText(registry: RegistryVerdictResult | undefined, timeText: SummaryOptions['timeText']): string {
  if (registry === undefined || registry === null) return "Checked here against Avro's rules.";
  if (registry.isCompatible) return 'The registry says otherwise: it takes this schema as compatible.';
  return `Checked here against Avro's rules; the registry agreed at ${timeText(registry.atMs)}.`;
}

function sayBreaks(baseline: Baseline, breaks: readonly Break[], { isOneOfSeveral = false }: SummaryOptions): Said {
  const { level, label } = baseline;
  const reading = breaks.filter(({ direction }) => direction === 'BACKWARD');
  const writing = breaks.filter(({ direction }) => direction === 'FORWARD');
  const detail = undefined;
  if (writing.length === 0) {
    const text = `Can't read ${counted(reading.length, 'thing')} of ${brokenName(baseline, reading, true)} (${level})`;
    return { state: 'breaks-reader', text, detail };
  }
  const changes = `${counted(writing.length, 'change')} ${writing.length === 1 ? 'breaks' : 'break'}`;
  if (reading.length === 0) {
    const text = `${changes} readers of ${brokenName(baseline, writing, isOneOfSeveral)} (${level})`;
    return { state: 'breaks-writer', text, detail };
  }
  const things = `can't read ${counted(reading.length, 'thing')} of ${brokenName(baseline, reading, false)}`;
  const text = `${changes} readers of ${brokenName(baseline, writing, isOneOfSeveral)}, and ${things} (${level})`;
  return { state: 'breaks-writer', text, detail: baseline.kind === 'registry' ? `Checked with ${label}.` : undefined };
}

/** What the breaks are with: `orders-value v5…v7`, without its subject `v5…v7`; `HEAD`. */
function brokenName({ kind, label, versions }: Baseline, breaks: readonly Break[], isNamed: boolean): string {
  const uris = new Set(breaks.flatMap((each) => each.versions.map(({ uri }) => uri)));
  const range = kind === 'registry' ? versionRange(versions.filter(({ uri }) => uris.has(uri))) : undefined;
  if (range === undefined) return label;
  return isNamed ? `${label} ${range}` : range;
}

function nameOf({ kind, label }: Baseline, { version }: BaselineVersion): string {
  return kind === 'registry' && version !== undefined ? `${label} v${version}` : label;
}

/** A count with its noun, such as `1 thing` or `2 things`. */
function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const breakCodes: ReadonlySet<string> = new Set(mismatchKinds);

/** The first break, or where there is none the first of what loses meaning. */
function firstPlace(judged: Judged): { readonly start: number; readonly end: number } | undefined {
  if (judged.state === 'invalid') return judged.firstError?.span;
  if (judged.state === 'asking') return undefined;
  const { problems } = judged;
  return (problems.find(({ code }) => breakCodes.has(code)) ?? problems[0])?.span;
}
