import type { RecordsState, RowView } from '../recordsProtocol.ts';
import { rowsPerPage } from '../recordsProtocol.ts';
import {
  cellPaddingPx,
  stateWords,
  toCells,
  toLayout,
  type CellView,
  type ColumnWidth,
  type GridColumn,
  type GridLayout,
} from '../recordColumns.ts';
import { element, icon } from './dom.ts';
import { VirtualList } from './virtualList.ts';

export interface RecordsGridOptions {
  readonly onActive: (index: number) => void;
  readonly onRowsWanted: (from: number) => void;
  readonly onOpen: () => void;
  readonly onMenu: (index: number, at: { readonly x: number; readonly y: number }) => void;
}

const rowHeight = 22;
const headHeight = 24;
/** More marks than this at the scroll bar, or of half the rows, would be a red line. */
const maxMarks = 400;

/** The table of records: a grid of which only the rows in view exist. */
export class RecordsGrid {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #head: HTMLElement;
  readonly #marks: HTMLElement;
  /** As wide as ten digits of a row. */
  readonly #probe = element('div', { class: 'probe' });
  readonly #list: VirtualList;
  readonly #options: RecordsGridOptions;
  readonly #pages = new Map<number, readonly RowView[]>();
  readonly #asked = new Set<number>();
  #state: RecordsState | undefined;
  #layout: GridLayout | undefined;
  /** 0 is the row as a whole, 1 its first cell. */
  #cell = 0;

  constructor(options: RecordsGridOptions) {
    this.#options = options;
    this.#head = element('div', { class: 'gr head', role: 'row', attributes: { 'aria-rowindex': '1' } });
    this.#viewport = element('div', { class: 'grid', role: 'grid', attributes: { 'aria-label': 'Records' } }, this.#head);
    this.#marks = element('div', { class: 'marks', attributes: { 'aria-hidden': 'true' } });
    this.element = element('div', { class: 'grid-box' }, this.#viewport, this.#marks, this.#probe);
    this.#list = new VirtualList({
      viewport: this.#viewport,
      rowHeight,
      headHeight,
      role: 'rowgroup',
      render: (index) => this.#renderRow(index),
      onActive: (index) => options.onActive(index),
    });
    new ResizeObserver(() => this.#layOut(false)).observe(this.#viewport);
    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('contextmenu', (event) => this.#onContextMenu(event));
  }

  get active(): number {
    return this.#list.active;
  }

  /** The row, where its page is here. */
  row(index: number): RowView | undefined {
    return this.#pages.get(Math.floor(index / rowsPerPage))?.[index % rowsPerPage];
  }

  /** The index of a certain record among the rows that are here. */
  find(partition: number, offset: string): number | undefined {
    for (const [page, rows] of this.#pages) {
      const at = rows.findIndex((row) => row.partition === partition && row.offset === offset);
      if (at >= 0) return page * rowsPerPage + at;
    }
    return undefined;
  }

  /** Takes a new generation of rows, beginning with its first page. */
  reset(state: RecordsState, firstPage: readonly RowView[], choose: (grid: RecordsGrid) => number): void {
    this.#state = state;
    this.#pages.clear();
    this.#asked.clear();
    this.#pages.set(0, firstPage);
    this.#cell = 0;
    this.#viewport.setAttribute('aria-rowcount', String(state.rowCount + 1));
    this.#layOut(true);
    this.#list.reset(state.rowCount, choose(this));
    this.#list.activate(this.#list.active);
    this.#drawMarks(state);
  }

  /** Chooses the columns for the room that there is. */
  #layOut(isNew: boolean): void {
    if (!this.#state || this.#viewport.clientWidth === 0) return;
    const room = { widthPx: this.#viewport.clientWidth, digitPx: this.#probe.offsetWidth / 10 };
    const layout = toLayout(this.#state, this.#pages.get(0) ?? [], room);
    const isSame = layout.columns.length === this.#layout?.columns.length;
    this.#layout = layout;
    if (isSame && !isNew) return;
    this.#viewport.style.setProperty('--cols', layout.columns.map(({ width }) => toTrack(width)).join(' '));
    this.#viewport.setAttribute('aria-colcount', String(layout.columnCount));
    this.#head.replaceChildren(...layout.columns.map(renderHead));
    if (!isNew) this.#list.refresh();
  }

  addRows(from: number, rows: readonly RowView[]): void {
    this.#pages.set(Math.floor(from / rowsPerPage), rows);
    this.#list.refresh(from, from + rows.length);
  }

  activate(index: number): void {
    this.#list.activate(index);
  }

  focus(): void {
    this.#list.focus();
  }

  hasFocus(): boolean {
    return this.#list.hasFocus();
  }

  /** Goes to the next (or the previous) of some rows behind the active one, round the end. */
  goToNext(indexes: readonly number[], isBackwards = false): void {
    const { active } = this.#list;
    const next = isBackwards
      ? (indexes.findLast((index) => index < active) ?? indexes.at(-1))
      : (indexes.find((index) => index > active) ?? indexes[0]);
    if (next === undefined) return;
    this.#cell = 0;
    this.#list.activate(next);
    this.#list.focus();
  }

  #renderRow(index: number): HTMLElement {
    const isActive = index === this.#list.active;
    const made = element('div', {
      class: 'gr rec',
      role: 'row',
      tabIndex: isActive ? 0 : -1,
      attributes: { 'aria-rowindex': String(index + 2), 'aria-selected': String(isActive) },
      onClick: () => {
        // A text that was selected in the row is not to be lost by the click that ends the selecting.
        if (document.getSelection()?.isCollapsed === false) return;
        this.#cell = 0;
        this.#list.activate(index);
        this.#list.focus();
      },
    });
    made.addEventListener('dblclick', () => this.#options.onOpen());
    const row = this.row(index);
    if (!row || !this.#layout || !this.#state) {
      this.#ask(index);
      made.setAttribute('aria-busy', 'true');
      return made;
    }
    made.append(...toCells(row, this.#layout, this.#state).map((cell) => renderCell(cell, row)));
    return made;
  }

  #ask(index: number): void {
    const page = Math.floor(index / rowsPerPage);
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    this.#options.onRowsWanted(page * rowsPerPage);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = this.#list.target(event.key);
    if (target !== undefined) {
      this.#list.activate(target);
      this.#focusCell(this.#cell);
    } else if (event.key === 'ArrowRight') this.#focusCell(this.#cell + 1);
    else if (event.key === 'ArrowLeft') this.#focusCell(this.#cell - 1);
    else if (event.key === 'Enter') this.#options.onOpen();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Cells are read out whole when they have the focus, also where they are cut on the screen. */
  #focusCell(cell: number): void {
    const row = this.#list.row(this.#list.active);
    if (!row) return;
    this.#cell = Math.max(0, Math.min(row.children.length, cell));
    const target = this.#cell === 0 ? row : row.children[this.#cell - 1];
    if (target instanceof HTMLElement) target.focus({ preventScroll: this.#cell === 0 });
  }

  #onContextMenu(event: MouseEvent): void {
    const row = event.target instanceof Element ? event.target.closest('.rec') : null;
    event.preventDefault();
    if (!row) return;
    const index = Number(row.getAttribute('aria-rowindex')) - 2;
    this.#list.activate(index);
    this.#list.focus();
    const box = row.getBoundingClientRect();
    // The context menu key has no place of its own.
    const at = event.clientX === 0 && event.clientY === 0 ? { x: box.left + 40, y: box.bottom } : { x: event.clientX, y: event.clientY };
    this.#options.onMenu(index, at);
  }

  #drawMarks(state: RecordsState): void {
    const isUseful =
      state.undecoded.length <= Math.min(maxMarks, state.rowCount / 2) && state.rowCount * rowHeight > this.#viewport.clientHeight;
    const marks = isUseful ? state.undecoded : [];
    this.#marks.replaceChildren(
      ...marks.map((index) => {
        const mark = element('div', { class: 'mark' });
        mark.style.top = `${((index + 0.5) / state.rowCount) * 100}%`;
        return mark;
      }),
    );
  }
}

function toTrack({ least, most }: ColumnWidth): string {
  const toCss = (chars: number) => `calc(${chars}ch + ${cellPaddingPx}px)`;
  return `minmax(${toCss(least)}, ${most === undefined ? '1fr' : toCss(most)})`;
}

function renderHead(column: GridColumn): HTMLElement {
  const attributes: Record<string, string> = { 'aria-colindex': String(column.position) };
  if (column.id === 'time') attributes['aria-sort'] = 'descending';
  const head = element('span', { role: 'columnheader', class: column.right ? 'r' : '', title: column.title, attributes });
  head.append(element('span', { class: 'cut', text: column.head }));
  if (column.id === 'time') head.append(icon('arrow-down', 's'));
  return head;
}

function renderCell(cell: CellView, row: RowView): HTMLElement {
  const { column } = cell;
  const attributes: Record<string, string> = { 'aria-colindex': String(column.position) };
  if (cell.span > 1) attributes['aria-colspan'] = String(cell.span);
  const isSentence = cell.kind === 'error' || (cell.kind === 'null' && row.state === 'tombstone' && column.id !== 'key');
  const classes = [cell.span === 1 && column.right ? 'r' : '', column.mono && !isSentence ? 'm' : 'u'];
  if (cell.kind === 'error') classes.push('c-error');
  if (cell.kind === 'null') classes.push('dim', 'it');
  const made = element('span', { role: 'gridcell', tabIndex: -1, attributes, title: cell.title });
  if (cell.span > 1) made.style.gridColumn = `span ${cell.span}`;
  if (cell.kind === 'schema') {
    const { kind } = row.schema;
    const isBadge = kind === 'exact' || kind === 'guessed';
    made.append(element('span', { class: isBadge ? `schema ${kind === 'guessed' ? 'guess' : ''}` : 'dim', text: cell.text }));
  } else if (cell.kind === 'state') {
    const { icon: name, tone } = stateWords[row.state];
    const word = element('span', { class: tone === 'quiet' ? 'dim' : '', text: cell.text });
    classes.push('state');
    made.append(icon(name, `s ${{ quiet: 'dim', warn: 'c-warn', error: 'c-error', plain: '' }[tone]}`), word);
  } else made.textContent = cell.text;
  made.className = classes.filter((name) => name !== '').join(' ');
  return made;
}
