import type { JsonObject } from '../json.ts';
import { findProperty, findValue } from '../jsonTree.ts';
import { findLogicalType } from '../logicalTypes.ts';
import type { Fix, Schema } from '../schema.ts';
import { fix } from './fix.ts';
import { insertProperty, objectText, removeProperties, replaceSpan, textOf, together } from './jsonEdits.ts';
import type { Edits } from './jsonEdits.ts';

/**
 * Moves the logical type of a field, with a decimal's precision and scale, into its type.
 *
 * @param target the type, or the branch of it that is meant
 * @returns nothing where the type is no place for it
 */
export function moveIntoType(text: string, field: JsonObject, target: Schema): Fix[] {
  const written = findValue(field, 'logicalType');
  const isPrimitive = target.json.kind === 'string' && target.type !== 'reference';
  if (written?.kind !== 'string' || !(isPrimitive || isAnnotatable(target))) return [];
  const entry = findLogicalType(written.value);
  const moved = ['logicalType', ...(entry?.attributes ?? [])].flatMap((name) => findProperty(field, name) ?? []);
  const values = moved.flatMap(({ name, value }) => (value === undefined ? [] : [[name.value, textOf(text, value)] as const]));
  const edits = together(putInto(text, target, values), removeProperties(text, field, moved));
  const isRight = entry?.underlying.some(({ type }) => type === target.type) !== false;
  return fix('Move "logicalType" into the Type', edits, { isPreferred: isRight });
}

function isAnnotatable({ type, json }: Schema): boolean {
  return json.kind === 'object' && !['record', 'enum', 'array', 'map', 'union', 'reference', 'invalid'].includes(type);
}

function putInto(text: string, { type, json }: Schema, values: readonly (readonly [name: string, value: string])[]): Edits {
  if (json.kind !== 'object') return replaceSpan(json.span, objectText(text, [['type', JSON.stringify(type)], ...values]));
  const missing = values.filter(([name]) => findProperty(json, name) === undefined);
  return together(...missing.map(([name, value]) => insertProperty(text, json, name, value)));
}
