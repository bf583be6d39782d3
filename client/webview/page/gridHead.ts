import type { ColumnId, RecordsView } from '../../records/recordsView.ts';
import { clampWidth, type GridColumn, type GridLayout } from '../recordColumns.ts';
import { element, icon } from './dom.ts';
import type { Point } from './menu.ts';

export interface GridHeadOptions {
  /** Absent where the rows have one order only. */
  readonly onSort: ((id: ColumnId) => void) | undefined;
  /** In pixels; undefined fits it to what is in view. */
  readonly onWidth: (id: ColumnId, widthPx: number | undefined) => void;
  /** The order in which the columns are to stand. */
  readonly onOrder: (ids: readonly ColumnId[]) => void;
  readonly onMenu: (column: GridColumn, at: Point) => void;
  /** The focus goes to the rows. */
  readonly onLeave: () => void;
  /** Whether the head got the focus. */
  readonly onFocus: (column: number) => void;
}

const widthStep = 8;
/** Further than a hand trembles. */
const dragFrom = 5;

/** The heads of the table's columns: sorting, widths and order, by mouse and by keys. */
export class GridHead {
  readonly element = element('div', { class: 'gr head', role: 'row', attributes: { 'aria-rowindex': '1' } });
  readonly #options: GridHeadOptions;
  #layout: GridLayout | undefined;
  #drop: number | undefined;

  constructor(options: GridHeadOptions) {
    this.#options = options;
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('contextmenu', (event) => {
      const at = this.#indexOf(event.target);
      const column = this.#layout?.columns[at];
      event.preventDefault();
      event.stopPropagation();
      if (!column) return;
      const box = this.element.children[at]?.getBoundingClientRect();
      options.onMenu(column, event.clientX === 0 && box ? { x: box.left, y: box.bottom } : { x: event.clientX, y: event.clientY });
    });
    this.element.addEventListener('focusin', (event) => options.onFocus(this.#indexOf(event.target)));
  }

  draw(layout: GridLayout, sort: RecordsView['sort']): void {
    const focused = this.#indexOf(document.activeElement);
    const before = this.#layout?.columns[focused]?.id;
    this.#layout = layout;
    this.element.replaceChildren(...layout.columns.map((column, index) => this.#render(column, index, sort)));
    if (before === undefined) return;
    this.focus(
      Math.max(
        0,
        layout.columns.findIndex(({ id }) => id === before),
      ),
    );
  }

  focus(index: number): void {
    const head = this.element.children[Math.max(0, Math.min(this.element.children.length - 1, index))];
    if (head instanceof HTMLElement) head.focus();
  }

  #render(column: GridColumn, index: number, sort: RecordsView['sort']): HTMLElement {
    const canSort = this.#options.onSort !== undefined;
    const isSorted = canSort && sort.column === column.id;
    const direction = sort.descending ? 'descending' : 'ascending';
    const head = element('span', {
      role: 'columnheader',
      class: column.right ? 'r' : '',
      tabIndex: -1,
      title: canSort ? `${column.title} Click: sort.` : column.title,
      attributes: {
        'aria-colindex': String(column.position),
        ...(canSort && { 'aria-sort': isSorted ? direction : 'none' }),
        'data-column': column.id,
      },
    });
    head.append(element('span', { class: 'cut', text: column.head }));
    if (isSorted) head.append(icon(sort.descending ? 'arrow-down' : 'arrow-up', 's'));
    const grip = element('i', { class: 'grip', title: 'Drag: width. Double click: fit.' });
    grip.addEventListener('pointerdown', (event) => this.#resize(event, head, column));
    grip.addEventListener('dblclick', () => this.#options.onWidth(column.id, undefined));
    grip.addEventListener('click', (event) => event.stopPropagation());
    head.append(grip);
    head.addEventListener('pointerdown', (event) => this.#drag(event, head, index));
    return head;
  }

  #resize(event: PointerEvent, head: HTMLElement, column: GridColumn): void {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const start = { x: event.clientX, width: head.offsetWidth };
    // Drawing replaces the heads, so what is followed is the window.
    follow(event, (moved) => this.#options.onWidth(column.id, clampWidth(start.width + moved.clientX - start.x)));
  }

  /** A press that does not move sorts; one that does carries the column to another place. */
  #drag(event: PointerEvent, head: HTMLElement, index: number): void {
    if (event.button !== 0) return;
    head.focus({ preventScroll: true });
    const heads = [...this.element.children];
    let isMoved = false;
    const move = (moved: PointerEvent) => {
      isMoved ||= Math.abs(moved.clientX - event.clientX) > dragFrom;
      if (!isMoved) return;
      const before = heads.findIndex((one) => {
        const box = one.getBoundingClientRect();
        return moved.clientX < box.left + box.width / 2;
      });
      this.#drop = before < 0 ? heads.length : before;
      head.classList.add('moving');
      heads.forEach((one, at) => {
        one.classList.toggle('drop-before', at === this.#drop);
        one.classList.toggle('drop-after', at === heads.length - 1 && this.#drop === heads.length);
      });
    };
    follow(event, move, (isCancelled) => {
      for (const one of heads) one.classList.remove('moving', 'drop-before', 'drop-after');
      const column = this.#layout?.columns[index];
      if (isCancelled || !column) return;
      if (!isMoved) this.#options.onSort?.(column.id);
      else if (this.#drop !== undefined) this.#move(index, this.#drop > index ? this.#drop - 1 : this.#drop);
    });
  }

  #move(from: number, to: number): void {
    const ids = this.#layout?.columns.map(({ id }) => id) ?? [];
    const id = ids[from];
    if (id === undefined || from === to || to < 0 || to >= ids.length) return;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    this.#options.onOrder(ids);
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#indexOf(event.target);
    const column = this.#layout?.columns[at];
    if (!column || event.ctrlKey || event.metaKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const width = this.element.children[at]?.getBoundingClientRect().width ?? 0;
    if (by !== undefined && event.altKey) this.#move(at, at + by);
    else if (by !== undefined && event.shiftKey) this.#options.onWidth(column.id, clampWidth(width + by * widthStep));
    else if (event.altKey) return;
    else if (by !== undefined) this.focus(at + by);
    else if (event.key === 'Home') this.focus(0);
    else if (event.key === 'End') this.focus(Infinity);
    else if (event.key === 'Enter' || event.key === ' ') this.#options.onSort?.(column.id);
    else if (event.key === 'ArrowDown' || event.key === 'Escape') this.#options.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #indexOf(target: EventTarget | null): number {
    const head = target instanceof Element ? target.closest('[role=columnheader]') : null;
    return head ? [...this.element.children].indexOf(head) : -1;
  }
}

/** Follows the pointer until it is let go; Escape ends it in vain. */
function follow(start: PointerEvent, onMove: (event: PointerEvent) => void, onEnd: (isCancelled: boolean) => void = () => undefined): void {
  const end = new AbortController();
  const { signal } = end;
  const finish = (isCancelled: boolean) => {
    end.abort();
    onEnd(isCancelled);
  };
  const isSame = (event: PointerEvent) => event.pointerId === start.pointerId;
  window.addEventListener('pointermove', (event) => isSame(event) && onMove(event), { signal });
  window.addEventListener('pointerup', (event) => isSame(event) && finish(false), { signal });
  window.addEventListener('pointercancel', () => finish(true), { signal });
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    event.preventDefault();
    finish(true);
  };
  window.addEventListener('keydown', onKey, { signal, capture: true });
}
