import type { RecordPlace, RowView, Column } from '../../records/recordsView.ts';
import type { FromPage, ToPage } from '../recordsProtocol.ts';

/** Rows of an ask that follows scrolling. */
export const pageSize = 100;
/** More than this is no window: the answer would take too long. */
const maxAsked = 400;
/** Asks under way, of which each can be of one page. */
const maxUnderWay = 4;
/** Pages that are kept: about as many as anybody scrolls back without noticing that they come anew. */
const maxKeptRows = 20_000;

type RowsAsk = Extract<FromPage, { type: 'rows' }>;
type RowsReply = Extract<ToPage, { type: 'rows' }>;

/** A row and where it was when it was asked about. */
export interface Anchor {
  readonly place: RecordPlace;
  readonly index: number;
}

/** What came with an answer. */
export type RowsChange =
  /** More rows among those that were known, both inclusive. */
  | { readonly kind: 'rows'; readonly from: number; readonly to: number }
  /** Rows in other places. */
  | { readonly kind: 'snapshot'; readonly isNew: boolean; readonly anchor: Anchor | undefined; readonly anchorIs: number | undefined }
  /** Where a record is that is not in view. */
  | { readonly kind: 'located'; readonly place: RecordPlace; readonly index: number | undefined };

interface UnderWay {
  readonly kind: 'page' | 'window' | 'place';
  readonly epoch: number;
  readonly from: number;
  readonly count: number;
  readonly anchor: Anchor | undefined;
}

export interface RowCacheOptions {
  readonly send: (ask: RowsAsk) => void;
  /** A row that is in view, by whose index an answer of later rows tells how far all have moved. */
  readonly anchor: () => Anchor | undefined;
}

/**
 * The rows that a page knows of a view, by index. All belong to one revision of the held records; when there is a newer
 * one they stay until the rows of the window in view are here in their new places.
 */
export class RowCache {
  readonly #options: RowCacheOptions;
  readonly #rows = new Map<number, RowView>();
  readonly #underWay = new Map<number, UnderWay>();
  #asks = 0;
  /** Grows whenever the rows become others altogether: another scan, order or choice of rows. */
  #epoch = 0;
  #shownEpoch = -1;
  #revision = -1;
  #rowCount = 0;
  #columns: readonly Column[] = [];
  #window = { first: 0, last: -1 };

  constructor(options: RowCacheOptions) {
    this.#options = options;
  }

  get rowCount(): number {
    return this.#rowCount;
  }

  get revision(): number {
    return this.#revision;
  }

  get columns(): readonly Column[] {
    return this.#columns;
  }

  /** Whether rows of the present epoch are here. */
  get isCurrent(): boolean {
    return this.#shownEpoch === this.#epoch;
  }

  get isAskingForWindow(): boolean {
    return [...this.#underWay.values()].some(({ kind, epoch }) => kind === 'window' && epoch === this.#epoch);
  }

  row(index: number): RowView | undefined {
    return this.#rows.get(index);
  }

  /** Some of the rows that are here, at most so many. */
  rows(most: number): RowView[] {
    return [...this.#rows.values()].slice(0, most);
  }

  /** The index of a record among the rows that are here. */
  find(place: RecordPlace): number | undefined {
    for (const [index, row] of this.#rows) if (isSamePlace(row, place)) return index;
    return undefined;
  }

  has(first: number, last: number): boolean {
    for (let index = first; index <= last; index++) if (!this.#rows.has(index)) return false;
    return true;
  }

  /** Forgets nothing yet: what was asked before is answered in vain, and the next window replaces all. */
  begin(): void {
    this.#epoch++;
    this.#underWay.clear();
  }

  /** Asks for a window anew; with an anchor its row stands `anchorAt` rows below the first of the answer. */
  askWindow(window: {
    readonly from: number;
    readonly count: number;
    readonly anchor?: Anchor | undefined;
    readonly anchorAt?: number;
  }): void {
    const { from, anchor, anchorAt } = window;
    const count = Math.min(maxAsked, window.count);
    this.#send({ kind: 'window', epoch: this.#epoch, from: Math.max(0, from), count, anchor }, anchorAt);
  }

  /** Asks at which index a record is now. */
  askPlace(place: RecordPlace): void {
    this.#send({ kind: 'place', epoch: this.#epoch, from: 0, count: 1, anchor: { place, index: -1 } });
  }

  /** Asks for the pages of a window that are not here, and for the next ones in the direction of scrolling. */
  want(first: number, last: number, direction: 1 | -1): void {
    this.#window = { first, last };
    if (!this.isCurrent || this.#rowCount === 0) return;
    const firstPage = Math.floor(Math.max(0, first) / pageSize);
    const lastPage = Math.floor(Math.max(0, last) / pageSize);
    const pages: number[] = [];
    for (let page = firstPage; page <= lastPage; page++) pages.push(page);
    pages.push(...(direction > 0 ? [lastPage + 1, lastPage + 2, firstPage - 1] : [firstPage - 1, firstPage - 2, lastPage + 1]));
    const inView = lastPage - firstPage + 1;
    pages.forEach((page, at) => this.#wantPage(page, at < inView));
  }

  /** Asks for the pages of a range that are not here. */
  fill(first: number, last: number): void {
    for (let page = Math.floor(first / pageSize); page <= Math.floor(last / pageSize); page++) this.#wantPage(page, true);
  }

  #wantPage(page: number, isInView: boolean): void {
    const from = page * pageSize;
    const to = Math.min(this.#rowCount, from + pageSize);
    if (page < 0 || from >= this.#rowCount || this.has(from, to - 1)) return;
    const asks = [...this.#underWay.values()].filter(({ kind, epoch }) => kind !== 'place' && epoch === this.#epoch);
    if (asks.some((ask) => ask.kind === 'page' && ask.from === from)) return;
    // What is in view goes before what may come into view; both give way to what was asked before them.
    if (asks.length >= (isInView ? maxUnderWay : maxUnderWay - 2)) return;
    this.#send({ kind: 'page', epoch: this.#epoch, from, count: to - from, anchor: this.#options.anchor() });
  }

  /** Takes an answer; undefined where it changes nothing. `isStale` tells of rows that must be asked for anew. */
  accept(answer: RowsReply): RowsChange | 'stale' | undefined {
    const ask = this.#underWay.get(answer.ask);
    this.#underWay.delete(answer.ask);
    if (ask?.epoch !== this.#epoch) return undefined;
    if (ask.kind === 'place') return { kind: 'located', place: ask.anchor?.place ?? noPlace, index: answer.anchorIndex };
    if (answer.revision === this.#revision && this.isCurrent && ask.kind === 'page') {
      this.#add(answer);
      return { kind: 'rows', from: answer.from, to: answer.from + answer.rows.length - 1 };
    }
    if (answer.revision < this.#revision && this.isCurrent) return undefined;
    // Places of another revision are of use only where they fill what is in view.
    if (ask.kind === 'page' && !covers(answer, this.#window)) return 'stale';
    const isNew = !this.isCurrent;
    this.#shownEpoch = this.#epoch;
    this.#revision = answer.revision;
    this.#rowCount = answer.rowCount;
    this.#columns = answer.columns;
    this.#rows.clear();
    this.#add(answer);
    return { kind: 'snapshot', isNew, anchor: ask.anchor, anchorIs: answer.anchorIndex };
  }

  #add({ from, rows }: RowsReply): void {
    rows.forEach((row, at) => this.#rows.set(from + at, row));
    if (this.#rows.size <= maxKeptRows) return;
    const middle = from + rows.length / 2;
    for (const index of this.#rows.keys()) if (Math.abs(index - middle) > maxKeptRows / 3) this.#rows.delete(index);
  }

  #send(ask: UnderWay, anchorAt?: number): void {
    const number = ++this.#asks;
    this.#underWay.set(number, ask);
    const { from, count, anchor } = ask;
    this.#options.send({
      type: 'rows',
      ask: number,
      from,
      count,
      ...(anchor ? { anchor: anchor.place } : {}),
      ...(anchor && anchorAt !== undefined ? { anchorAt } : {}),
    });
  }
}

const noPlace: RecordPlace = { partition: -1, offset: '' };

export function isSamePlace(one: RecordPlace | undefined, other: RecordPlace | undefined): boolean {
  return one?.partition === other?.partition && one?.offset === other?.offset;
}

function covers({ from, rows, rowCount }: RowsReply, window: { readonly first: number; readonly last: number }): boolean {
  return from <= window.first && from + rows.length - 1 >= Math.min(window.last, rowCount - 1);
}
