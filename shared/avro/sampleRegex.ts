import type { Dice } from './dice.ts';

/** Makes texts that a regular expression matches, with a length from `min` up to but not including `max`, where that can be. */
export type RegexMaker = (dice: Dice, length?: { readonly min: number; readonly max: number }) => string;

/**
 * A maker for the patterns that people write to describe a text: literals, classes, groups, alternatives and counts.
 *
 * @returns undefined of any other pattern (assertions on what is around, references back, classes of Unicode), and of one
 *   that asks for more than can be read
 */
export function regexMaker(pattern: string): RegexMaker | undefined {
  if (pattern.length > maxPattern) return undefined;
  const parser: Parser = { pattern, at: 0, depth: 0 };
  const root = parseAlternatives(parser);
  if (root === undefined || parser.at < pattern.length) return undefined;
  const maker: RegexMaker = (dice, length = { min: 0, max: maxOutput }) => {
    let text = '';
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      // Where chance does not hit the length, what may be repeated is, up to a length that would do.
      const isAiming = attempt > 1 && attempt % 2 === 0;
      const aim = isAiming ? dice.int(length.min, Math.min(length.max - 1, length.min + usualMore)) : undefined;
      const making: Making = { dice, text: '', steps: maxSteps, more: usualMore, aim };
      write(making, root);
      if (making.steps <= 0) continue;
      ({ text } = making);
      if (text.length >= length.min && text.length < length.max) break;
    }
    return text;
  };
  // The fewest repetitions that it asks for may be too many already.
  const smallest: Making = { dice: { ...never }, text: '', steps: maxSteps, more: 0, aim: undefined };
  write(smallest, root);
  return smallest.steps > 0 ? maker : undefined;
}

const maxPattern = 1000;
const maxDepth = 30;
const maxOutput = 2000;
const maxSteps = 10_000;
const maxAttempts = 30;
const usualMore = 6;

/** Dice that always show the first side. */
const never: Dice = { int: (from) => from, bigint: (from) => from, chance: () => false, pick: (items) => items[0] };

type Node =
  /** Ranges of characters, both ends included. */
  | { readonly kind: 'set'; readonly ranges: readonly Range[]; readonly size: number }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'alternatives'; readonly choices: readonly [Node, ...Node[]] }
  | { readonly kind: 'repeat'; readonly part: Node; readonly min: number; readonly max: number };
type Range = readonly [number, number];

interface Parser {
  readonly pattern: string;
  at: number;
  depth: number;
}

interface Making {
  readonly dice: Dice;
  text: string;
  /** Runs out where too much is asked for. */
  steps: number;
  /** How many more than the fewest repetitions there may be. */
  readonly more: number;
  /** The length at which nothing is repeated any more. */
  readonly aim: number | undefined;
}

function write(making: Making, node: Node): void {
  if (--making.steps <= 0 || making.text.length > maxOutput) {
    making.steps = 0;
    return;
  }
  switch (node.kind) {
    case 'set':
      making.text += String.fromCharCode(characterOf(node.ranges, making.dice.int(0, node.size - 1)));
      break;
    case 'sequence':
      for (const part of node.parts) write(making, part);
      break;
    case 'alternatives':
      write(making, making.dice.pick(node.choices));
      break;
    case 'repeat': {
      const { dice, more, aim } = making;
      const count = aim === undefined ? dice.int(node.min, Math.min(node.max, node.min + more)) : node.max;
      for (let index = 0; index < count && making.steps > 0; index++) {
        if (aim !== undefined && index >= node.min && making.text.length >= aim) break;
        write(making, node.part);
      }
    }
  }
}

function characterOf(ranges: readonly Range[], index: number): number {
  let rest = index;
  for (const [from, to] of ranges) {
    if (rest <= to - from) return from + rest;
    rest -= to - from + 1;
  }
  return 0x3f;
}

function parseAlternatives(parser: Parser): Node | undefined {
  if (++parser.depth > maxDepth) return undefined;
  const first = parseSequence(parser);
  if (first === undefined) return undefined;
  const choices: [Node, ...Node[]] = [first];
  while (parser.pattern[parser.at] === '|') {
    parser.at++;
    const next = parseSequence(parser);
    if (next === undefined) return undefined;
    choices.push(next);
  }
  parser.depth--;
  return choices.length === 1 ? first : { kind: 'alternatives', choices };
}

function parseSequence(parser: Parser): Node | undefined {
  const parts: Node[] = [];
  while (parser.at < parser.pattern.length && !/[|)]/.test(parser.pattern.charAt(parser.at))) {
    // A sample is the whole text, so anchors say nothing.
    if (skip(parser, /[$^]/y) !== undefined) continue;
    const atom = parseAtom(parser);
    const repeated = atom === undefined ? undefined : parseCount(parser, atom);
    if (repeated === undefined) return undefined;
    parts.push(repeated);
  }
  return { kind: 'sequence', parts };
}

/** What stands at the parser's place, and steps over it. */
function skip(parser: Parser, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = parser.at;
  const match = expression.exec(parser.pattern);
  if (match !== null) parser.at = expression.lastIndex;
  return match ?? undefined;
}

function parseAtom(parser: Parser): Node | undefined {
  if (skip(parser, /\((?:\?:|\?<[A-Za-z]\w*>|(?!\?))/y) !== undefined) {
    const inner = parseAlternatives(parser);
    return inner !== undefined && skip(parser, /\)/y) !== undefined ? inner : undefined;
  }
  if (skip(parser, /\[/y) !== undefined) return parseClass(parser);
  if (skip(parser, /\./y) !== undefined) return toSet(wordRanges);
  const ranges = parseCharacter(parser, /[^\\*+?{}()[\]|]/y);
  return ranges && toSet(ranges);
}

const digits: readonly Range[] = [[0x30, 0x39]];
const wordRanges: readonly Range[] = [...digits, [0x41, 0x5a], [0x61, 0x7a]];
const classes: Readonly<Record<string, readonly Range[]>> = {
  d: digits,
  w: wordRanges,
  s: [[0x20, 0x20]],
  D: [[0x61, 0x7a]],
  W: [[0x20, 0x20]],
  S: wordRanges,
  n: [[0x0a, 0x0a]],
  r: [[0x0d, 0x0d]],
  t: [[0x09, 0x09]],
};

/** A character, or a class of them behind a backslash. */
function parseCharacter(parser: Parser, plain: RegExp): readonly Range[] | undefined {
  const code = skip(parser, /\\(?:u([\da-f]{4})|x([\da-f]{2}))/iy);
  if (code !== undefined) return single(Number.parseInt(code[1] ?? code[2] ?? '', 16));
  const escaped = skip(parser, /\\([dwsDWSnrt]|[^A-Za-z\d])/y)?.[1];
  if (escaped !== undefined) return classes[escaped] ?? single(escaped.charCodeAt(0));
  const character = skip(parser, plain)?.[0];
  return character === undefined ? undefined : single(character.charCodeAt(0));
}

/** Halves of surrogate pairs can't be written as UTF-8. */
function single(code: number): readonly Range[] | undefined {
  return code >= 0xd800 && code < 0xe000 ? undefined : [[code, code]];
}

function parseClass(parser: Parser): Node | undefined {
  const isNegated = skip(parser, /\^/y) !== undefined;
  const ranges: Range[] = [];
  while (skip(parser, /\]/y) === undefined) {
    const from = parseCharacter(parser, /[^\\[\]]/y);
    if (from === undefined) return undefined;
    const [[start, startEnd] = [0, 0]] = from;
    if (start === startEnd && skip(parser, /-(?!\])/y) !== undefined) {
      const [end, more] = parseCharacter(parser, /[^\\[\]]/y) ?? [];
      if (end === undefined || more !== undefined || end[1] < start || (start < 0xd800 && end[1] >= 0xd800)) return undefined;
      ranges.push([start, end[1]]);
    } else ranges.push(...from);
  }
  return toSet(isNegated ? complement(ranges) : ranges);
}

/** What is not in the ranges of what can be seen of ASCII. */
function complement(ranges: readonly Range[]): Range[] {
  const left: Range[] = [];
  for (let code = 0x21; code < 0x7f; code++) {
    if (!ranges.some(([from, to]) => from <= code && code <= to)) left.push([code, code]);
  }
  return left;
}

function toSet(ranges: readonly Range[]): Node | undefined {
  const size = ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  return size === 0 ? undefined : { kind: 'set', ranges, size };
}

function parseCount(parser: Parser, part: Node): Node | undefined {
  const match = skip(parser, /(?:([*+?])|\{(\d{1,6})(?:(,)(\d{0,6}))?\})[?+]?/y);
  if (match === undefined) return part;
  const [, sign, least, comma, most = ''] = match;
  const min = sign === undefined ? Number(least) : sign === '+' ? 1 : 0;
  const open = sign === undefined ? comma !== undefined && most === '' : sign !== '?';
  const max = open ? Number.POSITIVE_INFINITY : sign === '?' ? 1 : comma === undefined ? min : Number(most);
  return max < min ? undefined : { kind: 'repeat', part, min, max };
}
