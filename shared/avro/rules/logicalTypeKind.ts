import { fix } from '../fixes/fix.ts';
import { removeProperty } from '../fixes/jsonEdits.ts';
import { findProperty } from '../jsonTree.ts';
import { isAnnotated } from '../logicalTypes.ts';
import type { Schema } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Rule } from './rule.ts';

/** A logical type that is no string: every reader ignores it. */
export const logicalTypeKind: Rule<Schema> = {
  id: 'logical-type-kind',
  severity: 'warning',
  spec: 'Logical Types',
  on: 'schema',
  concerns: ({ json }) => hasAttribute(json, 'logicalType'),
  *check(schema, { parsed: { text } }) {
    const property = isAnnotated(schema) ? findProperty(schema.json, 'logicalType') : undefined;
    if (property?.value === undefined || property.value.kind === 'string' || !isAnnotated(schema)) return;
    const { json } = schema;
    yield {
      span: property.value.span,
      message: '"logicalType" is ignored, because it is not a string.',
      fixes: () => fix('Remove "logicalType"', removeProperty(text, json, property), { isPreferred: true }),
    };
  },
};
