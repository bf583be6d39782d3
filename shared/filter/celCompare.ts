import { Duration, Failure, ListValue, MapValue, Timestamp, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { parseDuration, parseTimestamp } from './celTime.ts';
import { ExactDecimal, compareDecimals, decimalOfNumber, literalDecimal } from './exactDecimal.ts';

/** How two values stand to one another; `none` is what NaN stands to any. */
export const CelOrder = { less: -1, equal: 0, greater: 1, none: 2 } as const;

/** Compares values, exactly. It keeps what the last text meant, which is the same each time where it is a literal. */
export class Comparer {
  #decimalText = '';
  #decimal: ExactDecimal | undefined;
  #timeText = '';
  #timestamp: Timestamp | undefined;

  /** Values of different kinds are not equal. */
  equal(a: Outcome, b: Outcome): boolean | Failure {
    if (a instanceof Failure) return a;
    if (b instanceof Failure) return b;
    if (a === b) return true;
    if (isNumber(a) && isNumber(b)) return a <= b && a >= b;
    if (typeof a === 'string' && typeof b === 'string') return false;
    if (a === null || b === null || typeof a === 'boolean' || typeof b === 'boolean') return false;
    if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
    if (a instanceof ListValue) return b instanceof ListValue && this.#equalLists(a, b);
    if (a instanceof MapValue) return b instanceof MapValue && this.#equalMaps(a, b);
    return this.#order(a, b) === CelOrder.equal;
  }

  /** Which of {@link CelOrder}; a failure where values of these kinds have no order. */
  order(a: Outcome, b: Outcome): number | Failure {
    if (a instanceof Failure) return a;
    if (b instanceof Failure) return b;
    return this.#order(a, b) ?? new Failure(`${kindOf(a)} and ${kindOf(b)} cannot be compared.`);
  }

  #order(a: CelValue, b: CelValue): number | undefined {
    if (isNumber(a) && isNumber(b)) return a < b ? CelOrder.less : a > b ? CelOrder.greater : a <= b ? CelOrder.equal : CelOrder.none;
    if (typeof a === 'string' && typeof b === 'string') return a < b ? CelOrder.less : a > b ? CelOrder.greater : CelOrder.equal;
    if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
    if (a instanceof ExactDecimal || b instanceof ExactDecimal) return this.#decimalOrder(a, b);
    if (a instanceof Timestamp || b instanceof Timestamp) {
      const [left, right] = [this.#toTimestamp(a), this.#toTimestamp(b)];
      return left === undefined || right === undefined ? undefined : orderOf(left.nanos, right.nanos);
    }
    if (a instanceof Duration || b instanceof Duration) {
      const [left, right] = [toDuration(a), toDuration(b)];
      return left === undefined || right === undefined ? undefined : orderOf(left.nanos, right.nanos);
    }
    if (a instanceof Uint8Array && b instanceof Uint8Array) return orderOfBytes(a, b);
    return undefined;
  }

  #decimalOrder(a: CelValue, b: CelValue): number | undefined {
    // Infinities and NaN are doubles alone.
    if (typeof a === 'number' && !Number.isFinite(a)) return a > 0 ? CelOrder.greater : a < 0 ? CelOrder.less : CelOrder.none;
    if (typeof b === 'number' && !Number.isFinite(b)) return b > 0 ? CelOrder.less : b < 0 ? CelOrder.greater : CelOrder.none;
    const [left, right] = [this.#toDecimal(a), this.#toDecimal(b)];
    return left === undefined || right === undefined ? undefined : Math.sign(compareDecimals(left, right));
  }

  #toDecimal(value: CelValue): ExactDecimal | undefined {
    if (value instanceof ExactDecimal) return value;
    if (isNumber(value)) return decimalOfNumber(value);
    if (typeof value !== 'string') return undefined;
    if (value !== this.#decimalText) {
      this.#decimalText = value;
      this.#decimal = literalDecimal(value);
    }
    return this.#decimal;
  }

  #toTimestamp(value: CelValue): Timestamp | undefined {
    if (value instanceof Timestamp) return value;
    if (typeof value !== 'string') return undefined;
    if (value !== this.#timeText) {
      this.#timeText = value;
      this.#timestamp = parseTimestamp(value);
    }
    return this.#timestamp;
  }

  #equalLists(a: ListValue, b: ListValue): boolean | Failure {
    if (a.size !== b.size) return false;
    for (let index = 0; index < a.size; index++) {
      const equal = this.equal(a.item(index), b.item(index));
      if (equal !== true) return equal;
    }
    return true;
  }

  #equalMaps(a: MapValue, b: MapValue): boolean | Failure {
    if (a.size !== b.size) return false;
    for (const key of a.keys()) {
      const [left, right] = [a.get(key), b.get(key)];
      if (left === undefined || right === undefined) return false;
      const equal = this.equal(left, right);
      if (equal !== true) return equal;
    }
    return true;
  }
}

export function isNumber(value: Outcome): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function toDuration(value: CelValue): Duration | undefined {
  if (value instanceof Duration) return value;
  return typeof value === 'string' ? parseDuration(value) : undefined;
}

function orderOf(a: bigint, b: bigint): number {
  return a < b ? CelOrder.less : a > b ? CelOrder.greater : CelOrder.equal;
}

function orderOfBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(a.length - b.length);
}
