import { runAtOnce } from '../../slices.ts';
import type { Steps } from '../../slices.ts';
import { unqualifiedName } from '../names.ts';
import { dereference } from '../schema.ts';
import type { NamedSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import type { Mismatch, Side } from './mismatch.ts';
import { isOutcome } from './outcome.ts';
import type { Outcome, Seed, TriedBranch } from './outcome.ts';
import { symbolSpan, toMismatch } from './parts.ts';
import type { Break, ExplainedVerdict, Verdict } from './verdict.ts';

/** So much is looked at in about a millisecond at most. */
const partsInStep = 200;

/** So many breaks are told of. */
const maxCauses = 10_000;

/** A verdict with what {@link explainBreaksSteps} makes of its breaks. */
export function* explainVerdictSteps(verdict: Verdict, side: Side): Steps<ExplainedVerdict> {
  return { ...verdict, causes: yield* explainBreaksSteps(verdict.breaks, side) };
}

/** What {@link explainBreaksSteps} does, at once. */
export function explainBreaks(breaks: readonly Break[], side: Side): readonly Break[] {
  return runAtOnce(explainBreaksSteps(breaks, side));
}

/**
 * The breaks as people count and mend them: of a union whose branch is there but does not fit, what does not fit in it; of
 * an enum that is written, each symbol by itself; of a field that only its enum's default could fill, its missing default.
 *
 * What several unions lead to is told once. That takes no longer than finding the breaks did: nothing is compared again.
 *
 * @param side the edited schema
 * @returns in the same order, each with one place in the edited text
 */
export function* explainBreaksSteps(breaks: readonly Break[], side: Side): Steps<readonly Break[]> {
  const run: Run = { side, looked: new Set(), told: new Set(), causes: [], parts: 0 };
  const meant = new Map<Break, TriedBranch>();
  for (const each of breaks) {
    const tried = branchTried(each.mismatch);
    // What stands by itself is told there, with all its versions.
    if (tried === undefined) run.told.add(keyOf(each));
    else meant.set(each, tried);
    if (++run.parts % partsInStep === 0) yield;
  }
  for (const each of breaks) {
    if (run.causes.length >= maxCauses) break;
    const tried = meant.get(each);
    if (tried === undefined) tell(each, run);
    else yield* explain(each, tried, run);
    if (++run.parts % partsInStep === 0) yield;
  }
  return run.causes;
}

interface Run {
  readonly side: Side;
  /** What has been gone through, be it for another break. */
  readonly looked: Set<Outcome>;
  /** The keys of what has been told, or will be. */
  readonly told: Set<string>;
  readonly causes: Break[];
  parts: number;
}

/** Tells why the branch that is meant does not fit, however many unions further down that is. */
function* explain({ direction, mismatch: outer, versions }: Break, meant: TriedBranch, run: Run): Steps<void> {
  // What is inside of the last version's branch need not be so in the others'.
  const ofLast = versions.slice(-1);
  const other = ofLast[0]?.side;
  if (other === undefined) return;
  const [reader, writer] = direction === 'BACKWARD' ? [run.side, other] : [other, run.side];
  // Unions can be chained without bound, so what is to be told waits in a list and not on the stack.
  const waiting: (Seed | Outcome)[] = [];
  enter(meant, waiting, run);
  for (let next = waiting.pop(); next !== undefined && run.causes.length < maxCauses; next = waiting.pop()) {
    if (++run.parts % partsInStep === 0) yield;
    if (isOutcome(next)) {
      if (!run.looked.has(next)) pushAll(next, waiting);
      run.looked.add(next);
      continue;
    }
    const mismatch = toMismatch(next, reader, writer);
    const tried = branchTried(mismatch);
    if (tried !== undefined) {
      enter(tried, waiting, run);
      continue;
    }
    const key = keyOf({ direction, mismatch, versions: ofLast });
    if (run.told.has(key)) continue;
    run.told.add(key);
    tell({ direction, mismatch: { ...mismatch, location: outer.location }, versions: ofLast }, run);
  }
}

/** What keeps a branch from being read waits to be told. */
function enter({ pair, outcome }: TriedBranch, waiting: (Seed | Outcome)[], { looked }: Run): void {
  const [first, ...others] = outcome;
  if (first === undefined) return;
  // Another name may stand at each place: it was found where the two types were compared first.
  const isName = !isOutcome(first) && first.kind === 'NAME_MISMATCH' && first.pair.writer.schema === pair.writer.schema;
  const renamed = isName && first.matches === undefined && first.pair.reader.schema === pair.reader.schema ? { ...first, pair } : undefined;
  if (!looked.has(outcome)) pushAll(renamed === undefined ? outcome : others, waiting);
  looked.add(outcome);
  if (renamed !== undefined) waiting.push(renamed);
}

/** The last that waits is the next. */
function pushAll(outcome: Outcome, waiting: (Seed | Outcome)[]): void {
  for (const each of outcome.toReversed()) waiting.push(each);
}

function tell(each: Break, { causes }: Run): void {
  const { direction, mismatch } = each;
  for (const one of onePlaceEach(withoutEnumDefault(mismatch), direction)) {
    causes.push(one === mismatch ? each : { ...each, mismatch: one });
  }
}

/** What is the same of two breaks that say the same of the same places. */
function keyOf({ direction, mismatch, versions }: Break): string {
  const { kind, message, reader, writer } = mismatch;
  // All that is in another text stands where the text is left for it.
  const path = reader.isElsewhere || writer.isElsewhere ? mismatch.path : '';
  const spans = [reader.span.start, reader.span.end, writer.span.start, writer.span.end];
  return [direction, kind, ...spans, path, message, versions.at(-1)?.uri].join('\n');
}

/** How the branch of the reader was compared that is there for what the writer writes; undefined where there is none. */
function branchTried(mismatch: Mismatch): TriedBranch | undefined {
  if (mismatch.kind !== 'MISSING_UNION_BRANCH') return undefined;
  const branch = branchMeant(mismatch);
  return branch && mismatch.tried?.find((tried) => tried.branch === branch);
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
