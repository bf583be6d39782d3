import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Column, ColumnId, RowView } from '../../../client/records/recordsView.ts';
import { toCells, stateWords } from '../../../client/webview/recordCells.ts';
import { cellPaddingPx, toLayout, type LayoutOptions } from '../../../client/webview/recordColumns.ts';

const timestampMs = Date.UTC(2026, 10, 22, 9, 41, 7, 698);
const column = (id: ColumnId, title: string, numeric = false): Column => ({ id, title, numeric });
const columns: readonly Column[] = [
  column('time', 'Time'),
  column('partition', 'Partition'),
  column('offset', 'Offset'),
  column('key', 'Key'),
  column('value.status', 'value.status'),
  column('value.amount', 'value.amount', true),
  column('value.id', 'value.id', true),
  column('schema', 'Schema'),
  column('size', 'Size'),
  column('decoded', 'Decoded'),
];
const exact: RowView = {
  partition: 2,
  offset: '4821377',
  timestampMs,
  key: { text: 'A-1', kind: 'string' },
  fields: [
    { text: 'PAID', kind: 'string' },
    { text: '12.50', kind: 'number' },
    { text: '', kind: 'missing' },
  ],
  value: { text: '{"status":"PAID"}', kind: 'plain' },
  schema: { text: 'orders-value v3', kind: 'exact' },
  schemaId: 13,
  size: 92,
  headers: ['b', 'a', 'b'],
  leaderEpoch: 4,
  state: 'exact',
  untestable: false,
  why: 'Confluent prefix.',
};
const failed: RowView = {
  ...exact,
  fields: undefined,
  value: { text: 'Byte 17: union index 24, only 0–1 exist', kind: 'error' },
  state: 'failed',
  schemaId: undefined,
};
const options = (given: Partial<LayoutOptions> = {}): LayoutOptions => ({
  columns,
  rows: [exact, failed],
  time: { head: 'Time UTC', withDate: false, offset: 'UTC' },
  timeZone: 'UTC',
  widths: {},
  isAutomatic: true,
  widthPx: 1000,
  digitPx: 7.2,
  ...given,
});
const textsOf = (row: RowView, given: Partial<LayoutOptions> = {}): string[] =>
  toCells(row, toLayout(options(given)), timestampMs + 5000).map(({ text, span }) => (span > 1 ? `${text} x${span}` : text));

test('the columns in their order, numbers to the right, together as wide as the table', () => {
  const layout = toLayout(options());
  assert.deepEqual(
    layout.columns.map(({ head, right }) => (right ? `${head} >` : head)),
    ['Time UTC', 'P >', 'Offset >', 'Key', 'value.status', 'value.amount >', 'value.id >', 'Schema', 'Size >', 'Decoded'],
  );
  const sum = layout.columns.reduce((total, { widthPx }) => total + widthPx, 0);
  assert.ok(sum <= 1000 && sum > 980, String(sum));
});

test('where there is no room, columns that nobody chose give way; chosen ones all stay', () => {
  const heads = (given: Partial<LayoutOptions>) => toLayout(options(given)).columns.map(({ head }) => head);
  assert.deepEqual(heads({ widthPx: 560 }), ['Time UTC', 'P', 'Offset', 'Key', 'value.status', 'Size', 'Decoded']);
  assert.deepEqual(heads({ widthPx: 300 }), ['Time UTC', 'P', 'Offset', 'Key', 'value.status', 'Decoded']);
  assert.equal(toLayout(options({ widthPx: 300 })).columnCount, 10);
  assert.equal(heads({ widthPx: 300, isAutomatic: false }).length, 10);
});

test('a width that somebody chose stays as it is', () => {
  const layout = toLayout(options({ widths: { key: 311, 'value.status': 40 } }));
  const widthOf = (id: string) => layout.columns.find((one) => one.id === id)?.widthPx;
  assert.deepEqual([widthOf('key'), widthOf('value.status'), widthOf('partition')], [311, 40, Math.ceil(2 * 7.2) + cellPaddingPx]);
});

test('a row has a cell for each column; what has no fields stands across those beside each other', () => {
  assert.deepEqual(textsOf(exact), ['09:41:07.698', '2', '4821377', 'A-1', 'PAID', '12.50', '', 'orders-value v3', '92 B', 'Exact']);
  const why = 'Byte 17: union index 24, only 0–1 exist';
  assert.deepEqual(textsOf(failed), ['09:41:07.698', '2', '4821377', 'A-1', `${why} x3`, 'orders-value v3', '92 B', 'Not decoded']);
  const apart = [column('value.status', 'value.status'), column('size', 'Size'), column('value.amount', 'value.amount')];
  assert.deepEqual(textsOf(failed, { columns: apart }), [why, '92 B', '']);
});

test('fixed columns that are chosen', () => {
  const chosen = [
    column('age', 'Age'),
    column('headers', 'Headers'),
    column('schemaId', 'Schema id'),
    column('leaderEpoch', 'Leader epoch'),
    column('value', 'Value'),
  ];
  assert.deepEqual(textsOf(exact, { columns: chosen }), ['5 s ago', 'b, a, b', '13', '4', '{"status":"PAID"}']);
});

test('every state has a word beside its mark, and a row that the filter could not test says so', () => {
  for (const [state, { text, icon }] of Object.entries(stateWords)) assert.ok(text !== '' && icon !== '', state);
  const layout = toLayout(options());
  const title = toCells({ ...exact, untestable: true }, layout, 0).at(-1)?.title;
  assert.equal(title, 'Confluent prefix. The filter could not test it.');
});

test('without rows there are columns too', () => {
  const layout = toLayout(options({ rows: [] }));
  assert.ok(
    layout.columns.every(({ widthPx }) => Number.isFinite(widthPx) && widthPx > 0),
    JSON.stringify(layout),
  );
});
