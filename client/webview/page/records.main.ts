import { firstView, type RecordPlace, type RecordsView, type RowView } from '../../records/recordsView.ts';
import type { FromPage, PageCommand, RecordAction, RecordsState, SavedPage, ToPage } from '../recordsProtocol.ts';
import { createBars } from './bars.ts';
import { openColumnChooser } from './columnChooser.ts';
import { tabNames } from './detailsPane.ts';
import { element } from './dom.ts';
import { createFinding } from './finding.ts';
import { createLiveButton, createNotice } from './liveButton.ts';
import { LookAt } from './lookAt.ts';
import type { PageActions } from './pageActions.ts';
import { connectHost } from './pageHost.ts';
import { createPageKeys } from './pageKeys.ts';
import { createPageView } from './pageView.ts';
import { RecordsGrid } from './recordsGrid.ts';
import { openHeadMenu, openRowMenu } from './rowMenu.ts';
import { nextSort } from './sorting.ts';

const host = connectHost();
const saved = host.saved();
const send = (message: FromPage): void => host.send(message);

let state: RecordsState | undefined;
/** Whether the rows may still be those among which a record was chosen before the page was hidden. */
let savedScan = saved.scan;
let selected = saved.selected;
let hasHadRows = false;

const view = createPageView(saved.view ?? firstView, (next) => send({ type: 'view', view: next }));
const actions: PageActions = {
  send,
  read: (changes = {}) => send({ type: 'read', changes }),
  stop: () => send({ type: 'stop' }),
  togglePause: () => send({ type: state?.activity === 'paused' ? 'resume' : 'pause' }),
  toggleLive: () => send({ type: 'live', isLive: state?.settings.live !== true }),
  toggleFollow: () => (grid.rows.isFollowing ? grid.rows.stopFollowing(true) : followEnd()),
  toggleDetails: () => look.open(!look.isOpen),
  changeView,
  goToNext: (what, isBackwards = false) => finding.next({ kind: what }, isBackwards),
  openFind: () => finding.openFind(),
  openGoTo: () => finding.openGoTo(),
  openColumns,
};
const grid = new RecordsGrid(
  {
    send,
    onChosen: choose,
    onOpen: () => (look.isComparing ? look.compareWithActive() : look.focus()),
    onMenu: (row, cell, at) => {
      grid.rows.stopFollowing();
      if (state) openRowMenu({ state, row, cell, at, chosen: chosen(), send, run, onCompare: () => look.startComparing() });
    },
    onHeadMenu: (column, at) =>
      openHeadMenu({ column, at, view: view.current(), columns: columnIds() ?? [], changeView, grid, openColumns: () => openColumns() }),
    onSort: (id) => changeView({ sort: nextSort(view.current().sort, id) }),
    onOrder: (columns) => changeView({ columns }),
    onWidths: save,
    onFollow: () => drawFollow(),
    onNotice: (text) => notice.say(text),
  },
  saved.columnWidths ?? {},
);
const look = new LookAt({
  send,
  run,
  grid,
  saved,
  chosen,
  onChange: save,
  onNotice: (text) => notice.say(text),
  onOpen: (isOpen) => bars.setDetailsOpen(isOpen),
});
const finding = createFinding({ send, grid });
const notice = createNotice();
const liveButton = createLiveButton(() => {
  followEnd();
  grid.focus();
});
const bars = createBars({
  send,
  onView: changeView,
  onColumns: openColumns,
  onToggleDetails: actions.toggleDetails,
  onGoTo: actions.goToNext,
  onLeave: () => grid.focus(),
  chosen,
});

const table = element('div', { class: 'table' }, grid.element, liveButton.element, finding.bar, finding.line);
const left = element('div', { class: 'left' }, bars.histogram, table, bars.empty, notice.element, bars.below);
const body = element('div', { class: 'body' }, left, look.sash, look.element);
const main = element('main', { class: 'page' }, bars.toolBar, bars.filter, bars.status, bars.progress, bars.above, body);
document.body.append(main);
const keys = createPageKeys({ actions, grid, look, bars, finding, chosen, run, state: () => state });
main.addEventListener('keydown', keys.onKey);
// The page gets the focus as a whole, and none of its parts does.
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) grid.focus();
});
host.onMessage(accept);
send({ type: 'ready' });

function accept(message: ToPage): void {
  switch (message.type) {
    case 'state':
      acceptState(message.state);
      break;
    case 'rows':
      acceptRows(message);
      break;
    case 'found':
      finding.accept(message);
      break;
    case 'details':
    case 'schema':
    case 'bytes':
      if (state) look.accept(message, state.timeZone);
      break;
    case 'filterChecked':
      bars.filterChecked(message);
      break;
    case 'do':
      carryOut(message.what);
  }
}

function acceptState(next: RecordsState): void {
  const before = state;
  state = next;
  view.accept(next.view);
  // After a restart the scans are counted anew.
  if (next.activity === 'waiting') savedScan = undefined;
  main.setAttribute('aria-label', `Records of topic ${next.topic}`);
  const isAskedFor = next.select !== undefined && JSON.stringify(next.select) !== JSON.stringify(before?.select);
  const own = before === undefined && savedScan !== next.scan ? undefined : selected;
  grid.update(next, view.current(), isAskedFor ? (before === undefined ? (own ?? next.select) : next.select) : (own ?? selected));
  if (isAskedFor && before?.scan === next.scan) grid.rows.want(next.select);
  look.update(next, before);
  draw();
  save();
}

function acceptRows(message: Extract<ToPage, { type: 'rows' }>): void {
  grid.accept(message);
  draw();
  if (hasHadRows || message.rowCount === 0) return;
  hasHadRows = true;
  if (document.hasFocus() && document.activeElement === document.body) grid.focus();
}

function draw(): void {
  if (!state) return;
  bars.draw({ ...state, view: view.current() }, grid.rows.cache.isCurrent ? grid.rows.cache.rowCount : undefined);
  table.hidden = !bars.empty.hidden;
  look.setHidden(table.hidden);
  drawFollow();
}

function drawFollow(): void {
  liveButton.draw(grid.rows.liveEnd, grid.rows.newRows);
  const { sort } = view.current();
  const isLive = state?.activity === 'live' || state?.activity === 'retrying';
  notice.setStanding(isLive && sort.column !== 'time' ? `Sorted by ${sort.column}; new records are added where they belong` : '');
}

function choose(row: RowView | undefined): void {
  selected = row && { partition: row.partition, offset: row.offset };
  save();
  look.choose(row);
}

function chosen(): readonly RecordPlace[] {
  return grid.chosen;
}

function run(what: RecordAction, places: readonly RecordPlace[] = chosen()): void {
  if (places.length > 0) send({ type: 'run', what, places });
}

function changeView(changes: Partial<RecordsView>): void {
  view.change(changes);
  if (state) grid.update(state, view.current(), undefined);
  draw();
  save();
}

function columnIds(): RecordsView['columns'] {
  return grid.rows.cache.columns.map(({ id }) => id);
}

function openColumns(button?: HTMLElement): void {
  const box = (button ?? grid.element).getBoundingClientRect();
  openColumnChooser({
    at: button ? { x: box.right - 400, y: box.bottom + 4 } : { x: box.right - 400, y: box.top + 24 },
    columns: grid.rows.cache.columns,
    paths: state?.fieldPaths ?? [],
    onColumns: (columns) => changeView({ columns }),
    onKeep: (columns) => send({ type: 'keepColumns', columns }),
  });
}

function followEnd(): void {
  grid.clearSelection();
  grid.rows.follow();
}

function carryOut(command: PageCommand): void {
  keys.carryOut(command);
}

function save(): void {
  host.save(toSaved);
}

function toSaved(): SavedPage | undefined {
  if (!state) return undefined;
  const { connection, topic, settings, scan } = state;
  const tab = tabNames.find((name) => name === look.tab) ?? 'Value';
  const { isOpen: detailsOpen } = look;
  return {
    connection,
    topic,
    settings,
    view: view.current(),
    selected,
    detailsOpen,
    detailsWidth: look.width,
    tab,
    columnWidths: grid.widths,
    scan,
  };
}
