import { fix } from '../fixes/fix.ts';
import { removeProperty, replaceSpan } from '../fixes/jsonEdits.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType, isAnnotated, plainText, underlyingText } from '../logicalTypes.ts';
import type { AnnotatedSchema, LogicalTypeEntry } from '../logicalTypes.ts';
import type { Fix, Schema } from '../schema.ts';
import { hasAttribute } from './rule.ts';
import type { Rule } from './rule.ts';

/** A logical type on a type that it can't annotate, such as a date on a string: every reader ignores it. */
export const logicalTypeUnderlying: Rule<Schema> = {
  id: 'logical-type-underlying',
  severity: 'warning',
  spec: 'Logical Types',
  on: 'schema',
  concerns: ({ json }) => hasAttribute(json, 'logicalType'),
  *check(schema, { parsed: { text } }) {
    const written = isAnnotated(schema) ? findValue(schema.json, 'logicalType') : undefined;
    const entry = written?.kind === 'string' ? findLogicalType(written.value) : undefined;
    if (written === undefined || entry === undefined || !isAnnotated(schema) || isRight(schema, entry)) return;
    yield {
      span: written.span,
      message: `"${entry.name}" annotates ${underlyingText(entry)}, so it is ignored here: the value is read as ${plainText(schema.type)}.`,
      fixes: () => [...typeFixes(schema, entry), ...removal(text, schema)],
    };
  },
};

/** A size that is wrong itself is reported as such. */
function isRight(schema: AnnotatedSchema, { underlying }: LogicalTypeEntry): boolean {
  const size = schema.type === 'fixed' ? schema.size : undefined;
  return underlying.some((each) => each.type === schema.type && (each.size === undefined || size === undefined || each.size === size));
}

/** Changes of what is annotated. An int for a long, or the other way round, is nearly always a slip. */
function typeFixes({ type, json }: AnnotatedSchema, { underlying }: LogicalTypeEntry): Fix[] {
  if (type === 'fixed') {
    const size = findValue(json, 'size');
    const right = underlying.find((each) => each.type === 'fixed')?.size;
    if (size === undefined || right === undefined) return [];
    return fix(`Change the Size to ${right}`, replaceSpan(size.span, String(right)), { isPreferred: true });
  }
  const written = findValue(json, 'type');
  if (written === undefined || type === 'record' || type === 'enum' || type === 'array' || type === 'map') return [];
  const isInteger = (each: string): boolean => each === 'int' || each === 'long';
  return underlying.flatMap((each) =>
    each.type === 'fixed'
      ? []
      : fix(`Change the Type to "${each.type}"`, replaceSpan(written.span, JSON.stringify(each.type)), {
          isPreferred: isInteger(type) && isInteger(each.type),
        }),
  );
}

function removal(text: string, { json }: AnnotatedSchema): Fix[] {
  const property = findProperty(json, 'logicalType');
  return property === undefined ? [] : fix('Remove "logicalType"', removeProperty(text, json, property));
}
