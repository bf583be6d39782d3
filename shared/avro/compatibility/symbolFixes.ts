import { fix, titleWord } from '../fixes/fix.ts';
import { insertItem, removeItem, setProperty, together } from '../fixes/jsonEdits.ts';
import type { Edits } from '../fixes/jsonEdits.ts';
import { findValue } from '../jsonTree.ts';
import type { JsonArray } from '../json.ts';
import type { EnumSchema, Fix } from '../schema.ts';
import { unknownSymbol } from './fieldFixes.ts';
import type { Repair } from './fixes.ts';
import { typeTitle } from './nameFixes.ts';
import { listText } from './versionsText.ts';

/** Puts back what the other version may write, each symbol behind the one that stood before it. */
export function restoreSymbols({ side, mismatch, here, there }: Repair): Fix[] {
  const { symbols } = mismatch;
  if (here.schema.type !== 'enum' || there.schema.type !== 'enum' || symbols.length === 0) return [];
  const list = symbolList(here.schema);
  if (list === undefined) return [];
  const places = placesOf(symbols, here.schema, there.schema);
  const edits = together(...places.map(({ symbol, index }) => insertItem(side.parsed.text, list, index, JSON.stringify(symbol))));
  const shown = symbols.length > 3 ? [...symbols.slice(0, 2).map(titleWord), `${symbols.length - 2} Others`] : symbols.map(titleWord);
  return fix(`Restore Symbol${symbols.length === 1 ? '' : 's'} ${listText(shown)}`, edits);
}

/** Several of them may come to stand at one place: then their order is that of the other version. */
function placesOf(missing: readonly string[], here: EnumSchema, there: EnumSchema): { readonly symbol: string; readonly index: number }[] {
  const lacking = new Set(missing);
  const indexes = new Map(here.symbols.map(({ value }, index) => [value, index]));
  let index = 0;
  const places: { symbol: string; index: number }[] = [];
  for (const { value } of there.symbols) {
    const known = indexes.get(value);
    if (known !== undefined) index = known + 1;
    else if (lacking.delete(value)) places.push({ symbol: value, index });
  }
  return places;
}

/** What is not known is read as a symbol that says so: one that is there, or a new one. */
export function giveEnumDefault({ side: { parsed }, here: { schema } }: Repair): Fix[] {
  if (schema.type !== 'enum' || schema.default !== undefined) return [];
  const list = symbolList(schema);
  const symbol = unknownSymbol(schema) ?? 'UNKNOWN';
  const isThere = schema.symbols.some(({ value }) => value === symbol);
  if (list === undefined) return [];
  const { text } = parsed;
  const added: Edits = isThere ? [] : insertItem(text, list, list.items.length, JSON.stringify(symbol));
  const title = `Give ${typeTitle(schema)} the Default ${titleWord(symbol)}`;
  const edits = together(added, setProperty(text, schema.json, 'default', JSON.stringify(symbol), { after: ['type', 'name', 'symbols'] }));
  return fix(isThere ? title : `${title}, a New Symbol`, edits);
}

/** Takes away what readers do not know. */
export function removeSymbol({ side, mismatch: { symbols }, here: { schema } }: Repair): Fix[] {
  const [symbol] = symbols;
  const list = schema.type === 'enum' ? symbolList(schema) : undefined;
  const item = list?.items.find((each) => each.kind === 'string' && each.value === symbol);
  if (symbol === undefined || list === undefined || item === undefined || symbols.length > 1) return [];
  return fix(`Remove Symbol ${titleWord(symbol)}`, removeItem(side.parsed.text, list, item));
}

function symbolList({ json }: EnumSchema): JsonArray | undefined {
  const list = findValue(json, 'symbols');
  return list?.kind === 'array' ? list : undefined;
}
