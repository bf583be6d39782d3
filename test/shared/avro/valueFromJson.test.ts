import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { parseJson } from '../../../shared/avro/parseJson.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { UnionValue, maxValueDepth } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { valueFromJson } from '../../../shared/avro/valueFromJson.ts';
import { CodecError } from '../../../shared/errors.ts';
import { mark } from '../../mark.ts';

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

function record(name: string, fields: Record<string, unknown>): unknown {
  return { type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

const logical = (type: string, logicalType: string, more: object = {}): unknown => ({ type, logicalType, ...more });
const decimal = logical('bytes', 'decimal', { precision: 9, scale: 2 });
const status = { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED'] };
const order = {
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'order_id', type: 'string' },
    { name: 'amount', type: decimal, default: '\u0000' },
    { name: 'status', type: status, default: 'NEW' },
    { name: 'quantity', type: 'int', default: 1 },
  ],
};
const field = (name: string, type: unknown): unknown => record('R', { [name]: type });
const days = 20_767;
const millis = days * 86_400_000 + (13 * 3600 + 2 * 60 + 7) * 1000;

for (const { name, schema, json, value } of [
  { name: 'all digits of a long', schema: 'long', json: '9007199254740993', value: 9007199254740993n },
  { name: 'a long that is a number', schema: 'long', json: '-9007199254740991', value: -9007199254740991 },
  { name: 'a long of -0', schema: 'long', json: '-0', value: 0 },
  { name: 'a double without a point', schema: 'double', json: '1', value: 1 },
  { name: 'a double with an exponent', schema: 'double', json: '1e3', value: 1000 },
  { name: 'a double of -0.0', schema: 'double', json: '-0.0', value: -0 },
  { name: 'no number', schema: 'double', json: '"NaN"', value: Number.NaN },
  { name: 'minus infinity', schema: 'float', json: '"-Infinity"', value: Number.NEGATIVE_INFINITY },
  { name: 'a float is the float nearest to what is written', schema: 'float', json: '0.1', value: Math.fround(0.1) },
  { name: 'hex', schema: 'bytes', json: '"hex:00ff 0A"', value: Uint8Array.of(0, 255, 10) },
  { name: 'base64', schema: 'bytes', json: '"base64:AP8K"', value: Uint8Array.of(0, 255, 10) },
  { name: 'a decimal', schema: decimal, json: '12.50', value: Uint8Array.of(0x04, 0xe2) },
  { name: 'a decimal in quotes', schema: decimal, json: '"12.50"', value: Uint8Array.of(0x04, 0xe2) },
  { name: 'a decimal with fewer decimals', schema: decimal, json: '-1', value: Uint8Array.of(0x9c) },
  { name: 'a decimal of all its digits', schema: decimal, json: '9999999.99', value: Uint8Array.of(0x3b, 0x9a, 0xc9, 0xff) },
  { name: 'a decimal with zeros in front', schema: decimal, json: '"00000000001.5"', value: Uint8Array.of(0x00, 0x96) },
  { name: 'the bytes of a decimal', schema: decimal, json: '"hex:0001"', value: Uint8Array.of(0, 1) },
  { name: 'a date', schema: logical('int', 'date'), json: '"2026-11-10"', value: days },
  { name: 'a leap day', schema: logical('int', 'date'), json: '"2024-02-29"', value: 19_782 },
  { name: 'a date of the year 1', schema: logical('int', 'date'), json: '"0001-01-01"', value: -719_162 },
  { name: 'a date as stored', schema: logical('int', 'date'), json: '20767', value: days },
  { name: 'a time', schema: logical('int', 'time-millis'), json: '"14:02:07.5"', value: 50_527_500 },
  { name: 'a time without seconds', schema: logical('long', 'time-micros'), json: '"14:02"', value: 50_520_000_000 },
  { name: 'a timestamp in UTC', schema: logical('long', 'timestamp-millis'), json: '"2026-11-10T13:02:07.123Z"', value: millis + 123 },
  { name: 'a timestamp with an offset', schema: logical('long', 'timestamp-millis'), json: '"2026-11-10T14:02:07+01:00"', value: millis },
  { name: 'an offset without a colon', schema: logical('long', 'timestamp-millis'), json: '"2026-11-10T09:32:07-0330"', value: millis },
  { name: 'a timestamp as stored', schema: logical('long', 'timestamp-millis'), json: '-1', value: -1 },
  {
    name: 'nanoseconds',
    schema: logical('long', 'timestamp-nanos'),
    json: '"2026-11-10T13:02:07.123456789Z"',
    value: BigInt(millis) * 1_000_000n + 123_456_789n,
  },
  {
    name: 'a local timestamp',
    schema: logical('long', 'local-timestamp-micros'),
    json: '"2026-11-10T13:02:07.000001"',
    value: millis * 1000 + 1,
  },
  {
    name: 'a UUID in capitals on a fixed',
    schema: logical('fixed', 'uuid', { name: 'F', size: 16 }),
    json: `"${'AB'.repeat(4)}-ABAB-ABAB-ABAB-${'AB'.repeat(6)}"`,
    value: new Uint8Array(16).fill(0xab),
  },
  { name: 'text that is no UUID on a string', schema: logical('string', 'uuid'), json: '"order-1"', value: 'order-1' },
  {
    name: 'a duration, its parts in any order and left out',
    schema: logical('fixed', 'duration', { name: 'F', size: 12 }),
    json: '{"millis": 3000, "months": 1}',
    value: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0xb8, 0x0b, 0, 0),
  },
  {
    name: 'fields in any order, defaults left out',
    schema: order,
    json: '{"status": "PAID", "order_id": "o-1"}',
    value: { order_id: 'o-1', amount: Uint8Array.of(0), status: 'PAID', quantity: 1 },
  },
  { name: 'a nullable value, plain', schema: ['null', 'string'], json: '"late"', value: 'late' },
  { name: 'a nullable value, tagged', schema: ['null', 'string'], json: '{"string": "late"}', value: 'late' },
  { name: 'null, plain', schema: ['null', 'string'], json: 'null', value: null },
  { name: 'null, tagged', schema: ['null', 'string'], json: '{"null": null}', value: null },
  { name: 'a branch by its kind', schema: ['null', 'int', 'string'], json: '"a"', value: new UnionValue(2, 'a') },
  { name: 'a branch by its digits', schema: ['int', 'double'], json: '1.5', value: new UnionValue(1, 1.5) },
  { name: 'a branch by its range', schema: ['string', 'int', 'double'], json: '3000000000', value: new UnionValue(2, 3e9) },
  {
    name: 'a branch by its fullname',
    schema: ['int', order],
    json: '{"com.acme.Order": {"order_id": "a"}}',
    value: new UnionValue(1, { order_id: 'a', amount: Uint8Array.of(0), status: 'NEW', quantity: 1 }),
  },
  {
    name: 'one record by its fields',
    schema: [record('A', { a: 'int' }), record('B', { b: 'int' })],
    json: '{"b": 1}',
    value: new UnionValue(1, { b: 1 }),
  },
  {
    name: 'a map whose only key is a tag with another value',
    schema: ['string', { type: 'map', values: 'int' }],
    json: '{"string": 5}',
    value: new UnionValue(1, new Map([['string', 5]])),
  },
  {
    name: 'a tag that is needed, beside a map that would fit',
    schema: ['int', 'long', { type: 'map', values: 'int' }],
    json: '{"long": 5}',
    value: new UnionValue(1, 5),
  },
] satisfies { name: string; schema: unknown; json: string; value: Value }[]) {
  test(`read: ${name}`, () => {
    const { root, problems } = parseJson(json);
    assert.deepEqual([problems, root === undefined], [[], false]);
    assert.ok(root);
    assert.deepStrictEqual(valueFromJson(schemaOf(schema), root), { ok: true, value });
  });
}

for (const { name, schema, json, finds } of [
  {
    name: 'missing-field',
    schema: order,
    json: '<<{>>}',
    finds: ['missing-field  "order_id" is missing; Order has no default for it. [order_id]'],
  },
  {
    name: 'missing-field with a default that does not fit',
    schema: { type: 'record', name: 'R', fields: [{ name: 'a', type: 'int', default: 'x' }] },
    json: '<<{>>}',
    finds: ['missing-field  "a" is missing; the default that R has for it does not fit. [a]'],
  },
  {
    name: 'unknown-field',
    schema: order,
    json: '{"order_id": "a", <<"amuont">>: 1}',
    finds: ['unknown-field  Order has no field "amuont". Did you mean "amount"? [amount]'],
  },
  {
    name: 'unknown-field like no other',
    schema: order,
    json: '{"order_id": "a", <<"xyzzy">>: 1}',
    finds: ['unknown-field  Order has no field "xyzzy". []'],
  },
  {
    name: 'unknown-field never suggests one that is there',
    schema: order,
    json: '{"order_id": "a", "amount": 1, <<"amounts">>: 1}',
    finds: ['unknown-field  Order has no field "amounts". []'],
  },
  {
    name: 'wrong-type',
    schema: field('status', status),
    json: '{"status": <<5>>}',
    finds: ['wrong-type status "status" is an enum (NEW, PAID, SHIPPED), not a number.'],
  },
  { name: 'wrong-type at the root', schema: 'int', json: '<<"12">>', finds: ['wrong-type  The value is an int, not a string.'] },
  {
    name: 'wrong-type of a record',
    schema: field('o', order),
    json: '{"o": <<[]>>}',
    finds: ['wrong-type o "o" is a record com.acme.Order, not an array.'],
  },
  {
    name: 'wrong-type of a string',
    schema: field('s', 'string'),
    json: '{"s": <<null>>}',
    finds: ['wrong-type s "s" is a string, not null.'],
  },
  {
    name: 'wrong-type in an array',
    schema: field('tags', { type: 'array', items: 'string' }),
    json: '{"tags": ["a", <<true>>]}',
    finds: ['wrong-type tags[1] "tags[1]" is a string, not a boolean.'],
  },
  { name: 'wrong-type of a double', schema: 'double', json: '<<"1.5">>', finds: ['wrong-type  The value is a double, not a string.'] },
  {
    name: 'out-of-range of an int',
    schema: 'int',
    json: '<<3000000000>>',
    finds: ['out-of-range  3000000000 does not fit an int (-2147483648 to 2147483647).'],
  },
  {
    name: 'out-of-range of a long',
    schema: 'long',
    json: '<<9223372036854775808>>',
    finds: ['out-of-range  9223372036854775808 does not fit a long (-9223372036854775808 to 9223372036854775807).'],
  },
  { name: 'out-of-range of a float', schema: 'float', json: '<<1e39>>', finds: ['out-of-range  1e39 does not fit a float.'] },
  { name: 'out-of-range of a double', schema: 'double', json: '<<-1e999>>', finds: ['out-of-range  -1e999 does not fit a double.'] },
  {
    name: 'out-of-range of nanoseconds',
    schema: logical('long', 'timestamp-nanos'),
    json: '<<"2500-01-01T00:00:00Z">>',
    finds: ['out-of-range  This does not fit a long (-9223372036854775808 to 9223372036854775807).'],
  },
  {
    name: 'not-an-integer',
    schema: field('quantity', 'int'),
    json: '{"quantity": <<1.5>>}',
    finds: ['not-an-integer quantity "quantity" is an int: 1.5 has a fraction.'],
  },
  {
    name: 'not-an-integer with an exponent',
    schema: field('n', 'long'),
    json: '{"n": <<1e3>>}',
    finds: ['not-an-integer n "n" is a long: write 1000 for 1e3. [1000]'],
  },
  {
    name: 'not-an-integer with a point and an exponent',
    schema: 'long',
    json: '<<-1.25e2>>',
    finds: ['not-an-integer  The value is a long: write -125 for -1.25e2. [-125]'],
  },
  {
    name: 'not-an-integer with a small exponent',
    schema: 'long',
    json: '<<1500e-3>>',
    finds: ['not-an-integer  The value is a long: 1500e-3 has a fraction.'],
  },
  {
    name: 'not-an-integer with a zero behind the point',
    schema: 'long',
    json: '<<5.0>>',
    finds: ['not-an-integer  The value is a long: write 5 for 5.0. [5]'],
  },
  {
    name: 'not-an-integer of zero',
    schema: 'long',
    json: '<<-0e7>>',
    finds: ['not-an-integer  The value is a long: write 0 for -0e7. [0]'],
  },
  {
    name: 'decimal-scale',
    schema: field('amount', decimal),
    json: '{"amount": <<12.505>>}',
    finds: ['decimal-scale amount 12.505 has 3 decimals; "amount" keeps 2.'],
  },
  {
    name: 'decimal-scale of zeros',
    schema: decimal,
    json: '<<1.500>>',
    finds: ['decimal-scale  1.500 has 3 decimals; the value keeps 2.'],
  },
  {
    name: 'decimal-precision',
    schema: field('amount', decimal),
    json: '{"amount": <<123456789.01>>}',
    finds: ['decimal-precision amount "amount" holds 9 digits in all; this has 11.'],
  },
  {
    name: 'a decimal with an exponent',
    schema: field('amount', decimal),
    json: '{"amount": <<1e2>>}',
    finds: ['wrong-type amount "amount" is a decimal(9,2): write 1e2 without an exponent.'],
  },
  {
    name: 'a decimal that is text',
    schema: decimal,
    json: '<<"much">>',
    finds: ['wrong-type  The value is a decimal(9,2): write it as digits, such as 12.50.'],
  },
  {
    name: 'bad-timestamp without an offset',
    schema: field('created_at', logical('long', 'timestamp-millis')),
    json: '{"created_at": <<"2026-11-10T14:02:07.123">>}',
    finds: ['bad-timestamp created_at "created_at" needs an offset, such as Z: 2026-11-10T14:02:07.123Z. [2026-11-10T14:02:07.123Z]'],
  },
  {
    name: 'bad-timestamp with too many digits',
    schema: field('created_at', logical('long', 'timestamp-millis')),
    json: '{"created_at": <<"2026-11-10T14:02:07.123456Z">>}',
    finds: ['bad-timestamp created_at "created_at" keeps milliseconds; this has microseconds.'],
  },
  {
    name: 'bad-timestamp with an offset that is local',
    schema: field('at', logical('long', 'local-timestamp-millis')),
    json: '{"at": <<"2026-11-10T14:02:07Z">>}',
    finds: ['bad-timestamp at "at" is a local time: leave the offset out.'],
  },
  {
    name: 'bad-timestamp of a day that does not exist',
    schema: field('at', logical('long', 'timestamp-micros')),
    json: '{"at": <<"2026-02-29T14:02:07Z">>}',
    finds: ['bad-timestamp at "at" is a timestamp-micros, such as 2026-11-10T14:02:07.123456Z, and this is none.'],
  },
  {
    name: 'bad-timestamp of a date',
    schema: field('born', logical('int', 'date')),
    json: '{"born": <<"10.11.2026">>}',
    finds: ['bad-timestamp born "born" is a date, such as 2026-11-10, and this is none.'],
  },
  {
    name: 'bad-timestamp of a time',
    schema: logical('int', 'time-millis'),
    json: '<<"25:00:00">>',
    finds: ['bad-timestamp  The value is a time-millis, such as 14:02:07.123, and this is none.'],
  },
  {
    name: 'a timestamp that is neither',
    schema: logical('int', 'date'),
    json: '<<true>>',
    finds: ['wrong-type  The value is a date, such as 2026-11-10, not a JSON boolean.'],
  },
  {
    name: 'a timestamp with a fraction',
    schema: logical('int', 'date'),
    json: '<<1.5>>',
    finds: ['not-an-integer  The value is an int: 1.5 has a fraction.'],
  },
  {
    name: 'bytes-prefix',
    schema: field('signature', 'bytes'),
    json: '{"signature": <<"abc">>}',
    finds: ['bytes-prefix signature "signature" is bytes: begin with hex: or base64:.'],
  },
  {
    name: 'bytes-prefix with half a byte',
    schema: 'bytes',
    json: '<<"hex:0">>',
    finds: ['bytes-prefix  The value is bytes: what follows hex: is none.'],
  },
  {
    name: 'bytes-prefix of a fixed',
    schema: { type: 'fixed', name: 'F', size: 2 },
    json: '<<"ab">>',
    finds: ['bytes-prefix  The value is a fixed of 2 bytes: begin with hex: or base64:.'],
  },
  {
    name: 'fixed-size',
    schema: field('f', { type: 'fixed', name: 'F', size: 2 }),
    json: '{"f": <<"hex:000102">>}',
    finds: ['fixed-size f "f" has 2 bytes; this has 3.'],
  },
  {
    name: 'not-unicode',
    schema: field('s', 'string'),
    json: '{"s": <<"\\ud800">>}',
    finds: ['not-unicode s "s" holds half of a surrogate pair, which no Avro string can.'],
  },
  {
    name: 'ambiguous-union',
    schema: ['int', 'long'],
    json: '<<5>>',
    finds: ['ambiguous-union  This fits int and long. Name the branch: { "long": 5 }. [int,long]'],
  },
  {
    name: 'ambiguous-union of text',
    schema: ['string', status],
    json: '<<"PAID">>',
    finds: ['ambiguous-union  This fits string and Status. Name the branch: { "Status": "PAID" }. [string,Status]'],
  },
  {
    name: 'ambiguous-union of a tag that need not be, and a map',
    schema: ['string', { type: 'map', values: 'string' }],
    json: '<<{"string": "x"}>>',
    finds: ['ambiguous-union  This fits string and map. Name the branch: { "map": {"string":"x"} }. [string,map]'],
  },
  {
    name: 'no-branch',
    schema: field('note', ['null', 'string']),
    json: '{"note": <<7>>}',
    finds: ['no-branch note "note" is null or string, not a number.'],
  },
  {
    name: 'no-branch of text',
    schema: ['int', 'boolean', status],
    json: '<<[]>>',
    finds: ['no-branch  The value is int, boolean or Status, not an array.'],
  },
  {
    name: 'the only branch of this kind says what is wrong',
    schema: ['null', status],
    json: '<<"PAYED">>',
    finds: ['unknown-symbol  "PAYED" is not a symbol of Status. Did you mean "PAID"? [PAID]'],
  },
  {
    name: 'inside of a tagged branch',
    schema: [record('A', { a: 'int' }), record('B', { a: 'int' })],
    json: '{"B": {"a": <<"x">>}}',
    finds: ['wrong-type a "a" is an int, not a string.'],
  },
  {
    name: 'duplicate-key',
    schema: order,
    json: '{"order_id": "a", "amount": 1, <<"amount">>: 2}',
    finds: ['duplicate-key  "amount" is here twice.'],
  },
  {
    name: 'duplicate-key of a map',
    schema: { type: 'map', values: 'int' },
    json: '{"a": 1, <<"a">>: 2}',
    finds: ['duplicate-key  "a" is here twice.'],
  },
  { name: 'missing-value', schema: order, json: '{<<"order_id">>:}', finds: ['missing-value  "order_id" has no value.'] },
  {
    name: 'a duration',
    schema: logical('fixed', 'duration', { name: 'F', size: 12 }),
    json: '{"months": <<-1>>, <<"hours">>: 1, <<"months">>: 1}',
    finds: [
      'out-of-range  "months" of a duration is a whole number from 0 to 4294967295.',
      'unknown-field  A duration has months, days and millis, but no "hours".',
      'duplicate-key  "months" is here twice.',
    ],
  },
  {
    name: 'all at once, in the order of the text',
    schema: record('R', {
      lines: { type: 'array', items: record('Line', { sku: 'string', price: decimal }) },
      tags: { type: 'map', values: 'int' },
    }),
    json: '{"tags": {"a b": <<"x">>}, "lines": [{"sku": <<1>>, "price": 1}, <<{>>"price": <<1.234>>}]}',
    finds: [
      'wrong-type tags["a b"] "tags["a b"]" is an int, not a string.',
      'wrong-type lines[0].sku "sku" is a string, not a number.',
      'missing-field lines[1] "sku" is missing; Line has no default for it. [sku]',
      'decimal-scale lines[1].price 1.234 has 3 decimals; "price" keeps 2.',
    ],
  },
]) {
  test(`refused: ${name}`, () => {
    const { text, ranges } = mark(json);
    const { root } = parseJson(text);
    assert.ok(root);
    const result = valueFromJson(schemaOf(schema), root);
    assert.ok(!result.ok);
    const found = result.problems.map(({ code, path, message, suggestions }) => {
      const offered = suggestions === undefined ? '' : ` [${suggestions.join(',')}]`;
      return `${code} ${path} ${message}${offered}`;
    });
    assert.deepEqual(found, finds);
    assert.deepEqual(
      result.problems.map(({ span }) => span),
      ranges,
    );
  });
}

test('a value may nest as deep as bytes may, and no deeper', () => {
  const schema = schemaOf(record('Node', { next: ['null', 'Node'] }));
  const nested = (depth: number): string => `${'{"next":'.repeat(depth)}null${'}'.repeat(depth)}`;
  const results = [maxValueDepth, maxValueDepth + 1].map((depth) => {
    const { root } = parseJson(nested(depth));
    assert.ok(root);
    return valueFromJson(schema, root);
  });
  const [, tooDeep] = results;
  assert.deepEqual([results[0]?.ok, tooDeep?.ok], [true, false]);
  assert.deepEqual(tooDeep?.ok === false && tooDeep.problems.map(({ code }) => code), ['too-deep']);
});

test('a branch that nests too deep is told by that, and not by fitting no branch', () => {
  const tree = record('Tree', { children: { type: 'array', items: 'Tree' } });
  const { root } = parseJson(`${'{"children": ['.repeat(101)}${']}'.repeat(101)}`);
  assert.ok(root);
  const result = valueFromJson(schemaOf(['null', tree, { type: 'map', values: 'int' }]), root);
  assert.deepEqual(result.ok ? [] : result.problems.map(({ code }) => code), ['too-deep']);
});

test('branches of unions in unions are not tried again and again', () => {
  const variant = record('Variant', {
    value: ['int', 'long', { type: 'map', values: 'Variant' }, { type: 'array', items: 'Variant' }, 'Variant'],
  });
  const depth = 90;
  const { root } = parseJson(`${'{"value": {"map": {"long": '.repeat(depth)}{"value": {"int": 1}}${'}}}'.repeat(depth)}`);
  assert.ok(root);
  const result = valueFromJson(schemaOf(variant), root);
  assert.deepEqual(result.ok ? [] : result.problems, []);
});

test('a schema with a hole is refused', () => {
  const { root } = parseJson('{"a": 1}');
  assert.ok(root);
  assert.throws(
    () => valueFromJson(schemaOf(field('a', 'Nope')), root),
    (error: unknown) => error instanceof CodecError && error.code === 'codec/unusable-schema',
  );
});

test('a text of another schema has no more problems than anybody reads', () => {
  const count = 5000;
  const { root } = parseJson(`[${'"PAYED",'.repeat(count)}"PAID"]`);
  assert.ok(root);
  const result = valueFromJson(schemaOf({ type: 'array', items: status }), root);
  assert.equal(result.ok ? 0 : result.problems.length, 1000);
});
