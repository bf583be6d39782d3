import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMasks } from '../../../client/records/masks.ts';
import { consumerIds, type ConsumerId, type ConsumerRow } from '../../../shared/diagnosis/consumerTable.ts';
import { measuredVersions, measurements } from '../../../shared/diagnosis/consumers/measured.ts';
import { consumerTable, type ColumnToPredict, type ConsumerTableInput } from '../../../shared/diagnosis/consumers/table.ts';
import type { ReadSample } from '../../../shared/diagnosis/samples.ts';
import type { ReadableSchema } from '../../../shared/wire/readableSchema.ts';
import { kindSchema, readableOf, recordOf, sampleOf } from './consumerRecords.ts';

const example = readableOf(kindSchema('example'), 21);
const nested = readableOf(kindSchema('nested'), 13);
const int = readableOf(kindSchema('int-only'), 21);
const body = '126669656c645f315f3102021400';
const order = '0c6f2d31303031020641646102480206412d370400020e6368616e6e656c067765620002';

const framed = (schema: ReadableSchema, hex: string, offset = 0): ReadSample => sampleOf(schema, hex, 'confluent-prefix', 5, offset);
const bare = (schema: ReadableSchema, hex: string, offset = 0): ReadSample => sampleOf(schema, hex, 'bare', 0, offset);
const column = (title: string, samples: readonly ReadSample[]): ColumnToPredict => ({ title, detail: '', of: 0, samples });

function rowsOf(
  columns: readonly ColumnToPredict[],
  readable: ReadableSchema,
  options: Partial<ConsumerTableInput> = {},
): readonly ConsumerRow[] {
  const { asked, askedGuid } = recordOf(undefined, '', 0, { registry: { 21: readable, 13: readable } });
  const input: ConsumerTableInput = { part: 'value', topic: 'orders', asked, askedGuid, columns, consumers: [], ...options };
  return consumerTable(input).rows;
}

function rowOf(rows: readonly ConsumerRow[], consumer: ConsumerId): ConsumerRow {
  return rows.find((row) => row.consumer === consumer) ?? assert.fail(`There is no row ${consumer}.`);
}

test('consumer table: a switch, as the report shows it', () => {
  const rows = rowsOf(
    [
      column('Before', [framed(example, `0000000015${body}`, 3)]),
      column('Since', [...Array.from({ length: 5 }, (_, index) => bare(example, body, index)), bare(example, '000600', 9)]),
    ],
    example,
  );
  assert.deepEqual(rows.map(({ consumer }) => consumer).toSorted(), [...consumerIds].toSorted());
  const spark = rowOf(rows, 'spark-failfast');
  assert.equal(spark.title, 'Spark `from_avro`, FAILFAST');
  assert.equal(spark.versions, '3.5.7 and 4.1.1');
  assert.deepEqual(spark.cells[0], {
    outcome: 'wrong',
    text: 'Silently wrong, in FAILFAST too',
    isMeasured: true,
    errors: [],
    comparison: {
      record: { partition: 0, offset: 3n },
      rows: [
        { path: 'field_1', written: '"field_1_1"', read: '""' },
        { path: 'field_2', written: '1', read: '0' },
        { path: 'field_3', written: '[10]', read: '[]' },
      ],
      more: 0,
    },
    note: 'The frame\'s first three zeros become "", 0 and []; the 16 bytes left over are not reported.',
  });
  assert.equal(spark.cells[1]?.text, 'Reads');
  assert.deepEqual(rowOf(rows, 'spark-permissive').cells, spark.cells);
  const flink = rowOf(rows, 'flink-avro').cells[0];
  assert.equal(flink?.outcome, 'wrong');
  if (!flink.isMeasured) assert.equal(flink.text, 'Silently wrong, probably: the same value as above');
  const abris = rowOf(rows, 'abris').cells[1];
  assert.equal(abris?.text, 'Fails; the first such record stops the job');
  assert.deepEqual(
    abris.errors.map(({ causes, count, of }) => ({ causes, count, of })),
    [
      { causes: ['SerializationException: Unknown magic byte!'], count: 5, of: 6 },
      { causes: ['java.nio.BufferUnderflowException'], count: 1, of: 6 },
    ],
  );
  assert.ok(rows.findIndex(({ consumer }) => consumer === 'flink-avro') < rows.findIndex(({ consumer }) => consumer === 'abris'));
  assert.equal(rowOf(rows, 'confluent-python').cells[0]?.text, 'Reads');
});

test('consumer table: one framing throughout', () => {
  const rows = rowsOf([column('All values', [framed(nested, `000000000d${order}`)])], nested);
  const [failfast, permissive] = [rowOf(rows, 'spark-failfast').cells[0], rowOf(rows, 'spark-permissive').cells[0]];
  assert.equal(permissive?.text, 'Silently wrong unless the 5 frame bytes are dropped: a row whose every field is null');
  assert.deepEqual(permissive.comparison?.rows[0], { path: 'order_id', written: '"o-1001"', read: 'null' });
  assert.equal(failfast?.text, 'Fails unless the 5 frame bytes are dropped');
  assert.equal(failfast.errors[0]?.note, '−7 is the last byte of the schema id, 0d, read as an enum index');
  const both = rowsOf([column('All values', [framed(example, `0000000015${body}`)])], example);
  assert.equal(rowOf(both, 'spark-failfast').cells[0]?.text, 'Silently wrong, in FAILFAST too, unless the 5 frame bytes are dropped');
});

test('consumer table: what is right by chance proves nothing', () => {
  const right = framed(int, '000000001500', 1);
  const some = rowOf(rowsOf([column('All values', [right, framed(int, '000000001502', 2)])], int), 'spark-failfast').cells[0];
  assert.equal(some?.outcome, 'wrong');
  assert.match(some.note ?? '', /1 of 2 is right by chance\.$/);
  const all = rowOf(rowsOf([column('All values', [right])], int), 'spark-failfast').cells[0];
  assert.equal(all?.outcome, 'wrong');
  assert.equal(all.text, 'Right for these by chance; silently wrong, or an error, for others');
});

test('consumer table: some are read and some are not', () => {
  const empty: ReadSample = framed(int, '000000001502', 1);
  const bytes = readableOf('"bytes"', 21);
  const cell = rowOf(
    rowsOf([column('All', [framed(bytes, '0000000015', 1), framed(bytes, '000000001501', 2)])], bytes),
    'confluent-python',
  );
  assert.equal(cell.cells[0]?.outcome, 'partly');
  assert.equal(cell.cells[0].text, 'Reads 1 of 2; fails for the others');
  assert.equal(rowOf(rowsOf([column('All', [empty])], int), 'confluent-python').cells[0]?.outcome, 'reads');
});

test('consumer table: ids that differ are one error', () => {
  const text = readableOf('["string","null"]');
  const samples = ['0008616263 64', '000861626365', '000861626366'].map((hex, index) => bare(text, hex, index));
  const cell = rowOf(rowsOf([column('All', samples)], example), 'java-confluent').cells[0];
  assert.deepEqual(
    cell?.errors.map(({ count, note }) => ({ count, note })),
    [{ count: 3, note: undefined }],
  );
  const other = ['00066162 63', '00066162 64'].map((hex, index) => bare(text, hex, index));
  const errors = rowOf(rowsOf([column('All', other)], example), 'java-confluent').cells[0]?.errors;
  assert.deepEqual(
    errors?.map(({ text: said, count, note }) => ({ said, count, note })),
    [
      {
        said: 'SerializationException: Error retrieving Avro value schema for id 107045475',
        count: 2,
        note: 'the numbers differ from record to record',
      },
    ],
  );
});

test('consumer table: what is hidden is not shown, nor what it may be misread as', () => {
  const masks = parseMasks(['value.field_1']).value;
  const cell = rowOf(rowsOf([column('All', [framed(example, `0000000015${body}`)])], example, { masks }), 'spark-failfast').cells[0];
  assert.deepEqual(
    cell?.comparison?.rows.map(({ path }) => path),
    ['field_2', 'field_3'],
  );
  const whole = parseMasks(['value']).value;
  const none = rowOf(rowsOf([column('All', [framed(example, `0000000015${body}`)])], example, { masks: whole }), 'spark-failfast').cells[0];
  assert.equal(none?.comparison, undefined);
  assert.equal(none?.outcome, 'wrong');
});

test('consumer table: a value that is misread shows nothing of what is hidden', () => {
  const pair = readableOf('{"type":"record","name":"Pair","fields":[{"name":"a","type":"string"},{"name":"b","type":"string"}]}', 21);
  const other = readableOf('{"type":"record","name":"Pair","fields":[{"name":"b","type":"string"}]}', 21);
  const sample = framed(pair, '0000000015 0c736563726574 0461 62');
  const [row] = rowsOf([column('All', [sample])], other, { masks: parseMasks(['value.a']).value, consumers: ['java-confluent'] });
  assert.equal(row?.cells[0]?.outcome, 'wrong');
  assert.deepEqual(row.cells[0].comparison?.rows, [{ path: 'b', written: '"ab"', read: '•••' }]);
});

test('consumer table: no samples, and tombstones', () => {
  const tombstone: ReadSample = { ...bare(example, body), framing: 'null' };
  const rows = rowsOf([column('None', []), column('Null', [{ ...tombstone, sample: { ...tombstone.sample, bytes: null } }])], example);
  for (const { cells, versions } of rows) {
    assert.deepEqual(
      cells.map(({ outcome, isMeasured }) => ({ outcome, isMeasured })),
      [
        { outcome: 'reads', isMeasured: false },
        { outcome: 'reads', isMeasured: false },
      ],
    );
    assert.equal(versions, undefined);
  }
});

test('consumer table: chosen consumers alone, and what is not known', () => {
  const rows = rowsOf([column('All', [sampleOf(undefined, 'c3', 'none', 0, 0)])], example, { consumers: ['spark-failfast', 'glue'] });
  assert.deepEqual(
    rows.map(({ consumer, cells }) => [consumer, cells[0]?.outcome]),
    [
      ['glue', 'fails'],
      ['spark-failfast', 'unknown'],
    ],
  );
  assert.equal(rows[1]?.cells[0]?.text, 'Which schema wrote this is not known, and it has to be told one');
});

test('consumer table: what Spark makes of a union at the top is explained', () => {
  const nullable = readableOf(kindSchema('nullable-record'), 21);
  const cell = rowOf(rowsOf([column('All values', [bare(nullable, '000000000202')])], nullable), 'spark-permissive').cells[0];
  assert.equal(cell?.text, 'Silently wrong: a row whose every field is null');
  assert.equal(cell.note, 'The schema is a union at its top, which `from_avro` does not take for a record.');
});

test('measured: no version stands twice', () => {
  const names = measurements.map(({ consumer, version }) => `${consumer} ${version}`);
  assert.deepEqual(names, [...new Set(names)]);
});

for (const { consumer, framing, fault, expects } of [
  { consumer: 'spark-failfast', framing: 'confluent-prefix', fault: undefined, expects: ['3.5.7', '4.1.1'] },
  { consumer: 'spark-failfast', framing: 'confluent-prefix', fault: 'unknown-id', expects: ['3.5.7', '4.1.1'] },
  { consumer: 'spark-failfast', framing: 'confluent-prefix', fault: 'framed-twice', expects: ['3.5.7', '4.1.1'] },
  { consumer: 'spark-failfast', framing: 'confluent-prefix', fault: 'not-avro', expects: [] },
  { consumer: 'spark-failfast', framing: 'glue', fault: undefined, expects: [] },
  { consumer: 'spark-failfast', framing: 'null', fault: undefined, expects: [] },
  { consumer: 'confluent-go', framing: 'confluent-prefix', fault: undefined, expects: [] },
] as const) {
  test(`measured: ${consumer}, ${framing}, ${fault ?? 'no fault'}`, () => {
    assert.deepEqual(measuredVersions(consumer, framing, fault), expects);
  });
}
