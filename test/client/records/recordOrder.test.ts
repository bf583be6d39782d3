import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KafkaRecord } from '../../../client/cluster/cluster.ts';
import { firstView, type RecordPlace, type RecordsView } from '../../../client/records/recordsView.ts';
import { record } from '../../fakes/scanCluster.ts';
import { framed, never, open, openRegistry, options, places, rowsOf, scan } from './held.ts';

const start = 1_770_000_000_000;

const schema = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'amount', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 20, scale: 2 }] },
    { name: 'customer', type: { type: 'record', name: 'Customer', fields: [{ name: 'name', type: 'string' }] } },
    { name: 'lines', type: { type: 'array', items: 'long' } },
    { name: 'tags', type: { type: 'map', values: 'string' } },
  ],
};
const write = framed(1, schema);
const order = (amount: number[] | null, name: string, lines: (number | bigint)[] = []) =>
  write({ amount: amount && Uint8Array.from(amount), customer: { name }, lines, tags: new Map([['a b', name]]) });

const orders: readonly KafkaRecord[] = [
  record({ offset: 0n, timestampMs: start, value: order([0x00, 0xc8], 'Z', [2n ** 60n]) }),
  record({ offset: 1n, timestampMs: start + 1, value: order([0x14], 'a') }),
  record({ offset: 2n, timestampMs: start + 2 }),
  record({ offset: 3n, timestampMs: start + 3, value: order(null, '\u{1f600}', [2n ** 60n + 1n]) }),
  record({ offset: 4n, timestampMs: start + 4, value: Buffer.from('0000000001ff', 'hex') }),
  record({ offset: 5n, timestampMs: start + 5, value: order([0xec], '\u{ffee}', [-5]) }),
];

for (const { column, ascending, descending } of [
  { column: 'time', ascending: [0, 1, 2, 3, 4, 5], descending: [5, 4, 3, 2, 1, 0] },
  { column: 'age', ascending: [5, 4, 3, 2, 1, 0], descending: [0, 1, 2, 3, 4, 5] },
  { column: 'offset', ascending: [0, 1, 2, 3, 4, 5], descending: [5, 4, 3, 2, 1, 0] },
  { column: 'value.amount', ascending: [5, 1, 0, 3, 4, 2], descending: [0, 1, 5, 3, 4, 2] },
  { column: 'value.customer.name', ascending: [0, 1, 5, 3, 4, 2], descending: [3, 5, 1, 0, 4, 2] },
  { column: 'value["tags"]["a b"]', ascending: [0, 1, 5, 3, 4, 2], descending: [3, 5, 1, 0, 4, 2] },
  { column: 'value.lines[0]', ascending: [5, 0, 3, 4, 2, 1], descending: [3, 0, 5, 4, 2, 1] },
  { column: 'value.nobody', ascending: [5, 4, 3, 2, 1, 0], descending: [5, 4, 3, 2, 1, 0] },
] as const) {
  test(`rows in the order of ${column}; what has none is last in both directions, newest first`, async (t) => {
    const { session } = open(orders, await openRegistry(t, schema));
    await scan(session);
    for (const [isDescending, wanted] of [
      [false, ascending],
      [true, descending],
    ] as const) {
      const { rows } = await rowsOf(session, { sort: { column, descending: isDescending } });
      assert.deepEqual(
        rows.map(({ offset }) => Number(offset)),
        wanted,
      );
    }
  });
}

test('equal times stand by partition, then offset; records without a timestamp are last', async () => {
  const at = (partition: number, offset: bigint, timestampMs = start) => record({ partition, offset, timestampMs, text: 'x' });
  const { session } = open([at(1, 0n), at(0, 5n), at(1, 1n), at(0, 6n), at(0, 7n, -1)]);
  await scan(session);
  assert.deepEqual(places((await rowsOf(session)).rows), ['0/6', '0/5', '1/1', '1/0', '0/7']);
  const { rows } = await rowsOf(session, { sort: { column: 'time', descending: false } });
  assert.deepEqual(places(rows), ['0/5', '0/6', '1/0', '1/1', '0/7']);
});

test('a time range hides what is outside, both ends included', async () => {
  const { session } = open(orders);
  await scan(session);
  const { rows, rowCount } = await rowsOf(session, { timeRange: { fromMs: start + 1, toMs: start + 3 } });
  assert.deepEqual(places(rows), ['0/3', '0/2', '0/1']);
  assert.equal(rowCount, 3);
});

test('rows in view keep their place while others come and go', async () => {
  const texts = (count: number, first: number) =>
    Array.from({ length: count }, (_, index) => record({ offset: BigInt(first + index), timestampMs: start + first + index, text: 'x' }));
  const { session, cluster } = open(texts(50, 0));
  const anchor: RecordPlace = { partition: 0, offset: '40' };
  const ask = (anchorAt?: number) => session.rows({ scan: 'a', view: firstView, from: 0, count: 5, anchor, anchorAt }, never);
  cluster.onLive = async (hand) => {
    const before = await ask();
    assert.deepEqual([before.anchorIndex, before.from, before.rows[0]?.offset], [9, 0, '49']);
    await hand(texts(30, 50));
    const after = await ask(3);
    assert.deepEqual([after.anchorIndex, after.from, after.rowCount], [39, 36, 60]);
    assert.deepEqual(
      after.rows.map(({ offset }) => offset),
      ['43', '42', '41', '40', '39'],
    );
    assert.ok(after.revision > before.revision);
    await hand(texts(40, 80));
    const gone = await ask(3);
    assert.deepEqual([gone.anchorIndex, gone.rowCount, gone.rows[0]?.offset], [undefined, 60, '119']);
  };
  await session.scan(options({ live: true, keep: { records: 60, bytes: 1 << 20 } }), () => undefined, never);
});

test('whatever comes and goes, and whenever it is asked for, rows are as if they were sorted anew', async () => {
  let seed = 1;
  const random = (limit: number): number => {
    seed = (seed * 48_271) % 0x7fffffff;
    return seed % limit;
  };
  const offsets = [0n, 0n, 0n];
  const some = (count: number) =>
    Array.from({ length: count }, () => {
      const partition = random(3);
      const offset = offsets[partition] ?? 0n;
      offsets[partition] = offset + 1n;
      return record({ partition, offset, timestampMs: start + random(500), text: `{"n":${random(50)}}` });
    });
  const { session, cluster } = open([]);
  const views: RecordsView['sort'][] = [
    { column: 'time', descending: true },
    { column: 'value.n', descending: false },
  ];
  const seen: KafkaRecord[] = [];
  cluster.onLive = async (hand) => {
    for (let turn = 0; turn < 40; turn++) {
      const added = some(random(120));
      seen.push(...added);
      await hand(added);
      const sort = views[random(2)] ?? firstView.sort;
      const { rows } = await rowsOf(session, { sort });
      const held = seen.slice(-700);
      const wanted = [...held].sort((a, b) => {
        const byNumber = sort.column === 'time' ? 0 : numberOf(a) - numberOf(b);
        return byNumber || b.timestampMs - a.timestampMs || a.partition - b.partition || Number(b.offset - a.offset);
      });
      assert.deepEqual(
        places(rows),
        wanted.map(({ partition, offset }) => `${partition}/${offset}`),
      );
    }
  };
  await session.scan(options({ live: true, keep: { records: 700, bytes: 1 << 24 } }), () => undefined, never);
});

function numberOf({ value }: KafkaRecord): number {
  return Number(/\d+/.exec(Buffer.from(value ?? []).toString())?.[0]);
}

test('an order that nobody waits for any more is given up, and made by the next one who asks', async () => {
  const { session } = open(
    Array.from({ length: 20_000 }, (_, index) => record({ offset: BigInt(index), timestampMs: start + index, text: `{"n":${index}}` })),
  );
  await scan(session);
  const abort = new AbortController();
  const view: RecordsView = { ...firstView, sort: { column: 'value.n', descending: false } };
  const asked = session.rows({ scan: 'a', view, from: 0, count: 1 }, abort.signal);
  abort.abort();
  await assert.rejects(asked, { name: 'AbortError' });
  assert.equal((await session.rows({ scan: 'a', view, from: 0, count: 1 }, never)).rows[0]?.offset, '0');
});
