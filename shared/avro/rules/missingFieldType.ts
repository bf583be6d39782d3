import { findProperty } from '../jsonTree.ts';
import type { Field } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A field that does not say what it holds. */
export const missingFieldType: Rule<Field> = {
  id: 'missing-field-type',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'field',
  *check({ json, name }) {
    if (findProperty(json, 'type') !== undefined) return;
    yield {
      span: name?.span ?? openingSpan(json),
      message: name === undefined ? 'This field has no "type".' : `The field "${name.value}" has no "type".`,
    };
  },
};
