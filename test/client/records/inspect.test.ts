import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from '../../../client/records/inspect.ts';
import { inspectAvro } from '../../../client/records/inspectAvro.ts';
import type { InspectedField, InspectRequest, Inspection } from '../../../client/records/recordsSession.ts';
import { parseHex } from '../../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { createInflate } from '../../../client/cluster/inflate.ts';
import type { RegistryCache } from '../../../shared/registry/cache.ts';
import { createDecoder } from '../../../shared/wire/decoder.ts';
import { automaticProfile } from '../../../shared/wire/profile.ts';
import { goldenRows } from '../../shared/avro/golden.ts';
import { goldens } from '../../shared/wire/goldens.ts';
import { orderHex, orderMisfitHex, orderSchema } from './order.ts';
import { decoding, never, openRegistry } from './held.ts';

function bytesOf(hex: string): Uint8Array {
  return parseHex(hex) ?? assert.fail(hex);
}

function inspectHex(hex: string, given: Partial<InspectRequest> = {}, registry?: RegistryCache, maxFields?: number): Promise<Inspection> {
  const inflate = createInflate(decoding.maxInflatedBytes);
  const request = { bytes: bytesOf(hex), part: 'value', headers: [], topic: 'orders', decoding, schema: undefined, ...given } as const;
  const parts = {
    inflate,
    openDecoder: (topic: string | undefined, { profile, render }: InspectRequest['decoding']) =>
      createDecoder({ registry, topic, profile, render, inflate }),
    ...(maxFields === undefined ? {} : { maxFields }),
  };
  return inspect(parts, request, never);
}

const chosen = (schema: unknown): Partial<InspectRequest> => ({
  schema: { text: typeof schema === 'string' ? schema : JSON.stringify(schema), references: [], label: 'chosen.avsc' },
});

/** A line for each field: "0 value 0-4 record Order". */
function lines(fields: readonly InspectedField[]): string[] {
  return fields.map(({ depth, name, kind, start, end, type, value }) =>
    `${'  '.repeat(depth)}${name} ${kind} ${start}-${end} ${type} ${value}`.trimEnd(),
  );
}

/** How many fields without parts each byte belongs to, where those of parts are theirs alone. */
function owners(fields: readonly InspectedField[], count: number): number[] {
  const owned = new Array<number>(count).fill(0);
  const open: InspectedField[] = [];
  for (const field of fields) {
    open.length = field.depth;
    const around = open.at(-1);
    if (around !== undefined) {
      assert.ok(field.start >= around.start && field.end <= around.end, `${field.name} stands outside of ${around.name}`);
      for (let at = field.start; at < field.end; at++) owned[at] = (owned[at] ?? 0) - 1;
    }
    for (let at = field.start; at < field.end; at++) owned[at] = (owned[at] ?? 0) + 1;
    open[field.depth] = field;
  }
  return owned;
}

test('an order with all kinds of fields, as a frame and a tree', async (t) => {
  const registry = await openRegistry(t, orderSchema);
  const { fields, stop, leftOver, cut, part } = await inspectHex(orderHex(1), {}, registry);
  assert.equal(part.state, 'exact');
  assert.deepEqual({ stop, leftOver, cut }, { stop: undefined, leftOver: undefined, cut: false });
  assert.deepEqual(lines(fields), [
    'frame frame 0-5  Confluent prefix',
    '  magic byte frame 0-1 byte 0: Confluent prefix',
    '  schema id frame 1-5 int32 1',
    'value field 5-92 record Order',
    '  order_id field 5-14 string "A-100482"',
    '    length length 5-6 length 8',
    '  customer_id field 14-22 long 9007199254740993',
    '  status field 22-23 enum, symbol 1 PAID',
    '  amount field 23-27 decimal(12,2) 1249.90',
    '    length length 23-24 length 3',
    '  note field 27-45 union: string "gift, no invoice"',
    '    branch branch 27-28 union branch 1',
    '    length length 28-29 length 16',
    '  placed_at field 45-51 timestamp-millis 2026-11-22T09:41:07.512Z',
    '  lines field 51-78 array 2 items',
    '    count count 51-52 block count 2',
    '    0 field 52-63 record Line',
    '      sku field 52-59 string "CUP-31"',
    '        length length 52-53 length 6',
    '      qty field 59-60 int 4',
    '      price field 60-63 decimal(12,2) 62.50',
    '        length length 60-61 length 2',
    '    1 field 63-77 record Line',
    '      sku field 63-72 string "TEAPOT-2"',
    '        length length 63-64 length 8',
    '      qty field 72-73 int 1',
    '      price field 73-77 decimal(12,2) 999.90',
    '        length length 73-74 length 3',
    '    end end 77-78 end of blocks',
    '  tags field 78-92 map 1 entry',
    '    count count 78-79 block count 1',
    '    channel field 79-91 string "web"',
    '      key length length 79-80 length 7',
    '      key key 80-87 string "channel"',
    '      length length 87-88 length 3',
    '    end end 91-92 end of blocks',
  ]);
  const said = (name: string, kind: string): string =>
    fields.find((field) => field.name === name && field.kind === kind)?.explanation ?? '';
  assert.equal(said('magic byte', 'frame'), '0x00: magic byte, 0: Confluent prefix; alone it is only a hint');
  assert.equal(said('schema id', 'frame'), '0x00 0x00 0x00 0x01: schema id 1, big-endian');
  assert.equal(said('qty', 'field'), '0x08: zig-zag 8 is 4');
  assert.equal(said('status', 'field'), '0x02: zig-zag 2 is 1: symbol PAID');
  assert.equal(said('amount', 'field'), '0x01 0xe8 0x3e: two’s complement, big-endian: 124990; with scale 2: 1249.90');
  assert.equal(said('branch', 'branch'), '0x02: zig-zag 2 is 1: branch string of the union');
  assert.equal(said('count', 'count'), '0x04: zig-zag 4 is 2: a block of 2 items');
  assert.equal(said('end', 'end'), '0x00: no more blocks');
  assert.match(
    said('placed_at', 'field'),
    /: 7 bits of each, the lowest first; zig-zag \d+ is 1795340467512: milliseconds since 1970-01-01: 2026/,
  );
  assert.equal(fields.find(({ name }) => name === 'amount')?.underlying, 'bytes');
});

test('where the bytes stop fitting, what stands there, was expected and would fit', async () => {
  const { fields, stop } = await inspectHex(orderMisfitHex, chosen(orderSchema));
  assert.deepEqual(stop, {
    position: 17,
    what: 'union index 24, only 0–1 exist',
    path: 'note',
    explanation: [
      'The bytes: 0x30, as a zig-zag number 24',
      'Expected: index of a branch of ["null", "string"], field note: 0 or 1',
      'Would fit: as a string: length 24, and the next 24 bytes are UTF-8 text: "2026-11-22T09:41:07.085Z"',
      'So probably: the writer’s schema has a string here: another version, or another record.',
    ],
  });
  assert.deepEqual(lines(fields).slice(-4), [
    '  note stop 17-18 null | string union index 24, only 0–1 exist',
    '  placed_at unread 17-17 timestamp-millis not read',
    '  lines unread 17-17 array<Line> not read',
    '  tags unread 17-17 map<string> not read',
  ]);
});

test('bare Avro that does not fit and begins with 00 may have a frame', async () => {
  const bare = { ...automaticProfile, value: { framing: 'bare', schema: undefined, reader: undefined } } as const;
  const strings = { type: 'record', name: 'R', fields: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'string' })) };
  const { stop } = await inspectHex('000000041210', { ...chosen(strings), decoding: { ...decoding, profile: bare } });
  assert.match(stop?.explanation.at(-1) ?? '', /^So probably: there is a frame: the first byte is 00.*schema id 1042\.$/);
});

for (const { name, schema, hex, expected } of [
  { name: 'bytes left over', schema: 'int', hex: '0204', expected: { leftOver: { start: 1, count: 1 }, stop: undefined } },
  {
    name: 'a string that is cut off',
    schema: 'string',
    hex: '0a6162',
    expected: { leftOver: undefined, stop: 'string of 5 bytes, only 2 left' },
  },
  { name: 'no UTF-8', schema: 'string', hex: '0661ff62', expected: { leftOver: undefined, stop: 'not UTF-8' } },
  {
    name: 'an enum index',
    schema: { type: 'enum', name: 'E', symbols: ['A'] },
    hex: '0e',
    expected: { leftOver: undefined, stop: 'enum index 7, only 0 exists' },
  },
  {
    name: 'a fixed that is cut off',
    schema: { type: 'fixed', name: 'F', size: 4 },
    hex: '0102',
    expected: { leftOver: undefined, stop: 'fixed of 4 bytes, only 2 left' },
  },
  { name: 'a boolean', schema: 'boolean', hex: '05', expected: { leftOver: undefined, stop: 'boolean 5, only 0 and 1 exist' } },
  {
    name: 'an array of too many',
    schema: { type: 'array', items: 'int' },
    hex: 'fe01',
    expected: { leftOver: undefined, stop: 'array block of 127 items, only 0 bytes left' },
  },
  {
    name: 'a key of a map',
    schema: { type: 'map', values: 'int' },
    hex: '0402ff000000',
    expected: { leftOver: undefined, stop: 'not UTF-8' },
  },
]) {
  test(`a misfit: ${name}`, () => {
    const parsed = parseSchema(JSON.stringify(schema)).schema ?? assert.fail();
    const bytes = bytesOf(hex);
    const { fields, misfit, end } = inspectAvro(parsed, { bytes, start: 0, name: 'value', maxFields: 100 });
    assert.equal(misfit === undefined ? undefined : misfit.error.message.replace(/^Byte \d+: /, ''), expected.stop);
    assert.deepEqual(
      misfit !== undefined || end === bytes.length ? undefined : { start: end, count: bytes.length - end },
      expected.leftOver,
    );
    assert.equal(
      fields.some(({ kind }) => kind === 'stop'),
      misfit !== undefined,
    );
  });
}

test('every byte of what others wrote belongs to exactly one field', () => {
  for (const { name, schema, hex } of goldenRows) {
    const bytes = bytesOf(hex);
    const { fields, misfit } = inspectAvro(parseSchema(schema).schema ?? assert.fail(name), {
      bytes,
      start: 0,
      name: 'value',
      maxFields: 100_000,
    });
    assert.equal(misfit, undefined, name);
    assert.deepEqual(owners(fields, bytes.length), new Array(bytes.length).fill(1), name);
    for (const { explanation, value, kind } of fields) assert.ok(explanation !== '' || value !== '' || kind === 'field', name);
  }
});

test('whatever is cut off, what fits is explained and the rest is where it stops', () => {
  for (const { name, schema, hex } of goldenRows) {
    const whole = bytesOf(hex);
    const parsed = parseSchema(schema).schema ?? assert.fail(name);
    for (let length = 0; length < whole.length; length++) {
      const bytes = whole.subarray(0, length);
      const { fields, misfit } = inspectAvro(parsed, { bytes, start: 0, name: 'value', maxFields: 100_000 });
      const what = `${name}, ${length} bytes`;
      assert.ok(misfit, what);
      assert.equal(fields.filter(({ kind }) => kind === 'stop').length, 1, what);
      const owned = owners(fields, length);
      assert.ok(
        owned.every((count) => count === 1 || count === 0),
        what,
      );
      assert.ok(!owned.slice(0, Math.min(misfit.position, length)).includes(0), what);
    }
  }
});

test('what other software framed: all of the frame is explained', async (t) => {
  const registry = await openRegistry(t, orderSchema);
  for (const { name, hex, part = 'value', headers = [], framing, payload } of goldens) {
    const profile = { ...automaticProfile, [part]: { framing, schema: undefined, reader: undefined } };
    const { fields } = await inspectHex(
      hex,
      {
        part,
        headers: headers.map(([header, value]) => ({ name: header, value: bytesOf(value) })),
        decoding: { ...decoding, profile },
      },
      registry,
    );
    const frame = fields.filter(({ kind }) => kind === 'frame');
    assert.equal(
      frame.some(({ depth }) => depth === 1),
      framing !== 'bare',
      name,
    );
    if (hex.endsWith(payload)) assert.equal(Math.max(0, ...frame.map(({ end }) => end)), (hex.length - payload.length) / 2, name);
    const owned = owners(fields, hex.length / 2);
    assert.ok(
      owned.every((count) => count === 1 || count === 0),
      name,
    );
  }
});

test('JSON by its properties, text and numbers as they are', async () => {
  const json = Buffer.from('{"ä": [1, "x"], "b": null}').toString('hex');
  assert.deepEqual(lines((await inspectHex(json)).fields), [
    'value field 0-27 JSON object 2 properties',
    '  ä field 1-15 JSON array 2 items',
    '    0 field 8-9 JSON number 1',
    '    1 field 11-14 JSON string "x"',
    '  b field 17-26 JSON null null',
  ]);
  assert.deepEqual(lines((await inspectHex('68656c6c6f')).fields), ['value field 0-5 UTF-8 text "hello"']);
  assert.deepEqual(lines((await inspectHex('ff00ff')).fields), ['value unread 3-3  not read']);
  const long = { ...automaticProfile, value: { framing: 'long', schema: undefined, reader: undefined } } as const;
  assert.deepEqual(lines((await inspectHex('000000000000002a', { decoding: { ...decoding, profile: long } })).fields), [
    'value field 0-8 Kafka long 42',
  ]);
});

test('more fields than are kept are cut, which is said', async () => {
  const many = await inspectHex(`c801${'02'.repeat(100)}00`, chosen({ type: 'array', items: 'int' }), undefined, 10);
  assert.equal(many.fields.length, 10);
  assert.equal(many.cut, true);
  assert.equal(many.leftOver, undefined);
});
