import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import { sampleValue } from '../../../shared/avro/sample.ts';
import type { SampleOptions } from '../../../shared/avro/sample.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { UnionValue } from '../../../shared/avro/value.ts';
import type { RecordValue } from '../../../shared/avro/value.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { valueToJson } from '../../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { seededRandom } from '../../randomSchema.ts';
import { randomUsableSchema } from '../../randomValue.ts';

const count = process.env['AVRO_WORKBENCH_LONG'] === '1' ? 20_000 : 2_000;
const now = Date.UTC(2026, 10, 22, 12);

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

function record(fields: Record<string, unknown>, name = 'R'): unknown {
  return { type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

/** The sample as JSON, after it has been through bytes and JSON and come back the same. */
function sampleJson(schema: Schema, options: SampleOptions): string {
  const value = sampleValue(schema, options);
  assert.deepStrictEqual(compileReader(schema).read(compileWriter(schema)(value)), value);
  const json = valueToJson(schema, value);
  const { root } = parseJson(json);
  assert.ok(root);
  assert.deepStrictEqual(valueFromJson(schema, root), { ok: true, value });
  return json;
}

test(`samples of ${count} random schemas can be written and read`, () => {
  const random = seededRandom(20_261_123);
  for (let round = 0; round < count; round++) {
    const text = randomUsableSchema(random);
    const { schema } = parseSchema(text);
    assert.ok(schema);
    const options = { seed: round, now, nullProbability: random() };
    assert.equal(sampleJson(schema, options), sampleJson(schema, options), text);
  }
});

for (const { field, type, like } of [
  { field: 'email', type: 'string', like: /^"[a-z]+\.[a-z]+@example\.com"$/ },
  { field: 'contactEmailAddress', type: 'string', like: /@example\.com"$/ },
  { field: 'id', type: 'string', like: /^"id-\d{4}"$/ },
  { field: 'order_id', type: 'string', like: /^"order-\d{4}"$/ },
  { field: 'customerId', type: 'string', like: /^"customer-\d{4}"$/ },
  { field: 'event_uuid', type: 'string', like: /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/ },
  { field: 'key', type: { type: 'string', logicalType: 'uuid' }, like: /^"[0-9a-f]{8}-/ },
  { field: 'country', type: 'string', like: /^"[A-Z]{2}"$/ },
  { field: 'currency', type: 'string', like: /^"[A-Z]{3}"$/ },
  { field: 'phone_number', type: 'string', like: /^"\+1 202 555 01\d\d"$/ },
  { field: 'homepage', type: 'string', like: /^"https:\/\/example\.com\// },
  { field: 'iban', type: 'string', like: /^"[A-Z]{2}\d{2}[0-9A-Z]{18,23}"$/ },
  { field: 'last4', type: 'string', like: /^"\d{4}"$/ },
  { field: 'card_cvc', type: 'string', like: /^"\d{3}"$/ },
  { field: 'source', type: 'string', like: /^"(newsletter|search|shop)"$/ },
  { field: 'source_id', type: 'string', like: /^"source-\d{4}"$/ },
  { field: 'tags', type: { type: 'array', items: 'string' }, like: /^\[("(express|fragile|gift|new)",?){1,3}\]$/ },
  { field: 'tags', type: { type: 'map', values: 'string' }, like: /^\{"source":"(newsletter|search|shop)"(,"campaign":"[a-z-]+")?\}$/ },
  { field: 'customer_name', type: 'string', like: /^"\p{Lu}\p{L}+ \p{Lu}\p{L}+"$/u },
  { field: 'first_name', type: 'string', like: /^"\p{Lu}\p{L}+"$/u },
  { field: 'event_name', type: 'string', like: /^"[a-z]+ event"$/ },
  { field: 'created_at', type: 'string', like: /^"2026-11-22T1[12]:\d\d:\d\d\.\d{3}Z"$/ },
  { field: 'createdAt', type: { type: 'long', logicalType: 'timestamp-millis' }, like: /^"2026-11-22T1[12]:/ },
  { field: 'updated', type: { type: 'long', logicalType: 'timestamp-nanos' }, like: /^"2026-11-22T1[12]:\d\d:\d\d\.\d{9}Z"$/ },
  { field: 'at', type: { type: 'long', logicalType: 'local-timestamp-micros' }, like: /^"2026-11-22T1[12]:\d\d:\d\d\.\d{6}"$/ },
  { field: 'created_at', type: 'long', like: /^17953\d{8}$/ },
  { field: 'timestamp', type: 'int', like: /^17953\d{5}$/ },
  { field: 'birth_date', type: { type: 'int', logicalType: 'date' }, like: /^"(19[5-9]\d|200\d)-\d\d-\d\d"$/ },
  { field: 'due_date', type: { type: 'int', logicalType: 'date' }, like: /^"202[67]-/ },
  { field: 'opens', type: { type: 'int', logicalType: 'time-millis' }, like: /^"\d\d:\d\d:\d\d\.\d{3}"$/ },
  { field: 'quantity', type: 'int', like: /^[1-9]$/ },
  { field: 'price', type: 'double', like: /^\d{1,3}\.\d{1,2}$/ },
  { field: 'price_cents', type: 'long', like: /^\d{3,5}$/ },
  { field: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }, like: /^\d{1,3}\.\d\d$/ },
  { field: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 3, scale: 3 }, like: /^0\.\d{3}$/ },
  { field: 'amount', type: { type: 'fixed', name: 'F', size: 1, logicalType: 'decimal', precision: 2, scale: 0 }, like: /^\d\d?$/ },
  { field: 'amount', type: { type: 'bytes', logicalType: 'big-decimal' }, like: /^\d{1,3}\.\d\d$/ },
  { field: 'latitude', type: 'float', like: /^-?\d{1,2}\.\d{1,2}$/ },
  { field: 'age', type: 'int', like: /^[1-8]\d$/ },
  { field: 'is_deleted', type: 'boolean', like: /^false$/ },
  { field: 'status', type: { type: 'enum', name: 'E', symbols: ['A', 'B'] }, like: /^"[AB]"$/ },
  { field: 'signature', type: 'bytes', like: /^"hex:[0-9a-f]{12}"$/ },
  { field: 'wait', type: { type: 'fixed', name: 'F', size: 12, logicalType: 'duration' }, like: /^\{"months":0,"days":[1-9]/ },
  { field: 'emails', type: { type: 'array', items: 'string' }, like: /^\[("[a-z.]+@example\.com",?){1,3}\]$/ },
  { field: 'labels', type: { type: 'map', values: 'string' }, like: /^\{"source":"/ },
]) {
  test(`${field}: ${JSON.stringify(type)}`, () => {
    const schema = schemaOf(record({ [field]: type }));
    for (let seed = 0; seed < 50; seed++) {
      const json = sampleJson(schema, { seed, now }).slice(field.length + 4, -1);
      assert.match(json, like);
    }
  });
}

test('null as often as is asked for, but not where it is the whole value', () => {
  const schema = schemaOf(record({ a: ['null', 'int'] }));
  const nulls = (nullProbability: number): number =>
    Array.from({ length: 1000 }, (_, seed) => sampleValue(schema, { seed, nullProbability }) as RecordValue).filter(({ a }) => a === null)
      .length;
  assert.deepEqual([nulls(0), nulls(1)], [0, 1000]);
  assert.ok(Math.abs(nulls(0.2) - 200) < 50, String(nulls(0.2)));
  assert.notEqual(sampleValue(schemaOf(['null', 'int']), { nullProbability: 1 }), null);
});

test('every branch comes about', () => {
  const schema = schemaOf({ type: 'array', items: ['int', 'string', 'null', 'boolean'] });
  const values = Array.from({ length: 200 }, (_, seed) => sampleValue(schema, { seed })).flat();
  const branches = new Set(values.map((value) => value instanceof UnionValue && value.branch));
  assert.deepEqual([...branches].toSorted(), [0, 1, 2, 3]);
});

test('without a seed each is another', () => {
  const schema = schemaOf({ type: 'fixed', name: 'F', size: 16 });
  assert.notDeepEqual(sampleValue(schema), sampleValue(schema));
});

test('what contains itself ends', () => {
  const node = schemaOf(
    record(
      { value: 'int', next: ['null', 'Node'], children: { type: 'array', items: 'Node' }, byName: { type: 'map', values: 'Node' } },
      'Node',
    ),
  );
  for (let seed = 0; seed < 200; seed++) assert.ok(sampleJson(node, { seed, now, nullProbability: 0 }).length < 1500);
  const list = schemaOf(record({ rest: ['List', 'int'] }, 'List'));
  assert.match(sampleJson(list, { seed: 1 }), /^(\{"rest":){1,2}/);
});

test('lists are empty whose items would never end', () => {
  const endless = record({ again: 'R' });
  assert.equal(sampleJson(schemaOf({ type: 'array', items: endless }), { now, seed: 1 }), '[]');
  assert.equal(sampleJson(schemaOf({ type: 'map', values: endless }), { now, seed: 1 }), '{}');
});

test('a large schema makes a value that ends, too', () => {
  const wide = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [
      `f${index}`,
      { type: 'array', items: record({ a: { type: 'array', items: 'int' } }, `T${index}`) },
    ]),
  );
  assert.ok(sampleJson(schemaOf(record(wide)), { seed: 1 }).length < 30_000);
});

for (const { name, schema, message } of [
  { name: 'a record that needs itself', schema: record({ again: 'R' }), message: 'every value of it would contain itself without end' },
  {
    name: 'two records that need each other',
    schema: record({ a: record({ b: ['R', 'A'] }, 'A') }),
    message: 'every value of it would contain itself without end',
  },
  { name: 'an enum without symbols', schema: { type: 'enum', name: 'E', symbols: [] }, message: 'the enum E has no symbols' },
  { name: 'an empty union', schema: [], message: 'every value of it would contain itself without end' },
  { name: 'more parts than anybody reads', schema: doubling(24), message: 'a value of it has more than 100000 parts' },
]) {
  test(`no sample of ${name}`, () => {
    assert.throws(() => sampleValue(schemaOf(schema)), {
      code: 'codec/unusable-schema',
      message: `This schema cannot be used: ${message}.`,
    });
  });
}

/** A record that holds two of another, which holds two of another, and so on. */
function doubling(depth: number): unknown {
  return depth === 0 ? record({ a: 'int' }, 'R0') : record({ a: doubling(depth - 1), b: `R${depth - 1}` }, `R${depth}`);
}
