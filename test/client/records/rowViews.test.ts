import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowView } from '../../../client/records/recordsView.ts';
import { UnionValue, type Value } from '../../../shared/avro/value.ts';
import { record } from '../../fakes/scanCluster.ts';
import { framed, never, open, openRegistry, rowsOf, scan } from './held.ts';

async function only(given: Parameters<typeof record>[0], registry?: Awaited<ReturnType<typeof openRegistry>>): Promise<RowView> {
  const { session } = open([record(given)], registry);
  await scan(session);
  return (await rowsOf(session)).rows[0] ?? assert.fail('no row');
}

const schema = { type: 'record', name: 'Order', fields: [{ name: 'id', type: ['null', 'long'] }] };

for (const { name, hex, text, state, value, schemaCell } of [
  { name: 'a tombstone', state: 'tombstone', value: 'null: Tombstone: the value is null', schemaCell: 'none: none' },
  { name: 'text', text: 'a\tb', state: 'text', value: 'string: a\\tb', schemaCell: 'none: none' },
  { name: 'JSON', text: '[\n  1\n]', state: 'json', value: 'plain: [ 1 ]', schemaCell: 'none: none' },
  { name: 'a value of a schema', hex: '00000000010206', state: 'exact', value: 'plain: {"id":3}', schemaCell: 'exact: orders-value v1' },
  { name: 'bare Avro', hex: '0206', state: 'guessed', value: 'plain: {"id":3}', schemaCell: 'guessed: orders-value v1' },
  { name: 'bytes that do not fit', hex: '000000000130', state: 'failed', schemaCell: 'tried: tried v1' },
  { name: 'an unknown schema id', hex: '000000006302', state: 'failed', schemaCell: 'tried: tried id 99' },
] as { name: string; hex?: string; text?: string; state: string; value?: string; schemaCell: string }[]) {
  test(`row: ${name}`, async (t) => {
    const bytes = text === undefined ? (hex === undefined ? null : Buffer.from(hex, 'hex')) : Buffer.from(text);
    const found = await only({ value: bytes }, await openRegistry(t, schema));
    assert.equal(found.state, state, found.why);
    if (value !== undefined) assert.equal(`${found.value.kind}: ${found.value.text}`, value);
    else assert.equal(found.value.kind, 'error');
    assert.equal(`${found.schema.kind}: ${found.schema.text}`, schemaCell);
    assert.equal(found.size, bytes?.length ?? 0);
    assert.notEqual(found.why, '');
  });
}

test('a key that was not read is its bytes, and the reason says that it is the key', async (t) => {
  const found = await only({ key: Buffer.from('000000006302', 'hex'), text: '{"a":1}' }, await openRegistry(t, schema));
  assert.deepEqual(found.key, { kind: 'bytes', text: '00 00 00 00 63 02' });
  assert.equal(found.state, 'keyFailed');
  assert.match(found.why, /^Key: /);
});

test('offsets keep all digits; headers are names, what cannot be seen in them is written out', async () => {
  const found = await only({
    offset: 9_223_372_036_854_775_807n,
    leaderEpoch: 7,
    headers: [
      { name: 'a\u202e', value: null },
      { name: 'a', value: null },
    ],
  });
  assert.equal(found.offset, '9223372036854775807');
  assert.deepEqual(found.headers, ['a\\u202e', 'a']);
  assert.equal(found.leaderEpoch, 7);
});

for (const { name, key, value, columns } of [
  {
    name: 'telling names first, without what repeats the key, three at most',
    key: 'A-1',
    value: '{"order_id":"A-1","customer_id":5,"note":null,"status":"PAID","currency":"EUR","amount":12.50}',
    columns: ['value.status', 'value.amount#', 'value.customer_id#'],
  },
  { name: 'the others in their order', value: '{"b":"x","a":1,"c":{},"d":[],"e":true,"f":2}', columns: ['value.b', 'value.a#', 'value.e'] },
  {
    name: 'an id within a word is none',
    value: '{"p":1,"q":1,"r":1,"void":1,"paidBy":1,"userId":1}',
    columns: ['value.userId#', 'value.p#', 'value.q#'],
  },
  { name: 'a name that is none in a path', value: '{"a b":1}', columns: ['value["a b"]#'] },
  { name: 'no object', value: '[1]', columns: ['value'] },
  { name: 'an object without fields', value: '{}', columns: ['value'] },
] as { name: string; key?: string; value: string; columns: string[] }[]) {
  test(`columns: ${name}`, async () => {
    const { session } = open([record({ key: key === undefined ? null : Buffer.from(key), text: value })]);
    await scan(session);
    const found = (await rowsOf(session)).columns.map(({ id, numeric }) => (numeric ? `${id}#` : id));
    assert.deepEqual(found.slice(4, -3), columns);
  });
}

test('columns of a schema: scalars, nullable ones too, right-aligned where they are numbers', async (t) => {
  const wide = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'lines', type: { type: 'array', items: 'int' } },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } },
      { name: 'amount', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 5, scale: 2 }] },
      { name: 'either', type: ['null', 'string', 'long'] },
      { name: '__proto__', type: 'string' },
    ],
  };
  const fields: readonly (readonly [string, Value])[] = [
    ['lines', []],
    ['at', 0],
    ['amount', null],
    ['either', new UnionValue(2, 2n ** 60n)],
    ['__proto__', 'p'],
  ];
  const value: Readonly<Record<string, Value>> = Object.fromEntries(fields);
  const { session } = open([record({ value: framed(1, wide)(value) })], await openRegistry(t, wide));
  await scan(session);
  const shown = await rowsOf(session);
  assert.deepEqual(
    shown.columns.slice(4, -3).map(({ id, numeric }) => [id, numeric]),
    [
      ['value.amount', true],
      ['value.at', false],
      ['value.either', false],
    ],
  );
  const columns = [
    'value.amount',
    'value.either',
    'value.__proto__',
    'value.lines',
    'value.lines[0]',
    'value.lines.x',
    'value[',
    'value.at',
  ] as const;
  assert.deepEqual(
    (await rowsOf(session, { columns })).rows[0]?.fields?.map(({ text, kind }) => `${kind}: ${text}`),
    [
      ...['null: null', 'number: 1152921504606846976', 'string: p', 'plain: []', 'missing: ', 'missing: '],
      ...['string: 1970-01-01T00:00:00.000Z'],
    ],
  );
});

test('cells: what cannot be seen, what is cut, and numbers with all of their digits', async () => {
  const long = 'x'.repeat(5000);
  const { session } = open([
    record({
      offset: 1n,
      text: `{"a":"x\u202ey","b":1.50,"__proto__":true,"long":"${long}","n":123456789012345678901234567890,"o":{"p":[{"q":1}]}}`,
    }),
  ]);
  await scan(session);
  const columns = ['value.a', 'value.b', 'value.__proto__', 'value.long', 'value.n', 'value.o', 'value.o.p[0].q', 'value.none'] as const;
  const fields = (await rowsOf(session, { columns })).rows[0]?.fields ?? [];
  assert.deepEqual(
    fields.map(({ text, kind }) => `${kind}: ${text.slice(0, 40)}`),
    [
      ...['string: x\\u202ey', 'number: 1.50', 'boolean: true', `string: ${'x'.repeat(40)}`],
      ...['number: 123456789012345678901234567890', 'plain: {…}', 'number: 1', 'missing: '],
    ],
  );
  assert.equal(fields[3]?.text.length, 200);
  assert.ok(fields[3].text.endsWith('…'));
});

test('a huge value is not decoded for its row, and whole in its record', async () => {
  const huge = JSON.stringify({ a: 'y'.repeat(3 << 20) });
  const { session } = open([record({ text: huge })]);
  await scan(session);
  const [row] = (await rowsOf(session)).rows;
  assert.deepEqual([row?.state, row?.value.text], ['truncated', '3.0 MB, not shown here; the record is intact.']);
  const whole = await session.record({ scan: 'a', place: { partition: 0, offset: '0' }, revealed: false }, never);
  assert.equal(whole?.valueBytes?.length, huge.length);
  assert.ok((whole.value.json?.length ?? 0) >= huge.length);
});

test('a record that is not held is none', async () => {
  const { session } = open([record()]);
  await scan(session);
  for (const place of [
    { partition: 0, offset: '1' },
    { partition: 1, offset: '0' },
    { partition: 0, offset: 'x' },
  ]) {
    assert.equal(await session.record({ scan: 'a', place, revealed: false }, never), undefined);
  }
});
