import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartitionScan } from '../../../client/cluster/partitionScan.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import { FakePartition } from '../../fakes/kafkaCluster.ts';
import { javaBatches } from './javaBatches.ts';

const rounds = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 2_000 : 200;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const marker = Buffer.from(javaBatches.commit, 'hex');

/** A partition with batches of all sizes, markers, and gaps of all sizes; returns the offsets of its records, too. */
function makePartition(random: () => number): { partition: FakePartition; offsets: bigint[] } {
  const partition = new FakePartition();
  const offsets: bigint[] = [];
  const upTo = (limit: number): number => Math.floor(random() * limit);
  const [largest, gaps, markers] = [10 ** (1 + upTo(5)), random() ** 2, random() ** 2];
  for (let batches = upTo(120); batches > 0; batches--) {
    const offset = partition.end + (random() < gaps ? BigInt(Math.floor(10 ** (random() * 6))) : 0n);
    if (random() < markers) {
      partition.append(marker, offset);
      continue;
    }
    const records = Array.from({ length: 1 + upTo(5) }, (_, index) => {
      offsets.push(offset + BigInt(index));
      return { key: null, value: Buffer.alloc(upTo(largest)), headers: [], timestampMs: 0 };
    });
    partition.append(writeBatch(records, writeRecords(records), 'none', undefined), offset);
  }
  return { partition, offsets };
}

test(`whatever the gaps and sizes, it finds the last records, in bounded steps (${rounds} random partitions)`, () => {
  for (let seed = 1; seed <= rounds; seed++) {
    const random = randomFrom(seed);
    const { partition, offsets } = makePartition(random);
    const count = 1 + Math.floor(random() * 60);
    // Retention may have moved the first offset into the middle of a batch, and the end may be one in the middle, too.
    const first = random() < 0.3 ? (offsets[Math.floor(random() * offsets.length)] ?? 0n) : 0n;
    const end = random() < 0.3 ? (offsets.at(-1) ?? 0n) : partition.end;
    const scan = new PartitionScan(0, first, end, { count, maxBatchBytes: 1 << 24 });
    let fetches = 0;
    while (!scan.isDone) {
      assert.ok(++fetches < 500, `seed ${seed}: no end in sight`);
      const { offset, maxBytes } = scan.next();
      assert.ok(offset >= first && offset < end && maxBytes > 0, `seed ${seed}: asks for ${offset.toString()}`);
      const whole = partition.batches.find(({ lastOffset }) => lastOffset >= offset)?.bytes.length ?? 0;
      // Beside other partitions a batch may come cut, so that it is asked for again with more room.
      const isAlone = random() < 0.7;
      scan.accept(partition.read(offset, isAlone ? Math.max(maxBytes, whole) : maxBytes), []);
    }
    const expected = offsets.filter((offset) => offset >= first && offset < end).slice(-count);
    assert.deepEqual(
      scan.results.map(({ offset }) => offset),
      expected,
      `seed ${seed}`,
    );
    assert.equal(scan.unread, undefined);
  }
});

test('batches that lead nowhere are refused', () => {
  const partition = new FakePartition().append(marker);
  const scan = new PartitionScan(0, 0n, 100n, { count: 10, maxBatchBytes: 1 << 20 });
  scan.next();
  assert.throws(() => scan.accept(partition.read(0n, 1 << 20), []), { code: 'kafka/malformed-answer' });
});

test('a batch that came cut is asked for with the room that it needs', () => {
  const records = [{ key: null, value: Buffer.alloc(400_000), headers: [], timestampMs: 0 }];
  const batch = writeBatch(records, writeRecords(records), 'none', undefined);
  const scan = new PartitionScan(0, 0n, 1n, { count: 10, maxBatchBytes: 1 << 20 });
  assert.equal(scan.accept(batch.subarray(0, scan.next().maxBytes), []), 0);
  assert.equal(scan.next().maxBytes, batch.length);
  assert.ok(scan.accept(batch, []) > 0);
  assert.ok(scan.isDone);
});
