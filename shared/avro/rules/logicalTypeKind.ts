import { fix } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import type { Schema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A logical type that is no string: every reader ignores it. */
export const logicalTypeKind: Rule<Schema> = {
  id: 'logical-type-kind',
  severity: 'warning',
  spec: 'Logical Types',
  on: 'schema',
  *check({ json, type }, { parsed: { text } }) {
    if (json.kind !== 'object' || type === 'reference' || type === 'invalid') return;
    const property = findProperty(json, 'logicalType');
    if (property?.value === undefined || property.value.kind === 'string') return;
    yield {
      span: property.value.span,
      message: '"logicalType" is ignored, because it is not a string.',
      fixes: () => fix('Remove "logicalType"', removeProperty(text, json, property), { isPreferred: true }),
    };
  },
};
