import { CodecError } from '../../errors.ts';
import { enter } from '../cursor.ts';
import { fieldReader } from '../fieldReaders.ts';
import type { Read, ReadField } from '../fieldReaders.ts';
import { minimumSize } from '../minimumSize.ts';
import type { MinimumSizes } from '../minimumSize.ts';
import { readString } from '../readBytes.ts';
import { endBlock, readBlock, readIndex } from '../readCounts.ts';
import { readFields, rootCompiler, stepsOf } from '../readers.ts';
import type { ArraySchema, EnumSchema, Field, MapSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import { branchTag, fieldName, usable } from '../usable.ts';
import type { UsableSchema } from '../usable.ts';
import { UnionValue, nullableBranch } from '../value.ts';
import type { PathStep, Value } from '../value.ts';
import { newDefaults } from './defaults.ts';
import type { Defaults } from './defaults.ts';
import { promotion } from './promotions.ts';
import { findBranch, findRefusal, matchRecords, newResolution } from './resolution.ts';
import type { Resolution } from './resolution.ts';
import { isSameShape } from './sameShape.ts';

/** What is shared while the readers of a pair of schemas are made. */
interface Compilation {
  readonly resolution: Resolution;
  readonly sizes: MinimumSizes;
  readonly defaults: Defaults;
  /** Makes readers of what is read as it was written: scalars, and what is skipped. */
  readonly asWritten: (schema: Schema) => Read;
  /** The steps to what is being read, where somebody wants to know. Where reading fails they stay. */
  readonly path: PathStep[] | undefined;
  /** Readers of records, by the writer's, then by the reader's. */
  readonly records: Map<RecordSchema, Map<RecordSchema, Read>>;
}

type ToStep = (step: number | string | undefined) => PathStep;

/**
 * A reader for a pair of usable schemas. Those of records are made when the first such record is met: so the work is
 * bounded by what the data holds, and recursion and long chains of references end.
 */
export function compileResolving(writer: Schema, reader: Schema, path?: PathStep[]): Read {
  const tracer = path === undefined ? undefined : { path, ranges: [], maxRanges: 0, isCut: false };
  const compilation: Compilation = {
    resolution: newResolution(reader),
    sizes: new Map(),
    defaults: newDefaults(),
    asWritten: rootCompiler(tracer),
    path,
    records: new Map(),
  };
  const read = compile(writer, reader, compilation);
  return (cursor) => {
    compilation.defaults.reset();
    return read(cursor);
  };
}

function compile(writer: Schema, reader: Schema, compilation: Compilation): Read {
  const [from, to] = [usable(writer), usable(reader)];
  if (from.type === 'union') return writerUnionReader(from, to, compilation);
  if (to.type === 'union') return readerUnionReader(from, to, compilation);
  const refusal = findRefusal(from, to, compilation.resolution);
  if (refusal !== undefined) return refuse(refusal);
  if (from.type === 'record' && to.type === 'record') return recordReader(from, to, compilation);
  if (from.type === 'enum' && to.type === 'enum') return enumReader(from, to);
  if (from.type === 'array' && to.type === 'array') return arrayReader(from, to, compilation);
  if (from.type === 'map' && to.type === 'map') return mapReader(from, to, compilation);
  return promotion(from.type, to.type) ?? compilation.asWritten(from);
}

/** The reader of a part, which notes the step to it. */
function compilePart(writer: Schema, reader: Schema, compilation: Compilation, toStep: ToStep): Read {
  return withStep(compile(writer, reader, compilation), compilation, toStep);
}

function withStep(read: Read, { path }: Compilation, toStep: ToStep): Read {
  if (path === undefined) return read;
  return (cursor, at) => {
    path.push(toStep(at));
    const value = read(cursor);
    path.pop();
    return value;
  };
}

function refuse(reason: string): Read {
  return ({ position }) => {
    throw new CodecError('codec/not-resolvable', reason, { position });
  };
}

function writerUnionReader(writer: UnionSchema, reader: UsableSchema, compilation: Compilation): Read {
  const isAsOne = reader.type === 'union' && areBranchesPaired(writer, reader, compilation);
  const branches = writer.branches.map((branch, index) => {
    const same = isAsOne ? reader.branches[index] : undefined;
    if (same === undefined) return compile(branch, reader, compilation);
    return asBranch(compile(branch, same, compilation), reader, index);
  });
  return (cursor) => {
    const index = readIndex(cursor, branches.length, 'codec/union-index', 'union');
    return branches[index]?.(cursor) ?? null;
  };
}

/** Whether branches belong together by their positions. It makes a difference only where their names do not say so already. */
function areBranchesPaired(writer: UnionSchema, reader: UnionSchema, { resolution: { renaming } }: Compilation): boolean {
  const isOtherwiseNamed = writer.branches.some((branch, index) => {
    const [from, to] = [usable(branch), reader.branches[index]];
    return 'fullname' in from && (to === undefined || branchTag(to) !== renaming.typeName(from));
  });
  return isOtherwiseNamed && isSameShape(writer, reader, renaming);
}

function readerUnionReader(writer: UsableSchema, reader: UnionSchema, compilation: Compilation): Read {
  const index = findBranch(writer, reader, compilation.resolution);
  const branch = index === undefined ? undefined : reader.branches[index];
  if (index === undefined || branch === undefined) return refuse(findRefusal(writer, reader, compilation.resolution) ?? '');
  return asBranch(compile(writer, branch, compilation), reader, index);
}

/** What is read is the value of a union's branch. */
function asBranch(read: Read, reader: UsableSchema, index: number): Read {
  if (reader.type !== 'union' || nullableBranch(reader) !== undefined) return read;
  return (cursor) => new UnionValue(index, read(cursor));
}

function enumReader(writer: EnumSchema, reader: EnumSchema): Read {
  const expected = new Set(reader.symbols.map(({ value }) => value));
  const fallback = reader.default !== undefined && expected.has(reader.default.value) ? reader.default.value : undefined;
  const written = writer.symbols.map(({ value }) => value);
  const symbols = written.map((symbol) => (expected.has(symbol) ? symbol : fallback));
  return (cursor) => {
    const { position } = cursor;
    const index = readIndex(cursor, symbols.length, 'codec/enum-index', 'enum');
    const symbol = symbols[index];
    if (symbol !== undefined) return symbol;
    const reason = `Written as the symbol "${written[index] ?? ''}", which ${reader.fullname ?? 'the enum'} lacks, and it has no default.`;
    throw new CodecError('codec/not-resolvable', reason, { position });
  };
}

function arrayReader(writer: ArraySchema, reader: ArraySchema, compilation: Compilation): Read {
  const readItem = compilePart(writer.items, reader.items, compilation, Number);
  const minimum = minimumSize(writer.items, compilation.sizes);
  return (cursor) => {
    enter(cursor);
    const items: Value[] = [];
    for (let count = readBlock(cursor, minimum, 'array'); count > 0; count = readBlock(cursor, minimum, 'array')) {
      const { blockEnd } = cursor;
      for (let left = count; left > 0; left--) items.push(readItem(cursor, items.length));
      endBlock(cursor, blockEnd, 'array');
    }
    cursor.depth--;
    return items;
  };
}

function mapReader(writer: MapSchema, reader: MapSchema, compilation: Compilation): Read {
  const readItem = compilePart(writer.values, reader.values, compilation, (key) => ({ key: String(key) }));
  // The key's length takes a byte.
  const minimum = 1 + minimumSize(writer.values, compilation.sizes);
  return (cursor) => {
    enter(cursor);
    const entries = new Map<string, Value>();
    for (let count = readBlock(cursor, minimum, 'map'); count > 0; count = readBlock(cursor, minimum, 'map')) {
      const { blockEnd } = cursor;
      for (let left = count; left > 0; left--) {
        const key = readString(cursor);
        entries.set(key, readItem(cursor, key));
      }
      endBlock(cursor, blockEnd, 'map');
    }
    cursor.depth--;
    return entries;
  };
}

function recordReader(writer: RecordSchema, reader: RecordSchema, compilation: Compilation): Read {
  const ofWriter = compilation.records.get(writer) ?? new Map<RecordSchema, Read>();
  compilation.records.set(writer, ofWriter);
  const known = ofWriter.get(reader);
  if (known !== undefined) return known;
  let read: Read | undefined;
  const readWhenMet: Read = (cursor) => (read ??= compileRecord(writer, reader, compilation))(cursor);
  ofWriter.set(reader, readWhenMet);
  return readWhenMet;
}

function compileRecord(writer: RecordSchema, reader: RecordSchema, compilation: Compilation): Read {
  const match = matchRecords(writer, reader, compilation.resolution);
  const fields: ReadField[] = writer.fields.map((written, index) => {
    const field = match.read[index];
    return field === undefined ? skipped(written, compilation) : resolved(written, field, compilation);
  });
  for (const field of match.defaulted) {
    const readDefault = compilation.defaults.reader(field);
    if (readDefault === undefined) return refuse(`"${fieldName(field)}" was not written, and its default is none of its type.`);
    fields.push(fieldReader(fieldName(field), readDefault));
  }
  return readFields(fields, stepsOf(writer, compilation.sizes));
}

function resolved(written: Field, field: Field, compilation: Compilation): ReadField {
  const name = fieldName(field);
  return fieldReader(
    name,
    compilePart(written.schema, field.schema, compilation, () => ({ field: name })),
  );
}

function skipped(written: Field, compilation: Compilation): ReadField {
  const name = fieldName(written);
  const read = withStep(compilation.asWritten(written.schema), compilation, () => ({ field: name }));
  return (_, cursor) => void read(cursor);
}
