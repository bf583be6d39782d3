import { toHex } from '../avro/bytesLiteral.ts';
import { shortestFloat } from '../filter/avroValue.ts';
import { parseDuration, parseTimestamp } from '../filter/celTime.ts';
import { decimalOfNumber, literalDecimal } from '../filter/exactDecimal.ts';
import type { ExactDecimal } from '../filter/exactDecimal.ts';
import { NotForSpark, anyOf, sqlText } from './sparkJobTypes.ts';
import type { Constant, SparkType, SparkValue } from './sparkJobTypes.ts';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

const mirrored: Readonly<Record<Comparison, Comparison>> = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * A comparison as SQL: true, false, or NULL where CEL's fails. Numbers compare exactly, as they do in filters.
 *
 * @throws NotForSpark
 */
export function compareInSpark(operator: Comparison, a: SparkValue, b: SparkValue): string {
  if (a.type.kind === 'constant' && b.type.kind === 'constant') throw new NotForSpark('it compares two constants');
  if (a.type.kind === 'constant') return compareInSpark(mirrored[operator], b, a);
  if (operator === '!=') return `(NOT ${compareInSpark('==', a, b)})`;
  const right = b.type;
  const said = right.kind === 'constant' ? withConstant(operator, a, right.value) : withColumn(operator, a, b);
  const isNullTest = right.kind === 'constant' && right.value === null;
  const fails = anyOf(a.fails, b.fails);
  // What is null equals nothing but null; it has no order, so that comparing it fails, which NULL says.
  const result = operator === '==' && right.kind === 'constant' && !isNullTest ? `coalesce(${said}, false)` : said;
  return fails === undefined || (operator !== '==' && a.fails === undefined)
    ? `(${result})`
    : `(CASE WHEN ${fails} THEN NULL ELSE ${result} END)`;
}

function withConstant(operator: Comparison, { sql, type }: SparkValue, constant: Constant): string {
  if (constant === null) return operator === '==' ? `${sql} IS NULL` : 'CAST(NULL AS BOOLEAN)';
  switch (type.kind) {
    case 'int':
    case 'decimal':
      return compareNumber(operator, sql, type, constant);
    case 'time':
    case 'duration': {
      const nanos = nanosOf(type.kind, constant);
      return nanos === undefined ? different(operator) : compareCount(operator, sql, nanos, type.nanos, bigintLiteral);
    }
    case 'double':
    case 'float':
      return compareDouble(operator, sql, type.kind, constant);
    case 'string':
    case 'header':
      return compareText(operator, sql, type.kind, constant);
    case 'boolean':
      if (operator !== '==') throw new NotForSpark('true and false have no order there');
      return typeof constant === 'boolean' ? `${sql} = ${String(constant)}` : different(operator);
    case 'bytes':
      if (!(constant instanceof Uint8Array) || operator !== '==') throw new NotForSpark('bytes are compared');
      return `${sql} = X'${toHex(constant)}'`;
    default:
      throw new NotForSpark('lists, maps and records are compared');
  }
}

/** Values of different kinds: not equal, and without an order. */
function different(operator: Comparison): string {
  return operator === '==' ? 'false' : 'CAST(NULL AS BOOLEAN)';
}

function compareNumber(
  operator: Comparison,
  sql: string,
  type: SparkType & { readonly kind: 'int' | 'decimal' },
  constant: Constant,
): string {
  const decimal = decimalOf(type.kind, constant);
  if (decimal === undefined) return different(operator);
  const scale = type.kind === 'int' ? 0 : type.scale;
  const [up, down] = [10n ** BigInt(scale), 10n ** BigInt(decimal.scale)];
  if (type.kind === 'int') return compareCount(operator, sql, decimal.unscaled, down, bigintLiteral);
  return compareCount(operator, sql, decimal.unscaled * up, down, (unscaled) => decimalLiteral(unscaled, scale));
}

/** What a constant is to a number; undefined where it is none. A double is what it is to an int, and what was written to a decimal. */
function decimalOf(kind: 'int' | 'decimal', constant: Constant): ExactDecimal | undefined {
  if (typeof constant === 'bigint') return decimalOfNumber(constant);
  if (typeof constant === 'string') return kind === 'decimal' ? literalDecimal(constant) : undefined;
  if (typeof constant === 'object' && constant !== null && 'decimal' in constant) {
    if (kind === 'decimal' || constant.double === undefined) return constant.decimal;
    return exactDouble(constant.double);
  }
  return undefined;
}

/** All digits of a double. */
function exactDouble(double: number): ExactDecimal | undefined {
  if (!Number.isFinite(double)) return undefined;
  if (Number.isInteger(double)) return decimalOfNumber(BigInt(double));
  // A fraction has only to be told from the ints beside it, and its shortest digits do that as well.
  return decimalOfNumber(double);
}

function bigintLiteral(value: bigint): string | undefined {
  return value === BigInt.asIntN(64, value) ? `CAST('${value}' AS BIGINT)` : undefined;
}

function decimalLiteral(unscaled: bigint, scale: number): string | undefined {
  const magnitude = unscaled < 0n ? -unscaled : unscaled;
  const digits = String(magnitude).padStart(scale + 1, '0');
  if (digits.length > 38) return undefined;
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return `CAST('${unscaled < 0n ? '-' : ''}${text}' AS DECIMAL(38, ${scale}))`;
}

/** Compares a whole number with a fraction, by the whole number below it. */
function compareCount(
  operator: Comparison,
  sql: string,
  numerator: bigint,
  denominator: bigint,
  literal: (value: bigint) => string | undefined,
): string {
  const quotient = numerator / denominator;
  const isExact = quotient * denominator === numerator;
  const floor = isExact || numerator >= 0n ? quotient : quotient - 1n;
  const written = literal(floor);
  // Beyond all numbers of that type.
  if (written === undefined) return constantly(sql, operator === '==' ? false : operator.startsWith('<') === floor > 0n);
  if (operator === '==') return isExact ? `${sql} = ${written}` : constantly(sql, false);
  const exact = { '<': isExact ? '<' : '<=', '<=': '<=', '>': '>', '>=': isExact ? '>=' : '>' }[operator as '<' | '<=' | '>' | '>='];
  return `${sql} ${exact} ${written}`;
}

function constantly(sql: string, is: boolean): string {
  return `IF(${sql} IS NULL, NULL, ${String(is)})`;
}

function nanosOf(kind: 'time' | 'duration', constant: Constant): bigint | undefined {
  if (typeof constant === 'string') return (kind === 'time' ? parseTimestamp(constant) : parseDuration(constant))?.nanos;
  return typeof constant === 'object' && constant !== null && 'nanos' in constant && constant.kind === kind ? constant.nanos : undefined;
}

function compareDouble(operator: Comparison, sql: string, kind: 'float' | 'double', constant: Constant): string {
  const isDecimal = typeof constant === 'object' && constant !== null && 'decimal' in constant;
  if (isDecimal && constant.double === undefined) throw new NotForSpark('a double and a decimal are compared');
  const number = typeof constant === 'bigint' ? Number(constant) : isDecimal ? constant.double : undefined;
  if (number === undefined) return different(operator);
  if (typeof constant === 'bigint' && BigInt(number) !== constant) throw new NotForSpark('no double is that number');
  if (kind === 'double') return noNaN(`${sql} ${operator === '==' ? '=' : operator} CAST('${number}' AS DOUBLE)`, sql, operator);
  // A float is what is shown of it, 0.1 and not 0.10000000149011612; between two floats lie many doubles.
  const nearest = Math.fround(number);
  const shown = shortestFloat(nearest);
  const literal = `CAST('${nearest}' AS FLOAT)`;
  if (operator === '==') return shown === number ? `${sql} = ${literal}` : constantly(sql, false);
  const isIn = { '<': shown < number, '<=': shown <= number, '>': shown > number, '>=': shown >= number }[
    operator as '<' | '<=' | '>' | '>='
  ];
  return noNaN(`${sql} ${operator.slice(0, 1)}${isIn ? '=' : ''} ${literal}`, sql, operator);
}

/** To Spark NaN is the greatest number. */
function noNaN(comparison: string, sql: string, operator: Comparison): string {
  return operator.startsWith('>') ? `(${comparison} AND NOT isnan(${sql}))` : comparison;
}

function compareText(operator: Comparison, sql: string, kind: 'string' | 'header', constant: Constant): string {
  if (typeof constant === 'object') throw new NotForSpark('a text is compared with what is none');
  if (typeof constant !== 'string') return different(operator);
  if (kind === 'header') {
    if (operator !== '==') throw new NotForSpark('headers have no order there');
    return `CAST(${sql} AS STRING) = ${sqlText(constant)}`;
  }
  // Filters order UTF-16, Spark orders UTF-8: the same but for characters from here on.
  if (operator !== '==' && /[^\0-\ud7ff]/.test(constant)) throw new NotForSpark('Spark orders such characters in another way');
  return `${sql} ${operator === '==' ? '=' : operator} ${sqlText(constant)}`;
}

function withColumn(operator: Comparison, a: SparkValue, b: SparkValue): string {
  const [left, right] = [a.type, b.type];
  const sign = operator === '==' ? '<=>' : operator;
  if (left.kind === 'int' && right.kind === 'int') return `${a.sql} ${sign} ${b.sql}`;
  if (left.kind === 'double' && right.kind === 'double') {
    const isNaN = `isnan(${a.sql}) OR isnan(${b.sql})`;
    if (operator === '==') return `(${a.sql} <=> ${b.sql} AND NOT (${isNaN}))`;
    return `IF(${a.sql} IS NULL OR ${b.sql} IS NULL, NULL, ${a.sql} ${sign} ${b.sql} AND NOT (${isNaN}))`;
  }
  const isTime = (left.kind === 'time' || left.kind === 'duration') && right.kind === left.kind && left.nanos === right.nanos;
  const isDecimal = left.kind === 'decimal' && right.kind === 'decimal' && left.scale === right.scale;
  if (isTime || isDecimal) return `${a.sql} ${sign} ${b.sql}`;
  if (operator === '==' && left.kind === right.kind && (left.kind === 'string' || left.kind === 'boolean')) return `${a.sql} <=> ${b.sql}`;
  throw new NotForSpark(`it compares ${nameOf(left)} with ${nameOf(right)}`);
}

function nameOf({ kind }: SparkType): string {
  return kind === 'int' || kind === 'array' ? `an ${kind}` : `a ${kind}`;
}
