import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import { nestingHeights } from '../../../shared/avro/nestingHeight.ts';
import { createSampler, sampleValue } from '../../../shared/avro/sample.ts';
import type { SampleOptions } from '../../../shared/avro/sample.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { usable } from '../../../shared/avro/usable.ts';
import { UnionValue, fieldValue, nullableBranch } from '../../../shared/avro/value.ts';
import type { RecordValue, Value } from '../../../shared/avro/value.ts';
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

const someHints = [
  { options: [1, 'A', null, true, 'hex:00', 12.5, {}, []] },
  { range: { min: -3, max: 4.5 } },
  { range: { min: 1e18 } },
  { range: { max: -1e30 } },
  { length: 3 },
  { length: { min: 2, max: 400 } },
  { regex: '[a-z]{3}-\\d+' },
  { kind: 'uuid', prefix: '<', suffix: '>' },
  { iteration: { start: 3, restart: 9, step: 4 } },
  { iteration: { start: true } },
  { odds: 0.9, keys: { length: { min: 0, max: 3 } } },
];
const someDocs = [
  'between 1 and 5',
  'one of A, B, 3',
  'e.g. 12',
  'in cents',
  'milliseconds since the epoch',
  'ISO 4217',
  'at most 3 characters',
];

/** A schema's JSON with hints of all sorts at all places, whether or not they make sense there. */
function hinted(json: unknown, random: () => number): unknown {
  if (Array.isArray(json)) return json.map((each) => hinted(each, random));
  if (typeof json !== 'object' || json === null) return json;
  const inner = Object.entries(json).map(([name, value]) => [name, name === 'symbols' ? value : hinted(value, random)] as const);
  const some = <T>(from: readonly T[]): T | undefined => (random() < 0.4 ? from[Math.floor(random() * from.length)] : undefined);
  // Records stand for themselves: their `__proto__` is a name like others.
  return { ...Object.fromEntries(inner), 'arg.properties': some(someHints), doc: some(someDocs) };
}

test(`samples of ${count} random schemas with hints of all sorts can be written and read`, () => {
  const random = seededRandom(20_261_130);
  for (let round = 0; round < count; round++) {
    const schema = schemaOf(hinted(JSON.parse(randomUsableSchema(random)), random));
    const options: SampleOptions = { seed: round, now, branches: random() < 0.5 ? 'all' : 'random' };
    assert.equal(sampleJson(schema, options), sampleJson(schema, options));
  }
});

/** Which branches and symbols a value has, by the schema of the union or enum. */
function collect(schema: Schema, value: Value, seen: Map<Schema, Set<number | string>>): void {
  const target = usable(schema);
  const note = (what: number | string): void => void seen.set(target, (seen.get(target) ?? new Set()).add(what));
  if (target.type === 'enum') note(value as string);
  else if (target.type === 'record') {
    for (const field of target.fields) collect(field.schema, fieldValue(value as RecordValue, field.name?.value ?? '') ?? null, seen);
  } else if (target.type === 'array') for (const item of value as readonly Value[]) collect(target.items, item, seen);
  else if (target.type === 'map') for (const item of (value as ReadonlyMap<string, Value>).values()) collect(target.values, item, seen);
  else if (target.type === 'union') {
    const other = nullableBranch(target);
    const branch = other === undefined ? (value as UnionValue).branch : value === null ? 1 - other : other;
    note(branch);
    collect(target.branches[branch] ?? assert.fail(), other === undefined ? (value as UnionValue).value : value, seen);
  }
}

test(`a series of samples has every branch and symbol, of ${count} random schemas`, () => {
  const random = seededRandom(7);
  for (let round = 0; round < count; round++) {
    const text = randomUsableSchema(random);
    const schema = schemaOf(JSON.parse(text));
    const sampler = createSampler(schema, { seed: round, now, branches: 'all' });
    const seen = new Map<Schema, Set<number | string>>();
    let length = 0;
    do collect(schema, sampler.next(), seen);
    while (++length < 400 && !sampler.isCovered());
    assert.ok(sampler.isCovered(), text);
    const heights = nestingHeights(schema);
    for (const [target, parts] of seen) {
      const all =
        target.type === 'enum'
          ? target.symbols
          : target.type === 'union'
            ? target.branches.filter((each) => Number.isFinite(heights.of(each)))
            : [];
      assert.equal(parts.size, all.length, text);
    }
  }
});

test('branches in turns: null, each branch of each level, each symbol; then anew', () => {
  const card = record({ scheme: { type: 'enum', name: 'Scheme', symbols: ['VISA', 'AMEX', 'JCB'] } }, 'Card');
  const schema = schemaOf(record({ paid: ['null', 'string', card] }));
  const sampler = createSampler(schema, { seed: 7, branches: 'all', nullProbability: 1 });
  const series: string[] = [];
  const covered: boolean[] = [];
  for (let round = 0; round < 9; round++) {
    series.push(valueToJson(schema, sampler.next()).replace(/"(?!VISA|AMEX|JCB)[^"]*"(?=\}$)/, '…'));
    covered.push(sampler.isCovered());
  }
  const paid = (value: string): string => `{"paid":${value}}`;
  assert.deepEqual(
    series,
    ['VISA', 'AMEX', 'JCB'].flatMap((scheme) => [paid('null'), paid('…'), paid(`{"scheme":"${scheme}"}`)]),
  );
  assert.deepEqual(covered, [...Array.from({ length: 8 }, () => false), true]);
  assert.equal(createSampler(schema).isCovered(), true);
});

test('a series from a seed is the same again, and goes on with others', () => {
  const schema = schemaOf(record({ id: 'string', at: { type: 'long', logicalType: 'timestamp-micros' } }));
  const series = (): string[] => {
    const sampler = createSampler(schema, { seed: 3, now });
    return Array.from({ length: 20 }, () => valueToJson(schema, sampler.next()));
  };
  assert.deepEqual(series(), series());
  assert.equal(new Set(series()).size, 20);
});

test('what is defined far behind, one in the other, is no mountain of calls', () => {
  const chain = (last: unknown): Schema =>
    schemaOf([
      record({ next: ['null', 'R1'] }, 'R0'),
      ...Array.from({ length: 5000 }, (_, index) => record({ next: ['null', `R${index + 2}`] }, `R${index + 1}`)),
      record({ end: last }, 'R5001'),
    ]);
  assert.ok(sampleJson(chain('int'), { seed: 1, branches: 'all' }).length > 1);
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
  { field: 'trace_id', type: 'string', like: /^"[0-9a-f]{8}-/ },
  { field: 'trace_level', type: 'string', like: /^"[a-z]+ level"$/ },
  { field: 'locale', type: 'string', like: /^"[a-z]{2}-[A-Z]{2}"$/ },
  { field: 'language', type: 'string', like: /^"[a-z]{2}"$/ },
  { field: 'time_zone', type: 'string', like: /^"(\w+\/\w+|UTC)"$/ },
  { field: 'user_agent', type: 'string', like: /^"Mozilla\// },
  { field: 'ipAddress', type: 'string', like: /^"192\.0\.2\./ },
  { field: 'bic', type: 'string', like: /^"[A-Z0-9]{8,11}"$/ },
  { field: 'body_sha256', type: 'string', like: /^"[0-9a-f]{64}"$/ },
  { field: 'amount', type: 'string', like: /^"\d{1,3}\.\d\d"$/ },
  { field: 'app_version', type: 'string', like: /^"\d\.\d\.\d"$/ },
  { field: 'order_status', type: 'string', like: /^"(active|new|done|waiting)"$/ },
  { field: 'status_code', type: 'string', like: /^"status-\d{4}"$/ },
  { field: 'delivery_date', type: 'string', like: /^"202[67]-\d\d-\d\d"$/ },
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
