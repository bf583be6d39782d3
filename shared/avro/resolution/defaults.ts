import { misfit } from '../cursor.ts';
import { defaultValue } from '../defaultValue.ts';
import type { Read } from '../fieldReaders.ts';
import type { Field } from '../schema.ts';
import { UnionValue, maxValueDepth } from '../value.ts';
import type { Value } from '../value.ts';

/** The values of fields that nobody wrote. */
export interface Defaults {
  /** Begins a value, which may hold so many parts of defaults again. */
  reset(): void;

  /** What gives the field its default, without a byte read; undefined where that is none of its type. */
  reader(field: Field): Read | undefined;
}

/** So many parts of values in one message nobody looks at; a few bytes could ask for any number of large defaults. */
const maxParts = 1_000_000;

export function newDefaults(): Defaults {
  const known = new Map<Field, Read | undefined>();
  let left = 0;
  const newReader = (field: Field): Read | undefined => {
    const value = field.default === undefined ? undefined : defaultValue(field.schema, field.default);
    if (value === undefined) return undefined;
    const { parts, height } = measure(value);
    return (cursor) => {
      left -= parts;
      if (left < 0) throw misfit('codec/too-many-steps', cursor.position, 'needs more defaults than can be shown');
      if (cursor.depth + height > maxValueDepth)
        throw misfit('codec/too-deep', cursor.position, `nested deeper than ${maxValueDepth} levels`);
      return value;
    };
  };
  return {
    reset() {
      left = maxParts;
    },
    reader(field) {
      if (!known.has(field)) known.set(field, newReader(field));
      return known.get(field);
    },
  };
}

/** How many parts a value has, itself among them, and how many levels of records, arrays and maps. */
function measure(value: Value): { readonly parts: number; readonly height: number } {
  let parts = 0;
  let height = 0;
  const waiting: { value: Value; depth: number }[] = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    parts++;
    height = Math.max(height, next.depth);
    const inner = partsOf(next.value);
    if (inner === undefined) continue;
    height = Math.max(height, next.depth + 1);
    for (const part of inner) waiting.push({ value: part, depth: next.depth + 1 });
  }
  return { parts, height };
}

/** Of what nests; undefined of anything else. */
function partsOf(value: Value): Iterable<Value> | undefined {
  if (value instanceof UnionValue) return partsOf(value.value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined;
  return value instanceof Map ? (value as ReadonlyMap<string, Value>).values() : Object.values(value);
}
