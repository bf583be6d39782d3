import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Cluster, KafkaRecord, UnreadableBatch } from '../../../client/cluster/cluster.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import type { ClusterScanProgress, ScanEnd, ScanRequest } from '../../../client/cluster/scanRequest.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import { FakeCluster, type FakePartition, type FakeRequest } from '../../fakes/kafkaCluster.ts';
import { javaBatches } from './javaBatches.ts';

const never = new AbortController().signal;

async function start(t: TestContext, brokers = 1): Promise<{ fake: FakeCluster; cluster: Cluster }> {
  const fake = await FakeCluster.start(brokers);
  const cluster = createKafkaCluster(
    {
      name: 'local',
      brokers: Array.from({ length: brokers }, (_, index) => fake.addressOf(index + 1)),
      tls: undefined,
      sasl: undefined,
      registry: undefined,
      readOnly: false,
    },
    { connectTimeoutMs: 2000, requestTimeoutMs: 300 },
  );
  t.after(async () => {
    await cluster.close();
    await fake.stop();
  });
  return { fake, cluster };
}

function request(more: Partial<ScanRequest> = {}): ScanRequest {
  return { topic: 'orders', partitions: undefined, isolation: 'readCommitted', start: { kind: 'oldest' }, until: {}, live: false, ...more };
}

/** What a scan has handed on, and told. */
interface Scanned {
  readonly records: KafkaRecord[];
  readonly unreadable: UnreadableBatch[];
  readonly told: ClusterScanProgress[];
  readonly end: ScanEnd;
}

interface Watch {
  readonly signal?: AbortSignal;
  readonly onTake?: (records: readonly KafkaRecord[], all: readonly KafkaRecord[]) => Promise<void> | void;
  readonly onProgress?: (progress: ClusterScanProgress) => void;
}

async function scanAll(cluster: Cluster, scan: ScanRequest, { signal = never, onTake, onProgress }: Watch = {}): Promise<Scanned> {
  const records: KafkaRecord[] = [];
  const unreadable: UnreadableBatch[] = [];
  const told: ClusterScanProgress[] = [];
  const sink = {
    take: (taken: readonly KafkaRecord[]): Promise<void> | void => {
      records.push(...taken);
      return onTake?.(taken, records);
    },
    unreadable: (batch: UnreadableBatch): void => void unreadable.push(batch),
    progress: (progress: ClusterScanProgress): void => {
      told.push(progress);
      onProgress?.(progress);
    },
  };
  const end = await cluster.scan(scan, sink, signal);
  return { records, unreadable, told, end };
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

function values({ records }: { readonly records: readonly KafkaRecord[] }): number[] {
  return records.map(({ value }) => Number(Buffer.from(value ?? []).toString()));
}

function range(from: number, until: number, step = 1): number[] {
  return Array.from({ length: Math.ceil((until - from) / step) }, (_, index) => from + index * step);
}

const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** The partition at an index, which a test has made. */
function at(partitions: readonly FakePartition[], index: number): FakePartition {
  const partition = partitions[index];
  assert.ok(partition !== undefined);
  return partition;
}

/** Times 0 to 99, taking turns over three partitions that two brokers lead. */
function fillThree(fake: FakeCluster): readonly FakePartition[] {
  const partitions = fake.topic('orders', 3);
  for (const [index, partition] of partitions.entries()) {
    partition.leader = 1 + (index % 2);
    for (const time of range(index, 100, 3)) partition.append(batchOf([time]));
  }
  return partitions;
}

/** Each partition's offsets in the order in which they came. */
function assertInOrder({ records }: Scanned, descending = false): void {
  const last = new Map<number, bigint>();
  for (const { partition, offset } of records) {
    const before = last.get(partition);
    const isNext = before === undefined || (descending ? offset < before : offset > before);
    assert.ok(isNext, `partition ${partition}: ${offset.toString()} behind ${String(before)}`);
    last.set(partition, offset);
  }
}

test('all of it, from the oldest on, over partitions that two brokers lead', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const scanned = await scanAll(cluster, request());
  assert.deepEqual(sorted(values(scanned)), range(0, 100));
  assertInOrder(scanned);
  const { stage, problem, bytes, ...end } = scanned.end;
  assert.deepEqual([stage, problem], ['reading', undefined]);
  assert.ok(bytes > 100 * 60 && bytes < 100 * 100, `${bytes} bytes`);
  assert.deepEqual(end, {
    records: 100,
    control: 0,
    stopped: 'end',
    partitions: [34n, 33n, 33n].map((last, partition) => ({
      partition,
      firstOffset: 0n,
      endOffset: last,
      low: 0n,
      next: last,
      heldBackTo: undefined,
    })),
  });
  assert.equal(scanned.told[0]?.stage, 'connecting');
});

test('only the partitions that were asked for', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const scanned = await scanAll(cluster, request({ partitions: [0, 2] }));
  assert.deepEqual(sorted(values(scanned)), sorted([...range(0, 100, 3), ...range(2, 100, 3)]));
  await assert.rejects(scanAll(cluster, request({ partitions: [3] })), { code: 'kafka/unknown-partition' });
});

test('an empty topic ends', async (t) => {
  const { fake, cluster } = await start(t);
  fake.topic('orders', 2);
  for (const kind of ['oldest', 'end'] as const) {
    const { records, end } = await scanAll(cluster, request({ start: { kind } }));
    assert.deepEqual([records, end.stopped], [[], 'end']);
  }
  const newest = await scanAll(cluster, request({ start: { kind: 'newest', count: 5 } }));
  assert.deepEqual([newest.records, newest.end.stopped], [[], 'end']);
});

test('the oldest of all partitions, by time, where only some are wanted', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const scanned = await scanAll(cluster, request({ until: { records: 10 } }));
  assert.deepEqual([values(scanned), scanned.end.stopped], [range(0, 10), 'records']);
  assert.deepEqual(
    scanned.end.partitions.map(({ next }) => next),
    [4n, 3n, 3n],
  );
  const all = await scanAll(cluster, request({ until: { records: 100 } }));
  assert.deepEqual([values(all), all.end.stopped], [range(0, 100), 'end']);
});

for (const { name, start: from, finds } of [
  {
    name: 'from offsets, each partition from its own',
    start: [10n, 20n, 30n],
    finds: [range(30, 100, 3), range(61, 100, 3), range(92, 100, 3)],
  },
  { name: 'offsets behind the end', start: [1000n, 33n, 30n], finds: [[], [], range(92, 100, 3)] },
]) {
  test(name, async (t) => {
    const { fake, cluster } = await start(t, 2);
    fillThree(fake);
    const offsets = new Map(from.map((offset, partition) => [partition, offset]));
    const scanned = await scanAll(cluster, request({ start: { kind: 'offsets', offsets } }));
    assert.deepEqual([sorted(values(scanned)), scanned.end.stopped], [sorted(finds.flat()), 'end']);
  });
}

test('from offsets: a partition that is not named begins at its end; up to offsets, exclusive', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const scanned = await scanAll(
    cluster,
    request({ start: { kind: 'offsets', offsets: new Map([[1, 5n]]) }, until: { offsets: new Map([[1, 8n]]) } }),
  );
  assert.deepEqual([values(scanned), scanned.end.stopped], [[16, 19, 22], 'offset']);
});

test('an offset in the middle of a batch, and an end there', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0)
    .append(batchOf(range(0, 10)))
    .append(batchOf(range(10, 20)));
  const scanned = await scanAll(
    cluster,
    request({ start: { kind: 'offsets', offsets: new Map([[0, 3n]]) }, until: { offsets: new Map([[0, 15n]]) } }),
  );
  assert.deepEqual([values(scanned), scanned.end.stopped, scanned.end.partitions[0]?.next], [range(3, 15), 'offset', 15n]);
});

test('offsets that are gone begin at the first that is left', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 20)) partition.append(batchOf([time]));
  partition.first = 12n;
  const scanned = await scanAll(cluster, request({ start: { kind: 'offsets', offsets: new Map([[0, 3n]]) } }));
  assert.deepEqual([values(scanned), scanned.end.partitions[0]?.low], [range(12, 20), 12n]);
});

test('from a time to a time; a partition whose newest record is older begins at its end', async (t) => {
  const { fake, cluster } = await start(t, 2);
  const partitions = fillThree(fake);
  fake.topics.set('orders', [at(partitions, 0), at(partitions, 1), at(fake.topic('old', 1), 0).append(batchOf([1, 2, 3]))]);
  const scanned = await scanAll(cluster, request({ start: { kind: 'timestamp', timestampMs: 50 }, until: { timestampMs: 80 } }));
  assert.deepEqual(
    sorted(values(scanned)),
    range(50, 80).filter((time) => time % 3 < 2),
  );
  assert.deepEqual([scanned.end.stopped, scanned.end.partitions[2]?.low], ['timestamp', 3n]);
  const later = await scanAll(cluster, request({ start: { kind: 'timestamp', timestampMs: 1000 } }));
  assert.deepEqual([later.records, later.end.stopped], [[], 'end']);
});

test('a leader that changes while times are asked for', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, attempt }) => (api === 'ListOffsets' && attempt === 1 ? 6 : undefined);
  const scanned = await scanAll(cluster, request({ start: { kind: 'timestamp', timestampMs: 97 } }));
  assert.deepEqual(sorted(values(scanned)), [97, 98, 99]);
});

test('the newest of all partitions, newest first, and then those before them', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  let before: ReadonlyMap<number, bigint> | undefined;
  for (const [from, until] of [
    [90, 100],
    [80, 90],
    [70, 80],
  ] as const) {
    const scanned = await scanAll(cluster, request({ start: { kind: 'newest', count: 10, before } }));
    assert.deepEqual([values(scanned), scanned.end.stopped], [range(from, until).toReversed(), 'records']);
    before = new Map(scanned.end.partitions.map(({ partition, low }) => [partition, low]));
  }
  const rest = await scanAll(cluster, request({ start: { kind: 'newest', count: 1000, before } }));
  assert.deepEqual([values(rest), rest.end.stopped], [range(0, 70).toReversed(), 'end']);
});

test('whatever the batches, gaps and times: scanning older comes past every record once', async (t) => {
  const { fake, cluster } = await start(t);
  const partitions = fake.topic('orders', 3);
  let state = 7;
  const dice = (limit: number): number => (state = (state * 48271) % 0x7fffffff) % limit;
  const written: string[] = [];
  for (let batch = 0; batch < 150; batch++) {
    const partition = dice(3);
    const one = at(partitions, partition);
    const times = range(0, 1 + dice(40)).map((index) => batch * 100 + index - dice(500));
    const offset = one.end + BigInt(dice(4) === 0 ? dice(2000) : 0);
    one.append(batchOf(times, { size: dice(3000) }), offset);
    written.push(...times.map((_, index) => `${partition}/${(offset + BigInt(index)).toString()}`));
  }
  const found: string[] = [];
  let before: ReadonlyMap<number, bigint> | undefined;
  for (let stopped = 'records'; stopped === 'records';) {
    const count = 1 + dice(400);
    const scanned = await scanAll(cluster, request({ start: { kind: 'newest', count, before } }));
    assertInOrder(scanned, true);
    assert.ok(scanned.records.length === count || scanned.end.stopped === 'end');
    found.push(...scanned.records.map(({ partition, offset }) => `${partition}/${offset.toString()}`));
    before = new Map(scanned.end.partitions.map(({ partition, low }) => [partition, low]));
    ({ stopped } = scanned.end);
  }
  assert.deepEqual(found.toSorted(), written.toSorted());
  const oldest = await scanAll(cluster, request());
  assert.deepEqual(oldest.records.map(({ partition, offset }) => `${partition}/${offset.toString()}`).toSorted(), written.toSorted());
});

test('a record with a time long past does not hide those before it', async (t) => {
  const { fake, cluster } = await start(t);
  const [one, two] = fake.topic('orders', 2);
  one?.append(batchOf([50, 60, 70, 3]));
  two?.append(batchOf([40, 55, 65]));
  const scanned = await scanAll(cluster, request({ start: { kind: 'newest', count: 4 } }));
  assert.deepEqual(values(scanned), [3, 70, 65, 60]);
});

test('large batches are not read again and again for the newest of them', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const batch of range(0, 5)) partition.append(batchOf(range(batch * 4000, batch * 4000 + 4000)));
  const scanned = await scanAll(cluster, request({ start: { kind: 'newest', count: 12_000 } }));
  assert.deepEqual(values(scanned), range(8000, 20_000).toReversed());
  assert.ok(scanned.end.bytes < 1_500_000, `${scanned.end.bytes} bytes`);
});

test('markers and aborted records are no records, and counted', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 12)) partition.append(batchOf([time]));
  for (let index = 0; index < 30; index++) {
    partition.aborted.push({ producerId: 4711n, firstOffset: partition.end });
    partition.append(Buffer.from(javaBatches.transactional, 'hex')).append(Buffer.from(javaBatches.abort, 'hex'));
  }
  partition.append(Buffer.from(javaBatches.transactional, 'hex')).append(Buffer.from(javaBatches.commit, 'hex'));
  for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 1000 }] as const) {
    const committed = await scanAll(cluster, request({ start }));
    assert.deepEqual([committed.records.length, committed.end.control, committed.end.stopped], [13, 61, 'end']);
    assert.deepEqual(committed.end.partitions[0], {
      partition: 0,
      firstOffset: 0n,
      endOffset: 74n,
      low: 0n,
      next: 74n,
      heldBackTo: undefined,
    });
    const all = await scanAll(cluster, request({ start, isolation: 'readUncommitted' }));
    assert.deepEqual([all.records.length, all.end.control], [43, 31]);
  }
});

test('what an open transaction holds back is said, and read once it is over', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 12)) partition.append(batchOf([time]));
  partition.lastStable = 10n;
  for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 100 }] as const) {
    const committed = await scanAll(cluster, request({ start }));
    assert.deepEqual(sorted(values(committed)), range(0, 10));
    const [{ endOffset, next, heldBackTo } = {}] = committed.end.partitions;
    assert.deepEqual([endOffset, next, heldBackTo], [10n, 10n, 12n]);
    const all = await scanAll(cluster, request({ start, isolation: 'readUncommitted' }));
    assert.deepEqual([all.records.length, all.end.partitions[0]?.heldBackTo], [12, undefined]);
  }
  const abort = new AbortController();
  const live = await scanAll(cluster, request({ start: { kind: 'end' }, live: true }), {
    signal: abort.signal,
    onProgress: ({ stage }) => {
      if (stage === 'live') partition.lastStable = undefined;
    },
    onTake: (_, all) => {
      if (all.length === 2) abort.abort();
    },
  });
  assert.deepEqual([values(live), live.end.stopped], [[10, 11], 'cancelled']);
});

for (const { name, offsetOf } of [
  { name: 'every seventh offset is left', offsetOf: (index: number) => index * 7 },
  { name: 'a gap of 5,000 before the last two', offsetOf: (index: number) => (index < 98 ? index : index + 5000) },
]) {
  test(`compaction leaves gaps: ${name}`, async (t) => {
    const { fake, cluster } = await start(t);
    const partition = at(fake.topic('orders', 1), 0);
    for (const index of range(0, 100)) partition.append(batchOf([index]), BigInt(offsetOf(index)));
    for (const until of [{}, { records: 100 }]) {
      const scanned = await scanAll(cluster, request({ until }));
      assert.deepEqual([values(scanned), scanned.end.stopped], [range(0, 100), 'end']);
    }
  });
}

test('nothing is left before the end: it ends all the same', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 2), 1);
  for (const time of range(0, 5)) partition.append(batchOf([time]));
  partition.end = 9n;
  for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 100 }] as const) {
    const scanned = await scanAll(cluster, request({ start }));
    assert.deepEqual([sorted(values(scanned)), scanned.end.stopped, scanned.end.partitions[1]?.next], [range(0, 5), 'end', 9n]);
  }
});

test('a batch that begins before the first offset gives up only what is still there', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([0, 1, 2, 3, 4])).first = 3n;
  assert.deepEqual(values(await scanAll(cluster, request())), [3, 4]);
});

test('a batch that cannot be read is told, the records beside it are intact', async (t) => {
  const { fake, cluster } = await start(t);
  const damaged = batchOf([7, 8]);
  damaged.writeInt8(1, damaged.length - 1);
  at(fake.topic('orders', 1), 0)
    .append(batchOf([5, 6]))
    .append(damaged)
    .append(batchOf([9]));
  for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 100 }] as const) {
    const scanned = await scanAll(cluster, request({ start }));
    assert.deepEqual(sorted(values(scanned)), [5, 6, 9]);
    assert.deepEqual(
      scanned.unreadable.map(({ partition, firstOffset, lastOffset, timestampMs, error }) => [
        partition,
        firstOffset,
        lastOffset,
        timestampMs,
        error.code,
      ]),
      [[0, 2n, 3n, 8, 'kafka/unreadable-batch']],
    );
    assert.equal(scanned.end.stopped, 'end');
  }
});

test('messages of the formats before 0.11', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  partition.append(Buffer.from(javaBatches.format1None, 'hex').subarray(0, 61), 0n);
  partition.append(Buffer.from(javaBatches.format0None, 'hex').subarray(0, 53), 1n);
  partition.append(batchOf([7]));
  const { records } = await scanAll(cluster, request());
  assert.deepEqual(
    records.map(({ offset, timestampMs, timestampType, leaderEpoch }) => [offset, timestampMs, timestampType, leaderEpoch]),
    [
      [0n, 1700000000000, 'CreateTime', -1],
      [1n, -1, 'none', -1],
      // Nobody has told the fake's batches their epoch.
      [2n, 7, 'CreateTime', -1],
    ],
  );
});

test('batches larger than what is first allowed for, in every partition', async (t) => {
  const { fake, cluster } = await start(t);
  for (const [index, partition] of fake.topic('orders', 3).entries()) {
    for (const time of range(index, 30, 3)) partition.append(batchOf([time], { size: 3_000_000 }));
  }
  const scanned = await scanAll(cluster, request());
  assert.deepEqual(sorted(values(scanned)), range(0, 30));
  assertInOrder(scanned);
});

test('many partitions share the answers', async (t) => {
  const { fake, cluster } = await start(t);
  for (const [index, partition] of fake.topic('orders', 200).entries()) {
    for (const batch of range(0, 4)) partition.append(batchOf([index * 10 + batch], { size: 60_000 }));
  }
  const scanned = await scanAll(cluster, request());
  assert.equal(new Set(values(scanned)).size, 800);
  assert.equal(scanned.records.length, 800);
});

test('it stops at the byte limit, batch by batch', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 200)) partition.append(batchOf([time], { size: 100_000 }));
  const scanned = await scanAll(cluster, request({ until: { bytes: 3_000_000 } }));
  assert.equal(scanned.end.stopped, 'bytes');
  assert.ok(scanned.end.bytes < 4_100_000, `${scanned.end.bytes} bytes`);
  assert.deepEqual(values(scanned), range(0, scanned.records.length));
  assert.equal(scanned.end.partitions[0]?.next, BigInt(scanned.records.length));
});

test('no more is fetched than is taken', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 400)) partition.append(batchOf([time], { size: 100_000 }));
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  let isTaking = false;
  const scanning = scanAll(cluster, request(), {
    onTake: () => {
      assert.ok(!isTaking);
      isTaking = true;
      return gate.then(() => void (isTaking = false));
    },
  });
  const settled = await new Promise<number>((resolve) => {
    let last = -1;
    const timer = setInterval(() => {
      const fetches = fake.requests.filter(({ api }) => api === 'Fetch').length;
      if (fetches > 0 && fetches === last) {
        clearInterval(timer);
        resolve(fetches);
      }
      last = fetches;
    }, 100);
  });
  assert.ok(settled <= 4, `${settled} fetches`);
  go();
  assert.deepEqual(values(await scanning), range(0, 400));
});

for (const { name, code } of [
  { name: 'not the leader', code: 6 },
  { name: 'leader not available', code: 5 },
  { name: 'fenced leader epoch', code: 74 },
  { name: 'offset not available', code: 78 },
  { name: 'unknown to a broker that has just started', code: 3 },
]) {
  test(`a leader that has just changed is asked for again: ${name}`, async (t) => {
    const { fake, cluster } = await start(t, 2);
    const partitions = fillThree(fake);
    fake.fault = ({ api, attempt }) => {
      if (api !== 'Fetch' || attempt > 2) return undefined;
      for (const partition of partitions) partition.leader = 2;
      return code;
    };
    for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 1000 }] as const) {
      const scanned = await scanAll(cluster, request({ start }));
      assert.deepEqual([sorted(values(scanned)), scanned.end.stopped, scanned.end.problem], [range(0, 100), 'end', undefined]);
    }
  });
}

for (const { name, fault } of [
  { name: 'it closes connections', fault: 'close' },
  { name: 'it sends nothing', fault: 'no records' },
  { name: 'it does not answer in time', fault: 'stay silent' },
] as const) {
  test(`a broker that has trouble now and then, none twice and none skipped: ${name}`, async (t) => {
    const { fake, cluster } = await start(t, 2);
    const partitions = fake.topic('orders', 2);
    for (const time of range(0, 60)) at(partitions, time % 2).append(batchOf([time], { size: 40_000 }));
    at(partitions, 1).leader = 2;
    fake.fault = ({ api, attempt }) => (api === 'Fetch' && attempt % 5 === 2 ? fault : undefined);
    for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 1000 }] as const) {
      const scanned = await scanAll(cluster, request({ start }));
      assert.deepEqual([sorted(values(scanned)), scanned.end.stopped], [range(0, 60), 'end']);
    }
  });
}

test('what is nonsense is not read on', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api }) => (api === 'Fetch' ? 'answer nonsense' : undefined);
  await assert.rejects(scanAll(cluster, request()), { code: 'kafka/malformed-answer' });
});

test('a right that is missing is named', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  fake.fault = ({ api }) => (api === 'Fetch' ? 29 : undefined);
  await assert.rejects(scanAll(cluster, request()), {
    code: 'kafka/not-authorized',
    message: 'This connection may not read topic orders.',
  });
});

test('a broker that is lost: it says that it waits, and goes on by itself', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 100)) partition.append(batchOf([time], { size: 40_000 }));
  let isLost = false;
  let isBack: Promise<void> | undefined;
  const scanned = await scanAll(cluster, request(), {
    onTake: () => {
      if (isLost) return undefined;
      isLost = true;
      return fake.stopBroker(1);
    },
    onProgress: ({ stage }) => {
      if (stage === 'waiting') isBack ??= fake.restartBroker(1);
    },
  });
  assert.deepEqual([values(scanned), scanned.end.stopped, scanned.end.problem], [range(0, 100), 'end', undefined]);
  const waiting = scanned.told.find(({ stage }) => stage === 'waiting');
  assert.match(waiting?.problem ?? '', /^127\.0\.0\.1:\d+ refuses the connection \(ECONNREFUSED\)\.$/);
});

test('a broker that stays lost is waited for until the time is over, or until it is cancelled', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 10)) partition.append(batchOf([time], { size: 70_000 }));
  fake.fault = ({ api, attempt }) => (api === 'Fetch' && attempt > 1 ? 'close' : undefined);
  const timed = await scanAll(cluster, request({ until: { timeoutMs: 400 } }));
  assert.deepEqual([values(timed).slice(0, 1), timed.end.stopped], [[0], 'timeout']);
  assert.match(timed.end.problem ?? '', /closed the connection\.$/);
  const abort = new AbortController();
  fake.requests.length = 0;
  const cancelled = await scanAll(cluster, request(), {
    signal: abort.signal,
    onProgress: ({ stage }) => {
      if (stage === 'waiting') abort.abort();
    },
  });
  assert.deepEqual([values(cancelled).slice(0, 1), cancelled.end.stopped], [[0], 'cancelled']);
});

test('a cluster that cannot be reached at all is an error', async (t) => {
  const { fake, cluster } = await start(t);
  fake.topic('orders', 1);
  fake.fault = ({ api }) => (api === 'Metadata' ? 'stay silent' : undefined);
  await assert.rejects(scanAll(cluster, request({ until: { timeoutMs: 100 } })), { code: 'kafka/timeout', retriable: true });
  await fake.stopBroker(1);
  await assert.rejects(scanAll(cluster, request()), { code: 'kafka/unreachable' });
  await fake.restartBroker(1);
});

test('a partition without a leader is told, the others go on', async (t) => {
  const { fake, cluster } = await start(t, 2);
  const partitions = fillThree(fake);
  at(partitions, 1).leader = -1;
  const rest = range(0, 100).filter((time) => time % 3 !== 1);
  for (const start of [{ kind: 'oldest' }, { kind: 'newest', count: 1000 }] as const) {
    const scanned = await scanAll(cluster, request({ start }));
    assert.deepEqual([sorted(values(scanned)), scanned.end.stopped], [rest, 'end']);
    assert.deepEqual([scanned.end.partitions[1]?.firstOffset, scanned.end.partitions[1]?.endOffset], [-1n, -1n]);
    assert.equal(scanned.end.problem, 'No broker leads partition 1 of orders at the moment.');
  }
  for (const partition of partitions) partition.leader = -1;
  await assert.rejects(scanAll(cluster, request()), { code: 'kafka/no-leader' });
});

test('a partition that loses its leader does not hold up the others, and is read once it has one', async (t) => {
  const { fake, cluster } = await start(t, 2);
  const partitions = fake.topic('orders', 2);
  for (const time of range(0, 80)) at(partitions, time % 2).append(batchOf([time], { size: 20_000 }));
  const scanned = await scanAll(cluster, request({ until: { records: 1000 } }), {
    onTake: (_, all) => {
      if (all.length > 0) at(partitions, 1).leader = all.filter(({ partition }) => partition === 0).length < 40 ? -1 : 2;
    },
  });
  assert.deepEqual([sorted(values(scanned)), scanned.end.stopped], [range(0, 80), 'end']);
  assertInOrder(scanned);
});

test('the oldest records are deleted while it reads: it goes on at the first that is left', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 50)) partition.append(batchOf([time], { size: 40_000 }));
  const scanned = await scanAll(cluster, request(), {
    onTake: () => {
      partition.first = 40n;
    },
  });
  assert.deepEqual(values(scanned).slice(-10), range(40, 50));
  assert.ok(scanned.records.length < 50);
  assertInOrder(scanned);
  assert.equal(scanned.end.stopped, 'end');
});

test('a topic that is deleted midway: what was read stays', async (t) => {
  for (const more of [{}, { live: true }, { start: { kind: 'newest', count: 1000 } as const }]) {
    const { fake, cluster } = await start(t);
    const partition = at(fake.topic('orders', 1), 0);
    for (const time of range(0, 50)) partition.append(batchOf([time], { size: 40_000 }));
    const scanned = await scanAll(cluster, request(more), { onTake: () => void fake.topics.delete('orders') });
    assert.equal(scanned.end.stopped, 'deleted');
    assert.ok(scanned.records.length > 0);
  }
});

test('a topic that does not exist', async (t) => {
  const { cluster } = await start(t);
  await assert.rejects(scanAll(cluster, request()), { code: 'kafka/unknown-topic' });
});

test('at the time limit it gives what it has', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  fake.fault = ({ api, broker }) => (api === 'Fetch' && broker === 2 ? 'stay silent' : undefined);
  const newest = await scanAll(cluster, request({ start: { kind: 'newest', count: 3 }, until: { timeoutMs: 250 } }));
  assert.deepEqual([values(newest), newest.end.stopped], [[99, 98, 96], 'timeout']);
  const oldest = await scanAll(cluster, request({ until: { records: 3, timeoutMs: 250 } }));
  assert.deepEqual([values(oldest), oldest.end.stopped], [[0, 2, 3], 'timeout']);
});

test('aborted it ends at once, with what was read', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 50)) partition.append(batchOf([time], { size: 40_000 }));
  const abort = new AbortController();
  const scanned = await scanAll(cluster, request(), {
    signal: abort.signal,
    onTake: () => {
      abort.abort();
      // Whoever takes the records may have been told to pause.
      return new Promise<void>(() => undefined);
    },
  });
  assert.deepEqual([scanned.end.stopped, scanned.end.records], ['cancelled', scanned.records.length]);
  assert.ok(scanned.records.length > 0 && scanned.records.length < 50);
  const early = await scanAll(cluster, request(), { signal: AbortSignal.abort() });
  assert.deepEqual([early.end.stopped, early.records, early.end.partitions], ['cancelled', [], []]);
});

test('it stays responsive while everything is there already', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const batch of range(0, 300)) partition.append(batchOf(range(batch * 1000, batch * 1000 + 1000)));
  const abort = new AbortController();
  const scanned = await scanAll(cluster, request(), {
    signal: abort.signal,
    onTake: (_, all) => {
      if (all.length === 1000) setTimeout(() => abort.abort(), 1);
    },
  });
  assert.equal(scanned.end.stopped, 'cancelled');
});

for (const start_ of [{ kind: 'end' }, { kind: 'oldest' }, { kind: 'newest', count: 4 }] as const) {
  test(`live, from ${start_.kind}: what comes is handed on, and an abort ends it at once`, async (t) => {
    const { fake, cluster } = await start(t, 2);
    const partitions = fillThree(fake);
    const old = { end: [], oldest: range(0, 100), newest: range(96, 100) }[start_.kind];
    const abort = new AbortController();
    let isWritten = false;
    const scanned = await scanAll(cluster, request({ start: start_, live: true }), {
      signal: abort.signal,
      onProgress: ({ stage }) => {
        if (stage !== 'live' || isWritten) return;
        isWritten = true;
        for (const time of range(100, 106)) at(partitions, time % 3).append(batchOf([time]));
      },
      onTake: (_, all) => {
        if (all.length === old.length + 6) abort.abort();
      },
    });
    assert.deepEqual(
      [sorted(values(scanned)), scanned.end.stopped, scanned.end.stage],
      [[...old, ...range(100, 106)], 'cancelled', 'live'],
    );
    assert.deepEqual(
      scanned.end.partitions.map(({ next, endOffset }) => [next, endOffset]),
      [36n, 35n, 35n].map((last) => [last, last]),
    );
  });
}

test('live: records that came while the rest was read are neither lost nor read twice', async (t) => {
  const { fake, cluster } = await start(t);
  const partition = at(fake.topic('orders', 1), 0);
  for (const time of range(0, 20)) partition.append(batchOf([time], { size: 20_000 }));
  const abort = new AbortController();
  const scanned = await scanAll(cluster, request({ live: true }), {
    signal: abort.signal,
    onTake: (_, all) => {
      if (partition.end < 60n)
        for (const time of range(Number(partition.end), Number(partition.end) + 10)) partition.append(batchOf([time]));
      if (all.length === 60) abort.abort();
    },
  });
  assert.deepEqual(values(scanned), range(0, 60));
});

test('live: a broker that is lost is waited for, and a partition without a leader joins in', async (t) => {
  const { fake, cluster } = await start(t, 2);
  const [one, two] = fake.topic('orders', 2);
  assert.ok(one !== undefined && two !== undefined);
  one.append(batchOf([1]));
  two.append(batchOf([2]));
  two.leader = -1;
  const abort = new AbortController();
  const stages: string[] = [];
  const scanned = await scanAll(cluster, request({ live: true }), {
    signal: abort.signal,
    onProgress: ({ stage, problem }) => {
      stages.push(stage);
      if (stage === 'live' && problem !== undefined) two.leader = 2;
    },
    onTake: async (_, all) => {
      if (all.length === 2) {
        await fake.stopBroker(1);
        one.append(batchOf([3]));
        await fake.restartBroker(1);
      }
      if (all.length === 3) abort.abort();
    },
  });
  assert.deepEqual([values(scanned), scanned.end.stopped], [[1, 2, 3], 'cancelled']);
});

test('live it has connections of its own, so that others do not wait behind it, and closes them', async (t) => {
  const { fake, cluster } = await start(t);
  at(fake.topic('orders', 1), 0).append(batchOf([1]));
  const abort = new AbortController();
  let connections = 0;
  await scanAll(cluster, request({ live: true }), {
    signal: abort.signal,
    onProgress: ({ stage }) => {
      if (stage !== 'live') return;
      connections = Math.max(connections, fake.connections);
      if (fake.requests.filter(({ api }: FakeRequest) => api === 'Fetch').length > 3) abort.abort();
    },
  });
  assert.ok(connections >= 3, `${connections} connections`);
  while (fake.connections > 2) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('limits end a live scan only up to the end', async (t) => {
  const { fake, cluster } = await start(t, 2);
  fillThree(fake);
  const limited = await scanAll(cluster, request({ live: true, until: { records: 10 } }));
  assert.deepEqual([values(limited), limited.end.stopped], [range(0, 10), 'records']);
});

for (const kind of ['oldest', 'newest'] as const) {
  test(`batches that are larger than what is asked of a partition at a time are all read, of many partitions: ${kind}`, async (t) => {
    const { fake, cluster } = await start(t);
    const partitions = fake.topic('orders', 12);
    for (const partition of partitions) for (let time = 1; time <= 3; time++) partition.append(batchOf([time], { size: 400_000 }));
    const { records, end } = await scanAll(cluster, request({ start: kind === 'oldest' ? { kind } : { kind, count: 36 } }));
    assert.deepEqual([records.length, end.records], [36, 36]);
  });
}
