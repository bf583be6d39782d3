import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { UnionValue, maxValueDepth } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { compileWriter } from '../../../shared/avro/write.ts';

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

const record = { type: 'record', name: 'Line', namespace: 'com.acme', fields: [{ name: 'price', type: 'int' }] };
const order = {
  type: 'record',
  name: 'Order',
  fields: [{ name: 'lines', type: { type: 'array', items: { type: 'map', values: record } } }],
};
const node = { type: 'record', name: 'Node', fields: [{ name: 'next', type: ['null', 'Node'] }] };

function nodes(count: number): Value {
  let value: Value = null;
  for (let index = 0; index < count; index++) value = { next: value };
  return value;
}

for (const { name, schema, value, message, path = '' } of [
  { name: 'a fraction as an int', schema: 'int', value: 1.5, message: 'The value is 1.5, which is no int.' },
  { name: 'an int of 2^31', schema: 'int', value: 2 ** 31, message: 'The value is 2147483648, which is no int.' },
  { name: 'no number as an int', schema: 'int', value: Number.NaN, message: 'The value is NaN, which is no int.' },
  { name: 'a bigint as an int', schema: 'int', value: 1n, message: 'The value is a bigint, not an int.' },
  {
    name: 'a number that may have lost digits as a long',
    schema: 'long',
    value: 2 ** 53,
    message: 'The value is 9007199254740992, which is no long.',
  },
  { name: 'a long of 2^63', schema: 'long', value: 2n ** 63n, message: 'The value is 9223372036854775808, which is no long.' },
  { name: 'text as a long', schema: 'long', value: '1', message: 'The value is a string, not a long.' },
  { name: 'a double as a float', schema: 'float', value: 1e39, message: 'The value is 1e+39, which is no float.' },
  { name: 'text as a double', schema: 'double', value: 'NaN', message: 'The value is a string, not a double.' },
  { name: 'a number as a boolean', schema: 'boolean', value: 1, message: 'The value is a number, not a boolean.' },
  { name: 'a number as null', schema: 'null', value: 0, message: 'The value is a number, not null.' },
  { name: 'bytes as a string', schema: 'string', value: Uint8Array.of(1), message: 'The value is bytes, not a string.' },
  {
    name: 'half of a surrogate pair',
    schema: 'string',
    value: 'a\ud800',
    message: 'The value holds half of a surrogate pair, which UTF-8 cannot write.',
  },
  { name: 'text as bytes', schema: 'bytes', value: 'a', message: 'The value is a string, not bytes.' },
  {
    name: 'a fixed of another size',
    schema: { type: 'fixed', name: 'F', size: 2 },
    value: Uint8Array.of(1),
    message: 'The value has 1 bytes, not 2.',
  },
  {
    name: 'an unknown symbol',
    schema: { type: 'enum', name: 'E', symbols: ['A'] },
    value: 'B',
    message: 'The value is "B", which is not a symbol of E.',
  },
  { name: 'a map as an array', schema: { type: 'array', items: 'int' }, value: new Map(), message: 'The value is a map, not an array.' },
  { name: 'a record as a map', schema: { type: 'map', values: 'int' }, value: { a: 1 }, message: 'The value is a record, not a map.' },
  { name: 'a map as a record', schema: record, value: new Map([['price', 1]]), message: 'The value is a map, not a record com.acme.Line.' },
  { name: 'a field missing', schema: record, value: {}, message: 'price is missing.', path: 'price' },
  {
    name: 'a field that would be lost',
    schema: record,
    value: { price: 1, note: 'x' },
    message: 'The value has "note", which is not a field of com.acme.Line.',
  },
  {
    name: 'what every object inherits is no field',
    schema: { type: 'record', name: 'R', fields: [{ name: 'toString', type: 'int' }] },
    value: {},
    message: 'toString is missing.',
    path: 'toString',
  },
  {
    name: 'a plain value of a union of many',
    schema: ['null', 'int', 'string'],
    value: 5,
    message: 'The value is a number, not a union value.',
  },
  {
    name: 'a branch that does not exist',
    schema: ['int', 'string'],
    value: new UnionValue(2, 5),
    message: 'The value is of branch 2, which does not exist.',
  },
  {
    name: 'deep in the value',
    schema: order,
    value: { lines: [new Map(), new Map([['a b', { price: 'x' }]])] },
    message: 'lines[1]["a b"].price is a string, not an int.',
    path: 'lines[1]["a b"].price',
  },
] satisfies { name: string; schema: unknown; value: Value; message: string; path?: string }[]) {
  test(`refused: ${name}`, () => {
    const write = compileWriter(schemaOf(schema));
    assert.throws(() => write(value), { code: 'codec/invalid-value', message, path, position: undefined });
  });
}

test('values nest as deep as they may be read, and no deeper', () => {
  const write = compileWriter(schemaOf(node));
  assert.equal(write(nodes(maxValueDepth)).length, maxValueDepth);
  assert.throws(() => write(nodes(maxValueDepth + 1)), { code: 'codec/too-deep' });
});

test('a writer that has failed is as good as new', () => {
  const write = compileWriter(schemaOf(order));
  assert.throws(() => write({ lines: [new Map([['a', {}]])] }), { path: 'lines[0]["a"].price' });
  assert.equal(toHex(write({ lines: [] })), '00');
  assert.throws(() => write({}), { path: 'lines' });
});

test('what was written before stays as it is', () => {
  const write = compileWriter(schemaOf('string'));
  const first = write('first');
  write('second');
  assert.equal(toHex(first), '0a6669727374');
});

test('a value larger than the first guess', () => {
  const text = 'x'.repeat(100_000);
  assert.equal(compileWriter(schemaOf({ type: 'array', items: 'string' }))([text, text]).length, 2 * (3 + 100_000) + 2);
});

test('what cannot be read with cannot be written with', () => {
  assert.throws(() => compileWriter(schemaOf(['int', 'Nope'])), { code: 'codec/unusable-schema' });
});
