import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzyScore } from '../../shared/fuzzy.ts';

for (const { query, better, worse } of [
  { query: 'order', better: 'Order', worse: 'OrderStatus' },
  { query: 'order', better: 'OrderStatus', worse: 'PurchaseOrder' },
  { query: 'order', better: 'PurchaseOrder', worse: 'Recorder' },
  { query: 'order', better: 'Recorder', worse: 'Xoxrxdxexr' },
  { query: 'os', better: 'OrderStatus', worse: 'Cosmos' },
  { query: 'ps', better: 'payment_status', worse: 'Lapis' },
  { query: 'Id', better: 'Id', worse: 'ID' },
]) {
  test(`fuzzy: "${query}" finds ${better} better than ${worse}`, () => {
    const [one, other] = [fuzzyScore(query, better), fuzzyScore(query, worse)];
    assert.ok(one !== undefined && (other === undefined || one > other), `${one} and ${other}`);
  });
}

for (const { query, candidate } of [
  { query: 'ro', candidate: 'Or' },
  { query: 'oo', candidate: 'Order' },
  { query: 'orders', candidate: 'Order' },
]) {
  test(`fuzzy: "${query}" does not find ${candidate}`, () => assert.equal(fuzzyScore(query, candidate), undefined));
}

test('fuzzy: nothing typed finds everything, and long names take no time', () => {
  assert.ok(fuzzyScore('', 'Order') !== undefined);
  assert.ok(fuzzyScore('a'.repeat(200), 'a'.repeat(5000)) !== undefined);
});
