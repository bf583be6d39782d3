import { addAttribute } from '../fixes/attributes.ts';
import { findProperty } from '../jsonTree.ts';
import { atMisspelling } from '../misspelt.ts';
import type { RecordSchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A record without `fields`; a record without any field has an empty array. */
export const missingFields: Rule<RecordSchema> = {
  id: 'missing-fields',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'record',
  *check({ json }, { parsed: { text } }) {
    if (findProperty(json, 'fields') !== undefined) return;
    yield atMisspelling(
      {
        span: demandSpan(json),
        message: 'This record has no "fields".',
        fixes: () => addAttribute(text, json, { owner: 'record', name: 'fields', value: '[]', kinds: ['array'] }),
      },
      json,
      'record',
      'fields',
    );
  },
};
