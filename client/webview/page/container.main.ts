import { firstView, type ColumnId, type RecordsView, type RowView } from '../../records/recordsView.ts';
import type { ContainerState, FromContainer, SavedContainer, ToContainer } from '../containerProtocol.ts';
import type { ColumnHeads, GridState } from '../gridState.ts';
import { openColumnChooser } from './columnChooser.ts';
import { ContainerDetailsPane } from './containerDetailsPane.ts';
import { createContainerFinding } from './containerFinding.ts';
import { createContainerBars } from './containerBars.ts';
import { createContainerKeys } from './containerKeys.ts';
import { createContainerNotes } from './containerNotes.ts';
import { element } from './dom.ts';
import { createNotice } from './liveButton.ts';
import { openMenu } from './menu.ts';
import { connectHost } from './pageHost.ts';
import { RecordsGrid } from './recordsGrid.ts';

const host = connectHost<FromContainer, ToContainer, SavedContainer>();
const saved = host.saved();
const send = (message: FromContainer): void => host.send(message);

const heads: ColumnHeads = {
  offset: { head: 'Record', title: 'Number of the record, from 0' },
  partition: { head: 'Block', title: 'Number of the block, from 0' },
  size: { head: 'Size', title: 'Size of the record, decompressed' },
};
const fixed = { offset: 'Record', partition: 'Block', size: 'Size', value: 'Value' };

let state: ContainerState | undefined;
let columns: readonly ColumnId[] | undefined = saved.columns;
let selected: number | undefined = saved.selected;

const grid = new RecordsGrid(
  {
    send,
    onChosen: choose,
    onOpen: () => details.focus(),
    onMenu: (_row, _cell, at) => openRowMenu(at),
    onHeadMenu: ({ id, head }, at) => {
      const ids = grid.rows.cache.columns.map((one) => one.id);
      openMenu(`Column ${head}`, at, [
        { label: 'Fit Width', run: () => grid.setWidth(id, undefined) },
        { label: 'Hide Column', isDisabled: ids.length < 2, run: () => setColumns(ids.filter((one) => one !== id)) },
        'separator',
        { label: 'Columns…', run: () => openColumns() },
      ]);
    },
    onOrder: setColumns,
    onWidths: save,
    onFollow: () => undefined,
    onNotice: (text) => notice.say(text),
  },
  saved.columnWidths ?? {},
);
const details = new ContainerDetailsPane({
  send,
  grid,
  saved,
  onChange: () => {
    bars.setDetailsOpen(details.isOpen);
    save();
  },
});
const notice = createNotice();
const finding = createContainerFinding({ send, grid, state: () => state });
const bars = createContainerBars({
  send,
  onColumns: openColumns,
  onFind: () => finding.openFind(),
  onToggleDetails: () => details.open(!details.isOpen),
});
const notes = createContainerNotes({ send, onGoTo: goTo });
const table = element('div', { class: 'table' }, grid.element, finding.bar, finding.line);
const left = element('div', { class: 'left' }, table, notes.empty, notice.element);
const body = element('div', { class: 'body' }, left, details.sash, details.element);
const main = element('main', { class: 'page container' }, bars.toolBar, bars.metadata, bars.status, bars.progress, notes.above, body);
document.body.append(main);
main.addEventListener(
  'keydown',
  createContainerKeys({ send, grid, details, finding, notes, isIndexing: () => state?.activity === 'indexing', openColumns }),
);
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) grid.focus();
});
bars.setDetailsOpen(details.isOpen);
host.onMessage(accept);
if (columns !== undefined) send({ type: 'columns', columns });
send({ type: 'ready' });

function accept(message: ToContainer): void {
  switch (message.type) {
    case 'state':
      acceptState(message.state);
      break;
    case 'rows':
      grid.accept(message);
      draw();
      if (document.hasFocus() && document.activeElement === document.body) grid.focus();
      break;
    case 'details':
      details.accept(message);
      break;
    case 'searching':
    case 'found':
      finding.accept(message);
  }
}

function acceptState(next: ContainerState): void {
  const isNew = state?.scan !== next.scan;
  state = next;
  main.setAttribute('aria-label', `Records of ${next.name}`);
  const wanted = isNew && selected !== undefined ? { partition: -1, offset: String(selected) } : undefined;
  grid.update(toGridState(next), toView(), wanted);
  if (isNew) details.clear();
  draw();
}

/** Rows stand as the file has them, and none is shown before the first are known. */
function toGridState({ scan, activity, timeZone, facts, records }: ContainerState): GridState {
  const progress = facts === undefined ? undefined : { revision: records, oldestMs: undefined, newestMs: undefined };
  const isOpening = activity === 'opening';
  return {
    scan,
    timeZone,
    comparing: undefined,
    heads,
    progress,
    activity: isOpening ? 'connecting' : activity === 'idle' ? 'idle' : 'reading',
  };
}

function toView(): RecordsView {
  return { ...firstView, sort: { column: 'offset', descending: false }, columns };
}

function draw(): void {
  if (!state) return;
  bars.draw(state);
  notes.draw(state);
  table.hidden = !notes.empty.hidden || state.facts === undefined;
  details.setHidden(table.hidden);
}

function choose(row: RowView | undefined): void {
  selected = row && Number(row.offset);
  details.choose(row);
  save();
}

function goTo(record: number): void {
  grid.goTo(record);
  grid.focus();
}

function setColumns(next: readonly ColumnId[] | undefined): void {
  columns = next;
  send({ type: 'columns', columns: next });
  if (state) grid.update(toGridState(state), toView(), undefined);
  save();
}

function openColumns(anchor?: HTMLElement): void {
  const box = (anchor ?? grid.element).getBoundingClientRect();
  openColumnChooser({
    at: anchor ? { x: box.right - 400, y: box.bottom + 4 } : { x: box.right - 400, y: box.top + 24 },
    columns: grid.rows.cache.columns,
    paths: state?.fieldPaths ?? [],
    fixed,
    onColumns: setColumns,
  });
}

function openRowMenu(at: { readonly x: number; readonly y: number }): void {
  const records = grid.chosen.map(({ offset }) => Number(offset));
  const [record] = records;
  if (record === undefined) return;
  openMenu('Records', at, [
    { label: 'Open as Document', key: 'Ctrl+Enter', isDisabled: records.length > 1, run: () => send({ type: 'openDocument', record }) },
    'separator',
    { label: 'Copy JSON', key: 'Ctrl+C', run: () => send({ type: 'copy', records, what: 'json' }) },
    { label: 'Copy Hex', run: () => send({ type: 'copy', records, what: 'hex' }) },
    'separator',
    { label: 'Go to Record…', key: 'G', run: () => finding.openGoTo() },
  ]);
}

function save(): void {
  host.save(() => ({
    columns,
    columnWidths: grid.widths,
    selected,
    detailsOpen: details.isOpen,
    detailsWidth: details.width,
    tab: details.tab,
  }));
}
