import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findSubjectOf, isSubjectOf } from '../../../shared/wire/topicSubjects.ts';

for (const { subject, belongs, isNamed = true } of [
  { subject: 'orders-value', belongs: true },
  { subject: 'orders-key', belongs: false },
  { subject: 'other-value', belongs: false },
  { subject: 'orders', belongs: false },
  { subject: 'orders-com.acme.Order', belongs: true },
  { subject: 'orders-com.acme.Payment', belongs: false },
  { subject: 'com.acme.Order', belongs: true },
  { subject: 'Order', belongs: false },
  { subject: ':.prod:orders-value', belongs: true },
  { subject: ':.prod:com.acme.Order', belongs: true },
  { subject: ':.prod:other-value', belongs: false },
  { subject: 'orders-undefined', belongs: false, isNamed: false },
  { subject: 'orders-value', belongs: true, isNamed: false },
]) {
  test(`${subject} ${belongs ? 'belongs' : 'does not belong'} to the values of orders, ${isNamed ? 'a record' : 'a schema without a name'}`, () => {
    assert.equal(isSubjectOf(subject, 'orders', 'value', isNamed ? 'com.acme.Order' : undefined), belongs);
  });
}

test("of several subjects the topic's own is named, in its newest version", () => {
  const found = [
    { subject: 'com.acme.Order', version: 9 },
    { subject: 'orders-value', version: 2 },
    { subject: 'other-value', version: 5 },
    { subject: 'orders-value', version: 4 },
  ];
  assert.deepEqual(findSubjectOf(found, 'orders', 'value', 'com.acme.Order'), { subject: 'orders-value', version: 4 });
  assert.deepEqual(findSubjectOf(found, 'third', 'value', 'com.acme.Order'), { subject: 'com.acme.Order', version: 9 });
  assert.equal(findSubjectOf(found, 'third', 'value', 'com.acme.Payment'), undefined);
  assert.deepEqual(findSubjectOf([{ subject: 'orders-value', version: undefined }], 'orders', 'value', undefined), {
    subject: 'orders-value',
    version: undefined,
  });
});
