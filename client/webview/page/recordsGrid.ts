import type { ColumnId, RecordPlace, RecordsView, RowView } from '../../records/recordsView.ts';
import type { GridState } from '../gridState.ts';
import type { FromPage, ToPage } from '../recordsProtocol.ts';
import { toCells, type CellView } from '../recordCells.ts';
import type { GridColumn } from '../recordColumns.ts';
import { element, holdsFocus, moveFocus } from './dom.ts';
import { markText } from './findMarks.ts';
import { GridColumns } from './gridColumns.ts';
import { renderCells } from './gridRow.ts';
import { LiveRows } from './liveRows.ts';
import { isSamePlace } from './rowCache.ts';
import type { Point } from './menu.ts';
import { RowSelection } from './rowSelection.ts';

export interface RecordsGridOptions {
  readonly send: (message: Extract<FromPage, { type: 'rows' }>) => void;
  /** The active record has become another one, or none. */
  readonly onChosen: (row: RowView | undefined) => void;
  readonly onOpen: () => void;
  /** The menu of a row, at the cell that was meant. */
  readonly onMenu: (row: RowView, cell: CellView | undefined, at: Point) => void;
  readonly onHeadMenu: (column: GridColumn, at: Point) => void;
  /** Absent where the rows have one order only. */
  readonly onSort?: ((id: ColumnId) => void) | undefined;
  readonly onOrder: (ids: readonly ColumnId[]) => void;
  readonly onWidths: () => void;
  readonly onFollow: () => void;
  /** Says something to whoever looks or listens. */
  readonly onNotice: (text: string) => void;
}

/** More rows than these are no choice that anybody makes by hand. */
const maxSelected = 1000;

/** The table of records: a grid of which only the rows in view exist. */
export class RecordsGrid {
  readonly element: HTMLElement;
  readonly rows: LiveRows;
  readonly #viewport: HTMLElement;
  readonly #columns: GridColumns;
  readonly #options: RecordsGridOptions;
  readonly #selection = new RowSelection();
  #state: GridState | undefined;
  #view: RecordsView | undefined;
  /** 0 is the row as a whole, 1 its first cell. */
  #cell = 0;
  /** The record whose row is the active one. */
  #active: RecordPlace | undefined;
  /** Rows to choose as soon as they are here: a range from where extending began, or one row. */
  #pending: { readonly from: number; readonly to: number } | undefined;
  #extendFrom: number | undefined;
  /** Whether somebody, or the page itself, has chosen a record of this scan already. */
  #hasChosen = false;
  #isQuiet = false;
  #find = '';

  constructor(options: RecordsGridOptions, widths: Readonly<Record<string, number>>) {
    this.#options = options;
    this.#viewport = element('div', {
      class: 'grid',
      role: 'grid',
      attributes: { 'aria-label': 'Records', 'aria-multiselectable': 'true' },
    });
    this.#columns = new GridColumns(this.#viewport, widths, {
      onSort: options.onSort,
      onWidth: (id, widthPx) => this.setWidth(id, widthPx),
      onOrder: options.onOrder,
      onMenu: options.onHeadMenu,
      onLeave: () => this.focus(),
      onFocus: (column) => (this.#cell = column + 1),
    });
    this.element = element('div', { class: 'grid-box' }, this.#viewport);
    this.rows = new LiveRows({
      viewport: this.#viewport,
      render: (index, row) => this.#render(index, row),
      send: options.send,
      activePlace: () => this.#active,
      onSnapshot: (isNew) => this.#onSnapshot(isNew),
      onRows: () => this.#choosePending(),
      onActive: (index) => this.#onActive(index),
      onGone: () => {
        this.clearSelection();
        this.#hasChosen = false;
        this.#chooseFirst();
      },
      onFollow: options.onFollow,
      onDrawn: () => markText(this.#viewport, this.#find),
    });
    new ResizeObserver(() => this.layOut()).observe(this.#viewport);
    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('contextmenu', (event) => this.#onContextMenu(event));
    // Shift extends the choice of rows, not a selection of text.
    this.#viewport.addEventListener('mousedown', (event) => {
      if (event.shiftKey) event.preventDefault();
    });
  }

  get active(): number {
    return this.rows.list.active;
  }

  /** The active record's row, where it is here. */
  get activeRow(): RowView | undefined {
    return this.#active && this.rows.cache.row(this.active);
  }

  /** In pixels, by column, where somebody chose one. */
  get widths(): Readonly<Record<string, number>> {
    return this.#columns.widths;
  }

  /** The chosen records, or else none. */
  get chosen(): readonly RecordPlace[] {
    return this.#selection.places();
  }

  /** Takes what is shown now. `wanted` is the record to choose once it is among the rows. */
  update(state: GridState, view: RecordsView, wanted: RecordPlace | undefined): void {
    const isNewScan = state.scan !== this.#state?.scan;
    const isOtherKept = JSON.stringify(state.comparing) !== JSON.stringify(this.#state?.comparing);
    this.#state = state;
    this.#view = view;
    if (isOtherKept) this.#drawSelection();
    if (isNewScan) {
      this.#hasChosen = wanted !== undefined;
      this.rows.want(wanted);
    }
    this.rows.update(state, view);
    this.layOut();
    this.#chooseFirst();
  }

  accept(answer: Extract<ToPage, { type: 'rows' }>): void {
    this.rows.accept(answer);
    this.#chooseFirst();
  }

  /** Chooses the columns' widths for the room that there is, and draws what that changes. */
  layOut(isForced = false): void {
    if (!this.#state || !this.#view) return;
    const isOther = this.#columns.layOut({
      columns: this.rows.cache.columns,
      rows: this.rows.cache.rows(200),
      state: this.#state,
      view: this.#view,
      isForced,
    });
    if (isOther) this.rows.list.refresh();
  }

  /** In pixels; undefined fits it to what is drawn. */
  setWidth(id: ColumnId, widthPx: number | undefined): void {
    if (!this.#columns.setWidth(id, widthPx)) return;
    this.layOut(true);
    this.#options.onWidths();
  }

  /** Goes to a row and chooses it. */
  goTo(index: number): void {
    this.#cell = 0;
    this.#extendFrom = undefined;
    const isSame = index === this.active;
    this.rows.stopFollowing();
    this.rows.goTo(index);
    if (isSame) this.#choose(index);
  }

  step(by: number): void {
    const next = Math.max(0, Math.min(this.rows.list.count - 1, this.active + by));
    if (next !== this.active) this.goTo(next);
  }

  clearSelection(): void {
    this.#selection.set([]);
    this.#active = undefined;
    this.#pending = undefined;
    this.rows.list.refresh();
    this.#options.onChosen(undefined);
  }

  focus(): void {
    this.rows.list.focus();
  }

  hasFocus(): boolean {
    return holdsFocus(this.#viewport);
  }

  /** Marks a text within the rows; nothing where it is empty. */
  mark(text: string): void {
    this.#find = text;
    markText(this.#viewport, text);
  }

  #onSnapshot(isNew: boolean): void {
    this.#viewport.setAttribute('aria-rowcount', String(this.rows.cache.rowCount + 1));
    if (isNew) this.#pending = undefined;
    this.layOut();
    this.#choosePending();
  }

  /** Of a scan that has ended the newest record is looked at; while rows come in nobody's eye is to be led away. */
  #chooseFirst(): void {
    const { rows } = this;
    if (this.#hasChosen || this.#active || rows.isGrowing || !rows.cache.isCurrent || rows.cache.rowCount === 0) return;
    this.#hasChosen = true;
    this.#choose(rows.list.active);
  }

  #onActive(index: number): void {
    if (this.#isQuiet) return;
    if (this.#extendFrom === undefined) this.#choose(index);
    else this.#extend(this.#extendFrom, index);
  }

  #choose(index: number): void {
    this.#pending = { from: index, to: index };
    this.#choosePending();
  }

  #extend(from: number, to: number): void {
    const isTooFar = Math.abs(to - from) >= maxSelected;
    if (isTooFar) this.#options.onNotice(`At most ${maxSelected} records can be selected. Export takes all that are shown.`);
    const reached = isTooFar ? from + Math.sign(to - from) * (maxSelected - 1) : to;
    this.#pending = { from, to: reached };
    this.rows.cache.fill(Math.min(from, reached), Math.max(from, reached));
    this.#choosePending();
  }

  #choosePending(): void {
    const pending = this.#pending;
    if (!pending) return;
    const first = Math.min(pending.from, pending.to);
    const last = Math.max(pending.from, pending.to);
    if (!this.rows.cache.has(first, last)) {
      this.rows.cache.fill(first, last);
      return;
    }
    this.#pending = undefined;
    this.#hasChosen = true;
    const chosen: RowView[] = [];
    for (let index = first; index <= last; index++) {
      const row = this.rows.cache.row(index);
      if (row) chosen.push(row);
    }
    this.#selection.set(chosen);
    this.#setActive(this.rows.cache.row(pending.to));
  }

  #setActive(row: RowView | undefined): void {
    this.#active = row && { partition: row.partition, offset: row.offset };
    if (row) {
      this.rows.stopFollowing();
      this.rows.prefer(row);
    }
    this.#drawSelection();
    this.#options.onChosen(row);
  }

  #drawSelection(): void {
    for (const row of this.#viewport.querySelectorAll<HTMLElement>('.rec')) {
      const view = this.rows.cache.row(Number(row.getAttribute('aria-rowindex')) - 2);
      row.setAttribute('aria-selected', String(view !== undefined && this.#selection.has(view)));
      this.#drawKept(row, view);
    }
  }

  /** The record that waits for another one to be compared with. */
  #drawKept(made: HTMLElement, row: RowView | undefined): void {
    const isKept = row !== undefined && isSamePlace(row, this.#state?.comparing);
    made.classList.toggle('kept', isKept);
    if (isKept) made.setAttribute('aria-description', 'kept for Compare');
    else made.removeAttribute('aria-description');
  }

  #render(index: number, row: RowView | undefined): HTMLElement {
    const isActive = index === this.rows.list.active;
    const made = element('div', {
      class: row?.untestable === true ? 'gr rec untestable' : 'gr rec',
      role: 'row',
      tabIndex: isActive ? 0 : -1,
      attributes: { 'aria-rowindex': String(index + 2), 'aria-selected': String(row !== undefined && this.#selection.has(row)) },
      onClick: (event) => this.#onClick(event, index),
    });
    made.addEventListener('dblclick', () => this.#options.onOpen());
    if (row && this.#columns.layout) made.append(...renderCells(row, this.#columns.layout));
    else made.setAttribute('aria-busy', 'true');
    this.#drawKept(made, row);
    return made;
  }

  #onClick(event: MouseEvent, index: number): void {
    // A text that was selected in the row is not to be lost by the click that ends the selecting.
    if (document.getSelection()?.isCollapsed === false && !event.shiftKey) return;
    this.#cell = 0;
    const before = this.active;
    if (event.shiftKey) {
      this.#extendFrom ??= before;
      this.#activateQuietly(index);
      this.#extend(this.#extendFrom, index);
    } else if (event.ctrlKey || event.metaKey) this.#toggle(index);
    else {
      this.#extendFrom = undefined;
      this.#activateQuietly(index);
      this.#choose(index);
    }
    this.focus();
  }

  #toggle(index: number): void {
    const row = this.rows.cache.row(index);
    if (!row) return;
    this.#extendFrom = index;
    this.#selection.toggle(row);
    this.#activateQuietly(index);
    this.#setActive(row);
  }

  /** Makes a row the active one and leaves it to the caller what that chooses. */
  #activateQuietly(index: number): void {
    this.#isQuiet = true;
    this.rows.list.activate(index);
    this.#isQuiet = false;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || (event.metaKey && event.key !== ' ')) return;
    const { list } = this.rows;
    const target = event.ctrlKey ? undefined : list.target(event.key);
    if (target !== undefined && event.key === 'ArrowUp' && list.active === 0 && !event.shiftKey)
      this.#columns.head.focus(Math.max(0, this.#cell - 1));
    else if (target !== undefined) this.#moveTo(target, event.shiftKey, event.key);
    else if (event.key === 'ArrowRight' && !event.ctrlKey) this.#focusCell(this.#cell + 1);
    else if (event.key === 'ArrowLeft' && !event.ctrlKey) this.#focusCell(this.#cell - 1);
    else if (event.ctrlKey && event.key === ' ') this.#toggle(list.active);
    else if (event.key === 'Enter' && !event.ctrlKey) this.#options.onOpen();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #moveTo(target: number, isExtending: boolean, key: string): void {
    const { rows } = this;
    const isLiveKey = (key === 'Home' && rows.liveEnd === 'first') || (key === 'End' && rows.liveEnd === 'last');
    if (isLiveKey && !isExtending) {
      this.#activateQuietly(target);
      this.clearSelection();
      rows.follow();
    } else {
      this.#extendFrom = isExtending ? (this.#extendFrom ?? rows.list.active) : undefined;
      const before = rows.list.active;
      rows.list.activate(target);
      // At either end of the rows, or on one that nobody has chosen yet, the key still chooses.
      if (before === rows.list.active && !isExtending && this.#active === undefined) this.#choose(before);
    }
    this.#focusCell(this.#cell);
  }

  /** Cells are read out whole when they have the focus, also where they are cut on the screen. */
  #focusCell(cell: number): void {
    const row = this.rows.list.row(this.active);
    if (!row) return;
    this.#cell = Math.max(0, Math.min(this.#columns.layout?.columns.length ?? 0, cell));
    const target = row.children[Math.min(row.children.length, this.#cell) - 1] ?? row;
    if (this.#cell > row.children.length) this.#cell = row.children.length;
    if (!(target instanceof HTMLElement)) return;
    moveFocus(target);
    if (target === row) return;
    const left = target.offsetLeft;
    const right = left + target.offsetWidth;
    const view = this.#viewport;
    if (left < view.scrollLeft) view.scrollLeft = left;
    else if (right > view.scrollLeft + view.clientWidth) view.scrollLeft = right - view.clientWidth;
  }

  #onContextMenu(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const made = target?.closest<HTMLElement>('.rec');
    event.preventDefault();
    if (!made) return;
    const index = Number(made.getAttribute('aria-rowindex')) - 2;
    const row = this.rows.cache.row(index);
    if (!row || !this.#columns.layout) return;
    if (!this.#selection.has(row)) {
      this.#extendFrom = undefined;
      this.#activateQuietly(index);
      this.#choose(index);
    }
    this.focus();
    const cells = toCells(row, this.#columns.layout, Date.now());
    const at = target?.closest('[role=gridcell]');
    const box = made.getBoundingClientRect();
    // The context menu key has no place of its own, and means the cell that has the focus.
    const isKey = event.clientX === 0 && event.clientY === 0;
    const cell = cells[isKey ? this.#cell - 1 : at ? [...made.children].indexOf(at) : -1];
    this.#options.onMenu(row, cell, isKey ? { x: box.left + 40, y: box.bottom } : { x: event.clientX, y: event.clientY });
  }
}
