import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { crc32c } from '../../../client/cluster/crc32c.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import type { ProbedRecords, TopicProbe, WantedRecords } from '../../../client/cluster/probeRequest.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';
import { javaBatches } from './javaBatches.ts';

const never = new AbortController().signal;

/** Fills a topic, and opens it. */
async function open(
  t: TestContext,
  fill: (partitions: readonly FakePartition[], fake: FakeCluster) => void,
  { partitions = 1, maxBytes = 1 << 26, signal = never }: { partitions?: number; maxBytes?: number; signal?: AbortSignal } = {},
): Promise<{ fake: FakeCluster; probe: TopicProbe }> {
  const fake = await FakeCluster.start(1);
  fill(fake.topic('orders', partitions), fake);
  const connection = { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry: undefined, readOnly: false };
  const cluster = createKafkaCluster(connection, { connectTimeoutMs: 2000, requestTimeoutMs: 5000 });
  t.after(async () => {
    await cluster.close();
    await fake.stop();
  });
  const probe = await cluster.openProbe('orders', { maxBytes }, signal);
  t.after(() => probe.close());
  return { fake, probe };
}

function batchOf(values: readonly number[], size = 0): Buffer {
  const records = values.map((value) => ({
    key: null,
    value: Buffer.concat([Buffer.from(String(value)), Buffer.alloc(size, ' ')]),
    headers: [],
    timestampMs: value,
  }));
  return writeBatch(records, writeRecords(records), 'none', undefined);
}

const range = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, index) => from + index);

/** Batches of ten records each; their values are their offsets. */
function hundred([partition]: readonly FakePartition[]): void {
  for (let from = 0; from < 100; from += 10) partition?.append(batchOf(range(from, from + 10)));
}

function wanted(from: number, until: number, count: number, more: Partial<WantedRecords> = {}): WantedRecords {
  return { partition: 0, from: BigInt(from), until: BigInt(until), count, take: 'first', ...more };
}

function offsets({ records }: ProbedRecords): number[] {
  return records.map(({ offset }) => Number(offset));
}

for (const { name, ask, finds, looked } of [
  { name: 'the first ones', ask: wanted(0, 100, 3), finds: [0, 1, 2], looked: [0, 3] },
  { name: 'from within a batch', ask: wanted(37, 100, 5), finds: [37, 38, 39, 40, 41], looked: [37, 42] },
  { name: 'no further than asked for', ask: wanted(37, 39, 5), finds: [37, 38], looked: [37, 39] },
  { name: 'the last ones', ask: wanted(0, 100, 3, { take: 'last' }), finds: [97, 98, 99], looked: [97, 100] },
  { name: 'the last ones before an offset', ask: wanted(0, 42, 3, { take: 'last' }), finds: [39, 40, 41], looked: [39, 42] },
  { name: 'more than there are', ask: wanted(95, 200, 50), finds: range(95, 100), looked: [95, 100] },
  { name: 'more than there are, the last ones', ask: wanted(0, 100, 200, { take: 'last' }), finds: range(0, 100), looked: [0, 100] },
  { name: 'nothing', ask: wanted(50, 50, 5), finds: [], looked: [50, 50] },
  { name: 'behind the end', ask: wanted(150, 200, 5), finds: [], looked: [100, 100] },
]) {
  test(`reads ${name}`, async (t) => {
    const { probe } = await open(t, hundred);
    const read = await probe.read(ask);
    assert.deepEqual([offsets(read), Number(read.from), Number(read.to), read.isWhole], [finds, ...looked, true]);
  });
}

test('what is asked for at once comes in one request, and what lies beside it in none', async (t) => {
  const { probe } = await open(t, (partitions) => partitions.forEach((one) => hundred([one])), { partitions: 6 });
  const reads = await Promise.all(range(0, 6).map((partition) => probe.read(wanted(50, 100, 4, { partition }))));
  assert.deepEqual(
    reads.map(offsets),
    Array.from({ length: 6 }, () => [50, 51, 52, 53]),
  );
  assert.equal(probe.fetches, 1);
  assert.deepEqual(offsets(await probe.read(wanted(77, 100, 2))), [77, 78]);
  assert.equal(probe.fetches, 1);
  assert.ok(probe.bytes > 0);
});

test('gaps of compaction, markers and aborted records hold nothing, and count as looked at', async (t) => {
  const { probe } = await open(t, ([partition]) => {
    partition?.append(batchOf([0])).append(batchOf([500]), 500n);
    for (let index = 0; index < 200; index++) {
      partition?.aborted.push({ producerId: 4711n, firstOffset: partition.end });
      partition?.append(Buffer.from(javaBatches.transactional, 'hex')).append(Buffer.from(javaBatches.abort, 'hex'));
    }
    partition?.append(batchOf([901]));
  });
  const gap = await probe.read(wanted(1, 400, 5));
  assert.deepEqual([offsets(gap), gap.from, gap.to, gap.isWhole], [[], 1n, 400n, true]);
  assert.deepEqual(offsets(await probe.read(wanted(1, 902, 5))), [500, 901]);
  assert.deepEqual(offsets(await probe.read(wanted(0, 902, 3, { take: 'last' }))), [0, 500, 901]);
});

test('a batch that cannot be read is handed on beside the others', async (t) => {
  const otherCodec = batchOf([3, 4]);
  otherCodec.writeInt16BE(7, 21);
  otherCodec.writeUInt32BE(crc32c(otherCodec.subarray(21)), 17);
  const { probe } = await open(t, ([partition]) => {
    const damaged = batchOf([1, 2]);
    damaged.writeInt8(1, damaged.length - 1);
    partition
      ?.append(batchOf([0]))
      .append(damaged)
      .append(otherCodec)
      .append(batchOf([5]));
  });
  for (const take of ['first', 'last'] as const) {
    const read = await probe.read(wanted(0, 6, 10, { take }));
    assert.deepEqual([offsets(read), read.from, read.to], [[0, 5], 0n, 6n]);
    assert.deepEqual(
      read.unreadable.map(({ firstOffset, lastOffset, error }) => [firstOffset, lastOffset, error.message]),
      [
        [1n, 2n, 'The batch at offsets 1 to 2 cannot be read: its checksum is wrong.'],
        [3n, 4n, 'The batch at offsets 3 to 4 cannot be read: its compression 7 is unknown.'],
      ],
    );
  }
});

test('batches that are larger than what is first asked for', async (t) => {
  const { probe } = await open(
    t,
    (partitions) =>
      partitions.forEach((partition) => {
        for (const value of range(0, 6)) partition.append(batchOf([value], 300_000));
      }),
    { partitions: 3 },
  );
  const asks = range(0, 3).flatMap((partition) => [wanted(1, 6, 2, { partition }), wanted(0, 6, 2, { partition, take: 'last' })]);
  const reads = await Promise.all(asks.map((ask) => probe.read(ask)));
  assert.deepEqual(reads.map(offsets), [
    [1, 2],
    [4, 5],
    [1, 2],
    [4, 5],
    [1, 2],
    [4, 5],
  ]);
});

test('it stops at the limit of bytes with what it has, and reads no more', async (t) => {
  const { probe } = await open(
    t,
    ([partition]) => {
      for (const value of range(0, 50)) partition?.append(batchOf([value], 100_000));
    },
    { maxBytes: 1_000_000 },
  );
  const read = await probe.read(wanted(0, 50, 50));
  const found = offsets(read);
  assert.ok(found.length > 5 && found.length < 25, `${found.length} records`);
  assert.deepEqual([found, read.to, read.isWhole, probe.stopped], [range(0, found.length), BigInt(found.length), false, 'bytes']);
  const fetches = probe.fetches;
  assert.deepEqual((await probe.read(wanted(40, 50, 5))).records, []);
  assert.equal(probe.fetches, fetches);
});

test('a record that is larger than the limit comes all the same, and ends it', async (t) => {
  const { probe } = await open(t, ([partition]) => void partition?.append(batchOf([0], 3_000_000)).append(batchOf([1])), {
    maxBytes: 1_000_000,
  });
  assert.deepEqual(offsets(await probe.read(wanted(0, 2, 1))), [0]);
  await probe.read(wanted(1, 2, 1));
  assert.equal(probe.stopped, 'bytes');
});

test('a partition without a leader, and one that a transaction holds back', async (t) => {
  const { probe } = await open(
    t,
    ([first, second]) => {
      if (first !== undefined) first.leader = -1;
      if (second === undefined) return;
      hundred([second]);
      second.lastStable = 60n;
    },
    { partitions: 2 },
  );
  assert.deepEqual(probe.partitions, [
    { partition: 0, firstOffset: -1n, endOffset: -1n, heldBackTo: undefined },
    { partition: 1, firstOffset: 0n, endOffset: 60n, heldBackTo: 100n },
  ]);
  assert.deepEqual(offsets(await probe.read(wanted(0, 100, 2, { partition: 1, take: 'last' }))), [58, 59]);
});

test('no partition has a leader', async (t) => {
  const opening = open(t, ([partition]) => {
    if (partition !== undefined) partition.leader = -1;
  });
  await assert.rejects(opening, { code: 'kafka/no-leader' });
});

test('retention moves the start while it reads', async (t) => {
  const { fake, probe } = await open(t, hundred);
  fake.fault = ({ api }) => {
    const [partition] = fake.topics.get('orders') ?? [];
    if (api === 'Fetch' && partition !== undefined) partition.first = 40n;
    return undefined;
  };
  const [oldest, newest] = await Promise.all([probe.read(wanted(0, 50, 5)), probe.read(wanted(0, 100, 5, { take: 'last' }))]);
  assert.deepEqual([offsets(oldest), oldest.from, offsets(newest)], [[40, 41, 42, 43, 44], 40n, [95, 96, 97, 98, 99]]);
  assert.equal(probe.partitions[0]?.firstOffset, 40n);
});

test('the topic is deleted while it reads', async (t) => {
  const { fake, probe } = await open(t, hundred);
  const first = await probe.read(wanted(0, 100, 5));
  fake.topics.delete('orders');
  const second = await probe.read(wanted(0, 100, 5, { take: 'last' }));
  assert.deepEqual([first.records.length, second.records, second.isWhole, probe.stopped], [5, [], false, 'deleted']);
});

test('who may not read it is told so', async (t) => {
  const { fake, probe } = await open(t, hundred);
  fake.fault = ({ api }) => (api === 'Fetch' ? 29 : undefined);
  const reads = [probe.read(wanted(0, 100, 5)), probe.read(wanted(0, 100, 5, { take: 'last' }))];
  for (const read of reads) await assert.rejects(read, { code: 'kafka/not-authorized' });
});

test('an abort keeps what has come', async (t) => {
  const abort = new AbortController();
  const { fake, probe } = await open(t, hundred, { signal: abort.signal });
  assert.equal((await probe.read(wanted(0, 100, 5))).records.length, 5);
  fake.fault = ({ api }) => {
    if (api !== 'Fetch') return undefined;
    abort.abort();
    return 'stay silent';
  };
  const read = await probe.read(wanted(0, 100, 5, { take: 'last' }));
  assert.deepEqual([read.records, read.isWhole, probe.stopped], [[], false, 'aborted']);
});

test('an answer without anything is not the end, unless that is all that ever comes', async (t) => {
  const { fake, probe } = await open(t, hundred);
  fake.fault = ({ api, attempt }) => (api === 'Fetch' && attempt <= 2 ? 'no records' : undefined);
  assert.deepEqual(offsets(await probe.read(wanted(0, 100, 2))), [0, 1]);
  fake.fault = ({ api }) => (api === 'Fetch' ? 'no records' : undefined);
  const read = await probe.read(wanted(90, 100, 5, { take: 'last' }));
  assert.deepEqual([read.records, read.isWhole], [[], true]);
});

test('records that come later are seen once the ends are asked for again', async (t) => {
  const { fake, probe } = await open(t, hundred);
  fake.topics.get('orders')?.[0]?.append(batchOf([100, 101]));
  assert.deepEqual((await probe.read(wanted(100, 102, 5))).records, []);
  await probe.refresh();
  assert.equal(probe.partitions[0]?.endOffset, 102n);
  assert.deepEqual(offsets(await probe.read(wanted(100, 102, 5))), [100, 101]);
});
