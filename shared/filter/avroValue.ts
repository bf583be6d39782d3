import { bytesToBigint, exactBigDecimal } from '../avro/decimals.ts';
import { scalarToNode } from '../avro/scalarToJson.ts';
import { dereference } from '../avro/schema.ts';
import type { FixedSchema, LogicalType, PrimitiveSchema, Schema } from '../avro/schema.ts';
import { UnionValue, fieldValue, nullableBranch } from '../avro/value.ts';
import type { RecordValue, Value } from '../avro/value.ts';
import { Duration, Failure, ListValue, MapValue, PlainMap, Timestamp } from './celValue.ts';
import type { CelValue, Outcome } from './celValue.ts';
import { ExactDecimal } from './exactDecimal.ts';
import { ValueTexts } from './valueText.ts';

/** Makes what filters see of a value of one schema. */
export type Convert = (value: Value) => Outcome;

/**
 * How values of schemas reach expressions; each schema is looked at once. `exact` makes every int a bigint; `loose`
 * leaves an int as the reader yields it, for what only compares.
 */
export class AvroValues {
  readonly texts = new ValueTexts();
  readonly #exact = new WeakMap<Schema, Convert>();
  readonly #loose = new WeakMap<Schema, Convert>();

  convert(schema: Schema, mode: 'exact' | 'loose'): Convert {
    const known = mode === 'exact' ? this.#exact : this.#loose;
    const found = known.get(schema);
    if (found !== undefined) return found;
    const made = this.#make(schema, mode);
    known.set(schema, made);
    return made;
  }

  #make(schema: Schema, mode: 'exact' | 'loose'): Convert {
    const target = dereference(schema);
    switch (target?.type) {
      case undefined:
      case 'invalid':
        return () => new Failure('The schema has a hole here.');
      case 'null':
        return () => null;
      case 'boolean':
      case 'enum':
        return asIs;
      case 'string':
        return asIs;
      case 'int':
      case 'long':
        return target.logicalType === undefined ? (mode === 'loose' ? asIs : toInt) : timeConverter(target.logicalType);
      case 'float':
        return (value) => shortestFloat(Number(value));
      case 'double':
        return asIs;
      case 'bytes':
      case 'fixed':
        return bytesConverter(target);
      case 'array':
        return (value) => new AvroList(this, schema, target.items, value as readonly Value[]);
      case 'map':
        return (value) => new AvroMap(this, schema, target.values, value as ReadonlyMap<string, Value>);
      case 'record':
        return recordConverter(this, schema, target.fields);
      case 'union':
        return this.#union(target.branches, nullableBranch(target), mode);
    }
  }

  #union(branches: readonly Schema[], other: number | undefined, mode: 'exact' | 'loose'): Convert {
    const branch = other === undefined ? undefined : branches[other];
    if (branch !== undefined) return (value) => (value === null ? null : this.convert(branch, mode)(value));
    return (value) => {
      const chosen = value instanceof UnionValue ? branches[value.branch] : undefined;
      return chosen === undefined ? null : this.convert(chosen, mode)((value as UnionValue).value);
    };
  }
}

/** What the schema's type has already made a value of an expression. */
function asIs(value: Value): Outcome {
  return value as CelValue;
}

function toInt(value: Value): Outcome {
  return BigInt(value as number | bigint);
}

/**
 * The double with the fewest digits that are this float: 0.1 as it is shown, not 0.10000000149011612. Whole numbers and
 * what six digits tell are most floats.
 */
export function shortestFloat(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = Math.abs(value) < 1.2e-38 ? 1 : 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return rounded;
  }
  return Number(value.toPrecision(9));
}

const nanosPer: Readonly<Partial<Record<LogicalType['name'], bigint>>> = {
  date: 86_400_000_000_000n,
  'timestamp-millis': 1_000_000n,
  'timestamp-micros': 1_000n,
  'timestamp-nanos': 1n,
  'local-timestamp-millis': 1_000_000n,
  'local-timestamp-micros': 1_000n,
  'local-timestamp-nanos': 1n,
  'time-millis': 1_000_000n,
  'time-micros': 1_000n,
};

function timeConverter({ name }: LogicalType): Convert {
  const factor = nanosPer[name];
  if (factor === undefined) return toInt;
  if (name.startsWith('time-')) return (value) => new Duration(BigInt(value as number | bigint) * factor);
  return (value) => new Timestamp(BigInt(value as number | bigint) * factor);
}

function bytesConverter(schema: PrimitiveSchema | FixedSchema): Convert {
  const { logicalType } = schema;
  switch (logicalType?.name) {
    case 'decimal': {
      const { scale } = logicalType;
      return (value) => {
        const bytes = value as Uint8Array;
        // More bytes are no number that anybody compares; it bounds the work.
        return bytes.length > maxDecimalBytes ? bytes : new ExactDecimal(unscaled(bytes), scale);
      };
    }
    case 'big-decimal':
      return (value) => {
        const decimal = exactBigDecimal(value as Uint8Array);
        return decimal === undefined ? (value as Uint8Array) : new ExactDecimal(decimal.unscaled, decimal.scale);
      };
    case 'uuid':
      return (value) => {
        const node = scalarToNode(schema, value);
        return node.kind === 'string' ? node.value : (value as Uint8Array);
      };
    case 'duration':
      return (value) => {
        const { buffer, byteOffset, byteLength } = value as Uint8Array;
        const view = new DataView(buffer, byteOffset, byteLength);
        return new PlainMap(['months', 'days', 'millis'].map((part, index) => [part, BigInt(view.getUint32(4 * index, true))] as const));
      };
    default:
      return asIs;
  }
}

/** As `bytesToBigint`, and several times as fast for the few bytes that most decimals have. */
function unscaled(bytes: Uint8Array): bigint {
  if (bytes.length > 6 || bytes.length === 0) return bytesToBigint(bytes);
  let number = 0;
  for (const byte of bytes) number = number * 256 + byte;
  return BigInt((bytes[0] ?? 0) < 0x80 ? number : number - 2 ** (8 * bytes.length));
}

const maxDecimalBytes = 4_096;

function recordConverter(
  values: AvroValues,
  schema: Schema,
  fields: readonly { name: { value: string } | undefined; schema: Schema }[],
): Convert {
  const schemas = new Map(fields.flatMap((field) => (field.name === undefined ? [] : [[field.name.value, field.schema] as const])));
  return (value) => new AvroRecord(values, schema, schemas, value as RecordValue);
}

class AvroRecord extends MapValue {
  readonly #values: AvroValues;
  readonly #schema: Schema;
  readonly #fields: ReadonlyMap<string, Schema>;
  readonly #value: RecordValue;

  constructor(values: AvroValues, schema: Schema, fields: ReadonlyMap<string, Schema>, value: RecordValue) {
    super();
    this.#values = values;
    this.#schema = schema;
    this.#fields = fields;
    this.#value = value;
  }

  get size(): number {
    return this.#fields.size;
  }

  keys(): Iterable<CelValue> {
    return this.#fields.keys();
  }

  get(key: CelValue): Outcome | undefined {
    const schema = typeof key === 'string' ? this.#fields.get(key) : undefined;
    const value = typeof key === 'string' ? fieldValue(this.#value, key) : undefined;
    return schema === undefined || value === undefined ? undefined : this.#values.convert(schema, 'exact')(value);
  }

  text(): string {
    return this.#values.texts.text(this.#schema, this.#value);
  }
}

class AvroMap extends MapValue {
  readonly #values: AvroValues;
  readonly #schema: Schema;
  readonly #items: Schema;
  readonly #value: ReadonlyMap<string, Value>;

  constructor(values: AvroValues, schema: Schema, items: Schema, value: ReadonlyMap<string, Value>) {
    super();
    this.#values = values;
    this.#schema = schema;
    this.#items = items;
    this.#value = value;
  }

  get size(): number {
    return this.#value.size;
  }

  keys(): Iterable<CelValue> {
    return this.#value.keys();
  }

  get(key: CelValue): Outcome | undefined {
    const value = typeof key === 'string' ? this.#value.get(key) : undefined;
    return value === undefined ? undefined : this.#values.convert(this.#items, 'exact')(value);
  }

  text(): string {
    return this.#values.texts.text(this.#schema, this.#value);
  }
}

class AvroList extends ListValue {
  readonly #values: AvroValues;
  readonly #schema: Schema;
  readonly #items: Schema;
  readonly #value: readonly Value[];

  constructor(values: AvroValues, schema: Schema, items: Schema, value: readonly Value[]) {
    super();
    this.#values = values;
    this.#schema = schema;
    this.#items = items;
    this.#value = value;
  }

  get size(): number {
    return this.#value.length;
  }

  item(index: number): Outcome {
    return this.#values.convert(this.#items, 'exact')(this.#value[index] ?? null);
  }

  text(): string {
    return this.#values.texts.text(this.#schema, this.#value);
  }
}
