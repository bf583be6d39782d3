import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, SideDiagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { toReportJson } from '../../../shared/diagnosis/reportJson.ts';
import { toReportMarkdown } from '../../../shared/diagnosis/reportMarkdown.ts';
import { withoutContents } from '../../../shared/diagnosis/withoutContents.ts';
import { fineDiagnosis, nowMs, switchDiagnosis, undecidedDiagnosis } from './reportSamples.ts';

// Wherever the contract lets contents stand, a word stands that is to be nowhere afterwards.
const secret = 'SECRET';

function withSecrets(side: SideDiagnosis): SideDiagnosis {
  const record = { partition: 0, offset: 7n };
  const comparison = { record, rows: [{ path: `tags{"${secret}"}`, written: `"${secret}"`, read: secret }], more: 2 };
  const rows = side.consumers.rows.map((row) => ({ ...row, cells: row.cells.map((cell) => ({ ...cell, comparison })) }));
  const readings = side.readings.map((reading) => ({ ...reading, contents: [{ record, hex: secret, preview: `{"a":"${secret}"}` }] }));
  return { ...side, readings, consumers: { ...side.consumers, rows } };
}

for (const diagnosis of [switchDiagnosis, fineDiagnosis, undecidedDiagnosis]) {
  const full: Diagnosis = {
    ...diagnosis,
    key: withSecrets({ ...diagnosis.value, part: 'key' }),
    value: withSecrets(diagnosis.value),
  };
  test(`${diagnosis.topic}: nothing of what messages contain stays, and all the rest does`, () => {
    const text = (one: Diagnosis): string =>
      JSON.stringify(one, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    assert.ok(text(full).includes(secret));
    const stripped = withoutContents(full);
    assert.ok(!text(stripped).includes(secret));
    assert.equal(stripped.value.headline, full.value.headline);
    assert.deepEqual(stripped.value.bands, full.value.bands);
    assert.deepEqual(stripped.value.consumers.rows[0]?.cells[0]?.comparison, { record: { partition: 0, offset: 7n }, rows: [], more: 3 });
    assert.deepEqual(
      stripped.value.readings.map(({ by }) => by),
      full.value.readings.map(({ by }) => by),
    );
  });

  test(`${diagnosis.topic}: saved reports have contents only where they are wanted`, () => {
    for (const contents of [false, true]) {
      assert.equal(toReportJson(full, { contents }).includes(secret), contents);
      assert.equal(toReportMarkdown(full, { contents, nowMs }).includes(secret), contents);
    }
  });
}

test('JSON for programs: its names, offsets as digits, what is not known left out', () => {
  const report = JSON.parse(toReportJson(switchDiagnosis, { contents: false })) as Record<string, unknown> & {
    value: Record<string, unknown[]>;
  };
  assert.deepEqual(Object.keys(report), [
    ...['format', 'version', 'contents', 'connection', 'topic', 'startedMs', 'durationMs', 'stage', 'stopped', 'reads', 'partitions'],
    ...['registry', 'notes', 'key', 'value'],
  ]);
  assert.deepEqual(
    [report['format'], report['version'], report['contents'], report['registry']],
    ['avro-workbench-diagnosis', 1, false, { url: 'http://localhost:8081', subjects: 12 }],
  );
  assert.deepEqual(report['partitions'], [
    { partition: 0, firstOffset: '0', endOffset: '20412' },
    { partition: 1, firstOffset: '0', endOffset: '20389' },
    { partition: 2, firstOffset: '1530', endOffset: '20403' },
  ]);
  assert.deepEqual(Object.keys(report.value).sort(), [
    ...['advice', 'bands', 'changes', 'classes', 'consumers', 'detail', 'evidence', 'headline', 'part', 'readings', 'severity', 'state'],
  ]);
  const { timestampMs, ...change } = report.value['changes']?.[0] as Record<string, unknown>;
  assert.deepEqual(change, { partition: 0, offset: '18204', before: '18203', from: 0, to: 1 });
  assert.equal(timestampMs, switchDiagnosis.value.changes[0]?.timestampMs);
  const [first] = report.value['classes'] as Record<string, unknown>[];
  assert.deepEqual(Object.keys(first ?? {}).sort(), [
    ...['certainty', 'firstMs', 'framing', 'index', 'lastMs', 'name', 'partitions', 'records', 'sampled', 'samples', 'schemas', 'share'],
    'unknownIds',
  ]);
  assert.equal(first?.['records'], '53103');
});
