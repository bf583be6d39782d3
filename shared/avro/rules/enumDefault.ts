import { closestWord } from '../closestWord.ts';
import { changeTo, fix, titleWord } from '../fixes/fix.ts';
import { insertItem, removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { isValidName } from '../names.ts';
import type { EnumSchema, Fix, Spanned } from '../schema.ts';
import type { Rule } from './rule.ts';

/** An enum's default, which stands for symbols that a reader does not know, and which it does not know either. */
export const enumDefault: Rule<EnumSchema> = {
  id: 'enum-default',
  severity: 'error',
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check(schema, { parsed: { text } }) {
    const { symbols, default: given } = schema;
    if (given === undefined || symbols.some(({ value }) => value === given.value)) return;
    const closest = closestWord(
      given.value,
      symbols.map(({ value }) => value),
    );
    yield {
      span: given.span,
      message: `"${given.value}" is not a symbol of this enum.${closest === undefined ? '' : ` Did you mean "${closest}"?`}`,
      fixes: () => [...(closest === undefined ? [] : changeTo(given, [closest])), ...otherFixes(text, schema, given)],
    };
  },
};

function otherFixes(text: string, { json, symbols: { length } }: EnumSchema, given: Spanned<string>): Fix[] {
  const [symbols, property] = [findValue(json, 'symbols'), findProperty(json, 'default')];
  return [
    ...(symbols?.kind === 'array' && symbols.items.length === length && isValidName(given.value)
      ? fix(`Add ${titleWord(given.value)} to the Symbols`, insertItem(text, symbols, length, JSON.stringify(given.value)))
      : []),
    ...(property === undefined ? [] : fix('Remove the Default', removeProperty(text, json, property))),
  ];
}
