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

test('a record without a timestamp is in no bucket', () => {
  const counts = new HistogramCounts();
  counts.add(-1, { scanned: 1 });
  assert.equal(counts.toHistogram(), undefined);
});
