import { findMismatches, symbolSpan } from '../compatibility.ts';
import { unqualifiedName } from '../names.ts';
import { dereference } from '../schema.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Mismatch, Part, Side } from './mismatch.ts';
import type { Break } from './verdict.ts';

/**
 * The breaks as people count and mend them: of a union whose branch is there but does not fit, what does not fit in it; of
 * an enum that is written, each symbol by itself; of a field that only its enum's default could fill, its missing default.
 *
 * @param side the edited schema
 * @returns in the same order, each with one place in the edited text
 */
export function explainBreaks(breaks: readonly Break[], side: Side): readonly Break[] {
  return breaks.flatMap((each) => explainBreak(each, side));
}

function explainBreak({ direction, mismatch, versions }: Break, side: Side): Break[] {
  const other = versions.at(-1)?.side;
  if (other === undefined) return [];
  const [reader, writer] = direction === 'BACKWARD' ? [side, other] : [other, side];
  const causes = causesOf(mismatch, { reader, writer }, 0);
  // What is inside of the last version's branch need not be so in the others'.
  const ofLast = causes.length === 1 && causes[0] === mismatch ? versions : versions.slice(-1);
  return causes
    .flatMap((cause) => onePlaceEach(withoutEnumDefault(cause), direction))
    .map((cause) => ({ direction, mismatch: cause, versions: ofLast }));
}

interface Sides {
  readonly reader: Side;
  readonly writer: Side;
}

/** Unions in unions' branches further down than this stay as they are. */
const maxDepth = 8;

/** Why no branch of the reader fits: the mismatches of the one that is meant, or that none is. */
function causesOf(mismatch: Mismatch, sides: Sides, depth: number): readonly Mismatch[] {
  if (mismatch.kind !== 'MISSING_UNION_BRANCH' || depth >= maxDepth) return [mismatch];
  const branch = branchMeant(mismatch);
  if (branch === undefined) return [mismatch];
  const { reader, writer } = mismatch;
  const inner = findMismatches({ ...sides.reader, schema: branch }, { ...sides.writer, schema: writer.schema });
  // A type that is within itself counts as compatible there: then nothing more can be said.
  if (inner.length === 0) return [mismatch];
  const moved = inner.map((each) => ({
    ...each,
    location: mismatch.location,
    path: joined(mismatch.path, each.path),
    reader: partInside(each.reader, { ...reader, branchOf: reader.schema.type === 'union' ? reader.schema : undefined }, each.path),
    writer: partInside(each.writer, writer, each.path),
  }));
  return moved.flatMap((each) => causesOf(each, sides, depth + 1));
}

/** The branch of the reader that is there for what the writer writes; undefined where there is none. */
function branchMeant({ reader, writer }: Mismatch): Schema | undefined {
  const { schema } = writer;
  if (reader.schema.type !== 'union') return undefined;
  const sameKind = reader.schema.branches.filter((branch) => dereference(branch)?.type === schema.type);
  if (!isNamed(schema)) return sameKind[0];
  const named = sameKind.find((branch) => areNamedAlike(dereference(branch), schema));
  if (named !== undefined) return named;
  // The only one of its kind may have been renamed, where no other branch of the writer has its name.
  const [only, second] = sameKind;
  const others = (writer.branchOf?.branches ?? []).map(dereference).filter((other) => other !== schema);
  const isTaken = others.some((other) => other !== undefined && isNamed(other) && areNamedAlike(only && dereference(only), other));
  return second === undefined && !isTaken ? only : undefined;
}

function areNamedAlike(reader: Schema | undefined, writer: NamedSchema): boolean {
  if (reader === undefined || !isNamed(reader) || reader.fullname === undefined || writer.fullname === undefined) return false;
  if (unqualifiedName(reader.fullname) === unqualifiedName(writer.fullname)) return true;
  return reader.aliases.some(({ value }) => value === writer.fullname);
}

/** A part inside of a branch, seen from the whole schema. */
function partInside(part: Part, branch: Part, path: string): Part {
  const field = part.field ?? branch.field;
  const branchOf = part.branchOf ?? (path === '' ? branch.branchOf : undefined);
  // The spans of another text are none of this one.
  return branch.isElsewhere ? { ...part, field, branchOf, span: branch.span, isElsewhere: true } : { ...part, field, branchOf };
}

function joined(outer: string, inner: string): string {
  return outer === '' || inner === '' || /^[[{]/.test(inner) ? outer + inner : `${outer}.${inner}`;
}

/** Java compares the enum of a field that is missing with the whole record; what is missing is the field's default. */
function withoutEnumDefault(mismatch: Mismatch): Mismatch {
  const { kind, reader, writer } = mismatch;
  const { field } = reader;
  const isMissing = kind === 'TYPE_MISMATCH' && reader.schema.type === 'enum' && writer.schema.type === 'record' && field !== undefined;
  if (!isMissing || field.name === undefined || field.default !== undefined) return mismatch;
  const names = new Set([field.name.value, ...field.aliases.map(({ value }) => value)]);
  // The field that it is compared with is there, and has the record as its type.
  if (writer.field?.name !== undefined && names.has(writer.field.name.value)) return mismatch;
  return {
    ...mismatch,
    kind: 'READER_FIELD_MISSING_DEFAULT_VALUE',
    reader: reader.isElsewhere ? reader : { ...reader, span: field.name.span },
    writer: writer.isElsewhere ? writer : { ...writer, span: writer.schema.name?.span ?? writer.span },
  };
}

/** Each symbol that readers do not know stands at its own place in the edited text. */
function onePlaceEach(mismatch: Mismatch, direction: Break['direction']): readonly Mismatch[] {
  const { kind, symbols, writer } = mismatch;
  if (kind !== 'MISSING_ENUM_SYMBOLS' || direction === 'BACKWARD' || writer.isElsewhere || symbols.length < 2) return [mismatch];
  return symbols.map((symbol) => {
    const span = symbolSpan(writer.schema, symbol) ?? writer.span;
    return { ...mismatch, symbols: [symbol], writer: { ...writer, span } };
  });
}
