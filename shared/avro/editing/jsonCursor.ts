import type { JsonArray, JsonNode, JsonObject, JsonProperty, Span } from '../json.ts';

/** Where something could be typed in a JSON text, half-typed or whole. */
export interface JsonCursor {
  /** The objects and arrays around the cursor, outermost first. */
  readonly containers: readonly JsonContainer[];
  /** What belongs at the cursor: a property's name, its value, an array's item, or the text's one value. */
  readonly slot: 'name' | 'value' | 'item' | 'root';
  /** The property whose name or value this is; undefined for a name where none is typed yet. */
  readonly property: JsonProperty | undefined;
  /** What a complete name or value takes the place of: a string with its quotes, a word, or nothing. On one line. */
  readonly replaced: Span;
  /** Whether {@link replaced} begins with a quote. */
  readonly inQuotes: boolean;
  /** For a name: whether its colon is already there. */
  readonly hasColon: boolean;
  /** Where a comma is missing in front of the cursor; undefined where none is. */
  readonly missingComma: number | undefined;
  /** Whether another item follows without a comma between. */
  readonly needsComma: boolean;
}

export type JsonContainer = JsonObject | JsonArray;

/**
 * Finds what belongs at an offset of a text, from the tree that `parseJson` made of it.
 *
 * @returns undefined where nothing can be typed: in a comment, behind a whole string, between a name and its colon
 */
export function findJsonCursor(text: string, root: JsonNode | undefined, offset: number): JsonCursor | undefined {
  const containers = containersAt(text, root, offset);
  const container = containers.at(-1);
  const parts = container === undefined ? rootParts(root) : partsOf(container);
  const token = parts.find(({ node }) => isInside(text, node, offset));
  const replaced = token === undefined ? wordAt(text, offset) : replaceable(text, token.node.span, offset);
  const before = parts.findLast(({ node }) => node.span.end <= replaced.start);
  const gap = readGap(text, before?.node.span.end ?? (container === undefined ? 0 : container.span.start + 1), replaced.start);
  if (gap === undefined) return undefined;
  // Directly behind a name, value or item nothing can begin.
  if (before !== undefined && before.node.span.end === replaced.start) return undefined;
  const place = container === undefined ? placeAtRoot(root, token) : placeIn(container, token, before, gap);
  if (place === undefined) return undefined;
  const next = nextCharacter(text, replaced.end);
  return {
    containers,
    ...place,
    replaced,
    inQuotes: text[replaced.start] === '"',
    hasColon: place.slot === 'name' && next === ':',
    missingComma: place.slot !== 'value' && before !== undefined && !gap.includes(',') ? before.node.span.end : undefined,
    needsComma: container !== undefined && next !== undefined && !',:]}'.includes(next),
  };
}

function containersAt(text: string, root: JsonNode | undefined, offset: number): JsonContainer[] {
  const containers: JsonContainer[] = [];
  for (let node = root; node !== undefined && isContainer(node) && isBetweenBrackets(text, node, offset);) {
    containers.push(node);
    node = partsOf(node).find((part) => part.node.span.start < offset && offset <= part.node.span.end && isContainer(part.node))?.node;
  }
  return containers;
}

/** A property's name, its value, or an item: what stands between an array's or object's brackets. */
interface Part {
  readonly node: JsonNode;
  readonly property: JsonProperty | undefined;
  readonly isName: boolean;
}

function partsOf(container: JsonContainer): Part[] {
  if (container.kind === 'array') return container.items.map((node) => ({ node, property: undefined, isName: false }));
  return container.properties.flatMap((property) => [
    { node: property.name, property, isName: true },
    ...(property.value === undefined ? [] : [{ node: property.value, property, isName: false }]),
  ]);
}

function rootParts(root: JsonNode | undefined): Part[] {
  return root === undefined ? [] : [{ node: root, property: undefined, isName: false }];
}

function isContainer(node: JsonNode): node is JsonContainer {
  return node.kind === 'object' || node.kind === 'array';
}

function isBetweenBrackets(text: string, node: JsonContainer, offset: number): boolean {
  const { start, end } = node.span;
  return start < offset && (offset < end || (offset === end && !isClosed(text, node)));
}

/** What is never closed reaches to where its last part does, or ends in something else than its bracket. */
export function isClosed(text: string, node: JsonContainer): boolean {
  const { start, end } = node.span;
  const lastEnd = partsOf(node).at(-1)?.node.span.end ?? start + 1;
  return lastEnd < end && text[end - 1] === (node.kind === 'object' ? '}' : ']');
}

/** Whether the cursor is at a string, number or word that is still being typed: behind a closing quote it is not. */
function isInside(text: string, node: JsonNode, offset: number): boolean {
  const { start, end } = node.span;
  if (isContainer(node)) return false;
  if (text[start] !== '"') return start <= offset && offset <= end && start < end;
  return start < offset && (offset < end || (offset === end && !isClosedString(text, node.span)));
}

/** Whether a string that begins with a quote ends with one of its own. */
export function isClosedString(text: string, { start, end }: Span): boolean {
  if (end - start < 2 || text[end - 1] !== '"') return false;
  let backslashes = 0;
  while (text[end - 2 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 0;
}

/**
 * A string without its closing quote swallows what is behind it, to the end of the line or to the next quote: only the
 * word at the cursor is taken from that.
 */
function replaceable(text: string, span: Span, offset: number): Span {
  if (text[span.start] !== '"') return span;
  const end = wordEnd(text, offset);
  const isWhole = isClosedString(text, span) && !/^\s*[,:\]}]/.test(text.slice(end, span.end - 1));
  return isWhole ? span : { start: span.start, end };
}

const wordCharacter = /[\p{L}\p{N}_.$-]/u;

function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && wordCharacter.test(text[start - 1] ?? '')) start--;
  return { start, end: wordEnd(text, offset) };
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (wordCharacter.test(text[end] ?? '')) end++;
  return end;
}

/** What stands between two offsets apart from white space and comments; undefined where the second is in a comment. */
function readGap(text: string, from: number, to: number): string | undefined {
  let gap = '';
  for (const { piece, start } of piecesFrom(text, from)) {
    if (start >= to) break;
    const end = start + piece.length;
    // A line comment goes on where it ends, and so does a block comment that is not closed.
    const goesOn = piece.startsWith('//') || (piece.startsWith('/*') && !/^\/\*[^]*\*\/$/.test(piece));
    if (isComment(piece) && (end > to || (end === to && goesOn))) return undefined;
    if (!isComment(piece)) gap += piece.trim();
  }
  return gap;
}

/** The first character that is no white space and in no comment; undefined at the end of the text. */
function nextCharacter(text: string, from: number): string | undefined {
  for (const { piece } of piecesFrom(text, from)) if (!isComment(piece) && piece.trim() !== '') return piece;
  return undefined;
}

/** White space, comments, and single characters. */
function* piecesFrom(text: string, from: number): Generator<{ readonly piece: string; readonly start: number }> {
  const pattern = /\s+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|[^]/gy;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) yield { piece: match[0], start: match.index };
}

function isComment(piece: string): boolean {
  return piece.startsWith('//') || piece.startsWith('/*');
}

type Slot = Pick<JsonCursor, 'slot' | 'property'>;

function placeAtRoot(root: JsonNode | undefined, token: Part | undefined): Slot | undefined {
  return root === undefined || token !== undefined ? { slot: 'root', property: undefined } : undefined;
}

function placeIn(container: JsonContainer, token: Part | undefined, before: Part | undefined, gap: string): Slot | undefined {
  if (container.kind === 'array') return { slot: 'item', property: undefined };
  if (token !== undefined) return { slot: token.isName ? 'name' : 'value', property: token.property };
  if (before?.isName !== true || gap.includes(',')) return gap.includes(':') ? undefined : { slot: 'name', property: undefined };
  // Behind a name and its colon belongs a value, unless there is one already.
  if (!gap.includes(':') || before.property?.value !== undefined) return undefined;
  return { slot: 'value', property: before.property };
}
