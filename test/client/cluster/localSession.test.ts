import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createLocalSession } from '../../../client/cluster/localSession.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import type { PeekOptions, PeekProgress, Session } from '../../../client/cluster/session.ts';
import { FakeCluster } from '../../fakes/kafkaCluster.ts';
import { FakeRegistry } from '../../fakes/registry.ts';

const never = new AbortController().signal;
const start = 1_770_000_000_000;

async function open(t: TestContext, brokers = 1, registryUrl?: string): Promise<{ fake: FakeCluster; session: Session }> {
  const fake = await FakeCluster.start(brokers);
  const registry = registryUrl === undefined ? undefined : { url: registryUrl, auth: { type: 'none' } as const };
  const connection = { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry, readOnly: false };
  const session = createLocalSession(connection, { timeouts: { connectTimeoutMs: 2000, requestTimeoutMs: 2000 } });
  t.after(async () => {
    await session.close();
    await fake.stop();
  });
  return { fake, session };
}

function peekOf(count = 100): PeekOptions {
  return { topic: 'orders', count, isolation: 'readCommitted', timeoutMs: 5000, maxBytes: 1 << 26 };
}

function batchOf(timestampMs: number, value: string | Buffer): Buffer {
  const records = [{ key: Buffer.from('k'), value: Buffer.from(value), headers: [{ name: 'h', value: Buffer.from('v') }], timestampMs }];
  return writeBatch(records, writeRecords(records), 'none', undefined);
}

test('a batch that cannot be read is a row that says why, in its place', async (t) => {
  const { fake, session } = await open(t);
  const damaged = batchOf(start + 1, 'damaged');
  damaged.writeInt8(0, damaged.length - 2);
  fake
    .topic('orders', 1)[0]
    ?.append(batchOf(start, 'before'))
    .append(damaged)
    .append(batchOf(start + 2, 'after'));
  const { rows } = await session.peek(peekOf(), () => undefined, never);
  assert.deepEqual(
    rows.map(({ offset, value }) => [offset, value.state, value.json]),
    [
      [2n, 'text', '"after"'],
      [1n, 'failed', undefined],
      [0n, 'text', '"before"'],
    ],
  );
  assert.deepEqual(rows[1]?.value.error, {
    code: 'kafka/unreadable-batch',
    message: 'The batch at offset 1 cannot be read: its checksum is wrong.',
    remedy: 'The records beside it are intact.',
    position: undefined,
  });
});

test('reading again asks a registry again that has just failed', async (t) => {
  const registry = await FakeRegistry.start();
  t.after(() => registry.close());
  const { fake, session } = await open(t, 1, registry.url);
  registry.add('orders-value', '"string"', { schemaId: 7 });
  fake.topic('orders', 1)[0]?.append(batchOf(start, Buffer.from([0, 0, 0, 0, 7, 2, 0x61])));
  const peek = async (): Promise<unknown> => (await session.peek(peekOf(), () => undefined, never)).rows.map(({ value }) => value.state);
  registry.misbehaviour = 'html';
  assert.deepEqual(await peek(), ['failed']);
  registry.misbehaviour = undefined;
  assert.deepEqual(await peek(), ['exact']);
});

test('bytes of rows are copies in one buffer, which holds nothing else', async (t) => {
  const { fake, session } = await open(t);
  const [partition] = fake.topic('orders', 1);
  for (let index = 0; index < 50; index++) partition?.append(batchOf(start + index, `value ${index}`));
  const { rows } = await session.peek(peekOf(5), () => undefined, never);
  const views = rows.flatMap(({ keyBytes, valueBytes, headers }) => [keyBytes, valueBytes, ...headers.map(({ value }) => value)]);
  const buffers = new Set(views.map((view) => view?.buffer));
  assert.equal(buffers.size, 1);
  assert.equal(
    views[0]?.buffer.byteLength,
    views.reduce((sum, view) => sum + (view?.length ?? 0), 0),
  );
  assert.deepEqual(
    rows.map(({ valueBytes }) => Buffer.from(valueBytes ?? []).toString()),
    [49, 48, 47, 46, 45].map((index) => `value ${index}`),
  );
});

test('progress: connecting at once, decoding at the end', async (t) => {
  const { fake, session } = await open(t);
  fake.topic('orders', 1)[0]?.append(batchOf(start, 'v'));
  const progress: PeekProgress[] = [];
  await session.peek(peekOf(), (now) => progress.push(now), never);
  assert.deepEqual(progress[0], { stage: 'connecting', records: 0, bytes: 0 });
  assert.deepEqual([progress.at(-1)?.stage, progress.at(-1)?.records], ['decoding', 1]);
});

test('a cluster whose advertised broker cannot be reached fails at the metadata, by its name', async (t) => {
  const { fake, session } = await open(t);
  fake.advertised.set(1, { host: 'kafka-1.invalid', port: 9092 });
  const { ok, stages } = await session.test(() => undefined, never);
  const failed = stages.filter(({ outcome }) => outcome === 'failed');
  assert.ok(!ok);
  assert.deepEqual(
    failed.map(({ stage, message }) => [stage, message]),
    [['metadata', 'The name kafka-1.invalid cannot be resolved (ENOTFOUND).']],
  );
  assert.match(failed[0]?.remedy ?? '', /advertised\.listeners/);
});

test('one of several brokers cannot be reached', async (t) => {
  const { fake, session } = await open(t, 3);
  fake.advertised.set(2, { host: '127.0.0.1', port: 1 });
  const { stages } = await session.test(() => undefined, never);
  const failed = stages.find(({ outcome }) => outcome === 'failed');
  assert.equal(failed?.message, 'Only 2 of 3 brokers were reached: 127.0.0.1:1 refuses the connection (ECONNREFUSED).');
});

test('a broker that takes the connection and stays silent', async (t) => {
  const { fake, session } = await open(t);
  fake.fault = () => 'stay silent';
  const { stages } = await session.test(() => undefined, never);
  const failed = stages.find(({ outcome }) => outcome === 'failed');
  assert.match(failed?.message ?? '', /^127\.0\.0\.1:\d+ takes the connection but does not answer as a Kafka broker\.$/);
});
