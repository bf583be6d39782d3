import { findValue } from '../jsonTree.ts';
import type { RecordSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** Something in `fields` that is no object. */
export const invalidField: Rule<RecordSchema> = {
  id: 'invalid-field',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'record',
  *check({ json }) {
    const fields = findValue(json, 'fields');
    for (const field of fields?.kind === 'array' ? fields.items : []) {
      if (field.kind !== 'object') yield { span: field.span, message: 'A field is an object with a "name" and a "type".' };
    }
  },
};
