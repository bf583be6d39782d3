/** What is wrong, as a sentence without its full stop, and at which index of the text. */
export interface EscapeProblem {
  readonly problem: string;
  readonly at: number;
}

/**
 * Reads a text with backslash escapes as the bytes that it stands for, with or without quotes or Python's `b`.
 *
 * `\xNN`, `\u00NN` and one to three octal digits are one byte (which is how Avro's JSON writes bytes); other characters,
 * escaped or not, are their UTF-8. The letters are those of C, Java, Python and JSON; a backslash at a line's end joins it
 * with the next.
 */
export function parseEscapedText(text: string): { readonly bytes: Uint8Array } | EscapeProblem {
  const { start, end } = findBody(text);
  const bytes: number[] = [];
  for (let index = start; index < end;) {
    const character = text[index];
    if (character !== '\\') {
      const point = text.codePointAt(index) ?? 0;
      pushCodePoint(bytes, point);
      index += point > 0xffff ? 2 : 1;
      continue;
    }
    const escape = readEscape(text.slice(index, Math.min(end, index + 12)));
    if (escape === undefined)
      return {
        problem: `${JSON.stringify(text.slice(index, index + 2))
          .slice(1, -1)
          .replace('\\\\', '\\')} is no escape`,
        at: index,
      };
    if (escape.byte !== undefined) bytes.push(escape.byte);
    if (escape.point !== undefined) pushCodePoint(bytes, escape.point);
    index += escape.length;
  }
  return { bytes: Uint8Array.from(bytes) };
}

/** What stands between the quotes, where they are a pair. */
function findBody(text: string): { start: number; end: number } {
  const opening = /^(?:bytearray\()?(?:b|u)?(['"`])/i.exec(text);
  const quote = opening?.[1];
  if (opening === null || quote === undefined) return { start: 0, end: text.length };
  const closing = text.lastIndexOf(quote);
  const isPair = closing >= opening[0].length && /^[);,\s]*$/.test(text.slice(closing + 1));
  return isPair ? { start: opening[0].length, end: closing } : { start: 0, end: text.length };
}

interface Escape {
  readonly length: number;
  readonly byte?: number;
  readonly point?: number;
}

const letters: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['e', 27],
  ['s', 32],
  ['"', 34],
  ["'", 39],
  ['/', 47],
  ['\\', 92],
  ['`', 96],
]);

/** The escape that `text` begins with; its length includes the backslash. */
function readEscape(text: string): Escape | undefined {
  const hex = /^\\x([0-9a-f]{2})/i.exec(text);
  if (hex !== null) return { length: 4, byte: parseInt(hex[1] ?? '', 16) };
  const surrogates = /^\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(text);
  if (surrogates !== null) {
    const pair = String.fromCharCode(parseInt(surrogates[1] ?? '', 16), parseInt(surrogates[2] ?? '', 16));
    return { length: 12, point: pair.codePointAt(0) ?? 0 };
  }
  const unicode = /^\\u(?:([0-9a-f]{4})|\{([0-9a-f]{1,6})\})/i.exec(text);
  if (unicode !== null) {
    const point = parseInt(unicode[1] ?? unicode[2] ?? '', 16);
    if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    return { length: unicode[0].length, ...(point <= 0xff ? { byte: point } : { point }) };
  }
  const octal = /^\\([0-3]?[0-7]{1,2})/.exec(text);
  if (octal !== null) return { length: octal[0].length, byte: parseInt(octal[1] ?? '', 8) };
  const lineBreak = /^\\\r?\n/.exec(text);
  if (lineBreak !== null) return { length: lineBreak[0].length };
  const byte = letters.get(text[1] ?? '');
  return byte === undefined ? undefined : { length: 2, byte };
}

function pushCodePoint(bytes: number[], point: number): void {
  if (point < 0x80) bytes.push(point);
  else bytes.push(...new TextEncoder().encode(String.fromCodePoint(point)));
}
