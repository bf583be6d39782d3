import type { CelOperator } from './celNode.ts';
import { Duration, Failure, ListValue, PlainList, Timestamp, kindOf } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { isNumber } from './celCompare.ts';
import { ExactDecimal, addDecimals, decimalOfNumber, multiplyDecimals } from './exactDecimal.ts';
import type { Scope } from './scope.ts';

type Arithmetic = Exclude<CelOperator, '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in'>;

/**
 * What two values yield. Ints stay within 64 bits, and an overflow is a failure; an int and a double yield a double, and a
 * decimal with any number an exact decimal, but for its division, which yields a double.
 */
export function compute(operator: Arithmetic, a: CelValue, b: CelValue, scope: Scope): Outcome {
  if (typeof a === 'bigint' && typeof b === 'bigint') return computeInts(operator, a, b);
  if (isNumber(a) && isNumber(b)) return computeDoubles(operator, Number(a), Number(b));
  if (a instanceof ExactDecimal || b instanceof ExactDecimal) return computeDecimals(operator, a, b);
  if (operator === '+') return add(a, b, scope);
  if (operator === '-') return subtract(a, b);
  return noSuch(operator, a, b);
}

function noSuch(operator: string, a: CelValue, b: CelValue): Failure {
  return new Failure(`"${operator}" is not there for ${kindOf(a)} and ${kindOf(b)}.`);
}

function computeInts(operator: Arithmetic, a: bigint, b: bigint): Outcome {
  if (b === 0n && (operator === '/' || operator === '%')) return new Failure('A number is divided by 0.');
  const result = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
  return result === BigInt.asIntN(64, result) ? result : new Failure('A number is beyond the 64 bits of an int.');
}

function computeDoubles(operator: Arithmetic, a: number, b: number): Outcome {
  return operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b;
}

function computeDecimals(operator: Arithmetic, a: CelValue, b: CelValue): Outcome {
  const [left, right] = [toDecimal(a), toDecimal(b)];
  if (left === undefined || right === undefined) return noSuch(operator, a, b);
  switch (operator) {
    case '+':
      return addDecimals(left, right, 1n);
    case '-':
      return addDecimals(left, right, -1n);
    case '*':
      return multiplyDecimals(left, right) ?? new Failure('A decimal has too many digits.');
    case '/':
      return right.unscaled === 0n ? new Failure('A number is divided by 0.') : Number(String(left)) / Number(String(right));
    case '%':
      return noSuch(operator, a, b);
  }
}

function toDecimal(value: CelValue): ExactDecimal | undefined {
  if (value instanceof ExactDecimal) return value;
  return isNumber(value) ? decimalOfNumber(value) : undefined;
}

/** Longer texts are made by nothing but a filter that doubles them again and again. */
const maxTextLength = 1_000_000;

function add(a: CelValue, b: CelValue, scope: Scope): Outcome {
  if (typeof a === 'string' && typeof b === 'string') {
    const length = a.length + b.length;
    if (length > maxTextLength) return new Failure('A text gets too long.');
    return scope.spend(length >>> 6) ?? a + b;
  }
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    const spent = scope.spend((a.length + b.length) >>> 6);
    if (spent !== undefined) return spent;
    if (a.length + b.length > maxTextLength) return new Failure('Bytes get too long.');
    const bytes = new Uint8Array(a.length + b.length);
    bytes.set(a);
    bytes.set(b, a.length);
    return bytes;
  }
  if (a instanceof ListValue && b instanceof ListValue) return addLists(a, b, scope);
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos + b.nanos);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos + b.nanos);
  if (a instanceof Duration && b instanceof Timestamp) return new Timestamp(a.nanos + b.nanos);
  return noSuch('+', a, b);
}

function addLists(a: ListValue, b: ListValue, scope: Scope): Outcome {
  const spent = scope.spend(a.size + b.size);
  if (spent !== undefined) return spent;
  const items: CelValue[] = [];
  for (const list of [a, b]) {
    for (let index = 0; index < list.size; index++) {
      const item = list.item(index);
      if (item instanceof Failure) return item;
      items.push(item);
    }
  }
  return new PlainList(items);
}

function subtract(a: CelValue, b: CelValue): Outcome {
  if (a instanceof Timestamp && b instanceof Timestamp) return new Duration(a.nanos - b.nanos);
  if (a instanceof Timestamp && b instanceof Duration) return new Timestamp(a.nanos - b.nanos);
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.nanos - b.nanos);
  if (a === 0n && b instanceof Duration) return new Duration(-b.nanos);
  return noSuch('-', a, b);
}
