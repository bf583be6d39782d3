import type { Span } from '../json.ts';
import type { LayoutContainer } from './layoutContainers.ts';
import type { LayoutToken } from './layoutTokens.ts';
import { isComment } from './layoutTokens.ts';

/** A part of a text that can be laid out by itself: whole lines, and whole items of one container. */
export interface LayoutPart {
  /** Indexes among the tokens. */
  readonly first: number;
  readonly last: number;
  /** Whether it stands in no container. */
  readonly isRoot: boolean;
  /** The indentation of the line in which the container around opens; of the root, none. */
  readonly indent: string;
}

/**
 * The smallest part of a text that can be laid out by itself and holds all tokens that a range touches.
 *
 * @returns undefined where it touches none
 */
export function rangeToFormat(
  text: string,
  tokens: readonly LayoutToken[],
  containers: ReadonlyMap<number, LayoutContainer>,
  range: Span,
): LayoutPart | undefined {
  const touched = tokens.findIndex(({ end }) => end >= range.start);
  const lastTouched = tokens.findLastIndex(({ start }) => start <= range.end);
  if (touched < 0 || lastTouched < touched) return undefined;
  const openings = new Map([...containers].map(([open, { close }]) => [close, open]));
  let [first, last] = [touched, lastTouched];
  // What has been looked at reaches from `low` to `high`; each bracket in it may bring more in.
  for (let [low, high] = [last + 1, last]; low > first || high < last;) {
    const index = low > first ? --low : ++high;
    const partner = containers.get(index)?.close ?? openings.get(index) ?? index;
    [first, last] = [Math.min(first, partner), Math.max(last, partner)];
    while (first > 0 && !beginsItemAndLine(tokens, first)) first--;
    while (last < tokens.length - 1 && !beginsItemAndLine(tokens, last + 1)) last++;
  }
  const open = containerAround(tokens, containers, openings, first);
  return { first, last, isRoot: open === undefined, indent: open === undefined ? '' : indentOf(text, tokens, open) };
}

/** Whether a token stands first in its line and begins an item, or is what closes a container or a comment of its own. */
function beginsItemAndLine(tokens: readonly LayoutToken[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || token.lineBreaks === 0 || token.kind === 'comma' || token.kind === 'colon') return false;
  let before = index - 1;
  for (let each = tokens[before]; each !== undefined && isComment(each); each = tokens[before]) before--;
  return tokens[before]?.kind !== 'colon';
}

/** The opening bracket of the container that a token stands directly in. */
function containerAround(
  tokens: readonly LayoutToken[],
  containers: ReadonlyMap<number, LayoutContainer>,
  openings: ReadonlyMap<number, number>,
  index: number,
): number | undefined {
  for (let before = index - 1; before >= 0; before--) {
    if (containers.has(before)) return before;
    if (tokens[before]?.kind === 'close') before = openings.get(before) ?? 0;
  }
  return undefined;
}

/** The white space before the first token in the line of a token. */
function indentOf(text: string, tokens: readonly LayoutToken[], index: number): string {
  let first = index;
  while (first > 0 && tokens[first]?.lineBreaks === 0) first--;
  return /[ \t]*$/.exec(text.slice(tokens[first - 1]?.end ?? 0, tokens[first]?.start))?.[0] ?? '';
}
