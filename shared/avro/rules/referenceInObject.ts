import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { NameReference } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A defined type's name as the `type` of an object: Java's Avro took that up to 1.11 and no longer does. */
export const referenceInObject: Rule<NameReference> = {
  id: 'reference-in-object',
  severity: 'error',
  spec: 'Schema Declaration',
  on: 'reference',
  *check({ json, target, name }) {
    if (json.kind !== 'object' || target === undefined) return;
    yield {
      span: name.span,
      message: `The name "${name.value}" stands alone, without an object around it.`,
      fixes: () =>
        fix('Use the Name Alone', replaceSpan(json.span, JSON.stringify(name.value)), {
          // Whatever else stands in the object gets lost.
          isPreferred: json.properties.length === 1,
        }),
    };
  },
};
