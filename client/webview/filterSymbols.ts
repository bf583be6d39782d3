import type { FieldPath } from '../records/recordsSession.ts';

/** A text that a filter compares with an enum which has no such symbol: nothing can match it. */
export interface SymbolMistake {
  readonly text: string;
  readonly path: string;
  /** The nearest symbol that there is. */
  readonly symbol: string;
  /** The filter with it. */
  readonly repaired: string;
}

/** A path, `==` or `!=`, and a text without escapes; the other way round is rare. */
const comparison = /((?:value|key)(?:\.\w+|\["[^"]*"\]|\[\d+\])*)\s*[=!]=\s*(["'])(\w+)\2/g;

/** The first one of which a symbol is near. It only helps: whether the filter is right is checked elsewhere. */
export function findSymbolMistake(filter: string, paths: readonly FieldPath[]): SymbolMistake | undefined {
  for (const match of filter.matchAll(comparison)) {
    const [whole, path = '', quote = '"', text = ''] = match;
    const symbols = paths.find((one) => one.path === path)?.symbols;
    if (!symbols || symbols.includes(text)) continue;
    const symbol = findNearest(text, symbols);
    if (symbol === undefined) continue;
    const end = match.index + whole.length;
    const start = end - text.length - 2;
    return { text, path, symbol, repaired: filter.slice(0, start) + quote + symbol + quote + filter.slice(end) };
  }
  return undefined;
}

/** At most two letters off, and less than half of them; another case costs nothing. */
function findNearest(text: string, symbols: readonly string[]): string | undefined {
  const limit = Math.min(2, Math.floor((text.length - 1) / 2));
  let nearest: string | undefined;
  let least = limit + 1;
  for (const symbol of symbols) {
    if (Math.abs(symbol.length - text.length) > limit) continue;
    const distance = toDistance(text.toLowerCase(), symbol.toLowerCase());
    if (distance < least) [nearest, least] = [symbol, distance];
  }
  return nearest;
}

/** Levenshtein's distance. */
function toDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const [same = 0, above = 0, before = 0] = [row[j], row[j + 1], next[j]];
      next.push(Math.min(above + 1, before + 1, same + (a[i] === b[j] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
