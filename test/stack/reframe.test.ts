import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSession } from '../../client/cluster/remoteSession.ts';
import type { KafkaRecord } from '../../client/cluster/cluster.ts';
import { compress } from '../../client/cluster/compress.ts';
import type { KafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import type { RegisteredSchema, Session } from '../../client/cluster/session.ts';
import { writeRecords, type RecordToWrite } from '../../client/cluster/writeBatch.ts';
import type { ReframeRequest, ReframeRule, ReframeSummary } from '../../client/reframing/reframeRequest.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import { KafkaError } from '../../shared/errors.ts';
import { BrokerProxy } from '../fakes/brokerProxy.ts';
import { createTopic, eventually, never, openCluster, openKafkajs, plainConnection } from './stack.ts';

const workerPath = fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url));
const jobPath = fileURLToPath(new URL('reframeJob.ts', import.meta.url));
const schemaText = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"note","type":"string"}]}';
const writeOrder = compileWriter(resolveSchema({ text: schemaText, references: [], label: 'Order' }));
const ignore = (): void => undefined;

function order(id: number, note = ''): Uint8Array {
  return writeOrder({ id, note });
}

interface Setup {
  readonly session: Session;
  readonly cluster: KafkaCluster;
  readonly source: string;
  readonly target: string;
  readonly registered: RegisteredSchema;
}

async function prepare(t: TestContext, partitions: number, configuration: Record<string, string> = {}): Promise<Setup> {
  const session = startSession(plainConnection(), { workerPath });
  t.after(() => session.close());
  const kept = { 'retention.ms': '-1' };
  const source = await createTopic(t, { partitions, configuration: kept });
  const target = await createTopic(t, { partitions, configuration: { ...kept, ...configuration } });
  const registered = await session.register(`${source}-value`, schemaText, never);
  return { session, cluster: openCluster(t), source, target, registered };
}

function recordOf(value: Uint8Array | null, id: number, more: Partial<RecordToWrite> = {}): RecordToWrite {
  return { key: Buffer.from(`k-${id}`), value, headers: [], timestampMs: 1_770_000_000_000 + id, ...more };
}

async function write(cluster: KafkaCluster, topic: string, partition: number, records: readonly RecordToWrite[]): Promise<void> {
  const batches = await cluster.openBatches(topic, never);
  for (let at = 0; at < records.length; at += 500) {
    const some = records.slice(at, at + 500);
    await batches.write(partition, some, { bytes: await compress('none', writeRecords(some)), codec: 'none' }, never);
  }
}

async function readAll(cluster: KafkaCluster, topic: string): Promise<KafkaRecord[]> {
  const found: KafkaRecord[] = [];
  await cluster.scan(
    { topic, isolation: 'readUncommitted', start: { kind: 'oldest' }, until: {}, live: false },
    { take: (records) => void found.push(...records), unreadable: ({ error }) => assert.fail(error), progress: ignore },
    never,
  );
  return found.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}

/** What a copy keeps of records, and their bytes. */
function facts(records: readonly KafkaRecord[]): unknown[] {
  const hex = (bytes: Uint8Array | null): string | null => (bytes === null ? null : Buffer.from(bytes).toString('hex'));
  return records.map(({ partition, timestampMs, key, value, headers }) => ({
    ...{ partition, timestampMs, key: hex(key), value: hex(value) },
    headers: headers.map(({ name, value: one }) => `${name}=${hex(one)}`),
  }));
}

async function rangesOf(cluster: KafkaCluster, topic: string): Promise<ReframeRequest['ranges']> {
  const { partitions } = await cluster.describeTopic(topic, never);
  return partitions.map(({ partition, endOffset = 0n }) => ({ partition, from: 0n, to: endOffset }));
}

function rule(more: Partial<ReframeRule & { kind: 'reframe' }> & Pick<ReframeRule & { kind: 'reframe' }, 'from' | 'to'>): ReframeRule {
  return { kind: 'reframe', schemas: [], names: [], ...more };
}

async function requestOf(
  { cluster, source, target }: Setup,
  value: ReframeRule,
  more: Partial<ReframeRequest> = {},
): Promise<ReframeRequest> {
  const ranges = await rangesOf(cluster, source);
  return {
    ...{ source, target, ranges, value, key: { kind: 'keep' } },
    ...{ compression: 'none', dryRun: false, uncertain: 'ask', onError: 'stop' },
    ...more,
  };
}

function framed({ schemaId }: RegisteredSchema, payload: Uint8Array): Uint8Array {
  return writePrefixedFrame(schemaId, payload);
}

test('killed 50 times between send and answer, and gone on with: nothing is lost, and nothing stands there twice', async (t) => {
  const setup = await prepare(t, 3, { 'max.message.bytes': '9000' });
  const { cluster, source, target, registered } = setup;
  for (const partition of [0, 1, 2]) {
    // Some are the same as others, in time, too.
    const records = Array.from({ length: 3_000 }, (_, id) =>
      recordOf(id % 50 === 7 ? null : order(id % 400, 'x'.repeat(id % 300)), id % 400),
    );
    await write(cluster, source, partition, records);
  }
  const value = rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' });
  const request = await requestOf(setup, value);
  const proxy = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => proxy.close());
  const job = JSON.stringify({ broker: proxy.address, registry: plainConnection().registry?.url, request }, (_, one: unknown) =>
    typeof one === 'bigint' ? String(one) : one,
  );
  const start = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', jobPath, job], { stdio: ['ignore', 'pipe', 'inherit'] });
  let kills = 0;
  for (let run = 0; run < 75; run++) {
    let left = 1 + (run % 3);
    const child = start();
    proxy.onProduce = (forward) => {
      if (--left > 0) {
        forward();
        return;
      }
      // 50 times it was on its way to the broker; 25 times more it had not even left the machine.
      if (run % 3 !== 2) forward();
      child.kill('SIGKILL');
    };
    const [, signal] = await new Promise<[number | null, string | null]>((resolve) => child.on('exit', (...how) => resolve(how)));
    if (signal === 'SIGKILL') kills++;
  }
  assert.equal(kills, 75);
  proxy.onProduce = undefined;
  const child = start();
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  const summary = JSON.parse(output) as { stopped: string; present: number; written: number };
  assert.equal(summary.stopped, 'end', output);
  assert.ok(summary.present > 0 && summary.written > 0, output);
  assert.equal(summary.present + summary.written, 9_000);
  const expected = (await readAll(cluster, source)).map((one) => ({ ...one, value: one.value && framed(registered, one.value) }));
  assert.deepEqual(facts(await readAll(cluster, target)), facts(expected));
});

test('an answer that is lost while it goes on costs nothing, either', async (t) => {
  const setup = await prepare(t, 2, { 'max.message.bytes': '9000' });
  const { cluster, source, target, registered } = setup;
  for (const partition of [0, 1])
    await write(
      cluster,
      source,
      partition,
      Array.from({ length: 800 }, (_, id) => recordOf(order(id, 'x'.repeat(100)), id)),
    );
  const proxy = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => proxy.close());
  const session = startSession(plainConnection({ brokers: [proxy.address] }), { workerPath });
  t.after(() => session.close());
  let count = 0;
  proxy.onProduce = (forward) => {
    forward();
    if (++count % 5 === 0) void proxy.close().then(() => proxy.open());
  };
  const summary = await session.reframe(
    await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'single-object' })),
    ignore,
    never,
  );
  assert.deepEqual([summary.stopped, summary.problem, summary.written, summary.failed], ['end', undefined, 1_600, 0]);
  assert.equal((await readAll(cluster, target)).length, 1_600);
});

test('what was on its way of a predecessor arrives late: it is noticed, compared again, and nothing stands there twice', async (t) => {
  const setup = await prepare(t, 1, { 'max.message.bytes': '3000' });
  const { cluster, source, target, registered } = setup;
  await write(
    cluster,
    source,
    0,
    Array.from({ length: 400 }, (_, id) => recordOf(order(id, 'x'.repeat(50)), id)),
  );
  const proxy = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => proxy.close());
  const request = await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' }));
  const first = startSession(plainConnection({ brokers: [proxy.address] }), { workerPath });
  t.after(() => first.close());
  let late: (() => void) | undefined;
  let count = 0;
  const held = new Promise<void>((resolve) => {
    proxy.onProduce = (forward) => {
      if (++count < 3) forward();
      else {
        late = forward;
        resolve();
      }
    };
  });
  const abandoned = first.reframe(request, ignore, never).catch(ignore);
  await held;
  const slow = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => slow.close());
  let isFirst = true;
  slow.onProduce = (forward) => {
    if (!isFirst) {
      forward();
      return;
    }
    isFirst = false;
    // It gets there when all was compared, before what it is sent again as: in batches of another size, since more is compressed.
    late?.();
    void eventually(async () => ((await cluster.describeTopic(target, never)).partitions[0]?.endOffset ?? 0n) > 60n || undefined).then(
      forward,
    );
  };
  const second = startSession(plainConnection({ brokers: [slow.address] }), { workerPath });
  t.after(() => second.close());
  const before = (await cluster.describeTopic(target, never)).partitions[0]?.endOffset ?? 0n;
  assert.ok(before > 0n && before < 60n * 2n);
  const summary = await second.reframe({ ...request, compression: 'gzip' }, ignore, never);
  assert.deepEqual([summary.stopped, summary.problem], ['end', undefined]);
  const values = (await readAll(cluster, target)).map((one) => one.value);
  assert.deepEqual(
    values,
    (await readAll(cluster, source)).map((one) => one.value && Buffer.from(framed(registered, one.value))),
  );
  await proxy.close();
  await first.close();
  await abandoned;
});

for (const to of [
  'confluent-prefix',
  'single-object',
  'confluent-header',
  'confluent-guid-prefix',
  'apicurio-prefix',
  'apicurio-header',
] as const) {
  test(`from bare Avro to ${to} and back: the same bytes, keys, headers, times and partitions`, async (t) => {
    const setup = await prepare(t, 2);
    const { session, cluster, source, target, registered } = setup;
    const guid = '01234567-89ab-cdef-0123-456789abcdef';
    const framing =
      to === 'single-object'
        ? { kind: to }
        : to === 'confluent-header' || to === 'confluent-guid-prefix'
          ? { kind: to, guid }
          : { kind: to, schemaId: registered.schemaId };
    const headers = [
      { name: 'h', value: Buffer.from('1') },
      { name: 'h', value: null },
    ];
    for (const partition of [0, 1]) {
      const records = Array.from({ length: 30 }, (_, id) =>
        recordOf(id % 7 === 3 ? null : order(id, 'ü'), id, { headers, ...(id % 5 === 0 ? { key: null } : {}) }),
      );
      await write(cluster, source, partition, records);
    }
    const there = rule({ from: ['bare'], schemas: [registered], to, names: [{ writer: 'schema 0', framing }] });
    const summary = await session.reframe(await requestOf(setup, there), ignore, never);
    assert.deepEqual([summary.stopped, summary.written, summary.failures], ['end', 60, []]);
    assert.deepEqual(
      summary.kinds.filter(({ part }) => part === 'value').map(({ from, count }) => [from, count]),
      [
        ['bare', 52],
        ['null', 8],
      ],
    );
    const back = await createTopic(t, { partitions: 2, configuration: { 'retention.ms': '-1' } });
    const second: ReframeRequest = {
      ...(await requestOf(
        { ...setup, source: target, target: back },
        rule({
          from: [to],
          schemas: to.includes('guid') || to === 'confluent-header' || to === 'single-object' ? [registered] : [],
          to: 'bare',
        }),
      )),
    };
    const returned = await session.reframe(second, ignore, never);
    assert.deepEqual([returned.stopped, returned.written, returned.failures], ['end', 60, []]);
    assert.deepEqual(facts(await readAll(cluster, back)), facts(await readAll(cluster, source)));
    const middle = await readAll(cluster, target);
    assert.notDeepEqual(facts(middle), facts(await readAll(cluster, source)));
    // Again, all is there already.
    const again = await session.reframe(second, ignore, never);
    assert.deepEqual([again.stopped, again.present, again.written], ['end', 60, 0]);
  });
}

test('a failure ends it, or is left out, or is copied as it is; a dry run says so and writes nothing', async (t) => {
  const setup = await prepare(t, 1);
  const { session, cluster, source, target, registered } = setup;
  const good = (id: number): RecordToWrite => recordOf(order(id), id);
  await write(cluster, source, 0, [good(1), good(2), recordOf(Buffer.from('ff', 'hex'), 3), good(4)]);
  const value = rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' });
  const run = async (more: Partial<ReframeRequest>): Promise<ReframeSummary> =>
    session.reframe(await requestOf(setup, value, more), ignore, never);
  const dry = await run({ dryRun: true, onError: 'skip' });
  assert.deepEqual([dry.stopped, dry.read, dry.failed, dry.failures.map(({ offset }) => offset)], ['end', 4, 1, [2n]]);
  assert.match(dry.failures[0]?.reason ?? '', /^bare Avro: it does not fit .*/);
  assert.deepEqual([dry.partitions[0]?.count, dry.written, (await readAll(cluster, target)).length], [3, 0, 0]);
  const stopped = await run({ onError: 'stop' });
  assert.deepEqual([stopped.stopped, stopped.written, stopped.failed], ['failures', 2, 1]);
  const skipped = await run({ onError: 'skip' });
  assert.deepEqual([skipped.stopped, skipped.present, skipped.written, skipped.failed], ['end', 2, 1, 1]);
  const other = await createTopic(t);
  const copied = await run({ onError: 'copy', target: other });
  assert.deepEqual([copied.stopped, copied.written, copied.copied], ['end', 4, 1]);
  assert.deepEqual(
    (await readAll(cluster, other)).map((one) => Buffer.from(one.value ?? []).toString('hex').length),
    [14, 14, 2, 14],
  );
});

test('gaps of compaction in the target, and repeated records, are no reason for doubt', async (t) => {
  const compacted = {
    'cleanup.policy': 'compact',
    'segment.ms': '100',
    'min.cleanable.dirty.ratio': '0.01',
    'max.compaction.lag.ms': '100',
  };
  const setup = await prepare(t, 1, compacted);
  const { session, cluster, source, target, registered } = setup;
  // Segments are rolled by the times of their records.
  const records = Array.from({ length: 200 }, (_, id) => recordOf(order(id), id % 5, { timestampMs: 1_770_000_000_000 + 1_000 * id }));
  await write(cluster, source, 0, records);
  const whole = await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' }));
  for (const to of [100n, 150n]) {
    const part = await session.reframe({ ...whole, ranges: [{ partition: 0, from: 0n, to }] }, ignore, never);
    assert.deepEqual([part.stopped, part.doubts], ['end', []]);
  }
  await eventually(async () => (await readAll(cluster, target)).length < 100 || undefined);
  const summary = await session.reframe(whole, ignore, never);
  assert.deepEqual([summary.stopped, summary.doubts, summary.written], ['end', [], 50]);
  assert.equal((await cluster.describeTopic(target, never)).partitions[0]?.endOffset, 200n);
  for (const { offset, value } of await readAll(cluster, target)) {
    assert.deepEqual(value, Buffer.from(framed(registered, order(Number(offset)))));
  }
});

test('what can not be told is asked: an emptied target, others behind ours, a source that has lost its beginning', async (t) => {
  const setup = await prepare(t, 1);
  const { session, cluster, source, target, registered } = setup;
  await write(
    cluster,
    source,
    0,
    Array.from({ length: 20 }, (_, id) => recordOf(order(id), id)),
  );
  const whole = await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' }));
  await session.reframe({ ...whole, ranges: [{ partition: 0, from: 0n, to: 10n }] }, ignore, never);
  const foreign = recordOf(Buffer.from('other'), 99);
  await write(cluster, target, 0, [foreign]);
  const doubtful = await session.reframe(whole, ignore, never);
  assert.deepEqual([doubtful.stopped, doubtful.written], ['uncertain', 0]);
  assert.deepEqual(
    doubtful.doubts[0]?.candidates.map(({ offset }) => offset),
    [10n],
  );
  const answered = await session.reframe({ ...whole, uncertain: { resumeAt: [{ partition: 0, offset: 10n }] } }, ignore, never);
  assert.deepEqual([answered.stopped, answered.written], ['end', 10]);
  assert.equal((await readAll(cluster, target)).length, 21);

  const admin = openKafkajs().admin();
  await admin.connect();
  t.after(() => admin.disconnect());
  const second = await createTopic(t);
  await write(cluster, second, 0, [foreign, foreign]);
  const deleteBefore = async (topic: string, offset: string): Promise<void> => {
    // kafkajs deletes records only of a topic whose offsets it was asked for before.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] });
  };
  await deleteBefore(second, '2');
  const emptied = await session.reframe({ ...whole, target: second }, ignore, never);
  assert.deepEqual([emptied.stopped, emptied.doubts[0]?.candidates.map(({ offset }) => offset)], ['uncertain', [0n, 2n]]);

  const third = await createTopic(t);
  await session.reframe({ ...whole, target: third, ranges: [{ partition: 0, from: 0n, to: 12n }] }, ignore, never);
  await deleteBefore(source, '5');
  const shorter = await session.reframe({ ...whole, target: third }, ignore, never);
  assert.deepEqual([shorter.stopped, shorter.doubts[0]?.candidates.map(({ offset }) => offset)], ['uncertain', [12n]]);
});

test('never onto its own source, nor into what others wrote, nor into fewer partitions', async (t) => {
  const setup = await prepare(t, 2);
  const { session, cluster, source, target, registered } = setup;
  await write(cluster, source, 0, [recordOf(order(1), 1)]);
  await write(cluster, target, 0, [recordOf(Buffer.from('other'), 5)]);
  const request = await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' }));
  const narrow = await createTopic(t);
  for (const { to, code } of [
    { to: source, code: 'reframe/own-source' },
    { to: target, code: 'reframe/foreign-target' },
    { to: narrow, code: 'reframe/too-few-partitions' },
    { to: 'no-such-topic', code: 'kafka/unknown-topic' },
  ]) {
    await assert.rejects(
      session.reframe({ ...request, target: to }, ignore, never),
      (error) => error instanceof KafkaError && error.code === code,
    );
  }
  const readOnly = startSession(plainConnection({ readOnly: true }), { workerPath });
  t.after(() => readOnly.close());
  await assert.rejects(readOnly.reframe(request, ignore, never), { code: 'kafka/read-only' });
});

test('cancelled midway, the summary says what the target holds', async (t) => {
  const setup = await prepare(t, 1, { 'max.message.bytes': '2000' });
  const { cluster, source, target, registered } = setup;
  await write(
    cluster,
    source,
    0,
    Array.from({ length: 3_000 }, (_, id) => recordOf(order(id, 'x'.repeat(40)), id)),
  );
  const proxy = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => proxy.close());
  const session = startSession(plainConnection({ brokers: [proxy.address] }), { workerPath });
  t.after(() => session.close());
  const abort = new AbortController();
  let count = 0;
  proxy.onProduce = (forward) => {
    if (++count === 10) abort.abort();
    forward();
  };
  const summary = await session.reframe(
    await requestOf(setup, rule({ from: ['bare'], schemas: [registered], to: 'confluent-prefix' })),
    ignore,
    abort.signal,
  );
  assert.equal(summary.stopped, 'cancelled');
  assert.ok(summary.written > 0 && summary.written < 3_000);
  assert.deepEqual(summary.maybe, []);
  assert.equal((await readAll(cluster, target)).length, summary.written);
});
