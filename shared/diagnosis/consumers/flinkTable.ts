import { parseSchema } from '../../avro/parse.ts';
import type { Schema } from '../../avro/schema.ts';
import { fieldName, usable } from '../../avro/usable.ts';
import { nullableBranch } from '../../avro/value.ts';
import { CodecError } from '../../errors.ts';

const known = new WeakMap<Schema, { readonly schema: Schema | undefined }>();

/**
 * The schema that Flink makes of the columns of a table whose columns are those of a schema, and by which the format `avro` then
 * reads: what may be null is a union with null in front, an enum is a string, a fixed is bytes, and no union is at the top.
 *
 * @returns undefined where a table can't have such columns: where types contain themselves, or a union has several types
 * @see Flink's `AvroSchemaConverter`
 */
export function toTableSchema(schema: Schema): Schema | undefined {
  let made = known.get(schema);
  if (made === undefined) {
    made = { schema: make(schema) };
    known.set(schema, made);
  }
  return made.schema;
}

function make(schema: Schema): Schema | undefined {
  let count = 0;
  const within = new Set<Schema>();
  const describe = (each: Schema, isTop = false): unknown => {
    const target = usable(each);
    if (within.has(target)) throw new NoTable();
    within.add(target);
    try {
      switch (target.type) {
        case 'record': {
          const name = `record_${count++}`;
          return { type: 'record', name, fields: target.fields.map((field) => ({ name: fieldName(field), type: describe(field.schema) })) };
        }
        case 'array':
          return { type: 'array', items: describe(target.items) };
        case 'map':
          return { type: 'map', values: describe(target.values) };
        case 'union': {
          const [branch] = target.branches.filter(({ type }) => type !== 'null');
          if (nullableBranch(target) === undefined || branch === undefined) throw new NoTable();
          return isTop ? describe(branch) : ['null', describe(branch)];
        }
        case 'enum':
          return 'string';
        case 'fixed':
          return 'bytes';
        default:
          return target.type;
      }
    } finally {
      within.delete(target);
    }
  };
  try {
    return parseSchema(JSON.stringify(describe(schema, true))).schema;
  } catch (error) {
    if (error instanceof NoTable || error instanceof CodecError) return undefined;
    throw error;
  }
}

class NoTable extends Error {}
