import { dereference } from '../../avro/schema.ts';
import type { RecordSchema, Schema } from '../../avro/schema.ts';
import { fieldName, usable } from '../../avro/usable.ts';
import type { UsableSchema } from '../../avro/usable.ts';
import { UnionValue, fieldValue, nullableBranch } from '../../avro/value.ts';
import type { RecordValue, Value } from '../../avro/value.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import { javaClassic } from './dialects.ts';
import { compared, fails, looseReading, readPayload, unknown } from './reading.ts';
import type { RecordToPredict } from './predict.ts';

const malformed =
  "SparkException: Malformed records are detected in record parsing. Current parse Mode: FAILFAST. To process malformed records as null result, try setting the option 'mode' as 'PERMISSIVE'.";

/** Spark's `from_avro` in the mode FAILFAST, with the schema that wrote the record. */
export function predictSparkFailfast(record: RecordToPredict): RecordOutcome {
  return readAll(record, (cause) => fails(malformed, cause));
}

/** Spark's `from_avro` in the mode PERMISSIVE: what can't be read is a row whose every field is null, or a null. */
export function predictSparkPermissive(record: RecordToPredict): RecordOutcome {
  return readAll(record, (_, schema) => compared(record, nullRow(schema)));
}

function readAll(record: RecordToPredict, refused: (cause: string, schema: Schema) => RecordOutcome): RecordOutcome {
  const schema = record.schema?.schema;
  if (schema === undefined) return unknown('Which schema wrote this is not known, and it has to be told one.');
  const outcome = readPayload(record, javaClassic, schema, 0, ({ message }) => refused(message, schema));
  if (outcome.kind !== 'reads' && outcome.kind !== 'wrong') return outcome;
  const reading = looseReading(record, javaClassic, schema, 0);
  const cause = reading.kind === 'value' ? unfit(schema, reading.value) : undefined;
  return cause === undefined ? outcome : refused(cause, schema);
}

/** What is read by Avro and yet no value of Spark's. */
function unfit(schema: Schema, value: Value): string | undefined {
  if (isTopUnion(schema)) return topUnionFault;
  return decimalFault(schema, value);
}

/** Whether Spark wants a record, since that is a struct to it, and there is a union of a record and null. */
export function isTopUnion(schema: Schema): boolean {
  return dereference(schema)?.type === 'union' && recordOf(schema) !== undefined;
}

/** What it says then, of all that Avro reads. */
export const topUnionFault = 'IncompatibleSchemaException: Attempting to treat union as a RECORD, but it was: UNION';

/** A decimal that there is not. */
function decimalFault(root: Schema, value: Value): string | undefined {
  const waiting: { readonly schema: Schema; readonly value: Value }[] = [{ schema: root, value }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const schema = usable(next.schema);
    if (next.value instanceof Uint8Array) {
      const fault = schema.logicalType?.name === 'decimal' ? unscaledFault(next.value, schema.logicalType) : undefined;
      if (fault !== undefined) return fault;
    } else waiting.push(...partsOf(schema, next.value));
  }
  return undefined;
}

function unscaledFault(
  bytes: Uint8Array,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): string | undefined {
  if (bytes.length === 0) return 'java.lang.NumberFormatException: Zero length BigInteger';
  if (precision > 18) return undefined;
  const unscaled = BigInt.asIntN(
    64,
    bytes.slice(-8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), (bytes[0] ?? 0) > 0x7f ? -1n : 0n),
  );
  if (unscaled < 10n ** BigInt(precision) && unscaled > -(10n ** BigInt(precision))) return undefined;
  return `SparkArithmeticException: [NUMERIC_VALUE_OUT_OF_RANGE] 0 cannot be represented as Decimal(${precision}, ${scale}). If necessary set "spark.sql.ansi.enabled" to "false" to bypass this error, and return NULL instead.`;
}

function partsOf(schema: UsableSchema, value: Value): readonly { readonly schema: Schema; readonly value: Value }[] {
  switch (schema.type) {
    case 'record':
      // A record schema's value is an object.
      return schema.fields.map((field) => ({ schema: field.schema, value: fieldValue(value as RecordValue, fieldName(field)) ?? null }));
    case 'array':
      return (value as readonly Value[]).map((item) => ({ schema: schema.items, value: item }));
    case 'map':
      return [...(value as ReadonlyMap<string, Value>).values()].map((item) => ({ schema: schema.values, value: item }));
    case 'union': {
      const [index, inner] = value instanceof UnionValue ? [value.branch, value.value] : [nullableBranch(schema) ?? 0, value];
      const branch = schema.branches[index];
      return inner === null || branch === undefined ? [] : [{ schema: branch, value: inner }];
    }
    default:
      return [];
  }
}

/** The JSON of what PERMISSIVE gives for what it can't read. */
function nullRow(schema: Schema): string {
  const record = recordOf(schema);
  return record === undefined ? 'null' : `{${record.fields.map((field) => `${JSON.stringify(fieldName(field))}:null`).join(',')}}`;
}

/** The record that a schema is, or is beside null. */
function recordOf(schema: Schema): RecordSchema | undefined {
  const target = dereference(schema);
  if (target?.type === 'record') return target;
  if (target?.type !== 'union') return undefined;
  const others = target.branches.filter(({ type }) => type !== 'null');
  const [only] = others;
  return others.length === 1 && only !== undefined ? recordOf(only) : undefined;
}
