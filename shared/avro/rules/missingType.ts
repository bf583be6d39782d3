import { findProperty } from '../jsonTree.ts';
import type { InvalidSchema } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** An object that should be a schema and does not say of which type. */
export const missingType: Rule<InvalidSchema> = {
  id: 'missing-type',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'invalid',
  *check({ reason, json }) {
    if (reason !== 'untyped' || json.kind !== 'object') return;
    const property = findProperty(json, 'type');
    if (property === undefined) yield { span: openingSpan(json), message: 'This schema has no "type".' };
    else if (property.value !== undefined)
      yield { span: property.value.span, message: `A "type" must be a string, not a ${property.value.kind}.` };
  },
};
