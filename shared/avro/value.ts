import type { UnionSchema } from './schema.ts';

/**
 * A value as our reader yields it and our writer takes it, always beside its schema:
 *
 * | schema | value |
 * | --- | --- |
 * | null, boolean, string, enum | `null`, boolean, string, the symbol |
 * | int, float, double | number |
 * | long | a number where that is exact (up to 2^53 - 1 either way), a bigint beyond |
 * | bytes, fixed | `Uint8Array`, a view into the bytes that were read |
 * | array | array |
 * | map | `Map`, in the bytes' order |
 * | record | object with the fields as own properties, `__proto__` too |
 * | union of null and one other | `null` or the other's value |
 * | any other union | {@link UnionValue} |
 *
 * Logical types are not applied: a decimal is its bytes, a timestamp its long.
 */
export type Value =
  null | boolean | number | bigint | string | Uint8Array | readonly Value[] | ReadonlyMap<string, Value> | RecordValue | UnionValue;

export interface RecordValue {
  readonly [field: string]: Value;
}

/**
 * A union's value with the branch that it was written by, so that it can be written again to the same bytes. Structured
 * cloning makes a plain object of it, so values stay in the thread that read them.
 */
export class UnionValue {
  /** Index into the union's branches. */
  readonly branch: number;
  readonly value: Value;

  constructor(branch: number, value: Value) {
    this.branch = branch;
    this.value = value;
  }
}

/**
 * How deep records, arrays and maps of a value may nest. No tree that people draw is so deep; a list that is linked through
 * its records may be this long. Its JSON, where a level takes up to two, stays far below the depth at which JSON readers
 * stop (1,000), and telling the branches of its unions apart takes about half of the stack of Node's main thread.
 */
export const maxValueDepth = 200;

/** Index of the branch beside null, in a union of null and one other; undefined of any other union. */
export function nullableBranch(schema: UnionSchema): number | undefined {
  const { branches } = schema;
  if (branches.length !== 2) return undefined;
  const nulls = branches.filter(({ type }) => type === 'null').length;
  return nulls === 1 ? branches.findIndex(({ type }) => type !== 'null') : undefined;
}

/** A step into a value: a field, a map's key, or an array's index. */
export type PathStep = { readonly field: string } | { readonly key: string } | number;

/** A place in a value, such as `order.lines[3].tags["a b"]`; empty for the value itself. */
export function pathText(steps: readonly PathStep[]): string {
  let text = '';
  for (const step of steps) {
    if (typeof step === 'number') text += `[${step}]`;
    else if ('key' in step) text += `[${JSON.stringify(step.key)}]`;
    else text += text === '' ? step.field : `.${step.field}`;
  }
  return text;
}

/** A record's field, also where it is named like something that every object inherits. */
export function fieldValue(record: RecordValue, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Gives a record a field, also `__proto__`, which an assignment would not make one of its own. */
export function setField(record: MutableRecord, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
  else record[name] = value;
}

/** A record while it is being made. */
export type MutableRecord = Record<string, Value>;
