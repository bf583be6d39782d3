import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toEmptiness, toSummary } from '../../../client/webview/readSummary.ts';
import type { PartitionDescription } from '../../../client/cluster/session.ts';
import { exact, part, result, row } from './records.ts';

const peek = { topic: 'orders', count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1000 } as const;
const nothing = { emptiness: undefined, wanted: undefined };
const at = (partition: number, ...offsets: bigint[]) => offsets.map((offset) => row({ partition, offset, timestampMs: Number(offset) }));

for (const { name, rows, gaps } of [
  { name: 'in a row, in any order', rows: [...at(0, 9n, 8n, 7n), ...at(1, 3n, 4n)], gaps: false },
  { name: 'one is missing', rows: [...at(0, 9n, 7n), ...at(1, 8n)], gaps: true },
  { name: 'one of each partition', rows: [...at(0, 9n), ...at(1, 5n)], gaps: false },
  { name: 'none', rows: [], gaps: false },
]) {
  test(`gaps: ${name}`, () => assert.equal(toSummary(result(rows), peek, nothing).gaps, gaps));
}

test('times leave out records that have none', () => {
  const { oldestMs, newestMs } = toSummary(result([...at(0, 9n, 8n), row({ timestampMs: -1 })]), peek, nothing);
  assert.deepEqual([oldestMs, newestMs], [8, 9]);
  assert.equal(toSummary(result([row({ timestampMs: -1 })]), peek, nothing).oldestMs, undefined);
});

test('offsets become digits', () => {
  const big = 9_007_199_254_740_993n;
  const given = {
    offsetsInTopic: big,
    incomplete: [{ partition: 1, nextOffset: big, endOffset: -1n }],
    heldBack: [{ partition: 1, lastStable: big, endOffset: big + 1n }],
  };
  const { offsetsInTopic, incomplete, heldBack } = toSummary(result([], given), peek, nothing);
  assert.equal(offsetsInTopic, '9007199254740993');
  assert.deepEqual(incomplete, [{ partition: 1, nextOffset: '9007199254740993', endOffset: '-1' }]);
  assert.deepEqual(heldBack, [{ partition: 1, lastStable: '9007199254740993', endOffset: '9007199254740994' }]);
});

for (const { name, code, problem } of [
  { name: 'unreachable', code: 'registry/unreachable', problem: 'It said no.' },
  { name: 'a schema that it does not have is the record’s', code: 'registry/schema-not-found', problem: undefined },
  { name: 'bytes that do not fit', code: 'codec/truncated', problem: undefined },
]) {
  test(`registry problem: ${name}`, () => {
    const failed = part({ state: 'failed', error: { code, message: 'It said no.', position: undefined } });
    assert.equal(toSummary(result([row({ value: exact('1') }), row({ key: failed })]), peek, nothing).registryProblem, problem);
  });
}

test('the record that was wanted', () => {
  const rows = at(3, 18_204n);
  assert.equal(toSummary(result(rows), peek, { ...nothing, wanted: { partition: 3, offset: 18_204n } }).missing, undefined);
  assert.deepEqual(toSummary(result(rows), peek, { ...nothing, wanted: { partition: 2, offset: 18_204n } }).missing, {
    partition: 2,
    offset: '18204',
  });
});

function partition(index: number, firstOffset: bigint | undefined, endOffset: bigint | undefined): PartitionDescription {
  return { partition: index, leader: 1, replicas: [], inSyncReplicas: [], firstOffset, endOffset };
}

for (const { name, partitions, only, emptiness } of [
  { name: 'never written', partitions: [partition(0, 0n, 0n), partition(1, 0n, 0n)], emptiness: { kind: 'neverWritten' } },
  { name: 'all gone', partitions: [partition(0, 5n, 5n), partition(1, 9n, 9n)], emptiness: { kind: 'usedUp', lastOffset: '8' } },
  { name: 'offsets without records', partitions: [partition(0, 5n, 7n), partition(1, 9n, 9n)], emptiness: { kind: 'noRecords' } },
  {
    name: 'only the partition that was read',
    partitions: [partition(0, 5n, 7n), partition(1, 0n, 0n)],
    only: [1],
    emptiness: { kind: 'neverWritten' },
  },
  { name: 'no leader', partitions: [partition(0, undefined, undefined)], emptiness: { kind: 'unknown' } },
]) {
  test(`emptiness: ${name}`, () => {
    assert.deepEqual(toEmptiness({ name: 'orders', configuration: undefined, partitions }, only), emptiness);
  });
}
