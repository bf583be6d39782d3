import { dereference } from '../avro/schema.ts';
import type { Schema } from '../avro/schema.ts';
import { nullableBranch } from '../avro/value.ts';
import type { ExactDecimal } from '../filter/exactDecimal.ts';

/** An expression of Spark SQL that says what one of CEL's does. A failure of CEL's is NULL. */
export interface SparkValue {
  /** NULL where the value is null and where it fails. */
  readonly sql: string;
  readonly type: SparkType;
  /** SQL that is true where CEL's fails, and never NULL; undefined where it never does. */
  readonly fails: string | undefined;
  readonly isNullable: boolean;
}

export type SparkType =
  | { readonly kind: 'boolean' | 'float' | 'double' | 'string' | 'bytes' | 'header' | 'headers' }
  /** Whole numbers of something: `sql` is how many. */
  | { readonly kind: 'int'; readonly bits: 32 | 64 }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'time' | 'duration'; readonly nanos: bigint }
  | { readonly kind: 'array'; readonly items: Schema }
  | { readonly kind: 'map'; readonly values: Schema }
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Schema> }
  | { readonly kind: 'constant'; readonly value: Constant };

/** `nanos` is a point in time or a duration. */
export type Constant =
  | null
  | boolean
  | string
  | bigint
  | number
  | Uint8Array
  | { readonly kind: 'time' | 'duration'; readonly nanos: bigint }
  | { readonly kind: 'decimal'; readonly decimal: ExactDecimal; readonly double: number | undefined };

/** What stands in Spark's columns where the filter looks. */
export interface SparkColumns {
  /** The writer schema, and what `from_avro` yields with it; text and what is unknown have none. */
  readonly key: SparkColumn | undefined;
  readonly value: SparkColumn | undefined;
  /** SQL of the schema id of the value; undefined where nothing tells it. */
  readonly schemaId: string | undefined;
}

export type SparkColumn = { readonly schema: Schema; readonly sql: string } | { readonly schema: 'text'; readonly sql: string };

/** Why something can't be said in Spark's SQL. Thrown within these files alone. */
export class NotForSpark extends Error {}

/**
 * A value of a schema, as `from_avro` yields it.
 *
 * @throws NotForSpark where Spark holds it as something else than a filter sees
 */
export function valueOf(schema: Schema, sql: string, fails: string | undefined, isNullable = false): SparkValue {
  const target = dereference(schema);
  if (target?.type === 'union') {
    const branch = nullableBranch(target);
    const only = branch === undefined ? undefined : target.branches[branch];
    if (only === undefined) throw new NotForSpark('a union of several types is a record of its branches there');
    return valueOf(only, sql, fails, true);
  }
  const made = (type: SparkType, as = sql): SparkValue => ({ sql: as, type, fails, isNullable });
  switch (target?.type) {
    case 'boolean':
    case 'float':
    case 'double':
      return made({ kind: target.type });
    case 'string':
    case 'enum':
      return made({ kind: 'string' });
    case 'int':
    case 'long':
      return wholeNumber(target.type, target.logicalType?.name, sql, made);
    case 'bytes':
    case 'fixed': {
      const { logicalType } = target;
      if (logicalType === undefined) return made({ kind: 'bytes' });
      if (logicalType.name === 'decimal') return made({ kind: 'decimal', precision: logicalType.precision, scale: logicalType.scale });
      throw new NotForSpark(`${logicalType.name} is bytes there`);
    }
    case 'array':
      return made({ kind: 'array', items: target.items });
    case 'map':
      return made({ kind: 'map', values: target.values });
    case 'record': {
      const fields = target.fields.flatMap((field) => (field.name === undefined ? [] : [[field.name.value, field.schema] as const]));
      return made({ kind: 'record', fields: new Map(fields) });
    }
    default:
      throw new NotForSpark('its schema is not one that Spark has a type for');
  }
}

function wholeNumber(
  type: 'int' | 'long',
  logicalType: string | undefined,
  sql: string,
  made: (type: SparkType, as?: string) => SparkValue,
): SparkValue {
  switch (logicalType) {
    case 'date':
      return made({ kind: 'time', nanos: 86_400_000_000_000n }, `unix_date(${sql})`);
    case 'timestamp-millis':
    case 'timestamp-micros':
      return made({ kind: 'time', nanos: 1_000n }, `unix_micros(${sql})`);
    case 'local-timestamp-millis':
    case 'local-timestamp-micros':
      // The session's time zone is UTC.
      return made({ kind: 'time', nanos: 1_000n }, `unix_micros(CAST(${sql} AS TIMESTAMP))`);
    case 'time-millis':
      return made({ kind: 'duration', nanos: 1_000_000n });
    case 'time-micros':
      return made({ kind: 'duration', nanos: 1_000n });
    case undefined:
      return made({ kind: 'int', bits: type === 'int' ? 32 : 64 });
    default:
      throw new NotForSpark(`${logicalType} is not a time there`);
  }
}

/** A text as a literal of Spark's SQL. @throws NotForSpark of one that UTF-8 can't write */
export function sqlText(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new NotForSpark('a half of a character stands in it');
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}

/** Any of them, where there are some. */
export function anyOf(...conditions: readonly (string | undefined)[]): string | undefined {
  const known = conditions.filter((condition) => condition !== undefined);
  return known.length === 0 ? undefined : known.length === 1 ? known[0] : `(${known.join(' OR ')})`;
}
