import { runInSlices, sortInSteps, type Steps } from '../../shared/slices.ts';
import { abortError, orAbort } from '../cluster/abort.ts';
import { newestFirst, oldestFirst, type Held } from './heldRecord.ts';
import type { RecordStore } from './recordStore.ts';
import type { ColumnId, RecordsView } from './recordsView.ts';
import { compareKeys, type SortKey } from './sortKeys.ts';

export interface OrderedRow {
  readonly held: Held;
  readonly key: SortKey;
}

/** The rows of a view in their order, as they were at a revision of the store. */
export interface Ordered {
  readonly revision: number;
  readonly rows: readonly OrderedRow[];
}

/** Reads by what a column sorts; as many as records, in the same order. */
export type ReadKeys = (records: readonly Held[], column: ColumnId, revealed: boolean, signal: AbortSignal) => Promise<readonly SortKey[]>;

interface Kept extends Ordered {
  readonly signature: string;
  revision: number;
  rows: readonly OrderedRow[];
  /** All up to this one are in it. */
  sequence: number;
  dropped: number;
  turn: Promise<void>;
}

/** So many views are kept in order: that of the page, and the one before. */
const maxKept = 2;
const sliceMs = 8;

/** Keeps the rows of views in their order, putting in and taking out what came and went since they were last asked for. */
export class RecordOrders {
  readonly #store: RecordStore;
  readonly #readKeys: ReadKeys;
  #kept: Kept[] = [];

  constructor(store: RecordStore, readKeys: ReadKeys) {
    this.#store = store;
    this.#readKeys = readKeys;
  }

  /** The rows of a view now. @throws AbortError */
  async of(view: RecordsView, signal: AbortSignal): Promise<Ordered> {
    const kept = this.#keptFor(view);
    const turn = kept.turn.then(() => this.#update(kept, view, signal));
    kept.turn = turn.catch(() => undefined);
    await orAbort(turn, signal);
    return { revision: kept.revision, rows: kept.rows };
  }

  /** Forgets all orders, as when the same bytes mean something else. */
  clear(): void {
    this.#kept = [];
  }

  #keptFor({ sort, timeRange, showUndecoded, revealed }: RecordsView): Kept {
    const signature = JSON.stringify([sort.column, sort.descending, timeRange ?? null, showUndecoded, revealed]);
    const found = this.#kept.find((kept) => kept.signature === signature);
    const kept = found ?? { signature, revision: -1, rows: [], sequence: 0, dropped: 0, turn: Promise.resolve() };
    this.#kept = [kept, ...this.#kept.filter((other) => other !== kept)].slice(0, maxKept);
    return kept;
  }

  async #update(kept: Kept, view: RecordsView, signal: AbortSignal): Promise<void> {
    const store = this.#store;
    if (signal.aborted) throw abortError();
    const { revision, lastSequence, dropped } = store;
    if (kept.revision === revision) return;
    const added = store.since(kept.sequence).filter((held) => isShown(held, view));
    const keys = await this.#readKeys(added, view.sort.column, view.revealed, signal);
    const entries = added.map((held, index) => ({ held, key: keys[index] }));
    const compare = compareRows(view.sort);
    // Lists are small while a scan is live, and then this is done at once.
    const rows = await runInSlices(mergeIn(kept.rows, entries, compare), {
      sliceMs,
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      isCancelled: () => signal.aborted,
    });
    if (rows === undefined) throw abortError();
    const hasGone = store.dropped !== kept.dropped;
    kept.rows = hasGone ? rows.filter(({ held }) => !held.isDropped) : rows;
    [kept.revision, kept.sequence, kept.dropped] = [revision, lastSequence, dropped];
  }
}

function isShown({ timestampMs, isUntestable }: Held, { timeRange, showUndecoded }: RecordsView): boolean {
  if (isUntestable && !showUndecoded) return false;
  return timeRange === undefined || (timestampMs >= timeRange.fromMs && timestampMs <= timeRange.toMs);
}

/** How rows are ordered; equal ones stand newest first. */
export function compareRows({ column, descending }: RecordsView['sort']): (a: OrderedRow, b: OrderedRow) => number {
  // The older a record, the larger its age.
  if (column === 'time' || column === 'age') {
    const compare = descending === (column === 'time') ? newestFirst : oldestFirst;
    return (a, b) => compare(a.held, b.held);
  }
  return (a, b) => compareKeys(a.key, b.key, descending) || newestFirst(a.held, b.held);
}

/** Longer lists than this are sorted and merged in steps. */
const itemsInStep = 5000;

function* mergeIn(
  rows: readonly OrderedRow[],
  added: OrderedRow[],
  compare: (a: OrderedRow, b: OrderedRow) => number,
): Steps<readonly OrderedRow[]> {
  if (added.length === 0) return rows;
  // What is read from one end comes in order already, or the other way round.
  if (yield* isOrdered(added, (a, b) => compare(b, a) < 0)) added.reverse();
  else if (!(yield* isOrdered(added, (a, b) => compare(a, b) <= 0))) yield* sortInSteps(added, compare);
  if (rows.length === 0) return added;
  const merged: OrderedRow[] = [];
  let from = 0;
  for (const [index, row] of added.entries()) {
    const to = placeOf(row, rows, from, compare);
    for (let start = from; start < to; start += itemsInStep) {
      for (let at = start; at < Math.min(start + itemsInStep, to); at++) merged.push(rows[at] as OrderedRow);
      yield;
    }
    merged.push(row);
    from = to;
    if (index % 1000 === 999) yield;
  }
  for (let at = from; at < rows.length; at++) {
    merged.push(rows[at] as OrderedRow);
    if (at % itemsInStep === 0) yield;
  }
  return merged;
}

/** Whether each two neighbours stand as they should. */
function* isOrdered(rows: readonly OrderedRow[], areInOrder: (a: OrderedRow, b: OrderedRow) => boolean): Steps<boolean> {
  for (let index = 1; index < rows.length; index++) {
    // Both are indexes.
    if (!areInOrder(rows[index - 1] as OrderedRow, rows[index] as OrderedRow)) return false;
    if (index % itemsInStep === 0) yield;
  }
  return true;
}

/** The index of the first row, from one on, that belongs behind a row; the number of rows where none does. */
export function placeOf(
  row: OrderedRow,
  rows: readonly OrderedRow[],
  from: number,
  compare: (a: OrderedRow, b: OrderedRow) => number,
): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    // The middle of two indexes is an index.
    if (compare(rows[middle] as OrderedRow, row) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
