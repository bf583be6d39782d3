import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { UnionValue, maxValueDepth } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { plainStyle } from '../../../shared/avro/valueStyle.ts';
import type { ValueStyle } from '../../../shared/avro/valueStyle.ts';
import { valuePreview, valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

const logical = (type: string, logicalType: string, more: object = {}): unknown => ({ type, logicalType, ...more });
const decimal = logical('bytes', 'decimal', { precision: 4, scale: 2 });
function record(name: string, fields: Record<string, unknown>): unknown {
  return { type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

const map = (values: unknown): unknown => ({ type: 'map', values });
const variant = record('V', { v: ['int', 'long', map('V'), 'V'] });
const card = { type: 'record', name: 'Card', fields: [{ name: 'last4', type: 'string' }] };
const gift = { type: 'record', name: 'Gift', fields: [{ name: 'last4', type: 'string' }] };

for (const { name, schema, value, json } of [
  { name: 'more digits than the precision', schema: decimal, value: Uint8Array.of(0x27, 0x10), json: '"hex:2710"' },
  { name: 'as many digits as the precision', schema: decimal, value: Uint8Array.of(0x27, 0x0f), json: '99.99' },
  { name: 'a decimal in more bytes than it needs', schema: decimal, value: Uint8Array.of(0, 1), json: '"hex:0001"' },
  { name: 'a negative decimal in more bytes than it needs', schema: decimal, value: Uint8Array.of(0xff, 0xff), json: '"hex:ffff"' },
  { name: 'a decimal of no bytes', schema: decimal, value: new Uint8Array(), json: '"hex:"' },
  { name: 'a decimal of a million bytes', schema: decimal, value: new Uint8Array(1_000_000), json: `"hex:${'00'.repeat(1_000_000)}"` },
  { name: 'a decimal below one', schema: decimal, value: Uint8Array.of(0xfb), json: '-0.05' },
  {
    name: 'a fixed decimal of more digits than its precision',
    schema: logical('fixed', 'decimal', { name: 'F', size: 3, precision: 4, scale: 0 }),
    value: Uint8Array.of(0, 0x27, 0x10),
    json: '"hex:002710"',
  },
  { name: 'a big-decimal that is none', schema: logical('bytes', 'big-decimal'), value: Uint8Array.of(9), json: '"hex:09"' },
  {
    name: 'a big-decimal with bytes left over',
    schema: logical('bytes', 'big-decimal'),
    value: Uint8Array.of(2, 1, 0, 0),
    json: '"hex:02010000"',
  },
  { name: 'the last day', schema: logical('int', 'date'), value: 100_000_000, json: '"+275760-09-13"' },
  { name: 'a day behind the last', schema: logical('int', 'date'), value: 100_000_001, json: '100000001' },
  { name: 'a day before the year 0', schema: logical('int', 'date'), value: -719_529, json: '"-000001-12-31"' },
  { name: 'a time that is none', schema: logical('int', 'time-millis'), value: 86_400_000, json: '86400000' },
  { name: 'a negative time', schema: logical('long', 'time-micros'), value: -1, json: '-1' },
  {
    name: 'the last timestamp',
    schema: logical('long', 'timestamp-millis'),
    value: 8_640_000_000_000_000,
    json: '"+275760-09-13T00:00:00.000Z"',
  },
  {
    name: 'a timestamp behind the last',
    schema: logical('long', 'timestamp-millis'),
    value: 8_640_000_000_001_000,
    json: '8640000000001000',
  },
  { name: 'the longest timestamp', schema: logical('long', 'timestamp-micros'), value: 2n ** 63n - 1n, json: '9223372036854775807' },
  {
    name: 'the first nanosecond of a long',
    schema: logical('long', 'timestamp-nanos'),
    value: -(2n ** 63n),
    json: '"1677-09-21T00:12:43.145224192Z"',
  },
  { name: 'a float in few digits', schema: 'float', value: Math.fround(16.1), json: '16.1' },
  { name: 'a float in nine digits', schema: 'float', value: Math.fround(104.623024), json: '104.623024' },
  { name: 'the smallest float', schema: 'float', value: 2 ** -149, json: '1e-45' },
  { name: 'a whole double', schema: 'double', value: 100, json: '100.0' },
  { name: 'a large double', schema: 'double', value: 1e300, json: '1e+300' },
  { name: 'a branch told by its kind', schema: ['null', 'int', 'string'], value: new UnionValue(1, 5), json: '5' },
  { name: 'two branches that fit', schema: ['int', 'long'], value: new UnionValue(1, 5), json: '{"long":5}' },
  { name: 'a branch told by its range', schema: ['int', 'long'], value: new UnionValue(1, 2 ** 40), json: '1099511627776' },
  { name: 'a whole double beside a long', schema: ['long', 'double'], value: new UnionValue(1, 5), json: '5.0' },
  { name: 'a long beside a double', schema: ['long', 'double'], value: new UnionValue(0, 5), json: '{"long":5}' },
  { name: 'text that might be bytes', schema: ['string', 'bytes'], value: new UnionValue(0, 'hex:00'), json: '{"string":"hex:00"}' },
  { name: 'text that can not be bytes', schema: ['string', 'bytes'], value: new UnionValue(0, 'hex:0'), json: '"hex:0"' },
  { name: 'two records alike', schema: [card, gift], value: new UnionValue(1, { last4: '1' }), json: '{"Gift":{"last4":"1"}}' },
  {
    name: 'a map that looks like a tagged value',
    schema: ['string', map('string')],
    value: new UnionValue(1, new Map([['string', 'x']])),
    json: '{"map":{"string":"x"}}',
  },
  {
    name: 'a map that looks tagged, but with another value',
    schema: ['string', map('int')],
    value: new UnionValue(1, new Map([['string', 5]])),
    json: '{"string":5}',
  },
  {
    name: 'a nullable map that looks like a tagged value',
    schema: ['null', map(['null', 'int'])],
    value: new Map([['null', null]]),
    json: '{"map":{"null":null}}',
  },
  {
    name: 'a tag that must be, beside a map that fits',
    schema: ['int', 'long', map('int')],
    value: new UnionValue(0, 5),
    json: '{"int":5}',
  },
  {
    name: 'a map that might be its own tag',
    schema: variant,
    value: { v: new UnionValue(2, new Map([['map', { v: new UnionValue(3, { v: new UnionValue(1, 5) }) }]])) },
    json: '{"v":{"map":{"map":{"v":{"v":{"long":5}}}}}}',
  },
  { name: 'and that map', schema: ['int', 'long', map('int')], value: new UnionValue(2, new Map([['int', 5]])), json: '{"map":{"int":5}}' },
] satisfies { name: string; schema: unknown; value: Value; json: string }[]) {
  test(`written and read again: ${name}`, () => {
    const parsed = schemaOf(schema);
    assert.equal(valueToJson(parsed, value), json);
    const { root } = parseJson(json);
    assert.ok(root);
    assert.deepStrictEqual(valueFromJson(parsed, root), { ok: true, value });
  });
}

const instant = logical('long', 'timestamp-millis');
const zoneHere = new Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const { name, schema, value, render, json } of [
  { name: 'bytes in base64', schema: 'bytes', value: Uint8Array.of(0, 255, 1), render: { bytes: 'base64' }, json: '"base64:AP8B"' },
  { name: 'no bytes in base64', schema: 'bytes', value: new Uint8Array(), render: { bytes: 'base64' }, json: '"base64:"' },
  { name: 'a decimal stays one', schema: decimal, value: Uint8Array.of(1), render: { bytes: 'base64' }, json: '0.01' },
  { name: 'a nullable value, tagged', schema: ['null', 'long'], value: 5, render: { unions: 'tagged' }, json: '{"long":5}' },
  { name: 'null is not tagged', schema: ['null', 'long'], value: null, render: { unions: 'tagged' }, json: 'null' },
  {
    name: 'records are tagged by their fullnames',
    schema: ['null', { ...card, namespace: 'com.acme' }, gift],
    value: new UnionValue(1, { last4: '1' }),
    render: { unions: 'tagged' },
    json: '{"com.acme.Card":{"last4":"1"}}',
  },
  {
    name: 'plain, where a tag would mean a map',
    schema: ['string', map('string')],
    value: new UnionValue(0, 'x'),
    render: { unions: 'tagged' },
    json: '"x"',
  },
  { name: 'a time in UTC', schema: instant, value: 1_794_315_727_123, render: { timeZone: 'UTC' }, json: '"2026-11-10T13:02:07.123Z"' },
] satisfies { name: string; schema: unknown; value: Value; render: Partial<ValueStyle>; json: string }[]) {
  test(`style: ${name}`, () => {
    const parsed = schemaOf(schema);
    assert.equal(valueToJson(parsed, value, { render: { ...plainStyle, ...render } }), json);
    const { root } = parseJson(json);
    assert.ok(root);
    assert.deepStrictEqual(valueFromJson(parsed, root), { ok: true, value });
    assert.equal(valuePreview(parsed, value, 100, { ...plainStyle, ...render }).startsWith('{'), json.startsWith('{') || json === '"x"');
  });
}

/** Node takes the zone from the environment whenever that changes. */
function inZone(zone: string, work: () => void): void {
  process.env['TZ'] = zone;
  try {
    work();
  } finally {
    process.env['TZ'] = zoneHere;
  }
}

for (const { name, zone, type, value, json } of [
  { name: 'east', zone: 'Europe/Zurich', type: 'timestamp-millis', value: 1_794_315_727_123, json: '"2026-11-10T14:02:07.123+01:00"' },
  { name: 'in summer', zone: 'Europe/Zurich', type: 'timestamp-millis', value: 1_783_000_000_000, json: '"2026-07-02T15:46:40.000+02:00"' },
  {
    name: 'west, before 1970, in nanoseconds',
    zone: 'America/St_Johns',
    type: 'timestamp-nanos',
    value: -1,
    json: '"1969-12-31T20:29:59.999999999-03:30"',
  },
  { name: 'UTC itself', zone: 'UTC', type: 'timestamp-micros', value: 1, json: '"1970-01-01T00:00:00.000001Z"' },
  {
    name: 'a local timestamp has no zone',
    zone: 'Asia/Tokyo',
    type: 'local-timestamp-millis',
    value: 0,
    json: '"1970-01-01T00:00:00.000"',
  },
  { name: 'a date has none either', zone: 'Asia/Tokyo', type: 'date', value: 0, json: '"1970-01-01"' },
]) {
  test(`local time: ${name}`, () => {
    inZone(zone, () => {
      const schema = schemaOf(logical(type === 'date' ? 'int' : 'long', type));
      assert.equal(valueToJson(schema, value, { render: { ...plainStyle, timeZone: 'local' } }), json);
      const { root } = parseJson(json);
      assert.ok(root);
      assert.deepStrictEqual(valueFromJson(schema, root), { ok: true, value });
    });
  });
}

test('indented as JSON is', () => {
  const schema = schemaOf({ type: 'array', items: ['null', map('int'), { type: 'array', items: 'string' }] });
  const value = [
    new UnionValue(0, null),
    new UnionValue(1, new Map([['a', 1]])),
    new UnionValue(1, new Map()),
    new UnionValue(2, ['x', 'y']),
  ];
  assert.equal(valueToJson(schema, value, { indent: 2 }), JSON.stringify([null, { a: 1 }, {}, ['x', 'y']], undefined, 2));
});

test('the null of a union is tagged where a plain null would be a tombstone', () => {
  assert.equal(valueToJson(schemaOf(['null', 'int']), null, { tagRootNull: true }), '{"null":null}');
  assert.equal(valueToJson(schemaOf(['null', 'int']), 5, { tagRootNull: true }), '5');
  assert.equal(valueToJson(schemaOf(['null', 'int']), null), 'null');
});

for (const { name, schema, value, length, preview } of [
  { name: 'all of it', schema: map('int'), value: new Map([['a', 1]]), length: 7, preview: '{"a":1}' },
  { name: 'cut', schema: map('int'), value: new Map([['a', 1]]), length: 6, preview: '{"a":…' },
  { name: 'no half of a character', schema: 'string', value: 'ab😀', length: 5, preview: '"ab…' },
  { name: 'no tags', schema: { type: 'array', items: ['int', 'long'] }, value: [new UnionValue(1, 5)], length: 50, preview: '[5]' },
  { name: 'what things mean', schema: decimal, value: Uint8Array.of(0x27, 0x0f), length: 50, preview: '99.99' },
  { name: 'long bytes', schema: 'bytes', value: new Uint8Array(3_000_000), length: 10, preview: '"hex:0000…' },
] satisfies { name: string; schema: unknown; value: Value; length: number; preview: string }[]) {
  test(`preview: ${name}`, () => {
    assert.equal(valuePreview(schemaOf(schema), value, length), preview);
  });
}

test('a preview looks at no more of the value than it shows', () => {
  let looks = 0;
  const items = new Proxy(
    Array.from({ length: 100_000 }, () => 'some text'),
    {
      get(target, name, receiver): unknown {
        looks++;
        return Reflect.get(target, name, receiver);
      },
    },
  );
  assert.equal(valuePreview(schemaOf({ type: 'array', items: 'string' }), items, 30).length, 30);
  assert.ok(looks < 100, `It looked ${looks} times.`);
});

test('a value as deep as may be is written, and read again', () => {
  const schema = schemaOf({ type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node', map('Node')] }] });
  let value: Value = { next: new UnionValue(0, null) };
  for (let depth = 1; depth < maxValueDepth; depth++) value = { next: new UnionValue(1, value) };
  compileWriter(schema)(value);
  const { root, problems } = parseJson(valueToJson(schema, value, { indent: 2 }));
  assert.ok(root);
  assert.deepEqual(problems, []);
  assert.deepEqual(valueFromJson(schema, root), { ok: true, value });
});
