import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completeFilter } from '../../../shared/filter/completeFilter.ts';
import type { FilterField } from '../../../shared/filter/completeFilter.ts';
import { checkFilter } from '../../../shared/filter/createFilter.ts';
import { filterExamples } from '../../../shared/filter/filterExamples.ts';
import { mark } from '../../mark.ts';

const field = (path: string, type: string, symbols?: readonly string[]): FilterField => ({
  path,
  type,
  symbols,
  isScalar: !/array|record/.test(type),
});
const fields: readonly FilterField[] = [
  field('value.amount', 'decimal(9, 2)'),
  field('value.status', 'enum', ['NEW', 'PAID']),
  field('value.customer', 'record'),
  field('value.customer.name', 'string'),
  field('value.lines', 'array<Line>'),
  field('value.isGift', 'boolean'),
  field('value.createdAt', 'long timestamp-millis'),
  field('key.id', 'long'),
];

/** What the best proposal makes of the text; `$0` is the cursor. */
for (const { text, first, becomes } of [
  { text: '$0', first: 'value.amount', becomes: 'value.amount' },
  { text: 'va$0', first: 'value', becomes: 'value' },
  { text: 'value.st$0', first: 'value.status', becomes: 'value.status' },
  { text: 'stat$0 == 1', first: 'value.status', becomes: 'value.status == 1' },
  { text: 'value.cust$0omer.name == 1', first: 'value.customer', becomes: 'value.customer.name == 1' },
  { text: 'value.status == $0', first: 'NEW', becomes: 'value.status == "NEW"' },
  { text: 'value.status == "P$0', first: 'PAID', becomes: 'value.status == "PAID"' },
  { text: 'value.status != "P$0AI" && true', first: 'PAID', becomes: 'value.status != "PAID" && true' },
  { text: 'value.status == P$0', first: 'PAID', becomes: 'value.status == "PAID"' },
  { text: 'value.status in ["NEW", "$0', first: 'NEW', becomes: 'value.status in ["NEW", "NEW"' },
  { text: 'value.isGift == t$0', first: 'true', becomes: 'value.isGift == true' },
  { text: 'value.customer.name.con$0', first: 'contains("…")', becomes: 'value.customer.name.contains("' },
  { text: 'value.lines.ex$0', first: 'exists(x, …)', becomes: 'value.lines.exists(' },
  { text: 'value.createdAt.getH$0', first: 'getHours()', becomes: 'value.createdAt.getHours(' },
  { text: 'timest$0', first: 'timestamp', becomes: 'timestamp' },
  { text: '!isD$0', first: 'isDecoded', becomes: '!isDecoded' },
  { text: 'value.amount > 1 && key.$0', first: 'key.id', becomes: 'value.amount > 1 && key.id' },
]) {
  test(`complete a filter: ${text}`, () => {
    const { text: plain, cursor = 0 } = mark(text);
    const { start, end, items } = completeFilter(plain, cursor, fields);
    assert.equal(items[0]?.label, first);
    assert.equal(plain.slice(0, start) + items[0].insert + plain.slice(end), becomes);
  });
}

test('complete a filter: nothing within a text that is compared with no symbols, and behind a number', () => {
  assert.deepEqual(completeFilter('value.customer.name == "va', 26, fields).items, []);
  assert.deepEqual(completeFilter('value.amount > 9', 16, fields).items, []);
});

test('complete a filter: names are inserted whatever they are', () => {
  const odd = [field('value["a b"]', 'string')];
  assert.equal(
    completeFilter('value', 5, odd).items.some(({ insert }) => insert === 'value["a b"]'),
    true,
  );
  const many = Array.from({ length: 5_000 }, (_, index) => field(`value.f${index}`, 'int'));
  assert.equal(completeFilter('value.f', 7, many).items.length, 100);
});

test('all examples are filters, with the fields that there are and without any', () => {
  for (const known of [fields, []]) for (const { filter } of filterExamples(known)) assert.equal(checkFilter(filter), undefined, filter);
  const filters = filterExamples(fields).map(({ filter }) => filter);
  assert.deepEqual(filters.slice(0, 4), [
    'key.id == 4711',
    'value.amount > 990',
    'value.status == "NEW"',
    'value.createdAt >= "2026-01-01"',
  ]);
});
