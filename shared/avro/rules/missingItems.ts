import { addAttribute, schemaKinds } from '../fixes/attributes.ts';
import { findProperty } from '../jsonTree.ts';
import { atMisspelling } from '../misspelt.ts';
import type { ArraySchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** An array that does not say of what: `items` is the schema of each item. */
export const missingItems: Rule<ArraySchema> = {
  id: 'missing-items',
  severity: 'error',
  spec: 'Complex Types, Arrays',
  on: 'array',
  *check({ json }, { parsed: { text } }) {
    if (json.kind !== 'object' || findProperty(json, 'items') !== undefined) return;
    yield atMisspelling(
      {
        span: demandSpan(json),
        message: 'This array has no "items".',
        fixes: () =>
          addAttribute(text, json, {
            owner: 'array',
            name: 'items',
            value: '"string"',
            kinds: schemaKinds,
            after: ['type'],
            confusedWith: 'values',
          }),
      },
      json,
      'array',
      'items',
    );
  },
};
