import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnionValue } from '../../../shared/avro/value.ts';
import { completeFilter } from '../../../shared/filter/completeFilter.ts';
import { createFilter, isFilter } from '../../../shared/filter/createFilter.ts';
import { bytesPart, failedPart, fieldPart, headerOf, jsonPart, nullPart, recordOf, textPart } from './records.ts';

const pieces = [
  ...['value', 'key', 'headers', 'offset', 'timestamp', 'schemaId', 'size', 'isDecoded', 'x', 'y', '__proto__', 'constructor', 'a'],
  ...['value.x', 'value.x.y', 'value.x[0]', 'value["x"]', 'headers["h"]', 'value.x.a'],
  ...['.', ',', '(', ')', '[', ']', '{', '}', ':', '?', '!', '-', '&&', '||', '==', '!=', '<', '>=', ' in ', '+', '*', '/', '%'],
  ...[
    '1',
    '0',
    '-1',
    '9.99',
    '1e308',
    '1e-300',
    '9223372036854775807',
    '7u',
    '0x1F',
    '"a"',
    '""',
    'b"\\xff"',
    'null',
    'true',
    'false',
    '"😀"',
  ],
  ...['has(', 'size(', 'text(', 'int(', 'double(', 'decimal(', 'string(', 'bool(', 'bytes(', 'timestamp(', 'duration(', 'dyn(', 'uint('],
  ...[
    '.contains(',
    '.matches(',
    '.startsWith(',
    '.size()',
    '.trim()',
    '.split(',
    '.substring(',
    '.indexOf(',
    '.getHours()',
    '.lowerAscii()',
  ],
  ...[
    '.exists(a, ',
    '.all(a, ',
    '.map(a, ',
    '.filter(a, ',
    '.exists_one(a, ',
    '"2026-01-01"',
    '"1h"',
    '"08:30"',
    '[1, "a", null]',
    '{"a": 1}',
  ],
];

/** What is whole, so that not all that is put together is a mistake. */
const wholes = [
  ...[
    'value.x == 1',
    'value.x > 9.99',
    'value.x.contains("a")',
    'size(value.x) > 1',
    'value.x + value.x == value.x',
    'value.x * value.x > 1',
  ],
  ...[
    'value.x - value.x == value.x',
    'value.x / value.x < 2',
    'value.x % value.x == 0',
    '-value.x < 0',
    'value.x in value.x',
    'value.x[value.x] == 1',
  ],
  ...[
    'value.x.exists(a, a == value.x)',
    'value.x.map(a, [a, a]).size() > 1',
    'text(value.x) == string(value.x)',
    'int(value.x) == 1',
    'double(value.x) > 1.0',
  ],
  ...[
    'decimal(value.x) == 1',
    'timestamp(value.x) > timestamp',
    'duration(value.x) > duration("1s")',
    'bytes(value.x) == b"a"',
    'bool(value.x)',
    'value.x == value',
  ],
  ...[
    'value.x.getFullYear() == 2026',
    'value.x.getDayOfYear() > 1',
    'value.x.substring(1).trim() == ""',
    'value.x.split("") == value.x',
    'has(value.x.y)',
  ],
  ...[
    '{value.x: value.x}[value.x] == value.x',
    '[value.x, value] == [value, value.x]',
    'value.x >= "2026-01-01"',
    'value.x.y[0].z == null',
    'headers == value',
  ],
];

const logical = (type: string, logicalType: string, more: object = {}): unknown => ({ type, logicalType, ...more });
const most = 2n ** 63n - 1n;
const records = [
  recordOf(fieldPart('long', most)),
  recordOf(fieldPart('long', -(2n ** 63n))),
  recordOf(fieldPart('double', NaN)),
  recordOf(fieldPart('double', -Infinity)),
  recordOf(fieldPart('double', 5e-324)),
  recordOf(fieldPart('float', Math.fround(1e-45))),
  recordOf(fieldPart('string', '\ud800 ( 😀')),
  recordOf(fieldPart('bytes', new Uint8Array([255]))),
  recordOf(fieldPart(logical('bytes', 'decimal', { precision: 9, scale: 9 }), new Uint8Array([0x80, 0, 0, 0, 0, 0, 0, 0, 0]))),
  recordOf(fieldPart(logical('bytes', 'big-decimal'), new Uint8Array([2, 1, 0xd0, 0x0f]))),
  recordOf(fieldPart(logical('bytes', 'big-decimal'), new Uint8Array([2, 1, 1]))),
  recordOf(fieldPart(logical('long', 'timestamp-millis'), most)),
  recordOf(fieldPart(logical('long', 'timestamp-nanos'), -(2n ** 63n))),
  recordOf(fieldPart(logical('int', 'date'), 2 ** 31 - 1)),
  recordOf(fieldPart(logical('int', 'time-millis'), -5)),
  recordOf(
    fieldPart({ type: 'array', items: ['null', 'int', 'string'] }, [new UnionValue(0, null), new UnionValue(1, 1), new UnionValue(2, 'a')]),
  ),
  recordOf(fieldPart({ type: 'map', values: 'int' }, new Map([['__proto__', 1]]))),
  recordOf(fieldPart(['null', 'int'], null)),
  recordOf(jsonPart('{"x": [1e400, -0, 1E-400, 1e99999, {"y": "a"}, 123456789012345678901234567890.5]}')),
  recordOf(textPart('a')),
  recordOf(nullPart()),
  recordOf(failedPart()),
  recordOf(bytesPart(), { headers: [headerOf('h', new Uint8Array([255])), headerOf('h', null)], timestampMs: -1 }),
];

/** The same numbers each time. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('whatever is put together is a filter or a mistake with its place, and no record makes it throw', () => {
  const random = createRandom(1);
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const join = (): string => Array.from({ length: 1 + random(8) }, () => pick(pieces)).join('');
  let filters = 0;
  for (let round = 0; round < 6_000; round++) {
    const text =
      round < wholes.length
        ? (wholes[round] ?? '')
        : random(2) === 0
          ? join()
          : `${pick(wholes)} ${pick(['&&', '||', '==', '?'])} ${pick(wholes)}${join()}`;
    const made = createFilter(text);
    if (isFilter(made)) {
      filters++;
      for (const record of records) assert.match(made.test(record), /^(?:match|other|untestable)$/, text);
    } else {
      assert.match(made.message, /^[^\n]+[.!?…"]$/, text);
      assert.ok(made.start >= 0 && made.start <= made.end && made.end <= text.length, `${text} ${made.start} ${made.end}`);
    }
    const { start, end } = completeFilter(text, random(text.length + 1), []);
    assert.ok(start >= 0 && start <= end && end <= text.length, text);
  }
  assert.ok(filters > wholes.length, String(filters));
});
