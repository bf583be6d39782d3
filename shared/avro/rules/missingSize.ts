import { findProperty } from '../jsonTree.ts';
import type { FixedSchema } from '../schema.ts';
import { demandSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A fixed without `size`, its number of bytes. */
export const missingSize: Rule<FixedSchema> = {
  id: 'missing-size',
  severity: 'error',
  spec: 'Complex Types, Fixed',
  on: 'fixed',
  *check({ json }) {
    if (findProperty(json, 'size') !== undefined) return;
    yield { span: demandSpan(json), message: 'This fixed has no "size".' };
  },
};
