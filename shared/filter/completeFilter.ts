import { fuzzyScore } from '../fuzzy.ts';
import { functions, methods } from './celFunctions.ts';
import { macros } from './compileMacro.ts';
import { variables } from './compileName.ts';

/** A field that records have, as `RecordsSession.paths` tells it. */
export interface FilterField {
  /** Such as `value.customer.name`. */
  readonly path: string;
  /** The Avro type, or the JSON kind. */
  readonly type: string;
  /** Of an enum. */
  readonly symbols: readonly string[] | undefined;
  readonly isScalar: boolean;
}

export interface FilterCompletion {
  /** What is replaced, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The best first. */
  readonly items: readonly FilterProposal[];
}

export interface FilterProposal {
  readonly label: string;
  readonly insert: string;
  /** The type, or what it does. */
  readonly detail: string;
}

const maxItems = 100;

/** What may stand at the cursor: fields, symbols behind a comparison, variables and functions. */
export function completeFilter(text: string, cursor: number, fields: readonly FilterField[]): FilterCompletion {
  const before = text.slice(0, cursor);
  const opened = openString(before);
  if (opened !== undefined) {
    const end = cursor + (/^[^"']*["']?/.exec(text.slice(cursor))?.[0].length ?? 0);
    return { start: opened, end, items: ranked(text.slice(opened + 1, cursor), symbolsFor(before.slice(0, opened), fields)) };
  }
  const token = /(?:[A-Za-z_]\w*)(?:\.[A-Za-z_]\w*|\["(?:[^"\\]|\\.)*"\]|\[\d+\])*\.?$/.exec(before)?.[0] ?? '';
  const start = cursor - token.length;
  const end = cursor + (/^\w*/.exec(text.slice(cursor))?.[0].length ?? 0);
  // Nothing is proposed behind a number or in the middle of one.
  if (/\d$/.test(before) && token === '') return { start: cursor, end: cursor, items: [] };
  const compared = symbolsFor(before.slice(0, start), fields);
  const named = fields.map(({ path, type }) => ({ label: path, insert: path, detail: type }));
  const dot = token.lastIndexOf('.');
  const others = dot >= 0 ? methodsFor(token.slice(0, dot), fields) : [...variableItems, ...functionItems];
  const items = token === '' && compared.length > 0 ? compared : [...ranked(token, compared), ...ranked(token, [...named, ...others])];
  return { start, end, items: items.slice(0, maxItems) };
}

const variableItems: readonly FilterProposal[] = Object.entries(variables).map(([name, { meaning }]) => ({
  label: name,
  insert: name,
  detail: meaning,
}));

const functionItems: readonly FilterProposal[] = [
  ...Object.entries(functions).map(([name, { usage, meaning }]) => ({ label: usage, insert: `${name}(`, detail: meaning })),
  { label: 'has(value.x)', insert: 'has(', detail: 'Whether there is such a field.' },
  { label: 'text(value)', insert: 'text(', detail: 'The JSON text of a value, to search all of it.' },
];

/** Where the text begins that is not closed, at its quotation mark. */
function openString(before: string): number | undefined {
  let opened: number | undefined;
  for (let index = 0; index < before.length; index++) {
    const character = before[index];
    if (opened === undefined) {
      if (character === '"' || character === "'") opened = index;
    } else if (character === '\\') index++;
    else if (character === before[opened]) opened = undefined;
  }
  return opened;
}

/** What the field that stands before `==`, or before a list behind `in`, may be compared with. */
function symbolsFor(before: string, fields: readonly FilterField[]): FilterProposal[] {
  const path = /([A-Za-z_][^\s=!<>&|()]*)\s*(?:==|!=|in\s*\[(?:[^\]]*,)?)\s*$/.exec(before.slice(-1_000))?.[1];
  const field = path === undefined ? undefined : fields.find((each) => each.path === path);
  if (field?.symbols !== undefined) {
    return field.symbols.map((symbol) => ({ label: symbol, insert: JSON.stringify(symbol), detail: `symbol of ${field.path}` }));
  }
  const isBoolean = field !== undefined && /\bboolean\b/.test(field.type);
  return isBoolean ? ['true', 'false'].map((word) => ({ label: word, insert: word, detail: field.type })) : [];
}

const textMethods: readonly (readonly [string, string])[] = [
  ['contains', 'Whether it has this text in it.'],
  ['startsWith', 'Whether it begins with this text.'],
  ['endsWith', 'Whether it ends with this text.'],
  ['matches', 'Whether a regular expression finds something in it.'],
];

const macroMeanings: Readonly<Record<string, string>> = {
  exists: 'Whether an expression is true of one item.',
  all: 'Whether an expression is true of all items.',
  exists_one: 'Whether an expression is true of exactly one item.',
  filter: 'The items of which an expression is true.',
  map: 'What an expression makes of each item.',
};

/** What may stand behind a dot. Where the type is not known, all. */
function methodsFor(owner: string, fields: readonly FilterField[]): FilterProposal[] {
  const type = fields.find(({ path }) => path === owner)?.type ?? '';
  const isTime = /timestamp|date|time/.test(type);
  const isMany = /array|map/.test(type);
  const isText = /string|enum|uuid/.test(type) || (!isTime && !isMany);
  const texts = isText
    ? textMethods.map(([name, meaning]) => ({ label: `${name}("…")`, insert: `${owner}.${name}("`, detail: meaning }))
    : [];
  const loops = isMany || type === '' ? macros.filter((name) => macroMeanings[name] !== undefined) : [];
  const others = Object.entries(methods).filter(([name]) => (name.startsWith('get') ? isTime || type === '' : isText || name === 'size'));
  return [
    ...texts,
    ...loops.map((name) => ({ label: `${name}(x, …)`, insert: `${owner}.${name}(`, detail: macroMeanings[name] ?? '' })),
    ...others.map(([name, { usage, meaning }]) => ({ label: usage, insert: `${owner}.${name}(`, detail: meaning })),
  ];
}

/** Those that fit what was typed, the best first; what begins with it comes before all others. */
function ranked(typed: string, items: readonly FilterProposal[]): FilterProposal[] {
  if (typed === '') return [...items];
  const plain = typed.toLowerCase();
  const scored = items.flatMap((item) => {
    const score = fuzzyScore(typed, item.insert.replaceAll('"', ''));
    const starts = item.insert.replace(/^"/, '').toLowerCase().startsWith(plain);
    // Of those that begin with it the shortest is the one that the others go on from.
    return score === undefined ? [] : [{ item, score: starts ? 1_000_000 - item.insert.length : score }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}
