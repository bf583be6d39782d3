import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '@marcbachmann/cel-js';
import { createFilter, isFilter } from '../../../shared/filter/createFilter.ts';
import { avroPart, recordOf } from './records.ts';

/** The same numbers each time: a generator as in Numerical Recipes. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface Order {
  readonly id: number | bigint;
  readonly amount: number;
  readonly count: number;
  readonly status: string;
  readonly note: string | null;
  readonly tags: readonly string[];
}

const schema = {
  type: 'record',
  name: 'Order',
  fields: [
    { name: 'id', type: 'long' },
    { name: 'amount', type: 'double' },
    { name: 'count', type: 'int' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID', 'SENT'] } },
    { name: 'note', type: ['null', 'string'] },
    { name: 'tags', type: { type: 'array', items: 'string' } },
  ],
};

const ids: readonly (number | bigint)[] = [0, -1, 5, 9_007_199_254_740_991, 9_007_199_254_740_993n, 2n ** 63n - 1n, -(2n ** 63n)];
const part = avroPart(schema, {});

function randomOrder(random: (below: number) => number): Order {
  return {
    id: ids[random(ids.length)] ?? 0,
    amount: [random(100), random(1_000) / 100, -0.5, 0][random(4)] ?? 0,
    count: random(5) - 2,
    status: ['NEW', 'PAID', 'SENT'][random(3)] ?? 'NEW',
    note: [null, '', 'abc', 'Zürich'][random(4)] ?? null,
    tags: Array.from({ length: random(4) }, () => 'abc'.charAt(random(3))),
  };
}

type Check = readonly [text: string, holds: (order: Order) => boolean];

/** Comparisons with what TypeScript says of them. */
function randomCheck(random: (below: number) => number): Check {
  const id = ids[random(ids.length)] ?? 0;
  const amount = random(1_000) / 100;
  const count = random(5) - 2;
  const status = ['NEW', 'PAID', 'OLD'][random(3)] ?? 'NEW';
  const tag = 'abcd'.charAt(random(4));
  const checks: readonly Check[] = [
    [`value.id > ${id}`, (order) => order.id > id],
    [`value.id == ${id}`, (order) => BigInt(order.id) === BigInt(id)],
    [`${id} <= value.id`, (order) => id <= order.id],
    [`value.amount >= ${amount.toFixed(2)}`, (order) => order.amount >= amount],
    [`value.amount < value.count`, (order) => order.amount < order.count],
    [`value.count == ${count}`, (order) => order.count === count],
    [`value.count * 3 - 1 > ${count}`, (order) => order.count * 3 - 1 > count],
    [`value.status == "${status}"`, (order) => order.status === status],
    [`value.status in ["${status}", "SENT"]`, (order) => order.status === status || order.status === 'SENT'],
    ['value.note == null', (order) => order.note === null],
    ['(value.note != null && value.note.contains("b"))', (order) => order.note?.includes('b') ?? false],
    [`"${tag}" in value.tags`, (order) => order.tags.includes(tag)],
    [`value.tags.exists(t, t == "${tag}")`, (order) => order.tags.includes(tag)],
    [`value.tags.all(t, t > "${tag}")`, (order) => order.tags.every((each) => each > tag)],
    [`size(value.tags) > ${count}`, (order) => order.tags.length > count],
  ];
  return checks[random(checks.length)] ?? ['true', () => true];
}

function randomFilter(random: (below: number) => number, depth: number): Check {
  if (depth === 0 || random(3) === 0) return randomCheck(random);
  const [left, a] = randomFilter(random, depth - 1);
  const [right, b] = randomFilter(random, depth - 1);
  switch (random(4)) {
    case 0:
      return [`(${left} && ${right})`, (order) => a(order) && b(order)];
    case 1:
      return [`(${left} || ${right})`, (order) => a(order) || b(order)];
    case 2:
      return [`!(${left})`, (order) => !a(order)];
    default:
      return [`(${left} ? ${right} : !(${right}))`, (order) => (a(order) ? b(order) : !b(order))];
  }
}

test('random filters over random records say what TypeScript and the library say', () => {
  const random = createRandom(6);
  for (let round = 0; round < 1_000; round++) {
    const [text, holds] = randomFilter(random, 3);
    const filter = createFilter(text);
    assert.ok(isFilter(filter), text);
    for (let index = 0; index < 10; index++) {
      const order = randomOrder(random);
      const expected = holds(order);
      const message = `${text} of ${String(order.id)} ${JSON.stringify({ ...order, id: 0 })}`;
      assert.equal(filter.test(recordOf({ ...part, value: { ...order } })), expected ? 'match' : 'other', message);
      const value = { ...order, id: BigInt(order.id), count: BigInt(order.count) };
      assert.equal(evaluate(text, { value }), expected, message);
    }
  }
});

/** Expressions over constants, in which the library and we must agree. */
for (const text of [
  '1 + 2 * 3 - 4 / 2 == 5',
  '-7 / 2 == -3 && -7 % 2 == -1',
  '9223372036854775807 > 9223372036854775806.0',
  '1.5 + 1.5 == 3.0',
  '[1, 2, 3].map(x, x * 2) == [2, 4, 6]',
  '[1, 2, 3].filter(x, x > 1).size() == 2',
  '[1, 2, 2].exists_one(x, x == 2)',
  '[1].filter(x, x > 1).all(x, x > 5) && ![1].filter(x, x > 1).exists(x, x == 1)',
  '{"a": [1], "b": [2]}.b[0] == 2 && "a" in {"a": 1}',
  '{1: "a"}[1] == "a"',
  '"a\\u00e9\\x41\\n" == "aéA\\n" && r"\\n" == "\\\\n"',
  '"""a"b""" == "a\\"b"',
  'b"\\xff" == b"\\377" && b"abc".size() == 3',
  'true ? false : true',
  'false && (1 / 0 > 1)',
  'true || (1 / 0 > 1)',
  '(1 / 0 > 1) || true',
  '!(true && !false)',
  'timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-01T00:00:00.001Z")',
  'timestamp("2026-01-01T01:00:00+01:00") == timestamp("2026-01-01T00:00:00Z")',
  'duration("90m") == duration("1h30m") && duration("1.5s") > duration("1400ms")',
  'timestamp("2026-03-01T00:00:00Z") - duration("24h") == timestamp("2026-02-28T00:00:00Z")',
  'timestamp("2026-01-01T00:00:00Z").getDayOfWeek() == 4 && timestamp("2026-02-01T00:00:00Z").getDayOfYear() == 31',
  'int("42") == 42 && double("1.5") == 1.5 && string(42) == "42" && int(-1.9) == -1',
  'string(1.5) == "1.5" && string(true) == "true" && bytes("é") == b"\\xc3\\xa9"',
  '"hello".substring(1, 3) == "el" && "hello".indexOf("l") == 2 && " a ".trim() == "a"',
  '"AbC".lowerAscii() == "abc" && "a,b".split(",") == ["a", "b"]',
  'size("😀") == 1 && size({}) == 0',
  'dyn(1) == 1.0 && dyn(1u) == 1 && 0x1F == 31',
  'null == null && 1 != 2 && "1" != "2"',
]) {
  test(`the library agrees: ${text}`, () => {
    const filter = createFilter(text);
    assert.ok(isFilter(filter), isFilter(filter) ? '' : filter.message);
    assert.equal(filter.test(recordOf(part)), evaluate(text) === true ? 'match' : 'other');
  });
}
