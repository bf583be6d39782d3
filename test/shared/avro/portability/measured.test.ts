import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkSchema } from '../../../../shared/avro/check.ts';
import { parseSchema } from '../../../../shared/avro/parse.ts';
import { targetIds, targets } from '../../../../shared/avro/portability/targets.ts';
import type { TargetId } from '../../../../shared/avro/portability/targets.ts';
import { readMeasured } from '../../../portability/measure.ts';
import { probes } from '../../../portability/probes.ts';

const measured = readMeasured();

test('everything was measured that is to be', () => {
  assert.deepEqual(Object.keys(measured.targets), targetIds);
  for (const id of targetIds) {
    assert.equal(measured.targets[id]?.software, targets[id].software);
    assert.match(measured.targets[id].date, /^\d{4}-\d{2}-\d{2}$/);
  }
  assert.deepEqual(
    measured.probes.map(({ id, text }) => ({ id, text })),
    probes.map(({ id, text }) => ({ id, text })),
  );
  assert.equal(new Set(probes.map(({ id }) => id)).size, probes.length, 'An id is given once.');
  for (const { id, verdicts } of measured.probes) {
    for (const [target, { verdict, reason = '' }] of Object.entries(verdicts)) {
      assert.ok(Object.hasOwn(targets, target), `${id}: ${target}`);
      assert.match(verdict, /^(?:refused|dropped)$/);
      assert.ok(reason.length > 0 && !reason.includes('\n'), `${id}: ${target} says why.`);
    }
  }
});

/** The rules that tell of logical types that the specification has every reader ignore. */
const ofIgnored = ['invalid-decimal', 'logical-type-underlying'];

/** Where we say nothing of what was measured. */
const untold: ReadonlyMap<string, TargetId> = new Map([
  // It resolves the names inside in the namespace that counts for nobody else, which dotted-name-and-namespace tells of.
  ['dotted-name-beside-namespace-inside', 'avsc'],
  ['dotted-name-beside-namespace-reference', 'avsc'],
]);

for (const [index, { id, text, verdicts }] of measured.probes.entries()) {
  test(`what we say of ${id} is what was measured`, () => {
    const { logical, read } = probes[index] ?? {};
    const parsed = parseSchema(text);
    const problems = checkSchema(parsed);
    assert.ok(!problems.some(({ code }) => code === 'portability'), 'Nothing is said where no target is chosen.');
    const hasError = problems.some(({ severity }) => severity === 'error');
    assert.equal(hasError, verdicts['java-1.12']?.verdict === 'refused');
    // An error has to be put right whoever reads the schema.
    if (hasError) return;
    const isIgnoredByAll = logical === true && problems.some(({ code }) => ofIgnored.includes(code));
    for (const target of targetIds) {
      const said = checkSchema(parsed, { targets: [target] }).filter(({ code }) => code === 'portability');
      for (const { message, severity } of said) {
        assert.ok(message.startsWith(targets[target].name) && message.endsWith('.'), message);
        assert.equal(severity, 'warning');
      }
      const refuses = said.some(({ message }) => message.startsWith(`${targets[target].name} refuses `));
      const { verdict = 'accepted' } = verdicts[target] ?? {};
      const saysSo = refuses ? 'refused' : said.length > 0 ? 'dropped' : 'accepted';
      // Where the software was only asked to parse, nothing shows what it drops; what all drop, another rule tells.
      const counts = (logical ?? read) === undefined ? refuses || verdict !== 'accepted' : verdict !== 'dropped' || !isIgnoredByAll;
      if (untold.get(id) === target) assert.deepEqual([saysSo, verdict], ['accepted', 'refused']);
      else if (counts) assert.equal(saysSo, verdict, `${target}: ${said.map(({ message }) => message).join(' ')}`);
    }
  });
}
