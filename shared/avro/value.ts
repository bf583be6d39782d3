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

/** A union's value with the branch that it was written by, so that it can be written again to the same bytes. */
export class UnionValue {
  /** Index into the union's branches. */
  readonly branch: number;
  readonly value: Value;

  constructor(branch: number, value: Value) {
    this.branch = branch;
    this.value = value;
  }
}
