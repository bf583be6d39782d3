import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Cluster, RecordToProduce } from '../../../client/cluster/cluster.ts';
import { splitBatches } from '../../../client/cluster/fetchedBatches.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';

const never = new AbortController().signal;

async function start(t: TestContext, brokers = 1): Promise<{ fake: FakeCluster; cluster: Cluster; partition: FakePartition }> {
  const fake = await FakeCluster.start(brokers);
  const cluster = createKafkaCluster(
    { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry: undefined, readOnly: false },
    { connectTimeoutMs: 2000, requestTimeoutMs: 300 },
  );
  t.after(async () => {
    await cluster.close();
    await fake.stop();
  });
  const [partition] = fake.topic('orders', 1);
  assert.ok(partition !== undefined);
  return { fake, cluster, partition };
}

function record(value: string, more: Partial<RecordToProduce> = {}): RecordToProduce {
  return { topic: 'orders', key: null, value: Buffer.from(value), headers: [], ...more };
}

/** The values that a partition holds, with producer id and sequence number. */
function stored(partition: FakePartition): [string, bigint, number][] {
  return partition.batches.map(({ bytes }) => {
    const [batch] = splitBatches(bytes);
    const [only] = batch?.read({ partition: 0, from: 0n, until: 1n << 62n, last: 10, maxBytes: 1 << 20 }).records ?? [];
    return [Buffer.from(only?.value ?? []).toString(), batch?.producerId ?? -1n, bytes.readInt32BE(53)];
  });
}

test('records get their offsets, and numbers by which the broker knows them', async (t) => {
  const { cluster, partition } = await start(t);
  const produced = await Promise.all(['a', 'b', 'c'].map((value) => cluster.produce(record(value), never)));
  assert.deepEqual(
    produced.map(({ offset }) => offset),
    [0n, 1n, 2n],
  );
  assert.deepEqual(stored(partition), [
    ['a', 1n, 0],
    ['b', 1n, 1],
    ['c', 1n, 2],
  ]);
});

for (const { name, fault } of [
  { name: 'the connection breaks before the broker has it', fault: 'close' },
  { name: 'the connection breaks after the broker has written it', fault: 'close after doing it' },
  { name: 'the broker writes it and stays silent', fault: 'stay silent' },
  { name: 'the followers do not have it in time', fault: 7 },
  { name: 'there are too few replicas behind the leader', fault: 20 },
] as const) {
  test(`an answer that was lost: it is sent again and stands there once: ${name}`, async (t) => {
    const { fake, cluster, partition } = await start(t);
    fake.fault = ({ api, attempt }) => (api === 'Produce' && attempt === 1 ? fault : undefined);
    assert.deepEqual(await cluster.produce(record('once'), never), { partition: 0, offset: 0n });
    assert.deepEqual(stored(partition), [['once', 1n, 0]]);
    assert.equal(fake.requests.filter(({ api }) => api === 'Produce').length, 2);
    await cluster.produce(record('next'), never);
    assert.deepEqual(stored(partition).at(-1), ['next', 1n, 1]);
  });

  test(`without an identity it is not sent again: ${name}`, async (t) => {
    const { fake, cluster, partition } = await start(t);
    fake.givesProducerIds = false;
    fake.fault = ({ api, attempt }) => (api === 'Produce' && attempt === 1 ? fault : undefined);
    await assert.rejects(cluster.produce(record('maybe'), never), { code: 'kafka/maybe-sent', retriable: false });
    assert.ok(partition.batches.length <= 1);
    assert.equal(fake.requests.filter(({ api }) => api === 'Produce').length, 1);
  });
}

test('an answer that never comes is said to be unknown', async (t) => {
  const { fake, cluster, partition } = await start(t);
  fake.fault = ({ api }) => (api === 'Produce' ? 'close after doing it' : undefined);
  await assert.rejects(cluster.produce(record('maybe'), never), {
    code: 'kafka/maybe-sent',
    message: 'The broker did not say whether it has written the record to orders.',
  });
  assert.equal(partition.batches.length, 1);
  fake.fault = () => undefined;
  await cluster.produce(record('next'), never);
  assert.deepEqual(stored(partition).at(-1), ['next', 2n, 0]);
});

test('a leader that has just changed gets it', async (t) => {
  const { fake, cluster, partition } = await start(t, 2);
  fake.givesProducerIds = false;
  fake.fault = ({ api, attempt }) => {
    if (api !== 'Produce' || attempt > 1) return undefined;
    partition.leader = 2;
    return 6;
  };
  assert.deepEqual(await cluster.produce(record('moved'), never), { partition: 0, offset: 0n });
  assert.equal(fake.requests.findLast(({ api }) => api === 'Produce')?.broker, 2);
});

for (const { name, code } of [
  { name: 'out of order', code: 45 },
  { name: 'unknown producer', code: 59 },
  { name: 'old epoch', code: 47 },
]) {
  test(`a broker that has forgotten the producer gets the record from a new one: ${name}`, async (t) => {
    const { fake, cluster, partition } = await start(t);
    await cluster.produce(record('first'), never);
    fake.fault = ({ api, attempt }) => (api === 'Produce' && attempt === 2 ? code : undefined);
    assert.deepEqual(await cluster.produce(record('second'), never), { partition: 0, offset: 1n });
    assert.deepEqual(stored(partition), [
      ['first', 1n, 0],
      ['second', 2n, 0],
    ]);
  });
}

for (const { name, code, error, configuration = [] } of [
  {
    name: 'too large, limit known',
    code: 10,
    configuration: [['max.message.bytes', '1048588']] as const,
    error: { code: 'kafka/message-too-large', message: 'The broker refuses 69 bytes for topic orders (limit 1 MB).' },
  },
  {
    name: 'too large, limit not known',
    code: 10,
    error: { code: 'kafka/message-too-large', message: 'The broker refuses 69 bytes for topic orders.' },
  },
  {
    name: 'invalid',
    code: 87,
    error: { code: 'kafka/invalid-record', message: 'The broker refuses the record for partition 0 of orders: what the broker says.' },
  },
  { name: 'not allowed', code: 29, error: { code: 'kafka/not-authorized', message: 'This connection may not write to topic orders.' } },
  { name: 'too few replicas', code: 19, error: { code: 'kafka/not-enough-replicas', retriable: true } },
  {
    name: 'unknown to us',
    code: 99,
    error: { code: 'kafka/broker-error', message: 'The broker answers with the error 99 for partition 0 of orders.' },
  },
]) {
  test(`refused, and nothing is written: ${name}`, async (t) => {
    const { fake, cluster, partition } = await start(t);
    for (const [key, value] of configuration) fake.configuration.set(key, value);
    fake.fault = ({ api }) => (api === 'Produce' ? code : undefined);
    await assert.rejects(cluster.produce(record('x'), never), error);
    assert.equal(partition.batches.length, 0);
  });
}

test('a topic or a partition that does not exist', async (t) => {
  const { cluster } = await start(t);
  await assert.rejects(cluster.produce(record('x', { topic: 'nope' }), never), { code: 'kafka/unknown-topic' });
  await assert.rejects(cluster.produce(record('x', { partition: 1 }), never), { code: 'kafka/unknown-partition' });
});

test('cancelled on its way it may be written; the next one is not held up', async (t) => {
  const { fake, cluster } = await start(t);
  const abort = new AbortController();
  fake.fault = ({ api, attempt }) => {
    if (api !== 'Produce' || attempt > 1) return undefined;
    setImmediate(() => abort.abort());
    return 'stay silent';
  };
  const cancelled = assert.rejects(cluster.produce(record('a'), abort.signal), {
    code: 'kafka/maybe-sent',
    message: 'It was cancelled before the broker of orders answered.',
  });
  assert.equal((await cluster.produce(record('b'), never)).partition, 0);
  await cancelled;
});

test('cancelled while the leader is being connected it is never written', async (t) => {
  const { fake, cluster, partition } = await start(t, 2);
  partition.leader = 2;
  const abort = new AbortController();
  fake.fault = ({ api, broker }) => {
    if (api === 'ApiVersions' && broker === 2) abort.abort();
    return undefined;
  };
  await assert.rejects(cluster.produce(record('a'), abort.signal), { name: 'AbortError' });
  await cluster.produce(record('b'), never);
  assert.deepEqual(
    stored(partition).map(([value]) => value),
    ['b'],
  );
});

test('cancelled between two attempts it may be written by the first', async (t) => {
  const { fake, cluster } = await start(t);
  const abort = new AbortController();
  fake.fault = ({ api, attempt }) => {
    // The second question for metadata comes after the first attempt has failed.
    if (api === 'Metadata' && attempt === 2) abort.abort();
    return api === 'Produce' ? 'close after doing it' : undefined;
  };
  await assert.rejects(cluster.produce(record('a'), abort.signal), { code: 'kafka/maybe-sent' });
  assert.equal(fake.requests.filter(({ api }) => api === 'Produce').length, 1);
});

test('cancelled while it waits for its turn it is never written, and holds nothing up', async (t) => {
  const { fake, cluster, partition } = await start(t);
  const abort = new AbortController();
  fake.fault = ({ api }) => {
    if (api === 'Produce') abort.abort();
    return undefined;
  };
  const [first, second, third] = await Promise.allSettled([
    cluster.produce(record('a'), never),
    cluster.produce(record('b'), abort.signal),
    cluster.produce(record('c'), never),
  ]);
  assert.deepEqual([first.status, second.status, third.status], ['fulfilled', 'rejected', 'fulfilled']);
  assert.equal(second.status === 'rejected' && (second.reason as Error).name, 'AbortError');
  assert.deepEqual(
    stored(partition).map(([value]) => value),
    ['a', 'c'],
  );
});

test('configuration: what is sensitive is left out', async (t) => {
  const { fake, cluster } = await start(t);
  fake.configuration.set('cleanup.policy', 'compact').set('some.password', 'secret');
  assert.deepEqual((await cluster.describeTopic('orders', never)).configuration, { 'cleanup.policy': 'compact' });
});

test('topics by name, with those of Kafka itself marked', async (t) => {
  const { fake, cluster } = await start(t);
  fake.topic('__consumer_offsets', 2);
  fake.topic('clicks', 3);
  assert.deepEqual(await cluster.listTopics(never), [
    { name: '__consumer_offsets', partitions: 2, internal: true },
    { name: 'clicks', partitions: 3, internal: false },
    { name: 'orders', partitions: 1, internal: false },
  ]);
});
