import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import type { KafkaRecord } from '../../client/cluster/cluster.ts';
import { codecs } from '../../client/cluster/codecNames.ts';
import { compress } from '../../client/cluster/compress.ts';
import type { KafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import type { ClusterScanProgress, ScanEnd, ScanRequest } from '../../client/cluster/scanRequest.ts';
import type { RecordToWrite } from '../../client/cluster/writeBatch.ts';
import { createTopic, eventually, never, openCluster, openKafkajs } from './stack.ts';

const start = Date.UTC(2026, 0, 1);
const uncompressed = { codec: 'none', compress: (bytes: Buffer) => Promise.resolve(bytes) } as const;

function request(topic: string, more: Partial<ScanRequest> = {}): ScanRequest {
  return { topic, partitions: undefined, isolation: 'readCommitted', start: { kind: 'oldest' }, until: {}, live: false, ...more };
}

interface Scanned {
  readonly records: readonly KafkaRecord[];
  readonly end: ScanEnd;
}

interface Watch {
  readonly signal?: AbortSignal;
  readonly onTake?: (all: readonly KafkaRecord[]) => Promise<void> | void;
  readonly onProgress?: (progress: ClusterScanProgress) => void;
}

async function scanAll(cluster: KafkaCluster, scan: ScanRequest, { signal = never, onTake, onProgress }: Watch = {}): Promise<Scanned> {
  const records: KafkaRecord[] = [];
  const end = await cluster.scan(
    scan,
    {
      take: (taken) => {
        records.push(...taken);
        return onTake?.(records);
      },
      unreadable: ({ error }) => assert.fail(error),
      progress: (progress) => onProgress?.(progress),
    },
    signal,
  );
  return { records, end };
}

function recordsOf(values: readonly string[], time = (index: number): number => start + index): RecordToWrite[] {
  return values.map((value, index) => ({ key: null, value: Buffer.from(value), headers: [], timestampMs: time(index) }));
}

function texts({ records }: Scanned): (string | null)[] {
  return records.map(({ value }) => (value === null ? null : Buffer.from(value).toString()));
}

const numbered = (from: number, until: number): string[] => Array.from({ length: until - from }, (_, index) => String(from + index));

/** The numbers from 0 to 299 as values, a second apart, in turns over three partitions, ten in a batch. */
async function fill(t: TestContext): Promise<{ cluster: KafkaCluster; topic: string }> {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { partitions: 3 });
  for (let batch = 0; batch < 10; batch++) {
    for (let partition = 0; partition < 3; partition++) {
      const values = Array.from({ length: 10 }, (_, index) => batch * 30 + index * 3 + partition);
      const records = values.map((value) => ({
        key: null,
        value: Buffer.from(String(value)),
        headers: [],
        timestampMs: start + value * 1000,
      }));
      await cluster.append({ topic, partition }, records, uncompressed, never);
    }
  }
  return { cluster, topic };
}

for (const { name, more, finds, stopped } of [
  { name: 'all, from the oldest on', more: {}, finds: numbered(0, 300), stopped: 'end' },
  { name: 'the oldest 50', more: { until: { records: 50 } }, finds: numbered(0, 50), stopped: 'records' },
  { name: 'the newest 50', more: { start: { kind: 'newest', count: 50 } }, finds: numbered(250, 300), stopped: 'records' },
  {
    name: 'the newest 50 before some offsets',
    more: { start: { kind: 'newest', count: 50, before: new Map([0, 1, 2].map((partition) => [partition, 50n])) } },
    finds: numbered(100, 150),
    stopped: 'records',
  },
  {
    name: 'from offsets to offsets',
    more: { start: { kind: 'offsets', offsets: new Map([[1, 95n]]) }, until: { offsets: new Map([[1, 98n]]) } },
    finds: ['286', '289', '292'],
    stopped: 'offset',
  },
  {
    name: 'from a time on',
    more: { start: { kind: 'timestamp', timestampMs: start + 249_001 } },
    finds: numbered(250, 300),
    stopped: 'end',
  },
  {
    name: 'from a time to a time',
    more: { start: { kind: 'timestamp', timestampMs: start + 100_000 }, until: { timestampMs: start + 200_000 } },
    finds: numbered(100, 200),
    stopped: 'timestamp',
  },
  {
    name: 'from a time that has not come',
    more: { start: { kind: 'timestamp', timestampMs: Date.now() + 1e9 } },
    finds: [],
    stopped: 'end',
  },
  { name: 'chosen partitions', more: { partitions: [2], until: { records: 3 } }, finds: ['2', '5', '8'], stopped: 'records' },
  { name: 'what comes from now on, though nothing is waited for', more: { start: { kind: 'end' } }, finds: [], stopped: 'end' },
] as const satisfies readonly { name: string; more: Partial<ScanRequest>; finds: readonly string[]; stopped: string }[]) {
  test(`scan: ${name}`, async (t) => {
    const { cluster, topic } = await fill(t);
    const scanned = await scanAll(cluster, request(topic, more));
    assert.deepEqual(
      texts(scanned).toSorted((a, b) => Number(a) - Number(b)),
      finds,
    );
    assert.equal(scanned.end.stopped, stopped);
  });
}

for (const codec of codecs) {
  test(`scan: compressed here: ${codec}`, async (t) => {
    const cluster = openCluster(t);
    const topic = await createTopic(t);
    const values = Array.from({ length: 2500 }, (_, index) => `value ${index} `.repeat(20));
    await cluster.append({ topic, partition: 0 }, recordsOf(values), { codec, compress: (bytes) => compress(codec, bytes) }, never);
    const scanned = await scanAll(cluster, request(topic));
    assert.deepEqual(texts(scanned), values);
    assert.ok(scanned.end.bytes > values.join('').length);
  });

  if (codec === 'none') continue;
  test(`scan: compressed by the broker, in Java: ${codec}`, async (t) => {
    const cluster = openCluster(t);
    const topic = await createTopic(t, { configuration: { 'compression.type': codec } });
    const values = Array.from({ length: 600 }, (_, index) => `value ${index} `.repeat(30) + randomBytes(200).toString('latin1'));
    await cluster.append({ topic, partition: 0 }, recordsOf(values), uncompressed, never);
    assert.deepEqual(texts(await scanAll(cluster, request(topic))), values);
  });
}

test('scan: committed, aborted and open transactions', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
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
  await cluster.append({ topic, partition: 0 }, recordsOf(['first']), uncompressed, never);
  await transact('committed', 'commit');
  await transact('aborted', 'abort');
  await transact('open', 'leave open');
  await cluster.append({ topic, partition: 0 }, recordsOf(['behind it']), uncompressed, never);
  // A broker answers the end of a transaction before it has written the marker.
  const committed = await eventually(async () => {
    const now = await scanAll(cluster, request(topic));
    const [{ endOffset, heldBackTo } = { endOffset: 0n, heldBackTo: undefined }] = now.end.partitions;
    return heldBackTo !== undefined && heldBackTo - endOffset === 2n ? now : undefined;
  });
  assert.deepEqual([texts(committed), committed.end.control], [['first', 'committed'], 3]);
  assert.deepEqual(committed.end.partitions, [{ partition: 0, firstOffset: 0n, endOffset: 5n, low: 0n, next: 5n, heldBackTo: 7n }]);
  const newest = await scanAll(cluster, request(topic, { start: { kind: 'newest', count: 10 } }));
  assert.deepEqual([texts(newest), newest.end.control], [['committed', 'first'], 3]);
  const all = await scanAll(cluster, request(topic, { isolation: 'readUncommitted' }));
  assert.deepEqual([texts(all), all.end.control], [['first', 'committed', 'aborted', 'open', 'behind it'], 2]);
});

test('scan: a compacted topic', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, {
    configuration: { 'cleanup.policy': 'compact', 'segment.ms': '1', 'min.cleanable.dirty.ratio': '0.001', 'delete.retention.ms': '0' },
  });
  for (let index = 0; index < 60; index++) {
    const record = {
      key: Buffer.from(`key-${index % 4}`),
      value: Buffer.from(String(index)),
      headers: [],
      timestampMs: start + index * 1000,
    };
    await cluster.append({ topic, partition: 0 }, [record], uncompressed, never);
  }
  for (const until of [{}, { records: 1000 }]) {
    const scanned = await eventually(async () => {
      const now = await scanAll(cluster, request(topic, { until }));
      return now.records.length <= 5 ? now : undefined;
    });
    assert.deepEqual(texts(scanned).slice(-4), numbered(56, 60));
    assert.deepEqual([scanned.end.stopped, scanned.end.partitions[0]?.next], ['end', 60n]);
  }
});

test('scan: the time at which the broker got it', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t, { configuration: { 'message.timestamp.type': 'LogAppendTime' } });
  const before = Date.now();
  await cluster.append({ topic, partition: 0 }, recordsOf(['a', 'b']), uncompressed, never);
  const { records } = await scanAll(cluster, request(topic, { start: { kind: 'timestamp', timestampMs: before - 1000 } }));
  assert.equal(records.length, 2);
  for (const { timestampMs, timestampType, leaderEpoch } of records) {
    assert.deepEqual([timestampType, leaderEpoch], ['LogAppendTime', 0]);
    assert.ok(timestampMs >= before - 1000 && timestampMs <= Date.now() + 1000);
  }
});

test('scan: records that were deleted, and deleted midway', async (t) => {
  const cluster = openCluster(t);
  const topic = await createTopic(t);
  for (let batch = 0; batch < 60; batch++)
    await cluster.append({ topic, partition: 0 }, recordsOf([`${batch} ${'x'.repeat(50_000)}`]), uncompressed, never);
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  const deleteBefore = async (offset: number): Promise<void> => {
    // kafkajs deletes records only of a topic whose offsets it was asked for before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: String(offset) }] });
  };
  await deleteBefore(7);
  const offsets = new Map([[0, 3n]]);
  const scanned = await scanAll(cluster, request(topic, { start: { kind: 'offsets', offsets } }));
  assert.deepEqual([scanned.records[0]?.offset, scanned.records.length], [7n, 53]);
  let isDeleted = false;
  const midway = await scanAll(cluster, request(topic), {
    onTake: async () => {
      if (!isDeleted) await deleteBefore(55);
      isDeleted = true;
    },
  });
  const found = midway.records.map(({ offset }) => Number(offset));
  assert.deepEqual(found.slice(-5), [55, 56, 57, 58, 59]);
  assert.ok(found.length < 53 && midway.end.stopped === 'end');
});

test('scan: a topic that is deleted midway, with or without waiting for more', async (t) => {
  const cluster = openCluster(t);
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  for (const live of [false, true]) {
    const topic = await createTopic(t);
    for (let batch = 0; batch < 20; batch++)
      await cluster.append({ topic, partition: 0 }, recordsOf(['x'.repeat(200_000)]), uncompressed, never);
    let isDeleted = false;
    const scanned = await scanAll(cluster, request(topic, { live }), {
      onTake: async () => {
        if (!isDeleted) await admin.deleteTopics({ topics: [topic] });
        isDeleted = true;
      },
    });
    assert.equal(scanned.end.stopped, 'deleted');
    assert.ok(scanned.records.length > 0);
  }
});

test('scan: live, while others write; no group is left behind', async (t) => {
  const { cluster, topic } = await fill(t);
  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  const groups = async (): Promise<string[]> => (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
  const before = await groups();
  for (const from of [{ kind: 'end' }, { kind: 'newest', count: 5 }, { kind: 'oldest' }] as const) {
    const old = { end: 0, newest: 5, oldest: 300 }[from.kind];
    const abort = new AbortController();
    let writing: Promise<unknown> | undefined;
    const known = await scanAll(cluster, request(topic));
    const scanned = await scanAll(cluster, request(topic, { start: from, live: true, partitions: [0, 1, 2] }), {
      signal: abort.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'live') return;
        writing ??= Promise.all(
          [0, 1, 2].map((partition) => cluster.append({ topic, partition }, recordsOf([`${from.kind} ${partition}`]), uncompressed, never)),
        );
      },
      onTake: (all) => {
        if (all.length === (from.kind === 'oldest' ? known.records.length : old) + 3) abort.abort();
      },
    });
    await writing;
    assert.equal(scanned.end.stopped, 'cancelled');
    assert.deepEqual(
      texts(scanned).slice(-3).toSorted(),
      [0, 1, 2].map((partition) => `${from.kind} ${partition}`),
    );
  }
  assert.deepEqual(await groups(), before);
});

test('scan: a live scan does not hold up a peek, and ends at once', async (t) => {
  const { cluster, topic } = await fill(t);
  const abort = new AbortController();
  let live: () => void = () => undefined;
  const isLive = new Promise<void>((resolve) => (live = resolve));
  const scanning = scanAll(cluster, request(topic, { start: { kind: 'end' }, live: true }), {
    signal: abort.signal,
    onProgress: ({ stage }) => {
      if (stage === 'live') live();
    },
  });
  await isLive;
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const began = performance.now();
    await cluster.peek({ topic, count: 10, isolation: 'readCommitted', timeoutMs: 10_000, maxBytes: 1 << 20 }, never);
    times.push(performance.now() - began);
  }
  // Behind a fetch that waits it would take half a second.
  assert.ok(Math.min(...times) < 250, `${times.join(', ')} ms`);
  const began = performance.now();
  abort.abort();
  assert.equal((await scanning).end.stopped, 'cancelled');
  assert.ok(performance.now() - began < 250);
});
