import avsc from 'avsc';
import type { Schema } from '../shared/avro/schema.ts';
import { fieldName, usable } from '../shared/avro/usable.ts';
import type { UsableSchema } from '../shared/avro/usable.ts';
import { UnionValue, fieldValue, nullableBranch } from '../shared/avro/value.ts';
import type { RecordValue, Value } from '../shared/avro/value.ts';

/** Writes a value by avsc, which has nothing in common with our own writer. */
export type PeerWriter = (value: Value) => Uint8Array;

/**
 * A writer by avsc. It is given the shape of the schema alone (generated names, records around arrays, maps as arrays of
 * records, which are the same bytes), since it refuses or changes much of what schemas and values may hold.
 */
export function peerWriter(schema: Schema): PeerWriter {
  const names: Names = new Map();
  const shape = shapeOf(schema, names);
  const type = avsc.Type.forSchema(shape as avsc.Schema, {
    wrapUnions: true,
    // avsc calls it for each schema, and takes a type in its place.
    typeHook: (attributes) => (attributes === 'long' ? exactLong : undefined),
  });
  return (value) => type.toBuffer(shaped(schema, value, names));
}

const exactLong = avsc.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (long: bigint) => {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64LE(long);
    return buffer;
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (long: unknown) => typeof long === 'bigint',
  compare: (a: bigint, b: bigint) => (a < b ? -1 : Number(a > b)),
});

type Shape = string | Shape[] | { [attribute: string]: unknown };

/** The generated names, also of the records around arrays. */
type Names = Map<UsableSchema, string>;

function shapeOf(schema: Schema, names: Names): Shape {
  const target = usable(schema);
  if (target.type === 'union') return target.branches.map((branch) => shapeOf(branch, names));
  if (!('fullname' in target) && target.type !== 'array' && target.type !== 'map') return target.type;
  const known = names.get(target);
  if (known !== undefined) return known;
  const name = `T${names.size}`;
  names.set(target, name);
  switch (target.type) {
    case 'fixed':
      return { type: 'fixed', name, size: target.size };
    case 'enum':
      return { type: 'enum', name, symbols: target.symbols.map((_, index) => `S${index}`) };
    case 'record':
      return recordShape(
        name,
        target.fields.map((field) => shapeOf(field.schema, names)),
      );
    // A record is around each array, so that a union may hold several.
    case 'array':
      return recordShape(name, [{ type: 'array', items: shapeOf(target.items, names) }]);
    case 'map':
      return recordShape(name, [{ type: 'array', items: recordShape(`${name}E`, ['string', shapeOf(target.values, names)]) }]);
  }
}

function recordShape(name: string, types: Shape[]): Shape {
  return { type: 'record', name, fields: types.map((type, index) => ({ name: `f${index}`, type })) };
}

function shaped(schema: Schema, value: Value, names: Names): unknown {
  const target = usable(schema);
  switch (target.type) {
    case 'long':
      return BigInt(value as number | bigint);
    case 'bytes':
    case 'fixed':
      return Buffer.from(value as Uint8Array);
    case 'enum':
      return `S${target.symbols.findIndex((symbol) => symbol.value === value)}`;
    case 'array':
      return { f0: (value as Value[]).map((item) => shaped(target.items, item, names)) };
    case 'map':
      return { f0: Array.from(value as Map<string, Value>, ([key, item]) => ({ f0: key, f1: shaped(target.values, item, names) })) };
    case 'record': {
      const fields = target.fields.map((field, index) => [
        `f${index}`,
        shaped(field.schema, fieldValue(value as RecordValue, fieldName(field)) ?? null, names),
      ]);
      return Object.fromEntries(fields) as unknown;
    }
    case 'union': {
      const other = nullableBranch(target);
      const index = value instanceof UnionValue ? value.branch : value === null ? 1 - (other ?? 0) : (other ?? 0);
      const branch = target.branches[index];
      if (branch === undefined || usable(branch).type === 'null') return null;
      const tag = names.get(usable(branch)) ?? usable(branch).type;
      return { [tag]: shaped(branch, value instanceof UnionValue ? value.value : value, names) };
    }
    default:
      return value;
  }
}
