import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { PeekedRecords, PeekRequest } from '../../client/cluster/cluster.ts';
import { codecs } from '../../client/cluster/codecNames.ts';
import { compress } from '../../client/cluster/compress.ts';
import type { KafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import type { RecordToWrite } from '../../client/cluster/writeBatch.ts';
import { createTopic, eventually, never, openCluster, openKafkajs } from './stack.ts';

const start = Date.UTC(2026, 0, 1);

function request(topic: string, more: Partial<PeekRequest> = {}): PeekRequest {
  return { topic, count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26, ...more };
}

function recordsOf(values: readonly string[], time = (index: number): number => start + index): RecordToWrite[] {
  return values.map((value, index) => ({ key: null, value: Buffer.from(value), headers: [], timestampMs: time(index) }));
}

const uncompressed = { codec: 'none', compress: (bytes: Buffer) => Promise.resolve(bytes) } as const;

/** One batch for each value. */
async function writeOneByOne(cluster: KafkaCluster, topic: string, values: readonly string[]): Promise<void> {
  for (const record of recordsOf(values)) await cluster.append({ topic, partition: 0 }, [record], uncompressed, never);
}

function texts({ records }: PeekedRecords): (string | null)[] {
  return records.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));
}

const numbered = (from: number, until: number): string[] => Array.from({ length: until - from }, (_, index) => String(from + index));

test('a topic is made with its settings, and takes records at once; twice it is refused', async (t) => {
  const cluster = openCluster(t);
  const other = `made-${randomBytes(6).toString('hex')}`;
  const name = `${other}-a`;
  t.after(async () => {
    const admin = openKafkajs().admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [name] });
    await admin.disconnect();
  });
  await cluster.createTopic({ name, partitions: 3, replication: -1, configuration: { 'retention.ms': '60000' } }, never);
  const { partitions, configuration } = await cluster.describeTopic(name, never);
  assert.deepEqual([partitions.length, configuration?.['retention.ms']], [3, '60000']);
  const record = { topic: name, partition: 2, key: null, value: Buffer.from('a'), headers: [] };
  assert.deepEqual(await cluster.produce(record, never), { partition: 2, offset: 0n });
  const again = cluster.createTopic({ name, partitions: -1, replication: -1, configuration: {} }, never);
  await assert.rejects(again, { code: 'kafka/topic-exists' });
  const wrong = cluster.createTopic({ name: `${other}-x`, partitions: 1, replication: 9, configuration: {} }, never);
  await assert.rejects(wrong, { code: 'kafka/topic-refused' });
  const odd = cluster.createTopic({ name: `${other}-x`, partitions: 1, replication: 1, configuration: { 'retention.ms': 'x' } }, never);
  await assert.rejects(odd, { code: 'kafka/topic-refused' });
});

test('topics are listed and described', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 3, configuration: { 'retention.ms': '3600000', 'cleanup.policy': 'compact' } });
  await cluster.append(
    { topic, partition: 1 },
    recordsOf(numbered(0, 5)).map((record) => ({ ...record, key: Buffer.from('k') })),
    uncompressed,
    never,
  );
  const listed = (await cluster.listTopics(never)).find(({ name }) => name === topic);
  assert.deepEqual(listed, { name: topic, partitions: 3, internal: false });
  const { name, partitions, configuration } = await cluster.describeTopic(topic, never);
  assert.equal(name, topic);
  assert.deepEqual(
    partitions,
    [0, 1, 2].map((partition) => ({
      partition,
      leader: 1,
      replicas: [1],
      inSyncReplicas: [1],
      firstOffset: 0n,
      endOffset: partition === 1 ? 5n : 0n,
    })),
  );
  assert.deepEqual([configuration?.['retention.ms'], configuration?.['cleanup.policy']], ['3600000', 'compact']);
});

test('what belongs to Kafka itself is marked', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  const producer = openKafkajs().producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  t.after(() => producer.disconnect());
  const transaction = await producer.transaction();
  await transaction.abort();
  const listed = await cluster.listTopics(never);
  assert.deepEqual(
    listed.find(({ name }) => name === '__transaction_state'),
    { name: '__transaction_state', partitions: 1, internal: true },
  );
});

test('the newest 100 of 6 partitions are those of a full read', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 6 });
  // Partitions of very different length, times that go back and forth, and several records at the same time.
  const written: { partition: number; offset: bigint; timestampMs: number }[] = [];
  for (const [partition, length] of [900, 35, 4, 0, 400, 120].entries()) {
    const records = Array.from({ length }, (_, index) => {
      const timestampMs = start + (index * 6 + partition) * 10 - (index % 3) * 25;
      written.push({ partition, offset: BigInt(index), timestampMs });
      return { key: null, value: Buffer.from(`${partition}/${index}`), headers: [], timestampMs };
    });
    for (let from = 0; from < length; from += 40)
      await cluster.append({ topic, partition }, records.slice(from, from + 40), uncompressed, never);
  }
  const expected = written
    .toSorted((a, b) => b.timestampMs - a.timestampMs || a.partition - b.partition || Number(b.offset - a.offset))
    .slice(0, 100);
  const peeked = await cluster.peek(request(topic), never);
  assert.deepEqual(
    peeked.records.map(({ partition, offset, timestampMs }) => ({ partition, offset, timestampMs })),
    expected,
  );
  assert.deepEqual(
    texts(peeked),
    expected.map(({ partition, offset }) => `${partition}/${offset.toString()}`),
  );
  assert.deepEqual([peeked.stopped, peeked.offsetsInTopic, peeked.partitions, peeked.incomplete], ['enough', 1459n, 6, []]);
  const all = await cluster.peek(request(topic, { count: 2000 }), never);
  assert.deepEqual([all.records.length, all.stopped], [1459, 'end']);
});

test('a compacted topic: gaps are bridged, the newest records of all keys are found', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, {
    configuration: { 'cleanup.policy': 'compact', 'segment.ms': '1', 'min.cleanable.dirty.ratio': '0.001', 'delete.retention.ms': '0' },
  });
  const write = async (key: string, value: string | null, index: number): Promise<void> => {
    const record = {
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: [],
      timestampMs: start + index * 1000,
    };
    await cluster.append({ topic, partition: 0 }, [record], uncompressed, never);
  };
  for (let index = 0; index < 10; index++) await write(`kept-${index}`, `kept ${index}`, index);
  for (let index = 10; index < 210; index++) await write(`changed-${index % 4}`, `version ${index}`, index);
  await write('gone', null, 210);
  await write('last', 'end', 211);
  // The tombstone itself may be gone or not: brokers take it away in a second round.
  const withoutTombstone = (found: PeekedRecords): (string | null)[] => texts(found).filter((text) => text !== null);
  const expected = [
    'end',
    ...['209', '208', '207', '206'].map((version) => `version ${version}`),
    ...numbered(0, 10)
      .toReversed()
      .map((index) => `kept ${index}`),
  ];
  const peeked = await eventually(async () => {
    const now = await cluster.peek(request(topic, { count: 1000 }), never);
    return withoutTombstone(now).length === expected.length ? now : undefined;
  });
  assert.deepEqual([withoutTombstone(peeked), peeked.offsetsInTopic], [expected, 212n]);
  const newest = await cluster.peek(request(topic, { count: 9 }), never);
  assert.equal(newest.records.length, 9);
  assert.deepEqual(withoutTombstone(newest), expected.slice(0, withoutTombstone(newest).length));
  assert.deepEqual([newest.stopped, newest.incomplete], ['enough', []]);
});

test('aborted and open transactions, with markers at the end', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  await writeOneByOne(cluster, topic, numbered(0, 20));
  const transact = async (value: string, end: 'commit' | 'abort' | 'leave open'): Promise<void> => {
    const producer = openKafkajs().producer({ transactionalId: `${topic}-${value}`, idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ value, partition: 0, timestamp: String(start + 1000) }] });
    if (end === 'commit') await transaction.commit();
    else if (end === 'abort') await transaction.abort();
    else t.after(() => transaction.abort().finally(() => producer.disconnect()));
    if (end !== 'leave open') await producer.disconnect();
  };
  await transact('committed', 'commit');
  for (let index = 0; index < 12; index++) await transact(`aborted ${index}`, 'abort');
  // A broker answers the end of a transaction before it has written the marker.
  const committed = await eventually(async () => {
    const now = await cluster.peek(request(topic, { count: 5 }), never);
    return now.offsetsInTopic === 46n && now.heldBack.length === 0 ? now : undefined;
  });
  assert.deepEqual(texts(committed), ['committed', '19', '18', '17', '16']);
  assert.deepEqual([committed.stopped, committed.heldBack, committed.offsetsInTopic], ['enough', [], 46n]);
  const uncommitted = await cluster.peek(request(topic, { count: 5, isolation: 'readUncommitted' }), never);
  assert.deepEqual(
    texts(uncommitted),
    numbered(7, 12)
      .toReversed()
      .map((index) => `aborted ${index}`),
  );

  await transact('open', 'leave open');
  await writeOneByOne(cluster, topic, ['behind it']);
  const held = await cluster.peek(request(topic, { count: 2 }), never);
  assert.deepEqual([texts(held), held.heldBack], [['committed', '19'], [{ partition: 0, lastStable: 46n, endOffset: 48n }]]);
  const all = await cluster.peek(request(topic, { count: 3, isolation: 'readUncommitted' }), never);
  assert.deepEqual(texts(all).includes('open'), true);
});

for (const codec of codecs) {
  test(`compressed here: ${codec}`, async (t) => {
    const cluster = openCluster(t);
    const topic = await createTopic(t);
    const values = Array.from({ length: 500 }, (_, index) => `value ${index} `.repeat(20));
    await cluster.append({ topic, partition: 0 }, recordsOf(values), { codec, compress: (bytes) => compress(codec, bytes) }, never);
    const peeked = await cluster.peek(request(topic, { count: 150 }), never);
    assert.deepEqual(texts(peeked), values.slice(-150).toReversed());
    assert.deepEqual(peeked.unreadable, []);
  });

  if (codec === 'none') continue;
  test(`compressed by the broker, in Java: ${codec}`, async (t) => {
    const cluster = openCluster(t);
    const topic = await createTopic(t, { configuration: { 'compression.type': codec } });
    // Large enough for several blocks, part of it not to be compressed.
    const values = Array.from({ length: 600 }, (_, index) => `value ${index} `.repeat(30) + randomBytes(200).toString('latin1'));
    await cluster.append({ topic, partition: 0 }, recordsOf(values), uncompressed, never);
    const peeked = await cluster.peek(request(topic, { count: 1000 }), never);
    assert.deepEqual(texts(peeked), values.toReversed());
  });
}

test('the time at which the broker got it', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { configuration: { 'message.timestamp.type': 'LogAppendTime' } });
  const before = Date.now();
  await cluster.append({ topic, partition: 0 }, recordsOf(['a', 'b']), uncompressed, never);
  const { records } = await cluster.peek(request(topic), never);
  assert.equal(records.length, 2);
  for (const { timestampMs, timestampType } of records) {
    assert.equal(timestampType, 'LogAppendTime');
    assert.ok(timestampMs >= before - 1000 && timestampMs <= Date.now() + 1000);
  }
});

test('an empty topic, and one whose records were all deleted', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 2 });
  const empty = await cluster.peek(request(topic), never);
  assert.deepEqual([empty.records, empty.stopped, empty.offsetsInTopic, empty.partitions], [[], 'end', 0n, 2]);
  await writeOneByOne(cluster, topic, numbered(0, 10));
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  // kafkajs deletes records only of a topic whose offsets it was asked for before.
  await admin.fetchTopicOffsets(topic);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '7' }] });
  assert.deepEqual(texts(await cluster.peek(request(topic), never)), ['9', '8', '7']);
  await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '-1' }] });
  const gone = await cluster.peek(request(topic), never);
  assert.deepEqual([gone.records, gone.stopped, gone.offsetsInTopic], [[], 'end', 0n]);
  assert.deepEqual(
    (await cluster.describeTopic(topic, never)).partitions.map(({ firstOffset, endOffset }) => [firstOffset, endOffset]),
    [
      [10n, 10n],
      [0n, 0n],
    ],
  );
});

test('a topic that does not exist, or no longer', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  await writeOneByOne(cluster, topic, ['a']);
  assert.equal((await cluster.peek(request(topic), never)).records.length, 1);
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  await admin.deleteTopics({ topics: [topic] });
  // A broker may still know it for a moment.
  await eventually(async () => ((await admin.listTopics()).includes(topic) ? undefined : true));
  await eventually(() =>
    cluster.describeTopic(topic, never).then(
      () => undefined,
      () => true,
    ),
  );
  const gone = { name: 'KafkaError', code: 'kafka/unknown-topic', message: `The topic ${topic} does not exist on local.` };
  await assert.rejects(cluster.peek(request(topic), never), gone);
  await assert.rejects(cluster.describeTopic(topic, never), gone);
  await assert.rejects(cluster.produce({ topic, key: null, value: null, headers: [] }, never), gone);
  await assert.rejects(cluster.peek(request('not a name'), never), { code: 'kafka/invalid-topic' });
});

test('headers keep their order, repeated names, null and any bytes; a null value is a tombstone', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  const headers = [
    { name: 'a', value: Buffer.from('1') },
    { name: 'b', value: null },
    { name: 'a', value: Buffer.from('2') },
    { name: '2', value: Buffer.from([0xff, 0xfe, 0]) },
    { name: '__proto__', value: Buffer.from('p') },
    { name: '', value: Buffer.alloc(0) },
  ];
  const produced = await cluster.produce({ topic, key: Buffer.from('k'), value: null, headers, timestampMs: start }, never);
  assert.deepEqual(produced, { partition: 0, offset: 0n });
  const { records } = await cluster.peek(request(topic), never);
  assert.deepEqual(records, [
    {
      partition: 0,
      offset: 0n,
      timestampMs: start,
      timestampType: 'CreateTime',
      leaderEpoch: 0,
      key: Buffer.from('k'),
      value: null,
      headers,
    },
  ]);
});

test('a key leads to the partition that kafkajs and Java choose for it; a partition may be named', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 7 });
  const keys = numbered(0, 20).map((index) => Buffer.from(`key-${index}`));
  const ours = await Promise.all(keys.map((key) => cluster.produce({ topic, key, value: key, headers: [] }, never)));
  const producer = openKafkajs().producer();
  await producer.connect();
  for (const [index, key] of keys.entries()) {
    const [theirs] = await producer.send({ topic, messages: [{ key, value: key }] });
    assert.equal(ours[index]?.partition, theirs?.partition);
  }
  await producer.disconnect();
  assert.equal((await cluster.produce({ topic, key: keys[0] ?? null, value: null, headers: [], partition: 3 }, never)).partition, 3);
  await assert.rejects(cluster.produce({ topic, key: null, value: null, headers: [], partition: 7 }, never), {
    code: 'kafka/unknown-partition',
  });
});

test('a record without a time gets that of its sending', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  const before = Date.now();
  await cluster.produce({ topic, key: null, value: Buffer.from('now'), headers: [] }, never);
  const [record] = (await cluster.peek(request(topic), never)).records;
  assert.ok(record !== undefined && record.timestampMs >= before && record.timestampMs <= Date.now());
});

test('a record that is too large is refused by its sizes', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { configuration: { 'max.message.bytes': '2048' } });
  await assert.rejects(cluster.produce({ topic, key: null, value: randomBytes(5000), headers: [] }, never), {
    code: 'kafka/message-too-large',
    message: `The broker refuses 5 KB for topic ${topic} (limit 2 KB).`,
  });
  assert.deepEqual(await cluster.produce({ topic, key: null, value: Buffer.from('small'), headers: [] }, never), {
    partition: 0,
    offset: 0n,
  });
});

test('a compacted topic refuses a record without a key, in the words of the broker', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { configuration: { 'cleanup.policy': 'compact' } });
  await assert.rejects(cluster.produce({ topic, key: null, value: Buffer.from('x'), headers: [] }, never), {
    code: 'kafka/invalid-record',
    message: /^The broker refuses the record for partition 0 of test-\w+: .*without key.*\.$/,
  });
});

test('no consumer group is left behind', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 2 });
  await writeOneByOne(cluster, topic, numbered(0, 10));
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  const groups = async (): Promise<string[]> => (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
  const before = await groups();
  for (let index = 0; index < 3; index++) await cluster.peek(request(topic), never);
  assert.deepEqual(await groups(), before);
});

test('cancelled in the middle it returns at once, and the next peek works', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  const values = Array.from({ length: 200 }, () => 'x'.repeat(50_000));
  for (let from = 0; from < 200; from += 10)
    await cluster.append({ topic, partition: 0 }, recordsOf(values.slice(from, from + 10)), uncompressed, never);
  const abort = new AbortController();
  const pending = cluster.peek(request(topic, { count: 200, onProgress: () => abort.abort() }), abort.signal);
  await assert.rejects(pending, { name: 'AbortError' });
  const whole = await cluster.peek(request(topic, { count: 200 }), never);
  assert.deepEqual([whole.records.length, whole.stopped], [200, 'enough']);
});

test('large records: the byte limit is kept, and said', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  for (let index = 0; index < 60; index++)
    await cluster.append({ topic, partition: 0 }, recordsOf([`${index} ${'x'.repeat(200_000)}`]), uncompressed, never);
  const peeked = await cluster.peek(request(topic, { count: 60, maxBytes: 4_000_000 }), never);
  assert.equal(peeked.stopped, 'bytes');
  assert.ok(peeked.bytes < 6_000_000, `${peeked.bytes} bytes`);
  const found = peeked.records.map(({ offset }) => Number(offset)).sort((a, b) => b - a);
  assert.ok(found.length >= 10);
  assert.deepEqual(
    found,
    found.map((_, index) => 59 - index),
  );
  assert.deepEqual(peeked.incomplete, [{ partition: 0, nextOffset: 0n, endOffset: BigInt(60 - found.length) }]);
});
