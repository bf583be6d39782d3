import { enter, spend } from './cursor.ts';
import { fieldReader } from './fieldReaders.ts';
import type { Read, ReadField } from './fieldReaders.ts';
import { minimumSize } from './minimumSize.ts';
import type { MinimumSizes } from './minimumSize.ts';
import { readBytes, readFixed, readString } from './readBytes.ts';
import { endBlock, readBlock, readIndex } from './readCounts.ts';
import { readBoolean, readDouble, readFloat, readInt, readLong } from './readNumbers.ts';
import type { ArraySchema, EnumSchema, MapSchema, RecordSchema, Schema, UnionSchema } from './schema.ts';
import { fieldName, fixedSize, usable } from './usable.ts';
import { UnionValue, nullableBranch, pathText } from './value.ts';
import type { MutableRecord, PathStep, Value } from './value.ts';

/** Where the parts of a value are noted while they are read. */
export interface Tracer {
  /** The steps to what is being read. Where reading fails they stay. */
  readonly path: PathStep[];
  ranges: { path: string; schema: Schema; start: number; end: number; value: Value | undefined }[];
  maxRanges: number;
  isCut: boolean;
}

type Step = number | string | undefined;

/** The reader, and what it reads is noted; `toStep` gives the step from what is around, undefined where there is none. */
export function tracedRead(read: Read, schema: Schema, tracer: Tracer, toStep: (step: Step) => PathStep | undefined): Read {
  return (cursor, at) => {
    const { path } = tracer;
    const step = toStep(at);
    if (step !== undefined) path.push(step);
    const range = note(tracer, schema, cursor.position);
    const value = read(cursor);
    if (range !== undefined) {
      range.value = value;
      range.end = cursor.position;
    }
    if (step !== undefined) path.pop();
    return value;
  };
}

function note(tracer: Tracer, schema: Schema, start: number): Tracer['ranges'][number] | undefined {
  if (tracer.ranges.length >= tracer.maxRanges) {
    tracer.isCut = true;
    return undefined;
  }
  const range = { path: pathText(tracer.path), schema, start, end: start, value: undefined };
  tracer.ranges.push(range);
  return range;
}

/** What is shared while a schema's readers are made. */
interface Compilation {
  readonly tracer: Tracer | undefined;
  readonly sizes: MinimumSizes;
  /** Readers of records that references need, before or behind the definition. */
  readonly records: Map<RecordSchema, RecordSlot>;
}

interface RecordSlot {
  read: Read | undefined;
}

/**
 * A reader for a schema that is usable, and all of its parts; with a tracer it notes every part but the whole.
 */
export function compileRoot(schema: Schema, tracer?: Tracer): Read {
  return rootCompiler(tracer)(schema);
}

/**
 * Makes readers as {@link compileRoot} does, which share those of records. References are followed one after the other and
 * not one inside of the other, since they may make a long chain.
 */
export function rootCompiler(tracer?: Tracer): (schema: Schema) => Read {
  const compilation: Compilation = { tracer, sizes: new Map(), records: new Map() };
  return (schema) => {
    const read = compile(schema, compilation);
    // What is added to the map meanwhile is visited too.
    for (const [record, slot] of compilation.records) slot.read ??= recordReader(record, compilation);
    return read;
  };
}

/** The table of types: how each is read. */
function compile(schema: Schema, compilation: Compilation): Read {
  if (schema.type === 'reference') return referenceReader(schema, compilation);
  const target = usable(schema);
  switch (target.type) {
    case 'null':
      return readNull;
    case 'boolean':
      return readBoolean;
    case 'int':
      return readInt;
    case 'long':
      return readLong;
    case 'float':
      return readFloat;
    case 'double':
      return readDouble;
    case 'bytes':
      return readBytes;
    case 'string':
      return readString;
    case 'fixed':
      return fixedReader(fixedSize(target));
    case 'enum':
      return enumReader(target);
    case 'array':
      return arrayReader(target, compilation);
    case 'map':
      return mapReader(target, compilation);
    case 'union':
      return unionReader(target, compilation);
    case 'record': {
      const slot = slotOf(target, compilation);
      return (slot.read ??= recordReader(target, compilation));
    }
  }
}

/** The reader of a part, traced where the whole is. */
function compilePart(schema: Schema, compilation: Compilation, toStep: (step: Step) => PathStep | undefined): Read {
  const read = compile(schema, compilation);
  return compilation.tracer === undefined ? read : tracedRead(read, schema, compilation.tracer, toStep);
}

function readNull(): null {
  return null;
}

function referenceReader(reference: Schema, compilation: Compilation): Read {
  const target = usable(reference);
  if (target.type !== 'record') return compile(target, compilation);
  const slot = slotOf(target, compilation);
  if (slot.read !== undefined) return slot.read;
  return (cursor) => {
    if (slot.read === undefined) throw new Error(`No reader was made for ${target.fullname ?? 'a record'}.`);
    return slot.read(cursor);
  };
}

function slotOf(record: RecordSchema, { records }: Compilation): RecordSlot {
  const known = records.get(record);
  if (known !== undefined) return known;
  const slot: RecordSlot = { read: undefined };
  records.set(record, slot);
  return slot;
}

function recordReader(schema: RecordSchema, compilation: Compilation): Read {
  const fields = schema.fields.map((field) => {
    const name = fieldName(field);
    return fieldReader(
      name,
      compilePart(field.schema, compilation, () => ({ field: name })),
    );
  });
  return readFields(fields, stepsOf(schema, compilation.sizes));
}

/** Reads the fields of a record one after the other. */
export function readFields(fields: readonly ReadField[], steps: number): Read {
  return (cursor) => {
    enter(cursor);
    if (steps > 0) spend(cursor, steps);
    const record: MutableRecord = {};
    for (const readField of fields) readField(record, cursor);
    cursor.depth--;
    return record;
  };
}

/** What a record costs beside its bytes: its fields that take none, and itself where it takes none. */
export function stepsOf(schema: RecordSchema, sizes: MinimumSizes): number {
  const own = minimumSize(schema, sizes) === 0 ? 1 : 0;
  return own + schema.fields.filter((field) => minimumSize(field.schema, sizes) === 0).length;
}

function fixedReader(size: number): Read {
  return (cursor) => readFixed(cursor, size);
}

function enumReader(schema: EnumSchema): Read {
  const symbols = schema.symbols.map(({ value }) => value);
  // An index that is in range has its symbol.
  return (cursor) => symbols[readIndex(cursor, symbols.length, 'codec/enum-index', 'enum')] ?? '';
}

function unionReader(schema: UnionSchema, compilation: Compilation): Read {
  const branches = schema.branches.map((branch) => compilePart(branch, compilation, () => undefined));
  const other = nullableBranch(schema);
  const readOther = other === undefined ? undefined : branches[other];
  if (readOther !== undefined) {
    return (cursor) => (readIndex(cursor, 2, 'codec/union-index', 'union') === other ? readOther(cursor) : null);
  }
  return (cursor) => {
    const index = readIndex(cursor, branches.length, 'codec/union-index', 'union');
    return new UnionValue(index, branches[index]?.(cursor) ?? null);
  };
}

function arrayReader(schema: ArraySchema, compilation: Compilation): Read {
  const readItem = compilePart(schema.items, compilation, Number);
  const minimum = minimumSize(schema.items, compilation.sizes);
  return (cursor) => {
    enter(cursor);
    let count = readBlock(cursor, minimum, 'array');
    // Most arrays are small and in one block, and need not grow.
    const items = count <= 1000 ? new Array<Value>(count) : [];
    for (let length = 0; count > 0; count = readBlock(cursor, minimum, 'array')) {
      const { blockEnd } = cursor;
      for (const end = length + count; length < end; length++) items[length] = readItem(cursor, length);
      endBlock(cursor, blockEnd, 'array');
    }
    cursor.depth--;
    return items;
  };
}

function mapReader(schema: MapSchema, compilation: Compilation): Read {
  const readItem = compilePart(schema.values, compilation, (key) => ({ key: String(key) }));
  // The key's length takes a byte.
  const minimum = 1 + minimumSize(schema.values, compilation.sizes);
  return (cursor) => {
    enter(cursor);
    const entries = new Map<string, Value>();
    for (let count = readBlock(cursor, minimum, 'map'); count > 0; count = readBlock(cursor, minimum, 'map')) {
      const { blockEnd } = cursor;
      for (let index = 0; index < count; index++) {
        const key = readString(cursor);
        entries.set(key, readItem(cursor, key));
      }
      endBlock(cursor, blockEnd, 'map');
    }
    cursor.depth--;
    return entries;
  };
}
