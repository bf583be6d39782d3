import { dereference } from '../schema.ts';
import type { Schema, UnionSchema } from '../schema.ts';
import { unqualifiedName } from '../names.ts';
import { isNamed } from '../schemaTree.ts';
import type { ResolvedSchema } from './place.ts';

/** The branches of a large union by what they can read. */
export interface BranchIndex {
  /** Without a name: of each type the first. */
  readonly anonymous: readonly Schema[];
  /** By their type and name without a namespace, and by their type and each of their aliases. */
  readonly named: ReadonlyMap<string, readonly Schema[]>;
}

/**
 * As many branches are all tried one after the other, as Java does it, which then knows of each pair where it was tried. Of more,
 * only those are tried whose name fits: the verdict is the same, in less than the product of two unions.
 */
const maxTried = 100;

/**
 * The branches of the reader that are to be tried for a part of the writer, in their order.
 *
 * @param known the indexes of unions that have been asked for before
 */
export function branchesFor(writer: ResolvedSchema, union: UnionSchema, known: Map<UnionSchema, BranchIndex>): readonly Schema[] {
  if (union.branches.length <= maxTried) return union.branches;
  const index = known.get(union) ?? indexBranches(union);
  known.set(union, index);
  if (!isNamed(writer) || writer.fullname === undefined) return index.anonymous;
  const byName = index.named.get(`${writer.type} ${unqualifiedName(writer.fullname)}`) ?? [];
  return [...byName, ...(index.named.get(`${writer.type}=${writer.fullname}`) ?? [])];
}

function indexBranches({ branches }: UnionSchema): BranchIndex {
  const anonymous = new Map<string, Schema>();
  const named = new Map<string, Schema[]>();
  for (const branch of branches) {
    const schema = dereference(branch);
    if (schema === undefined || !isNamed(schema) || schema.fullname === undefined) {
      const type = schema?.type ?? 'invalid';
      if (!anonymous.has(type)) anonymous.set(type, branch);
      continue;
    }
    const keys = [`${schema.type} ${unqualifiedName(schema.fullname)}`, ...schema.aliases.map(({ value }) => `${schema.type}=${value}`)];
    for (const key of keys) {
      const list = named.get(key);
      if (list === undefined) named.set(key, [branch]);
      else list.push(branch);
    }
  }
  return { anonymous: [...anonymous.values()], named };
}
