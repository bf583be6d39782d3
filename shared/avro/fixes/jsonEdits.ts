import { isClosed, isClosedString } from '../editing/jsonCursor.ts';
import type { JsonArray, JsonNode, JsonObject, JsonProperty, Span } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import type { TextChange } from '../schema.ts';

/** Changes of one text that belong together; undefined where they cannot be made, such as behind a string that is not closed. */
export type Edits = readonly TextChange[] | undefined;

/** The changes of several edits as one; undefined where one of them cannot be made. */
export function together(...edits: readonly Edits[]): Edits {
  const all: TextChange[] = [];
  for (const each of edits) {
    if (each === undefined) return undefined;
    all.push(...each);
  }
  return all;
}

/** Puts another text in the place of a value, or of any other piece. */
export function replaceSpan(span: Span, newText: string): readonly TextChange[] {
  return [{ span, newText }];
}

export function insertAt(offset: number, newText: string): readonly TextChange[] {
  return [{ span: { start: offset, end: offset }, newText }];
}

/**
 * Takes an item out of its array, with the comma that belongs to it. Comments stay.
 *
 * @param item one of the array's own
 */
export function removeItem(text: string, array: JsonArray, item: JsonNode): Edits {
  const index = array.items.indexOf(item);
  return removeElements(text, array, index, index);
}

/**
 * Takes a property out of its object, with the comma that belongs to it. Comments stay.
 *
 * @param property one of the object's own
 */
export function removeProperty(text: string, object: JsonObject, property: JsonProperty): Edits {
  return removeProperties(text, object, [property]);
}

/** Takes several properties out of their object, as {@link removeProperty} does with one; comments between two of them go too. */
export function removeProperties(text: string, object: JsonObject, removed: readonly JsonProperty[]): Edits {
  const indexes = removed.map((property) => object.properties.indexOf(property)).sort((a, b) => a - b);
  const runs: { readonly first: number; last: number }[] = [];
  for (const index of indexes) {
    const run = runs.at(-1);
    if (run !== undefined && index === run.last + 1) run.last = index;
    else runs.push({ first: index, last: index });
  }
  return together(...runs.map(({ first, last }) => removeElements(text, object, first, last)));
}

/**
 * Puts an item into an array, laid out as those that are there.
 *
 * @param index its place, from 0 to the number of items
 */
export function insertItem(text: string, array: JsonArray, index: number, item: string): Edits {
  return insertElement(text, array, index, item);
}

export interface InsertPropertyOptions {
  /** It stands behind the last of these that the object has, or before all others where it has none of them; else at the end. */
  readonly after?: readonly string[];
}

/**
 * Puts a property into an object, laid out as those that are there.
 *
 * @param value its JSON text
 */
export function insertProperty(
  text: string,
  object: JsonObject,
  name: string,
  value: string,
  { after }: InsertPropertyOptions = {},
): Edits {
  const { properties } = object;
  const index = after === undefined ? properties.length : properties.findLastIndex((each) => after.includes(each.name.value)) + 1;
  return insertElement(text, object, index, `${JSON.stringify(name)}:${gapOf(text)}${value}`);
}

/** Gives a property another name. */
export function renameProperty({ name }: JsonProperty, newName: string): readonly TextChange[] {
  return replaceSpan(name.span, JSON.stringify(newName));
}

/** Gives the object's property another value, or puts it in where there is none, as {@link insertProperty} does. */
export function setProperty(text: string, object: JsonObject, name: string, value: string, options?: InsertPropertyOptions): Edits {
  const property = findProperty(object, name);
  if (property === undefined) return insertProperty(text, object, name, value, options);
  if (property.value !== undefined) return replaceSpan(property.value.span, value);
  const { end } = elementSpan(text, property);
  return text[end - 1] === ':' ? insertAt(end, `${gapOf(text)}${value}`) : undefined;
}

/** An object in one line, spaced as the text is; each value is JSON text. */
export function objectText(text: string, properties: readonly (readonly [name: string, value: string])[]): string {
  const gap = gapOf(text);
  const parts = properties.map(([name, value]) => `${JSON.stringify(name)}:${gap}${value}`);
  const padding = parts.length === 0 ? '' : paddingOf(text);
  return `{${padding}${parts.join(`,${gap}`)}${padding}}`;
}

/** An array in one line, spaced as the text is; each item is JSON text. */
export function arrayText(text: string, items: readonly string[]): string {
  return `[${items.join(`,${gapOf(text)}`)}]`;
}

/** A node's own text. */
export function textOf(text: string, { span }: { readonly span: Span }): string {
  return text.slice(span.start, span.end);
}

/** The text with the changes made; they may not overlap. */
export function applyEdits(text: string, edits: readonly TextChange[]): string {
  let result = '';
  let end = 0;
  for (const { span, newText } of inOrder(edits)) {
    if (span.start < end) throw new Error('Changes overlap.');
    result += text.slice(end, span.start) + newText;
    end = span.end;
  }
  return result + text.slice(end);
}

/** In the order of the text; changes at one place stay in their order. */
export function inOrder(edits: readonly TextChange[]): TextChange[] {
  return [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

type Container = JsonArray | JsonObject;

/** What stands behind a colon or a comma in the text: a space, or nothing where its author leaves that out. */
function gapOf(text: string): string {
  const [, behind] = /"\s*:(.)/s.exec(text) ?? /"\s*,(.)/s.exec(text) ?? [];
  return behind === undefined || /\s/.test(behind) ? ' ' : '';
}

/** What stands behind an opening brace in its line: a space where the author, or the formatter, puts one there. */
function paddingOf(text: string): string {
  return /\{ +"/.test(text) ? ' ' : '';
}

/** The places of an array's items or an object's properties; that of a half-typed property reaches behind its colon. */
function elementsOf(text: string, container: Container): readonly Span[] {
  return container.kind === 'array'
    ? container.items.map(({ span }) => span)
    : container.properties.map((property) => elementSpan(text, property));
}

function elementSpan(text: string, { span, value }: JsonProperty): Span {
  if (value !== undefined) return span;
  const colon = /\s*:/y;
  colon.lastIndex = span.end;
  return colon.test(text) ? { start: span.start, end: colon.lastIndex } : span;
}

/** From the first to the last of neighbours. */
function removeElements(text: string, container: Container, firstIndex: number, lastIndex: number): Edits {
  const elements = elementsOf(text, container);
  const [first, last] = [elements[firstIndex], elements[lastIndex]];
  if (first === undefined || last === undefined) return undefined;
  const element = { start: first.start, end: last.end };
  const [previous, next] = [elements[firstIndex - 1], elements[lastIndex + 1]];
  if (next !== undefined) {
    const gap = readGap(text, element.end, next.start);
    if (gap.isPlain) return replaceSpan({ start: element.start, end: next.start }, '');
    return [{ span: element, newText: '' }, ...(gap.comma === undefined ? [] : replaceSpan(gap.comma, ''))];
  }
  if (previous !== undefined) {
    const gap = readGap(text, previous.end, element.start);
    if (gap.isPlain) return replaceSpan({ start: previous.end, end: element.end }, '');
    return [...(gap.comma === undefined ? [] : replaceSpan(gap.comma, '')), { span: element, newText: '' }];
  }
  return removeOnly(text, container, element);
}

/** An array or object of one element is left without white space. */
function removeOnly(text: string, container: Container, element: Span): Edits {
  const inside = { start: container.span.start + 1, end: container.span.end - 1 };
  if (!isClosed(text, container)) return replaceSpan(element, '');
  const [before, behind] = [readGap(text, inside.start, element.start), readGap(text, element.end, inside.end)];
  if (before.isPlain && behind.isPlain) return replaceSpan(inside, '');
  return [{ span: element, newText: '' }, ...(behind.comma === undefined ? [] : replaceSpan(behind.comma, ''))];
}

function insertElement(text: string, container: Container, index: number, newText: string): Edits {
  const elements = elementsOf(text, container);
  const [previous, next] = [elements[index - 1], elements[index]];
  const space = spaceBefore(text, container, elements, index);
  if (previous === undefined) {
    if (next === undefined) return insertAt(container.span.start + 1, newText);
    return insertAt(next.start, `${newText},${space}`);
  }
  const gap = next === undefined ? undefined : readGap(text, previous.end, next.start);
  if (next !== undefined && gap?.comma !== undefined && !gap.isPlain) return insertAt(next.start, `${newText},${space}`);
  const before = lastNode(container, index - 1);
  return before !== undefined && !isComplete(text, before) ? undefined : insertAt(previous.end, `,${space}${newText}`);
}

/** The white space that belongs before a new element, as it stands before one that is there. */
function spaceBefore(text: string, container: Container, elements: readonly Span[], index: number): string {
  const model = Math.min(Math.max(index - 1, 1), elements.length - 1);
  const [before, element] = [elements[model - 1], elements[model]];
  if (before !== undefined && element !== undefined) return lastSpace(text.slice(before.end, element.start));
  const first = elements[0];
  const lead = first === undefined ? '' : lastSpace(text.slice(container.span.start + 1, first.start));
  return lead.includes('\n') ? lead : gapOf(text);
}

/** The white space at the end, from its last line break on: blank lines before an element are not repeated. */
function lastSpace(gap: string): string {
  const space = /\s*$/.exec(gap)?.[0] ?? '';
  const line = space.lastIndexOf('\n');
  return line < 0 ? space : space.slice(space[line - 1] === '\r' ? line - 1 : line);
}

interface Gap {
  readonly comma: Span | undefined;
  /** Whether there is nothing but white space and at most one comma. */
  readonly isPlain: boolean;
}

/** What stands between two elements. */
function readGap(text: string, from: number, to: number): Gap {
  const pattern = /\s+|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[^]/gy;
  pattern.lastIndex = from;
  let comma: Span | undefined;
  let isPlain = true;
  for (let match = pattern.exec(text); match !== null && match.index < to; match = pattern.exec(text)) {
    const [piece] = match;
    if (piece === ',' && comma === undefined) comma = { start: match.index, end: match.index + 1 };
    else if (piece.trim() !== '') isPlain = false;
  }
  return { comma, isPlain };
}

/** The last thing of an element, behind which a comma is to stand. */
function lastNode(container: Container, index: number): JsonNode | undefined {
  if (container.kind === 'array') return container.items[index];
  const property = container.properties[index];
  return property?.value ?? property?.name;
}

/** Whether a value ends where its text does: what is not closed would take in whatever is put behind it. */
function isComplete(text: string, node: JsonNode): boolean {
  if (node.kind === 'array' || node.kind === 'object') return isClosed(text, node);
  return node.kind !== 'string' || text[node.span.start] !== '"' || isClosedString(text, node.span);
}
