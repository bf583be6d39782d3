import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../shared/avro/check.ts';
import type { Span } from '../../../shared/avro/json.ts';
import { fixAll } from '../../../shared/avro/fixes/fixAll.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { rules } from '../../../shared/avro/rules/index.ts';
import type { Fix, Problem } from '../../../shared/avro/schema.ts';
import { applyFix, expectFixed } from '../../expectFix.ts';
import { mark } from '../../mark.ts';
import { otherTexts } from '../../otherTexts.ts';
import { fixTable } from './fixTable.ts';
import { parserOf } from './ruleRows/rows.ts';
import type { RuleRow } from './ruleRows/rows.ts';
import { ruleTable } from './ruleTable.ts';

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

/** What a row's text is checked like. */
function checkerOf(id: string, row: RuleRow): (text: string) => readonly Problem[] {
  return (text) => {
    const { lookup, ...options } = row.others === undefined ? {} : otherTexts(text, row.others);
    const severities = rules.some((rule) => rule.id === id && rule.isOff === true) ? { [id]: 'information' as const } : {};
    return checkSchema(parserOf(row)(text, lookup === undefined ? {} : { lookup }), { severities, targets: row.targets ?? [], ...options });
  };
}

/** What is to be done about these only the author of the schema can know, or it is to be done in another text. */
const authorsOwn: ReadonlySet<string> = new Set([
  ...['nesting-too-deep', 'not-a-schema', 'not-a-protocol', 'trailing-text', 'forward-response', 'missing-doc'],
  ...['conflicting-definition', 'ambiguous-reference', 'non-ascii-name', 'type-name-case', 'symbol-case', 'namespace-case'],
]);

const fixed = new Set<string>();
for (const [id, rows] of Object.entries(ruleTable)) {
  test(`${id}: each fix of what is found does away with it, without a new error`, () => {
    for (const row of rows) {
      const { text } = mark(row.text);
      const check = checkerOf(id, row);
      for (const problem of check(text)) {
        for (const fix of problem.fixes?.() ?? []) {
          fixed.add(problem.code);
          expectFixed(text, problem, fix, check);
        }
      }
    }
  });
}

test('there is a fix of what every rule finds, but for what only its author can know', () => {
  assert.deepEqual(
    Object.keys(ruleTable).filter((id) => !fixed.has(id) && !authorsOwn.has(id)),
    [],
  );
});

for (const { name, text, after } of [
  { name: 'what meets is left for the next time', text: '["int","int","int"]', after: '["int","int"]' },
  { name: 'one fix beside another', text: '["int","int",["string"],]', after: '["int","string"]' },
  {
    name: 'no name is guessed, and no type changed',
    text: '{"type":"record","name":"a-b","fields":[{"name":"a","type":"strin"},{"name":"b","type":"int","default":null}]}',
    after: '{"type":"record","name":"a-b","fields":[{"name":"a","type":"strin"},{"name":"b","type":"int","default":null}]}',
  },
]) {
  test(`all that is beyond doubt is fixed at once: ${name}`, () => {
    const edits = fixAll(checkSchema(parseSchema(text)));
    assert.equal(applyFix(text, { title: 'all', edits }), after);
  });
}

test('a type of another text is offered by its fullname, before what is only alike', () => {
  const { text, ranges } = mark('{"type":"record","name":"n.R","fields":[{"name":"a","type":<<"Address">>}]}');
  const others = {
    'address.avsc': '{"type":"fixed","name":"com.example.Address","size":4}',
    'near.avsc': '{"type":"fixed","name":"n.Adress","size":4}',
  };
  const { lookup, otherNames } = otherTexts(text, others);
  const [problem] = checkSchema(parseSchema(text, { lookup }), { otherNames });
  assert.deepEqual(problem?.span, ranges[0]);
  const fixes = problem?.fixes?.() ?? [];
  assert.deepEqual(
    fixes.map(({ title }) => title),
    ['Change to "com.example.Address"', 'Change to "Adress"'],
  );
});
