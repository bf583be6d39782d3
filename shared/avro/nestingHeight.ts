import type { RecordSchema, Schema } from './schema.ts';
import { usable } from './usable.ts';
import { maxValueDepth } from './value.ts';

/** How deep the shallowest values of schemas nest: 0 without parts, infinite where a value would contain itself without end. */
export interface NestingHeights {
  of(schema: Schema): number;
}

/**
 * The heights of all that is in a schema.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function nestingHeights(root: Schema): NestingHeights {
  const records = recordsIn(root);
  const known = new Map<RecordSchema, number>();
  const of = (schema: Schema): number => {
    const target = usable(schema);
    if (target.type === 'record') return known.get(target) ?? Number.POSITIVE_INFINITY;
    if (target.type === 'union') return target.branches.reduce((lowest, branch) => Math.min(lowest, of(branch)), Number.POSITIVE_INFINITY);
    return target.type === 'array' || target.type === 'map' ? 1 : 0;
  };
  // A record's height is known as soon as those of its fields are; whatever stays unknown has no end.
  for (let hasChanged = true; hasChanged;) {
    hasChanged = false;
    for (const record of records) {
      const height = 1 + record.fields.reduce((highest, field) => Math.max(highest, of(field.schema)), 0);
      if (height >= (known.get(record) ?? Number.POSITIVE_INFINITY)) continue;
      known.set(record, height);
      hasChanged = true;
    }
  }
  return { of };
}

/** Whether no value of the schema ends at a depth that can be written. */
export function isEndless(schema: Schema, heights: NestingHeights): boolean {
  return heights.of(schema) > maxValueDepth;
}

/** All record schemas, innermost last, so that going through them backwards meets most fields before their records. */
function recordsIn(root: Schema): readonly RecordSchema[] {
  const found = new Set<RecordSchema>();
  const waiting: Schema[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const schema = usable(next);
    if (schema.type === 'array') waiting.push(schema.items);
    else if (schema.type === 'map') waiting.push(schema.values);
    else if (schema.type === 'union') for (const branch of schema.branches) waiting.push(branch);
    else if (schema.type === 'record' && !found.has(schema)) {
      found.add(schema);
      for (const field of schema.fields) waiting.push(field.schema);
    }
  }
  return [...found].reverse();
}
