import type { JsonNode, JsonObject, JsonString, Span } from '../json.ts';
import type { Fix } from '../schema.ts';
import { fix, titleWord } from './fix.ts';
import { insertAt, removeProperty, replaceSpan, textOf } from './jsonEdits.ts';

/** Puts in what is missing; nothing inside of a string that is not closed, which would only become longer. */
export function insertMissing(text: string, offset: number, missing: string): Fix[] {
  return isInString(text, offset) ? [] : fix(`Insert "${missing}"`, insertAt(offset, missing), { isPreferred: true });
}

/** Puts the brackets in that are missing at an offset, in place of the comma that stands there, if any. */
export function insertBrackets(text: string, { start, end }: Span, brackets: string): Fix[] {
  return isInString(text, start) ? [] : fix(`Insert "${brackets}"`, replaceSpan({ start, end }, brackets), { isPreferred: true });
}

/** Takes out what nothing is expected to be. */
export function removeExtra(text: string, span: Span): Fix[] {
  return fix(`Remove "${textOf(text, { span })}"`, replaceSpan(span, ''), { isPreferred: true });
}

/** Quotes a word, or makes of it the one of JSON that it is in other languages. */
export function quoteWord({ span, value }: JsonString, { isName }: { readonly isName: boolean }): Fix[] {
  const literal = isName ? undefined : literals.get(value.toLowerCase());
  return [
    ...(literal === undefined ? [] : fix(`Change to ${literal}`, replaceSpan(span, literal), { isPreferred: true })),
    ...fix('Put It in Double Quotes', replaceSpan(span, JSON.stringify(value)), { isPreferred: literal === undefined }),
  ];
}

const literals: ReadonlyMap<string, string> = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['none', 'null'],
  ['nil', 'null'],
  ['undefined', 'null'],
]);

/** Writes a number as JSON has it: without a plus or zeros in front, with digits around the point. */
export function rewriteNumber(text: string, span: Span): Fix[] {
  const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(textOf(text, { span })) ?? [];
  const isHexadecimal = /^0x[\da-f]{1,12}$/i.test(digits);
  const plain = digits
    .replace(/^0+(?=\d)/, '')
    .replace(/^\./, '0.')
    .replace(/\.(?!\d)/, '.0');
  const written = (sign === '-' ? '-' : '') + (isHexadecimal ? String(Number(digits)) : plain);
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(written)) return [];
  return fix(`Change to ${written.length > 60 ? 'a JSON Number' : written}`, replaceSpan(span, written), { isPreferred: true });
}

/** Closes a string behind its first word where that is followed by what follows a string, otherwise at its end. */
export function closeString(text: string, span: Span): Fix[] {
  const inside = textOf(text, { span });
  const word = /^"[\p{L}\p{N}_.$-]*(?=\s*(?:$|[,:\]}]))/u.exec(inside)?.[0] ?? inside.trimEnd();
  return fix('Insert "', insertAt(span.start + word.length, '"'), { isPreferred: true });
}

/** Escapes a character that a string may not hold as it is, or the backslash of what is no escape. */
export function escapeInString(text: string, span: Span): Fix[] {
  const escaped = JSON.stringify(textOf(text, { span })).slice(1, -1);
  return fix(`Change to ${escaped}`, replaceSpan(span, escaped), { isPreferred: true });
}

/** Takes a comment out, with the white space before it, and with its line where it stands alone. */
export function removeComment(text: string, { start, end }: Span): Fix[] {
  let from = start;
  while (from > 0 && (text[from - 1] === ' ' || text[from - 1] === '\t')) from--;
  const isAtLineStart = from === 0 || text[from - 1] === '\n';
  const lineEnd = /[ \t]*(?:\r?\n|$)/y;
  lineEnd.lastIndex = end;
  const isAtLineEnd = lineEnd.test(text);
  if (isAtLineStart && isAtLineEnd) return fix('Remove the Comment', replaceSpan({ start: from, end: lineEnd.lastIndex }, ''));
  // Two numbers or words would become one.
  const isBetween = from > 0 && /[^\s{}[\]:,"]/.test(text[from - 1] ?? '') && /[^\s{}[\]:,"]/.test(text[end] ?? '');
  return fix('Remove the Comment', replaceSpan({ start: from, end }, isBetween ? ' ' : ''));
}

/** Takes one of two properties of one name out: the first, which most readers do not see, or the second. */
export function removeDuplicateKey(
  text: string,
  object: JsonObject,
  { first, second }: { readonly first: JsonString; readonly second: JsonString },
): Fix[] {
  const remove = (which: string, name: JsonString, isPreferred: boolean): Fix[] => {
    const property = object.properties.find((each) => each.name === name);
    if (property === undefined) return [];
    return fix(`Remove the ${which} ${titleWord(name.value)}`, removeProperty(text, object, property), { isPreferred });
  };
  return [...remove('First', first, true), ...remove('Second', second, false)];
}

/** Takes a property without a value out. */
export function removeValueless(text: string, object: JsonObject, name: JsonNode): Fix[] {
  const property = object.properties.find((each) => each.name === name);
  if (property === undefined) return [];
  return fix(`Remove ${titleWord(property.name.value)}`, removeProperty(text, object, property));
}

/** Whether a string that begins in the same line and is not closed reaches up to the offset. */
function isInString(text: string, offset: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const pieces: readonly string[] = line.match(/"(?:[^"\\]|\\.)*"|\/\/.*|\/\*[^]*?\*\/|"/g) ?? [];
  return pieces.includes('"');
}
