import type { LayoutToken } from './layoutTokens.ts';
import { isComment } from './layoutTokens.ts';

/** An array or object, as far as its layout depends on what it holds. */
export interface LayoutContainer {
  readonly isArray: boolean;
  /** The index of its closing bracket among the tokens. */
  readonly close: number;
  /** How many columns it takes in one line; infinite where it may not stand in one. */
  readonly width: number;
  /** Whether its items stand side by side where they need more lines than one. */
  readonly fills: boolean;
}

/**
 * The containers of a text by the index of their opening bracket among its tokens.
 *
 * One line is not for an object that began on a line of its own in the source, for an array of such that did, for a list
 * of symbols that did, for the fields of a record, and for several items that each hold several things.
 *
 * @returns undefined where brackets do not match
 */
export function layoutContainers(text: string, tokens: readonly LayoutToken[]): ReadonlyMap<number, LayoutContainer> | undefined {
  const containers = new Map<number, LayoutContainer>();
  const frames: Frame[] = [];
  for (const [index, token] of tokens.entries()) {
    const outer = frames.at(-1);
    if (outer !== undefined) outer.width += spaceInLine(text, tokens[index - 1], token).length;
    if (token.kind === 'close') {
      const frame = frames.pop();
      if (frame?.isArray !== (text[token.start] === ']')) return undefined;
      close(frame, index, containers, frames.at(-1));
      continue;
    }
    if (outer !== undefined) takeIn(outer, text, tokens, index);
    if (token.kind === 'open') frames.push(newFrame(text, tokens, index));
  }
  return frames.length === 0 ? containers : undefined;
}

/** What stands between two tokens in one line: a space, or nothing. */
export function spaceInLine(text: string, before: LayoutToken | undefined, token: LayoutToken): '' | ' ' {
  if (before === undefined) return '';
  if (before.kind === 'open') return text[before.start] === '{' && token.kind !== 'close' ? ' ' : '';
  if (token.kind === 'close') return text[token.start] === '}' ? ' ' : '';
  return token.kind === 'comma' || token.kind === 'colon' ? '' : ' ';
}

/** A container that is not closed yet. */
interface Frame {
  readonly open: number;
  readonly isArray: boolean;
  /** The property name under which it stands, as it is written. */
  readonly name: string | undefined;
  readonly isExpanded: boolean;
  width: number;
  items: number;
  /** How many of the items are arrays or objects. */
  containers: number;
  /** How many of the items hold more than one thing. */
  wide: number;
  hasComments: boolean;
  /** Whether two of the items stand in one line of the source. */
  isSideBySide: boolean;
}

function newFrame(text: string, tokens: readonly LayoutToken[], open: number): Frame {
  const [token, first] = [tokens[open], tokens[open + 1]];
  const [colon, name] = [tokens[open - 1], tokens[open - 2]];
  return {
    open,
    isArray: token !== undefined && text[token.start] === '[',
    name: colon?.kind === 'colon' && name !== undefined ? text.slice(name.start, name.end) : undefined,
    isExpanded: first !== undefined && first.lineBreaks > 0,
    width: 1,
    items: 0,
    containers: 0,
    wide: 0,
    hasComments: false,
    isSideBySide: false,
  };
}

/** Takes in a token that stands directly in the container; of an array or object the opening bracket. */
function takeIn(frame: Frame, text: string, tokens: readonly LayoutToken[], index: number): void {
  const token = tokens[index];
  if (token === undefined) return;
  if (isComment(token)) {
    frame.hasComments = true;
    if (needsLines(text, token, tokens[index + 1])) frame.width = Number.POSITIVE_INFINITY;
  }
  if (token.kind !== 'open') frame.width += token.end - token.start;
  const isItem = token.kind === 'open' || token.kind === 'scalar';
  if (frame.isArray ? isItem : token.kind === 'colon') frame.items++;
  if (isItem && tokens[index - 1]?.kind === 'comma' && token.lineBreaks === 0) frame.isSideBySide = true;
}

/** Whether there is a line break in or beside a comment that stays there. */
function needsLines(text: string, comment: LayoutToken, next: LayoutToken | undefined): boolean {
  if (comment.kind === 'lineComment' || comment.lineBreaks > 0) return true;
  if (next !== undefined && next.lineBreaks > 0 && next.kind !== 'comma' && next.kind !== 'colon') return true;
  return /[\r\n]/.test(text.slice(comment.start, comment.end));
}

function close(frame: Frame, index: number, containers: Map<number, LayoutContainer>, outer: Frame | undefined): void {
  const { open, isArray, items, hasComments } = frame;
  const width = needsOwnLines(frame) ? Number.POSITIVE_INFINITY : frame.width + 1;
  const fills = isArray && frame.containers === 0 && !hasComments && items > 1 && frame.isSideBySide;
  containers.set(open, { isArray, close: index, width, fills });
  if (outer === undefined) return;
  outer.width += width;
  outer.containers++;
  if (items > 1) outer.wide++;
}

function needsOwnLines({ isArray, name, isExpanded, items, containers, wide }: Frame): boolean {
  if (items === 0) return false;
  if (!isArray) return isExpanded;
  if (isExpanded && (containers > 0 || name === '"symbols"')) return true;
  return (name === '"fields"' && containers > 0) || (items > 1 && wide === items);
}
