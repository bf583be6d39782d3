import { unqualifiedName } from '../names.ts';
import type { Field, FixedSchema, NamedSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import { typeText } from '../typeText.ts';
import { fieldName, fixedSize, usable } from '../usable.ts';
import type { UsableSchema } from '../usable.ts';
import { listText } from '../valueReading.ts';
import { promotion } from './promotions.ts';
import { renamingBy } from './renaming.ts';
import type { Renaming } from './renaming.ts';

/** What is found out about a writer and a reader while one is resolved to the other. */
export interface Resolution {
  readonly renaming: Renaming;
  /** By the writer's record, then by the reader's. */
  readonly matches: Map<RecordSchema, Map<RecordSchema, RecordMatch>>;
  /** Whether a writer's fields fit a reader's; of those that are being looked at, that they do. */
  readonly fitting: Map<RecordMatch, boolean>;
  /** How many records are being looked at, one in another. */
  depth: number;
}

/** How the fields of two records belong together. */
export interface RecordMatch {
  /** For each of the writer's fields the reader's; undefined where the reader has none. */
  readonly read: readonly (Field | undefined)[];
  /** Those of the reader that the writer does not write. */
  readonly defaulted: readonly Field[];
  /** Why no record can be read, as a sentence. */
  readonly refusal: string | undefined;
}

export function newResolution(reader: Schema): Resolution {
  return { renaming: renamingBy(reader), matches: new Map(), fitting: new Map(), depth: 0 };
}

/**
 * Why nothing that was written by the one schema can be read as the other, as one sentence. What is wrong only with parts,
 * such as one branch of the writer or an array's items, is wrong when it is met.
 *
 * @see Java's `Resolver.resolve`, where it gives an `ErrorAction`
 */
export function findRefusal(writer: Schema, reader: Schema, resolution: Resolution): string | undefined {
  const [from, to] = [usable(writer), usable(reader)];
  if (from.type === 'union') return undefined;
  if (to.type === 'union') return findBranch(from, to, resolution) === undefined ? noBranch(from, to) : undefined;
  if (from.type === 'record' && to.type === 'record') return matchRecords(from, to, resolution).refusal;
  if (from.type === 'enum' && to.type === 'enum') return isNamesake(from, to, resolution) ? undefined : otherName(from, to);
  if (from.type === 'fixed' && to.type === 'fixed') return findFixedRefusal(from, to, resolution);
  if (from.type === to.type || promotion(from.type, to.type) !== undefined) return undefined;
  return `Written as ${typeText(from)}, which can't be read as ${typeText(to)}.`;
}

function findFixedRefusal(writer: FixedSchema, reader: FixedSchema, resolution: Resolution): string | undefined {
  if (!isNamesake(writer, reader, resolution)) return otherName(writer, reader);
  const [written, expected] = [fixedSize(writer), fixedSize(reader)];
  return written === expected ? undefined : `Written as ${typeText(writer)} of ${written} bytes, which can't be read as ${expected} bytes.`;
}

function otherName(writer: NamedSchema, reader: NamedSchema): string {
  return `Written as ${writer.fullname ?? ''}, which can't be read as ${reader.fullname ?? ''}: no alias says that they are the same.`;
}

function noBranch(writer: Schema, reader: UnionSchema): string {
  const branches = reader.branches.map(typeText);
  return `Written as ${typeText(writer)}, which is none of ${listText(branches, 'and')}.`;
}

function isNamesake(writer: NamedSchema, reader: NamedSchema, { renaming }: Resolution): boolean {
  return unqualifiedName(renaming.typeName(writer)) === unqualifiedName(reader.fullname ?? '');
}

/**
 * The reader's branch that a writer's type is read as: the same type, of the same fullname where it has one; a record also
 * as one whose fields fit; then what it can be promoted to. That is Java's way. Where Java finds none, an enum or fixed of
 * another namespace is read too, as the specification and Java's own compatibility check have it.
 *
 * @param writer no union
 * @returns its index; undefined where there is none
 * @see Java's `Resolver.ReaderUnion.firstMatchingBranch`
 */
export function findBranch(writer: UsableSchema, reader: UnionSchema, resolution: Resolution): number | undefined {
  const branches = reader.branches.map(usable);
  if ('fullname' in writer) return findNamedBranch(writer, branches, resolution);
  return (
    found(branches.findIndex(({ type }) => type === writer.type)) ?? found(branches.findIndex(({ type }) => promotion(writer.type, type)))
  );
}

function found(index: number): number | undefined {
  return index < 0 ? undefined : index;
}

function findNamedBranch(writer: NamedSchema, branches: readonly UsableSchema[], resolution: Resolution): number | undefined {
  const fullname = resolution.renaming.typeName(writer);
  const exact = branches.findIndex((branch) => branch.type === writer.type && branch.fullname === fullname);
  if (exact >= 0) return exact;
  const isNamed = (branch: UsableSchema): boolean => branch.type === writer.type && isNamesake(writer, branch, resolution);
  if (writer.type === 'record') {
    const fits = (branch: UsableSchema): boolean => branch.type === 'record' && haveFittingFields(writer, branch, resolution);
    const byStructure = found(branches.findLastIndex((branch) => isNamed(branch) && fits(branch))) ?? found(branches.findIndex(fits));
    if (byStructure !== undefined) return byStructure;
  }
  return found(branches.findIndex((branch) => isNamed(branch) && findRefusal(writer, branch, resolution) === undefined));
}

/** Whether every field that both records have can be read, as far as is seen without looking into records in them. */
function haveFittingFields(writer: RecordSchema, reader: RecordSchema, resolution: Resolution): boolean {
  const match = matchRecords(writer, reader, resolution);
  const { fitting } = resolution;
  const known = fitting.get(match);
  if (known !== undefined) return known;
  fitting.set(match, true);
  const fits = match.refusal === undefined && fieldsFit(writer, match, resolution);
  fitting.set(match, fits);
  return fits;
}

function fieldsFit(writer: RecordSchema, match: RecordMatch, resolution: Resolution): boolean {
  if (resolution.depth >= maxLooks) return true;
  resolution.depth++;
  const fits = writer.fields.every(({ schema }, index) => {
    const field = match.read[index];
    return field === undefined || findRefusal(schema, field.schema, resolution) === undefined;
  });
  resolution.depth--;
  return fits;
}

/** Deeper than this it is not worth the stack to look, and fields count as fitting. */
const maxLooks = 100;

/** How the fields of two records belong together. */
export function matchRecords(writer: RecordSchema, reader: RecordSchema, resolution: Resolution): RecordMatch {
  const ofWriter = resolution.matches.get(writer) ?? new Map<RecordSchema, RecordMatch>();
  resolution.matches.set(writer, ofWriter);
  const known = ofWriter.get(reader);
  if (known !== undefined) return known;
  const match = newMatch(writer, reader, resolution);
  ofWriter.set(reader, match);
  return match;
}

function newMatch(writer: RecordSchema, reader: RecordSchema, resolution: Resolution): RecordMatch {
  const names = resolution.renaming.fieldNames(writer);
  const mayUseAliases = isNamesake(writer, reader, resolution);
  const positions = new Map(names.map((name, index) => [name, index]));
  const read = new Array<Field | undefined>(names.length).fill(undefined);
  const defaulted: Field[] = [];
  for (const field of reader.fields) {
    const position = positions.get(fieldName(field));
    if (position !== undefined) read[position] = field;
  }
  for (const field of reader.fields) {
    if (positions.has(fieldName(field))) continue;
    const position = mayUseAliases ? findByAlias(writer, field, read) : undefined;
    if (position === undefined) defaulted.push(field);
    else read[position] = field;
  }
  const twice = names.find((name, index) => positions.get(name) !== index);
  const missing = defaulted.find((field) => field.default === undefined);
  const refusal =
    twice !== undefined
      ? `More than one field was written that "${twice}" stands for by its aliases.`
      : missing !== undefined
        ? `"${fieldName(missing)}" has no default, and it was not written.`
        : undefined;
  return { read, defaulted, refusal };
}

/**
 * Where the writer has a field, still free, under one of the aliases of a reader's field that can't do without. Java knows
 * aliases only of records of the same fullname, and fails; its compatibility check, and the specification, know no such
 * condition.
 */
function findByAlias(writer: RecordSchema, field: Field, read: readonly (Field | undefined)[]): number | undefined {
  if (field.default !== undefined) return undefined;
  const isMeant = (written: Field): boolean => field.aliases.some((alias) => alias.value === fieldName(written));
  return found(writer.fields.findIndex((written, index) => read[index] === undefined && isMeant(written)));
}
