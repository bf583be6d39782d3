import type { Steps } from '../../slices.ts';
import { unqualifiedName } from '../names.ts';
import { dereference } from '../schema.ts';
import type { Schema } from '../schema.ts';
import { isNamed } from '../schemaTree.ts';
import { typeText } from '../typeText.ts';
import { isPromoted } from './lossWalk.ts';
import { capitalized } from './meaningAttributes.ts';
import { changed, compareTypes, tell } from './meaningWalk.ts';
import type { MeaningRun, Where } from './meaningWalk.ts';
import { movedItems } from './movedItems.ts';

/** Compares two types of which one at least is a union: what is none counts as one of a single branch. */
export function* compareUnions(left: Schema, right: Schema, at: Where, run: MeaningRun): Steps<void> {
  const [was, is] = [left, right].map((schema) => (schema.type === 'union' ? schema.branches : [schema]));
  if (was === undefined || is === undefined) return;
  const matches = yield* matchBranches(was, is);
  const before = run.found.length;
  // Of a type that has nothing to do with the union, its branches are no news.
  if (matches.size === 0 && (left.type !== 'union' || right.type !== 'union')) {
    changed(left, right, at, run);
    return;
  }
  const kept = [...matches].sort(([a], [b]) => a - b);
  const moved = movedItems(kept.map(([, index]) => index));
  for (const [index, branch] of is.entries()) if (!matches.has(index)) branchAdded(branch, at, run);
  const known = new Set(matches.values());
  for (const [index, branch] of was.entries()) if (!known.has(index)) branchRemoved(branch, at, run);
  for (const [order, [index]] of kept.entries()) {
    const branch = is[index];
    const text = `Branch ${branch === undefined ? '' : typeText(branch)} of ${at.subject} was moved.`;
    if (moved.has(order)) tell(run, 'moved', 'branchMoved', at.path, text);
  }
  if (left.type !== right.type && run.found.length === before) changed(left, right, at, run);
  for (const [index, other] of kept) {
    const [l, r] = [was[other], is[index]];
    if (l !== undefined && r !== undefined) yield* compareTypes(l, r, at, run);
  }
}

function branchAdded(branch: Schema, { path, subject }: Where, run: MeaningRun): void {
  if (branch.type === 'null') tell(run, 'changed', 'nullAdded', path, `${capitalized(subject)} may be null now.`);
  else tell(run, 'added', 'branchAdded', path, `${capitalized(subject)} may be ${typeText(branch)} now.`);
}

function branchRemoved(branch: Schema, { path, subject }: Where, run: MeaningRun): void {
  if (branch.type === 'null') tell(run, 'changed', 'nullRemoved', path, `${capitalized(subject)} may no longer be null.`);
  else tell(run, 'removed', 'branchRemoved', path, `${capitalized(subject)} may no longer be ${typeText(branch)}.`);
}

/** So many branches, even of a union of thousands, are looked for in about a millisecond. */
const branchesInStep = 20;

/** For each branch of the right union, by its index, that of the left one which it goes on with: the same, else one alike. */
function* matchBranches(left: readonly Schema[], right: readonly Schema[]): Steps<Map<number, number>> {
  const matches = new Map<number, number>();
  const taken = new Set<number>();
  for (const isAlike of [isSame, isRenamed, areNumbers]) {
    for (const [index, branch] of right.entries()) {
      if (matches.has(index)) continue;
      if (index % branchesInStep === branchesInStep - 1) yield;
      const found = left.findIndex((other, position) => !taken.has(position) && isAlike(other, branch));
      if (found < 0) continue;
      taken.add(found);
      matches.set(index, found);
    }
  }
  return matches;
}

function isSame(left: Schema, right: Schema): boolean {
  const [l, r] = [dereference(left), dereference(right)];
  if (l === undefined || r === undefined)
    return left.type === 'reference' && right.type === 'reference' && left.fullname === right.fullname;
  return l.type === r.type && (!isNamed(l) || !isNamed(r) || l.fullname === r.fullname);
}

function isRenamed(left: Schema, right: Schema): boolean {
  const [l, r] = [dereference(left), dereference(right)];
  if (l === undefined || r === undefined || !isNamed(l) || !isNamed(r) || l.type !== r.type) return false;
  if (l.fullname === undefined || r.fullname === undefined) return false;
  return unqualifiedName(l.fullname) === unqualifiedName(r.fullname) || r.aliases.some(({ value }) => value === l.fullname);
}

function areNumbers(left: Schema, right: Schema): boolean {
  const isText = left.type === 'string' || left.type === 'bytes';
  return !isText && (isPromoted(left, right) || isPromoted(right, left));
}
