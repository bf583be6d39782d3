import { fix } from '../fixes/fix.ts';
import { removeItem } from '../fixes/jsonEdits.ts';
import type { JsonObject, Span } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { Fix, Spanned, EnumSchema } from '../schema.ts';
import { membersInStep } from './rule.ts';
import type { Rule } from './rule.ts';

/** An enum symbol given twice: no reader could tell the two apart. */
export const duplicateSymbol: Rule<EnumSchema> = {
  id: 'duplicate-symbol',
  severity: 'error',
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check({ json, symbols }, { parsed: { text } }) {
    const seen = new Map<string, Spanned<string>>();
    let count = 0;
    for (const symbol of symbols) {
      if (++count % membersInStep === 0) yield undefined;
      const first = seen.get(symbol.value);
      if (first === undefined) seen.set(symbol.value, symbol);
      else
        yield {
          span: symbol.span,
          message: `"${symbol.value}" is already a symbol here.`,
          related: [{ span: first.span, message: 'The first one is here.' }],
          fixes: () => removeSymbol(text, json, symbol.span),
        };
    }
  },
};

function removeSymbol(text: string, json: JsonObject, span: Span): Fix[] {
  const symbols = findValue(json, 'symbols');
  const item = symbols?.kind === 'array' ? symbols.items.find((each) => each.span === span) : undefined;
  if (symbols?.kind !== 'array' || item === undefined) return [];
  return fix('Remove the Duplicate', removeItem(text, symbols, item), { isPreferred: true });
}
