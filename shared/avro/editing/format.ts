import type { Span } from '../json.ts';
import type { ParsedSchema, TextChange } from '../schema.ts';
import { rangeToFormat } from './formatRange.ts';
import type { LayoutContainer } from './layoutContainers.ts';
import { layoutContainers, spaceInLine } from './layoutContainers.ts';
import type { LayoutToken } from './layoutTokens.ts';
import { countLineBreaks, isComment, layoutTokens } from './layoutTokens.ts';

export interface FormatOptions {
  readonly tabSize: number;
  readonly insertSpaces: boolean;
  /** Whether the text must end with a line break. */
  readonly insertFinalNewline?: boolean;
  /** Whether it may end with no more than one. */
  readonly trimFinalNewlines?: boolean;
}

/** How wide a line may get by what stands side by side in it, in columns. */
const maxWidth = 100;

/**
 * The changes that lay the text of a schema, protocol or message document out: what is short stays in one line, and what began on a line of
 * its own keeps it. Only white space between tokens changes, and only where it must; tokens, comments and single empty
 * lines stay. Formatting the result again changes nothing.
 *
 * @param range what to format, with the lines that it touches; all where it is undefined
 * @returns nothing for a text that is not sound, but for commas too many: where it is unfinished, nobody can say what
 *   belongs to what
 */
export function formatText(
  { text, problems }: Pick<ParsedSchema, 'text' | 'problems'>,
  options: FormatOptions,
  range?: Span,
): TextChange[] {
  if (problems.some(({ code }) => unsound.has(code))) return [];
  const tokens = layoutTokens(text);
  const containers = tokens && layoutContainers(text, tokens);
  if (tokens === undefined || containers === undefined) return [];
  const part = range === undefined ? undefined : rangeToFormat(text, tokens, containers, range);
  if (range !== undefined && part === undefined) return [];
  const printer: Printer = {
    text,
    tokens,
    containers,
    base: part?.indent ?? '',
    unit: options.insertSpaces ? ' '.repeat(options.tabSize) : '\t',
    tabSize: options.tabSize,
    lineBreak: /\r\n|\n|\r/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n',
    frames: part === undefined || part.isRoot ? [] : [{ fills: false, isFlat: false, depth: 1 }],
    changes: [],
    column: 0,
  };
  const [first, last] = part === undefined ? [0, tokens.length - 1] : [part.first, part.last];
  for (let index = first; index <= last; index++) place(printer, index, index === first);
  if (part === undefined) endText(printer, options);
  return printer.changes;
}

/** What makes it uncertain where things begin and end. */
const unsound: ReadonlySet<string> = new Set(['json-syntax', 'nesting-too-deep', 'trailing-text']);

interface Printer {
  readonly text: string;
  readonly tokens: readonly LayoutToken[];
  readonly containers: ReadonlyMap<number, LayoutContainer>;
  /** The indentation of depth 0. */
  readonly base: string;
  readonly unit: string;
  readonly tabSize: number;
  readonly lineBreak: string;
  /** The containers around, the innermost last. */
  readonly frames: Frame[];
  readonly changes: TextChange[];
  /** Where the last token has come to end. */
  column: number;
}

interface Frame {
  /** Whether it stands in one line. */
  readonly isFlat: boolean;
  readonly fills: boolean;
  /** Of what stands in it. */
  readonly depth: number;
}

function place(printer: Printer, index: number, isFirst: boolean): void {
  const { text, tokens, frames, containers } = printer;
  const token = tokens[index];
  if (token === undefined) return;
  const start = tokens[index - 1]?.end ?? (text.startsWith('\uFEFF') ? 1 : 0);
  const space = isFirst ? firstSpace(printer, start, token) : spaceBefore(printer, index, token);
  change(printer, { start, end: token.start }, space);
  printer.column = columnBehind(printer, space, printer.column);
  if (token.kind === 'close') frames.pop();
  const container = containers.get(index);
  if (container !== undefined) frames.push(newFrame(printer, container));
  printer.column =
    token.kind === 'blockComment'
      ? columnBehind(printer, text.slice(token.start, token.end), printer.column)
      : printer.column + token.end - token.start;
}

function newFrame({ tokens, frames, column }: Printer, { close, width, fills }: LayoutContainer): Frame {
  const outer = frames.at(-1);
  const behind = tokens[close + 1]?.kind === 'comma' ? 1 : 0;
  return { isFlat: outer?.isFlat === true || column + width + behind <= maxWidth, fills, depth: (outer?.depth ?? 0) + 1 };
}

/** Of what is formatted, the first token keeps the lines before it. */
function firstSpace(printer: Printer, start: number, token: LayoutToken): string {
  if (start === 0 || (start === 1 && printer.text.startsWith('\uFEFF'))) return '';
  const before = printer.text.slice(start, token.start);
  const line = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return before.slice(0, line) + indentation(printer, printer.frames.at(-1)?.depth ?? 0);
}

function spaceBefore(printer: Printer, index: number, token: LayoutToken): string {
  const { text, tokens, frames } = printer;
  const before = tokens[index - 1];
  const frame = frames.at(-1);
  if (before === undefined) return '';
  if (frame?.isFlat === true) return spaceInLine(text, before, token);
  if (before.kind === 'lineComment') return newLine(printer, before, token);
  if (isComment(token)) return token.lineBreaks > 0 || leads(tokens, index) ? newLine(printer, before, token) : ' ';
  if (token.kind === 'comma' || token.kind === 'colon') return '';
  if (token.kind === 'close') return before.kind === 'open' ? '' : newLine(printer, before, token);
  if (before.kind === 'blockComment') return token.lineBreaks > 0 ? newLine(printer, before, token) : ' ';
  if (before.kind === 'colon') return ' ';
  if (frame?.fills === true && before.kind === 'comma') return fillSpace(printer, index, token);
  return newLine(printer, before, token);
}

/** Whether a comment belongs to the item that stands behind it in its line, and not to what is before. */
function leads(tokens: readonly LayoutToken[], index: number): boolean {
  const before = tokens[index - 1];
  if (before?.kind !== 'open' && before?.kind !== 'comma') return false;
  for (let next = index + 1; ; next++) {
    const token = tokens[next];
    if (token === undefined || token.lineBreaks > 0) return false;
    if (!isComment(token)) return token.kind !== 'close';
  }
}

function fillSpace(printer: Printer, index: number, token: LayoutToken): string {
  const behind = printer.tokens[index + 1]?.kind === 'comma' ? 1 : 0;
  const fits = printer.column + 1 + token.end - token.start + behind <= maxWidth;
  return fits ? ' ' : printer.lineBreak + indentation(printer, printer.frames.at(-1)?.depth ?? 0);
}

function newLine(printer: Printer, before: LayoutToken, token: LayoutToken): string {
  const isBetween = before.kind !== 'open' && token.kind !== 'close' && token.kind !== 'comma' && token.kind !== 'colon';
  const depth = (printer.frames.at(-1)?.depth ?? 0) - (token.kind === 'close' ? 1 : 0);
  return (isBetween && token.lineBreaks > 1 ? printer.lineBreak : '') + printer.lineBreak + indentation(printer, depth);
}

function indentation({ base, unit }: Printer, depth: number): string {
  return base + unit.repeat(depth);
}

/** The column behind a piece of text that begins at a column. */
function columnBehind({ tabSize }: Printer, piece: string, column: number): number {
  const line = Math.max(piece.lastIndexOf('\n'), piece.lastIndexOf('\r')) + 1;
  let end = line > 0 ? 0 : column;
  for (let at = line; at < piece.length; at++) end += piece[at] === '\t' ? tabSize : 1;
  return end;
}

function endText(printer: Printer, { insertFinalNewline = false, trimFinalNewlines = false }: FormatOptions): void {
  const { text, tokens, lineBreak } = printer;
  const start = tokens.at(-1)?.end;
  if (start === undefined) return;
  const found = countLineBreaks(text, start, text.length);
  const count = Math.max(insertFinalNewline ? 1 : 0, trimFinalNewlines ? Math.min(found, 1) : found);
  change(printer, { start, end: text.length }, lineBreak.repeat(count));
}

/** Notes what differs between the white space that is there and that which belongs there. */
function change({ text, changes }: Printer, { start, end }: Span, space: string): void {
  const old = text.slice(start, end);
  if (old === space) return;
  const limit = Math.min(old.length, space.length);
  let before = 0;
  while (before < limit && old[before] === space[before]) before++;
  // A line break of two characters has no inside.
  if (before > 0 && old[before - 1] === '\r') before--;
  let behind = 0;
  while (behind < limit - before && old[old.length - 1 - behind] === space[space.length - 1 - behind]) behind++;
  if (behind > 0 && old[old.length - behind] === '\n' && old[old.length - behind - 1] === '\r') behind--;
  changes.push({ span: { start: start + before, end: end - behind }, newText: space.slice(before, space.length - behind) });
}
