import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCells, toLayout } from '../../../client/webview/recordColumns.ts';
import { toTable } from '../../../client/webview/recordRows.ts';
import { exact, nullPart, part, row, state, summary, text } from './records.ts';

const timestampMs = Date.UTC(2026, 10, 22, 9, 41, 7, 698);
const rows = [
  row({ timestampMs, partition: 2, offset: 4_821_377n, key: text('A-1'), value: exact('{"status":"PAID","amount":12.50}') }),
  row({ timestampMs, value: nullPart }),
  row({
    timestampMs,
    value: part({
      state: 'failed',
      framing: 'confluent-prefix',
      schema: exact('1').schema,
      size: 2048,
      error: { code: 'registry/unreachable', message: 'No.', position: undefined },
    }),
    valueBytes: new Uint8Array([0]),
  }),
];
const table = toTable(rows);
const shown = state({ columns: table.columns, rowCount: rows.length, summary: summary({ oldestMs: timestampMs, newestMs: timestampMs }) });
const wide = { widthPx: 1000, digitPx: 7.2 };
const layout = toLayout(shown, table.rows, wide);

test('the columns in their order, numbers to the right', () => {
  assert.deepEqual(
    layout.columns.map(({ head, right }) => (right ? `${head} >` : head)),
    ['Time UTC', 'P >', 'Offset >', 'Key', 'value.status', 'value.amount >', 'Schema', 'Size >', 'Decoded'],
  );
});

test('a row has a cell for each column; what has no fields stands across those of the value', () => {
  const cells = table.rows.map((one) =>
    toCells(one, layout, shown).map((cell) => (cell.span > 1 ? `${cell.text} x${cell.span}` : cell.text)),
  );
  assert.deepEqual(cells, [
    ['09:41:07.698', '2', '4821377', 'A-1', 'PAID', '12.50', 'orders-value v3', '92 B', 'Exact'],
    ['09:41:07.698', '0', '0', 'null', 'Tombstone: the value is null x2', 'none', '0 B', 'Tombstone'],
    ['09:41:07.698', '0', '0', 'null', '00 x2', 'orders-value v3', '2.0 KB', 'Bytes, id 13'],
  ]);
});

test('without fields there is one column for the value, and without rows there are columns too', () => {
  const bare = state({ columns: [], rowCount: 0, summary: undefined });
  const columns = toLayout(bare, [], wide).columns;
  assert.deepEqual(
    columns.map(({ head }) => head),
    ['Time', 'P', 'Offset', 'Key', 'Value', 'Schema', 'Size', 'Decoded'],
  );
  assert.ok(
    columns.every(({ width }) => Number.isFinite(width.least) && width.least > 0),
    JSON.stringify(columns),
  );
});

test('a column is as wide as its longest text, to a limit', () => {
  const width = (key: string) => toLayout(shown, toTable([row({ key: text(key) })]).rows, wide).columns[3]?.width;
  assert.deepEqual(width('A-100482'), { least: 8, most: 8 });
  assert.deepEqual(width('日本語日本語'), { least: 10, most: 12 });
  assert.deepEqual(width('x'.repeat(200)), { least: 10, most: 24 });
});

for (const { widthPx, columns } of [
  { widthPx: 800, columns: 'time partition offset key field field schema size decoded' },
  { widthPx: 640, columns: 'time partition offset key field schema size decoded' },
  { widthPx: 560, columns: 'time partition offset key field size decoded' },
  { widthPx: 460, columns: 'time partition offset key field decoded' },
  { widthPx: 100, columns: 'time partition offset key field decoded' },
]) {
  test(`columns in ${widthPx} pixels`, () => {
    const narrow = toLayout(shown, table.rows, { widthPx, digitPx: 7.2 });
    assert.equal(narrow.columns.map(({ id }) => id).join(' '), columns);
    assert.equal(narrow.columnCount, 9);
    // Every row fills the columns, and each cell knows the place that its column has among all.
    for (const one of table.rows) {
      const cells = toCells(one, narrow, shown);
      assert.equal(
        cells.reduce((sum, { span }) => sum + span, 0),
        narrow.columns.length,
      );
      assert.equal(cells.at(-1)?.column.position, 9);
    }
  });
}
