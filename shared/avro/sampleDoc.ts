import { nowhere } from './scalarToJson.ts';
import type { JsonNode } from './json.ts';
import type { SampleHints, SampleRange, TextKind } from './sampleHints.ts';

/**
 * What a field's doc says of its values, in the phrases that people use: "in cents", "ISO 4217 code", "milliseconds since
 * the epoch", "between 1 and 5", "one of A, B, C", "e.g. ORD-1234".
 */
export function readDoc(doc: string | undefined): SampleHints {
  if (doc === undefined) return {};
  const text = doc.slice(0, maxDoc).replaceAll(/\s+/g, ' ');
  const options = findOptions(text);
  return {
    options: options?.map(toNode),
    examples: findExamples(text),
    range: findRange(text),
    ...findLength(text),
    kind: kinds.find(([about]) => about.test(text))?.[1],
    epoch: findEpoch(text),
    isMinor: /\b(?:in|as) (?:\S+ )?(?:cents|pence|rappen|minor units?)\b|\b(?:minor units?\b|smallest (?:currency )?unit)/i.test(text),
  };
}

/** Nobody writes more on a field that is about its values. */
const maxDoc = 1000;

const kinds: readonly (readonly [RegExp, TextKind])[] = [
  [/\bISO[- ]?4217\b/i, 'currency'],
  [/\bISO[- ]?3166\b.{0,20}(?:alpha-?3|three|3-letter)|(?:alpha-?3|three-letter|3-letter) country/i, 'country3'],
  [/\bISO[- ]?3166\b|country code/i, 'country'],
  [/\bISO[- ]?639\b|language code/i, 'language'],
  [/\bBCP[- ]?47\b|locale/i, 'locale'],
  [/\bE\.?164\b|phone number/i, 'phone'],
  [/\bISO[- ]?8601\b.{0,12}\bdate(?!-?time|\w)|\b(?:yyyy-mm-dd)(?![T ]?hh)/i, 'date'],
  [/\bISO[- ]?8601\b|\bRFC[- ]?3339\b|yyyy-mm-dd[T ']+hh/i, 'moment'],
  [/\bIANA\b.{0,20}zone|\btime ?zone (?:name|id)/i, 'timezone'],
  [/\b[UG]UID\b/i, 'uuid'],
  [/\be-?mail address/i, 'email'],
  [/\bIPv6\b/i, 'ip6'],
  [/\bIP(?:v4)?(?:[- ]address)?\b/, 'ip'],
  [/\b(?:URL|URI)\b/i, 'url'],
  [/\bIBAN\b/i, 'iban'],
  [/\bBIC\b|\bSWIFT\b/, 'bic'],
  [/\bsha-?256\b|\bhex(?:adecimal)?\b/i, 'hash'],
  [/\bbase-?64\b/i, 'base64'],
  [/\bsem(?:antic )?ver(?:sion(?:ing)?)?\b/i, 'version'],
  [/\b(?:MIME|media|content)[- ]type\b/i, 'mime'],
];

const first = String.raw`(-?\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|-?\d{1,30}(?:\.\d{1,30})?)`;
const number = String.raw`${first}(?![\d-]|[.,]\d)`;
const ranges: readonly RegExp[] = [
  new RegExp(String.raw`\bbetween ${first}%? and ${number}`, 'i'),
  new RegExp(
    String.raw`\b(?:from|range:?|ranges|scale of|values?:?) (?:is |of |from )?${first}%? ?(?:to|through|until|up to|-|–|\.\.\.?) ?${number}`,
    'i',
  ),
  new RegExp(String.raw`[[(] ?${first} ?(?:-|–|\.\.\.?|,|to) ?${number} ?[\])]`, 'i'),
  new RegExp(String.raw`(?<![\w.-])${first} ?(?:\.\.\.?|–) ?${number}`),
];
const least = new RegExp(
  String.raw`(?:\bat least|\bminimum(?: of| is|:)?|\bmin[.:]?|\bno less than|≥|>=) ?${number}(?! (?:char|letter|digit|byte|item|sec|min))`,
  'i',
);
const most = new RegExp(
  String.raw`(?:\bat most|\bmaximum(?: of| is|:)?|\bmax[.:]?|\bno more than|≤|<=) ?${number}(?! (?:char|letter|digit|byte|item|sec|min))`,
  'i',
);
const above = new RegExp(String.raw`(?:\b(?:greater|more|larger) than|(?<![<>])>(?!=)) ?${number}`, 'i');
const below = new RegExp(String.raw`(?:\b(?:less|smaller|lower) than|\bbelow|(?<![<>])<(?!=)) ?${number}`, 'i');

function findRange(text: string): SampleRange | undefined {
  const plain = (digits: string | undefined): string | undefined => digits?.replaceAll(/[,_]/g, '');
  const range = (min: string | undefined, max: string | undefined, isMaxIncluded = true): SampleRange => ({
    min: plain(min),
    max: plain(max),
    isMaxIncluded,
    isMeant: false,
  });
  for (const expression of ranges) {
    const [, min, max] = expression.exec(text) ?? [];
    if (min !== undefined) return range(min, max);
  }
  const under = below.exec(text)?.[1];
  const over = above.exec(text)?.[1];
  const min = least.exec(text)?.[1] ?? (over === undefined ? undefined : nextAbove(over));
  const max = most.exec(text)?.[1] ?? under;
  if (min !== undefined || max !== undefined) return range(min, max, max !== under);
  if (/\b(?:non-?|not )negative\b/i.test(text)) return range('0', undefined);
  if (/\bpositive\b/i.test(text)) return range('1', undefined);
  if (/\b(?:in percent|as (?:a )?percent(?:age)?|percentage)\b/i.test(text)) return range('0', '100');
  return /\b(?:probability|likelihood|as a fraction)\b/i.test(text) ? range('0', '1') : undefined;
}

/** The next whole number, which is more than what has to be exceeded by. */
function nextAbove(digits: string): string {
  return String(BigInt(digits.replaceAll(/[,_]|\..*/g, '')) + 1n);
}

function findLength(text: string): Pick<SampleHints, 'length' | 'regex'> {
  const [, limit] = /\b(?:at most|max(?:imum)?(?: of|:)?|up to|no more than) (\d{1,6}) (?:char|letter|byte)/i.exec(text) ?? [];
  if (limit !== undefined) return { length: { min: 1, max: Number(limit) + 1 } };
  const [, digits] = /\b(\d{1,2})[- ]digits?\b/i.exec(text) ?? [];
  if (digits !== undefined && digits !== '0') return { regex: `[1-9]\\d{${Number(digits) - 1}}` };
  const [, letters] = /\b(\d{1,2})[- ](?:letters?|characters?)\b/i.exec(text) ?? [];
  return letters === undefined ? {} : { regex: `[A-Z]{${letters}}` };
}

const units = { d: 'days', s: 'seconds', mi: 'micros', mil: 'millis', ms: 'millis', us: 'micros', n: 'nanos' } as const;

function findEpoch(text: string): SampleHints['epoch'] {
  if (!/\bepoch\b|\bsince 1970|\bunix (?:time|timestamp)/i.test(text)) return undefined;
  const [unit] = /\b(?:nano|micro|milli)s(?:ec\w*)?|\b(?:nano|micro|milli)-?seconds?|\b(?:ms|us|ns|seconds?|secs?|days?)\b/i.exec(text) ?? [
    'seconds',
  ];
  const found = Object.keys(units)
    .filter((start) => unit.toLowerCase().startsWith(start))
    .sort((a, b) => b.length - a.length)[0];
  // What is found is a key.
  return found === undefined ? undefined : units[found as keyof typeof units];
}

const quoted = String.raw`"[^"]{1,60}"|'[^']{1,60}'|\x60[^\x60]{1,60}\x60|“[^”]{1,60}”`;
const item = new RegExp(String.raw`(${quoted})|(\p{Lu}[\p{L}.'-]*(?: \p{Lu}[\p{L}'-]*)+|[^\s,;|()"'\x60]{1,80})`, 'uy');
const remark = / ?(?:\([^()]{0,80}\)|(?:=|:) ?[^,;|.()]{1,60})/y;
const separator = / ?(?:, ?(?:or|and) |[,|;] ?| \/ | (?:or|and) )/y;

/** The items of a list from a place on. @param isExample whether each must look like a value, since prose may follow */
function listAt(text: string, start: number, isExample: boolean): string[] {
  const items: string[] = [];
  let at = start;
  for (let count = 0; count < 100; count++) {
    item.lastIndex = at;
    const match = item.exec(text);
    if (match === null) break;
    const [, inQuotes, bare] = match;
    const word = inQuotes === undefined ? (bare ?? '').replace(/[.:!?]+$/, '') : inQuotes.slice(1, -1);
    at = item.lastIndex;
    remark.lastIndex = at;
    const end = inQuotes === undefined && bare !== undefined && bare !== word ? at : remark.test(text) ? remark.lastIndex : at;
    separator.lastIndex = end;
    const goesOn = separator.test(text);
    // A word of prose has another behind it.
    const isValue =
      inQuotes !== undefined || goesOn || /^(?:$|[.);])/.test(text.slice(at)) || word !== bare || /[\d_/@]|\p{Lu}/u.test(word);
    if (word === '' || !isValue || (isExample && inQuotes === undefined && /^(?:the|a|an|when|if)$/i.test(word))) break;
    items.push(word);
    if (!goesOn || word !== (bare ?? word)) break;
    at = separator.lastIndex;
  }
  return items;
}

const listed =
  /\b(?:one of|either|(?:possible|allowed|valid|accepted|permitted) values?(?: are| is)?)\b:? ?(?:these|the following|the values)?:? ?/gi;
const quotedList = new RegExp(String.raw`(?:${quoted})(?= ?(?:,|\||/|or\b| or\b))`, 'gu');

function findOptions(text: string): string[] | undefined {
  for (const match of text.matchAll(listed)) {
    const items = listAt(text, match.index + match[0].length, false);
    if (items.length > 1) return items;
  }
  if (exampleWords.test(text)) return undefined;
  for (const { index } of text.matchAll(quotedList)) {
    const items = listAt(text, index, false);
    if (items.length > 1) return items;
  }
  return undefined;
}

const exampleWords = /(?:\be\. ?g\.|\bfor (?:example|instance)\b|\bexamples?\b(?: is| are)?|\bsuch as\b)[:,]? ?/i;

function findExamples(text: string): string[] | undefined {
  const match = exampleWords.exec(text);
  const items = match === null ? [] : listAt(text, match.index + match[0].length, true);
  return items.length > 0 ? items : undefined;
}

function toNode(word: string): JsonNode {
  return { kind: 'string', span: nowhere, value: word };
}
