import { findDefaultMismatch } from '../defaults.ts';
import { isElsewhere, isForward } from '../resolutionOrder.ts';
import type { NamedSchema, NameReference, RecordSchema } from '../schema.ts';
import { fieldsOf } from './rule.ts';
import type { FieldOwner, Rule } from './rule.ts';

/** A default that is no value of its field's type, at any depth: a reader who needs it could not read at all. */
export const invalidDefault: Rule<FieldOwner> = {
  id: 'invalid-default',
  severity: 'error',
  spec: 'Complex Types, Records; Messages',
  on: 'fieldOwner',
  *check(owner, { parsed, resolutionOrder }) {
    const options = {
      isForward: (reference: NameReference) => isForward(reference, parsed),
      isElsewhere: (target: NamedSchema) => isElsewhere(target, parsed),
      isUnfinished: (inner: RecordSchema) => {
        // A message comes when all records are finished.
        if (owner.type === 'message') return false;
        const order = resolutionOrder();
        const [innerOrder, own] = [order.get(inner), order.get(owner)];
        return innerOrder !== undefined && own !== undefined && innerOrder >= own;
      },
    };
    for (const field of fieldsOf(owner)) {
      const mismatch = findDefaultMismatch(field, options);
      if (mismatch !== undefined) yield mismatch;
    }
  },
};
