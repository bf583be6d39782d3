/** A JSON text as lines to show: what stands below what, numbers digit by digit as written. */
export interface Outline {
  /** In the text's order, each before what is in it. */
  readonly lines: readonly OutlineLine[];
  /** Characters that the lines stand for; less than the text's where something was left out. */
  readonly shown: number;
  readonly complete: boolean;
}

export interface OutlineLine {
  readonly depth: number;
  /** The property's name, unescaped, or the item's index; empty at the top. */
  readonly name: string;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';
  /** Of a scalar: its literal as written, strings with their quotes; cut to the limit. Empty for objects and arrays. */
  readonly literal: string;
  /** Characters of the literal that were cut off. */
  readonly cut: number;
  /** Properties or items, shown or not. */
  readonly size: number;
  /** How many of them are lines. */
  readonly shownSize: number;
}

export interface OutlineLimits {
  readonly maxLines: number;
  /** Of a literal, in characters. */
  readonly maxLiteral: number;
  /** Items of one array; objects may have five times as many properties. */
  readonly maxItems: number;
  /** Deeper than this nothing is shown. */
  readonly maxDepth: number;
}

export const detailLimits: OutlineLimits = { maxLines: 2000, maxLiteral: 2000, maxItems: 100, maxDepth: 40 };

/**
 * Reads a JSON text of any size into a bounded number of lines; what is beyond the limits is passed over and counted. A
 * parser that builds every value would make a page wait for megabytes that nobody looks at, and `JSON.parse` would
 * round long numbers.
 *
 * @returns undefined where the text is no JSON
 */
export function outlineJson(text: string, limits: OutlineLimits = detailLimits): Outline | undefined {
  const reader = read(text, limits);
  if (reader.failed || reader.stack.length > 0 || reader.lines.length === 0) return undefined;
  return { lines: reader.lines, shown: reader.complete ? text.length : Math.min(reader.shown, text.length), complete: reader.complete };
}

function read(text: string, limits: OutlineLimits): Reader {
  const reader: Reader = { text, limits, at: 0, lines: [], shown: 0, complete: true, stack: [], failed: false };
  while (!reader.failed) {
    const char = skipSpace(reader);
    const frame = reader.stack.at(-1);
    if (char === '') break;
    if (!frame && reader.lines.length > 0) reader.failed = true;
    else if (char === '}' || char === ']') close(reader, char, frame);
    else if (frame?.needsComma) acceptComma(reader, char, frame);
    else acceptValue(reader, char, frame);
  }
  return reader;
}

interface Line extends OutlineLine {
  size: number;
  shownSize: number;
}

interface Frame {
  readonly isObject: boolean;
  /** Undefined where the container itself is passed over. */
  readonly line: Line | undefined;
  size: number;
  needsComma: boolean;
}

interface Reader {
  readonly text: string;
  readonly limits: OutlineLimits;
  at: number;
  readonly lines: Line[];
  shown: number;
  complete: boolean;
  readonly stack: Frame[];
  failed: boolean;
}

/** Nesting beyond this is nobody's value, only an attempt to use up memory. */
const maxNesting = 100_000;
const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

function skipSpace(reader: Reader): string {
  const { text } = reader;
  let code = text.charCodeAt(reader.at);
  while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++reader.at);
  return text.charAt(reader.at);
}

function close(reader: Reader, char: string, frame: Frame | undefined): void {
  // A comma may not stand right before the bracket: then a value is awaited, though there is one already.
  if (frame?.isObject !== (char === '}') || (frame.size > 0 && !frame.needsComma)) {
    reader.failed = true;
    return;
  }
  if (frame.line) {
    frame.line.size = frame.size;
    if (frame.line.shownSize < frame.size) reader.complete = false;
  }
  reader.stack.pop();
  reader.at++;
}

function acceptComma(reader: Reader, char: string, frame: Frame): void {
  reader.failed = char !== ',';
  frame.needsComma = false;
  reader.at++;
}

function acceptValue(reader: Reader, char: string, frame: Frame | undefined): void {
  const name = frame?.isObject ? readName(reader, char, isShown(reader, frame)) : String(frame?.size ?? '');
  const first = frame?.isObject ? skipSpace(reader) : char;
  if (reader.failed || name === undefined) return;
  const visible = !frame || isShown(reader, frame);
  const start = reader.at;
  if (first === '{' || first === '[') {
    reader.at++;
    const kind = first === '{' ? 'object' : 'array';
    const line = visible ? addLine(reader, frame, { name, kind, literal: '', cut: 0 }) : undefined;
    if (frame) count(frame);
    reader.stack.push({ isObject: first === '{', line, size: 0, needsComma: false });
    if (reader.stack.length > maxNesting) reader.failed = true;
    return;
  }
  const end = first === '"' ? stringEnd(reader.text, start) : scalarEnd(reader.text, start);
  if (end === undefined) {
    reader.failed = true;
    return;
  }
  reader.at = end;
  if (visible) {
    const { maxLiteral } = reader.limits;
    const cut = Math.max(0, end - start - maxLiteral);
    if (cut > 0) reader.complete = false;
    addLine(reader, frame, { name, kind: scalarKind(first), literal: reader.text.slice(start, end - cut), cut });
  }
  if (frame) count(frame);
}

function count(frame: Frame): void {
  frame.size++;
  frame.needsComma = true;
}

function isShown(reader: Reader, frame: Frame): boolean {
  const { maxItems, maxLines, maxDepth } = reader.limits;
  const most = frame.isObject ? 5 * maxItems : maxItems;
  return frame.line !== undefined && frame.size < most && reader.lines.length < maxLines && reader.stack.length <= maxDepth;
}

function addLine(reader: Reader, frame: Frame | undefined, line: Pick<OutlineLine, 'name' | 'kind' | 'literal' | 'cut'>): Line {
  const added = { ...line, depth: reader.stack.length, size: 0, shownSize: 0 };
  reader.lines.push(added);
  reader.shown += line.literal.length + (frame?.isObject ? line.name.length + 4 : 2);
  if (frame?.line) frame.line.shownSize++;
  return added;
}

/** The property's name, with the colon behind it consumed; empty where nobody will see it. */
function readName(reader: Reader, char: string, isWanted: boolean): string | undefined {
  const end = char === '"' ? stringEnd(reader.text, reader.at) : undefined;
  if (end === undefined) {
    reader.failed = true;
    return undefined;
  }
  const name = isWanted ? unescapeString(reader.text.slice(reader.at, end)) : '';
  reader.at = end;
  if (skipSpace(reader) !== ':' || name === undefined) {
    reader.failed = true;
    return undefined;
  }
  reader.at++;
  return name;
}

/** One past the closing quote. */
function stringEnd(text: string, start: number): number | undefined {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charAt(at - 1 - backslashes) === '\\') backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return undefined;
}

function scalarEnd(text: string, start: number): number | undefined {
  scalar.lastIndex = start;
  return scalar.test(text) ? scalar.lastIndex : undefined;
}

function scalarKind(first: string): OutlineLine['kind'] {
  if (first === '"') return 'string';
  if (first === 'n') return 'null';
  return first === 't' || first === 'f' ? 'boolean' : 'number';
}

/** What a JSON string literal stands for; undefined where it is none. */
export function unescapeString(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The fields of an object at the top of a JSON text, each with its line. It looks at the first `maxChars` characters
 * only, so that a table of many large values stays quick; later fields are left out then.
 *
 * @returns undefined where the text is no object
 */
export function topLevelFields(text: string, maxChars = 65_536): ReadonlyMap<string, OutlineLine> | undefined {
  if (!/^\s*\{/.test(text.slice(0, 100))) return undefined;
  const part = text.length > maxChars ? text.slice(0, maxChars) : text;
  const limits = { maxLines: 300, maxLiteral: 200, maxItems: 60, maxDepth: 1 };
  const reader = read(part, limits);
  if (part === text && (reader.failed || reader.stack.length > 0)) return undefined;
  // A number that the cut goes through would lose its last digits.
  if (part !== text && reader.at === part.length && reader.lines.at(-1)?.kind === 'number') reader.lines.pop();
  return new Map(reader.lines.filter(({ depth }) => depth === 1).map((line) => [line.name, line]));
}
