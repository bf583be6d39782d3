import { findValue } from '../jsonTree.ts';
import { isValidName } from '../names.ts';
import type { EnumSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A symbol that is no name, such as `IN-TRANSIT`. */
export const invalidSymbol: Rule<EnumSchema> = {
  id: 'invalid-symbol',
  severity: 'error',
  spec: 'Complex Types, Enums; Names',
  on: 'enum',
  *check({ json }) {
    const symbols = findValue(json, 'symbols');
    for (const symbol of symbols?.kind === 'array' ? symbols.items : []) {
      if (symbol.kind !== 'string')
        yield { span: symbol.span, message: `A symbol must be a string, not ${symbol.kind === 'null' ? '' : 'a '}${symbol.kind}.` };
      else if (symbol.value === '') yield { span: symbol.span, message: 'A symbol may not be empty.' };
      else if (!isValidName(symbol.value))
        yield {
          span: symbol.span,
          message: `"${symbol.value}" is not a valid symbol: letters, digits and _ are allowed, and no digit in front.`,
        };
    }
  },
};
