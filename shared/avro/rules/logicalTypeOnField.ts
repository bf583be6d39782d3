import { moveIntoType } from '../fixes/moveIntoType.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType, plainText } from '../logicalTypes.ts';
import type { Field, Schema } from '../schema.ts';
import { dereference } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Rule } from './rule.ts';

/** A logical type beside a field's type instead of inside of it, where no reader looks for it. */
export const logicalTypeOnField: Rule<Field> = {
  id: 'logical-type-on-field',
  severity: 'warning',
  spec: 'Logical Types',
  on: 'field',
  concerns: ({ json }) => hasAttribute(json, 'logicalType'),
  *check(field, { parsed: { text } }) {
    const { json, schema } = field;
    const property = findProperty(json, 'logicalType');
    if (property?.value?.kind !== 'string' || schema.type === 'invalid') return;
    const branches = schema.type === 'union' ? schema.branches : [schema];
    // There it counts, and beside the type it does no harm.
    if (branches.some(hasLogicalType)) return;
    const target = annotated(branches);
    yield {
      span: property.name.span,
      message: `"logicalType" is ignored on a field${readAs(target, property.value.value)}: it belongs into the type.`,
      fixes: () => (target === undefined ? [] : moveIntoType(text, json, target)),
    };
  },
};

function hasLogicalType(schema: Schema): boolean {
  const json = dereference(schema)?.json;
  return json?.kind === 'object' && findValue(json, 'logicalType') !== undefined;
}

/** What the logical type is meant for: the field's type, or the only branch of its union that is not null. */
function annotated(branches: readonly Schema[]): Schema | undefined {
  const [target, ...others] = branches.filter(({ type }) => type !== 'null');
  return others.length > 0 ? undefined : target;
}

/** What becomes of the values, where it would otherwise be something else. */
function readAs(target: Schema | undefined, logicalType: string): string {
  if (target === undefined || target.type === 'union' || target.type === 'reference' || target.type === 'invalid') return '';
  const entry = findLogicalType(logicalType);
  const isMeant = entry?.underlying.some(({ type }) => type === target.type) === true;
  return isMeant ? `, and the value is read as ${plainText(target.type)}` : '';
}
