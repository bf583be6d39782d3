import type { ColumnId, RecordPlace, RecordsView, RowView } from '../../records/recordsView.ts';
import { joinFilters, toCellFilter } from '../cellFilter.ts';
import type { CellView } from '../recordCells.ts';
import type { GridColumn } from '../recordColumns.ts';
import type { FromPage, RecordAction, RecordsState } from '../recordsProtocol.ts';
import { copyItems } from './detailsPane.ts';
import { openMenu, type MenuItem, type Point } from './menu.ts';
import type { RecordsGrid } from './recordsGrid.ts';
import { isSamePlace } from './rowCache.ts';

export interface RowMenuOptions {
  readonly state: RecordsState;
  readonly row: RowView;
  readonly cell: CellView | undefined;
  readonly at: Point;
  readonly chosen: readonly RecordPlace[];
  readonly send: (message: FromPage) => void;
  readonly run: (what: RecordAction, places?: readonly RecordPlace[]) => void;
  readonly onCompare: () => void;
}

/** All that can be done with the chosen records. */
export function openRowMenu(options: RowMenuOptions): void {
  const { state, row, cell, at, chosen, send, run } = options;
  const here = { partition: row.partition, offset: row.offset };
  const isOne = chosen.length < 2;
  const can = (action: RecordAction) => state.actions.includes(action);
  const open: MenuItem[] = [];
  if (can('openDocument')) open.push({ label: 'Open as Document', key: 'Ctrl+Enter', run: () => run('openDocument') });
  if (can('reproduce') && !state.readOnly) open.push({ label: 'Re-produce…', run: () => run('reproduce') });
  if (can('inspectBytes') && isOne) open.push({ label: 'Inspect Bytes', run: () => run('inspectBytes', [here]) });
  if (can('openSchema') && isOne && row.schema.kind !== 'none') open.push({ label: 'Open Schema', run: () => run('openSchema', [here]) });
  const compare = can('compare') ? compareItems(options, here) : [];
  const copies = copyItems((what) => send({ type: 'copy', places: chosen, what }), 'Copy as ');
  const topic: MenuItem[] = [{ label: 'Decode Topic As…', run: () => send({ type: 'choose', what: 'profile' }) }];
  if (can('diagnose')) topic.push({ label: 'Diagnose Topic', run: () => run('diagnose') });
  if (can('export')) topic.push({ label: 'Export Selected…', run: () => send({ type: 'export', source: 'chosen', places: chosen }) });
  const groups = [open, compare, copies, cell ? filterItems(options, cell) : [], topic].filter((group) => group.length > 0);
  openMenu(
    'Record',
    at,
    groups.flatMap((group, index) => (index === 0 ? group : ['separator' as const, ...group])),
  );
}

function compareItems({ state, chosen, run, onCompare }: RowMenuOptions, here: RecordPlace): MenuItem[] {
  if (chosen.length === 2) return [{ label: 'Compare Both', run: () => run('compare', chosen) }];
  const { comparing } = state;
  const items: MenuItem[] = [];
  if (comparing && !isSamePlace(comparing, here))
    items.push({ label: 'Compare with Selected', run: () => run('compare', [comparing, here]) });
  items.push({ label: 'Select for Compare', key: 'Space', run: () => run('compare', [here]) }, { label: 'Compare…', run: onCompare });
  return items;
}

function filterItems({ state, row, send }: RowMenuOptions, cell: CellView): MenuItem[] {
  const filter = toCellFilter(row, cell, state.fieldPaths);
  const use = () => {
    if (filter !== undefined) send({ type: 'read', changes: { filter: joinFilters(state.settings.filter, filter) } });
  };
  return [{ label: 'Filter by This Value', isDisabled: filter === undefined, run: use }];
}

export interface HeadMenuOptions {
  readonly column: GridColumn;
  readonly at: Point;
  readonly view: RecordsView;
  readonly columns: readonly ColumnId[];
  readonly changeView: (changes: Partial<RecordsView>) => void;
  readonly grid: RecordsGrid;
  readonly openColumns: () => void;
}

/** What can be done with a column. */
export function openHeadMenu({ column, at, view, columns, changeView, grid, openColumns }: HeadMenuOptions): void {
  const { id } = column;
  const sort = (descending: boolean) => () => changeView({ sort: { column: id, descending } });
  const isSorted = (descending: boolean) => view.sort.column === id && view.sort.descending === descending;
  const swap = (to: ColumnId) => () => changeView({ columns: columns.map((one) => (one === id ? to : one)) });
  const items: (MenuItem | 'separator')[] = [
    { label: 'Sort Descending', isDisabled: isSorted(true), run: sort(true) },
    { label: 'Sort Ascending', isDisabled: isSorted(false), run: sort(false) },
    'separator',
    { label: 'Fit Width', run: () => grid.setWidth(id, undefined) },
    { label: 'Hide Column', isDisabled: columns.length < 2, run: () => changeView({ columns: columns.filter((one) => one !== id) }) },
  ];
  if (id === 'time') items.push({ label: 'Show Age', run: swap('age') });
  if (id === 'age') items.push({ label: 'Show Time', run: swap('time') });
  openMenu(`Column ${column.head}`, at, [...items, 'separator', { label: 'Columns…', run: openColumns }]);
}
