import { addAttribute } from '../fixes/attributes.ts';
import { findProperty } from '../jsonTree.ts';
import { atMisspelling } from '../misspelt.ts';
import type { EnumSchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** An enum without `symbols`. */
export const missingSymbols: Rule<EnumSchema> = {
  id: 'missing-symbols',
  severity: 'error',
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check({ json }, { parsed: { text } }) {
    if (findProperty(json, 'symbols') !== undefined) return;
    yield atMisspelling(
      {
        span: demandSpan(json),
        message: 'This enum has no "symbols".',
        fixes: () => addAttribute(text, json, { owner: 'enum', name: 'symbols', value: '[]', kinds: ['array'] }),
      },
      json,
      'enum',
      'symbols',
    );
  },
};
