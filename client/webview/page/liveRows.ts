import type { RecordPlace, RecordsView, RowView } from '../../records/recordsView.ts';
import type { GridState } from '../gridState.ts';
import type { FromPage, ToPage } from '../recordsProtocol.ts';
import { isSamePlace, RowCache, type Anchor, type RowsChange } from './rowCache.ts';
import { VirtualList } from './virtualList.ts';

export const rowHeight = 22;
export const headHeight = 24;
/** Newer rows are drawn this often at most. */
const refreshIntervalMs = 250;
/** Whoever scrolls is left alone for so long. */
const scrollRestMs = 120;
/** Rows asked for beyond the window in view, on either side. */
const margin = 60;
/** A record that is gone to stands this many rows below the first. */
const rowsAbove = 8;

export type LiveEnd = 'first' | 'last';

export interface LiveRowsOptions {
  readonly viewport: HTMLElement;
  readonly render: (index: number, row: RowView | undefined) => HTMLElement;
  readonly send: (message: Extract<FromPage, { type: 'rows' }>) => void;
  /** The record whose row is the active one; undefined where none is chosen. */
  readonly activePlace: () => RecordPlace | undefined;
  /** The rows are others, or stand elsewhere; told before they are drawn. `isNew` where they are those of another scan or view. */
  readonly onSnapshot: (isNew: boolean) => void;
  /** More rows are here. */
  readonly onRows: () => void;
  readonly onActive: (index: number) => void;
  /** The record that was wanted is not among the rows of a scan that has ended. */
  readonly onGone: () => void;
  /** Following, the count of new rows, or the live end has changed. */
  readonly onFollow: () => void;
  readonly onDrawn: () => void;
}

/**
 * The rows of the table as they come and go. At the live end new ones come into view; elsewhere those in view stay on
 * their pixels, whatever arrives.
 */
export class LiveRows {
  readonly list: VirtualList;
  readonly cache: RowCache;
  readonly #options: LiveRowsOptions;
  #state: GridState | undefined;
  #view: RecordsView | undefined;
  #key = '';
  #isFollowing = true;
  /** Switched off by hand: being at the live end does not switch it on. */
  #isFollowOff = false;
  #newRows = 0;
  #wanted: RecordPlace | undefined;
  #timer: number | undefined;
  #askedAtMs = 0;
  #scrolledAtMs = 0;
  #lastFirst = 0;

  constructor(options: LiveRowsOptions) {
    this.#options = options;
    this.cache = new RowCache({ send: options.send, anchor: () => this.#anchor() });
    this.list = new VirtualList({
      viewport: options.viewport,
      rowHeight,
      headHeight,
      role: 'rowgroup',
      render: (index) => options.render(index, this.cache.row(index)),
      onActive: options.onActive,
      isReady: (first, last) => this.cache.has(first, last),
      onView: (first, last) => this.#onView(first, last),
      onDrawn: options.onDrawn,
    });
  }

  /** Which end new rows come in at; undefined where they come in anywhere, or none do. */
  get liveEnd(): LiveEnd | undefined {
    const sort = this.#view?.sort;
    if (!this.isGrowing || sort?.column !== 'time') return undefined;
    return sort.descending ? 'first' : 'last';
  }

  get isGrowing(): boolean {
    return this.#state !== undefined && ['connecting', 'reading', 'live', 'retrying', 'paused'].includes(this.#state.activity);
  }

  get isFollowing(): boolean {
    return this.#isFollowing && this.liveEnd !== undefined;
  }

  /** New rows at the live end that nobody has seen. */
  get newRows(): number {
    return this.liveEnd === undefined ? 0 : this.#newRows;
  }

  /** Goes to a record once it is among the rows. */
  want(place: RecordPlace | undefined): void {
    this.#wanted = place;
    if (place && this.cache.isCurrent) this.cache.askPlace(place);
  }

  /** Whoever goes on to another record while one is awaited wants the awaited one no more. */
  prefer(place: RecordPlace): void {
    if (this.#wanted && !isSamePlace(place, this.#wanted)) this.want(place);
  }

  /** Takes what is shown now; asks for rows where they are others. */
  update(state: GridState, view: RecordsView): void {
    const key = JSON.stringify([state.scan, view]);
    const isNewScan = state.scan !== this.#state?.scan;
    const isNewOrder = isNewScan || JSON.stringify(view.sort) !== JSON.stringify(this.#view?.sort);
    this.#state = state;
    this.#view = view;
    if (isNewScan) {
      this.#isFollowing = true;
      this.#isFollowOff = false;
      this.#newRows = 0;
    } else if (isNewOrder) {
      // Another order is looked at from its first row on.
      this.#newRows = 0;
      this.#isFollowing &&= this.liveEnd === 'first';
    }
    if (key !== this.#key) {
      this.#key = key;
      this.cache.begin();
      // Before a read has begun there is nothing to ask for, and the rows of the one before stay.
      if (hasRows(state)) this.#askAnew(isNewOrder);
    } else if (hasRows(state) && !this.cache.isCurrent && !this.cache.isAskingForWindow) this.#askAnew(isNewOrder);
    else this.#refreshSoon();
    // No more rows come: it is there now, or it is not.
    if (this.#wanted && !this.isGrowing && this.cache.isCurrent) this.cache.askPlace(this.#wanted);
    this.#options.onFollow();
  }

  accept(answer: Extract<ToPage, { type: 'rows' }>): void {
    const change = this.cache.accept(answer);
    if (change === 'stale') this.#refreshSoon(0);
    else if (change?.kind === 'rows') this.#onMoreRows(change.from, change.to);
    else if (change?.kind === 'snapshot') this.#onSnapshot(change);
    else if (change?.kind === 'located') this.#onLocated(change);
    // What did not go out since too much was under way goes now.
    const { first, last } = this.list.range();
    if (last >= first && !this.cache.has(first, last)) this.cache.want(first, last, 1);
    this.#refreshSoon();
  }

  /** Follows the live end from now on, there. */
  follow(): void {
    this.#isFollowOff = false;
    this.#isFollowing = true;
    this.#newRows = 0;
    this.#goToEnd();
    this.#options.onFollow();
    this.#refreshSoon(0);
  }

  /** Leaves the rows where they are; `byHand` until it is switched on again. */
  stopFollowing(byHand = false): void {
    if (byHand) this.#isFollowOff = true;
    if (!this.#isFollowing) return;
    this.#isFollowing = false;
    this.#newRows = 0;
    this.#options.onFollow();
  }

  /** Brings a row into view, somewhat below the first. */
  goTo(index: number): void {
    const { first, last } = this.list.range();
    if (index < first || index >= last) this.list.scrollTop = Math.max(0, index - rowsAbove) * rowHeight;
    this.list.activate(index);
  }

  #goToEnd(): void {
    const end = this.liveEnd;
    if (end === undefined) return;
    this.list.scrollTop = end === 'first' ? 0 : this.list.count * rowHeight;
  }

  #onView(first: number, last: number): void {
    this.#scrolledAtMs = performance.now();
    const direction = first >= this.#lastFirst ? 1 : -1;
    this.#lastFirst = first;
    this.cache.want(first, last, direction);
    const end = this.liveEnd;
    if (end === undefined) return;
    const isThere = end === 'first' ? this.list.scrollTop < 1 : this.list.isAtEnd;
    if (!isThere) this.stopFollowing();
    else if (!this.#isFollowing && !this.#isFollowOff && this.#options.activePlace() === undefined) this.follow();
  }

  #askAnew(isNewOrder: boolean): void {
    this.#askedAtMs = performance.now();
    const { first, last } = this.list.range();
    const count = Math.max(40, last - first + 1) + margin;
    const place = this.#wanted;
    if (place) this.cache.askWindow({ from: 0, count: count + margin, anchor: { place, index: -1 }, anchorAt: margin });
    else if (isNewOrder) this.cache.askWindow({ from: 0, count });
    else this.#askAround(this.#anchor());
  }

  #askAround(anchor: Anchor | undefined): void {
    const { first, last } = this.list.range();
    const from = Math.max(0, first - margin);
    const count = last - from + 1 + margin;
    const anchorAt = anchor ? Math.max(0, anchor.index - from) : 0;
    this.cache.askWindow(anchor ? { from, count, anchor, anchorAt } : { from, count });
  }

  /** The row that is to stay where it is: the active one where it is in view, else the first that is wholly in view. */
  #anchor(): Anchor | undefined {
    const { first, last } = this.list.range();
    const { active } = this.list;
    const place = this.#options.activePlace();
    const row = this.cache.row(active);
    if (place && row && isSamePlace(row, place) && active >= first && active <= last) return { place, index: active };
    for (let index = Math.ceil(this.list.scrollTop / rowHeight); index <= last; index++) {
      const one = this.cache.row(index);
      if (one) return { place: { partition: one.partition, offset: one.offset }, index };
    }
    return undefined;
  }

  /** Asks for the window in view anew, if there is a newer revision, and not too often. */
  #refreshSoon(delayMs?: number): void {
    if (!this.#isBehind() || this.#timer !== undefined) return;
    const now = performance.now();
    const { first, last } = this.list.range();
    // What is missing in view is more urgent than that nobody's scrolling is disturbed.
    const restMs = this.cache.has(first, last) ? this.#scrolledAtMs + scrollRestMs - now : 0;
    // The first rows are waited for.
    const dueMs = delayMs ?? (this.cache.rowCount === 0 ? 0 : Math.max(restMs, this.#askedAtMs + refreshIntervalMs - now));
    const run = () => {
      this.#timer = undefined;
      if (this.#isBehind() && !this.cache.isAskingForWindow) this.#refresh();
    };
    this.#timer = window.setTimeout(run, Math.max(0, dueMs));
  }

  #isBehind(): boolean {
    const revision = this.#state?.progress?.revision ?? -1;
    return this.cache.isCurrent && revision > this.cache.revision;
  }

  #refresh(): void {
    this.#askedAtMs = performance.now();
    const { first, last } = this.list.range();
    if (!this.isFollowing) this.#askAround(this.#anchor());
    else if (this.liveEnd === 'first') this.cache.askWindow({ from: 0, count: last + 1 + margin });
    else this.cache.askWindow({ from: first - margin, count: last - first + 1 + 4 * margin });
    if (this.#wanted) this.cache.askPlace(this.#wanted);
  }

  #onMoreRows(from: number, to: number): void {
    const { first, last } = this.list.range();
    this.#options.onRows();
    if (this.cache.has(first, last)) this.list.refresh(from, to + 1);
    else this.#drawNear(from, to);
  }

  /** While somebody scrolls faster than rows come, those that came are shown, as near as they are. */
  #drawNear(from: number, to: number): void {
    const height = this.#options.viewport.clientHeight - headHeight;
    const last = (to + 1) * rowHeight - height;
    const top = Math.max(from * rowHeight, Math.min(last, this.list.scrollTop));
    this.list.refresh(from, to + 1, last >= from * rowHeight ? top : this.list.top);
  }

  #onSnapshot({ isNew, anchor, anchorIs }: Extract<RowsChange, { kind: 'snapshot' }>): void {
    const { list, cache } = this;
    const { active, count: countBefore } = list;
    const moved = anchor && anchor.index >= 0 && anchorIs !== undefined ? anchorIs - anchor.index : 0;
    const place = this.#options.activePlace();
    this.#options.onSnapshot(isNew);
    const known = place && cache.find(place);
    let top = list.scrollTop;
    let next = known ?? active + moved;
    const isWantedHere = anchorIs !== undefined && this.#wanted !== undefined && isSamePlace(anchor?.place, this.#wanted);
    if (isWantedHere) {
      next = anchorIs;
      top = Math.max(0, anchorIs - rowsAbove) * rowHeight;
    } else if (isNew && (!anchor || (anchor.index < 0 && anchorIs === undefined))) {
      top = 0;
      next = known ?? 0;
    } else if (this.isFollowing && !isNew) top = this.liveEnd === 'first' ? 0 : Infinity;
    else top += moved * rowHeight;
    if (!place && this.isFollowing) next = this.liveEnd === 'first' ? 0 : cache.rowCount - 1;
    if (!isNew && !this.isFollowing) this.#countNew(cache.rowCount - countBefore, moved);
    list.reset(cache.rowCount, next, Math.min(top, Math.max(0, cache.rowCount * rowHeight)));
    if (isWantedHere) this.#arrive(anchorIs);
    else if (this.#wanted) cache.askPlace(this.#wanted);
    else if (place && known === undefined) cache.askPlace(place);
    const { first, last } = list.range();
    if (last >= first) cache.want(first, last, 1);
    this.#options.onFollow();
  }

  #countNew(grown: number, moved: number): void {
    this.#newRows += Math.max(0, this.liveEnd === 'last' ? grown - moved : moved);
  }

  #onLocated({ place, index }: Extract<RowsChange, { kind: 'located' }>): void {
    if (isSamePlace(place, this.#wanted)) {
      if (index !== undefined) this.#arrive(index);
      else if (!this.isGrowing && !this.#isBehind()) {
        this.#wanted = undefined;
        this.#options.onGone();
      }
    } else if (index !== undefined && isSamePlace(place, this.#options.activePlace()) && index !== this.list.active) {
      const { list } = this;
      list.reset(list.count, index);
    }
  }

  #arrive(index: number): void {
    this.#wanted = undefined;
    this.stopFollowing();
    this.goTo(index);
    this.#options.onActive(index);
  }
}

/** While a read is only about to begin, the rows of the one before stay. */
function hasRows({ progress, activity }: GridState): boolean {
  return progress !== undefined && activity !== 'connecting' && activity !== 'waiting';
}
