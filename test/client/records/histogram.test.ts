import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HistogramCounts } from '../../../client/records/histogram.ts';

for (const { name, times } of [
  { name: 'one instant', times: [1_770_000_000_000] },
  { name: 'growing', times: Array.from({ length: 5000 }, (_, index) => 1_770_000_000_000 + index * 977) },
  { name: 'shrinking', times: Array.from({ length: 5000 }, (_, index) => 1_770_000_000_000 - index * 977) },
  { name: 'with one of 1970', times: [0, 1_770_000_000_000, 1_770_000_000_001] },
  { name: 'with one of a time that no calendar has', times: [5, 2 ** 62] },
]) {
  test(`counts of ${name} lie in at most 60 buckets, all of them`, () => {
    const counts = new HistogramCounts();
    for (const [index, time] of times.entries()) counts.add(time, { scanned: 1, matched: index % 2, undecoded: 0 });
    const found = counts.toHistogram();
    assert.ok(found);
    assert.ok(found.buckets.length <= 60, String(found.buckets.length));
    const sum = (what: 'scanned' | 'matched') => found.buckets.reduce((total, bucket) => total + bucket[what], 0);
    assert.equal(sum('scanned'), times.length);
    assert.equal(sum('matched'), Math.floor(times.length / 2));
    assert.ok(found.fromMs <= Math.min(...times) && found.toMs > Math.max(...times));
    const width = (found.toMs - found.fromMs) / found.buckets.length;
    for (const [index, { scanned }] of found.buckets.entries()) {
      const from: number = found.fromMs + index * width;
      assert.equal(scanned, times.filter((time) => time >= from && time < from + width).length);
    }
  });
}

const day = 86_400_000;
const now = 1_770_000_000_000;
const minutes = (count: number, startMs = now) => Array.from({ length: count }, (_, index) => startMs + index * 60_000);

for (const { name, times, drawn, earlier, later } of [
  { name: 'one of 1970', times: [0, ...minutes(99)], drawn: [now, 99], earlier: 1, later: 0 },
  { name: 'one of 1970 that comes last', times: [...minutes(99), 0], drawn: [now, 99], earlier: 1, later: 0 },
  { name: 'one of the year 2500', times: [...minutes(5000), 1.67e13], drawn: [now, 5000], earlier: 0, later: 1 },
  { name: 'some at both ends', times: [0, 1000, ...minutes(600), 2 ** 62, 1.67e13], drawn: [now, 600], earlier: 2, later: 2 },
  {
    name: 'one in a hundred, spread over years',
    times: [...minutes(9900), ...minutes(100, 0).map((ms) => ms * 9000)],
    drawn: [now, 9900],
    earlier: 100,
    later: 0,
  },
  { name: 'more of them, which are no exceptions', times: [0, 1, 2, ...minutes(200)], drawn: [0, 203], earlier: 0, later: 0 },
  { name: 'few records', times: [0, ...minutes(18)], drawn: [0, 19], earlier: 0, later: 0 },
  { name: 'one a little farther off', times: [...minutes(99), now + 400 * 60_000], drawn: [now, 100], earlier: 0, later: 0 },
  {
    name: 'one of a second later, the others of one instant',
    times: [...Array<number>(99).fill(now), now + 1000],
    drawn: [now, 100],
    earlier: 0,
    later: 0,
  },
  { name: 'two times far apart', times: [...minutes(50), ...minutes(50, now + 100 * day)], drawn: [now, 100], earlier: 0, later: 0 },
] as const) {
  test(`the buckets cover where nearly all are: ${name}`, () => {
    const counts = new HistogramCounts();
    for (const time of times) counts.add(time, { scanned: 1 });
    const found = counts.toHistogram();
    assert.ok(found && found.buckets.length <= 60 && found.buckets.length > 0);
    const sum = found.buckets.reduce((total, { scanned }) => total + scanned, 0);
    assert.deepEqual([sum, found.earlier, found.later], [drawn[1], earlier, later]);
    const width = (found.toMs - found.fromMs) / found.buckets.length;
    assert.ok(found.fromMs <= drawn[0] && found.fromMs > drawn[0] - width, `${found.fromMs}`);
    const inside = times.filter((time) => time >= found.fromMs && time < found.toMs);
    assert.equal(inside.length, sum);
    // Never a line at the edge: they fill a good part of what is drawn.
    assert.ok(Math.max(...inside) + 1 >= found.toMs - width);
  });
}

test('more times than are told apart have wider buckets, and none is lost', () => {
  const counts = new HistogramCounts();
  for (let index = 0; index < 200_000; index++) counts.add(index * 7919, { scanned: 1, undecoded: index % 2 });
  const found = counts.toHistogram();
  assert.ok(found && found.buckets.length > 30 && found.buckets.length <= 60);
  const sum = (what: 'scanned' | 'undecoded') => found.buckets.reduce((total, bucket) => total + bucket[what], 0);
  assert.deepEqual([sum('scanned'), sum('undecoded'), found.earlier, found.later], [200_000, 100_000, 0, 0]);
});

test('a record without a timestamp is in no bucket', () => {
  const counts = new HistogramCounts();
  counts.add(-1, { scanned: 1 });
  assert.equal(counts.toHistogram(), undefined);
});
