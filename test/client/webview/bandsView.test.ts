import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBands } from '../../../client/webview/bandsView.ts';
import type { BandsView } from '../../../client/webview/reportProtocol.ts';
import type { Diagnosis, FoundClass, SideDiagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { bands, diagnosisOf, foundClass, side } from '../../shared/diagnosis/diagnoses.ts';
import { fineDiagnosis, nowMs, switchDiagnosis, undecidedDiagnosis } from '../../shared/diagnosis/reportSamples.ts';

const viewOf = (diagnosis: Diagnosis): BandsView => toBands(diagnosis, diagnosis.value, nowMs);

function made(value: Partial<SideDiagnosis>, partitions: readonly (readonly [number, number])[]): BandsView {
  const offsets = partitions.map(([first, end], partition) => ({ partition, firstOffset: BigInt(first), endOffset: BigInt(end) }));
  return viewOf({ ...diagnosisOf(side('value', 'mixed', value)), partitions: offsets });
}

test('a change: what stands on either side, to scale, and where and when it was', () => {
  const view = viewOf(switchDiagnosis);
  assert.deepEqual([view.axis, view.hasChanges], [{ from: '0', to: '20,411' }, true]);
  assert.deepEqual(
    view.rows.map(({ partition, change, text, gone }) => [partition, change?.text, change?.time, change?.place.offset, text, gone?.title]),
    [
      [0, '18,204', '10 Nov 14:02:07', '18204', '', undefined],
      [1, '18,197', '10 Nov 14:02:07', '18197', '', undefined],
      [2, '18,232', '10 Nov 14:02:08', '18232', '', 'Offsets up to 1,529 are there no more'],
    ],
  );
  const [framed, bare] = view.rows[0]?.segments ?? [];
  assert.deepEqual(
    [framed?.name, framed?.label, framed?.patterns, framed?.start],
    ['Offsets 0 to 18,203: Confluent prefix, schema id 12. Show bytes.', 'Confluent prefix, schema id 12', ['framed'], 0],
  );
  assert.deepEqual([bare?.name, bare?.patterns], ['Offsets 18,204 to 20,411: bare Avro. Show bytes.', ['bare']]);
  for (const { segments } of view.rows) {
    const [first, second] = segments;
    // They meet where it changed, and end where the partition does.
    assert.ok(first && second && Math.abs(first.start + first.width - second.start) < 1e-6);
    assert.ok(second.start + second.width <= 1);
  }
  // Beside the change stand the records that prove it: the last before, the first since.
  assert.equal(framed?.sample?.offset, String(switchDiagnosis.value.bands[0]?.read.at(-1)));
  assert.equal(bare?.sample?.offset, String(switchDiagnosis.value.bands[1]?.read[0]));
  assert.deepEqual(
    view.legend.map(({ pattern, text }) => `${pattern}: ${text}`),
    ['framed: Confluent prefix: 53,103 records, 89 %', 'bare: bare Avro: 6,571 records, 11 %'],
  );
});

test('without a change the schema ids stand behind a range, and of undecided ones their offsets and times', () => {
  const fine = viewOf(fineDiagnosis);
  assert.deepEqual(
    fine.rows.map(({ text }) => text),
    ['schema ids 9, 10, 13', 'schema ids 9, 10, 13', 'schema ids 9, 10, 13'],
  );
  const undecided = viewOf(undecidedDiagnosis);
  assert.deepEqual(undecided.legend, []);
  const [row] = undecided.rows;
  assert.equal(row?.text, '0 to 3, 10 Nov 14:02 to 14:05');
  assert.deepEqual(row.segments[0]?.patterns, ['open']);
  assert.equal(row.segments[0].name, 'Offsets 0 to 3: undecided. Show bytes.');
  assert.match(row.segments[0].label, /^Confluent prefix, or bare Avro/);
});

test('patterns: the first framing that names a schema and bare Avro have their own, others by turns', () => {
  const kinds: readonly [FoundClass['framing'], FoundClass['fault'], string][] = [
    ['confluent-prefix', 'unknown-id', 'a'],
    ['confluent-prefix', undefined, 'framed'],
    ['bare', undefined, 'bare'],
    ['bare', 'trailing-bytes', 'b'],
    ['null', undefined, 'null'],
    ['single-object', undefined, 'c'],
    ['text', undefined, 'd'],
    ['json', undefined, 'a'],
  ];
  const classes = kinds.map(([framing, fault], index) => foundClass(index, framing, [], { fault }));
  const view = made({ classes, bands: bands([0, 0, 10, [0, 2]], [0, 10, 20, []]) }, [[0, 20]]);
  assert.deepEqual(
    view.legend.map(({ pattern }) => pattern),
    kinds.map(([, , pattern]) => pattern),
  );
  const [mixed, unread] = view.rows[0]?.segments ?? [];
  assert.deepEqual(mixed?.patterns, ['a', 'bare']);
  assert.match(mixed.label, /^both .* and bare Avro$/);
  assert.deepEqual([unread?.patterns, unread?.label, unread?.sample], [['open'], 'not read', undefined]);
  // What has no record to show offers none.
  assert.equal(unread?.name, 'Offsets 10 to 19: not read.');
});

const hugeEnd = 9_000_000_000_000_000_000n;
const cases: readonly [string, readonly (readonly [number, number])[], BandsView['axis'], readonly string[]][] = [
  ['no partitions', [], { from: '0', to: '0' }, []],
  ['an empty topic', [[0, 0]], { from: '0', to: '0' }, ['no records']],
  ['one record', [[7, 8]], { from: '7', to: '7' }, ['']],
  [
    'an empty partition whose offsets lie beyond all others',
    [
      [5, 10],
      [900, 900],
    ],
    { from: '5', to: '9' },
    ['', 'no records'],
  ],
];
for (const [name, partitions, axis, rows] of cases)
  test(`the scale of ${name}`, () => {
    const view = made({}, partitions);
    assert.deepEqual(view.axis, axis);
    assert.deepEqual(
      view.rows.map(({ text }) => text),
      rows,
    );
    assert.ok(view.rows.every(({ gone }) => gone === undefined || (gone.width >= 0 && gone.width <= 1)));
  });

test('offsets beyond the exact numbers, and so many marks that they can not be told apart', () => {
  const from = hugeEnd - 1000n;
  const read = Array.from({ length: 1000 }, (_, index) => from + BigInt(index));
  const [band] = bands([0, 0, 1, [0]]);
  assert.ok(band);
  const value = side('value', 'one', { classes: [foundClass(0, 'bare', [])], bands: [{ ...band, from, to: hugeEnd, read }] });
  const view = viewOf({ ...diagnosisOf(value), partitions: [{ partition: 0, firstOffset: from, endOffset: hugeEnd }] });
  const [row] = view.rows;
  assert.deepEqual([row?.segments[0]?.start, row?.segments[0]?.width], [0, 1]);
  assert.ok((row?.ticks.length ?? 0) <= 301);
  assert.equal(row?.segments[0]?.sample?.offset, String(from));
  assert.equal(view.axis.to, '8,999,999,999,999,999,999');
});

test('several changes of a partition: the first is shown, the others are counted', () => {
  const change = { partition: 0, before: 9n, timestampMs: undefined, from: 0, to: 1 };
  const changes = [10n, 20n, 30n].map((offset) => ({ ...change, offset }));
  const view = made({ classes: [foundClass(0, 'bare', [])], changes, bands: bands([0, 0, 40, [0]]) }, [[0, 40]]);
  assert.deepEqual([view.rows[0]?.change?.text, view.rows[0]?.change?.time, view.rows[0]?.text], ['10', '', 'and 2 more']);
});
