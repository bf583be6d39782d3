import { javaDefaultOptions } from '../defaultOptions.ts';
import { findDefaultMismatches } from '../defaults.ts';
import { fixDefault } from '../fixes/defaultFixes.ts';
import { fieldsOf, membersInStep } from './rule.ts';
import type { FieldOwner, Rule } from './rule.ts';

/** A default that is no value of its field's type, at any depth: a reader who needs it could not read at all. */
export const invalidDefault: Rule<FieldOwner> = {
  id: 'invalid-default',
  severity: 'error',
  spec: 'Complex Types, Records; Messages',
  on: 'fieldOwner',
  *check(owner, { parsed, resolutionOrder }) {
    const options = javaDefaultOptions(owner, parsed, resolutionOrder);
    let count = 0;
    for (const field of fieldsOf(owner)) {
      if (++count % membersInStep === 0) yield undefined;
      for (const mismatch of findDefaultMismatches(field, options)) {
        yield { ...mismatch, fixes: () => fixDefault(parsed.text, field, mismatch.span, options) };
      }
    }
  },
};
