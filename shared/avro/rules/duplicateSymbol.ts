import type { Spanned, EnumSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** An enum symbol given twice: no reader could tell the two apart. */
export const duplicateSymbol: Rule<EnumSchema> = {
  id: 'duplicate-symbol',
  severity: 'error',
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check({ symbols }) {
    const seen = new Map<string, Spanned<string>>();
    for (const symbol of symbols) {
      const first = seen.get(symbol.value);
      if (first === undefined) seen.set(symbol.value, symbol);
      else
        yield {
          span: symbol.span,
          message: `"${symbol.value}" is already a symbol here.`,
          related: [{ span: first.span, message: 'The first one is here.' }],
        };
    }
  },
};
