import { findValue } from '../jsonTree.ts';
import type { FixedSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A fixed whose size is no number of bytes: negative, not an integer, or larger than any array of Java. */
export const invalidSize: Rule<FixedSchema> = {
  id: 'invalid-size',
  severity: 'error',
  spec: 'Complex Types, Fixed',
  on: 'fixed',
  *check({ json, size }) {
    const value = findValue(json, 'size');
    if (value === undefined || (size !== undefined && size <= maxSize)) return;
    yield { span: value.span, message: `A size is an integer from 0 to ${maxSize}, in bytes.` };
  },
};

/** Java's Avro refuses what its virtual machine cannot hold in one array. */
const maxSize = 2 ** 31 - 9;
