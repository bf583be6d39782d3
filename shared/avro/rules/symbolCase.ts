import type { EnumSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A symbol that is not written as `IN_TRANSIT`. */
export const symbolCase: Rule<EnumSchema> = {
  id: 'symbol-case',
  severity: 'information',
  isOff: true,
  spec: 'Complex Types, Enums',
  on: 'enum',
  *check({ symbols }) {
    for (const { value, span } of symbols) {
      if (value === value.toUpperCase()) continue;
      yield { span, message: `"${value}" is not written as symbols are, such as "IN_TRANSIT".` };
    }
  },
};
