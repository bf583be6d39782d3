import { parseDecimal, exactBigDecimal, exactDecimal, type Decimal } from '../../shared/avro/decimals.ts';
import type { LogicalType, Schema } from '../../shared/avro/schema.ts';
import { UnionValue, type Value } from '../../shared/avro/value.ts';
import { unescapeString } from '../webview/jsonOutline.ts';
import type { FieldFound } from './fieldValues.ts';

/**
 * By what a row is sorted: numbers of every kind by what they are, times likewise, text by code points. Undefined goes
 * last, null right before it, whichever the direction.
 */
export type SortKey =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  /** A number that is no double: `unscaled` over 10 to the power of `scale`, which may be negative. */
  | Decimal
  /** In seconds since 1970, or of a day. */
  | { readonly time: Decimal };

/** The key of a field's value; undefined of what is missing or has parts. */
export function toSortKey(found: FieldFound): SortKey {
  if (found === undefined) return undefined;
  return found.kind === 'avro' ? ofValue(found.schema, found.value) : ofLiteral(found.line.kind, found.line.literal, found.line.cut > 0);
}

function ofValue(schema: Schema, value: Value): SortKey {
  const logicalType = 'logicalType' in schema ? schema.logicalType : undefined;
  if (typeof value === 'number' || typeof value === 'bigint')
    return logicalType === undefined ? value : (toTime(logicalType, value) ?? value);
  if (value instanceof Uint8Array) return toDecimal(logicalType, value, schema.type === 'fixed') ?? value;
  return typeof value === 'object' && value !== null ? ofOther(value) : value;
}

function ofOther(value: object): SortKey {
  // Of a record whose union branch nobody unwrapped, and of what has parts.
  return value instanceof UnionValue && typeof value.value !== 'object' ? value.value : undefined;
}

const scales: Readonly<Record<string, number>> = { millis: 3, micros: 6, nanos: 9 };

function toTime({ name }: LogicalType, count: number | bigint): SortKey {
  if (name === 'date') return { time: { unscaled: BigInt(count) * 86_400n, scale: 0 } };
  const scale = scales[name.slice(name.lastIndexOf('-') + 1)];
  return scale === undefined ? undefined : { time: { unscaled: BigInt(count), scale } };
}

function toDecimal(logicalType: LogicalType | undefined, bytes: Uint8Array, isFixed: boolean): Decimal | undefined {
  if (logicalType?.name === 'big-decimal') return exactBigDecimal(bytes);
  if (logicalType?.name !== 'decimal') return undefined;
  return exactDecimal(bytes, logicalType.precision, logicalType.scale, isFixed ? bytes.length : undefined);
}

function ofLiteral(kind: string, literal: string, isCut: boolean): SortKey {
  switch (kind) {
    case 'null':
      return null;
    case 'boolean':
      return literal === 'true';
    case 'string':
      return isCut ? literal.slice(1) : (unescapeString(literal) ?? literal);
    case 'number':
      return isCut ? undefined : toNumber(literal);
    default:
      return undefined;
  }
}

/** A JSON number, all of its digits kept. */
export function toNumber(literal: string): SortKey {
  const number = Number(literal);
  if (/^-?\d{1,15}$/.test(literal)) return number;
  const [, mantissa = '', exponent = '0'] = /^(-?\d+(?:\.\d+)?)(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const decimal = parseDecimal(mantissa);
  if (decimal === undefined) return number;
  return { unscaled: decimal.unscaled, scale: decimal.scale - Number(exponent) };
}

/** Orders keys ascending; what is missing goes last, also where `descending`. */
export function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  const [kindOfA, kindOfB] = [kindOf(a), kindOf(b)];
  if (kindOfA >= nullKind || kindOfB >= nullKind) return kindOfA - kindOfB;
  const order = kindOfA - kindOfB || compareAlike(a, b);
  return descending ? -order : order;
}

const nullKind = 5;

function kindOf(key: SortKey): number {
  if (key === undefined) return nullKind + 1;
  if (key === null) return nullKind;
  switch (typeof key) {
    case 'boolean':
      return 0;
    case 'number':
    case 'bigint':
      return 1;
    case 'string':
      return 3;
    default:
      return key instanceof Uint8Array ? 4 : 'time' in key ? 2 : 1;
  }
}

function compareAlike(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return compareExact(timeless(a), timeless(b));
}

/** NaN behind all other numbers, as Java has it. */
function compareNumbers(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** As UTF-8 would be ordered: UTF-16 puts what takes two units before the last of what takes one. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [unitOfA, unitOfB] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (unitOfA !== unitOfB) return rank(unitOfA) - rank(unitOfB);
  }
  return a.length - b.length;
}

function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function timeless(key: SortKey): number | bigint | Decimal {
  if (typeof key === 'number' || typeof key === 'bigint') return key;
  if (typeof key !== 'object' || key === null || key instanceof Uint8Array) return 0;
  return 'time' in key ? key.time : key;
}

function compareExact(a: number | bigint | Decimal, b: number | bigint | Decimal): number {
  if (typeof a !== 'object' && typeof b !== 'object') return a < b ? -1 : a > b ? 1 : nanLast(a, b);
  // What is beyond all decimals, or no number, has no digits.
  if (typeof a === 'number' && !Number.isFinite(a)) return Number.isNaN(a) || a > 0 ? 1 : -1;
  if (typeof b === 'number' && !Number.isFinite(b)) return Number.isNaN(b) || b > 0 ? -1 : 1;
  return compareDecimals(digitsOf(a), digitsOf(b));
}

function nanLast(a: number | bigint, b: number | bigint): number {
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}

/** A double is what its shortest text says. */
function digitsOf(number: number | bigint | Decimal): Decimal {
  if (typeof number === 'object') return number;
  if (typeof number === 'bigint') return { unscaled: number, scale: 0 };
  const key = toNumber(String(number));
  return typeof key === 'object' && key !== null && 'unscaled' in key ? key : { unscaled: BigInt(Math.trunc(number)), scale: 0 };
}

function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.scale === b.scale) return compareBigints(a.unscaled, b.unscaled);
  const [signOfA, signOfB] = [signOf(a), signOf(b)];
  if (signOfA !== signOfB || signOfA === 0) return signOfA - signOfB;
  // Of another size, they need not be brought to the same scale, which for 1e999999999 nobody could.
  const bySize = sizeOf(a) - sizeOf(b);
  if (bySize !== 0) return signOfA * bySize;
  const scale = Math.max(a.scale, b.scale);
  return compareBigints(a.unscaled * 10n ** BigInt(scale - a.scale), b.unscaled * 10n ** BigInt(scale - b.scale));
}

function compareBigints(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function signOf({ unscaled }: Decimal): number {
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0;
}

/** How many digits stand before the point. */
function sizeOf({ unscaled, scale }: Decimal): number {
  return String(unscaled < 0n ? -unscaled : unscaled).length - scale;
}
