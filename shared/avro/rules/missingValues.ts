import { addAttribute, schemaKinds } from '../fixes/attributes.ts';
import { findProperty } from '../jsonTree.ts';
import { atMisspelling } from '../misspelt.ts';
import type { MapSchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A map that does not say of what: `values` is the schema of each value; the keys are strings. */
export const missingValues: Rule<MapSchema> = {
  id: 'missing-values',
  severity: 'error',
  spec: 'Complex Types, Maps',
  on: 'map',
  *check({ json }, { parsed: { text } }) {
    if (json.kind !== 'object' || findProperty(json, 'values') !== undefined) return;
    yield atMisspelling(
      {
        span: demandSpan(json),
        message: 'This map has no "values".',
        fixes: () =>
          addAttribute(text, json, {
            owner: 'map',
            name: 'values',
            value: '"string"',
            kinds: schemaKinds,
            after: ['type'],
            confusedWith: 'items',
          }),
      },
      json,
      'map',
      'values',
    );
  },
};
