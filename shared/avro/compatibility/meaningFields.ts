import type { Steps } from '../../slices.ts';
import { findValue } from '../jsonTree.ts';
import { isSameJson } from '../sameDefinition.ts';
import type { Field, RecordSchema } from '../schema.ts';
import { capitalized, compareAliases, compareAttributes, compareDocs, short } from './meaningAttributes.ts';
import { compareTypes, tell } from './meaningWalk.ts';
import type { MeaningRun, Where } from './meaningWalk.ts';
import { movedItems } from './movedItems.ts';
import { quoted } from './sentences.ts';

/** So many fields without records of their own are compared in well under a millisecond. */
const fieldsInStep = 50;

/** Compares the fields of two records, in the order of the right one. */
export function* compareFields(left: RecordSchema, right: RecordSchema, at: Where, run: MeaningRun): Steps<void> {
  if (left.isError !== right.isError) {
    tell(run, 'changed', 'typeChanged', at.path, `${capitalized(at.subject)} is ${right.isError ? 'an error' : 'no error'} now.`);
  }
  const matches = matchFields(left, right);
  const matched = new Set(matches.values());
  const indexes = new Map(left.fields.map((field, index) => [field, index]));
  const indexOf = (field: Field): number => indexes.get(field) ?? 0;
  const moved = movedItems([...matches.values()].map(indexOf));
  const order = [...matches.keys()];
  const isMoved = new Set(order.filter((_, index) => moved.has(index)));
  let next = 0;
  const removedUpTo = (end: number): void => {
    for (; next < end; next++) {
      const field = left.fields[next];
      if (field !== undefined && !matched.has(field)) removed(field, at, run);
    }
  };
  for (const [index, field] of right.fields.entries()) {
    if (index % fieldsInStep === fieldsInStep - 1) yield;
    const match = matches.get(field);
    if (match === undefined) added(field, at, run);
    else {
      if (!isMoved.has(field)) removedUpTo(indexOf(match));
      yield* compareField(match, field, isMoved.has(field), at, run);
    }
  }
  removedUpTo(left.fields.length);
}

/** The field of the left record that each field of the right one goes on with: by its name, else by an alias. */
function matchFields(left: RecordSchema, right: RecordSchema): ReadonlyMap<Field, Field> {
  const byName = new Map(left.fields.map((field) => [field.name?.value, field]));
  const taken = new Set(right.fields.map(({ name }) => name?.value));
  const matches = new Map<Field, Field>();
  for (const field of right.fields) {
    const aliases = field.aliases.map(({ value }) => value).filter((alias) => !taken.has(alias));
    const name = [field.name?.value, ...aliases].find((each) => byName.has(each));
    const match = byName.get(name);
    if (match === undefined) continue;
    if (name !== field.name?.value) taken.add(name);
    matches.set(field, match);
  }
  return matches;
}

function nameOf({ name }: Field): string {
  return quoted(name?.value ?? '');
}

function pathOf({ name }: Field, { path }: Where): string {
  return `${path}.${name?.value ?? ''}`;
}

function added(field: Field, at: Where, run: MeaningRun): void {
  const given = field.default === undefined ? 'without a default' : `with the default ${short(field.default)}`;
  tell(run, 'added', 'fieldAdded', pathOf(field, at), `Field ${nameOf(field)} was added, ${given}.`);
}

function removed(field: Field, at: Where, run: MeaningRun): void {
  tell(run, 'removed', 'fieldRemoved', pathOf(field, at), `Field ${nameOf(field)} was removed.`);
}

function* compareField(left: Field, right: Field, isMoved: boolean, at: Where, run: MeaningRun): Steps<void> {
  const here: Where = { path: pathOf(right, at), subject: nameOf(right) };
  const { path, subject } = here;
  const isRenamed = left.name?.value !== right.name?.value;
  if (isRenamed) tell(run, 'renamed', 'fieldRenamed', path, `Field ${nameOf(left)} was renamed to ${subject}, with an alias.`);
  if (isMoved) tell(run, 'moved', 'fieldMoved', path, `Field ${subject} was moved.`);
  compareDefaults(left, right, here, run);
  const [was, is] = [orderOf(left), orderOf(right)];
  if (was !== is) tell(run, 'changed', 'sortOrderChanged', path, `The sort order of ${subject} was changed from ${was} to ${is}.`);
  // The alias that says so is a part of the renaming.
  const known = isRenamed
    ? { ...left, aliases: [...left.aliases, ...right.aliases.filter(({ value }) => value === left.name?.value)] }
    : left;
  compareAliases(known, right, here, run);
  compareDocs(left.doc, right.doc, here, run);
  compareAttributes(left, right, here, run);
  yield* compareTypes(left.schema, right.schema, here, run);
}

function compareDefaults({ default: was }: Field, { default: is }: Field, { path, subject }: Where, run: MeaningRun): void {
  if (was === undefined && is !== undefined) tell(run, 'changed', 'defaultChanged', path, `Field ${subject} got the default ${short(is)}.`);
  else if (was !== undefined && is === undefined)
    tell(run, 'changed', 'defaultChanged', path, `Field ${subject} lost the default ${short(was)}.`);
  else if (was !== undefined && is !== undefined && !isSameJson(was, is)) {
    tell(run, 'changed', 'defaultChanged', path, `The default of ${subject} was changed from ${short(was)} to ${short(is)}.`);
  }
}

function orderOf({ json }: Field): string {
  const order = findValue(json, 'order');
  return order?.kind === 'string' ? order.value.toLowerCase() : 'ascending';
}
