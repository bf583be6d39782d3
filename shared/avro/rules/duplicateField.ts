import type { Spanned, RecordSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A field's name given twice in one record: no reader could tell the two apart. */
export const duplicateField: Rule<RecordSchema> = {
  id: 'duplicate-field',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'record',
  *check({ fields }) {
    const seen = new Map<string, Spanned<string>>();
    for (const { name } of fields) {
      if (name === undefined) continue;
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, name);
      else
        yield {
          span: name.span,
          message: `"${name.value}" is already a field here.`,
          related: [{ span: first.span, message: 'The first one is here.' }],
        };
    }
  },
};
