import { unqualifiedName } from '../names.ts';
import type { RecordSchema, Schema } from '../schema.ts';
import { usable } from '../usable.ts';
import type { UsableSchema } from '../usable.ts';
import type { Renaming } from './renaming.ts';

/** Deeper than this it is not worth the stack, and counts as different. */
const maxDepth = 200;

/** By the writer's record, the reader's that have its shape, or may have while they are being looked at. */
export type SameShapes = Map<RecordSchema, Map<RecordSchema, boolean>>;

/**
 * Whether two schemas are the same but for namespaces, defaults and what is not part of the encoding. Then a union's
 * branches belong together by their positions.
 *
 * @see Java's `Resolver.unionEquiv`
 */
export function isSameShape(writer: Schema, reader: Schema, renaming: Renaming, known: SameShapes = new Map(), depth = 0): boolean {
  const [from, to] = [usable(writer), usable(reader)];
  if (depth > maxDepth || from.type !== to.type || !isNamesake(from, to, renaming)) return false;
  const same = (one: Schema, other: Schema): boolean => isSameShape(one, other, renaming, known, depth + 1);
  if (from.type === 'array' && to.type === 'array') return same(from.items, to.items);
  if (from.type === 'map' && to.type === 'map') return same(from.values, to.values);
  if (from.type === 'fixed' && to.type === 'fixed') return from.size === to.size;
  if (from.type === 'enum' && to.type === 'enum') {
    return from.symbols.length === to.symbols.length && from.symbols.every(({ value }, index) => value === to.symbols[index]?.value);
  }
  if (from.type === 'union' && to.type === 'union') {
    return from.branches.length === to.branches.length && from.branches.every((branch, index) => same(branch, to.branches[index] ?? to));
  }
  if (from.type === 'record' && to.type === 'record') {
    const ofWriter = known.get(from) ?? new Map<RecordSchema, boolean>();
    known.set(from, ofWriter);
    // While a record is being looked at, it has the shape.
    const isKnown = ofWriter.get(to);
    if (isKnown !== undefined) return isKnown;
    ofWriter.set(to, true);
    const isSame = haveSameFields(from, to, renaming, same);
    ofWriter.set(to, isSame);
    return isSame;
  }
  return true;
}

function isNamesake(writer: UsableSchema, reader: UsableSchema, renaming: Renaming): boolean {
  if (!('fullname' in writer && 'fullname' in reader)) return true;
  return unqualifiedName(renaming.typeName(writer)) === unqualifiedName(reader.fullname ?? '');
}

function haveSameFields(
  writer: RecordSchema,
  reader: RecordSchema,
  renaming: Renaming,
  same: (one: Schema, other: Schema) => boolean,
): boolean {
  const names = renaming.fieldNames(writer);
  return (
    names.length === reader.fields.length &&
    reader.fields.every(({ name, schema }, index) => name?.value === names[index] && same(writer.fields[index]?.schema ?? schema, schema))
  );
}
