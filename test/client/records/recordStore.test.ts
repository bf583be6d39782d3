import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordToHold } from '../../../client/records/heldRecord.ts';
import { RecordStore } from '../../../client/records/recordStore.ts';
import { record } from '../../fakes/scanCluster.ts';

function held(offset: number, timestampMs: number, size = 0): RecordToHold {
  const verdict = { state: 'bytes', schemaId: undefined } as const;
  const value = Buffer.alloc(size, offset);
  return { ...record({ offset: BigInt(offset), timestampMs, value }), isUntestable: false, failure: undefined, verdict };
}

const offsets = (store: RecordStore) => [...store.all()].map(({ offset }) => Number(offset));

for (const { name, order, times, left } of [
  { name: 'what came first, where it is read forwards', order: 'arrival', times: [9, 5, 7, 1], left: [2, 3] },
  { name: 'the oldest, where the newest are read first', order: 'time', times: [9, 5, 7, 1], left: [0, 2] },
  { name: 'the oldest, which may be what comes', order: 'time', times: [4, 3, 2, 1], left: [0, 1] },
  { name: 'what has no timestamp before all others', order: 'time', times: [-1, 3, 2, -1], left: [1, 2] },
] as const) {
  test(`beyond the limit of records is dropped ${name}`, () => {
    const store = new RecordStore({ records: 2, bytes: 1 << 20 }, order);
    for (const [offset, time] of times.entries()) store.add(held(offset, time));
    assert.deepEqual(offsets(store), left);
    assert.equal(store.dropped, 2);
    assert.equal(store.count, 2);
  });
}

test('limits count keys, values and headers in bytes, with what is around them', () => {
  const store = new RecordStore({ records: 100, bytes: 10_000 }, 'arrival');
  for (let offset = 0; offset < 10; offset++) store.add(held(offset, offset, 2000));
  assert.deepEqual(offsets(store), [6, 7, 8, 9]);
  assert.ok(store.bytes <= 10_000);
  store.add(held(20, 20, 50_000));
  assert.deepEqual(offsets(store), [20]);
});

test('what is held does not pin what it was fetched in', () => {
  const store = new RecordStore({ records: 100, bytes: 1 << 20 }, 'arrival');
  const fetched = Buffer.alloc(4 << 20, 7);
  for (const [offset, size] of [10, 100_000].entries()) store.add({ ...held(offset, offset), value: fetched.subarray(5, 5 + size) });
  fetched.fill(0);
  const sizes = [...store.all()].map(({ value }) => value?.buffer.byteLength ?? 0);
  assert.ok(Math.max(...sizes) <= 100_000, sizes.join());
  assert.ok([...store.all()].every(({ value }) => value?.every((byte) => byte === 7)));
});

test('a record that is held already stays as it is, and is found by its place', () => {
  const store = new RecordStore({ records: 100, bytes: 1 << 20 }, 'arrival');
  store.add(held(1, 5));
  store.add(held(1, 6));
  assert.equal(store.count, 1);
  assert.equal(store.find(0, 1n)?.timestampMs, 5);
  assert.equal(store.find(1, 1n), undefined);
});

test('which are dropped first may change: then the oldest of all that are held go', () => {
  const store = new RecordStore({ records: 3, bytes: 1 << 20 }, 'arrival');
  for (const [offset, time] of [8, 2, 9].entries()) store.add(held(offset, time));
  store.setLimits({ records: 3, bytes: 1 << 20 }, 'time');
  store.add(held(3, 5));
  assert.deepEqual(offsets(store), [0, 2, 3]);
});

test('100,000 records come and go while as many are held, and every one that is left is found', () => {
  for (const order of ['arrival', 'time'] as const) {
    const store = new RecordStore({ records: 1000, bytes: 1 << 24 }, order);
    for (let offset = 0; offset < 100_000; offset++) store.add(held(offset, (offset * 7919) % 100_003));
    assert.equal(store.count, 1000);
    assert.equal(store.dropped, 99_000);
    const left = [...store.all()];
    assert.equal(left.length, 1000);
    assert.ok(left.every(({ offset }) => store.find(0, offset)?.isDropped === false));
    if (order === 'time') assert.ok(Math.min(...left.map(({ timestampMs }) => timestampMs)) >= 99_000);
  }
});

test('what came since another one is told in its order', () => {
  const store = new RecordStore({ records: 2, bytes: 1 << 20 }, 'arrival');
  store.add(held(0, 0));
  const { lastSequence } = store;
  for (const offset of [1, 2, 3]) store.add(held(offset, offset));
  assert.deepEqual(
    store.since(lastSequence).map(({ offset }) => offset),
    [2n, 3n],
  );
  assert.deepEqual(store.since(store.lastSequence), []);
});
