import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowView } from '../../../../client/records/recordsView.ts';
import { nextSort } from '../../../../client/webview/page/sorting.ts';
import { createPageView } from '../../../../client/webview/page/pageView.ts';
import { RowCache, type Anchor } from '../../../../client/webview/page/rowCache.ts';
import type { FromPage, ToPage } from '../../../../client/webview/recordsProtocol.ts';
import { firstView } from '../../../../client/records/recordsView.ts';

type Ask = Extract<FromPage, { type: 'rows' }>;

/** A cache with the questions that it has asked. */
function open(anchor?: Anchor): { cache: RowCache; asks: Ask[] } {
  const asks: Ask[] = [];
  const cache = new RowCache({ send: (ask) => asks.push(ask), anchor: () => anchor });
  return { cache, asks };
}

function answer(ask: Ask | undefined, given: Partial<Extract<ToPage, { type: 'rows' }>> = {}): Extract<ToPage, { type: 'rows' }> {
  const { from = 0, count = 0, ask: number = -1 } = ask ?? {};
  const rows = Array.from({ length: count }, (_, at) => ({ partition: 0, offset: String(from + at) }) as RowView);
  return { type: 'rows', ask: number, revision: 1, rowCount: 100_000, from, rows, columns: [], anchorIndex: undefined, ...given };
}

/** With the first window of the first revision. */
function begun(): { cache: RowCache; asks: Ask[] } {
  const { cache, asks } = open({ place: { partition: 0, offset: '0' }, index: 0 });
  cache.begin();
  cache.askWindow({ from: 0, count: 100 });
  cache.accept(answer(asks[0]));
  return { cache, asks };
}

test('pages that come into view are asked for once, and the next ones in the direction of scrolling', () => {
  const { cache, asks } = begun();
  cache.want(90, 130, 1);
  cache.want(95, 135, 1);
  assert.deepEqual(
    asks.slice(1).map(({ from, count }) => [from, count]),
    [
      [100, 100],
      [200, 100],
    ],
  );
  assert.deepEqual(cache.accept(answer(asks[1])), { kind: 'rows', from: 100, to: 199 });
  assert.ok(cache.has(90, 130) && !cache.has(190, 210));
});

test('only so many questions are under way, however far somebody scrolls', () => {
  const { cache, asks } = begun();
  for (let first = 1000; first < 90_000; first += 1000) cache.want(first, first + 40, 1);
  assert.equal(asks.length, 1 + 4);
});

test('rows of a later revision that are not in view are asked for anew', () => {
  const { cache, asks } = begun();
  cache.want(60, 99, 1);
  assert.equal(cache.accept(answer(asks[1], { revision: 2 })), 'stale');
  assert.equal(cache.revision, 1);
  assert.ok(cache.has(60, 99));
});

test('a window of a later revision replaces all, and tells how far its anchor has moved', () => {
  const { cache, asks } = begun();
  const anchor = { place: { partition: 0, offset: '50' }, index: 50 };
  cache.askWindow({ from: 40, count: 60, anchor, anchorAt: 10 });
  assert.deepEqual([asks[1]?.anchor, asks[1]?.anchorAt], [{ partition: 0, offset: '50' }, 10]);
  const change = cache.accept(answer(asks[1], { revision: 2, from: 78, anchorIndex: 88 }));
  assert.deepEqual(change, { kind: 'snapshot', isNew: false, anchor, anchorIs: 88 });
  assert.ok(!cache.has(0, 10) && cache.has(78, 137));
});

test('what was asked of other rows is answered in vain', () => {
  const { cache, asks } = begun();
  cache.want(90, 130, 1);
  cache.begin();
  assert.equal(cache.accept(answer(asks[1])), undefined);
  assert.equal(cache.isCurrent, false);
  cache.askWindow({ from: 0, count: 100 });
  const change = cache.accept(answer(asks.at(-1), { revision: 5, rowCount: 3, rows: [] }));
  assert.deepEqual(change, { kind: 'snapshot', isNew: true, anchor: undefined, anchorIs: undefined });
  assert.equal(cache.rowCount, 3);
});

test('rows far from those in view are forgotten, so that memory is bounded', () => {
  const { cache, asks } = begun();
  for (let page = 1; page < 400; page++) {
    cache.want(page * 100, page * 100 + 40, 1);
    while (asks.length > 0) cache.accept(answer(asks.shift()));
  }
  assert.ok(cache.rows(Infinity).length <= 20_100, String(cache.rows(Infinity).length));
});

test('a head that is clicked thrice sorts descending, ascending, and as at first', () => {
  const first = nextSort(firstView.sort, 'value.a');
  const second = nextSort(first, 'value.a');
  assert.deepEqual(
    [first, second, nextSort(second, 'value.a')],
    [{ column: 'value.a', descending: true }, { column: 'value.a', descending: false }, firstView.sort],
  );
});

test('the page’s own view stands until the host has heard of it; what is revealed is the host’s word', () => {
  const sent: unknown[] = [];
  const view = createPageView(firstView, (next) => sent.push(next));
  view.change({ showUndecoded: false });
  view.accept({ ...firstView, revealed: true });
  assert.deepEqual([view.current().showUndecoded, view.current().revealed, sent.length], [false, true, 1]);
  view.accept({ ...firstView, showUndecoded: false });
  view.accept({ ...firstView, columns: ['key'] });
  assert.deepEqual(view.current(), { ...firstView, columns: ['key'] });
});
