import type { RecordSchema, Schema, UnionSchema } from './schema.ts';
import { dereference } from './schema.ts';

/** How many bytes the values of a schema take in the binary encoding. */
export interface EncodedSize {
  /** No value takes less. */
  readonly min: number;
  /** No value takes more; infinite where there is no bound, or none that is easily found. */
  readonly max: number;
}

/**
 * The fewest and the most bytes that a value takes. A record that contains itself has no upper bound, and counts for
 * nothing where it stands in itself.
 *
 * @returns undefined where a part of the schema is missing or invalid
 * @see Avro 1.12, "Binary Encoding"
 */
export function encodedSize(schema: Schema): EncodedSize | undefined {
  return sizeOf(schema, { known: new Map(), left: 20_000 }, 0);
}

/** In words, such as `1 byte`, `3 to 25 bytes` or `at least 2 bytes`. */
export function sizeText({ min, max }: EncodedSize): string {
  if (min === max) return bytesText(max);
  return max === Number.POSITIVE_INFINITY ? `at least ${bytesText(min)}` : `${numberText(min)} to ${bytesText(max)}`;
}

/** Such as `1 byte` or `1,024 bytes`. */
export function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${numberText(count)} bytes`;
}

export function numberText(number: number): string {
  return number.toLocaleString('en-US');
}

interface Walk {
  /** What is known of records already, and of those that are being looked at. */
  readonly known: Map<RecordSchema, EncodedSize | undefined>;
  /** How many schemas may still be looked at: texts that refer to each other can go on without end. */
  left: number;
}

/** Deeper than this a size is not worth the stack. */
const maxDepth = 100;

const unbounded: EncodedSize = { min: 0, max: Number.POSITIVE_INFINITY };

function sizeOf(schema: Schema, walk: Walk, depth: number): EncodedSize | undefined {
  if (depth > maxDepth || walk.left-- <= 0) return unbounded;
  const target = dereference(schema);
  switch (target?.type) {
    case undefined:
    case 'invalid':
      return undefined;
    case 'null':
      return exactly(0);
    case 'boolean':
      return exactly(1);
    case 'int':
      return { min: 1, max: 5 };
    case 'long':
      return { min: 1, max: 10 };
    case 'float':
      return exactly(4);
    case 'double':
      return exactly(8);
    case 'fixed':
      return target.size === undefined ? undefined : exactly(target.size);
    case 'enum':
      return { min: 1, max: indexBytes(target.symbols.length) };
    case 'union':
      return sizeOfUnion(target, walk, depth);
    case 'record':
      return sizeOfRecord(target, walk, depth);
    default:
      // The length, or the end of the items.
      return { min: 1, max: Number.POSITIVE_INFINITY };
  }
}

function exactly(count: number): EncodedSize {
  return { min: count, max: count };
}

/** The bytes of the last index of so many. */
function indexBytes(count: number): number {
  // Zigzag doubles it, and each byte holds seven bits.
  let bytes = 1;
  for (let rest = 2 * Math.max(count - 1, 0); rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}

function sizeOfUnion({ branches }: UnionSchema, walk: Walk, depth: number): EncodedSize | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const [index, branch] of branches.entries()) {
    const size = sizeOf(branch, walk, depth + 1);
    if (size === undefined) return undefined;
    min = Math.min(min, indexBytes(index + 1) + size.min);
    max = Math.max(max, indexBytes(index + 1) + size.max);
  }
  return branches.length === 0 ? undefined : { min, max };
}

function sizeOfRecord(record: RecordSchema, walk: Walk, depth: number): EncodedSize | undefined {
  if (walk.known.has(record)) return walk.known.get(record);
  walk.known.set(record, unbounded);
  let size: EncodedSize | undefined = exactly(0);
  for (const field of record.fields) {
    const inner = sizeOf(field.schema, walk, depth + 1);
    size = inner && size && { min: size.min + inner.min, max: size.max + inner.max };
  }
  walk.known.set(record, size);
  return size;
}
