import { namespaceOf, unqualifiedName } from '../names.ts';
import type { EnumSchema, Field, FixedSchema, NamedSchema, RecordSchema, UnionSchema } from '../schema.ts';
import { branchesFor } from './branchIndex.ts';
import { compatible } from './outcome.ts';
import type { Comparison, Outcome, Run, Seed, TriedBranch } from './outcome.ts';
import { enterBranch, enterField, enterInner, then } from './place.ts';
import type { Pair, ResolvedSchema, Spot } from './place.ts';

/** Which other types can be read as a type. */
const promotions: Readonly<Record<string, readonly string[] | undefined>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

/** Compares two parts in which nothing else needs to be compared; undefined where something does. */
export function compareSimple(pair: Pair, run: Run): Outcome | undefined {
  const [reader, writer] = [pair.reader.schema, pair.writer.schema];
  if (writer.type === 'union' || reader.type === 'union') return undefined;
  if (reader.type !== writer.type) {
    const isPromoted = promotions[reader.type]?.includes(writer.type) === true;
    return isPromoted ? compatible : [typeMismatch(pair)];
  }
  switch (reader.type) {
    case 'record':
      // They have the same type.
      return run.areAlike(reader, writer as RecordSchema) ? compatible : undefined;
    case 'array':
    case 'map':
      return undefined;
    case 'enum':
      return compareEnums(pair, reader, writer as EnumSchema, run);
    case 'fixed':
      return compareFixed(pair, reader, writer as FixedSchema);
    default:
      return compatible;
  }
}

/** Compares what is in two parts that {@link compareSimple} says nothing of. */
export function compareParts(pair: Pair, run: Run): Comparison {
  const [reader, writer] = [pair.reader.schema, pair.writer.schema];
  if (writer.type === 'union') return reader.type === 'union' ? compareUnions(pair, reader, writer, run) : readBranches(pair, writer, run);
  if (reader.type === 'union') return findBranch(pair, reader, run);
  if (reader.type === 'record' && writer.type === 'record') return compareRecords(pair, reader, writer, run);
  return compareInner(pair, run);
}

/** Items or values. */
function* compareInner(pair: Pair, run: Run): Comparison {
  const { reader, writer } = pair;
  const isArray = reader.schema.type === 'array';
  const [r, w] = [enterInner(innerOf(reader.schema), reader, run.reader), enterInner(innerOf(writer.schema), writer, run.writer)];
  if (r === undefined || w === undefined) return compatible;
  const location = then(pair.location, isArray ? 'items' : 'values');
  return yield { reader: r, writer: w, location, path: then(pair.path, isArray ? '[]' : '{}') };
}

function innerOf(schema: ResolvedSchema): ResolvedSchema | Field['schema'] {
  if (schema.type === 'array') return schema.items;
  return schema.type === 'map' ? schema.values : schema;
}

function* compareRecords(pair: Pair, reader: RecordSchema, writer: RecordSchema, run: Run): Comparison {
  const found: (Seed | Outcome)[] = [...compareNames(pair, reader, writer)];
  for (const [index, field] of reader.fields.entries()) {
    if (field.name === undefined) continue;
    const matches = matchesOf(field, field.name.value, writer, run);
    const [match] = matches;
    const steps = ['fields', String(index)];
    if (matches.length > 1) {
      const seed = ambiguous(pair, steps, field, matches);
      run.ambiguous.push(seed);
      found.push(seed);
    } else if (match !== undefined) {
      const inner = pairOfFields(pair, field, match, index, run);
      const outcome = inner === undefined ? compatible : yield inner;
      if (outcome.length > 0) found.push(outcome);
    } else if (field.default === undefined) {
      const spot = enterField(field, pair.reader, run.reader);
      // Java takes an enum with a default for one that can be filled, and compares it with the whole record: never with success.
      if (spot?.schema.type === 'enum' && spot.schema.default !== undefined) {
        const location = then(pair.location, ...steps, 'type');
        found.push(yield { reader: spot, writer: pair.writer, location, path: then(pair.path, `.${field.name.value}`), isUnwritten: true });
      } else found.push({ kind: 'READER_FIELD_MISSING_DEFAULT_VALUE', pair, steps, message: field.name.value, field });
    }
  }
  return found.length === 0 ? compatible : found;
}

function pairOfFields(pair: Pair, field: Field, match: Field, index: number, run: Run): Pair | undefined {
  const [r, w] = [enterField(field, pair.reader, run.reader), enterField(match, pair.writer, run.writer)];
  if (r === undefined || w === undefined) return undefined;
  const path = then(pair.path, `.${field.name?.value ?? ''}`);
  return { reader: r, writer: w, location: then(pair.location, 'fields', String(index), 'type'), path };
}

/** The fields of the writer that a field of the reader means by its name and its aliases; of the same one twice where it is its own alias. */
function matchesOf(field: Field, name: string, writer: RecordSchema, run: Run): Field[] {
  const byName = run.fields.get(writer) ?? fieldsByName(writer);
  run.fields.set(writer, byName);
  const own = byName.get(name);
  if (field.aliases.length === 0) return own === undefined ? [] : [own];
  const aliased = [...new Set(field.aliases.map(({ value }) => value))].map((alias) => byName.get(alias));
  return [own, ...aliased].filter((match) => match !== undefined);
}

function fieldsByName({ fields }: RecordSchema): ReadonlyMap<string, Field> {
  const byName = new Map<string, Field>();
  for (const field of fields) if (field.name !== undefined && !byName.has(field.name.value)) byName.set(field.name.value, field);
  return byName;
}

function ambiguous(pair: Pair, steps: readonly string[], field: Field, matches: readonly Field[]): Seed {
  const names = matches.map(({ name }) => name?.value ?? '').join(', ');
  const message = `reader field ${field.name?.value ?? ''} matches multiple fields of the writer: ${names}`;
  return { kind: 'NAME_MISMATCH', pair, steps: [...steps, 'aliases'], message, field, matches };
}

function compareEnums(pair: Pair, reader: EnumSchema, writer: EnumSchema, run: Run): Outcome {
  const names = compareNames(pair, reader, writer);
  const known = symbolsOf(reader, run);
  if (reader.default !== undefined && known.has(reader.default.value)) return names;
  const missing = [...symbolsOf(writer, run)].filter((symbol) => !known.has(symbol));
  if (missing.length === 0) return names;
  const message = `[${[...missing].sort().join(', ')}]`;
  return [...names, { kind: 'MISSING_ENUM_SYMBOLS', pair, steps: ['symbols'], message, symbols: missing }];
}

function symbolsOf(schema: EnumSchema, { symbols }: Run): ReadonlySet<string> {
  const known = symbols.get(schema) ?? new Set(schema.symbols.map(({ value }) => value));
  symbols.set(schema, known);
  return known;
}

function compareFixed(pair: Pair, reader: FixedSchema, writer: FixedSchema): Outcome {
  const names = compareNames(pair, reader, writer);
  if (reader.size === undefined || writer.size === undefined || reader.size === writer.size) return names;
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return [...names, { kind: 'FIXED_SIZE_MISMATCH', pair, steps: ['size'], message }];
}

function compareNames(pair: Pair, reader: NamedSchema, writer: NamedSchema): Outcome {
  if (haveSameName(reader, writer)) return compatible;
  return [{ kind: 'NAME_MISMATCH', pair, steps: ['name'], message: `expected: ${writer.fullname ?? ''}` }];
}

/**
 * Whether the names are the same without their namespaces, or the reader has the writer's fullname as an alias. What has no
 * name is wrong in itself, which is said elsewhere.
 */
function haveSameName(reader: NamedSchema, writer: NamedSchema): boolean {
  const [own, other] = [reader.fullname, writer.fullname];
  if (own === undefined || other === undefined || unqualifiedName(own) === unqualifiedName(other)) return true;
  // Java keeps the aliases without a namespace of a type that has one under names that nothing has.
  if (namespaceOf(own) !== undefined && namespaceOf(other) === undefined) return false;
  return reader.aliases.some(({ value }) => value === other);
}

/** Each branch of the writer must be read by some branch of the reader. */
function* compareUnions(pair: Pair, reader: UnionSchema, writer: UnionSchema, run: Run): Comparison {
  const found: Seed[] = [];
  for (const [index, branch] of writer.branches.entries()) {
    const spot = enterBranch(branch, writer, pair.writer, run.writer);
    if (spot === undefined) continue;
    const inner: Pair = { reader: pair.reader, writer: spot, location: undefined, path: pair.path };
    const outcome = yield inner;
    if (outcome.length > 0) found.push(missingBranch({ ...inner, location: pair.location }, [String(index)], triedIn(outcome)));
  }
  return found.length === 0 ? compatible : found;
}

/** Each branch of the writer must be read by the reader. */
function* readBranches(pair: Pair, writer: UnionSchema, run: Run): Comparison {
  const found: Outcome[] = [];
  for (const [index, branch] of writer.branches.entries()) {
    const spot = enterBranch(branch, writer, pair.writer, run.writer);
    if (spot === undefined) continue;
    const outcome = yield { ...pair, writer: spot, location: then(pair.location, String(index)) };
    if (outcome.length > 0) found.push(outcome);
  }
  return found.length === 0 ? compatible : found;
}

/** Some branch of the reader must read the writer. */
function* findBranch(pair: Pair, reader: UnionSchema, run: Run): Comparison {
  const tried: TriedBranch[] = [];
  for (const branch of branchesFor(pair.writer.schema, reader, run.branches)) {
    const spot: Spot | undefined = enterBranch(branch, reader, pair.reader, run.reader);
    // What is unknown may be what is looked for.
    if (spot === undefined) return compatible;
    const inner: Pair = { reader: spot, writer: pair.writer, location: undefined, path: pair.path };
    const outcome = yield inner;
    if (outcome.length === 0) return compatible;
    tried.push({ branch, pair: inner, outcome });
  }
  return [missingBranch(pair, [], tried)];
}

function missingBranch(pair: Pair, steps: readonly string[], tried: readonly TriedBranch[]): Seed {
  const message = `reader union lacking writer type: ${typeName(pair.writer.schema)}`;
  return { kind: 'MISSING_UNION_BRANCH', pair, steps, message, tried };
}

/** What {@link findBranch} has tried. */
function triedIn([missing]: Outcome): readonly TriedBranch[] {
  return missing !== undefined && 'tried' in missing ? missing.tried : [];
}

function typeMismatch(pair: Pair): Seed {
  const [reader, writer] = [typeName(pair.reader.schema), typeName(pair.writer.schema)];
  return { kind: 'TYPE_MISMATCH', pair, steps: [], message: `reader type: ${reader} not compatible with writer type: ${writer}` };
}

/** As Java writes it. */
function typeName({ type }: ResolvedSchema): string {
  return type.toUpperCase();
}
