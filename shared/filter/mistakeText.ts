import { CelMistake } from './celNode.ts';

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** What other languages write, and what CEL writes for it. */
const otherWords: Readonly<Record<string, string>> = {
  and: 'Write && for "and".',
  or: 'Write || for "or".',
  not: 'Write ! for "not".',
  is: 'Write == for "is", as in value.note == null.',
  like: 'Write value.name.contains("…") or value.name.matches("…") for "like".',
  between: 'Write value.n >= 1 && value.n <= 9 for "between".',
};

const otherSigns: readonly (readonly [RegExp, string])[] = [
  [/^=~/, 'Write value.name.matches("…") for "=~".'],
  [/^=/, 'Write == to compare.'],
  [/^&/, 'Write && for "and".'],
  [/^\|/, 'Write || for "or".'],
  [/^[“”„«»‘’]/, 'Write straight quotation marks.'],
  [/^;/, 'A filter is one expression, without ";".'],
];

const texts: Readonly<Record<string, string>> = {
  unterminated_string: 'This text is not closed: a quotation mark is missing.',
  unterminated_triple_quoted_string: 'This text is not closed: three quotation marks are missing.',
  newline_in_string: 'A line ends within this text: write \\n, or three quotation marks around it.',
  limit_exceeded: 'The filter nests too deep, or lists too much.',
  invalid_number: 'This is too large for a number.',
  invalid_integer: 'This is no whole number.',
  invalid_hex_integer: 'This is no hexadecimal number.',
  invalid_exponent: 'Digits of the exponent are missing.',
  invalid_macro_argument: 'A name is expected here, as in value.lines.exists(line, line.count > 1).',
};

/** The mistake that the parser found, in words for people. */
export function mistakeText(text: string, code: string, place: { readonly start: number; readonly end: number }): CelMistake {
  const { start, end } = place;
  const rest = text.slice(start);
  const known = texts[code];
  if (known !== undefined) return new CelMistake(known, place);
  if (code.includes('escape') || code.includes('surrogate')) {
    return new CelMistake(`"${text.slice(start, end)}" is no escape: write \\\\ for a backslash, or r"…" around the text.`, place);
  }
  const word = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (text[start - 1] === '.' && word !== undefined) {
    return new CelMistake(`"${word}" is a word of CEL's own: write ["${word}"] in place of .${word}.`, { start, end: start + word.length });
  }
  if (code === 'reserved_identifier' && word !== undefined) {
    return new CelMistake(`"${word}" is a word of CEL's own: write value["${word}"] for a field of this name.`, place);
  }
  const hint = word === undefined ? undefined : Object.hasOwn(otherWords, word.toLowerCase()) ? otherWords[word.toLowerCase()] : undefined;
  if (word !== undefined && hint !== undefined) return new CelMistake(hint, { start, end: start + word.length });
  const sign = otherSigns.find(([pattern]) => pattern.test(rest));
  if (sign !== undefined) return new CelMistake(sign[1], { start, end: Math.max(end, start + 1) });
  if (rest.startsWith('>') && text[start - 1] === '<') return new CelMistake('Write != for "<>".', { start: start - 1, end });
  if (rest.trim() === '') return new CelMistake(unfinished(text), { start: text.trimEnd().length, end: text.length });
  return new CelMistake(`"${word ?? text.slice(start, Math.max(end, start + 1))}" cannot stand here.`, {
    start,
    end: word === undefined ? Math.max(end, start + 1) : start + word.length,
  });
}

/** What is missing at the end of a text. */
function unfinished(text: string): string {
  const open: string[] = [];
  for (const character of text.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '')) {
    const closer = closers[character];
    if (closer !== undefined) open.push(closer);
    else if (character === open.at(-1)) open.pop();
  }
  const missing = open.at(-1);
  const endsWithValue = /[\w"'\])}]\s*$/.test(text);
  return missing !== undefined && endsWithValue ? `"${missing}" is missing.` : 'Something is missing at the end.';
}
