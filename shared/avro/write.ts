import { Sink, enterValue, invalidValue } from './sink.ts';
import type { ArraySchema, EnumSchema, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { branchTag, checkUsable, fieldName, fixedSize, usable } from './usable.ts';
import { UnionValue, fieldValue, nullableBranch } from './value.ts';
import type { RecordValue, Value } from './value.ts';

/**
 * A function that writes values of a schema: what our reader reads, it writes to the same bytes, where arrays and maps
 * came in one block and numbers in their shortest form.
 *
 * It is our own. avsc, given a schema as it is, reorders map keys that look like numbers, drops `__proto__`, writes a `Map`
 * as empty and refuses names and defaults that are in people's registries; so it would have to be given a shape without
 * names, and each value in that shape. That detour is `avscPeer.ts` of the tests, where it proves this writer; with the
 * checks and paths that are needed here it would be longer than this table of types, and walk each value twice.
 *
 * @returns a function from a value to its bytes; it throws CodecError `codec/invalid-value` or `codec/too-deep` with the
 *   path of what the schema does not allow
 * @throws CodecError `codec/unusable-schema`
 * @see Avro 1.12, "Binary Encoding"
 */
export function compileWriter(schema: Schema): (value: Value) => Uint8Array {
  checkUsable(schema);
  const records: Records = new Map();
  const write = compile(schema, records);
  // References are followed one after the other and not one inside of the other; what is added meanwhile is visited too.
  for (const [record, slot] of records) slot.write ??= recordWriter(record, records);
  const sink = new Sink();
  return (value) => {
    sink.reset();
    write(sink, value);
    return sink.toBytes();
  };
}

type Write = (sink: Sink, value: Value) => void;

/** Writers of records that references need, before or behind the definition. */
type Records = Map<RecordSchema, { write: Write | undefined }>;

/** The table of types: how each is written. */
function compile(schema: Schema, records: Records): Write {
  const target = usable(schema);
  switch (target.type) {
    case 'null':
      return writeNull;
    case 'boolean':
      return writeBoolean;
    case 'int':
      return writeInt;
    case 'long':
      return writeLong;
    case 'float':
      return writeFloat;
    case 'double':
      return writeDouble;
    case 'bytes':
      return writeBytes;
    case 'string':
      return writeString;
    case 'fixed':
      return fixedWriter(fixedSize(target));
    case 'enum':
      return enumWriter(target);
    case 'array':
      return arrayWriter(target, records);
    case 'map':
      return mapWriter(target, records);
    case 'union':
      return unionWriter(target, records);
    case 'record':
      return schema.type === 'reference'
        ? referenceWriter(target, records)
        : (slotOf(target, records).write ??= recordWriter(target, records));
  }
}

function slotOf(record: RecordSchema, records: Records): { write: Write | undefined } {
  const known = records.get(record);
  if (known !== undefined) return known;
  const slot = { write: undefined };
  records.set(record, slot);
  return slot;
}

function referenceWriter(target: RecordSchema, records: Records): Write {
  const slot = slotOf(target, records);
  return (sink, value) => {
    if (slot.write === undefined) throw new Error(`No writer was made for ${target.fullname ?? 'a record'}.`);
    slot.write(sink, value);
  };
}

function writeNull(sink: Sink, value: Value): void {
  if (value !== null) throw wrongKind(sink, value, 'null');
}

function writeBoolean(sink: Sink, value: Value): void {
  if (typeof value !== 'boolean') throw wrongKind(sink, value, 'a boolean');
  sink.writeByte(value ? 1 : 0);
}

function writeInt(sink: Sink, value: Value): void {
  if (typeof value !== 'number') throw wrongKind(sink, value, 'an int');
  if (value !== (value | 0)) throw invalidValue(sink, `is ${value}, which is no int`);
  sink.writeLong(value);
}

function writeLong(sink: Sink, value: Value): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') throw wrongKind(sink, value, 'a long');
  const fits = typeof value === 'number' ? Number.isSafeInteger(value) : BigInt.asIntN(64, value) === value;
  if (!fits) throw invalidValue(sink, `is ${String(value)}, which is no long`);
  sink.writeLong(value);
}

function writeFloat(sink: Sink, value: Value): void {
  if (typeof value !== 'number') throw wrongKind(sink, value, 'a float');
  if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) throw invalidValue(sink, `is ${value}, which is no float`);
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value, true);
  sink.writeBytes(new Uint8Array(view.buffer));
}

function writeDouble(sink: Sink, value: Value): void {
  if (typeof value !== 'number') throw wrongKind(sink, value, 'a double');
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, true);
  sink.writeBytes(new Uint8Array(view.buffer));
}

function writeBytes(sink: Sink, value: Value): void {
  if (!(value instanceof Uint8Array)) throw wrongKind(sink, value, 'bytes');
  sink.writeLong(value.length);
  sink.writeBytes(value);
}

const utf8 = new TextEncoder();

function writeString(sink: Sink, value: Value): void {
  if (typeof value !== 'string') throw wrongKind(sink, value, 'a string');
  if (sink.writeAscii(value)) return;
  if (/\p{Surrogate}/u.test(value)) throw invalidValue(sink, 'holds half of a surrogate pair, which UTF-8 cannot write');
  const bytes = utf8.encode(value);
  sink.writeLong(bytes.length);
  sink.writeBytes(bytes);
}

function fixedWriter(size: number): Write {
  return (sink, value) => {
    if (!(value instanceof Uint8Array)) throw wrongKind(sink, value, 'a fixed');
    if (value.length !== size) throw invalidValue(sink, `has ${value.length} bytes, not ${size}`);
    sink.writeBytes(value);
  };
}

function enumWriter(schema: EnumSchema): Write {
  const indexes = new Map(schema.symbols.map(({ value }, index) => [value, index]));
  return (sink, value) => {
    if (typeof value !== 'string') throw wrongKind(sink, value, 'an enum');
    const index = indexes.get(value);
    if (index === undefined) throw invalidValue(sink, `is "${value}", which is not a symbol of ${branchTag(schema)}`);
    sink.writeLong(index);
  };
}

function arrayWriter(schema: ArraySchema, records: Records): Write {
  const writeItem = compile(schema.items, records);
  return (sink, value) => {
    if (!Array.isArray(value)) throw wrongKind(sink, value, 'an array');
    const items: readonly Value[] = value;
    enterValue(sink);
    if (items.length > 0) sink.writeLong(items.length);
    for (const [index, item] of items.entries()) {
      sink.path.push(index);
      writeItem(sink, item);
      sink.path.pop();
    }
    sink.writeByte(0);
    sink.depth--;
  };
}

function mapWriter(schema: MapSchema, records: Records): Write {
  const writeItem = compile(schema.values, records);
  return (sink, value) => {
    if (!(value instanceof Map)) throw wrongKind(sink, value, 'a map');
    const entries: ReadonlyMap<string, Value> = value;
    enterValue(sink);
    if (entries.size > 0) sink.writeLong(entries.size);
    for (const [key, item] of entries) {
      sink.path.push({ key });
      writeString(sink, key);
      writeItem(sink, item);
      sink.path.pop();
    }
    sink.writeByte(0);
    sink.depth--;
  };
}

function recordWriter(schema: RecordSchema, records: Records): Write {
  const fields = schema.fields.map((field) => ({ name: fieldName(field), write: compile(field.schema, records) }));
  const names = new Set(fields.map(({ name }) => name));
  return (sink, value) => {
    if (!isRecord(value)) throw wrongKind(sink, value, `a record ${branchTag(schema)}`);
    enterValue(sink);
    for (const { name, write } of fields) {
      sink.path.push({ field: name });
      const field = fieldValue(value, name);
      if (field === undefined) throw invalidValue(sink, 'is missing');
      write(sink, field);
      sink.path.pop();
    }
    // What would not be written must not be there.
    const keys = Object.keys(value);
    const unknown = keys.length === names.size ? undefined : keys.find((key) => !names.has(key));
    if (unknown !== undefined) throw invalidValue(sink, `has "${unknown}", which is not a field of ${branchTag(schema)}`);
    sink.depth--;
  };
}

function isRecord(value: Value): value is RecordValue {
  if (typeof value !== 'object' || value === null) return false;
  return !(Array.isArray(value) || value instanceof Map || value instanceof Uint8Array || value instanceof UnionValue);
}

function unionWriter(schema: UnionSchema, records: Records): Write {
  const writers = schema.branches.map((branch) => compile(branch, records));
  const other = nullableBranch(schema);
  const writeOther = other === undefined ? undefined : writers[other];
  if (other !== undefined && writeOther !== undefined) {
    return (sink, value) => {
      sink.writeLong(value === null ? 1 - other : other);
      if (value !== null) writeOther(sink, value);
    };
  }
  return (sink, value) => {
    if (!(value instanceof UnionValue)) throw wrongKind(sink, value, 'a union value');
    const write = writers[value.branch];
    if (write === undefined) throw invalidValue(sink, `is of branch ${value.branch}, which does not exist`);
    sink.writeLong(value.branch);
    write(sink, value.value);
  };
}

function wrongKind(sink: Sink, value: Value, expected: string): Error {
  return invalidValue(sink, `is ${kindOf(value)}, not ${expected}`);
}

function kindOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Map) return 'a map';
  if (value instanceof UnionValue) return 'a union value';
  return Array.isArray(value) ? 'an array' : 'a record';
}
