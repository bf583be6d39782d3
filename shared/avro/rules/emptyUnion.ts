import { fix } from '../fixes/fix.ts';
import { replaceSpan } from '../fixes/jsonEdits.ts';
import type { UnionSchema } from '../schema.ts';
import type { Rule } from './rule.ts';

/** A union without any branch: no value can be of it. */
export const emptyUnion: Rule<UnionSchema> = {
  id: 'empty-union',
  severity: 'warning',
  spec: 'Complex Types, Unions',
  on: 'union',
  concerns: ({ branches }) => branches.length === 0,
  *check({ branches, json, span }, { parsed: { text } }) {
    if (branches.length > 0 || json.kind !== 'array' || text[span.end - 1] !== ']') return;
    yield {
      span,
      message: 'No value is of a union without branches.',
      fixes: () => fix('Change to "null"', replaceSpan(span, '"null"')),
    };
  },
};
