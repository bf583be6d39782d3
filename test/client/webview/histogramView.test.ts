import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findEdge, formatEdge, formatEnd, toBeyond, toEdges, toRange, toTicks } from '../../../client/webview/histogramView.ts';

const fromMs = Date.UTC(2026, 10, 22, 10, 36);
const minute = 60_000;
const bucket = { scanned: 1, matched: 0, undecoded: 0 };
const histogram = { fromMs, toMs: fromMs + 10 * minute, buckets: Array.from({ length: 60 }, () => bucket) };

test('a range ends before the bucket behind it, and edges are found again', () => {
  const range = toRange(histogram, 27, 35);
  assert.deepEqual(range, { fromMs: fromMs + 270_000, toMs: fromMs + 349_999 });
  assert.deepEqual(toEdges(histogram, range), { first: 27, last: 35 });
  assert.equal(`${formatEdge(range.fromMs, histogram, 'UTC')} ${formatEnd(range, histogram, 'UTC')}`, '10:40:30 10:41:50');
});

test('the last bucket holds the end itself', () => {
  assert.deepEqual(toRange(histogram, 59, 60), { fromMs: fromMs + 590_000, toMs: histogram.toMs });
  assert.deepEqual(toEdges(histogram, toRange(histogram, 59, 60)), { first: 59, last: 60 });
});

for (const [first, last, expected] of [
  [0, 60, undefined],
  [-5, 99, undefined],
  [35, 27, { first: 27, last: 35 }],
  [10, 10, { first: 10, last: 11 }],
  [60, 60, { first: 59, last: 60 }],
] as const) {
  test(`a range from ${first} to ${last}`, () => {
    const range = toRange(histogram, first, last);
    assert.deepEqual(range && toEdges(histogram, range), expected);
  });
}

test('a range of milliseconds is never empty', () => {
  const tiny = { fromMs: 0, toMs: 3, buckets: histogram.buckets };
  const range = toRange(tiny, 5, 6);
  assert.ok(range && range.toMs >= range.fromMs);
});

test('a range outside of what is drawn ends at its edges', () => {
  assert.deepEqual(toEdges(histogram, { fromMs: 0, toMs: 1 }), { first: 0, last: 1 });
  assert.equal(findEdge(histogram, histogram.toMs + 1), 60);
  assert.equal(findEdge({ ...histogram, toMs: fromMs }, fromMs + 1), 60);
});

for (const [earlier, later, text] of [
  [0, 0, ''],
  [1, 0, '1 earlier'],
  [1200, 2, '1,200 earlier, 2 later'],
] as const) {
  test(`records that are not drawn: ${text}`, () => {
    assert.equal(toBeyond({ ...histogram, earlier, later }, 'en'), text);
    assert.equal(toBeyond(histogram, 'en'), '');
  });
}

for (const { name, length, most, ticks } of [
  { name: 'minutes', length: 10 * minute, most: 10, ticks: '10:36 10:37 10:38 10:39 10:40 10:41 10:42 10:43 10:44 10:45 10:46' },
  { name: 'less room', length: 10 * minute, most: 4, ticks: '10:40 10:45' },
  { name: 'seconds', length: 10_000, most: 2, ticks: '10:36:00 10:36:05 10:36:10' },
  { name: 'milliseconds', length: 20, most: 2, ticks: '36:00.000 36:00.010 36:00.020' },
  { name: 'hours over midnight', length: 20 * 60 * minute, most: 4, ticks: '12:00 18:00 2026-11-23 06:00' },
  { name: 'days', length: 3 * 24 * 60 * minute, most: 3, ticks: '2026-11-23 2026-11-24 2026-11-25' },
  { name: 'no room', length: 10 * minute, most: 0, ticks: '' },
  { name: 'no time', length: 0, most: 5, ticks: '' },
]) {
  test(`ticks: ${name}`, () => {
    const shown = toTicks({ fromMs, toMs: fromMs + length }, most, 'UTC').map(({ text }) => text);
    assert.equal(shown.join(' '), ticks);
  });
}

test('ticks of any 64-bit time end', () => {
  assert.ok(toTicks({ fromMs: 0, toMs: 9.2e18 }, 10, 'local').length <= 12);
});
