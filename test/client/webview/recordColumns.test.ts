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
const layout = toLayout(shown, table.rows);

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
  const columns = toLayout(bare, []).columns;
  assert.deepEqual(
    columns.map(({ head }) => head),
    ['Time', 'P', 'Offset', 'Key', 'Value', 'Schema', 'Size', 'Decoded'],
  );
  assert.ok(
    columns.every(({ width }) => !width.includes('Infinity') && !width.includes('NaN')),
    JSON.stringify(columns),
  );
});

test('a column is as wide as its longest text, to a limit', () => {
  const width = (key: string) => toLayout(shown, toTable([row({ key: text(key) })]).rows).columns[3]?.width;
  assert.equal(width('A-100482'), 'minmax(calc(8ch + 17px), calc(8ch + 17px))');
  assert.equal(width('日本語日本'), 'minmax(calc(8ch + 17px), calc(10ch + 17px))');
  assert.equal(width('x'.repeat(200)), 'minmax(calc(8ch + 17px), calc(24ch + 17px))');
});
