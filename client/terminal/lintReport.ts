import type { Severity } from '../../shared/avro/schema.ts';
import type { TextLines, TextPosition } from '../../shared/textLines.ts';
import { severities } from './lintOptions.ts';

/** Something that was found in a file. */
export interface FoundProblem {
  /** Relative to the working folder, with `/`. */
  readonly file: string;
  readonly start: TextPosition;
  readonly end: TextPosition;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly lines: TextLines;
}

export interface LintResult {
  /** In the order of the files and, within one, of the text. */
  readonly problems: readonly FoundProblem[];
  readonly files: number;
}

/** For people: each finding with its line, what it is about underlined; then the counts. */
export function toText({ problems, files }: LintResult, { colours }: { readonly colours: boolean }): string {
  return `${[...problemBlocks(problems, colours), summary(problems, files)].join('\n')}\n`;
}

/** Each problem with its line, what it is about underlined, and a line break behind. */
export function problemBlocks(problems: readonly FoundProblem[], colours: boolean): string[] {
  const paint = (code: string, text: string): string => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return problems.map(({ file, start, end, severity, rule, message, lines }) => {
    const place = `${file}:${start.line + 1}:${start.character + 1}`;
    const head = `${paint('1', place)} ${paint(colourOf[severity], severity)} ${message} ${paint('2', rule)}`;
    return `${head}\n${excerpt(lines, start, end)
      .map((line) => `  ${line}`)
      .join('\n')}\n`;
  });
}

const colourOf: Readonly<Record<Severity, string>> = { error: '31', warning: '33', information: '36', hint: '2' };

/** More of a long line does not fit, and the place is what matters. */
const [widest, before] = [120, 40];

/** The line, or the part of it around the place, and marks under the place. */
function excerpt(lines: TextLines, start: TextPosition, end: TextPosition): string[] {
  const line = lines.line(start.line).replaceAll('\t', ' ');
  const from = line.length <= widest ? 0 : Math.max(0, Math.min(start.character - before, line.length - widest));
  const shown = line.slice(from, from + widest);
  const prefix = from > 0 ? '…' : '';
  const last = end.line === start.line ? end.character : line.length;
  const marks = Math.max(1, Math.min(last, from + widest) - start.character);
  return [
    `${prefix}${shown}${from + widest < line.length ? '…' : ''}`,
    `${' '.repeat(prefix.length + start.character - from)}${'^'.repeat(marks)}`,
  ];
}

function summary(problems: readonly FoundProblem[], files: number): string {
  const inFiles = `in ${count(files, 'file')}`;
  const counts = severities.flatMap((severity) => {
    const number = problems.filter((problem) => problem.severity === severity).length;
    return number === 0 ? [] : [severity === 'information' ? `${number} information` : count(number, severity)];
  });
  return counts.length === 0 ? `Nothing found ${inFiles}.` : `${counts.join(', ')} ${inFiles}.`;
}

/** Such as `1 file` or `2 files`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** For programs: one JSON object. */
export function toJson({ problems, files }: LintResult): string {
  return `${JSON.stringify({ files, findings: jsonFindings(problems) }, null, 2)}\n`;
}

/** Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export function jsonFindings(problems: readonly FoundProblem[]): readonly object[] {
  return problems.map(({ file, start, end, severity, rule, message }) => ({
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity,
    rule,
    message,
  }));
}

/**
 * For GitHub Actions: a line for each finding, which it shows beside the change.
 *
 * @see GitHub Actions, "Workflow commands", "Setting an error message"
 */
export function toGithub({ problems, files }: LintResult): string {
  return `${githubAnnotations(problems)}${summary(problems, files)}\n`;
}

/** A line for each. */
export function githubAnnotations(problems: readonly FoundProblem[]): string {
  const lines = problems.map(({ file, start, end, severity, rule, message }) => {
    const properties = {
      file,
      line: start.line + 1,
      endLine: end.line + 1,
      // Columns count only where both ends are on one line.
      ...(start.line === end.line && { col: start.character + 1, endColumn: end.character + 1 }),
      title: rule,
    };
    const written = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
    return `::${commandOf[severity]} ${written.join(',')}::${escapeData(message)}\n`;
  });
  return lines.join('');
}

const commandOf: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** A text as the message of an annotation. */
export function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
