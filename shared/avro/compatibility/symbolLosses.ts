import type { EnumSchema } from '../schema.ts';
import { symbolSpan } from './parts.ts';
import { nameSpanIn, ownSpan } from './lossPlaces.ts';
import type { Finding, LossPair } from './lossWalk.ts';
import { quoted, typeName } from './sentences.ts';
import { listText } from './versionsText.ts';
import { findProperty } from '../jsonTree.ts';
import type { Span } from '../json.ts';
import type { Spot } from './place.ts';

/** What is lost where a reader's enum has other symbols than the writer's, or the same ones in another order. */
export function symbolLosses(pair: LossPair, reader: EnumSchema, writer: EnumSchema): Finding[] {
  return [...defaulted(pair, reader, writer), ...moved(pair)];
}

/** A symbol that the reader does not know is read as its default, and nobody is told. */
function defaulted(pair: LossPair, reader: EnumSchema, writer: EnumSchema): Finding[] {
  const known = new Set(reader.symbols.map(({ value }) => value));
  const instead = reader.default?.value;
  if (instead === undefined || !known.has(instead)) return [];
  const missing = [...new Set(writer.symbols.map(({ value }) => value))].filter((symbol) => !known.has(symbol));
  if (missing.length === 0) return [];
  const { direction, here, there } = pair;
  const [first = ''] = missing;
  if (direction === 'BACKWARD') {
    const say: Finding['say'] = (versions) =>
      `${symbolList(missing)} of ${typeName(reader)}, which ${versions} may write, would be read as ${quoted(instead)}.`;
    const place = { span: ownSpan(there, symbolSpan(writer, first) ?? nameSpanIn(there)), what: quoted(first) };
    return [{ kind: 'symbol-becomes-default', span: symbolsSpan(here), say, place }];
  }
  const place = { span: symbolsSpan(there), what: typeName(reader) };
  const finding = (symbols: readonly string[], span: Span): Finding => ({
    kind: 'symbol-becomes-default',
    span,
    say: (versions) => `Readers of ${versions} would read ${symbolList(symbols)} as ${quoted(instead)}.`,
    place,
  });
  if (here.via !== undefined) return [finding(missing, here.via.name.span)];
  return missing.map((symbol) => finding([symbol], symbolSpan(writer, symbol) ?? nameSpanIn(here)));
}

/** Values are read by their names, but sorted by their symbols' order; and who reads without the writer schema goes by it. */
function moved({ here, there }: LossPair): Finding[] {
  if (here.schema.type !== 'enum' || there.schema.type !== 'enum') return [];
  const order = new Map(there.schema.symbols.map(({ value }, index) => [value, index]));
  let before: { readonly symbol: string; readonly index: number } | undefined;
  for (const { value } of here.schema.symbols) {
    const index = order.get(value);
    if (index === undefined) continue;
    if (before !== undefined && index < before.index) return [movedSymbol(here, there, before.symbol, value)];
    before = { symbol: value, index };
  }
  return [];
}

function movedSymbol(here: Spot, there: Spot, first: string, second: string): Finding {
  const change = `${quoted(first)} sorts before ${quoted(second)} here`;
  return {
    kind: 'symbol-moved',
    span: ownSpan(here, symbolSpan(here.schema, first) ?? nameSpanIn(here)),
    say: (versions) =>
      `${change}, and behind it in ${versions}: who reads without the writer schema takes one symbol of ${typeName(here.schema)} for another.`,
    place: { span: ownSpan(there, symbolSpan(there.schema, first) ?? nameSpanIn(there)), what: quoted(first) },
  };
}

function symbolsSpan(spot: Spot): Span {
  const { schema, via } = spot;
  const property = schema.json.kind === 'object' ? findProperty(schema.json, 'symbols') : undefined;
  return via?.name.span ?? property?.name.span ?? nameSpanIn(spot);
}

function symbolList(symbols: readonly string[]): string {
  const named = symbols.slice(0, 4).map(quoted);
  return listText(symbols.length > named.length ? [...named, `${symbols.length - named.length} others`] : named);
}
