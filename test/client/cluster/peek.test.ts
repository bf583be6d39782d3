import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Cluster, PeekedRecords, PeekRequest } from '../../../client/cluster/cluster.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';
import { javaBatches } from './javaBatches.ts';

const never = new AbortController().signal;

async function start(t: TestContext, brokers = 1): Promise<{ fake: FakeCluster; cluster: Cluster }> {
  const fake = await FakeCluster.start(brokers);
  const cluster = createKafkaCluster(
    { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry: undefined, readOnly: false },
    { connectTimeoutMs: 2000, requestTimeoutMs: 5000 },
  );
  t.after(async () => {
    await cluster.close();
    await fake.stop();
  });
  return { fake, cluster };
}

function request(more: Partial<PeekRequest> = {}): PeekRequest {
  return { topic: 'orders', count: 10, isolation: 'readCommitted', timeoutMs: 10_000, maxBytes: 1 << 24, ...more };
}

/** A batch of records whose values are their times, for a table to name them by. */
function batchOf(times: readonly number[], { size = 0, producerId = -1n }: { size?: number; producerId?: bigint } = {}): Buffer {
  const records = times.map((timestampMs) => ({
    key: null,
    value: Buffer.concat([Buffer.from(String(timestampMs)), Buffer.alloc(size, ' ')]),
    headers: [],
    timestampMs,
  }));
  return writeBatch(records, writeRecords(records), 'none', producerId < 0n ? undefined : { producerId, epoch: 0, sequence: 0 });
}

function values({ records }: PeekedRecords): number[] {
  return records.map(({ value }) => Number(Buffer.from(value ?? []).toString()));
}

function range(from: number, until: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((until - from) / step) }, (_, index) => from + index * step);
}

/** The partition at an index, which a test has made. */
function at(partitions: readonly FakePartition[], index: number): FakePartition {
  const partition = partitions[index];
  assert.ok(partition !== undefined);
  return partition;
}

const newestTen = range(90, 100).toReversed();

/** The records 0 to 99 by time, taking turns over three partitions that two brokers lead. */
function fillThree(fake: FakeCluster): readonly FakePartition[] {
  const partitions = fake.topic('orders', 3);
  for (const [index, partition] of partitions.entries()) {
    partition.leader = 1 + (index % 2);
    for (const time of range(index, 100, 3)) partition.append(batchOf([time]));
  }
  return partitions;
}

test('newest first, over partitions that two brokers lead', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual(values(peeked), newestTen);
  assert.deepEqual(
    [peeked.stopped, peeked.partitions, peeked.offsetsInTopic, peeked.incomplete, peeked.heldBack, peeked.unreadable],
    ['enough', 3, 100n, [], [], []],
  );
});

test('a topic with fewer records than asked for ends', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 2), 1).append(batchOf([5, 6]));
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual([values(peeked), peeked.stopped], [[6, 5], 'end']);
});

test('an empty topic ends', async (t) => {
  const { fake, cluster } = await start(t);
  fake.topic('orders', 2);
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual([peeked.records, peeked.stopped, peeked.offsetsInTopic], [[], 'end', 0n]);
});

test('equal times: by partition, then the later offset first', async (t) => {
  const { fake, cluster } = await start(t);
  for (const partition of fake.topic('orders', 2)) partition.append(batchOf([7, 7]));
  const { records } = await cluster.peek(request({ count: 3 }), never);
  assert.deepEqual(
    records.map(({ partition, offset }) => [partition, offset]),
    [
      [0, 1n],
      [0, 0n],
      [1, 1n],
    ],
  );
});

test('only the partitions that were asked for', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const peeked = await cluster.peek(request({ partitions: [0, 2] }), never);
  assert.deepEqual(values(peeked), [99, 98, 96, 95, 93, 92, 90, 89, 87, 86]);
  assert.equal(peeked.partitions, 2);
  await assert.rejects(cluster.peek(request({ partitions: [3] }), never), { code: 'kafka/unknown-partition' });
});

test('up to an offset of one partition, that offset included', async (t) => {
  const { fake, cluster } = await start(t);
  const [partition] = fake.topic('orders', 2);
  for (const time of range(0, 50)) partition?.append(batchOf([time]));
  const peeked = await cluster.peek(request({ count: 3, upTo: { partition: 0, offset: 20n } }), never);
  assert.deepEqual(values(peeked), [20, 19, 18]);
  const last = await cluster.peek(request({ count: 2, upTo: { partition: 0, offset: 1000n } }), never);
  assert.deepEqual(values(last), [49, 48]);
});

for (const { name, offsetOf } of [
  { name: 'every seventh offset is left', offsetOf: (index: number) => index * 7 },
  { name: 'a gap of 5,000 before the last two', offsetOf: (index: number) => (index < 98 ? index : index + 5000) },
  { name: 'gaps that grow towards the start', offsetOf: (index: number) => 5000 - Math.floor((99 - index) ** 2 / 2) },
]) {
  test(`compaction leaves gaps, so it reads further back: ${name}`, async (t) => {
    const { fake, cluster } = await start(t);
    const partition = at(fake.topic('orders', 1), 0);
    for (const index of range(0, 100)) partition.append(batchOf([index]), BigInt(offsetOf(index)));
    const peeked = await cluster.peek(request(), never);
    assert.deepEqual([values(peeked), peeked.stopped, peeked.incomplete], [newestTen, 'enough', []]);
  });
}

test('a gap of a million offsets between large records is crossed in few steps', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const index of range(0, 20)) partition.append(batchOf([index], { size: 300_000 }), BigInt(index < 17 ? index : index + 1_000_000));
  const peeked = await cluster.peek(request({ count: 5, maxBytes: 1 << 26 }), never);
  assert.deepEqual([values(peeked), peeked.stopped], [[19, 18, 17, 16, 15], 'enough']);
  const fetches = fake.requests.filter(({ api }) => api === 'Fetch').length;
  assert.ok(fetches < 40, `${fetches} fetches`);
});

test('one marker at the end costs one small fetch more', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 200)) partition.append(batchOf([time]));
  partition.append(Buffer.from(javaBatches.commit, 'hex'));
  const peeked = await cluster.peek(request({ count: 100 }), never);
  assert.deepEqual(values(peeked), range(100, 200).toReversed());
  assert.equal(fake.requests.filter(({ api }) => api === 'Fetch').length, 2);
  assert.ok(peeked.bytes < 200 * 100, `${peeked.bytes} bytes`);
});

test('a batch that begins before the first offset gives up only what is still there', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0).append(batchOf([0, 1, 2, 3, 4]));
  partition.first = 3n;
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual([values(peeked), peeked.stopped, peeked.offsetsInTopic], [[4, 3], 'end', 2n]);
});

test('markers and aborted records at the end are no records', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 12)) partition.append(batchOf([time]));
  const aborted = Buffer.from(javaBatches.transactional, 'hex');
  const marker = Buffer.from(javaBatches.abort, 'hex');
  for (let index = 0; index < 30; index++) {
    partition.aborted.push({ producerId: 4711n, firstOffset: partition.end });
    partition.append(aborted).append(marker);
  }
  const committed = await cluster.peek(request(), never);
  assert.deepEqual([values(committed), committed.stopped], [range(2, 12).toReversed(), 'enough']);
  const all = await cluster.peek(request({ count: 31, isolation: 'readUncommitted' }), never);
  assert.deepEqual(
    all.records.map(({ value }) => Buffer.from(value ?? []).toString()),
    [...Array.from({ length: 30 }, () => 'v'), '11'],
  );
});

test('what an open transaction holds back is said', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 12)) partition.append(batchOf([time]));
  partition.lastStable = 10n;
  const committed = await cluster.peek(request({ count: 3 }), never);
  assert.deepEqual(values(committed), [9, 8, 7]);
  assert.deepEqual(committed.heldBack, [{ partition: 0, lastStable: 10n, endOffset: 12n }]);
  const before = await cluster.peek(request({ count: 1, upTo: { partition: 0, offset: 5n } }), never);
  assert.deepEqual([values(before), before.heldBack], [[5], []]);
  const all = await cluster.peek(request({ count: 3, isolation: 'readUncommitted' }), never);
  assert.deepEqual([values(all), all.heldBack], [[11, 10, 9], []]);
});

test('a batch that cannot be read keeps its place among the newest', async (t) => {
  const { fake, cluster } = await start(t);
  const damaged = batchOf([7, 8]);
  damaged.writeInt8(1, damaged.length - 1);
  const partition = at(fake.topic('orders', 1), 0);
  partition
    .append(batchOf([5, 6]))
    .append(damaged)
    .append(batchOf([9]));
  const peeked = await cluster.peek(request({ count: 4 }), never);
  assert.deepEqual(values(peeked), [9, 6, 5]);
  assert.deepEqual(
    peeked.unreadable.map(({ partition: index, firstOffset, lastOffset, timestampMs, error }) => [
      index,
      firstOffset,
      lastOffset,
      timestampMs,
      error.code,
    ]),
    [[0, 2n, 3n, 8, 'kafka/unreadable-batch']],
  );
});

test('messages of the formats before 0.11', async (t) => {
  const { fake, cluster } = await start(t);
  const [old, older] = fake.topic('orders', 2);
  old?.append(Buffer.from(javaBatches.format1None, 'hex').subarray(0, 61), 0n);
  older?.append(Buffer.from(javaBatches.format0None, 'hex').subarray(0, 53), 0n);
  const { records } = await cluster.peek(request(), never);
  assert.deepEqual(
    records.map(({ partition, timestampMs, timestampType }) => [partition, timestampMs, timestampType]),
    [
      [0, 1700000000000, 'CreateTime'],
      [1, -1, 'none'],
    ],
  );
});

test('batches larger than what is first allowed for, in every partition', async (t) => {
  const { fake, cluster } = await start(t);
  for (const [index, partition] of fake.topic('orders', 3).entries()) {
    for (const time of range(index, 30, 3)) partition.append(batchOf([time], { size: 700_000 }));
  }
  const peeked = await cluster.peek(request({ count: 5, maxBytes: 1 << 26 }), never);
  assert.deepEqual([values(peeked), peeked.stopped], [[29, 28, 27, 26, 25], 'enough']);
});

test('large records: it stops at the byte limit, with the newest of each partition', async (t) => {
  const { fake, cluster } = await start(t);
  for (const [index, partition] of fake.topic('orders', 2).entries()) {
    for (const time of range(index, 400, 2)) partition.append(batchOf([time], { size: 100_000 }));
  }
  const peeked = await cluster.peek(request({ count: 100, maxBytes: 6_000_000 }), never);
  assert.equal(peeked.stopped, 'bytes');
  assert.ok(peeked.bytes < 9_000_000, `${peeked.bytes} bytes`);
  for (const index of [0, 1]) {
    const found = peeked.records.filter(({ partition }) => partition === index).map(({ offset }) => Number(offset));
    assert.ok(found.length >= 10, `${found.length} records`);
    assert.deepEqual(found, range(200 - found.length, 200).toReversed());
    assert.deepEqual(peeked.incomplete[index], { partition: index, nextOffset: 0n, endOffset: BigInt(200 - found.length) });
  }
});

test('an empty answer is not the end', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, attempt }) => (api === 'Fetch' && attempt <= 4 ? 'no records' : undefined);
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual([values(peeked), peeked.stopped, peeked.incomplete], [newestTen, 'enough', []]);
});

test('a partition that stays empty is given up and said to be incomplete', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, broker }) => (api === 'Fetch' && broker === 2 ? 'no records' : undefined);
  const peeked = await cluster.peek(request({ count: 3 }), never);
  assert.deepEqual(values(peeked), [99, 98, 96]);
  assert.deepEqual(peeked.incomplete, [{ partition: 1, nextOffset: 0n, endOffset: 33n }]);
});

for (const { name, code } of [
  { name: 'not the leader', code: 6 },
  { name: 'leader not available', code: 5 },
  { name: 'fenced leader epoch', code: 74 },
  { name: 'offset not available', code: 78 },
]) {
  test(`a leader that has just changed is asked for again: ${name}`, async (t) => {
    const { fake, cluster } = await start(t, 2);
    const partitions = fillThree(fake);
    fake.fault = ({ api, attempt }) => {
      if (api !== 'Fetch' || attempt > 2) return undefined;
      for (const partition of partitions) partition.leader = 2;
      return code;
    };
    const peeked = await cluster.peek(request(), never);
    assert.deepEqual([values(peeked), peeked.stopped, peeked.incomplete], [newestTen, 'enough', []]);
    assert.equal(fake.requests.findLast(({ api }) => api === 'Fetch')?.broker, 2);
  });
}

test('a leader that changes while offsets are asked for', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, attempt }) => (api === 'ListOffsets' && attempt === 2 ? 6 : undefined);
  assert.deepEqual(values(await cluster.peek(request(), never)), newestTen);
});

test('a connection that breaks is made again', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, attempt }) => (api === 'Fetch' && attempt <= 2 ? 'close' : undefined);
  assert.deepEqual(values(await cluster.peek(request(), never)), newestTen);
  fake.fault = () => undefined;
  fake.requests.length = 0;
  assert.deepEqual(values(await cluster.peek(request(), never)), newestTen);
});

test('brokers may close connections that are idle', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  await cluster.peek(request(), never);
  // The broker closes each connection at the next request on it, as if that had crossed its closing.
  fake.fault = ({ api, attempt }) => (api !== 'ApiVersions' && attempt === 1 ? 'close' : undefined);
  fake.requests.length = 0;
  assert.deepEqual(values(await cluster.peek(request(), never)), [1]);
});

test('a partition without a leader is left out, and said to be', async (t) => {
  const { fake, cluster } = await start(t, 2);
  at(fillThree(fake), 1).leader = -1;
  const peeked = await cluster.peek(request({ count: 3 }), never);
  assert.deepEqual([values(peeked), peeked.incomplete], [[99, 98, 96], [{ partition: 1, nextOffset: -1n, endOffset: -1n }]]);
  const { partitions } = await cluster.describeTopic('orders', never);
  assert.deepEqual(
    partitions.map(({ firstOffset, endOffset }) => [firstOffset, endOffset]),
    [
      [0n, 34n],
      [undefined, undefined],
      [0n, 33n],
    ],
  );
});

test('the oldest records are deleted while it reads', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 10)) partition.append(batchOf([time]));
  fake.fault = ({ api }) => {
    if (api === 'Fetch') partition.first = 8n;
    return undefined;
  };
  const peeked = await cluster.peek(request(), never);
  assert.deepEqual([values(peeked), peeked.stopped], [[9, 8], 'end']);
});

test('the topic is deleted while it reads', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api }) => {
    if (api === 'Fetch') fake.topics.delete('orders');
    return undefined;
  };
  await assert.rejects(cluster.peek(request(), never), {
    name: 'KafkaError',
    code: 'kafka/unknown-topic',
    message: 'The topic orders does not exist on local.',
  });
});

test('a right that is missing is named', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api }) => (api === 'Fetch' ? 29 : undefined);
  await assert.rejects(cluster.peek(request(), never), {
    code: 'kafka/not-authorized',
    message: 'This connection may not read topic orders.',
  });
});

test('at the time limit it gives what it has', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, broker }) => (api === 'Fetch' && broker === 2 ? 'stay silent' : undefined);
  const peeked = await cluster.peek(request({ count: 3, timeoutMs: 300 }), never);
  assert.deepEqual([peeked.stopped, peeked.incomplete], ['timeout', [{ partition: 1, nextOffset: 0n, endOffset: 33n }]]);
  assert.deepEqual(values(peeked), [99, 98, 96]);
});

test('a cluster that does not answer at all ends at the time limit', async (t) => {
  const { fake, cluster } = await start(t);
  fake.topic('orders', 1);
  fake.fault = ({ api }) => (api === 'Metadata' ? 'stay silent' : undefined);
  await assert.rejects(cluster.peek(request({ timeoutMs: 200 }), never), { code: 'kafka/timeout', retriable: true });
});

test('who asks while the connection is being made waits for it', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  let first: Promise<PeekedRecords> | undefined;
  const second = new Promise<PeekedRecords>((resolve, reject) => {
    fake.fault = ({ api, attempt }) => {
      if (api === 'ApiVersions' && attempt === 1) cluster.peek(request(), never).then(resolve, reject);
      return undefined;
    };
    first = cluster.peek(request(), never);
  });
  assert.deepEqual(
    [await first, await second].map((peeked) => peeked && values(peeked)),
    [[1], [1]],
  );
});

test('a connection that came to nothing halfway is made anew', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api, attempt }) => (api === 'ApiVersions' && attempt === 1 ? 'answer nonsense' : undefined);
  await assert.rejects(cluster.peek(request(), never), { code: 'kafka/malformed-answer' });
  assert.deepEqual(values(await cluster.peek(request(), never)), [1]);
});

for (const api of ['ApiVersions', 'Metadata', 'ListOffsets', 'Fetch'] as const) {
  test(`an answer that makes no sense is said to be none of Kafka: ${api}`, async (t) => {
    const { fake, cluster } = await start(t);
    at(fake.topic('orders', 1), 0).append(batchOf([1]));
    fake.fault = (asked) => (asked.api === api ? 'answer nonsense' : undefined);
    await assert.rejects(cluster.peek(request(), never), { code: 'kafka/malformed-answer' });
  });

  test(`cancelled at once, while it waits for ${api}`, async (t) => {
    const { fake, cluster } = await start(t);
    at(fake.topic('orders', 1), 0).append(batchOf([1]));
    const abort = new AbortController();
    fake.fault = (asked) => {
      if (asked.api !== api) return undefined;
      setImmediate(() => abort.abort());
      return 'stay silent';
    };
    await assert.rejects(cluster.peek(request(), abort.signal), { name: 'AbortError' });
    await assert.rejects(cluster.peek(request(), abort.signal), { name: 'AbortError' });
  });
}

test('progress counts records and bytes', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const index of range(0, 20)) partition.append(batchOf([index]), BigInt(index * 50));
  const progress: [number, number][] = [];
  const peeked = await cluster.peek(request({ onProgress: (...now) => progress.push(now) }), never);
  assert.ok(progress.length > 1);
  assert.deepEqual(progress.at(-1), [10, peeked.bytes]);
  assert.deepEqual(
    progress,
    progress.toSorted(([a], [b]) => a - b),
  );
});

test('a broker that the cluster names but nobody can reach is named', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.advertised.set(1, { host: 'kafka-1.invalid', port: 9092 });
  await assert.rejects(cluster.peek(request(), never), {
    code: 'kafka/advertised-unreachable',
    message: 'The name kafka-1.invalid cannot be resolved (ENOTFOUND).',
    remedy: 'The cluster itself names kafka-1.invalid:9092: set advertised.listeners there to an address that this machine can reach.',
  });
});

test('closing ends what is under way', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api }) => {
    if (api !== 'Fetch') return undefined;
    setImmediate(() => void cluster.close());
    return 'stay silent';
  };
  await assert.rejects(cluster.peek(request(), never), { code: 'kafka/closed' });
});

test('a connection that is idle sets no timer but the one that looks for requests without an answer', async (t) => {
  const warnings: Error[] = [];
  const warn = (warning: Error): number => warnings.push(warning);
  process.on('warning', warn);
  t.after(() => process.off('warning', warn));
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  await cluster.peek(request(), never);
  // kafkajs as it is has another one on each connection, of 1 ms, and newer Nodes warn of its negative time.
  assert.equal(timers() - before, fake.connections);
  assert.deepEqual(warnings, []);
});
