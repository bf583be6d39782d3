import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PartSetting } from '../../../client/decodeProfiles.ts';
import { asChosen } from '../../../client/webview/chosenReading.ts';
import { switchDiagnosis, undecidedDiagnosis } from '../../shared/diagnosis/reportSamples.ts';

// Its readings are Confluent prefix by feature-flags-value, id 2, and bare Avro by Counters.avsc.

const cases: readonly [string, PartSetting | undefined, string | undefined][] = [
  ['nothing', undefined, undefined],
  ['a framing alone', { framing: 'confluent-prefix' }, 'Confluent prefix'],
  ['the other one', { framing: 'bare' }, 'bare Avro'],
  ['a framing and its subject', { framing: 'confluent-prefix', subject: 'feature-flags-value' }, 'Confluent prefix'],
  ['a framing and another subject', { framing: 'confluent-prefix', subject: 'orders-value' }, undefined],
  ['a framing and its id', { framing: 'confluent-prefix', id: 2 }, 'Confluent prefix'],
  ['a framing and another id', { framing: 'confluent-prefix', id: 3 }, undefined],
  ['bare Avro by its file', { framing: 'bare', file: 'Counters.avsc' }, 'bare Avro'],
  ['bare Avro by another file', { framing: 'bare', file: 'Other.avsc' }, undefined],
  ['a framing that is none of the readings', { framing: 'glue' }, undefined],
  ['a schema without a framing', { subject: 'feature-flags-value' }, undefined],
];
for (const [name, setting, expected] of cases)
  test(`a profile that says ${name} ${expected === undefined ? 'chooses nothing' : `chooses ${expected}`}`, () => {
    const chosen = asChosen(undecidedDiagnosis, 'value', setting);
    if (expected === undefined) {
      assert.equal(chosen, undecidedDiagnosis);
      return;
    }
    assert.equal(chosen.value.headline, `Values are read as ${expected} by your choice; the bytes alone cannot decide.`);
    assert.deepEqual([chosen.value.state, chosen.value.readings, chosen.value.advice], ['one', [], []]);
  });

test('what was chosen has its own consumers, evidence and ranges, and says that it is no more than that', () => {
  const { value, key } = asChosen(undecidedDiagnosis, 'value', { framing: 'bare' });
  assert.equal(key, undecidedDiagnosis.key);
  assert.deepEqual(
    value.consumers.columns.map(({ title, of }) => [title, of]),
    [['If it is bare Avro', 0]],
  );
  const before = undecidedDiagnosis.value.consumers.rows;
  assert.deepEqual(
    value.consumers.rows.map(({ cells }) => cells),
    before.map(({ cells }) => [cells[1]]),
  );
  const own = undecidedDiagnosis.value.evidence.filter(({ of }) => of === 1 || of === undefined);
  assert.deepEqual(
    value.evidence.map(({ text, of }) => [text, of]),
    own.map(({ text, of }) => [text, of === 1 ? 0 : undefined]),
  );
  assert.ok(value.bands.every(({ classes }) => classes.length === 1 && classes[0] === 0));
  const [found] = value.classes;
  assert.deepEqual(
    [found?.framing, found?.certainty, found?.records, found?.share, found?.partitions, found?.samples.length],
    ['bare', 'guessed', 4n, 1, [0], 4],
  );
  assert.match(value.detail, /^This is workspace file Counters\.avsc.*, as the topic's decode profile says\./);
});

test('what the bytes decide nobody chooses', () => {
  assert.equal(asChosen(switchDiagnosis, 'value', { framing: 'bare' }), switchDiagnosis);
  assert.equal(asChosen(undecidedDiagnosis, 'key', { framing: 'bare' }), undecidedDiagnosis);
});
