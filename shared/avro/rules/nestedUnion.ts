import { flattenUnion } from '../fixes/typeFixes.ts';
import type { UnionSchema } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/** A union directly in a union: its branches belong into the outer one. */
export const nestedUnion: Rule<UnionSchema> = {
  id: 'nested-union',
  severity: 'error',
  spec: 'Complex Types, Unions',
  on: 'union',
  concerns: ({ branches }) => branches.some(({ type }) => type === 'union'),
  *check(union, { parsed: { text } }) {
    for (const branch of union.branches) {
      if (branch.type === 'union')
        yield {
          span: openingSpan(branch.json),
          message: 'A union may not be a branch of a union; its branches can be.',
          fixes: () => flattenUnion(text, union, branch),
        };
    }
  },
};
