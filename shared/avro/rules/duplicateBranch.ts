import { fixDuplicateBranch } from '../fixes/duplicates.ts';
import type { ReadingOrder, Schema, UnionSchema } from '../schema.ts';
import { demandSpan, membersInStep } from './rule.ts';
import type { Rule } from './rule.ts';

/**
 * A union with two branches of one type, or two named types of one fullname: which of them wrote a value could not be
 * told. A logical type makes no difference, nor do the items of an array or the values of a map.
 */
export const duplicateBranch: Rule<UnionSchema> = {
  id: 'duplicate-branch',
  severity: 'error',
  spec: 'Complex Types, Unions',
  on: 'union',
  *check(union, { parsed }) {
    const { protocol } = parsed;
    const seen = new Map<string, Schema>();
    let count = 0;
    for (const branch of union.branches) {
      if (++count % membersInStep === 0) yield undefined;
      const name = branchName(branch);
      if (name === undefined || (protocol !== undefined && isNeverBound(branch, protocol.reading))) continue;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, branch);
      else
        yield {
          span: nameSpan(branch),
          message: `"${name}" is already a branch of this union.`,
          related: [{ span: nameSpan(first), message: 'The first one is here.' }],
          fixes: () => fixDuplicateBranch(union, { first, second: branch }, parsed),
        };
    }
  },
};

/** Whether Java's Avro does not find out what a branch refers to. */
function isNeverBound(branch: Schema, { forward, unresolved }: ReadingOrder): boolean {
  return forward.has(branch) && unresolved.has(branch);
}

/** What a union tells its branches apart by. A type that is called `array` clashes with an array, too. */
function branchName(branch: Schema): string | undefined {
  switch (branch.type) {
    case 'record':
    case 'enum':
    case 'fixed':
      return branch.fullname;
    case 'reference':
      return branch.target === undefined ? undefined : branch.fullname;
    case 'union':
    case 'invalid':
      return undefined;
    default:
      return branch.type;
  }
}

function nameSpan(branch: Schema) {
  if ('name' in branch && branch.name !== undefined) return branch.name.span;
  return branch.json.kind === 'object' ? demandSpan(branch.json) : branch.span;
}
