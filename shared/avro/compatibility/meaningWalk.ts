import type { SemanticDifference } from '../../protocol.ts';
import type { Steps } from '../../slices.ts';
import { namespaceOf, unqualifiedName } from '../names.ts';
import { dereference } from '../schema.ts';
import type { NamedSchema, ParsedSchema, Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import { logicalTypeText, typeText } from '../typeText.ts';
import { isPromoted } from './lossWalk.ts';
import { compareAliases, compareAttributes, compareDocs } from './meaningAttributes.ts';
import { compareFields } from './meaningFields.ts';
import { compareSymbols } from './meaningSymbols.ts';
import { compareUnions } from './meaningUnions.ts';
import type { Counts, MeaningDifference } from './semanticDiff.ts';
import { typeName } from './sentences.ts';

/** What comes up while two schemas are compared. */
export interface MeaningRun {
  readonly left: ParsedSchema;
  readonly right: ParsedSchema;
  readonly found: MeaningDifference[];
  /** The pairs of named types that have been compared, by their fullnames. */
  readonly met: Set<string>;
  /** The changes of namespaces that have been told: what is inside of a type changes along with it. */
  readonly namespaces: Set<string>;
  readonly waiting: { readonly left: Schema; readonly right: Schema; readonly at: Where }[];
}

/** Where two parts stand. */
export interface Where {
  /** Such as `com.example.Order.lines[]`; of what has no name around it as much as there is. */
  readonly path: string;
  /** As sentences have it: `"lines"`, `an item of "lines"`, `the schema`. */
  readonly subject: string;
}

export function tell(run: MeaningRun, kind: SemanticDifference['kind'], counts: Counts, path: string, text: string): void {
  run.found.push({ kind, counts, path, text });
}

/** Compares two types. The depth of a schema is bounded by that of its JSON, and references wait, so recursion is safe. */
export function* compareTypes(left: Schema, right: Schema, at: Where, run: MeaningRun): Steps<void> {
  const [l, r] = [dereference(left), dereference(right)];
  if (l === undefined || r === undefined) compareUnknown(left, right, at, run);
  else if (isNamed(l) && isNamed(r) && l.type === r.type && !wasReplaced(l, r, run)) yield* compareNamed(l, r, right, at, run);
  else if (l.type === 'union' || r.type === 'union') yield* compareUnions(l, r, at, run);
  else if (l.type === 'array' && r.type === 'array') {
    compareAttributes(l, r, at, run);
    yield* compareTypes(l.items, r.items, { path: `${at.path}[]`, subject: `an item of ${at.subject}` }, run);
  } else if (l.type === 'map' && r.type === 'map') {
    compareAttributes(l, r, at, run);
    yield* compareTypes(l.values, r.values, { path: `${at.path}{}`, subject: `a value of ${at.subject}` }, run);
  } else if (l.type !== r.type || isNamed(l)) comparePlain(l, r, at, run);
  else compareAnnotations(l, r, at, run);
}

/** What nothing defines, or what is invalid, is the same only if it is called the same. */
function compareUnknown(left: Schema, right: Schema, at: Where, run: MeaningRun): void {
  const [l, r] = [left, right].map((schema) => (schema.type === 'reference' ? schema.fullname : (dereference(schema)?.type ?? '?')));
  if (l !== r) changed(left, right, at, run);
}

/** Two different types. */
function comparePlain(left: Schema, right: Schema, at: Where, run: MeaningRun): void {
  const isBoth = isPromoted(left, right) && isPromoted(right, left);
  if (!isBoth && isPromoted(left, right)) changed(left, right, at, run, 'widened');
  else if (!isBoth && isPromoted(right, left)) changed(left, right, at, run, 'narrowed');
  else changed(left, right, at, run);
}

/** @param how whether values still fit */
export function changed(
  left: Schema,
  right: Schema,
  { path, subject }: Where,
  run: MeaningRun,
  how: 'widened' | 'narrowed' | 'changed' = 'changed',
): void {
  const counts = ({ widened: 'typeWidened', narrowed: 'typeNarrowed', changed: 'typeChanged' } as const)[how];
  const [was, is] = [typeText(left), typeText(right)];
  const names = was === is ? [inFull(left), inFull(right)] : [was, is];
  tell(run, 'changed', counts, path, `The type of ${subject} was ${how} from ${names.join(' to ')}.`);
}

/** Of types that are called alike what tells them apart. */
function inFull(schema: Schema): string {
  const target = dereference(schema);
  if (target !== undefined && isNamed(target)) return `the ${target.type} ${target.fullname ?? ''}`;
  return target?.type === 'union' ? `a union of ${typeText(target)}` : typeText(schema);
}

/** What stands in the objects of two types of one kind. */
export function compareAnnotations(left: Schema, right: Schema, at: Where, run: MeaningRun): void {
  const [was, is] = [left, right].map(({ logicalType }) => (logicalType === undefined ? undefined : logicalTypeText(logicalType)));
  const { path, subject } = at;
  if (was !== is) {
    const text =
      was === undefined
        ? `The type of ${subject} got the logical type ${is ?? ''}.`
        : is === undefined
          ? `The type of ${subject} lost the logical type ${was}.`
          : `The logical type of ${subject} was changed from ${was} to ${is}.`;
    tell(run, 'changed', 'logicalTypeChanged', path, text);
  }
  compareAttributes(left, right, at, run);
}

/** Whether one of two types of different names is in both texts: then it was not renamed, but another one put in its place. */
function wasReplaced({ fullname: left }: NamedSchema, { fullname: right }: NamedSchema, run: MeaningRun): boolean {
  if (left === undefined || right === undefined || left === right) return false;
  return run.right.definitions.has(left) || run.left.definitions.has(right);
}

function* compareNamed(left: NamedSchema, right: NamedSchema, written: Schema, at: Where, run: MeaningRun): Steps<void> {
  const pair = `${left.fullname ?? ''}\n${right.fullname ?? ''}`;
  if (run.met.has(pair)) return;
  if (written.type === 'reference') {
    // It comes later, unless its definition is met before.
    run.waiting.push({ left, right, at });
    return;
  }
  run.met.add(pair);
  yield;
  compareNames(left, right, run);
  const here: Where = { path: right.fullname ?? at.path, subject: typeName(right) };
  if (left.type !== right.type) return;
  compareDocs(left.doc, right.doc, here, run);
  compareAliases(left, right, here, run);
  compareAnnotations(left, right, here, run);
  if (left.type === 'record' && right.type === 'record') yield* compareFields(left, right, here, run);
  else if (left.type === 'enum' && right.type === 'enum') compareSymbols(left, right, here, run);
  else if (left.type === 'fixed' && right.type === 'fixed' && left.size !== right.size) {
    const text = `The size of ${here.subject} was changed from ${left.size ?? '?'} to ${right.size ?? '?'} bytes.`;
    tell(run, 'changed', 'sizeChanged', here.path, text);
  }
}

function compareNames({ fullname: was }: NamedSchema, right: NamedSchema, run: MeaningRun): void {
  const is = right.fullname;
  if (was === undefined || is === undefined || was === is) return;
  if (unqualifiedName(was) !== unqualifiedName(is)) {
    const alias = right.aliases.some(({ value }) => value === was) ? 'with an alias' : 'without an alias';
    tell(run, 'renamed', 'typeRenamed', is, `${unqualifiedName(was)} was renamed to ${unqualifiedName(is)}, ${alias}.`);
  }
  const [from, to] = [namespaceOf(was) ?? 'no namespace', namespaceOf(is) ?? 'no namespace'];
  const change = `${from}\n${to}`;
  if (from === to || run.namespaces.has(change)) return;
  run.namespaces.add(change);
  tell(run, 'changed', 'namespaceChanged', is, `The namespace of ${unqualifiedName(is)} was changed from ${from} to ${to}.`);
}
