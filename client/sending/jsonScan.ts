/** Where a value stands in a text. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

export interface ScannedProperty extends Slice {
  readonly name: string;
}

/**
 * The properties of the JSON object that is all of a text, found by brackets and quotes alone: what their values are
 * worth is seen by whoever reads them. Undefined where the text is no such object.
 *
 * @param until the name of the last one that is wanted
 */
export function scanObject(text: string, from = 0, to = text.length, until?: string): ScannedProperty[] | undefined {
  const properties: ScannedProperty[] = [];
  let at = skipSpace(text, from);
  if (text.charCodeAt(at) !== openBrace) return undefined;
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) === closeBrace) return skipSpace(text, at + 1) >= to ? properties : undefined;
  for (;;) {
    const nameEnd = endOfString(text, at);
    if (nameEnd < 0) return undefined;
    const name = unquote(text.slice(at, nameEnd));
    at = skipSpace(text, nameEnd);
    if (name === undefined || text.charCodeAt(at) !== colon) return undefined;
    const start = skipSpace(text, at + 1);
    const end = endOfValue(text, start);
    if (end <= start) return undefined;
    properties.push({ name, start, end });
    if (name === until) return properties;
    at = skipSpace(text, end);
    const code = text.charCodeAt(at);
    if (code === closeBrace) return skipSpace(text, at + 1) >= to ? properties : undefined;
    if (code !== comma) return undefined;
    at = skipSpace(text, at + 1);
  }
}

/** The value at a path of properties; undefined where there is none. */
export function scanPath(text: string, { start, end }: Slice, path: readonly string[]): Slice | undefined {
  let found: Slice | undefined = { start, end };
  for (const name of path) {
    found = found && scanObject(text, found.start, found.end, name)?.find((property) => property.name === name);
  }
  return found;
}

const [openBrace, closeBrace, openBracket, closeBracket, comma, colon, quote, backslash] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a, 0x22, 0x5c];

function skipSpace(text: string, from: number): number {
  let at = from;
  for (let code = text.charCodeAt(at); isSpace(code); code = text.charCodeAt(++at));
  return at;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Behind the closing quote; -1 where no string begins there, or it does not end. */
function endOfString(text: string, start: number): number {
  if (text.charCodeAt(start) !== quote) return -1;
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes++;
    if (backslashes % 2 === 0) return end + 1;
  }
  return -1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = endOfString(text, at);
      if (at < 0) return -1;
      if (depth === 0) return at;
      continue;
    }
    if (code === openBrace || code === openBracket) depth++;
    else if (code === closeBrace || code === closeBracket) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (code === comma || isSpace(code))) return at;
    at++;
  }
  return depth === 0 ? at : -1;
}

function unquote(literal: string): string | undefined {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}
