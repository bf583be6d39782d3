import type { CopyForm, RecordsState, RowView, ToPage } from '../recordsProtocol.ts';
import { createChrome } from './chrome.ts';
import { copyItems, DetailsPane, tabNames, type TabName } from './detailsPane.ts';
import { element } from './dom.ts';
import { openMenu } from './menu.ts';
import { connectHost } from './pageHost.ts';
import { RecordsGrid } from './recordsGrid.ts';
import { createSash } from './sash.ts';

const host = connectHost();
const saved = host.saved();

let state: RecordsState | undefined;
/** Of the rows that the table holds; behind that of the state until the first of the new rows are here. */
let shownGeneration = -1;
let hasHadRows = false;
/** Whether these are still the rows among which a record was chosen before the page was hidden. */
let isSameAsSaved: boolean | undefined;
let selected = saved.selected;
let detailsOpen = saved.detailsOpen ?? true;
let tab: TabName = tabNames.find((name) => name === saved.tab) ?? 'Value';
/** The row whose details were asked for and did not come yet. */
let awaited: number | undefined;
let schemaTimer: number | undefined;

const chrome = createChrome({
  onReadAgain: readAgain,
  onStop: () => host.send({ type: 'stop' }),
  onToggleDetails: () => openDetails(!detailsOpen),
  onGoTo: (what) => grid.goToNext(what === 'undecoded' ? (state?.undecoded ?? []) : (state?.guessed ?? [])),
  onOffer: (offer) => (offer === 'readAgain' ? readAgain() : host.send({ type: offer })),
});
const grid = new RecordsGrid({
  onActive: choose,
  onRowsWanted: (from) => host.send({ type: 'rows', generation: shownGeneration, from }),
  onOpen: () => {
    openDetails(true);
    details.focus();
  },
  onMenu: (_index, at) =>
    openMenu('Record', at, [
      { label: 'Open as Document', key: 'Ctrl+Enter', run: openDocument },
      ...copyItems(copy, 'Copy as ').map((item) => ({ ...item, label: item.label.replace('as Value as', 'Value as') })),
    ]),
});
const details = new DetailsPane({
  onStep: (by) => grid.activate(grid.active + by),
  onClose: () => openDetails(false),
  onLeave: () => grid.focus(),
  onOpen: openDocument,
  onCopy: copy,
  onTab: (name) => {
    tab = name;
    save();
  },
});
const sash = createSash(details.element, saved.detailsWidth, save);

const left = element('div', { class: 'left' }, grid.element, chrome.empty, chrome.below);
const body = element('div', { class: 'body' }, left, sash.element, details.element);
const main = element('main', { class: 'page' }, chrome.toolBar, chrome.status, chrome.progress, chrome.above, body);
document.body.append(main);
details.select(tab);
openDetails(detailsOpen);

main.addEventListener('keydown', onKey);
// The page gets the focus as a whole, and none of its parts does.
window.addEventListener('focus', () => {
  if (document.activeElement === document.body) grid.focus();
});
host.onMessage(accept);
host.send({ type: 'ready' });

function accept(message: ToPage): void {
  switch (message.type) {
    case 'state':
      acceptState(message.state);
      break;
    case 'rows':
      if (message.generation === state?.generation && message.generation !== shownGeneration) showRows(state, message.rows);
      else if (message.generation === shownGeneration) grid.addRows(message.from, message.rows);
      break;
    case 'details':
      if (message.generation !== shownGeneration) break;
      if (awaited === message.index) awaited = undefined;
      if (message.index === grid.active && state) {
        details.show(message.details, state.timeZone);
        askForSchema(message.index, message.details.value.schema !== undefined);
      } else askForDetails();
      break;
    case 'schema':
      if (message.generation !== shownGeneration || message.index !== grid.active) break;
      window.clearTimeout(schemaTimer);
      details.showSchema(message.schema);
  }
}

function acceptState(next: RecordsState): void {
  state = next;
  isSameAsSaved ??= next.generation > 0 && next.generation === saved.generation;
  main.setAttribute('aria-label', `Records of topic ${next.topic}`);
  chrome.draw(next);
  grid.element.hidden = !chrome.empty.hidden;
  drawPane();
  save();
}

/** Shows the rows of a new generation; the first of its pages tells which row to choose. */
function showRows(next: RecordsState, firstPage: readonly RowView[]): void {
  shownGeneration = next.generation;
  awaited = undefined;
  grid.reset(next, firstPage, (rows) => {
    const own = selected && rows.find(selected.partition, selected.offset);
    return (isSameAsSaved === true ? own : undefined) ?? next.select ?? own ?? 0;
  });
  isSameAsSaved = false;
  if (next.rowCount === 0) {
    details.clear();
    return;
  }
  choose(grid.active);
  if (!hasHadRows && document.hasFocus()) grid.focus();
  hasHadRows = true;
}

function choose(index: number): void {
  const row = grid.row(index);
  if (row) selected = { partition: row.partition, offset: row.offset };
  save();
  askForDetails();
}

/** One question at a time: who holds an arrow key down passes by many records. */
function askForDetails(): void {
  if (!detailsOpen || awaited !== undefined || grid.row(grid.active) === undefined) return;
  awaited = grid.active;
  host.send({ type: 'details', generation: shownGeneration, index: awaited });
}

/** The registry is asked only where somebody stays a moment. */
function askForSchema(index: number, hasSchema: boolean): void {
  window.clearTimeout(schemaTimer);
  if (!hasSchema) return;
  const generation = shownGeneration;
  schemaTimer = window.setTimeout(() => host.send({ type: 'schema', generation, index }), 150);
}

function openDetails(isOpen: boolean): void {
  const hadFocus = details.element.contains(document.activeElement);
  detailsOpen = isOpen;
  drawPane();
  chrome.setDetailsOpen(isOpen);
  if (isOpen) askForDetails();
  else if (hadFocus) grid.focus();
  save();
}

/** Where there is no record there are no details either. */
function drawPane(): void {
  const isShown = detailsOpen && (state?.rowCount ?? 0) > 0;
  details.element.hidden = !isShown;
  sash.element.hidden = !isShown;
}

function readAgain(): void {
  host.send({ type: 'readAgain' });
}

function copy(what: CopyForm): void {
  if (shownGeneration >= 0) host.send({ type: 'copy', generation: shownGeneration, index: grid.active, what });
}

function openDocument(): void {
  if (shownGeneration >= 0) host.send({ type: 'open', generation: shownGeneration, index: grid.active });
}

function onKey(event: KeyboardEvent): void {
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  const inGrid = grid.hasFocus();
  if (event.key === 'Escape' && state && state.activity.kind !== 'idle' && state.activity.kind !== 'waiting') host.send({ type: 'stop' });
  else if (event.key === 'F8' && !isModified) grid.goToNext(state?.undecoded ?? [], event.shiftKey);
  else if (inGrid && (event.ctrlKey || event.metaKey) && event.key === 'Enter') openDocument();
  else if (inGrid && isCopy(event) && document.getSelection()?.isCollapsed !== false) copy('json');
  else if (inGrid && event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
    grid.activate(grid.active + (event.key === 'ArrowUp' ? -1 : 1));
  } else if ((inGrid || event.target === document.body) && !isModified && event.key.toLowerCase() === 'r') readAgain();
  else if ((inGrid || details.element.contains(document.activeElement)) && !isModified && event.key.toLowerCase() === 'd')
    openDetails(!detailsOpen);
  else return;
  event.preventDefault();
}

/** The letter is a capital one with caps lock; with Shift the key means something else. */
function isCopy({ ctrlKey, metaKey, shiftKey, altKey, key }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !shiftKey && !altKey && key.toLowerCase() === 'c';
}

function save(): void {
  if (!state) return;
  const { connection, topic, partitions, generation } = state;
  host.save({ connection, topic, partitions, generation, selected, detailsOpen, detailsWidth: sash.width(), tab });
}
