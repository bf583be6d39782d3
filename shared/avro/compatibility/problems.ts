import { runAtOnce, sortInSteps } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import type { Fix, Problem, RelatedPlace, Severity } from '../schema.ts';
import { breakFixes } from './fixes.ts';
import type { Loss } from './losses.ts';
import type { Side } from './mismatch.ts';
import { breakSentence, otherPlaceText } from './sentences.ts';
import type { Break, ExplainedVerdict, OtherVersion } from './verdict.ts';

export interface VerdictProblemsOptions {
  /** Of a break. */
  readonly severity: Severity | 'off';
  /** Of what is allowed but loses meaning. */
  readonly lossSeverity: Severity | 'off';
  /** As `findLosses` has them; none where they are not looked for. */
  readonly losses?: readonly Loss[];
}

/** So many problems are made in about a millisecond at most. */
const problemsInStep = 100;

/** What {@link verdictProblemsSteps} does, at once. */
export function verdictProblems(verdict: ExplainedVerdict, side: Side, options: VerdictProblemsOptions): Problem[] {
  return runAtOnce(verdictProblemsSteps(verdict, side, options));
}

/**
 * What a verdict comes to in the edited text: one problem for each place that breaks something, and for each that loses
 * meaning, with the place in the other version and fixes.
 *
 * @param side the edited schema
 * @returns in the text's order, at one place breaks first; their source is `avro-compatibility`
 */
export function* verdictProblemsSteps(
  { causes }: ExplainedVerdict,
  side: Side,
  { severity, lossSeverity, losses = [] }: VerdictProblemsOptions,
): Steps<Problem[]> {
  const problems: Problem[] = [];
  if (severity !== 'off') {
    for (const each of causes) {
      problems.push(breakProblem(each, side, severity));
      if (problems.length % problemsInStep === 0) yield;
    }
  }
  if (lossSeverity !== 'off') for (const loss of losses) problems.push(lossProblem(loss, lossSeverity));
  yield* sortInSteps(problems, (a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return problems;
}

function breakProblem(each: Break, side: Side, severity: Severity): Problem {
  const { direction, mismatch, versions } = each;
  const [here, there] = direction === 'BACKWARD' ? [mismatch.reader, mismatch.writer] : [mismatch.writer, mismatch.reader];
  return {
    code: mismatch.kind,
    source: 'avro-compatibility',
    severity,
    span: here.span,
    message: breakSentence(each, side.parsed),
    ...related(versions, there.span, otherPlaceText(each)),
    fixes: onceOnly(() => breakFixes(each, side)),
  };
}

function lossProblem({ kind, span, message, versions, related: place }: Loss, severity: Severity): Problem {
  return { code: kind, source: 'avro-compatibility', severity, span, message, ...related(versions, place.span, place.message) };
}

function related(
  versions: readonly OtherVersion[],
  span: RelatedPlace['span'],
  message: string,
): { readonly related?: readonly RelatedPlace[] } {
  const last = versions.at(-1);
  return last === undefined ? {} : { related: [{ uri: last.uri, span, message }] };
}

/** Making them takes as long as checking the text several times. */
function onceOnly(make: () => readonly Fix[]): () => readonly Fix[] {
  let made: readonly Fix[] | undefined;
  return () => (made ??= make());
}
