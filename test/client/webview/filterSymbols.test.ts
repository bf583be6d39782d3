import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSymbolMistake } from '../../../client/webview/filterSymbols.ts';

const paths = [
  { path: 'value.status', type: 'enum', symbols: ['NEW', 'PAID', 'SHIPPED', 'CANCELLED'], isScalar: true },
  { path: 'value.lines[0].kind', type: 'enum', symbols: ['A', 'B'], isScalar: true },
  { path: 'value.note', type: 'string', symbols: undefined, isScalar: true },
];

for (const [filter, repaired] of [
  ['value.status == "PAYED"', 'value.status == "PAID"'],
  ["value.status != 'paid' && size > 3", "value.status != 'PAID' && size > 3"],
  ['value.status == "PAID" || value.status == "CANCELED"', 'value.status == "PAID" || value.status == "CANCELLED"'],
  ['value.status == "PAID"', undefined],
  ['value.status == "GONE"', undefined],
  ['value.lines[0].kind == "C"', undefined],
  ['value.note == "PAYED"', undefined],
  ['value.other == "PAYED"', undefined],
  ['', undefined],
] as const) {
  test(`symbols: ${filter}`, () => assert.equal(findSymbolMistake(filter, paths)?.repaired, repaired));
}
