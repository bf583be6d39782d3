import { fix } from '../fixes/fix.ts';
import { replaceSpan, together } from '../fixes/jsonEdits.ts';
import type { UnionSchema } from '../schema.ts';
import { openingSpan } from './rule.ts';
import type { Rule } from './rule.ts';

/**
 * A union with one branch: it says no more than the branch alone, but each value is written with a byte in front. Readers
 * of either schema can read data of the other.
 */
export const singleBranchUnion: Rule<UnionSchema> = {
  id: 'single-branch-union',
  severity: 'information',
  spec: 'Complex Types, Unions',
  on: 'union',
  concerns: ({ branches }) => branches.length === 1,
  *check({ branches, json }, { parsed }) {
    const { text } = parsed;
    const [branch, ...others] = branches;
    if (branch === undefined || others.length > 0 || branch.type === 'union' || branch.type === 'invalid') return;
    const { start, end } = json.span;
    const [before, behind] = [text.slice(start + 1, branch.span.start), text.slice(branch.span.end, end)];
    // Behind a comma, or without the bracket, another branch is about to be typed.
    if (!/^(?:\s|\/\/.*|\/\*[^]*?\*\/)*\]$/.test(behind)) return;
    yield {
      span: openingSpan(json),
      message: 'This union has one branch, which could stand alone.',
      // Comments stay where they are, but behind the whole schema there may be none.
      fixes: () =>
        json === parsed.json && behind.trim() !== ']'
          ? []
          : fix(
              'Remove the Brackets',
              together(
                replaceSpan({ start, end: before.trim() === '' ? branch.span.start : start + 1 }, ''),
                replaceSpan({ start: behind.trim() === ']' ? branch.span.end : end - 1, end }, ''),
              ),
            ),
    };
  },
};
