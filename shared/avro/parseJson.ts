import { createScanner } from 'jsonc-parser';
import type { JSONScanner } from 'jsonc-parser';
import type { JsonNode, JsonString, Span } from './json.ts';
import type { Problem, Severity } from './schema.ts';

export interface ParseJsonOptions {
  /** Whether comments are part of the language; otherwise each is a `comment` warning. */
  readonly comments?: boolean;
  /** Whether a comma may stand behind the last item; otherwise each is a `trailing-comma` error. */
  readonly trailingCommas?: boolean;
  /** Whether several values may stand one after another; otherwise the second is an error. */
  readonly multiple?: boolean;
}

export interface ParsedJson {
  /** The first value; undefined where the text holds none. */
  readonly root: JsonNode | undefined;
  /** All values at the top, those behind an error included. */
  readonly roots: readonly JsonNode[];
  /** In the order of their spans, at most {@link maxProblems}. */
  readonly problems: readonly Problem[];
}

/** How deep arrays and objects may nest: Java's JSON reader (Jackson) refuses more, and our own recursion relies on it. */
export const maxNesting = 1000;

/** After so many problems the text is something else than JSON, and a list of all of them serves nobody. */
export const maxProblems = 1000;

/**
 * Parses a JSON text, however broken: it never throws, reports all that is wrong, and keeps the tree behind an error.
 *
 * What is half-typed is absent (a property without its value), what is unclosed reaches to the end of the text, and what
 * nests deeper than {@link maxNesting} is left out. An unquoted word counts as a string. A
 * repeated property name is kept and is a `duplicate-key` warning. The time is linear in the text's length.
 *
 * @returns the tree with spans in UTF-16 code units, and problems with the codes `json-syntax`, `trailing-comma`,
 *   `comment`, `duplicate-key`, `byte-order-mark` and `nesting-too-deep`
 * @see RFC 8259
 */
export function parseJson(text: string, options: ParseJsonOptions = {}): ParsedJson {
  const parser: Parser = {
    text,
    options,
    scanner: createScanner(text),
    token: Token.eof,
    start: 0,
    end: 0,
    previousEnd: 0,
    roots: [],
    stack: [],
    extraRootReported: false,
    problems: [],
  };
  if (text.startsWith('\uFEFF')) {
    report(parser, 'byte-order-mark', { start: 0, end: 1 }, 'The text begins with a byte order mark, which JSON does not allow.');
    parser.end = 1;
  }
  scan(parser);
  while (parser.token !== Token.eof) {
    const frame = parser.stack.at(-1);
    if (frame === undefined) acceptAtTop(parser);
    else if (frame.node.kind === 'array') acceptInArray(parser, frame.node, frame);
    else acceptInObject(parser, frame.node, frame);
  }
  while (parser.stack.length > 0) closeUnclosed(parser, text.length);
  const root = parser.roots[0];
  if (root === undefined && options.multiple !== true && parser.problems.length === 0) {
    report(parser, 'json-syntax', { start: 0, end: text.length }, 'There is nothing here: a JSON value is expected.');
  }
  return { root, roots: parser.roots, problems: parser.problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
}

/** jsonc-parser's token kinds, whose own names are erased from its build. */
const Token = {
  openBrace: 1,
  closeBrace: 2,
  openBracket: 3,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  unknown: 16,
  eof: 17,
} as const;

/** Those of jsonc-parser's scan errors that are told apart here. */
const ScanError = { none: 0, unclosedComment: 1, unclosedString: 2 } as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface OpenProperty {
  readonly name: JsonString;
  value: JsonNode | undefined;
  readonly span: Mutable<Span>;
}

interface OpenObject {
  readonly kind: 'object';
  readonly span: Mutable<Span>;
  readonly properties: OpenProperty[];
}

interface OpenArray {
  readonly kind: 'array';
  readonly span: Mutable<Span>;
  readonly items: JsonNode[];
}

/** An array or object whose end has not been seen. */
interface Frame {
  readonly node: OpenObject | OpenArray;
  /** What the next token should be; `item` is an array's item, `value` a property's. */
  expects: 'item' | 'name' | 'colon' | 'value' | 'separator';
  /** The comma that stands right before; undefined behind anything else. */
  comma: Span | undefined;
  /** Whether the last property's colon was missing, which has been said. */
  colonMissing: boolean;
  /** The names so far, once there are enough of them for a set to be faster than a look at each. */
  names: Set<string> | undefined;
}

interface Parser {
  readonly text: string;
  readonly options: ParseJsonOptions;
  readonly scanner: JSONScanner;
  token: number;
  /** The current token's place. */
  start: number;
  end: number;
  /** Where the token before it ended. */
  previousEnd: number;
  readonly roots: JsonNode[];
  readonly stack: Frame[];
  extraRootReported: boolean;
  readonly problems: Problem[];
}

/** A value at the top, or what stands there instead. */
function acceptAtTop(parser: Parser): void {
  if (isCloser(parser.token) || parser.token === Token.comma || parser.token === Token.colon) {
    unexpected(parser);
    return;
  }
  if (parser.roots.length > 0 && parser.options.multiple !== true && !parser.extraRootReported) {
    parser.extraRootReported = true;
    report(parser, 'json-syntax', here(parser), 'Something stands behind the end of the JSON value.');
  }
  const value = takeValue(parser);
  if (value !== undefined) parser.roots.push(value);
}

function acceptInArray(parser: Parser, array: OpenArray, frame: Frame): void {
  if (isCloser(parser.token)) {
    acceptCloser(parser, frame);
    return;
  }
  if (parser.token === Token.comma) {
    if (frame.expects === 'item') missing(parser, here(parser), 'A value is missing before this comma.');
    frame.comma = here(parser);
    frame.expects = 'item';
    scan(parser);
    return;
  }
  if (parser.token === Token.colon) {
    unexpected(parser);
    frame.expects = 'item';
    frame.comma = undefined;
    return;
  }
  if (frame.expects === 'separator') missing(parser, here(parser), 'A comma is missing before this.');
  frame.expects = 'separator';
  frame.comma = undefined;
  const value = takeValue(parser);
  if (value !== undefined) array.items.push(value);
}

function acceptInObject(parser: Parser, object: OpenObject, frame: Frame): void {
  if (isCloser(parser.token)) {
    acceptCloser(parser, frame);
    return;
  }
  if (parser.token === Token.comma) {
    if (frame.expects === 'name') missing(parser, here(parser), 'A property is missing before this comma.');
    else reportValueless(parser, object, frame);
    frame.comma = here(parser);
    frame.expects = 'name';
    scan(parser);
    return;
  }
  if (parser.token === Token.colon) {
    acceptColon(parser, object, frame);
    return;
  }
  if (frame.expects === 'colon' || frame.expects === 'value') acceptPropertyValue(parser, object, frame);
  else acceptName(parser, object, frame);
}

function acceptColon(parser: Parser, object: OpenObject, frame: Frame): void {
  const last = object.properties.at(-1);
  if (frame.expects === 'colon') {
    frame.expects = 'value';
    scan(parser);
  } else if (frame.expects === 'name') {
    missing(parser, here(parser), 'A property name is missing before this colon.');
    addProperty(parser, object, frame, { kind: 'string', value: '', span: { start: parser.start, end: parser.start } });
    frame.expects = 'value';
    scan(parser);
  } else if (frame.expects === 'separator' && last?.value?.kind === 'string') {
    // What looked like the last property's value is the next one's name: `{"name": "type": "record"}`.
    const name = last.value;
    last.value = undefined;
    last.span.end = last.name.span.end;
    if (!frame.colonMissing) missing(parser, last.name.span, `${quoted(last.name.value)} has no value.`);
    addProperty(parser, object, frame, name);
    frame.expects = 'value';
    scan(parser);
  } else unexpected(parser);
}

function acceptPropertyValue(parser: Parser, object: OpenObject, frame: Frame): void {
  // A name or value is expected to be behind a property, so there is one.
  const property = object.properties.at(-1);
  frame.colonMissing = frame.expects === 'colon';
  if (frame.colonMissing && property !== undefined) {
    missing(parser, property.name.span, `A colon is missing behind ${quoted(property.name.value)}.`);
  }
  frame.expects = 'separator';
  const value = takeValue(parser);
  if (property === undefined) return;
  property.value = value;
  property.span.end = parser.previousEnd;
}

function acceptName(parser: Parser, object: OpenObject, frame: Frame): void {
  const opens = parser.token === Token.openBrace || parser.token === Token.openBracket;
  if (opens) {
    if (parser.token === Token.openBrace && parser.stack.at(-2)?.node.kind === 'array') {
      // The next item begins before this one has ended: `[{"name": "a" {"name": "b"}]`.
      closeUnclosed(parser, parser.previousEnd);
      return;
    }
    missing(parser, here(parser), 'A property name is expected here.');
    frame.comma = undefined;
    takeValue(parser);
    return;
  }
  if (frame.expects === 'separator') missing(parser, here(parser), 'A comma is missing before this.');
  frame.comma = undefined;
  if (parser.token === Token.string) {
    addProperty(parser, object, frame, takeString(parser));
  } else {
    extendSingleQuoted(parser);
    missing(parser, here(parser), 'A property name must stand in double quotes.');
    const name = parser.text.slice(parser.start, parser.end).replace(/^'(.*)'$/, '$1');
    addProperty(parser, object, frame, { kind: 'string', value: name, span: here(parser) });
    scan(parser);
  }
  frame.expects = 'colon';
}

/** So many properties are faster compared one by one than put into a set. */
const fewNames = 12;

function addProperty(parser: Parser, object: OpenObject, frame: Frame, name: JsonString): void {
  const { properties } = object;
  let isRepeated = false;
  if (properties.length < fewNames) {
    for (const property of properties) if (property.name.value === name.value) isRepeated = true;
  } else {
    frame.names ??= new Set(properties.map((property) => property.name.value));
    isRepeated = frame.names.has(name.value);
    frame.names.add(name.value);
  }
  if (isRepeated && name.span.end > name.span.start) {
    const first = properties.find((property) => property.name.value === name.value);
    report(parser, 'duplicate-key', name.span, `${quoted(name.value)} is given twice here; only the last one counts.`, {
      severity: 'warning',
      ...(first === undefined ? {} : { related: [{ span: first.name.span, message: 'The first one is here.' }] }),
    });
  }
  properties.push({ name, value: undefined, span: { start: name.span.start, end: name.span.end } });
}

/** Says so where the last property has been left without a value. */
function reportValueless(parser: Parser, object: OpenObject, frame: Frame): void {
  const name = object.properties.at(-1)?.name;
  if (name === undefined || (frame.expects !== 'colon' && frame.expects !== 'value')) return;
  missing(parser, name.span.end > name.span.start ? name.span : here(parser), `${quoted(name.value)} has no value.`);
}

/** A closing bracket: it ends the innermost array or object of its kind, and what is still open inside of that. */
function acceptCloser(parser: Parser, frame: Frame): void {
  const closes = parser.token === Token.closeBrace ? 'object' : 'array';
  if (frame.node.kind === closes) {
    if (frame.node.kind === 'object') reportValueless(parser, frame.node, frame);
    if (frame.comma !== undefined && parser.options.trailingCommas !== true) {
      report(parser, 'trailing-comma', frame.comma, `JSON allows no comma before "${closes === 'object' ? '}' : ']'}".`);
    }
    frame.node.span.end = parser.end;
    parser.stack.pop();
    endProperty(parser.stack.at(-1), parser.end);
    scan(parser);
  } else if (parser.stack.some((open) => open.node.kind === closes)) closeUnclosed(parser, parser.start);
  else unexpected(parser);
}

/** Ends the innermost array or object at `end`, where its bracket is missing. */
function closeUnclosed(parser: Parser, end: number): void {
  const frame = parser.stack.pop();
  if (frame === undefined) return;
  const { node } = frame;
  if (node.kind === 'object') reportValueless(parser, node, frame);
  node.span.end = end;
  endProperty(parser.stack.at(-1), end);
  const { start } = node.span;
  missing(parser, { start, end: start + 1 }, `This "${node.kind === 'object' ? '{' : '['}" is never closed.`);
}

/** The parent's property ends where its value, which is now closed, does. */
function endProperty(parent: Frame | undefined, end: number): void {
  const property = parent?.node.kind === 'object' ? parent.node.properties.at(-1) : undefined;
  if (property !== undefined) property.span.end = end;
}

/** The value that begins at the current token, which is consumed; undefined where it is none, and that has been said. */
function takeValue(parser: Parser): JsonNode | undefined {
  switch (parser.token) {
    case Token.openBrace:
      return open(parser, { kind: 'object', span: here(parser), properties: [] }, 'name');
    case Token.openBracket:
      return open(parser, { kind: 'array', span: here(parser), items: [] }, 'item');
    case Token.string:
      return takeString(parser);
    case Token.number:
      return takeNumber(parser);
    case Token.true:
    case Token.false:
    case Token.null: {
      const span = here(parser);
      const { token } = parser;
      scan(parser);
      return token === Token.null ? { kind: 'null', span } : { kind: 'boolean', span, value: token === Token.true };
    }
    default:
      return takeUnknown(parser);
  }
}

function open(parser: Parser, node: OpenObject | OpenArray, expects: 'name' | 'item'): JsonNode | undefined {
  if (parser.stack.length >= maxNesting) {
    report(parser, 'nesting-too-deep', here(parser), `Arrays and objects may not nest deeper than ${maxNesting} levels.`);
    skipNested(parser);
    return undefined;
  }
  parser.stack.push({ node, expects, comma: undefined, colonMissing: false, names: undefined });
  scan(parser);
  return node;
}

/** Passes over the array or object that begins here without looking into it. */
function skipNested(parser: Parser): void {
  let depth = 0;
  do {
    if (parser.token === Token.openBrace || parser.token === Token.openBracket) depth++;
    else if (isCloser(parser.token)) depth--;
    else if (parser.token === Token.eof) return;
    scan(parser);
  } while (depth > 0);
}

function takeString(parser: Parser): JsonString {
  const value = parser.scanner.getTokenValue();
  const error: number = parser.scanner.getTokenError();
  const span = here(parser);
  if (error === ScanError.unclosedString) missing(parser, span, 'This string is not closed.');
  else if (error !== ScanError.none) reportInString(parser, span);
  scan(parser);
  return { kind: 'string', span, value };
}

/** Finds the characters that a closed string may not hold. */
function reportInString(parser: Parser, span: Span): void {
  const pattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|u[0-9a-fA-F]{0,3}|[^])|\p{Cc}/gu;
  for (const match of parser.text.slice(span.start, span.end).matchAll(pattern)) {
    const [found] = match;
    if (/^\\(?:["\\/bfnrt]$|u....$)/.test(found) || found >= '\x7f') continue;
    const start = span.start + match.index;
    const message = found.startsWith('\\') ? `${quoted(found)} is not a JSON escape.` : `${codePoint(found)} must be escaped in a string.`;
    missing(parser, { start, end: start + found.length }, message);
  }
}

const singleQuoted = /'[^'\r\n]*'/y;
const numberTail = /[\w.+-]*/y;

function takeNumber(parser: Parser): JsonNode | undefined {
  numberTail.lastIndex = parser.end;
  const tail = numberTail.exec(parser.text)?.[0] ?? '';
  parser.end += tail.length;
  const span = here(parser);
  const text = parser.text.slice(span.start, span.end);
  const error: number = parser.scanner.getTokenError();
  const isValid = tail === '' && error === ScanError.none;
  if (!isValid) missing(parser, span, `${quoted(text)} is not a JSON number.`);
  scan(parser);
  return isValid ? { kind: 'number', span, text } : undefined;
}

/** A word without quotes counts as a string, so that what it means can still be looked up; anything else as nothing. */
function takeUnknown(parser: Parser): JsonString | undefined {
  extendSingleQuoted(parser);
  const span = here(parser);
  const found = parser.text.slice(span.start, span.end);
  const word = /^'?([\p{L}_$][\p{L}\p{N}_.$-]*)'?$/u.exec(found)?.[1];
  if (found.startsWith("'") || word !== undefined) missing(parser, span, 'A string must stand in double quotes.');
  else missing(parser, span, `${/^[!-~]+$/.test(found) ? quoted(found) : codePoint(found)} is not JSON.`);
  scan(parser);
  return word === undefined ? undefined : { kind: 'string', span, value: word };
}

/** Makes one token of `'two words'`. */
function extendSingleQuoted(parser: Parser): void {
  if (parser.text[parser.start] !== "'") return;
  singleQuoted.lastIndex = parser.start;
  parser.end = Math.max(parser.end, parser.start + (singleQuoted.exec(parser.text)?.[0].length ?? 0));
}

function unexpected(parser: Parser): void {
  const found = parser.text.slice(parser.start, parser.end);
  missing(parser, here(parser), isCloser(parser.token) ? `This "${found}" closes nothing.` : `No "${found}" is expected here.`);
  scan(parser);
}

/** Moves on to the next token that is neither white space nor a comment. */
function scan(parser: Parser): void {
  const { text, scanner } = parser;
  parser.previousEnd = parser.end;
  let position = parser.end;
  for (;;) {
    while (isWhiteSpace(text.charCodeAt(position))) position++;
    scanner.setPosition(position);
    parser.token = scanner.scan();
    parser.start = position;
    position = Math.min(scanner.getPosition(), text.length);
    parser.end = position;
    if (parser.token !== Token.lineComment && parser.token !== Token.blockComment) return;
    const error: number = scanner.getTokenError();
    if (error === ScanError.unclosedComment) missing(parser, here(parser), 'This comment is not closed.');
    else if (parser.options.comments !== true) {
      report(parser, 'comment', here(parser), 'JSON has no comments, and not every reader skips them.', {
        severity: 'warning',
      });
    }
  }
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function isCloser(token: number): boolean {
  return token === Token.closeBrace || token === Token.closeBracket;
}

function here(parser: Parser): Mutable<Span> {
  return { start: parser.start, end: parser.end };
}

function missing(parser: Parser, span: Span, message: string): void {
  report(parser, 'json-syntax', span, message);
}

function report(
  parser: Parser,
  code: string,
  span: Span,
  message: string,
  more: { severity?: Severity; related?: NonNullable<Problem['related']> } = {},
): void {
  if (parser.problems.length < maxProblems) parser.problems.push({ code, severity: 'error', span, message, ...more });
}

function quoted(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 57)}…` : text}"`;
}

/** The first character of a text that may not be visible, such as `U+00A0`. */
function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
