import { findDefaultMismatch } from '../defaults.ts';
import { isForward } from '../resolutionOrder.ts';
import type { NameReference, RecordSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A default that is no value of its field's type, at any depth: a reader who needs it could not read at all. */
export const invalidDefault: Rule<RecordSchema> = {
  id: 'invalid-default',
  severity: 'error',
  spec: 'Complex Types, Records',
  on: 'record',
  *check(record, { parsed, resolutionOrder }) {
    const options = {
      isForward: (reference: NameReference) => isForward(reference, parsed),
      isUnfinished: (inner: RecordSchema) => {
        const order = resolutionOrder();
        const [innerOrder, own] = [order.get(inner), order.get(record)];
        return innerOrder !== undefined && own !== undefined && innerOrder >= own;
      },
    };
    for (const field of record.fields) {
      const mismatch = findDefaultMismatch(field, options);
      if (mismatch !== undefined) yield mismatch;
    }
  },
};
