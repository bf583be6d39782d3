import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import type { Span } from '../../../shared/avro/json.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Fix, Problem } from '../../../shared/avro/schema.ts';
import { applyFix, expectFixed } from '../../expectFix.ts';
import { mark } from '../../mark.ts';
import { fixTable } from './fixTable.ts';

for (const [id, rows] of Object.entries(fixTable)) {
  for (const { name, text: marked, offers, after, others = {} } of rows) {
    test(`${id}: ${name}`, () => {
      const { text, ranges } = mark(marked);
      const { problem, fixes } = findFixes(text, id, ranges[0]);
      assert.deepEqual(
        fixes.map(({ title, isPreferred }) => `${title}${isPreferred === true ? '!' : ''}`),
        offers,
      );
      for (const [index, fix] of fixes.entries()) {
        const made = expectFixed(text, problem, fix);
        if (index === 0) assert.equal(made, after);
        const other = others[fix.title];
        if (other !== undefined) assert.equal(made, other);
      }
    });
  }
}

function findFixes(text: string, id: string, span: Span | undefined): { readonly problem: Problem; readonly fixes: readonly Fix[] } {
  const problems = checkSchema(parseSchema(text));
  const problem = problems.find(({ code, span: { start, end } }) => code === id && start === span?.start && end === span.end);
  assert.ok(problem !== undefined, `${id} is found where it is marked, among ${problems.map(({ code }) => code).join(', ')}.`);
  return { problem, fixes: problem.fixes?.() ?? [] };
}

test('of the same thing twice, either fix may be made first', () => {
  const text = '["null",["int",["string"]]]';
  const [outer, inner] = checkSchema(parseSchema(text)).map(({ fixes }) => fixes?.()[0]);
  assert.ok(outer !== undefined && inner !== undefined);
  assert.equal(applyFix(text, outer), '["null","int",["string"]]');
  assert.equal(applyFix(text, inner), '["null",["int","string"]]');
  assert.equal(applyFix(text, { title: 'both', edits: [...outer.edits, ...inner.edits] }), '["null","int","string"]');
});
