import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CellText, ColumnId, RowView } from '../../../client/records/recordsView.ts';
import { joinFilters, toCellFilter } from '../../../client/webview/cellFilter.ts';
import type { CellView } from '../../../client/webview/recordCells.ts';

const row: RowView = {
  partition: 2,
  offset: '4821377',
  timestampMs: 0,
  key: { text: 'A-1', kind: 'string' },
  fields: [],
  value: { text: '', kind: 'plain' },
  schema: { text: 'orders-value v3', kind: 'exact' },
  schemaId: 1042,
  size: 92,
  headers: [],
  leaderEpoch: 0,
  state: 'exact',
  untestable: false,
  why: '',
};
const paths = [{ path: 'value.placed_at', type: 'timestamp-millis', symbols: undefined, isScalar: true }];

function cell(id: ColumnId, text: string, kind: CellText['kind']): CellView {
  const column = { id, field: 0, head: '', title: '', right: false, mono: true, widthPx: 10, position: 1 };
  return { column, text, kind, span: 1, title: '' };
}

for (const [name, id, text, kind, filter] of [
  ['a string', 'value.status', 'PAID', 'string', 'value.status == "PAID"'],
  ['quotes within', 'value.note', 'say "a"', 'string', 'value.note == "say \\"a\\""'],
  ['a long, all digits', 'value.id', '9007199254740993', 'number', 'value.id == 9007199254740993'],
  ['a decimal', 'value.amount', '-12.50', 'number', 'value.amount == -12.50'],
  ['a boolean', 'value.paid', 'true', 'boolean', 'value.paid == true'],
  ['null', 'value.note', 'null', 'null', 'value.note == null'],
  ['a field that is not there', 'value.note', '', 'missing', '!has(value.note)'],
  ['an item that is not there', 'value.lines[0]', '', 'missing', undefined],
  ['a name in brackets', 'value["a b"]', 'x', 'string', 'value["a b"] == "x"'],
  ['a text that is cut', 'value.note', 'abc…', 'string', undefined],
  ['a text with an escape', 'value.note', 'a\\nb', 'string', undefined],
  ['not a number', 'value.ratio', 'NaN', 'number', undefined],
  ['masked', 'value.card', '', 'masked', undefined],
  ['a time', 'value.placed_at', '2026-11-22 10:41:07.512', 'string', undefined],
  ['a key', 'key', 'A-1', 'string', 'key == "A-1"'],
  ['a partition', 'partition', '2', 'number', 'partition == 2'],
  ['an offset', 'offset', '4821377', 'number', 'offset == 4821377'],
  ['a schema', 'schema', 'orders-value v3', 'plain', 'schemaId == 1042'],
  ['the state', 'decoded', 'Exact', 'plain', undefined],
] as const) {
  test(`filter by the value of a cell: ${name}`, () => {
    assert.equal(toCellFilter(row, cell(id, text, kind), paths), filter);
  });
}

test('a tombstone is filtered by its value', () => {
  assert.equal(toCellFilter({ ...row, state: 'tombstone' }, { ...cell('value.a', 'Tombstone', 'null'), span: 3 }, []), 'value == null');
});

test('a filter is added to the one before it', () => {
  assert.equal(joinFilters('', 'a == 1'), 'a == 1');
  assert.equal(joinFilters('a == 1', 'a == 1'), 'a == 1');
  assert.equal(joinFilters('b > 1', 'a == 1'), 'b > 1 && a == 1');
  assert.equal(joinFilters('b > 1 || c', 'a == 1'), '(b > 1 || c) && a == 1');
});
