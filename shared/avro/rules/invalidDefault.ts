import { findDefaultMismatch } from '../defaults.ts';
import type { Field } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A default that is no value of its field's type, at any depth: a reader who needs it could not read at all. */
export const invalidDefault: Rule<Field> = {
  id: 'invalid-default',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'field',
  *check(field, { parsed }) {
    const mismatch = findDefaultMismatch(field, {
      isPending: ({ span, fullname, target }) =>
        target !== undefined && parsed.definitions.get(fullname) === target && target.span.end > span.start,
    });
    if (mismatch !== undefined) yield mismatch;
  },
};
