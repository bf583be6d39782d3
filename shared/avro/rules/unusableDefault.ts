import { findDefaultMismatches, isDefaultFitting } from '../defaults.ts';
import { fixDefault } from '../fixes/defaultFixes.ts';
import type { Field } from '../schema.ts';
import type { Rule } from './rule.ts';

/**
 * A default that Java's Avro takes as it stands, and that readers fail at or make something else of: no symbol of its
 * enum, characters above U+00FF, which are no bytes, or more or fewer of them than a fixed has.
 */
export const unusableDefault: Rule<Field> = {
  id: 'unusable-default',
  severity: 'warning',
  spec: 'Complex Types, Records',
  on: 'field',
  concerns: ({ default: value }) => value?.kind === 'string' || value?.kind === 'object' || value?.kind === 'array',
  *check(field, { parsed: { text } }) {
    const options = { isForward: () => false, isElsewhere: () => false, isUnfinished: () => false };
    const findings = findDefaultMismatches(field, { ...options, isUsable: true });
    // What does not even fit is an error.
    if (findings.length === 0 || !isDefaultFitting(field, options)) return;
    for (const finding of findings) {
      const own = finding.fixes;
      yield { ...finding, fixes: () => [...(own?.() ?? []), ...fixDefault(text, field, finding.span, { ...options, isUsable: true })] };
    }
  },
};
