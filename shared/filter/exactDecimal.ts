import { decimalText } from '../avro/decimals.ts';
import type { Decimal } from '../avro/decimals.ts';

/** A decimal number as filters hold it: exact, and equal to others of the same value, whatever their scale. */
export class ExactDecimal implements Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  toString(): string {
    return decimalText(this);
  }
}

/** More digits than this are in nothing that people compare; it bounds the work. */
const maxDigits = 2_000;

/** The decimal that a text writes, with an exponent or not; undefined for any other text, and for one too long. */
export function literalDecimal(text: string): ExactDecimal | undefined {
  if (text.length > maxDigits) return undefined;
  const [, sign, whole = '', fraction = '', exponentText = '0'] = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,5}))?$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const scale = fraction.length - Number(exponentText);
  if (Math.abs(scale) > maxDigits) return undefined;
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  return scale >= 0 ? new ExactDecimal(digits, scale) : new ExactDecimal(digits * powerOfTen(-scale), 0);
}

/** A number as people see it: the double nearest to 9.99 is 9.99. Undefined where it is not finite. */
export function decimalOfNumber(number: number | bigint): ExactDecimal | undefined {
  if (typeof number === 'bigint') return new ExactDecimal(number, 0);
  if (Number.isSafeInteger(number)) return new ExactDecimal(BigInt(number), 0);
  return literalDecimal(String(number));
}

/** Negative, 0 or positive, as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const [left, right] = [unscaledAt(a, scale), unscaledAt(b, scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of the two scales the larger one. */
export function addDecimals(a: Decimal, b: Decimal, sign: 1n | -1n): ExactDecimal {
  const scale = Math.max(a.scale, b.scale);
  return new ExactDecimal(unscaledAt(a, scale) + sign * unscaledAt(b, scale), scale);
}

export function multiplyDecimals(a: Decimal, b: Decimal): ExactDecimal | undefined {
  const scale = a.scale + b.scale;
  return scale > maxDigits ? undefined : new ExactDecimal(a.unscaled * b.unscaled, scale);
}

function unscaledAt({ unscaled, scale }: Decimal, wanted: number): bigint {
  return scale === wanted ? unscaled : unscaled * powerOfTen(wanted - scale);
}

/** Those that nearly all decimals need. */
const powers = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent));

function powerOfTen(exponent: number): bigint {
  return powers[exponent] ?? 10n ** BigInt(exponent);
}
