import { fixDuplicateField } from '../fixes/duplicates.ts';
import type { Field } from '../schema.ts';
import { fieldsOf, membersInStep } from './rule.ts';
import type { FieldOwner, Rule } from './rule.ts';

/** A field's name given twice in one record, or a parameter's in one request: no reader could tell the two apart. */
export const duplicateField: Rule<FieldOwner> = {
  id: 'duplicate-field',
  severity: 'error',
  spec: 'Complex Types, Records; Messages',
  on: 'fieldOwner',
  *check(owner, { parsed }) {
    const seen = new Map<string, Field>();
    let count = 0;
    for (const field of fieldsOf(owner)) {
      if (++count % membersInStep === 0) yield undefined;
      const { name } = field;
      if (name === undefined) continue;
      const first = seen.get(name.value);
      if (first === undefined) seen.set(name.value, field);
      else
        yield {
          span: name.span,
          message: `"${name.value}" is already a ${owner.type === 'record' ? 'field' : 'parameter'} here.`,
          related: [{ span: first.name?.span ?? first.span, message: 'The first one is here.' }],
          fixes: () => fixDuplicateField({ first, second: field, name }, fieldsOf(owner), parsed),
        };
    }
  },
};
