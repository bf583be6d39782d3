import type { RecordSchema, Schema } from './schema.ts';
import { fixedSize, usable } from './usable.ts';

/** What is known of records already; of those being looked at, that they take 0 bytes at least. */
export type MinimumSizes = Map<RecordSchema, number>;

/** Deeper than this a size is not worth the stack: 0 is always true. */
const maxDepth = 64;

/**
 * The fewest bytes that a value of the schema takes, or less: a lower bound, and 0 only for what may take no bytes or
 * is too deeply nested to say.
 */
export function minimumSize(schema: Schema, known: MinimumSizes, depth = 0): number {
  if (depth > maxDepth) return 0;
  const target = usable(schema);
  switch (target.type) {
    case 'null':
      return 0;
    case 'float':
      return 4;
    case 'double':
      return 8;
    case 'fixed':
      return fixedSize(target);
    case 'union':
      // The index takes a byte.
      return 1 + smallest(target.branches.map((branch) => minimumSize(branch, known, depth + 1)));
    case 'record': {
      const found = known.get(target);
      if (found !== undefined) return found;
      known.set(target, 0);
      const size = target.fields.reduce((sum, field) => sum + minimumSize(field.schema, known, depth + 1), 0);
      known.set(target, Math.min(size, Number.MAX_SAFE_INTEGER));
      return size;
    }
    default:
      return 1;
  }
}

function smallest(sizes: readonly number[]): number {
  return sizes.reduce((least, size) => Math.min(least, size), sizes[0] ?? 0);
}
