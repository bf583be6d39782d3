import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstView, type FindRequest, type RecordsView } from '../../../client/records/recordsView.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeRegistry } from '../../fakes/registry.ts';
import { record } from '../../fakes/scanCluster.ts';
import { decoding, framed, never, open, openRegistry, rowsOf, scan, options } from './held.ts';

const start = 1_770_000_000_000;
const names = ['Ann', 'Bob', 'anna', 'Cy', 'J"oh\\n', 'x'];
const records = names.map((name, index) =>
  record({
    ...{ partition: index % 2, offset: BigInt(100 + index), timestampMs: start + index * 1000 },
    ...{ key: Buffer.from(`k${index}`), text: JSON.stringify({ deep: { name }, n: index }) },
  }),
);

for (const { name, what, from, backwards, found } of [
  { name: 'behind the row', what: { kind: 'text', text: 'ann' }, from: 0, backwards: false, found: [3, 1, 2] },
  { name: 'behind the last of them, round the end', what: { kind: 'text', text: 'ann' }, from: 5, backwards: false, found: [3, 1, 2] },
  { name: 'before the row', what: { kind: 'text', text: 'ann' }, from: 5, backwards: true, found: [3, 1, 2] },
  { name: 'before the first of them, round the end', what: { kind: 'text', text: 'ann' }, from: 3, backwards: true, found: [5, 2, 2] },
  { name: 'in keys', what: { kind: 'text', text: 'K5' }, from: -1, backwards: false, found: [0, 1, 1] },
  { name: 'in offsets', what: { kind: 'text', text: '104' }, from: -1, backwards: false, found: [1, 1, 1] },
  { name: 'of an expression, as it is', what: { kind: 'text', text: '.*' }, from: -1, backwards: false, found: [undefined, 0, 0] },
  {
    name: 'with characters that mean something in expressions',
    what: { kind: 'text', text: '{"name":"B' },
    from: -1,
    backwards: false,
    found: [4, 1, 1],
  },
  { name: 'an empty text', what: { kind: 'text', text: '' }, from: -1, backwards: false, found: [undefined, 0, 0] },
  { name: 'an offset', what: { kind: 'offset', offset: '102', partition: undefined }, from: 0, backwards: false, found: [3, 0, 0] },
  {
    name: 'an offset that is not there: the next one',
    what: { kind: 'offset', offset: '103', partition: 0 },
    from: 0,
    backwards: false,
    found: [1, 0, 0],
  },
  {
    name: 'an offset beyond all: the last one',
    what: { kind: 'offset', offset: '999', partition: 1 },
    from: 0,
    backwards: false,
    found: [0, 0, 0],
  },
  {
    name: 'a partition that has none',
    what: { kind: 'offset', offset: '100', partition: 7 },
    from: 0,
    backwards: false,
    found: [undefined, 0, 0],
  },
  { name: 'no offset', what: { kind: 'offset', offset: 'x', partition: undefined }, from: 0, backwards: false, found: [undefined, 0, 0] },
  { name: 'no time', what: { kind: 'time', timestampMs: NaN }, from: 0, backwards: false, found: [undefined, 0, 0] },
  { name: 'a time', what: { kind: 'time', timestampMs: start + 1500 }, from: 0, backwards: false, found: [3, 0, 0] },
  { name: 'a time after all', what: { kind: 'time', timestampMs: start + 1e9 }, from: 0, backwards: false, found: [0, 0, 0] },
  { name: 'none that is undecoded', what: { kind: 'undecoded' }, from: 0, backwards: false, found: [undefined, 0, 0] },
] as const) {
  test(`finding ${name}`, async () => {
    const { session } = open(records);
    await scan(session);
    const request: FindRequest = { scan: 'a', view: firstView, from, backwards, what };
    const { index, ordinal, total } = await session.find(request, never);
    assert.deepEqual([index, ordinal, total], found);
  });
}

test('what a view hides is not found in it, and is once it is shown', async () => {
  const { session } = open(records);
  await scan(session);
  const find = (view: RecordsView) =>
    session.find({ scan: 'a', view, from: -1, backwards: false, what: { kind: 'text', text: 'ann' } }, never);
  assert.equal((await find({ ...firstView, timeRange: { fromMs: start, toMs: start + 500 } })).total, 1);
  assert.equal((await find(firstView)).total, 2);
});

test('records that come are found, too', async () => {
  const { session, cluster } = open(records);
  const find = () => session.find({ scan: 'a', view: firstView, from: -1, backwards: false, what: { kind: 'text', text: 'ann' } }, never);
  cluster.onLive = async (hand) => {
    assert.equal((await find()).total, 2);
    await hand([record({ offset: 900n, timestampMs: start, text: '{"a":"ANNE"}' })]);
    assert.equal((await find()).total, 3);
  };
  await session.scan(options({ live: true }), () => undefined, never);
});

test('another way of decoding: what was not understood is, and is counted anew', async () => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'a', type: 'string' }] };
  const bare = framed(1, schema)({ a: 'Found me' }).subarray(5);
  const { session } = open([record({ offset: 0n, timestampMs: start, value: bare })]);
  await scan(session);
  const before = await rowsOf(session);
  const text = { kind: 'text', schema: { text: JSON.stringify(schema), references: [], label: 'r.avsc' } } as const;
  const value = { framing: 'bare', schema: text, reader: undefined } as const;
  const progress = await session.redecode('a', { ...decoding, profile: { ...decoding.profile, value } }, never);
  assert.ok(progress.revision > before.revision);
  const after = await rowsOf(session);
  assert.deepEqual(after.rows[0]?.fields, [{ text: 'Found me', kind: 'string' }]);
  assert.equal(progress.values, 'Values: bare Avro, R.');
  assert.equal(progress.undecoded, 0);
});

test('what the registry kept from being decoded is tried again, and nothing else is touched', async (t) => {
  const schema = { type: 'record', name: 'R', fields: [{ name: 'a', type: 'string' }] };
  const registry = await FakeRegistry.start();
  t.after(() => registry.close());
  registry.add('orders-value', JSON.stringify(schema), { schemaId: 1 });
  registry.misbehaviour = 'busy-503';
  const client = createRegistryClient({ url: registry.url, auth: { type: 'none' }, fetch, timeoutMs: 2000 });
  const { session } = open(
    [
      record({ offset: 0n, timestampMs: start, value: framed(1, schema)({ a: 'x' }) }),
      record({ offset: 1n, timestampMs: start, text: '{}' }),
    ],
    new RegistryCache(client),
  );
  const down = await scan(session);
  assert.deepEqual([down.registryCode, down.undecoded], ['registry/server-error', 1]);
  const still = await session.redecode('a', undefined, never);
  assert.deepEqual([still.registryCode, still.undecoded, still.revision], ['registry/server-error', 1, down.revision]);
  registry.misbehaviour = undefined;
  const up = await session.redecode('a', undefined, never);
  assert.deepEqual([up.registryProblem, up.registryCode, up.undecoded], [undefined, undefined, 0]);
  assert.ok(up.revision > down.revision);
  const { rows } = await rowsOf(session);
  assert.deepEqual(rows.map(({ state }) => state).sort(), ['exact', 'json']);
});

test('paths of fields, with types and symbols, out of schemas and of JSON', async (t) => {
  const schema = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'status', type: { type: 'enum', name: 'S', symbols: ['A', 'B'] } },
      { name: 'amount', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 5, scale: 2 }] },
      { name: 'lines', type: { type: 'array', items: { type: 'record', name: 'L', fields: [{ name: 'price', type: 'long' }] } } },
      { name: 'self', type: ['null', 'R'] },
    ],
  };
  const value = framed(1, schema)({ status: 'A', amount: null, lines: [], self: null });
  const { session } = open(
    [record({ offset: 0n, value }), record({ offset: 1n, text: '{"x":{"a b":[{"c":1}]},"status":null}', key: Buffer.from('{"id":7}') })],
    await openRegistry(t, schema),
  );
  await scan(session);
  const paths = await session.paths('a', never);
  const found = new Map(paths.map(({ path, type, symbols, isScalar }) => [path, [type, symbols, isScalar]]));
  assert.deepEqual(found.get('value.status'), ['S', ['A', 'B'], true]);
  assert.deepEqual(found.get('value.amount'), ['null | decimal(5,2)', undefined, true]);
  assert.deepEqual(found.get('value.lines'), ['array<L>', undefined, false]);
  assert.deepEqual(found.get('value.lines[0].price'), ['long', undefined, true]);
  assert.deepEqual(found.get('value.x["a b"][0].c'), ['number', undefined, true]);
  assert.deepEqual(found.get('key.id'), ['number', undefined, true]);
  assert.ok(paths.length <= 1000, String(paths.length));
  assert.ok(found.has('value.self.self.status'));
});
