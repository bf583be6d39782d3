import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';
import { test } from 'node:test';
import { parseMasks } from '../../../client/records/masks.ts';
import { firstView, type ColumnId, type RecordsView } from '../../../client/records/recordsView.ts';
import { beginsAsContainer, readContainerHeader } from '../../../shared/avro/container/header.ts';
import { toSource } from '../../../shared/avro/container/source.ts';
import { UnionValue } from '../../../shared/avro/value.ts';
import { record } from '../../fakes/scanCluster.ts';
import { decoding, framed, never, open, openRegistry, rowsOf, scan } from './held.ts';

for (const { name, paths, json, wanted } of [
  { name: 'a field', paths: ['value.card.number'], json: '{"card":{"number":12,"x":1.50}}', wanted: '{"card":{"number":"•••","x":1.50}}' },
  { name: 'all below', paths: ['value.card'], json: '{"card":{"number":12},"b":[]}', wanted: '{"card":"•••","b":[]}' },
  {
    name: 'items',
    paths: ['value.items[].s'],
    json: '{"items":[{"s":1},{"s":2,"t":3}]}',
    wanted: '{"items":[{"s":"•••"},{"s":"•••","t":3}]}',
  },
  { name: 'items that are not spoken of', paths: ['value.items.s'], json: '{"items":[{"s":1}]}', wanted: '{"items":[{"s":"•••"}]}' },
  { name: 'one item', paths: ['value.items[1]'], json: '{"items":[1,2]}', wanted: '{"items":[1,"•••"]}' },
  { name: 'every key of a map', paths: ['value.m[*]'], json: '{"m":{"a":1,"b":2}}', wanted: '{"m":{"a":"•••","b":"•••"}}' },
  { name: 'a name with a blank', paths: ['value["a b"]'], json: '{"a b":1,"a":2}', wanted: '{"a b":"•••","a":2}' },
  { name: 'repeated names', paths: ['value.a'], json: '{"a":1,"a":2}', wanted: '{"a":"•••","a":"•••"}' },
  { name: 'the whole', paths: ['value'], json: '{"a":1}', wanted: '"•••"' },
  { name: 'a place without its root', paths: ['card.number'], json: '{"card":{"number":12}}', wanted: '{"card":{"number":"•••"}}' },
  { name: 'no JSON', paths: ['value.a'], json: '{"a', wanted: '"•••"' },
  { name: 'nothing', paths: ['value.b', 'key.a', 'headers.a'], json: '{ "a": 1 }', wanted: '{ "a": 1 }' },
]) {
  test(`masks hide ${name}, and leave the rest as it was`, () => {
    assert.equal(parseMasks(paths).value.apply(json, undefined).json, wanted);
  });
}

const card = { type: 'record', name: 'Card', namespace: 'com.acme', fields: [{ name: 'number', type: 'string' }] };
const schema = {
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'card', type: ['null', 'string', card, { type: 'map', values: 'string' }] },
    { name: 'items', type: { type: 'array', items: { type: 'record', name: 'Item', fields: [{ name: 'secret', type: 'string' }] } } },
  ],
};
const secret = 'HIDDEN-4711';
const hex = Buffer.from(secret).toString('hex');
const masks = ['value.card.number', 'value.items[].secret', 'key.token', 'headers.token'];

/** Records that hold the secret where it is hidden, in every state that values have. */
function holding() {
  const write = framed(1, schema);
  const headers = [
    { name: 'token', value: Buffer.from(secret) },
    { name: 'x', value: Buffer.from('seen') },
  ];
  const whole = { id: 1, card: new UnionValue(2, { number: secret }), items: [{ secret }, { secret }] };
  const framedValue = write(whole);
  return [
    { value: framedValue, key: Buffer.from(`{"token":"${secret}","id":7}`), headers },
    { value: write({ ...whole, card: new UnionValue(3, new Map([['number', secret]])) }), key: null, headers: [] },
    // Cut off: what was not decoded may hold it anywhere.
    { value: framedValue.subarray(0, framedValue.length - 3), key: Buffer.from(`{"token":"${secret}`), headers: [] },
    { value: Buffer.from(`{"card":{"number":"${secret}"},"items":[{"secret":"${secret}"}]}`), key: null, headers: [] },
    { value: Buffer.from(`{"card":{"number":"${secret}"`), key: null, headers: [] },
    { value: Buffer.from(`\u0000\u0000${secret}`), key: Buffer.from(`\u0001${secret}`), headers: [] },
    { value: Buffer.concat([framedValue.subarray(5)]), key: null, headers: [] },
  ].map((given, index) => record({ offset: BigInt(index), timestampMs: 1_770_000_000_000 + index, ...given }));
}

/** Whether an answer gives the secret away, as text or as bytes, in whichever form. */
function reveals(answer: unknown): boolean {
  const bytes: Buffer[] = [];
  const text = JSON.stringify(answer, function (this: Readonly<Record<string, unknown>>, name: string, value: unknown) {
    // A Buffer has become something else already.
    const own = this[name];
    if (typeof own === 'bigint') return String(own);
    if (!(own instanceof Uint8Array)) return value;
    bytes.push(Buffer.from(own));
    return '';
  });
  const spaced = hex.replaceAll(/../g, '$& ').trim();
  return [secret, hex, spaced, 'HIDDEN'].some((form) => text.includes(form)) || bytes.some((one) => one.includes('HIDDEN'));
}

const views: readonly Partial<RecordsView>[] = [
  {},
  { columns: ['time', 'value', 'key', 'headers'] },
  { columns: ['value.card', 'value.card.number', 'value.items', 'value.items[0]', 'value.items[1].secret', 'key.token', 'key.id'] },
];

test('no answer gives away what is hidden, and all do once it is revealed', async (t) => {
  const { session } = open(holding(), await openRegistry(t, schema));
  const folder = mkdtempSync(join(tmpdir(), 'masks-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const unions of ['plain', 'tagged'] as const) {
    await scan(session, { decoding: { ...decoding, masks, render: { ...decoding.render, unions } } });
    for (const given of views) {
      const view = { ...firstView, ...given };
      const { rows } = await rowsOf(session, view);
      assert.ok(!reveals(rows), JSON.stringify(rows));
      assert.ok(reveals((await rowsOf(session, { ...view, revealed: true })).rows));
      const what = { kind: 'text', text: secret } as const;
      assert.equal((await session.find({ scan: 'a', view, from: -1, backwards: false, what }, never)).total, 0);
      const revealed = { ...view, revealed: true };
      assert.ok((await session.find({ scan: 'a', view: revealed, from: -1, backwards: false, what }, never)).total >= 4);
      for (const format of ['ndjson', 'csv', 'avro'] as const) {
        const path = join(folder, `out.${format}`);
        await session.exportRecords({ source: { kind: 'shown', scan: 'a', view }, format, path }, () => undefined, never);
        assert.ok(!reveals([readFileSync(path, 'latin1'), await inflated(path)]), format);
        await session.exportRecords({ source: { kind: 'shown', scan: 'a', view: revealed }, format, path }, () => undefined, never);
        // The columns of one view are not those with the secret.
        if (given.columns === undefined || format !== 'csv')
          assert.ok(reveals([readFileSync(path, 'latin1'), await inflated(path)]), format);
      }
    }
    for (let offset = 0; offset < 7; offset++) {
      const place = { partition: 0, offset: String(offset) };
      const whole = await session.record({ scan: 'a', place, revealed: false }, never);
      assert.ok(!reveals(whole), JSON.stringify(whole?.value));
      assert.equal(whole?.masked, true);
      assert.equal(whole.valueBytes, null);
      const shown = await session.record({ scan: 'a', place, revealed: true }, never);
      assert.ok(reveals(shown));
      assert.equal(shown?.masked, false);
    }
    assert.ok(!reveals(await session.paths('a', never)));
  }
});

/** The data of a container's only block; empty of any other file. */
async function inflated(path: string): Promise<string> {
  const bytes = readFileSync(path);
  if (!beginsAsContainer(bytes)) return '';
  const { end } = await readContainerHeader(toSource(bytes), path);
  // Behind the header stand two numbers of a few bytes each.
  for (let at = end; at < end + 12; at++) {
    try {
      return inflateRawSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1');
    } catch {
      // There begins none.
    }
  }
  return '';
}

test('rows cannot be told apart by an order of what is hidden', async (t) => {
  const write = framed(1, { type: 'record', name: 'R', fields: [{ name: 's', type: 'string' }] });
  const registry = await openRegistry(t, { type: 'record', name: 'R', fields: [{ name: 's', type: 'string' }] });
  const { session } = open(
    ['b', 'c', 'a'].map((s, index) => record({ offset: BigInt(index), timestampMs: 1000 + index, value: write({ s }) })),
    registry,
  );
  await scan(session, { decoding: { ...decoding, masks: ['value.s'] } });
  const offsets = async (revealed: boolean, column: ColumnId) =>
    (await rowsOf(session, { sort: { column, descending: false }, revealed })).rows.map(({ offset }) => offset).join('');
  for (const column of ['value.s', 'value'] as const) assert.equal(await offsets(false, column), '210');
  assert.equal(await offsets(true, 'value.s'), '201');
});

test('what nothing is hidden of stays whole', async () => {
  const { session } = open([record({ offset: 0n, key: Buffer.from('k'), text: '{"a":1}' })]);
  await scan(session, { decoding: { ...decoding, masks: ['value.b'] } });
  const whole = await session.record({ scan: 'a', place: { partition: 0, offset: '0' }, revealed: false, maxBytes: 3 }, never);
  assert.equal(whole?.masked, false);
  assert.deepEqual(whole.valueBytes, new Uint8Array(Buffer.from('{"a')));
  assert.deepEqual((await rowsOf(session)).rows[0]?.fields, [{ text: '1', kind: 'number' }]);
});
