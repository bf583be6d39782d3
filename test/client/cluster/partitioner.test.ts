import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choosePartition } from '../../../client/cluster/partitioner.ts';

const partitions = (count: number, leaderless: readonly number[] = []): { partition: number; leader: number }[] =>
  Array.from({ length: count }, (_, partition) => ({ partition, leader: leaderless.includes(partition) ? -1 : 1 }));

// The hashes are those of Kafka's own test (UtilsTest.testMurmur2); a partition is the hash's lower 31 bits modulo the count.
for (const { key, hash } of [
  { key: '21', hash: -973932308 },
  { key: 'foobar', hash: -790332482 },
  { key: 'a-little-bit-long-string', hash: -985981536 },
  { key: 'a-little-bit-longer-string', hash: -1486304829 },
  { key: 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', hash: -58897971 },
  { key: 'abc', hash: 479470107 },
]) {
  test(`partition as Java chooses it: ${key}`, () => {
    for (const count of [1, 2, 3, 6, 7, 100, 1000]) {
      assert.equal(choosePartition(Buffer.from(key), partitions(count)), (hash & 0x7fffffff) % count);
    }
  });
}

test('the key may be a view into other bytes', () => {
  const bytes = new Uint8Array(Buffer.from('xxfoobarxx')).subarray(2, 8);
  assert.equal(choosePartition(bytes, partitions(1000)), (-790332482 & 0x7fffffff) % 1000);
});

test('an empty key is a key', () => {
  const chosen = new Set(Array.from({ length: 20 }, () => choosePartition(Buffer.alloc(0), partitions(1000))));
  assert.equal(chosen.size, 1);
});

test('a key stays with its partition even where that has no leader', () => {
  const expected = (-790332482 & 0x7fffffff) % 6;
  assert.equal(choosePartition(Buffer.from('foobar'), partitions(6, [expected])), expected);
});

test('without a key it is one that has a leader', () => {
  for (let index = 0; index < 50; index++) assert.equal(choosePartition(null, partitions(6, [0, 1, 2, 4, 5])), 3);
});
