import type { Steps } from '../../slices.ts';
import type { Span } from '../json.ts';
import { unqualifiedName } from '../names.ts';
import type { Field, NamedSchema, RecordSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Direction } from './levels.ts';
import type { LossCache } from './lossCache.ts';
import type { LossKind } from './losses.ts';
import { aliasedField, aliasedType, changedNamespace } from './nameLosses.ts';
import type { Side } from './mismatch.ts';
import { enterBranch, enterField, enterInner, enterRoot, pathText, then } from './place.ts';
import type { Pair, Spot, Surroundings } from './place.ts';
import { symbolLosses } from './symbolLosses.ts';
import { valueLoss } from './valueLosses.ts';

/** A loss as it is found between two schemas. */
export interface Finding {
  readonly kind: LossKind;
  /** In the edited text. */
  readonly span: Span;
  /**
   * The sentence.
   *
   * @param versions what to call the versions
   * @param isOne whether that is a single one
   */
  readonly say: (versions: string, isOne: boolean) => string;
  /** In the other text. */
  readonly place: { readonly span: Span; readonly what: string };
}

/** Two parts of which one reads what the other writes, as losses look at them. */
export interface LossPair {
  readonly direction: Direction;
  readonly reader: Spot;
  readonly writer: Spot;
  /** The part of the edited text, and that of the other. */
  readonly here: Spot;
  readonly there: Spot;
  readonly path: string;
}

/** So many pairs are looked at in about a millisecond. */
const pairsInStep = 500;
/** More different pairs than this have only texts that are made for it. */
const maxPairs = 200_000;

/** Finds what is lost between a schema and another one, as Avro resolves the one against the other. */
export function* lossesOf(side: Side, other: Side, direction: Direction, cache: LossCache): Steps<Finding[]> {
  const isReader = direction === 'BACKWARD';
  const run: Run = {
    direction,
    cache,
    reader: { parsed: (isReader ? side : other).parsed, others: new Map() },
    writer: { parsed: (isReader ? other : side).parsed, others: new Map() },
    met: new Map(),
    namespaces: new Set(),
    findings: [],
    waiting: [],
  };
  const reader = enterRoot((isReader ? side : other).schema, run.reader);
  const writer = enterRoot((isReader ? other : side).schema, run.writer);
  push(reader, writer, undefined, run);
  let count = 0;
  for (let pair = run.waiting.pop(); pair !== undefined && count < maxPairs; pair = run.waiting.pop()) {
    if (++count % pairsInStep === 0) yield;
    visit(pair, run);
  }
  return run.findings;
}

interface Run {
  readonly direction: Direction;
  readonly cache: LossCache;
  readonly reader: Surroundings;
  readonly writer: Surroundings;
  /** The pairs of named types that have been looked at, so that recursion ends. */
  readonly met: Map<Schema, Set<Schema>>;
  /** The changes of namespaces that have been told: what is inside of a type changes along with it. */
  readonly namespaces: Set<string>;
  readonly findings: Finding[];
  readonly waiting: Pair[];
}

function push(reader: Spot | undefined, writer: Spot | undefined, path: Pair['path'], run: Run): void {
  if (reader !== undefined && writer !== undefined) run.waiting.push({ reader, writer, location: undefined, path });
}

function visit(pair: Pair, run: Run): void {
  const { reader, writer, path } = pair;
  const [r, w] = [reader.schema, writer.schema];
  if (w.type === 'union') {
    for (const branch of w.branches) push(reader, enterBranch(branch, w, writer, run.writer), path, run);
  } else if (r.type === 'union') {
    const branch = branchFor(w, reader, run);
    if (branch !== undefined) push(branch, writer, path, run);
  } else if (isNamed(r) && isNamed(w)) {
    if (r.type === w.type && isNew(r, w, run)) visitNamed(pair, r, w, run);
  } else if (r.type === 'array' && w.type === 'array') {
    push(enterInner(r.items, reader, run.reader), enterInner(w.items, writer, run.writer), then(path, '[]'), run);
  } else if (r.type === 'map' && w.type === 'map') {
    push(enterInner(r.values, reader, run.reader), enterInner(w.values, writer, run.writer), then(path, '{}'), run);
  } else if (r.type !== w.type || r.logicalType !== undefined || w.logicalType !== undefined)
    add(valueLoss(lossPair(pair, run)), pair, run);
}

function add(finding: Finding | undefined, { reader, writer }: Pair, { direction, findings }: Run): void {
  if (finding === undefined) return;
  const { via } = direction === 'BACKWARD' ? reader : writer;
  if (via === undefined) findings.push(finding);
  else {
    const where = `, in ${unqualifiedName(via.name.value)} of another file.`;
    findings.push({ ...finding, say: (...versions) => finding.say(...versions).replace(/\.$/, where) });
  }
}

function lossPair({ reader, writer, path }: Pair, { direction }: Run): LossPair {
  const isReader = direction === 'BACKWARD';
  const [here, there] = isReader ? [reader, writer] : [writer, reader];
  return { direction, reader, writer, here, there, path: pathText(path) };
}

function isNew(reader: Schema, writer: Schema, { met }: Run): boolean {
  const known = met.get(reader) ?? new Set();
  met.set(reader, known);
  if (known.has(writer)) return false;
  known.add(writer);
  return true;
}

function visitNamed(pair: Pair, reader: NamedSchema, writer: NamedSchema, run: Run): void {
  const how = howNamesMatch(reader, writer);
  if (how === 'not' || (how === 'fully' && isWrittenAlike(pair, reader, writer, run))) return;
  const losses = lossPair(pair, run);
  if (how === 'alias') add(aliasedType(losses, reader, writer), pair, run);
  else if (how === 'unqualified') add(changedNamespace(losses, reader, writer, run.namespaces), pair, run);
  if (reader.type === 'record' && writer.type === 'record') visitFields(pair, reader, writer, run);
  else if (reader.type === 'enum' && writer.type === 'enum') for (const each of symbolLosses(losses, reader, writer)) add(each, pair, run);
  else if (reader.type === 'fixed' && writer.type === 'fixed' && reader.size === writer.size) add(valueLoss(losses), pair, run);
}

/** Whether two records are written alike: then all that can differ is what they refer to. */
function isWrittenAlike(pair: Pair, reader: NamedSchema, writer: NamedSchema, run: Run): boolean {
  if (reader.type !== 'record' || writer.type !== 'record' || reader.fullname !== writer.fullname) return false;
  // What a reference in another text leads to may be another one each time.
  if (pair.reader.via !== undefined || pair.writer.via !== undefined) return false;
  const [read, written] = [run.cache.written(reader), run.cache.written(writer)];
  if (read === undefined || read.text !== written?.text) return false;
  for (const [index, { reference, field }] of read.references.entries()) {
    const other = written.references[index];
    const [r, w] = [enterRoot(reference, run.reader), other && enterRoot(other.reference, run.writer)];
    if (r !== undefined && w !== undefined)
      push({ ...r, field }, { ...w, field: other?.field }, then(pair.path, `.${field?.name?.value ?? ''}`), run);
  }
  return true;
}

/** What lets a reader take a writer's type for its own. */
function howNamesMatch(
  { fullname: own, aliases }: NamedSchema,
  { fullname: other }: NamedSchema,
): 'fully' | 'alias' | 'unqualified' | 'not' {
  if (own === undefined || other === undefined || own === other) return 'fully';
  if (aliases.some(({ value }) => value === other)) return 'alias';
  return unqualifiedName(own) === unqualifiedName(other) ? 'unqualified' : 'not';
}

function visitFields(pair: Pair, reader: RecordSchema, writer: RecordSchema, run: Run): void {
  const written = fieldsByName(writer);
  const inner: [Field, Field][] = [];
  for (const field of reader.fields) {
    if (field.name === undefined) continue;
    const own = written.get(field.name.value);
    const alias = own === undefined ? field.aliases.find(({ value }) => written.has(value)) : undefined;
    const match = own ?? (alias === undefined ? undefined : written.get(alias.value));
    if (match === undefined) continue;
    if (alias !== undefined) add(aliasedField(lossPair(pair, run), { field, alias, match }), pair, run);
    inner.push([field, match]);
  }
  // The last that waits is the next.
  for (const [field, match] of inner.reverse()) {
    const path = then(pair.path, `.${field.name?.value ?? ''}`);
    push(enterField(field, pair.reader, run.reader), enterField(match, pair.writer, run.writer), path, run);
  }
}

function fieldsByName({ fields }: RecordSchema): ReadonlyMap<string, Field> {
  return new Map(fields.flatMap((field) => (field.name === undefined ? [] : [[field.name.value, field] as const])));
}

/** The branch that Java reads with: of the same type and name, else of the same type, else the first that it can be made into. */
function branchFor(writer: Spot['schema'], reader: Spot, run: Run): Spot | undefined {
  const union = reader.schema;
  if (union.type !== 'union') return undefined;
  const branches = union.branches.flatMap((branch) => enterBranch(branch, union, reader, run.reader) ?? []);
  const alike = branches.filter(({ schema }) => schema.type === writer.type);
  if (!isNamed(writer)) return alike[0] ?? branches.find(({ schema }) => isPromoted(writer, schema));
  const byName = alike.map((spot) => ({ spot, how: isNamed(spot.schema) ? howNamesMatch(spot.schema, writer) : 'not' }));
  for (const wanted of ['fully', 'alias', 'unqualified']) {
    const found = byName.find(({ how }) => how === wanted);
    if (found !== undefined) return found.spot;
  }
  return undefined;
}

const promotions: Readonly<Partial<Record<Schema['type'], readonly Schema['type'][]>>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/** Whether values of one type can be read as another one. */
export function isPromoted(writer: Schema, reader: Schema): boolean {
  return promotions[writer.type]?.includes(reader.type) === true;
}
