import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { codecs } from '../../client/cluster/codecNames.ts';
import type { KafkaRecord } from '../../client/cluster/cluster.ts';
import type { KafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { startSession } from '../../client/cluster/remoteSession.ts';
import type { RegisteredSchema, Session } from '../../client/cluster/session.ts';
import type { ScanOptions } from '../../client/records/recordsSession.ts';
import type { PartRule, SendManyRequest } from '../../client/sending/sendRequest.ts';
import { produce } from '../../client/terminal/produce.ts';
import { automaticProfile, defaultRender } from '../../shared/wire/profile.ts';
import { BrokerProxy } from '../fakes/brokerProxy.ts';
import { createTopic, never, openCluster, plainConnection } from './stack.ts';

const workerPath = fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url));
const schemaText = JSON.stringify({
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'note', type: ['null', 'string'], default: null },
    { name: 'at', type: { type: 'long', logicalType: 'timestamp-micros' } },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 3 } },
  ],
});

interface Setup {
  readonly session: Session;
  readonly cluster: KafkaCluster;
  readonly topic: string;
  readonly registered: RegisteredSchema;
  readonly folder: string;
  readonly request: (more?: Partial<SendManyRequest> & { readonly lines?: readonly string[] }) => SendManyRequest;
}

async function prepare(t: TestContext, partitions: number, configuration: Record<string, string> = {}, brokers?: string): Promise<Setup> {
  const connection = plainConnection(brokers === undefined ? {} : { brokers: [brokers] });
  const session = startSession(connection, { workerPath });
  t.after(() => session.close());
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-workbench-many-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const topic = await createTopic(t, { partitions, configuration: { 'retention.ms': '-1', ...configuration } });
  const registered = await session.register(`${topic}-value`, schemaText, never);
  const value: PartRule = { kind: 'avro', schema: registered, framing: { kind: 'confluent-prefix', schemaId: registered.schemaId } };
  return {
    session,
    cluster: openCluster(t),
    topic,
    registered,
    folder,
    request({ lines, ...more } = {}) {
      const file = path.join(folder, 'records.ndjson');
      if (lines !== undefined) writeFileSync(file, lines.join('\n'));
      return {
        topic,
        source: { kind: 'file', path: file, format: 'ndjson', keyField: undefined, maxBlockBytes: 1 << 24 },
        key: { kind: 'text' },
        value,
        compression: 'none',
        limits: {},
        onError: 'stop',
        keepPartitions: false,
        dryRun: false,
        ...more,
      };
    },
  };
}

const ignore = (): void => undefined;

function lineOf(id: number, note: string | null = null): string {
  const value = `{"id":${9_007_199_254_740_993n + BigInt(id)},"note":${JSON.stringify(note)},"at":"2026-02-03T04:05:06.000007Z","amount":"${id}.125"}`;
  return `{"key":"k-${id % 17}","value":${value},"timestamp":"2026-01-02T03:04:05.${String(id % 1000).padStart(3, '0')}Z"}`;
}

/** All records, in the order of partitions and offsets. */
async function readAll(cluster: KafkaCluster, topic: string): Promise<KafkaRecord[]> {
  const found: KafkaRecord[] = [];
  const end = await cluster.scan(
    { topic, isolation: 'readUncommitted', start: { kind: 'oldest' }, until: {}, live: false },
    { take: (records) => void found.push(...records), unreadable: ({ error }) => assert.fail(error), progress: ignore },
    never,
  );
  assert.equal(end.stopped, 'end');
  return found.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}

for (const codec of codecs) {
  test(`20,000 records, ${codec}: all of them, of each key in their order`, async (t) => {
    const { session, cluster, topic, request } = await prepare(t, 3);
    const lines = Array.from({ length: 20_000 }, (_, id) => lineOf(id, id % 3 === 0 ? `größer ${id}` : null));
    const progress: number[] = [];
    const summary = await session.sendMany(request({ lines, compression: codec }), ({ written }) => progress.push(written), never);
    assert.deepEqual([summary.stopped, summary.written, summary.failed, summary.maybe], ['end', 20_000, 0, []]);
    const records = await readAll(cluster, topic);
    assert.equal(records.length, 20_000);
    for (const { partition, count, firstOffset, lastOffset } of summary.partitions) {
      const own = records.filter((record) => record.partition === partition);
      assert.deepEqual([own.length, own[0]?.offset, own.at(-1)?.offset], [count, firstOffset, lastOffset]);
    }
    const ids = new Map<string, bigint[]>();
    for (const { key, value } of records) {
      const name = Buffer.from(key ?? []).toString();
      const decoded = await session.decode({ bytes: value ?? new Uint8Array(), topic, part: 'value', schema: undefined }, never);
      ids.set(name, [...(ids.get(name) ?? []), BigInt(/"id":\s*(\d+)/.exec(decoded.json ?? '')?.[1] ?? 0)]);
      // Decoding all of them would take long; the first few of each key tell their order.
      if ((ids.get(name)?.length ?? 0) > 20) break;
    }
    assert.ok(ids.size > 0);
    for (const own of ids.values())
      assert.deepEqual(
        own,
        own.toSorted((a, b) => Number(a - b)),
      );
  });
}

test('the connection breaks again and again midway: nothing is lost, and nothing stands there twice', async (t) => {
  const proxy = await BrokerProxy.start(plainConnection().brokers[0] ?? '');
  t.after(() => proxy.close());
  const { session, cluster, topic, request } = await prepare(t, 2, {}, proxy.address);
  const lines = Array.from({ length: 30_000 }, (_, id) => lineOf(id, 'x'.repeat(200)));
  let breaks = 0;
  const summary = await session.sendMany(
    request({ lines, limits: { recordsPerSecond: 15_000 } }),
    ({ written }) => {
      if (written === 0 || breaks >= 3) return;
      breaks++;
      void proxy.close().then(() => proxy.open());
    },
    never,
  );
  assert.ok(breaks > 0);
  assert.deepEqual([summary.stopped, summary.written, summary.maybe, summary.problem], ['end', 30_000, [], undefined]);
  const records = await readAll(cluster, topic);
  assert.equal(records.length, 30_000);
  assert.equal(new Set(records.map(({ value }) => Buffer.from(value ?? []).toString('base64'))).size, 30_000);
});

test('cancelled midway, the summary says what the topic holds', async (t) => {
  const { session, cluster, topic, request } = await prepare(t, 2);
  const lines = Array.from({ length: 50_000 }, (_, id) => lineOf(id));
  const abort = new AbortController();
  const sending = request({ lines, limits: { recordsPerSecond: 10_000 } });
  const summary = await session.sendMany(sending, ({ written }) => written > 1000 && abort.abort(), abort.signal);
  assert.equal(summary.stopped, 'cancelled');
  assert.ok(summary.written > 0 && summary.written < 50_000);
  assert.deepEqual(summary.maybe, []);
  assert.equal((await readAll(cluster, topic)).length, summary.written);
});

test('records that are too large, and partitions that there are not, fail by their lines', async (t) => {
  const { session, cluster, topic, request } = await prepare(t, 2, { 'max.message.bytes': '20000' });
  const lines = Array.from({ length: 100 }, (_, id) => {
    const more = id === 30 ? 'x'.repeat(30_000) : 'x'.repeat(1000);
    return lineOf(id, more).replace(/}$/, `,"partition":${id === 60 ? 7 : id % 2}}`);
  });
  const summary = await session.sendMany(request({ lines, onError: 'skip', keepPartitions: true }), ignore, never);
  assert.deepEqual([summary.stopped, summary.written, summary.failed], ['end', 98, 2]);
  assert.deepEqual(
    summary.failures.map(({ line }) => line),
    [31, 61],
  );
  assert.match(
    summary.failures[0]?.reason ?? '',
    /^The broker refuses 2\d\.\d KB for topic .* \(limit 19\.5 KB\)\.$|^The broker refuses 29\.\d KB/,
  );
  assert.match(summary.failures[1]?.reason ?? '', /has no partition 7/);
  assert.equal((await readAll(cluster, topic)).length, 98);
});

test('what was exported and is sent again is the same: bytes, headers, times, partitions', async (t) => {
  const { session, cluster, topic, request, folder, registered } = await prepare(t, 3);
  const copy = await createTopic(t, { partitions: 3, configuration: { 'retention.ms': '-1' } });
  for (let id = 0; id < 40; id++) {
    const json = `{"id":${9_007_199_254_740_993n + BigInt(id)},"note":${id % 2 === 0 ? 'null' : '"ü"'},"at":"2026-02-03T04:05:06.000007Z","amount":"-${id}.125"}`;
    const headers = [
      { name: 'h', value: Buffer.from('x') },
      { name: 'h', value: null },
      { name: 'bytes', value: Uint8Array.of(0xff, id) },
    ];
    await session.send(
      {
        topic,
        key: id % 5 === 0 ? { kind: 'null' } : { kind: 'bytes', bytes: Buffer.from(`k-${id}`) },
        value:
          id % 7 === 0
            ? { kind: 'null' }
            : { kind: 'avro', json, schema: registered, framing: { kind: 'confluent-prefix', schemaId: registered.schemaId } },
        headers,
        timestampMs: Date.UTC(2026, 0, 2, 3, 4, 5, id),
      },
      never,
    );
  }
  // A value that nobody can decode.
  await session.send(
    {
      topic,
      key: { kind: 'null' },
      value: { kind: 'bytes', bytes: Uint8Array.of(0, 9, 9, 9, 9, 1) },
      headers: [],
      timestampMs: 1_700_000_000_000,
    },
    never,
  );
  const options: ScanOptions = {
    scan: 'export',
    mode: 'new',
    topic,
    start: { kind: 'oldest', count: Number.MAX_SAFE_INTEGER },
    partitions: undefined,
    live: false,
    isolation: 'readCommitted',
    filter: undefined,
    decoding: { profile: automaticProfile, render: defaultRender, masks: [], maxInflatedBytes: 1 << 20 },
    limits: { records: Number.MAX_SAFE_INTEGER, timeoutMs: 60_000, bytes: Number.MAX_SAFE_INTEGER },
    keep: { records: 0, bytes: 0 },
  };
  const file = path.join(folder, 'records.ndjson');
  const exported = await session.exportRecords({ source: { kind: 'scan', options }, format: 'ndjson', path: file }, ignore, never);
  assert.equal(exported.records, 41, readFileSync(file, 'utf8').slice(0, 1000));
  const summary = await session.sendMany(request({ topic: copy, keepPartitions: true }), ignore, never);
  assert.deepEqual([summary.stopped, summary.written, summary.failures], ['end', 41, []]);
  const facts = (records: readonly KafkaRecord[]): unknown =>
    // Records of different partitions stand in the file in any order, those of one in theirs.
    records.map(({ partition, offset, timestampMs, key, value, headers }) => ({ partition, offset, timestampMs, key, value, headers }));
  assert.deepEqual(facts(await readAll(cluster, copy)), facts(await readAll(cluster, topic)));
});

test("at a terminal: the topic's latest schema is found, compressed, and what it prints is where the records are", async (t) => {
  const { cluster, topic, request, folder } = await prepare(t, 2);
  const lines = Array.from({ length: 200 }, (_, id) => lineOf(id));
  request({ lines });
  let [output, errors] = ['', ''];
  const io = {
    workingFolder: folder,
    hasColours: false,
    print: (text: string) => void (output += text),
    printError: (text: string) => void (errors += text),
    signal: never,
    drained: () => Promise.resolve(),
    readInput: async function* () {
      yield await Promise.resolve(Buffer.from(lines.join('\n')));
    },
    ask: undefined,
    workerPath: undefined,
  };
  const { brokers, registry } = plainConnection();
  const environment = { KAFKA_BROKERS: brokers.join(','), SCHEMA_REGISTRY_URL: registry?.url ?? '' };
  const options = ['--topic', topic, '--compression', 'gzip'];
  assert.equal(await produce([...options, 'records.ndjson'], io, environment), 0, errors);
  assert.equal(await produce([...options, '-'], io, environment), 0, errors);
  const printed = output.split('\n').filter((line) => line !== '');
  const records = await readAll(cluster, topic);
  assert.deepEqual([printed.length, records.length], [400, 400]);
  const places = printed.map((line) => JSON.parse(line) as { partition: number; offset: number });
  assert.deepEqual(
    places.map(({ partition, offset }) => `${partition}/${offset}`).sort(),
    records.map(({ partition, offset }) => `${partition}/${offset}`).sort(),
  );
  // Twice the same file is twice the same bytes.
  const distinct = new Set(records.map(({ value }) => Buffer.from(value ?? []).toString('hex')));
  assert.equal(distinct.size, 200);
});
