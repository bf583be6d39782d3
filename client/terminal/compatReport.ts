import type { CompatibilityLevel, VerdictState } from '../../shared/avro/compatibility/verdict.ts';
import type { Baseline } from '../../shared/protocol.ts';
import { count, escapeData, githubAnnotations, jsonFindings, problemBlocks } from './lintReport.ts';
import type { FoundProblem } from './lintReport.ts';

/** How a file stands beside one baseline. */
export interface CompatCheck {
  /** Relative to the working folder, with `/`. */
  readonly file: string;
  readonly kind: Baseline['kind'];
  /** The subject, the ref, or the file's or folder's name. */
  readonly against: string;
  readonly level: CompatibilityLevel;
  /** The latest version of a subject. */
  readonly version: number | undefined;
  readonly state: VerdictState;
  /** As the editor's CodeLens has it. */
  readonly text: string;
}

export interface CompatResult {
  readonly checks: readonly CompatCheck[];
  /** In the order of the files and, within one, of the text. */
  readonly problems: readonly FoundProblem[];
  /** What could not be judged, and why, in one sentence. */
  readonly failures: readonly { readonly file: string; readonly reason: string }[];
  /** How many files have nothing to be compared with. */
  readonly without: number;
}

/** For people: each break with its line, then how each file stands. */
export function compatText(result: CompatResult, { colours }: { readonly colours: boolean }): string {
  const blocks = problemBlocks(result.problems, colours);
  return `${[...blocks, summaryLines(result).join('\n')].join('\n')}\n`;
}

/** For programs: one JSON object. */
export function compatJson({ checks, problems, failures, without }: CompatResult): string {
  return `${JSON.stringify({ checks, findings: jsonFindings(problems), failures, without }, null, 2)}\n`;
}

/** For GitHub Actions: a line for each break and each file that could not be judged, then how each file stands. */
export function compatGithub(result: CompatResult): string {
  const failures = result.failures.map(({ file, reason }) => `::error file=${escapeProperty(file)}::${escapeData(reason)}\n`);
  return `${githubAnnotations(result.problems)}${failures.join('')}${summaryLines(result).join('\n')}\n`;
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function summaryLines({ checks, failures, without }: CompatResult): string[] {
  return [
    ...checks.map(({ file, text }) => `${file}: ${text}`),
    ...failures.map(({ file, reason }) => `${file}: not judged. ${reason}`),
    ...(without === 0 ? [] : [`${count(without, 'file')} with nothing to compare with.`]),
  ];
}
