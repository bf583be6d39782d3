import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rules } from '../../../shared/avro/rules/index.ts';
import { textRules } from '../../../shared/avro/rules/textRules.ts';
import { expectProblems } from '../../expectProblems.ts';
import { mark } from '../../mark.ts';
import { otherTexts } from '../../otherTexts.ts';
import { parserOf } from './ruleRows/rows.ts';
import { ruleTable } from './ruleTable.ts';

const isOff = new Set<string>(rules.filter((rule) => rule.isOff === true).map(({ id }) => id));

for (const [id, rows] of Object.entries(ruleTable)) {
  for (const row of rows) {
    const { name, text, finds, says } = row;
    test(`${id}: ${name}`, () => {
      const marked = mark(text);
      const problems = expectProblems(marked, finds ?? marked.ranges.map(() => id), {
        parse: parserOf(row),
        severities: isOff.has(id) ? { [id]: 'information' } : {},
        targets: row.targets ?? [],
        ...(row.others !== undefined && otherTexts(marked.text, row.others)),
      });
      if (says !== undefined)
        assert.ok(
          problems.some(({ message }) => message.includes(says)),
          problems.map(({ message }) => message).join('\n'),
        );
      for (const { message } of problems) assert.match(message, /[.?]$/);
    });
  }
}

test('every rule has something that it finds, and something alike that it does not', () => {
  const ids = [...textRules, ...rules].map(({ id }) => id);
  assert.deepEqual(Object.keys(ruleTable).sort(), ids.sort());
  for (const [id, rows] of Object.entries(ruleTable)) {
    assert.ok(
      rows.some(({ text, finds }) => (finds ?? mark(text).ranges.map(() => id)).includes(id)),
      `${id} finds something.`,
    );
    assert.ok(
      rows.some(({ text, finds }) => !(finds ?? mark(text).ranges.map(() => id)).includes(id)),
      `${id} lets something pass.`,
    );
  }
});

test('the second of two points to the first', () => {
  const { text, ranges } = mark('{"type":"record","name":"R","fields":[{"name":<<"a">>,"type":"int"},{"name":<<"a">>,"type":"int"}]}');
  const [problem] = expectProblems({ text, cursor: undefined, ranges: ranges.slice(1) }, ['duplicate-field']);
  assert.deepEqual(problem?.related, [{ span: ranges[0], message: 'The first one is here.' }]);
});
