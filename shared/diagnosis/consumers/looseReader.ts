import type {
  ArraySchema,
  EnumSchema,
  FixedSchema,
  MapSchema,
  PrimitiveSchema,
  RecordSchema,
  Schema,
  UnionSchema,
} from '../../avro/schema.ts';
import { fieldName, fixedSize, usable } from '../../avro/usable.ts';
import { UnionValue, maxValueDepth, nullableBranch, setField } from '../../avro/value.ts';
import type { MutableRecord, Value } from '../../avro/value.ts';
import { CodecError } from '../../errors.ts';

/** What a library makes of bytes, right or wrong: unlike our own readers, bytes that are left over are none of its business. */
export type LooseReading =
  | {
      readonly kind: 'value';
      readonly value: Value;
      /** The position behind what was read. */
      readonly end: number;
      readonly parts: readonly ReadPart[];
    }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** @property reason one sentence */
  | { readonly kind: 'unknown'; readonly reason: string };

/** A value without parts, or an empty array or map, and the bytes that it was read from. */
export interface ReadPart {
  readonly start: number;
  readonly end: number;
  /** As JSON. */
  readonly text: string;
}

/** That a library refuses bytes. */
export class Refusal extends CodecError {
  /** The number that is wrong, and which bytes of the whole key or value it was read from. */
  readonly wrong: WrongNumber | undefined;

  /** @param text as it is printed; empty where that is not known */
  constructor(text: string, wrong?: WrongNumber) {
    super('codec/refused', text);
    this.wrong = wrong;
  }
}

export interface WrongNumber {
  readonly number: bigint | number;
  readonly as: 'an enum index' | 'a union index' | 'a length';
  readonly start: number;
  readonly end: number;
}

/** That what happens depends on what is not known here, such as how much memory there is. */
export class Unforeseeable extends Error {}

/** How a library reads, where libraries differ. */
export interface Dialect {
  int(cursor: LooseCursor): number | bigint;
  long(cursor: LooseCursor): number | bigint;
  /** An index that there is. */
  index(cursor: LooseCursor, schema: EnumSchema | UnionSchema, count: number): number;
  /** How many items are in the next block; 0 behind the last. */
  block(cursor: LooseCursor): number;
  bytes(cursor: LooseCursor, what: 'bytes' | 'text'): Uint8Array;
  text(bytes: Uint8Array): string;
  boolean(byte: number): boolean;
  /** That there are fewer bytes than are needed for what `what` names, which takes `size` bytes; of a number that ends too soon they were `size` at least. */
  short(cursor: LooseCursor, what: Short, size: number): Error;
}

export type Short = 'number' | 'boolean' | 'floating' | 'fixed' | 'bytes';

export interface LooseCursor {
  readonly bytes: Uint8Array;
  position: number;
  depth: number;
  /** How many more values may be read, so that items without bytes come to an end. */
  steps: number;
  /** Parts that begin before `partsEnd` are noted. */
  readonly parts: ReadPart[];
  readonly partsEnd: number;
}

/** No wrong frame needs more of them to be explained. */
const mostParts = 32;

/**
 * Reads the value that begins at a position as a library does.
 *
 * @param partsEnd parts that begin before this position are told
 */
export function readLoosely(dialect: Dialect, schema: Schema, bytes: Uint8Array, start: number, partsEnd = 0): LooseReading {
  const cursor: LooseCursor = { bytes, position: start, depth: 0, steps: 16 * bytes.length + 10_000, parts: [], partsEnd };
  try {
    const value = readValue(dialect, cursor, schema);
    return { kind: 'value', value, end: cursor.position, parts: cursor.parts };
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', refusal: error };
    if (error instanceof Unforeseeable) return { kind: 'unknown', reason: error.message };
    if (error instanceof CodecError) return { kind: 'unknown', reason: error.message };
    throw error;
  }
}

function readValue(dialect: Dialect, cursor: LooseCursor, schema: Schema): Value {
  if (--cursor.steps < 0) throw new Unforeseeable('It reads more items than the bytes can hold, and goes on for as long as memory lasts.');
  const target = usable(schema);
  switch (target.type) {
    case 'record':
      return nested(cursor, () => readRecord(dialect, cursor, target));
    case 'array':
      return nested(cursor, () => readArray(dialect, cursor, target));
    case 'map':
      return nested(cursor, () => readMap(dialect, cursor, target));
    case 'union':
      return readUnion(dialect, cursor, target);
    case 'null':
      return null;
    default: {
      const { position } = cursor;
      const value = readScalar(dialect, cursor, target);
      if (position < cursor.partsEnd) note(cursor, position, textOf(value));
      return value;
    }
  }
}

function textOf(value: ScalarValue): string {
  return typeof value === 'string' ? JSON.stringify(value) : value instanceof Uint8Array ? `${value.length} bytes` : String(value);
}

function note(cursor: LooseCursor, start: number, text: string): void {
  if (cursor.parts.length < mostParts) cursor.parts.push({ start, end: cursor.position, text });
}

function nested(cursor: LooseCursor, read: () => Value): Value {
  if (++cursor.depth > maxValueDepth) throw new Unforeseeable(`It reads a value that nests deeper than ${maxValueDepth} levels.`);
  const value = read();
  cursor.depth--;
  return value;
}

type ScalarValue = boolean | number | bigint | string | Uint8Array;
type Scalar = EnumSchema | FixedSchema | PrimitiveSchema;

function readScalar(dialect: Dialect, cursor: LooseCursor, schema: Scalar): ScalarValue {
  switch (schema.type) {
    case 'boolean':
      return dialect.boolean(take(dialect, cursor, 'boolean', 1)[0] ?? 0);
    case 'int':
      return exact(dialect.int(cursor));
    case 'long':
      return exact(dialect.long(cursor));
    case 'float':
    case 'double': {
      const taken = take(dialect, cursor, 'floating', schema.type === 'float' ? 4 : 8);
      const view = new DataView(taken.buffer, taken.byteOffset, taken.byteLength);
      return schema.type === 'float' ? view.getFloat32(0, true) : view.getFloat64(0, true);
    }
    case 'bytes':
      return dialect.bytes(cursor, 'bytes');
    case 'string':
      return dialect.text(dialect.bytes(cursor, 'text'));
    case 'fixed':
      return take(dialect, cursor, 'fixed', fixedSize(schema));
    case 'null':
      throw new Error('A null has no bytes.');
    case 'enum':
      return schema.symbols[dialect.index(cursor, schema, schema.symbols.length)]?.value ?? '';
  }
}

/** As our values have a long: a bigint only where a number is not exact. */
function exact(number: number | bigint): number | bigint {
  return typeof number === 'bigint' && BigInt.asIntN(54, number) === number && Number.isSafeInteger(Number(number))
    ? Number(number)
    : number;
}

/** So many bytes, as a view. */
export function take(dialect: Dialect, cursor: LooseCursor, what: Short, size: number): Uint8Array {
  const { bytes, position } = cursor;
  if (size > bytes.length - position) throw dialect.short(cursor, what, size);
  cursor.position = position + size;
  return new Uint8Array(bytes.buffer, bytes.byteOffset + position, size);
}

function readRecord(dialect: Dialect, cursor: LooseCursor, schema: RecordSchema): Value {
  const record: MutableRecord = {};
  for (const field of schema.fields) setField(record, fieldName(field), readValue(dialect, cursor, field.schema));
  return record;
}

function readArray(dialect: Dialect, cursor: LooseCursor, schema: ArraySchema): Value {
  const { position } = cursor;
  const items: Value[] = [];
  for (let count = dialect.block(cursor); count > 0; count = dialect.block(cursor)) {
    for (let index = 0; index < count; index++) items.push(readValue(dialect, cursor, schema.items));
  }
  if (items.length === 0 && position < cursor.partsEnd) note(cursor, position, '[]');
  return items;
}

function readMap(dialect: Dialect, cursor: LooseCursor, schema: MapSchema): Value {
  const { position } = cursor;
  const entries = new Map<string, Value>();
  for (let count = dialect.block(cursor); count > 0; count = dialect.block(cursor)) {
    for (let index = 0; index < count; index++) {
      const key = dialect.text(dialect.bytes(cursor, 'text'));
      entries.set(key, readValue(dialect, cursor, schema.values));
    }
  }
  if (entries.size === 0 && position < cursor.partsEnd) note(cursor, position, '{}');
  return entries;
}

function readUnion(dialect: Dialect, cursor: LooseCursor, schema: UnionSchema): Value {
  const { position } = cursor;
  const index = dialect.index(cursor, schema, schema.branches.length);
  const branch = schema.branches[index];
  if (branch === undefined) throw new Error(`A dialect gave the branch ${index} of ${schema.branches.length}.`);
  // A branch that is chosen and what follows are one part to whoever looks at the bytes; a null has no more.
  if (branch.type === 'null' && position < cursor.partsEnd) note(cursor, position, 'null');
  const value = readValue(dialect, cursor, branch);
  if (nullableBranch(schema) !== undefined) return value;
  return new UnionValue(index, value);
}
