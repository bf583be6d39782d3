import { changeTo, fix } from '../fixes/fix.ts';
import { removeItem, textOf } from '../fixes/jsonEdits.ts';
import { replaceSymbol } from '../fixes/symbols.ts';
import { validNamesNear } from '../fixes/validNames.ts';
import type { JsonArray, JsonNode } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { isValidName } from '../names.ts';
import type { EnumSchema, Fix, ParsedSchema } from '../schema.ts';
import { membersInStep } from './rule.ts';
import type { Rule } from './rule.ts';

/** A symbol that is no name, such as `IN-TRANSIT`. */
export const invalidSymbol: Rule<EnumSchema> = {
  id: 'invalid-symbol',
  severity: 'error',
  spec: 'Complex Types, Enums; Names',
  on: 'enum',
  *check(schema, { parsed }) {
    const symbols = findValue(schema.json, 'symbols');
    if (symbols?.kind !== 'array') return;
    let count = 0;
    for (const symbol of symbols.items) {
      if (++count % membersInStep === 0) yield undefined;
      const fixes = () => fixSymbol(schema, symbols, symbol, parsed);
      if (symbol.kind !== 'string')
        yield { span: symbol.span, message: `A symbol must be a string, not ${symbol.kind === 'null' ? '' : 'a '}${symbol.kind}.`, fixes };
      else if (symbol.value === '') yield { span: symbol.span, message: 'A symbol may not be empty.', fixes };
      else if (!isValidName(symbol.value))
        yield {
          span: symbol.span,
          message: `"${symbol.value}" is not a valid symbol: letters, digits and _ are allowed, and no digit in front.`,
          fixes,
        };
    }
  },
};

function fixSymbol(schema: EnumSchema, symbols: JsonArray, symbol: JsonNode, parsed: ParsedSchema): Fix[] {
  const isDefault = symbol.kind === 'string' && symbol.value === schema.default?.value;
  const remove = isDefault ? [] : fix('Remove the Symbol', removeItem(parsed.text, symbols, symbol));
  const taken = new Set(schema.symbols.map(({ value }) => value));
  const near = (word: string): string[] => validNamesNear(word).filter((name) => !taken.has(name));
  switch (symbol.kind) {
    case 'string':
      return [
        ...near(symbol.value).flatMap((name, index) => replaceSymbol(schema, symbol, name, { parsed, isPreferred: index === 0 })),
        ...remove,
      ];
    case 'number':
    case 'boolean':
      return [...changeTo(symbol, near(textOf(parsed.text, symbol)).slice(0, 1)), ...remove];
    default:
      return remove;
  }
}
