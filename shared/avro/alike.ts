import type { JsonNode } from './json.ts';
import { isSameJson } from './sameDefinition.ts';
import type { Field, NamedSchema, Schema } from './schema.ts';

/**
 * Whether two definitions of one fullname mean the same to whoever reads or writes data by them: docs, aliases, sort orders
 * and attributes of one's own may differ. Of a named type inside only the fullname counts, be it defined there or not.
 */
export function isAlike(a: NamedSchema, b: NamedSchema): boolean {
  if (a.fullname !== b.fullname || !hasSameLogicalType(a, b)) return false;
  switch (a.type) {
    case 'record':
      return b.type === 'record' && isSameList(a.fields, b.fields, isAlikeField);
    case 'enum':
      return b.type === 'enum' && isSameList(a.symbols, b.symbols, (c, d) => c.value === d.value) && a.default?.value === b.default?.value;
    case 'fixed':
      return b.type === 'fixed' && a.size === b.size;
  }
}

function isAlikeField(a: Field, b: Field): boolean {
  return a.name?.value === b.name?.value && isSameValue(a.default, b.default) && isAlikeSchema(a.schema, b.schema);
}

/** The depth is bounded by that of the JSON. */
function isAlikeSchema(a: Schema, b: Schema): boolean {
  const [name, otherName] = [nameOf(a), nameOf(b)];
  if (name !== undefined || otherName !== undefined) return name === otherName;
  if (a.type !== b.type || !hasSameLogicalType(a, b)) return false;
  switch (a.type) {
    case 'array':
      return b.type === 'array' && isAlikeSchema(a.items, b.items);
    case 'map':
      return b.type === 'map' && isAlikeSchema(a.values, b.values);
    case 'union':
      return b.type === 'union' && isSameList(a.branches, b.branches, isAlikeSchema);
    default:
      return true;
  }
}

function nameOf(schema: Schema): string | undefined {
  return 'fullname' in schema ? schema.fullname : undefined;
}

function hasSameLogicalType(a: Schema, b: Schema): boolean {
  return (['name', 'precision', 'scale'] as const).every((part) => logicalPart(a, part) === logicalPart(b, part));
}

function logicalPart({ logicalType }: Schema, part: 'name' | 'precision' | 'scale'): string | number | undefined {
  if (part === 'name') return logicalType?.name;
  return logicalType?.name === 'decimal' ? logicalType[part] : undefined;
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (c: T, d: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as T)); // of one length
}

function isSameValue(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameJson(a, b);
}
