import { parseDuration, parseTimestamp } from '../filter/celTime.ts';
import { literalDecimal } from '../filter/exactDecimal.ts';
import { anyOf, sqlText, valueOf } from './sparkJobTypes.ts';
import type { Constant, SparkType, SparkValue } from './sparkJobTypes.ts';

// What filters do with values, in Spark's SQL.

export function constant(value: Constant): SparkValue {
  return { sql: 'NULL', type: { kind: 'constant', value }, fails: undefined, isNullable: value === null };
}

/** What NULL is a failure of. */
export function computed(sql: string, type: SparkType): SparkValue {
  return { sql, type, fails: `(${sql} IS NULL)`, isNullable: false };
}

export function constantOf(name: string, value: Constant): Constant | undefined {
  if (name === 'dyn') return value;
  if (typeof value !== 'string') return undefined;
  const nanos = name === 'timestamp' ? parseTimestamp(value)?.nanos : name === 'duration' ? parseDuration(value)?.nanos : undefined;
  if (nanos !== undefined) return { kind: name === 'timestamp' ? 'time' : 'duration', nanos };
  const decimal = name === 'decimal' ? literalDecimal(value) : undefined;
  return decimal && { kind: 'decimal', decimal, double: undefined };
}

export function stepInto(value: SparkValue, step: string | bigint): SparkValue {
  const { sql, type, isNullable } = value;
  const fails = anyOf(value.fails, isNullable ? `${sql} IS NULL` : undefined);
  const never: SparkValue = { sql: 'CAST(NULL AS STRING)', type: { kind: 'string' }, fails: 'true', isNullable: false };
  switch (type.kind) {
    case 'record': {
      const field = typeof step === 'string' ? type.fields.get(step) : undefined;
      return field === undefined ? never : valueOf(field, `${sql}.\`${String(step)}\``, fails);
    }
    case 'map': {
      if (typeof step !== 'string') return never;
      const key = sqlText(step);
      return valueOf(type.values, `try_element_at(${sql}, ${key})`, anyOf(fails, `NOT map_contains_key(${sql}, ${key})`));
    }
    case 'array': {
      if (typeof step !== 'bigint' || step < 0n || step > 2_147_483_646n) return never;
      return valueOf(type.items, `get(${sql}, ${step})`, anyOf(fails, `array_size(${sql}) <= ${step}`));
    }
    case 'headers': {
      if (typeof step !== 'string') return never;
      const found = header(step);
      return { sql: `${found}.value`, type: { kind: 'header' }, fails: `${found} IS NULL`, isNullable: true };
    }
    default:
      return never;
  }
}

/** The last of that name. */
export function header(name: string): string {
  return `try_element_at(filter(headers, h -> h.key = ${sqlText(name)}), -1)`;
}

export function sizeSql({ sql, type }: SparkValue): string | undefined {
  if (type.kind === 'string' || type.kind === 'bytes') return `length(${sql})`;
  if (type.kind === 'array') return `array_size(${sql})`;
  return type.kind === 'map' ? `array_size(map_keys(${sql}))` : undefined;
}

const [small, capital] = ['abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** What `trim()` of a filter takes off. */
const whiteSpace =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

export const textFunctions: Readonly<Record<string, (sql: string) => string>> = {
  lowerAscii: (sql) => `translate(${sql}, '${capital}', '${small}')`,
  upperAscii: (sql) => `translate(${sql}, '${small}', '${capital}')`,
  trim: (sql) => `trim(BOTH '${whiteSpace}' FROM ${sql})`,
};

export const timeParts: Readonly<Record<string, (sql: string) => string>> = {
  getFullYear: (sql) => `year(${sql})`,
  getMonth: (sql) => `(month(${sql}) - 1)`,
  getDate: (sql) => `day(${sql})`,
  getDayOfMonth: (sql) => `(day(${sql}) - 1)`,
  getDayOfWeek: (sql) => `(dayofweek(${sql}) - 1)`,
  getDayOfYear: (sql) => `(dayofyear(${sql}) - 1)`,
  getHours: (sql) => `hour(${sql})`,
  getMinutes: (sql) => `minute(${sql})`,
  getSeconds: (sql) => `second(${sql})`,
};
