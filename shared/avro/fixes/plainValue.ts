import type { DefaultOptions } from '../defaults.ts';
import type { FixedSchema, PrimitiveSchema, RecordSchema, Schema } from '../schema.ts';
import { objectText } from './jsonEdits.ts';

/**
 * The plainest value of a schema, as the JSON that a default is written as: null, false, 0, nothing, or of a record the
 * plainest value of every field that has no default. Of a union it is one of the first branch that has any.
 *
 * @param text whose spacing it takes over
 * @returns undefined where there is none, such as of a record inside of itself, or none that Java's Avro would take there
 */
export function plainValue(text: string, schema: Schema, options: DefaultOptions): string | undefined {
  return plain(schema, { ...options, text, open: new Set(), left: 1000 });
}

interface Making extends DefaultOptions {
  readonly text: string;
  /** The records that are being made. */
  readonly open: Set<RecordSchema>;
  /** How many schemas may still be looked at, since records may share others without bound. */
  left: number;
}

function plain(schema: Schema, making: Making): string | undefined {
  if (making.left-- <= 0) return undefined;
  switch (schema.type) {
    case 'reference':
      if (schema.target === undefined || (making.isForward(schema) && schema.target.type !== 'record')) return undefined;
      return plain(schema.target, making);
    case 'union': {
      for (const branch of schema.branches) {
        const value = branch.type === 'union' ? undefined : plain(branch, making);
        if (value !== undefined) return value;
      }
      return undefined;
    }
    case 'record':
      return plainRecord(schema, making);
    case 'enum': {
      const symbol = schema.default ?? schema.symbols[0];
      return symbol && JSON.stringify(symbol.value);
    }
    case 'fixed':
      return plainFixed(schema);
    case 'array':
      return '[]';
    case 'map':
      return '{}';
    case 'invalid':
      return undefined;
    default:
      return plainPrimitive(schema);
  }
}

function plainPrimitive({ type, logicalType }: PrimitiveSchema): string {
  switch (type) {
    case 'null':
      return 'null';
    case 'boolean':
      return 'false';
    case 'int':
    case 'long':
      return '0';
    case 'float':
    case 'double':
      return '0.0';
    case 'bytes':
      // A decimal of no bytes is none; a big decimal is its length, its bytes and its scale.
      if (logicalType?.name === 'decimal') return '"\\u0000"';
      return logicalType?.name === 'big-decimal' ? '"\\u0002\\u0000\\u0000"' : '""';
    case 'string':
      return logicalType?.name === 'uuid' ? '"00000000-0000-0000-0000-000000000000"' : '""';
  }
}

/** More bytes than that are no plain value any more. */
const maxFixed = 64;

function plainFixed({ size }: FixedSchema): string | undefined {
  return size === undefined || size > maxFixed ? undefined : `"${'\\u0000'.repeat(size)}"`;
}

function plainRecord(record: RecordSchema, making: Making): string | undefined {
  if (making.open.has(record) || making.isUnfinished(record)) return undefined;
  making.open.add(record);
  const properties: [string, string][] = [];
  for (const { name, schema, default: given } of record.fields) {
    if (given !== undefined) continue;
    const value = name === undefined ? undefined : plain(schema, making);
    if (name === undefined || value === undefined) return undefined;
    properties.push([name.value, value]);
  }
  making.open.delete(record);
  return objectText(making.text, properties);
}
