import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseHex } from '../../../shared/avro/bytesLiteral.ts';
import { parseSchema } from '../../../shared/avro/parse.ts';
import { compileReader, traceRead } from '../../../shared/avro/read.ts';
import type { Schema } from '../../../shared/avro/schema.ts';
import { UnionValue, maxValueDepth } from '../../../shared/avro/value.ts';
import type { Value } from '../../../shared/avro/value.ts';
import { compileWriter } from '../../../shared/avro/write.ts';
import { CodecError } from '../../../shared/errors.ts';

function schemaOf(schema: unknown): Schema {
  const parsed = parseSchema(JSON.stringify(schema)).schema;
  assert.ok(parsed);
  return parsed;
}

function bytesOf(hex: string): Uint8Array {
  const bytes = parseHex(hex);
  assert.ok(bytes, hex);
  return bytes;
}

function record(fields: Record<string, unknown>, name = 'R'): unknown {
  return { type: 'record', name, fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })) };
}

const order = record({
  order_id: 'string',
  lines: { type: 'array', items: record({ price: ['null', 'double'], tags: { type: 'map', values: 'boolean' } }, 'Line') },
  status: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SHIPPED', 'LOST'] },
});
const node = record({ next: ['null', 'Node'] }, 'Node');
const zeros = { type: 'array', items: 'null' };
const ff = (count: number): string => 'ff'.repeat(count);

for (const { name, schema, hex, start, code, message, position, path = '' } of [
  { name: 'no bytes', schema: 'long', hex: '', code: 'truncated', message: 'Byte 0: number expected, no byte left', position: 0 },
  { name: 'a long cut off', schema: 'long', hex: '8080', code: 'truncated', message: 'Byte 0: number without an end, only 2 bytes left' },
  {
    name: 'a long cut off late',
    schema: 'long',
    hex: ff(9),
    code: 'truncated',
    message: 'Byte 0: number without an end, only 9 bytes left',
  },
  { name: 'an int cut off', schema: 'int', hex: '80', code: 'truncated', message: 'Byte 0: number without an end, only 1 byte left' },
  { name: 'a long of 65 bits', schema: 'long', hex: `${ff(9)}02`, code: 'varint', message: 'Byte 0: number of more than 64 bits' },
  {
    name: 'a long of eleven bytes',
    schema: 'long',
    hex: `${'80'.repeat(10)}00`,
    code: 'varint',
    message: 'Byte 0: number of more than 64 bits',
  },
  { name: 'an int of 33 bits', schema: 'int', hex: 'ffffffff1f', code: 'varint', message: 'Byte 0: int of more than 32 bits' },
  { name: 'an int of six bytes', schema: 'int', hex: '808080808000', code: 'varint', message: 'Byte 0: int of more than 32 bits' },
  { name: 'a boolean of 2', schema: 'boolean', hex: '02', code: 'boolean', message: 'Byte 0: boolean 2, only 0 and 1 exist' },
  { name: 'no boolean', schema: 'boolean', hex: '', code: 'truncated', message: 'Byte 0: boolean expected, no byte left' },
  { name: 'a float cut off', schema: 'float', hex: '0000', code: 'truncated', message: 'Byte 0: float of 4 bytes, only 2 left' },
  { name: 'a double cut off', schema: 'double', hex: '00', code: 'truncated', message: 'Byte 0: double of 8 bytes, only 1 left' },
  {
    name: 'a fixed cut off',
    schema: { type: 'fixed', name: 'F', size: 1000 },
    hex: '00',
    code: 'truncated',
    message: 'Byte 0: fixed of 1,000 bytes, only 1 left',
  },
  {
    name: 'a string longer than what is left',
    schema: record({ id: 'long', text: 'string' }),
    hex: `02 8040 ${'61'.repeat(31)}`,
    code: 'length',
    message: 'Byte 1: string of 4,096 bytes, only 31 left',
    position: 1,
    path: 'text',
  },
  {
    name: 'a length beyond 2^53',
    schema: 'bytes',
    hex: `fe${ff(8)}01`,
    code: 'length',
    message: 'Byte 0: bytes of 9,223,372,036,854,775,807 bytes, only 0 left',
  },
  { name: 'a negative length', schema: 'string', hex: '01', code: 'length', message: 'Byte 0: string of -1 bytes' },
  { name: 'an overlong character', schema: 'string', hex: '08 6161c080', code: 'not-utf8', message: 'Byte 3: not UTF-8', position: 3 },
  { name: 'a surrogate', schema: 'string', hex: '0a 61 eda080 61', code: 'not-utf8', message: 'Byte 2: not UTF-8', position: 2 },
  { name: 'a character cut off', schema: 'string', hex: '06 61e282', code: 'not-utf8', message: 'Byte 2: not UTF-8', position: 2 },
  {
    name: 'a bad byte far into a long string',
    schema: 'string',
    hex: `c801 ${'61'.repeat(70)} ff ${'61'.repeat(29)}`,
    code: 'not-utf8',
    message: 'Byte 72: not UTF-8',
    position: 72,
  },
  {
    name: 'a key that is not UTF-8',
    schema: { type: 'map', values: 'int' },
    hex: '02 02ff 00 00',
    code: 'not-utf8',
    message: 'Byte 2: not UTF-8',
    position: 2,
  },
  {
    name: 'a union index too high',
    schema: ['null', 'int'],
    hex: '30',
    code: 'union-index',
    message: 'Byte 0: union index 24, only 0–1 exist',
  },
  {
    name: 'a negative union index',
    schema: ['null', 'int'],
    hex: '01',
    code: 'union-index',
    message: 'Byte 0: union index -1, only 0–1 exist',
  },
  { name: 'a union of one branch', schema: ['int'], hex: '02', code: 'union-index', message: 'Byte 0: union index 1, only 0 exists' },
  { name: 'an empty union', schema: [], hex: '00', code: 'union-index', message: 'Byte 0: union index 0, none exists' },
  {
    name: 'an enum index too high',
    schema: order,
    hex: '0461 62 00 0e',
    code: 'enum-index',
    message: 'Byte 4: enum index 7, only 0–3 exist',
    position: 4,
    path: 'status',
  },
  {
    name: 'deep in the value',
    schema: order,
    hex: '00 04 0000 02 0000000000000000 02 026b 02 00',
    code: 'boolean',
    message: 'Byte 16: boolean 2, only 0 and 1 exist',
    position: 16,
    path: 'lines[1].tags["k"]',
  },
  {
    name: 'an array that avsc never leaves',
    schema: { type: 'array', items: 'int' },
    hex: '808080801002',
    code: 'length',
    message: 'Byte 0: array block of 2,147,483,648 items, only 1 byte left',
  },
  {
    name: 'an array of items that take eight bytes each',
    schema: { type: 'array', items: 'double' },
    hex: '04 0000000000000000 00',
    code: 'length',
    message: 'Byte 0: array block of 2 items, only 9 bytes left',
  },
  {
    name: 'a map of more entries than bytes',
    schema: { type: 'map', values: 'null' },
    hex: '0600',
    code: 'length',
    message: 'Byte 0: map block of 3 items, only 1 byte left',
  },
  {
    name: 'a count of -2^63',
    schema: { type: 'array', items: 'int' },
    hex: `${ff(9)}01 00`,
    code: 'length',
    message: 'Byte 0: array block of 9,223,372,036,854,775,808 items, only 0 bytes left',
  },
  {
    name: 'a block longer than what is left',
    schema: { type: 'array', items: 'int' },
    hex: '03 10 0202 00',
    code: 'length',
    message: 'Byte 0: array block of 8 bytes, only 3 left',
  },
  {
    name: 'a block of a negative size',
    schema: { type: 'array', items: 'int' },
    hex: '03 01 0202 00',
    code: 'length',
    message: 'Byte 0: array block of -1 bytes, only 3 left',
  },
  {
    name: 'a block whose items end early',
    schema: { type: 'array', items: 'int' },
    hex: '03 06 0202 00',
    code: 'length',
    message: 'Byte 4: array block ends here, 1 byte before the end that its size gives',
    position: 4,
  },
  {
    name: 'a block whose items end late',
    schema: { type: 'map', values: 'int' },
    hex: '01 02 026102 00',
    code: 'length',
    message: 'Byte 5: map block ends here, behind the end that its size gives',
    position: 5,
  },
  {
    name: 'many items without bytes',
    schema: record({ list: zeros }),
    hex: 'c09a0c 00',
    code: 'too-many-steps',
    message: 'Needs more steps than its bytes allow, at byte 3',
    position: 3,
    path: 'list',
  },
  {
    name: '2^62 items without bytes',
    schema: zeros,
    hex: `80${'80'.repeat(8)}01 00`,
    code: 'too-many-steps',
    message: 'Needs more steps than its bytes allow, at byte 10',
    position: 10,
  },
  {
    name: 'records without bytes, each of them many nulls',
    schema: { type: 'array', items: record(Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, 'null']))) },
    hex: '9003 00',
    code: 'too-many-steps',
    message: 'Needs more steps than its bytes allow, at byte 2',
    position: 2,
    path: '[193]',
  },
  {
    name: 'a record that contains itself without end',
    schema: record({ again: 'R' }),
    hex: '00',
    code: 'too-deep',
    message: 'Byte 0: nested deeper than 200 levels',
    path: Array.from({ length: maxValueDepth }, () => 'again').join('.'),
  },
  {
    name: 'a list of more records than may nest',
    schema: node,
    hex: `${'02'.repeat(maxValueDepth)}00`,
    code: 'too-deep',
    message: 'Byte 200: nested deeper than 200 levels',
    position: 200,
    path: Array.from({ length: maxValueDepth }, () => 'next').join('.'),
  },
  {
    name: 'bytes left over',
    schema: 'int',
    hex: '02 000000000000000000000000',
    code: 'trailing-bytes',
    message: 'Fits, but 12 bytes are left over',
    position: 1,
  },
  { name: 'one byte left over', schema: 'null', hex: '00', code: 'trailing-bytes', message: 'Fits, but 1 byte is left over', position: 0 },
  {
    name: 'behind a frame',
    schema: ['null', 'int'],
    hex: '0000000001 30',
    start: 5,
    code: 'union-index',
    message: 'Byte 5: union index 24, only 0–1 exist',
    position: 5,
  },
]) {
  test(`refused: ${name}`, () => {
    const bytes = bytesOf(hex);
    const expected = { code: `codec/${code}`, message, position: position ?? 0, path };
    const found = (error: unknown): boolean => {
      assert.ok(error instanceof CodecError);
      assert.deepEqual({ code: error.code, message: error.message, position: error.position, path: error.path }, expected);
      return true;
    };
    const reader = compileReader(schemaOf(schema));
    assert.throws(() => reader.read(bytes, start), found);
    // A second time, since a reader that has failed once must be as good as new.
    assert.throws(() => reader.read(bytes, start), found);
    const { error } = traceRead(schemaOf(schema), bytes, start);
    assert.ok(found(error));
  });
}

for (const { name, schema, hex, value } of [
  { name: 'a number in more bytes than it needs', schema: 'long', hex: '808000', value: 0 },
  { name: 'an array in several blocks', schema: { type: 'array', items: 'int' }, hex: '02 02 03 04 0406 00', value: [1, 2, 3] },
  { name: 'a list as long as may be', schema: node, hex: `${'02'.repeat(maxValueDepth - 1)}00`, value: linkedNodes(maxValueDepth) },
  { name: 'nulls within the budget', schema: zeros, hex: '9c01 00', value: Array.from({ length: 78 }, () => null) },
  { name: 'a union of null alone', schema: ['null'], hex: '00', value: new UnionValue(0, null) },
  { name: 'a union of null and two others', schema: ['null', 'int', 'string'], hex: '00', value: new UnionValue(0, null) },
  { name: 'a map that has a key twice', schema: { type: 'map', values: 'int' }, hex: '04 026102 026104 00', value: new Map([['a', 2]]) },
] satisfies { name: string; schema: unknown; hex: string; value: Value }[]) {
  test(`read: ${name}`, () => {
    assert.deepStrictEqual(compileReader(schemaOf(schema)).read(bytesOf(hex)), value);
  });
}

function linkedNodes(count: number): Value {
  let value: Value = null;
  for (let index = 0; index < count; index++) value = { next: value };
  return value;
}

test('items without bytes are free up to 16 for each byte and 10,000, and up to a million', () => {
  const reader = compileReader(schemaOf(record({ pad: 'bytes', list: zeros })));
  const write = compileWriter(schemaOf(record({ pad: 'bytes', count: 'long', end: 'int' })));
  for (const { pad, limit } of [
    { pad: 0, limit: 16 * 5 + 10_000 },
    { pad: 100_000, limit: 1_000_000 },
  ]) {
    const bytesFor = (count: number): Uint8Array => write({ pad: new Uint8Array(pad), count, end: 0 });
    assert.equal((reader.read(bytesFor(limit)) as { list: unknown[] }).list.length, limit);
    assert.throws(() => reader.read(bytesFor(limit + 1)), { code: 'codec/too-many-steps' });
  }
});

test('bytes and fixed are views into what was read, and no Buffers', () => {
  const bytes = Buffer.from([9, 4, 1, 2]);
  const { value, end } = compileReader(schemaOf('bytes')).readAt(bytes, 1);
  assert.ok(value instanceof Uint8Array && !(value instanceof Buffer));
  assert.deepEqual([value.buffer === bytes.buffer, value.length, end], [true, 2, 4]);
});

test('a value is read at any position, and what stands behind is left', () => {
  assert.deepEqual(compileReader(schemaOf('int')).readAt(bytesOf('ff 02 ff'), 1), { value: 1, end: 2 });
});

test('a record has each field as its own, whatever its name', () => {
  const value = compileReader(schemaOf(record({ __proto__x: 'int', toString: 'int' }))).read(bytesOf('0204'));
  assert.deepEqual(Object.keys(value as object), ['__proto__x', 'toString']);
  const schema = { type: 'record', name: 'R', fields: [{ name: '__proto__', type: { type: 'map', values: 'int' } }] };
  const proto = compileReader(schemaOf(schema)).read(bytesOf('00'));
  assert.deepEqual(Object.getOwnPropertyNames(proto), ['__proto__']);
  assert.equal(Object.getPrototypeOf(proto), Object.prototype);
});

test('more names than there are places of their own', () => {
  for (let round = 0; round < 40; round++) {
    const names = Array.from({ length: 5 }, (_, index) => `field_${round}_${index}`);
    const value = compileReader(schemaOf(record(Object.fromEntries(names.map((name) => [name, 'int']))))).read(bytesOf('0204060800'));
    assert.deepEqual(value, Object.fromEntries(names.map((name, index) => [name, [1, 2, 3, 4, 0][index]])));
  }
});

test('a trace has the bytes of every part', () => {
  const { ranges, value, end, error, isCut } = traceRead(schemaOf(order), bytesOf('0461 62 02 02000000000000f83f 02 026b 01 00 00 02'));
  const parts = ranges.map(({ path, start, end: behind }) => `${path} ${start}-${behind}`);
  assert.deepEqual(parts, [
    ' 0-20',
    'order_id 0-3',
    'lines 3-19',
    'lines[0] 4-18',
    'lines[0].price 4-13',
    'lines[0].price 5-13',
    'lines[0].tags 13-18',
    'lines[0].tags["k"] 16-17',
    'status 19-20',
  ]);
  assert.deepEqual([ranges.at(-1)?.value, end, error, isCut], ['PAID', 20, undefined, false]);
  assert.deepEqual(value, ranges[0]?.value);
});

test('a trace ends at the byte that does not fit', () => {
  const { ranges, value, end, error } = traceRead(schemaOf(order), bytesOf('0461 62 02 30 00 00 02'));
  assert.deepEqual(
    ranges.map(({ path, start, end: behind, value: part }) => [path, start, behind, part]),
    [
      ['', 0, 4, undefined],
      ['order_id', 0, 3, 'ab'],
      ['lines', 3, 4, undefined],
      ['lines[0]', 4, 4, undefined],
      ['lines[0].price', 4, 4, undefined],
    ],
  );
  assert.deepEqual([value, end, error?.path], [undefined, 4, 'lines[0].price']);
});

test('a trace keeps no more ranges than are asked for', () => {
  const { ranges, isCut, value } = traceRead(schemaOf({ type: 'array', items: 'int' }), bytesOf('06 020406 00'), 0, { maxRanges: 2 });
  assert.deepEqual([ranges.length, isCut, value], [2, true, [1, 2, 3]]);
});

for (const { name, schema, reason } of [
  { name: 'an unknown type', schema: record({ a: 'Nope' }), reason: '"Nope" is not defined' },
  { name: 'no type', schema: { type: 'record', name: 'R', fields: [{ name: 'a' }] }, reason: 'it has no valid type in one place' },
  { name: 'a field without a name', schema: { type: 'record', name: 'R', fields: [{ type: 'int' }] }, reason: 'a field has no name' },
  { name: 'a fixed without a size', schema: { type: 'fixed', name: 'F' }, reason: 'the fixed F has no size' },
  {
    name: 'a field twice',
    schema: {
      type: 'record',
      name: 'R',
      fields: [
        { name: 'a', type: 'int' },
        { name: 'a', type: 'int' },
      ],
    },
    reason: '"a" is a field twice',
  },
  { name: 'a symbol twice', schema: { type: 'enum', name: 'E', symbols: ['A', 'A'] }, reason: '"A" is a symbol twice' },
  { name: 'a branch twice', schema: ['int', { type: 'int', logicalType: 'date' }], reason: '"int" is a branch twice' },
  { name: 'a union in a union', schema: ['int', ['string']], reason: 'a union stands directly in a union' },
  { name: 'arrays in arrays without end', schema: nestedArrays(maxValueDepth + 1), reason: 'it nests deeper than 200 levels' },
]) {
  test(`unusable: ${name}`, () => {
    const expected = { code: 'codec/unusable-schema', message: `This schema cannot be used: ${reason}.` };
    assert.throws(() => compileReader(schemaOf(schema)), expected);
  });
}

function nestedArrays(depth: number): unknown {
  return depth === 0 ? 'int' : { type: 'array', items: nestedArrays(depth - 1) };
}

test('a long chain of records that refer to one another is compiled without deep recursion', () => {
  const count = 5_000;
  const records = Array.from({ length: count }, (_, index) => ({
    type: 'record',
    name: `R${index}`,
    fields: [{ name: 'next', type: ['null', `R${(index + 1) % count}`] }],
  }));
  const reader = compileReader(schemaOf(record(Object.fromEntries(records.map((each) => [each.name, each])), 'All')));
  assert.equal(Object.keys(reader.read(new Uint8Array(count)) as object).length, count);
});
