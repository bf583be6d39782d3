import { fix } from '../fixes/fix.ts';
import { removeProperty, replaceSpan } from '../fixes/jsonEdits.ts';
import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType, plainText, underlyingText } from '../logicalTypes.ts';
import type { LogicalTypeEntry } from '../logicalTypes.ts';
import type { Fix, Schema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A logical type on a type that it can't annotate, such as a date on a string: every reader ignores it. */
export const logicalTypeUnderlying: Rule<Schema> = {
  id: 'logical-type-underlying',
  severity: 'warning',
  spec: 'Logical Types',
  on: 'schema',
  *check(schema, { parsed: { text } }) {
    const { json, type } = schema;
    if (json.kind !== 'object' || type === 'union' || type === 'reference' || type === 'invalid') return;
    const written = findValue(json, 'logicalType');
    const entry = written?.kind === 'string' ? findLogicalType(written.value) : undefined;
    if (written === undefined || entry === undefined) return;
    // A size that is wrong itself is reported as such.
    const isRight = (each: LogicalTypeEntry['underlying'][number]): boolean =>
      each.type === type && (each.size === undefined || schema.type !== 'fixed' || schema.size === undefined || each.size === schema.size);
    if (entry.underlying.some(isRight)) return;
    yield {
      span: written.span,
      message: `"${entry.name}" annotates ${underlyingText(entry)}, so it is ignored here: the value is read as ${plainText(type)}.`,
      fixes: () => [...typeFixes(schema, json, entry), ...removal(text, json)],
    };
  },
};

/** Changes of what is annotated. An int for a long, or the other way round, is nearly always a slip. */
function typeFixes({ type }: Schema, json: JsonObject, { underlying }: LogicalTypeEntry): Fix[] {
  if (type === 'fixed') {
    const size = findValue(json, 'size');
    const right = underlying.find((each) => each.type === 'fixed')?.size;
    if (size === undefined || right === undefined) return [];
    return fix(`Change the Size to ${right}`, replaceSpan(size.span, String(right)), { isPreferred: true });
  }
  const written = findValue(json, 'type');
  if (written === undefined || ['record', 'enum', 'array', 'map'].includes(type)) return [];
  const isInteger = (each: string): boolean => each === 'int' || each === 'long';
  return underlying.flatMap((each) =>
    each.type === 'fixed'
      ? []
      : fix(`Change the Type to "${each.type}"`, replaceSpan(written.span, JSON.stringify(each.type)), {
          isPreferred: isInteger(type) && isInteger(each.type),
        }),
  );
}

function removal(text: string, json: JsonObject): Fix[] {
  const property = findProperty(json, 'logicalType');
  return property === undefined ? [] : fix('Remove "logicalType"', removeProperty(text, json, property));
}
