import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLocalRecords } from '../../../client/records/localRecords.ts';
import type { ScanProgress } from '../../../client/records/recordsSession.ts';
import { firstView } from '../../../client/records/recordsView.ts';
import { KafkaError } from '../../../shared/errors.ts';
import { record } from '../../fakes/scanCluster.ts';
import { framed, never, open, openRegistry, options, places, rowsOf, scan } from './held.ts';

const start = 1_770_000_000_000;
const texts = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) =>
    record({ offset: BigInt(first + index), timestampMs: start + first + index, text: `{"n":${first + index}}` }),
  );

test('all that is scanned is held, newest first, and counted', async () => {
  const { session } = open([...texts(3), record({ offset: 3n, timestampMs: start + 3 })]);
  const told: ScanProgress[] = [];
  const end = await session.scan(options(), (progress) => told.push(progress), never);
  const { rows, rowCount, revision, columns } = await rowsOf(session);
  assert.deepEqual(places(rows), ['0/3', '0/2', '0/1', '0/0']);
  assert.equal(rowCount, 4);
  assert.equal(revision, end.revision);
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['tombstone', 'json', 'json', 'json'],
  );
  assert.deepEqual(
    columns.map(({ id }) => id),
    ['time', 'partition', 'offset', 'key', 'value.n', 'schema', 'size', 'decoded'],
  );
  assert.deepEqual(rows[1]?.fields, [{ text: '2', kind: 'number' }]);
  assert.equal(rows[0]?.fields, undefined);
  const { scanned, matched, held, dropped, stopped, stage, values, oldestMs, newestMs } = end;
  assert.deepEqual(
    { scanned, matched, held, dropped, stopped, stage, values, oldestMs, newestMs },
    {
      ...{ scanned: 4, matched: 4, held: 4, dropped: 0, stopped: 'end', stage: 'stopped', values: 'Values: JSON.' },
      ...{ oldestMs: start, newestMs: start + 3 },
    },
  );
  assert.deepEqual(told.at(-1), end);
});

for (const { name, given, request } of [
  { name: 'newest', given: { start: { kind: 'newest', count: 5 } }, request: { start: { kind: 'newest', count: 5, before: undefined } } },
  {
    name: 'newest, no more than the limit',
    given: { start: { kind: 'newest', count: 5 }, limits: { records: 3, bytes: 9, timeoutMs: 7 } },
    request: { start: { kind: 'newest', count: 3, before: undefined }, until: { bytes: 9, timeoutMs: 7 } },
  },
  { name: 'oldest', given: { start: { kind: 'oldest', count: 5 } }, request: { start: { kind: 'oldest' } } },
  {
    name: 'from offsets',
    given: { start: { kind: 'offset', offsets: { 2: '9007199254740993' }, count: 5 } },
    request: { start: { kind: 'offsets', offsets: new Map([[2, 9007199254740993n]]) } },
  },
  {
    name: 'from a time to another',
    given: { start: { kind: 'time', timestampMs: 5, untilMs: 8, count: 9 } },
    request: {
      start: { kind: 'timestamp', timestampMs: 5 },
      until: { bytes: 1 << 30, timeoutMs: 60_000, records: 9, timestampMs: 8 },
    },
  },
  { name: 'live', given: { start: { kind: 'live' }, live: true }, request: { start: { kind: 'end' }, live: true } },
] as const) {
  test(`the cluster is asked for what the start says: ${name}`, async () => {
    const { session, cluster } = open([]);
    await scan(session, given);
    const [asked] = cluster.requests;
    for (const [property, value] of Object.entries(request)) assert.deepEqual(asked?.[property as keyof typeof asked], value);
  });
}

test('older records are read before those that are held, and going on begins where it stopped', async () => {
  const { session, cluster } = open(texts(10));
  const first = await scan(session, { start: { kind: 'newest', count: 4 } });
  assert.equal(first.stopped, 'records');
  assert.equal(first.completeFromMs, start + 6);
  const older = await scan(session, { mode: 'older', start: { kind: 'newest', count: 4 } });
  assert.deepEqual(cluster.requests[1]?.start, { kind: 'newest', count: 4, before: new Map([[0, 6n]]) });
  assert.deepEqual([older.scanned, older.held, older.partitions[0]?.low, older.partitions[0]?.next], [8, 8, 2n, 10n]);
  cluster.records = texts(12);
  await scan(session, { mode: 'continue', start: { kind: 'newest', count: 4 }, live: true });
  assert.deepEqual(cluster.requests[2]?.start, { kind: 'offsets', offsets: new Map([[0, 10n]]) });
  assert.equal((await rowsOf(session)).rowCount, 10);
});

test('a scan that was stopped goes on with the very next record', async () => {
  const { session, cluster } = open(texts(3000));
  const abort = new AbortController();
  cluster.onBlock = (block) => {
    if (block === 2) abort.abort();
  };
  const stopped = await session.scan(options(), () => undefined, abort.signal);
  assert.equal(stopped.stopped, 'cancelled');
  assert.equal(stopped.held, 2000);
  cluster.onBlock = () => undefined;
  const end = await scan(session, { mode: 'continue' });
  assert.deepEqual([end.scanned, end.held, end.stopped], [3000, 3000, 'end']);
});

test('a pause holds back what is handed on, and says so', async () => {
  const { session, cluster } = open(texts(3000));
  let taken = 0;
  let resumed = false;
  cluster.onBlock = async (block) => {
    taken = block;
    if (block === 1) {
      await session.pauseScan('a', true, never);
      setTimeout(() => {
        assert.equal(taken, 1);
        resumed = true;
        void session.pauseScan('a', false, never);
      }, 150);
    }
  };
  const stages = new Set<string>();
  const end = await session.scan(options(), ({ stage }) => stages.add(stage), never);
  assert.ok(resumed);
  assert.ok(stages.has('paused'), [...stages].join());
  assert.equal(end.held, 3000);
});

test('stopping a scan that is paused ends it; what was handed on but not taken is read when it goes on', async () => {
  const { session, cluster } = open(texts(3000));
  const abort = new AbortController();
  cluster.onBlock = async (block) => {
    if (block !== 1) return;
    await session.pauseScan('a', true, never);
    setImmediate(() => abort.abort());
  };
  const end = await session.scan(options(), () => undefined, abort.signal);
  assert.deepEqual([end.stopped, end.held, end.partitions[0]?.next], ['cancelled', 1000, 1000n]);
  cluster.onBlock = () => undefined;
  const all = await scan(session, { mode: 'continue' });
  assert.deepEqual([all.scanned, all.held], [3000, 3000]);
});

for (const { name, filter, counts, shown } of [
  { name: 'by a field', filter: 'value.n >= 8', counts: { scanned: 11, matched: 2, untestable: 1 }, shown: ['0/9', '0/8', '0/3'] },
  { name: 'by the offset', filter: 'offset == 3', counts: { scanned: 11, matched: 1, untestable: 0 }, shown: ['0/3'] },
  { name: 'none', filter: '  ', counts: { scanned: 11, matched: 11, untestable: 0 }, shown: undefined },
  { name: 'nothing', filter: 'false', counts: { scanned: 11, matched: 0, untestable: 0 }, shown: [] },
]) {
  test(`a filter lets through what matches, and what it cannot test stands among it: ${name}`, async () => {
    const records = texts(10).map((one) => (one.offset === 3n ? { ...one, value: Buffer.from('{"m":1}') } : one));
    const { session } = open([...records, record({ offset: 10n, timestampMs: start - 1, text: '{"n":1}' })]);
    const { scanned, matched, untestable } = await scan(session, { filter });
    assert.deepEqual({ scanned, matched, untestable }, counts);
    const { rows } = await rowsOf(session);
    if (shown !== undefined) assert.deepEqual(places(rows), shown);
    assert.equal(rows.filter((row) => row.untestable).length, untestable);
    assert.equal((await rowsOf(session, { showUndecoded: false })).rowCount, matched);
  });
}

test('a filter with a mistake reads nothing, and leaves what is held', async () => {
  const { session, cluster } = open(texts(2));
  await scan(session);
  await assert.rejects(scan(session, { filter: 'value.n >' }), { code: 'filter/invalid' });
  assert.equal(cluster.requests.length, 1);
  assert.equal((await rowsOf(session)).rowCount, 2);
});

test('a filter that had to be ended ends the scan, with its sentence; what it let through stays', async () => {
  const { cluster } = open(texts(3));
  const session = createLocalRecords({ cluster, registry: undefined, workerPath: '/there/is/no/such/worker.js' });
  const end = await scan(session, { filter: 'text(value).matches("(a+)+b")' });
  assert.deepEqual([end.stopped, end.stage], ['filter', 'stopped']);
  assert.match(end.problem ?? '', /^What filters in the background has stopped/);
  assert.equal(end.partitions[0]?.next, 0n);
  assert.equal((await rowsOf(session)).rowCount, 0);
});

test('values of a schema, and what could not be decoded, are counted and named', async (t) => {
  const schema = { type: 'record', name: 'Order', fields: [{ name: 'id', type: 'long' }] };
  const write = framed(1, schema);
  const registry = await openRegistry(t, schema);
  const { session } = open(
    [
      record({ offset: 0n, timestampMs: start, value: write({ id: 1n << 60n }) }),
      record({ offset: 1n, timestampMs: start + 1, value: Buffer.from('000000000102ff', 'hex') }),
      record({ offset: 2n, timestampMs: start + 2, value: Buffer.from('000000006302', 'hex') }),
    ],
    registry,
  );
  const end = await scan(session);
  assert.equal(end.values, 'Values: Confluent prefix, orders-value v1 (schema id 1).');
  assert.equal(end.undecoded, 2);
  assert.equal(end.registryProblem, undefined);
  const { rows } = await rowsOf(session);
  assert.deepEqual(
    rows.map(({ state }) => state),
    ['failed', 'failed', 'exact'],
  );
  assert.deepEqual(rows[2]?.fields, [{ text: '1152921504606846976', kind: 'number' }]);
  const found = await session.find({ scan: 'a', view: firstView, from: -1, backwards: false, what: { kind: 'undecoded' } }, never);
  assert.deepEqual([found.index, found.ordinal, found.total], [0, 1, 2]);
});

test('a batch that cannot be read is a row that says why', async () => {
  const { session, cluster } = open(texts(1));
  const error = new KafkaError('kafka/damaged-batch', 'The batch is damaged.');
  cluster.unreadable = [{ partition: 0, firstOffset: 1n, lastOffset: 4n, timestampMs: start + 9, error }];
  const end = await scan(session);
  assert.deepEqual([end.undecoded, end.held], [1, 2]);
  const { rows } = await rowsOf(session);
  assert.deepEqual([rows[0]?.offset, rows[0]?.state, rows[0]?.value.text], ['4', 'unreadable', 'The batch is damaged.']);
  const whole = await session.record({ scan: 'a', place: { partition: 0, offset: '4' }, revealed: false }, never);
  assert.equal(whole?.value.error?.message, 'The batch is damaged.');
  assert.equal(whole.valueBytes, null);
});

test('a scan that is closed, or never was, holds nothing', async () => {
  const { session } = open(texts(1));
  await scan(session);
  await session.closeScan('a', never);
  await assert.rejects(rowsOf(session), { code: 'kafka/no-such-scan' });
});

test('a cluster that cannot be read throws', async () => {
  const { session, cluster } = open([]);
  cluster.failure = new KafkaError('kafka/not-reached', 'Not there.');
  await assert.rejects(scan(session), { code: 'kafka/not-reached' });
  cluster.failure = undefined;
  assert.equal((await scan(session)).stopped, 'end');
});

test('all that is answered is plain data, which crosses threads', async (t) => {
  const schema = { type: 'record', name: 'Order', fields: [{ name: 'id', type: 'long' }] };
  const value = framed(1, schema)({ id: 1n << 60n });
  const headers = [{ name: 'h', value: Buffer.from('v') }];
  const { session } = open([record({ key: Buffer.from('k'), value, headers })], await openRegistry(t, schema));
  const progress = await scan(session);
  const rows = await rowsOf(session);
  const whole = await session.record({ scan: 'a', place: { partition: 0, offset: '0' }, revealed: false }, never);
  const paths = await session.paths('a', never);
  for (const answer of [progress, rows, whole, paths]) assert.deepEqual(structuredClone(answer), answer);
  // No bytes go along but the record's own.
  assert.equal(whole?.valueBytes?.buffer.byteLength, value.length);
});

test('progress is told ten times a second at most', async () => {
  const { session, cluster } = open(texts(20_000));
  cluster.blockRecords = 100;
  let told = 0;
  const before = performance.now();
  await session.scan(options(), () => told++, never);
  assert.ok(told <= (performance.now() - before) / 100 + 3, String(told));
});
