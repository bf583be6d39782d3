import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../../shared/avro/check.ts';
import { verdictProblems } from '../../../../shared/avro/compatibility/problems.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import type { Problem } from '../../../../shared/avro/schema.ts';
import { applyFix } from '../../../expectFix.ts';
import { judged, sideOf, versionOf } from '../../../judged.ts';
import { seededRandom } from '../../../randomSchema.ts';
import { changeSchema, realisticSchema } from '../../../schemaChanges.ts';

const seed = 20_261_130;
const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 5_000 : 250;

function problemsOf(text: string, old: string, level: 'BACKWARD' | 'FORWARD'): Problem[] {
  const side = sideOf(text);
  return verdictProblems(judged(side, [versionOf(old)], level), side, { severity: 'error', lossSeverity: 'off' });
}

function errorsOf(text: string): number {
  return checkSchema(parseSchema(text)).filter(({ severity }) => severity === 'error').length;
}

/** As one line, or over lines. */
function laidOut(text: string, random: () => number): string {
  return random() < 0.5 ? text : JSON.stringify(JSON.parse(text), null, 2);
}

function occurrences(problems: readonly Problem[], { code, message }: Problem): number {
  return problems.filter((each) => each.code === code && each.message === message).length;
}

test(`each fix of ${count} changed schemas mends its break and brings no error in, seed ${seed}`, () => {
  const random = seededRandom(seed);
  const offered = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const old = laidOut(realisticSchema(random), random);
    const text = laidOut(changeSchema(old, random), random);
    const before = errorsOf(text);
    for (const level of ['BACKWARD', 'FORWARD'] as const) {
      const problems = problemsOf(text, old, level);
      for (const problem of problems) {
        for (const fix of problem.fixes?.() ?? []) {
          const after = applyFix(text, fix);
          const what = `${index}, ${level}: ${problem.message} "${fix.title}" makes\n${after}\nof\n${text}\nbeside\n${old}`;
          assert.ok(errorsOf(after) <= before, `No new error. ${what}`);
          const left = problemsOf(after, old, level);
          assert.ok(left.length < problems.length && occurrences(left, problem) < occurrences(problems, problem), `It goes. ${what}`);
          const title = fix.title.replaceAll(/".*?"/g, '…').split(' ').slice(0, 2).join(' ');
          offered.set(title, (offered.get(title) ?? 0) + 1);
        }
      }
    }
  }
  for (const title of [
    'Add Default',
    'Make …',
    'Restore Field',
    'Restore Symbol',
    'Restore Type',
    'Restore Branch',
    'Restore Name',
    'Add Alias',
  ]) {
    assert.ok((offered.get(title) ?? 0) > 0, `"${title}" is offered: ${JSON.stringify([...offered])}`);
  }
});
