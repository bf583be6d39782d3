import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnionValue } from '../../../shared/avro/value.ts';
import type { MutableRecord, Value } from '../../../shared/avro/value.ts';
import { setField } from '../../../shared/avro/value.ts';
import { createFilter, isFilter } from '../../../shared/filter/createFilter.ts';
import type { FilterRecord } from '../../../shared/filter/filter.ts';
import { avroPart, bytesPart, failedPart, fieldPart, headerOf, jsonPart, nullPart, primitivePart, recordOf, textPart } from './records.ts';

type Outcome = 'match' | 'other' | 'untestable';

function outcomeOf(text: string, record: FilterRecord): Outcome {
  const filter = createFilter(text);
  if (!isFilter(filter)) throw new Error(`${text}: ${filter.message}`);
  return filter.test(record);
}

function check(record: FilterRecord, rows: Readonly<Partial<Record<Outcome, readonly string[]>>>): void {
  for (const outcome of ['match', 'other', 'untestable'] as const) {
    for (const text of rows[outcome] ?? []) assert.equal(outcomeOf(text, record), outcome, text);
  }
}

const [most, least] = [2n ** 63n - 1n, -(2n ** 63n)];
const decimal = (size: 'bytes' | 'fixed', scale: number): unknown =>
  size === 'bytes'
    ? { type: 'bytes', logicalType: 'decimal', precision: 38, scale }
    : { type: 'fixed', name: 'F', size: 16, logicalType: 'decimal', precision: 38, scale };
const logical = (type: string, logicalType: string): unknown => ({ type, logicalType });

const rows: readonly {
  readonly name: string;
  readonly type: unknown;
  readonly value: Value;
  readonly match?: readonly string[];
  readonly other?: readonly string[];
  readonly untestable?: readonly string[];
}[] = [
  {
    name: 'the greatest long',
    type: 'long',
    value: most,
    match: [
      'value.x == 9223372036854775807',
      'value.x > 9223372036854775806',
      'value.x >= 9223372036854775807u',
      'value.x < 9223372036854775807.5',
      'value.x in [1, 9223372036854775807]',
      'value.x - 1 == 9223372036854775806',
      'string(value.x) == "9223372036854775807"',
      'text(value.x) == "9223372036854775807"',
      'decimal("9223372036854775807.01") > value.x',
    ],
    other: ['value.x == 9223372036854775806', 'value.x == 9223372036854775808.0', 'value.x == "9223372036854775807"'],
    untestable: ['value.x + 1 > 0', 'value.x * 2 > 0', '-(value.x) - 2 < 0', 'value.x > "1"'],
  },
  {
    name: 'the least long',
    type: 'long',
    value: least,
    match: ['value.x == -9223372036854775808', 'value.x < -9223372036854775807', 'value.x >= -9223372036854775808.0'],
    other: ['value.x == -9223372036854775807'],
    untestable: ['-value.x > 0', 'value.x - 1 < 0', 'value.x / -1 > 0', 'value.x / 0 > 1', 'value.x % 0 == 1'],
  },
  {
    name: 'a long beyond what a double holds',
    type: 'long',
    value: 9_007_199_254_740_993n,
    match: ['value.x == 9007199254740993', 'value.x > 9007199254740992.0', 'value.x != 9007199254740992', 'value.x == offset'],
    other: ['value.x == 9007199254740992', 'value.x == 9007199254740992.0'],
  },
  {
    name: 'an int',
    type: 'int',
    value: 7,
    match: [
      'value.x == 7.0',
      'value.x > 6.5',
      'value.x / 2 == 3',
      'value.x % 4 == 3',
      'value.x * 1.5 == 10.5',
      'value.x == 7u',
      '-value.x == -7',
      'value.x == decimal("7.00")',
      'value.x > 6 ? true : false',
    ],
    other: ['value.x == "7"', 'value.x == null', 'value.x == true'],
    untestable: ['value.x', 'value.x.y == 1', 'value.x > true', 'value.x.contains("7")', '!value.x', 'value.x ? true : false'],
  },
  {
    name: 'a double',
    type: 'double',
    value: 9.99,
    match: ['value.x == 9.99', 'value.x > 9', 'value.x < 10u', 'value.x == decimal("9.99")', 'value.x >= 9.99', 'value.x - 9.99 == 0.0'],
    other: ['value.x > 9.99', 'value.x == 9'],
  },
  {
    name: 'no number',
    type: 'double',
    value: NaN,
    other: ['value.x == value.x', 'value.x > 0', 'value.x <= 0', 'value.x == decimal("1")'],
    match: ['value.x != 1'],
  },
  {
    name: 'infinity',
    type: 'double',
    value: Infinity,
    match: ['value.x > 9223372036854775807', 'value.x > decimal("1")'],
    other: ['value.x < decimal("1")'],
  },
  {
    name: 'a float as it is shown',
    type: 'float',
    value: Math.fround(0.1),
    match: ['value.x == 0.1', 'text(value.x) == "0.1"'],
    other: ['value.x > 0.1'],
  },
  {
    name: 'a decimal',
    type: decimal('bytes', 2),
    value: new Uint8Array([3, 231]),
    match: [
      'value.x == 9.99',
      'value.x == 9.990',
      'value.x == "9.99"',
      'value.x == "9.990"',
      'value.x < 10',
      'value.x > 9',
      'value.x >= 9.99',
      'value.x in [1.5, 9.99]',
      'value.x + 0.01 == 10',
      'value.x * 100 == 999',
      '-value.x == -9.99',
      'text(value.x) == "9.99"',
      'int(value.x) == 9',
      'double(value.x) == 9.99',
      'value.x < 9.9900000000000000000000001',
    ],
    other: ['value.x == 9.98', 'value.x > 9.99', 'value.x == "abc"', 'value.x == null', 'value.x == 9.9900000000000000000000001'],
    untestable: ['value.x > "abc"', 'value.x > true', 'value.x / 0 > 1', 'value.x % 2 == 1'],
  },
  { name: 'a negative decimal', type: decimal('bytes', 1), value: new Uint8Array([0xff]), match: ['value.x == -0.1', 'value.x < 0'] },
  {
    name: 'a decimal of 38 digits',
    type: decimal('fixed', 2),
    value: Uint8Array.from(Buffer.from('4b3b4ca85a86c47a098a223fffffffff', 'hex')),
    match: ['value.x == 999999999999999999999999999999999999.99', 'value.x == "999999999999999999999999999999999999.99"'],
    other: ['value.x == 999999999999999999999999999999999999.98', 'value.x == 1e36'],
  },
  { name: 'a decimal without bytes', type: decimal('bytes', 0), value: new Uint8Array(), match: ['value.x == 0'] },
  { name: 'a decimal of too many bytes', type: decimal('bytes', 0), value: new Uint8Array(5_000), untestable: ['value.x > 0'] },
  {
    name: 'a big-decimal',
    type: logical('bytes', 'big-decimal'),
    value: new Uint8Array([4, 3, 231, 4]),
    match: ['value.x == 9.99', 'value.x > 9'],
  },
  {
    name: 'a timestamp in milliseconds',
    type: logical('long', 'timestamp-millis'),
    value: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    match: [
      'value.x >= timestamp("2026-01-01T00:00:00Z")',
      'value.x == timestamp("2026-01-02T04:04:05.678+01:00")',
      'value.x == timestamp',
      'value.x >= "2026-01-02"',
      'value.x < "2026-01-03"',
      'value.x == "2026-01-02T03:04:05.678Z"',
      'value.x == "2026-01-02T03:04:05.678"',
      'value.x - timestamp("2026-01-02T03:04:05Z") == duration("678ms")',
      'value.x + duration("1h") > timestamp("2026-01-02T04:00:00Z")',
      'value.x.getFullYear() == 2026 && value.x.getMonth() == 0 && value.x.getDate() == 2 && value.x.getDayOfMonth() == 1',
      'value.x.getHours() == 3 && value.x.getMinutes() == 4 && value.x.getSeconds() == 5 && value.x.getMilliseconds() == 678',
      'value.x.getDayOfWeek() == 5 && value.x.getDayOfYear() == 1',
      'text(value.x) == "\\"2026-01-02T03:04:05.678Z\\""',
      'int(value.x) == 1767323045',
    ],
    other: ['value.x == "yesterday"', 'value.x < "2026-01-02"'],
    untestable: ['value.x > "yesterday"', 'value.x > 5', 'value.x + 1 > value.x'],
  },
  {
    name: 'a timestamp in microseconds',
    type: logical('long', 'timestamp-micros'),
    value: 1_767_323_045_678_901,
    match: ['value.x > timestamp("2026-01-02T03:04:05.678900Z")', 'value.x == timestamp("2026-01-02T03:04:05.678901Z")'],
  },
  {
    name: 'the last timestamp in nanoseconds',
    type: logical('long', 'timestamp-nanos'),
    value: most,
    match: ['value.x == timestamp("2262-04-11T23:47:16.854775807Z")', 'value.x > timestamp("2262-04-11T23:47:16.854775806Z")'],
  },
  {
    name: 'a timestamp beyond any calendar',
    type: logical('long', 'timestamp-millis'),
    value: most,
    match: ['value.x > "2026-01-01"'],
    untestable: ['value.x.getFullYear() > 1'],
  },
  {
    name: 'a local timestamp',
    type: logical('long', 'local-timestamp-millis'),
    value: 1000,
    match: ['value.x == "1970-01-01T00:00:01"', 'value.x < timestamp("1970-01-02T00:00:00Z")'],
  },
  {
    name: 'a date',
    type: logical('int', 'date'),
    value: 20_455,
    match: ['value.x == "2026-01-02"', 'value.x >= timestamp("2026-01-02T00:00:00Z")', 'value.x.getFullYear() == 2026'],
    other: ['value.x > "2026-01-02"'],
  },
  {
    name: 'a time of day',
    type: logical('int', 'time-millis'),
    value: 30_600_000,
    match: ['value.x == "08:30"', 'value.x > "08:29:59.999"', 'value.x < duration("9h")', 'value.x.getHours() == 8'],
  },
  {
    name: 'a uuid in bytes',
    type: { type: 'fixed', name: 'U', size: 16, logicalType: 'uuid' },
    value: Uint8Array.from(Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex')),
    match: ['value.x == "6ba7b810-9dad-11d1-80b4-00c04fd430c8"', 'value.x.startsWith("6ba7")'],
  },
  {
    name: 'a duration',
    type: { type: 'fixed', name: 'D', size: 12, logicalType: 'duration' },
    value: new Uint8Array([1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255]),
    match: ['value.x.months == 1 && value.x.days == 2 && value.x.millis == 4294967295', 'size(value.x) == 3'],
    untestable: ['value.x.hours == 1'],
  },
  {
    name: 'an enum',
    type: { type: 'enum', name: 'E', symbols: ['NEW', 'PAID'] },
    value: 'PAID',
    match: ['value.x == "PAID"', 'value.x in ["A", "PAID"]', 'value.x != "NEW"', 'value.x.endsWith("ID")'],
    other: ['value.x == "NEW"'],
  },
  {
    name: 'bytes',
    type: 'bytes',
    value: new Uint8Array([0x61, 0xff]),
    match: ['value.x == b"a\\xff"', 'size(value.x) == 2', 'value.x > b"a"', 'text(value.x) == "\\"hex:61ff\\""'],
    other: ['value.x == "a"'],
    untestable: ['string(value.x) == "a"'],
  },
  {
    name: 'a text',
    type: 'string',
    value: 'Grüße 😀 an Ann',
    match: [
      'value.x.contains("😀 an")',
      'value.x.startsWith("Grü")',
      'value.x.endsWith("Ann")',
      'size(value.x) == 14 && value.x.size() == 14',
      'value.x.matches("^Gr.{2}e")',
      'matches(value.x, "(?i)ANN$")',
      'value.x.matches(r"^(?P<first>\\w+)\\ü\\ße\\ ")',
      'text(value).contains("an Ann")',
      'value.x.lowerAscii().contains("ann")',
      'value.x.split(" ").size() == 4',
      'value.x.indexOf("ü") == 2 && value.x.substring(0, 3) == "Grü"',
      'value.x + "!" == "Grüße 😀 an Ann!"',
      'value.x > "Gr"',
    ],
    other: ['value.x.contains("bob")', 'value.x.matches("^ann")'],
    untestable: [
      'value.x.contains(1)',
      'value.x.matches(value.x + "(")',
      'value.x + 1 == "a"',
      'value.x.substring(99) == ""',
      'value.x.y == 1',
    ],
  },
  {
    name: 'true',
    type: 'boolean',
    value: true,
    match: ['value.x', '!!value.x', 'value.x == true', 'value.x || value.y', 'value.y || value.x'],
    other: ['!value.x', '!value.x && value.y', 'value.y && !value.x'],
    untestable: ['value.y || !value.x', 'value.x && value.y'],
  },
  {
    name: 'null',
    type: ['null', 'string'],
    value: null,
    match: ['value.x == null', 'has(value.x)', '!has(value.x.y)'],
    other: ['value.x != null', 'value.x == "a"', 'has(value.x.y)'],
    untestable: ['value.x > 1', 'value.x.y == 1', 'value.x.contains("a")'],
  },
  {
    name: 'what is null or not',
    type: ['string', 'null'],
    value: 'a',
    match: ['value.x == "a"', 'value.x != null', 'value.x.contains("a")'],
    other: ['value.x == null'],
  },
  {
    name: 'a union of many',
    type: ['null', 'long', 'string', { type: 'record', name: 'Inner', fields: [{ name: 'n', type: 'int' }] }],
    value: new UnionValue(3, { n: 5 }),
    match: ['value.x.n == 5', 'value.x != null', 'has(value.x.n)'],
    untestable: ['value.x.m == 1', 'value.x > 5'],
  },
  {
    name: 'another branch of it',
    type: ['null', 'long', 'string', { type: 'record', name: 'Inner', fields: [{ name: 'n', type: 'int' }] }],
    value: new UnionValue(1, most),
    match: ['value.x == 9223372036854775807'],
    untestable: ['value.x.n == 5'],
  },
  {
    name: 'its null',
    type: ['null', 'long', 'string'],
    value: new UnionValue(0, null),
    match: ['value.x == null'],
    untestable: ['value.x.n == 5'],
  },
  {
    name: 'a map',
    type: { type: 'map', values: 'long' },
    value: new Map([
      ['__proto__', 1],
      ['a b', 2],
      ['constructor', 3],
    ]),
    match: [
      'value.x["__proto__"] == 1',
      'value.x["a b"] == 2',
      'value.x.constructor == 3',
      '"a b" in value.x',
      'size(value.x) == 3',
      'value.x.exists(key, value.x[key] == 2)',
      'has(value.x.constructor)',
      'value.x == {"a b": 2, "constructor": 3, "__proto__": 1}',
    ],
    other: ['"toString" in value.x', 'has(value.x.toString)'],
    untestable: ['value.x.toString == 1', 'value.x[1] == 1'],
  },
  {
    name: 'a list',
    type: { type: 'array', items: 'long' },
    value: [1, 2, most],
    match: [
      'value.x[2] == 9223372036854775807',
      '2 in value.x',
      'value.x.exists(n, n > 5)',
      'value.x.all(n, n > 0)',
      'value.x.exists_one(n, n == 1)',
      'value.x.filter(n, n > 1).size() == 2',
      'value.x.map(n, n / 2)[1] == 1',
      'value.x.map(n, n < 3, n * 2) == [2, 4]',
      'value.x.size() == 3',
      '[1] + [2] == [1, 2]',
      'value.x.exists(n, value.x.all(m, m <= n))',
      'value.x[int("1")] == 2',
    ],
    other: ['3 in value.x', 'value.x == [1, 2]'],
    untestable: [
      'value.x[3] == 1',
      'value.x[-1] == 1',
      'value.x["a"] == 1',
      'value.x.all(n, n.y == 1)',
      'value.x.map(n, n + 1).size() == 3',
      'value.x.exists(n, 1)',
      'value.x.y == 1',
    ],
  },
];

for (const { name, type, value, ...outcomes } of rows) {
  test(`filter: ${name}`, () => check(recordOf(fieldPart(type, value)), outcomes));
}

test('filter: names that objects inherit', () => {
  const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
  const value: MutableRecord = {};
  for (const [index, name] of names.entries()) setField(value, name, index);
  const part = avroPart({ type: 'record', name: 'R', fields: names.map((name) => ({ name, type: 'int' })) }, value);
  check(recordOf(part), {
    match: ['value.__proto__ == 0', 'value.constructor == 1', 'value["hasOwnProperty"] == 2', 'has(value.toString)', 'size(value) == 4'],
    other: ['has(value.valueOf)'],
    untestable: ['value.valueOf == 1', 'value.__proto__.x == 1', 'value.constructor.constructor == 1'],
  });
  check(recordOf(jsonPart('{"__proto__": {"constructor": 5}}')), {
    match: ['value.__proto__.constructor == 5'],
    other: ['has(value.constructor)'],
    untestable: ['value.constructor == 5', 'value.toString == 5'],
  });
  check(recordOf(fieldPart('int', 1)), { untestable: ['value.toString == 1', 'value.x.constructor == 1', 'headers.constructor == "a"'] });
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});

test('filter: JSON as it was written', () => {
  const text =
    '{"a": 9223372036854775807, "b": 9.99, "c": 0.12345678901234567890, "d": [1, {"e": null}], "f": 1e3, "g": 18446744073709551616, "a b": "x"}';
  check(recordOf(jsonPart(text)), {
    match: [
      'value.a == 9223372036854775807',
      'value.b == 9.99',
      'value.c == 0.12345678901234567890',
      'value.c == "0.12345678901234567890"',
      'value.d[1].e == null',
      'value.d[0] == 1',
      'value.f == 1000',
      'value.g > 9223372036854775807',
      'value["a b"] == "x"',
      'text(value).contains("0.12345678901234567890")',
      'text(value.d) == "[1,{\\"e\\":null}]"',
      'size(value) == 7',
    ],
    other: ['value.a == 9223372036854775806', 'value.c == 0.12345678901234567891', 'has(value.z)', 'value.d == 1'],
    untestable: ['value.z == 1', 'value.d[2] == 1', 'value.d[1].e.f == 1'],
  });
  check(recordOf(jsonPart('{"a": 1, "a": 2}')), { match: ['value.a == 2', 'size(value) == 1'] });
});

test('filter: what has no schema', () => {
  check(recordOf(textPart('order 4711')), {
    match: ['value.contains("4711")', 'text(value) == "order 4711"', 'key == "k-1"'],
    untestable: ['value.x == 1'],
  });
  check(recordOf(nullPart()), {
    match: ['value == null', 'isTombstone', 'isDecoded', 'text(value) == "null"', '!has(value.x)'],
    other: ['value != null', 'isTombstone && partition == 9'],
    untestable: ['value.x == 1'],
  });
  check(recordOf(failedPart()), {
    match: ['!isDecoded', 'text(value).contains("4711")', 'value.x == 1 || partition == 3', 'offset > 0'],
    other: ['isDecoded', 'value.x == 1 && partition == 9'],
    untestable: ['value.x == 1', 'value == null', 'has(value.x)', 'value.x == 1 && partition == 3'],
  });
  check(recordOf(bytesPart()), {
    match: ['isDecoded', 'value == b"bytes with 4711"', 'text(value).contains("4711")'],
    untestable: ['value.x == 1'],
  });
  check(recordOf(primitivePart('long', most)), { match: ['value == 9223372036854775807', 'value > 1'] });
  check(recordOf(primitivePart('double', 1.5)), { match: ['value == 1.5'] });
  check(recordOf(fieldPart('int', 1), { key: failedPart() }), { match: ['!isDecoded', 'value.x == 1'] });
});

test('filter: what belongs to the record', () => {
  const headers = [headerOf('trace', 'old'), headerOf('trace', 'abc'), headerOf('raw', new Uint8Array([255])), headerOf('none', null)];
  check(recordOf(fieldPart('int', 1), { headers }), {
    match: [
      'headers["trace"] == "abc"',
      'headers.trace.contains("b")',
      'headers["raw"] == b"\\xff"',
      'headers["none"] == null',
      '"trace" in headers && !("x" in headers)',
      'size(headers) == 3',
      'headers.exists(name, name.startsWith("tr"))',
      'partition == 3 && offset == 9007199254740993 && size == 15 && schemaId == 1042',
      'offset != 9007199254740992',
      'timestamp > timestamp("2026-01-02T03:04:05Z")',
      'timestamp >= "2026-01-02"',
      'partition in [1, 3]',
    ],
    other: ['"x" in headers'],
    untestable: ['headers["x"] == "a"', 'headers["raw"].contains("a")'],
  });
  check(recordOf(jsonPart('{}'), { timestampMs: -1 }), {
    match: ['timestamp == null', 'schemaId == null'],
    untestable: ['timestamp > "2026-01-01"', 'schemaId > 5'],
  });
});

test('filter: what it looks at is told, and nothing else has to be decoded', () => {
  const uses = (text: string): readonly string[] => {
    const filter = createFilter(text);
    assert.ok(isFilter(filter));
    return [...filter.uses].sort();
  };
  assert.deepEqual(uses('partition == 1 && headers.a == "b" && isTombstone'), []);
  assert.deepEqual(uses('value.x == 1'), ['value']);
  assert.deepEqual(uses('text(key).contains("a")'), ['key']);
  assert.deepEqual(uses('schemaId == 1'), ['value']);
  assert.deepEqual(uses('isDecoded'), ['key', 'value']);
  assert.deepEqual(uses('[1].exists(value, value == 1)'), []);
});

test('filter: only one with a regular expression is unbounded', () => {
  const isBounded = (text: string): boolean => {
    const filter = createFilter(text);
    return isFilter(filter) && filter.isBounded;
  };
  assert.deepEqual(['value.x > 1', 'text(value).contains("a")', 'value.x.exists(a, a.all(b, b))'].map(isBounded), [true, true, true]);
  assert.deepEqual(['value.x.matches("a")', 'matches(key, "a") || true'].map(isBounded), [false, false]);
});

test('filter: why a record cannot be tested', () => {
  for (const { text, why } of [
    { text: 'value.y == 1', why: 'value has no field "y"; perhaps "x" is meant.' },
    { text: 'value.x.y == 1', why: 'value.x is a number and has no fields.' },
    { text: 'value.x > "a"', why: 'A number and a text cannot be compared.' },
    { text: 'value.x', why: 'The filter yields a number, which is neither true nor false.' },
    { text: 'key.y == 1', why: 'key is a text and has no fields.' },
  ]) {
    const filter = createFilter(text);
    assert.ok(isFilter(filter));
    assert.equal(filter.test(recordOf(fieldPart('int', 1))), 'untestable');
    assert.equal(filter.why(), why);
  }
});

test('filter: nested macros stop after a bounded number of steps, and the next record is tested', () => {
  const list = { type: 'array', items: 'int' };
  const many = Array.from({ length: 2_000 }, (_, index) => index);
  const text = 'value.x.all(a, value.x.all(b, value.x.all(c, a + b + c >= 0)))';
  const filter = createFilter(text);
  assert.ok(isFilter(filter));
  assert.equal(filter.test(recordOf(fieldPart(list, many))), 'untestable');
  assert.equal(filter.why(), 'The filter would take too long on this record.');
  assert.equal(filter.test(recordOf(fieldPart(list, [1, 2]))), 'match');
});

test('filter: schemas that change from record to record', () => {
  const filter = createFilter('value.x > 5');
  assert.ok(isFilter(filter));
  const parts = [
    fieldPart('int', 6),
    fieldPart('double', 5.5),
    fieldPart(decimal('bytes', 1), new Uint8Array([51])),
    fieldPart('string', 'a'),
  ];
  const expected = ['match', 'match', 'match', 'untestable'];
  assert.deepEqual(
    [...parts, ...parts].map((part) => filter.test(recordOf(part))),
    [...expected, ...expected],
  );
});
