import { closestWord } from '../closestWord.ts';
import type { EnumSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** An enum's default, which stands for symbols that a reader does not know, and which it does not know either. */
export const enumDefault: Rule<EnumSchema> = {
  id: 'enum-default',
  severity: 'error',
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check({ symbols, default: given }) {
    if (given === undefined || symbols.some(({ value }) => value === given.value)) return;
    const closest = closestWord(
      given.value,
      symbols.map(({ value }) => value),
    );
    yield {
      span: given.span,
      message: `"${given.value}" is not a symbol of this enum.${closest === undefined ? '' : ` Did you mean "${closest}"?`}`,
    };
  },
};
