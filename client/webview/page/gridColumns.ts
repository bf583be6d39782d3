import type { Column, ColumnId, RecordsView, RowView } from '../../records/recordsView.ts';
import { cellPaddingPx, toLayout, type GridLayout } from '../recordColumns.ts';
import type { GridState } from '../gridState.ts';
import { toTimeColumn } from '../timeText.ts';
import { element } from './dom.ts';
import { GridHead, type GridHeadOptions } from './gridHead.ts';

export interface ColumnsShown {
  readonly columns: readonly Column[];
  /** By whose cells the widths are found. */
  readonly rows: readonly RowView[];
  readonly state: GridState;
  readonly view: RecordsView;
  /** Widths that were found before are found anew. */
  readonly isForced: boolean;
}

/** Room for the mark of the order beside a head's word. */
const sortMarkPx = 18;

/** The table's columns as they are laid out in its viewport, below their heads. */
export class GridColumns {
  readonly head: GridHead;
  readonly #viewport: HTMLElement;
  /** As wide as ten digits of a row. */
  readonly #probe = element('div', { class: 'probe' });
  readonly #widths: Record<string, number>;
  #layout: GridLayout | undefined;

  constructor(viewport: HTMLElement, widths: Readonly<Record<string, number>>, options: GridHeadOptions) {
    this.#viewport = viewport;
    this.#widths = { ...widths };
    this.head = new GridHead(options);
    viewport.append(this.head.element, this.#probe);
  }

  get layout(): GridLayout | undefined {
    return this.#layout;
  }

  get widths(): Readonly<Record<string, number>> {
    return this.#widths;
  }

  /** Whether rows that were drawn before are to be drawn anew. */
  layOut({ columns, rows, state, view, isForced }: ColumnsShown): boolean {
    const widthPx = this.#viewport.clientWidth;
    if (widthPx === 0 || columns.length === 0) return false;
    const { timeZone, progress, heads } = state;
    const layout = toLayout({
      columns,
      rows,
      time: toTimeColumn(progress?.oldestMs, progress?.newestMs, timeZone),
      timeZone,
      heads,
      widths: this.#widths,
      isAutomatic: view.columns === undefined,
      widthPx,
      digitPx: this.#probe.offsetWidth / 10,
    });
    const before = this.#layout;
    const isOther = isForced || !before || textOf(before) !== textOf(layout);
    // Widths that were found stay, so that columns do not twitch with each new row; only what is too narrow grows.
    if (!isOther && !isWider(layout, before, widthPx)) {
      this.head.draw(before, view.sort);
      return false;
    }
    this.#layout = layout;
    this.#viewport.style.setProperty('--cols', layout.columns.map((column) => `${column.widthPx}px`).join(' '));
    this.#viewport.setAttribute('aria-colcount', String(layout.columnCount));
    this.head.draw(layout, view.sort);
    return isOther;
  }

  /** Whether there is such a width. */
  setWidth(id: ColumnId, widthPx: number | undefined): boolean {
    const width = widthPx ?? this.#fit(id);
    if (width !== undefined) this.#widths[id] = width;
    return width !== undefined;
  }

  /** As wide as the longest of what is drawn in a column. */
  #fit(id: ColumnId): number | undefined {
    const column = this.#layout?.columns.find((one) => one.id === id);
    if (!column) return undefined;
    const range = document.createRange();
    let width = 0;
    for (const cell of this.#viewport.querySelectorAll(`[aria-colindex="${column.position}"]:not([aria-colspan])`)) {
      range.selectNodeContents(cell.querySelector('.cut') ?? cell);
      const isHead = cell.getAttribute('role') === 'columnheader';
      width = Math.max(width, range.getBoundingClientRect().width + (isHead ? sortMarkPx : 0));
    }
    return Math.ceil(width) + cellPaddingPx;
  }
}

function textOf({ columns, timeZone, time }: GridLayout): string {
  return JSON.stringify([columns.map(({ id, head, right, field }) => [id, head, right, field]), timeZone, time]);
}

function isWider(next: GridLayout, before: GridLayout, roomPx: number): boolean {
  const sum = ({ columns }: GridLayout) => columns.reduce((total, { widthPx }) => total + widthPx, 0);
  const needs = next.columns.some(({ widthPx, field }, at) => field < 0 && widthPx > (before.columns[at]?.widthPx ?? 0));
  return needs || Math.abs(sum(next) - sum(before)) > 1 || sum(before) > roomPx;
}
