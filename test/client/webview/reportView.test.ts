import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportAction, ReportView } from '../../../client/webview/reportProtocol.ts';
import { reportActions, toReportView, type ReportViewOptions } from '../../../client/webview/reportView.ts';
import type { Diagnosis, PossibleReading, SideDiagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { diagnosisOf, side } from '../../shared/diagnosis/diagnoses.ts';
import { fineDiagnosis, nowMs, switchDiagnosis, undecidedDiagnosis } from '../../shared/diagnosis/reportSamples.ts';

const all = reportActions(true);
const readOnly = reportActions(false);

function view(diagnosis: Diagnosis, given: Partial<ReportViewOptions> = {}): ReportView {
  const options = {
    part: 'value',
    actions: all,
    consumers: undefined,
    snippets: [],
    noSnippets: undefined,
    isChosen: false,
    nowMs,
  } as const;
  return toReportView(diagnosis, { ...options, ...given });
}

const labels = ({ buttons }: Pick<ReportView, 'buttons'>): string[] => buttons.map(({ label }) => label);
const withValue = (given: Partial<SideDiagnosis>): Diagnosis => diagnosisOf(side('value', 'one', given));

test('what may be offered: nothing that writes where nobody may write', () => {
  const writes: readonly ReportAction[] = ['reframe'];
  assert.ok(writes.every((one) => all.includes(one) && !readOnly.includes(one)));
});

const buttonCases: readonly [string, Diagnosis, Partial<ReportViewOptions>, readonly string[]][] = [
  ['a change', switchDiagnosis, {}, ['Re-frame…', 'Continue in Spark…', 'Save Report…']],
  ['a change that nobody may mend', switchDiagnosis, { actions: readOnly }, ['Continue in Spark…', 'Save Report…']],
  ['all well', fineDiagnosis, {}, ['Continue in Spark…', 'Re-frame…', 'Save Report…']],
  ['undecided', undecidedDiagnosis, {}, ['Treat as Confluent Prefix', 'Treat as Bare Avro…', 'Watch for New Records', 'Save Report…']],
  ['a choice', fineDiagnosis, { isChosen: true }, ['Set Decode Profile…', 'Continue in Spark…', 'Re-frame…', 'Save Report…']],
  ['nothing', withValue({ state: 'absent' }), {}, ['Save Report…']],
  ['unknown bytes', withValue({ state: 'unknown' }), {}, ['Save Report…']],
];
for (const [name, diagnosis, options, expected] of buttonCases)
  test(`the buttons of ${name}`, () => {
    assert.deepEqual(labels(view(diagnosis, options)), expected);
  });

test('readings of one framing are told apart by their schemas', () => {
  const reading = (by: string): PossibleReading => ({ framing: 'bare', name: 'bare Avro', by, schemas: [], contents: [] });
  const { buttons } = view(withValue({ state: 'undecided', readings: [reading('A.avsc'), reading('B.avsc')] }));
  assert.deepEqual(buttons.slice(0, 2), [
    { label: 'Treat as Bare Avro, A.avsc…', does: { reading: 0 } },
    { label: 'Treat as Bare Avro, B.avsc…', does: { reading: 1 } },
  ]);
});

test('the readings side by side, of the same records', () => {
  const { readings, severity } = view(undecidedDiagnosis);
  assert.equal(severity, 'undecided');
  assert.deepEqual(
    readings?.columns.map(({ name }) => name),
    ['Confluent prefix', 'bare Avro'],
  );
  assert.deepEqual(readings.rows[0], {
    place: { partition: 0, offset: '0' },
    label: 'Offset 0',
    hex: '00 00 00 00 02 00 0a',
    previews: ['{"flag":false,"count":5}', '{"a":0,"b":1,"c":5}'],
  });
  const two = { ...undecidedDiagnosis, partitions: [0, 1].map((partition) => ({ partition, firstOffset: 0n, endOffset: 4n })) };
  assert.equal(view(two).readings?.rows[0]?.label, 'Partition 0, offset 0');
});

test('evidence: how many records, of which reading, and the two records of the first change', () => {
  const evidence = view(switchDiagnosis).evidence;
  assert.deepEqual(
    evidence.map(({ count, reading }) => [count, reading]),
    [
      ['268 records', undefined],
      ['137 records', undefined],
      ['6 records', undefined],
      ['405 records', undefined],
      ['', undefined],
    ],
  );
  assert.deepEqual(evidence.at(-1)?.records, [
    { partition: 0, offset: '18203' },
    { partition: 0, offset: '18204' },
  ]);
  assert.match(evidence.at(-1)?.text ?? '', /^Last Confluent prefix and first bare Avro of partition 0/);
  assert.deepEqual(
    view(undecidedDiagnosis).evidence.map(({ reading }) => reading),
    [0, 0, 0, 1, 1, 1],
  );
});

test('consumers: chosen ones alone, those that are all the same in one row, in the order of the table', () => {
  const whole = view(switchDiagnosis).consumers;
  assert.deepEqual(whole.rows.map(({ titles, basis, isMeasured }) => [titles.join(), basis, isMeasured]).slice(0, 2), [
    ['Spark `from_avro`, FAILFAST', 'measured with 3.5.7 and 4.1.1', true],
    ['Flink `avro`', 'from documentation', false],
  ]);
  assert.deepEqual(whole.rows[0]?.cells[0]?.comparison, {
    place: { partition: 0, offset: '18203' },
    label: 'Partition 0, offset 18,203',
    rows: [
      { path: 'field_1', written: '"field_1_1"', read: '""' },
      { path: 'field_2', written: '1', read: '0' },
      { path: 'field_3', written: '[10]', read: '[]' },
    ],
    more: '',
  });
  const some = view(switchDiagnosis, { consumers: ['connect', 'java-confluent'] }).consumers;
  assert.deepEqual(
    some.rows.map(({ titles }) => titles.join()),
    ['Java KafkaAvroDeserializer', 'Connect AvroConverter'],
  );
  assert.equal(some.choices.length, whole.choices.length);
  assert.deepEqual(
    some.choices.filter(({ isChosen }) => isChosen).map(({ id }) => id),
    ['connect', 'java-confluent'],
  );
  const [, ...rest] = fineDiagnosis.value.consumers.rows;
  const alike = rest.map((row) => ({ ...row, versions: '1.0', cells: rest[0]?.cells ?? [] }));
  const grouped = view({
    ...fineDiagnosis,
    value: { ...fineDiagnosis.value, consumers: { ...fineDiagnosis.value.consumers, rows: alike } },
  });
  assert.deepEqual(
    grouped.consumers.rows.map(({ titles }) => titles),
    [['confluent-kafka-python', 'Java KafkaAvroDeserializer', 'Connect AvroConverter']],
  );
});

const columnCases: readonly [string, string, string][] = [
  ['All values', 'Confluent prefix, 5 records', 'Confluent prefix, 5 records'],
  ['Bare Avro', 'bare Avro, 5 records', '5 records'],
  ['Bare', 'bare Avro, 5 records', 'bare Avro, 5 records'],
];
for (const [title, detail, expected] of columnCases)
  test(`a column "${title}" is of "${expected}"`, () => {
    const consumers = { columns: [{ title, detail, of: 0 }], rows: [] };
    assert.deepEqual(view(withValue({ consumers })).consumers.columns, [{ title, detail: expected }]);
  });

test('a column of a reading says what its first record means, whatever is in it', () => {
  const { columns } = view(undecidedDiagnosis).consumers;
  assert.equal(columns[0]?.detail, 'offset 0 means `{"flag":false,"count":5}`');
  const contents = [{ record: { partition: 0, offset: 7n }, hex: '', preview: 'a `tick`' }];
  const reading: PossibleReading = { framing: 'bare', name: 'bare Avro', by: 'A', schemas: [], contents };
  const consumers = { columns: [{ title: 'If', detail: '', of: 0 }], rows: [] };
  const ticked = view(withValue({ state: 'undecided', readings: [reading, reading], consumers }));
  assert.equal(ticked.consumers.columns[0]?.detail, 'offset 7 means `a tick`');
});

const noSnippets = 'Why there are none.';
const adviceCases: readonly [string, Partial<SideDiagnosis>, string][] = [
  ['is said', {}, noSnippets],
  ['is not said twice', { advice: [{ text: noSnippets }] }, ''],
  ['goes without saying where there is nothing', { state: 'absent' }, ''],
  ['is among the advice where it is undecided', { state: 'undecided', readings: undecidedDiagnosis.value.readings }, ''],
];
for (const [name, given, expected] of adviceCases)
  test(`why there are no snippets ${name}`, () => {
    assert.equal(view(withValue(given), { noSnippets }).noSnippets, expected);
  });

test('advice leads to what can be done, and to nothing that can not', () => {
  const links = (actions: readonly ReportAction[]): unknown[] => view(switchDiagnosis, { actions }).advice.map((one) => one.links);
  assert.deepEqual(links(all), [[], [{ label: 'Re-frame…', does: { what: 'reframe' } }], []]);
  assert.deepEqual(links(readOnly), [[], [], []]);
});

test('the line below the verdict names the topic, what was read, and how', () => {
  assert.match(
    view(switchDiagnosis).meta,
    /^local › example-messages · 3 partitions, 59,674 records · 405 read in 1\.4 s: .* · no consumer group · times are local/,
  );
  assert.equal(view(switchDiagnosis, { part: 'key' }).headline, 'Keys are UTF-8 text throughout.');
});
