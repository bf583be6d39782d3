import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveWritable } from '../../../shared/message/writableSchema.ts';

function record(...types: readonly string[]): string {
  const fields = types.map((type, index) => `{"name":"f${index}","type":${type}}`);
  return `{"type":"record","name":"Order","namespace":"com.acme","fields":[${fields.join(',')}]}`;
}

for (const { name, text, source = 'file', message } of [
  { name: 'a text that is no JSON', text: '', message: 'orders.avsc is not a schema, so nothing can be written with it.' },
  { name: 'one error', text: record('"strin"'), message: 'orders.avsc has 1 error, so nothing can be written with it.' },
  { name: 'two errors', text: record('"strin"', '"loong"'), message: 'orders.avsc has 2 errors, so nothing can be written with it.' },
  {
    name: 'a type of another file',
    text: record('"string"', '"com.acme.shared.Address"'),
    message: 'orders.avsc needs com.acme.shared.Address, which no schema file defines.',
  },
  {
    name: 'a type of another file by its name alone, twice',
    text: record('"Address"', '["null","Address"]'),
    message: 'orders.avsc needs com.acme.Address, which no schema file defines.',
  },
  {
    name: 'three types of other files',
    text: record('"Address"', '"Customer"', '"Delivery"'),
    message: 'orders.avsc needs com.acme.Address and 2 other types, which no schema file defines.',
  },
  {
    name: 'a type of another file and a slip',
    text: record('"Address"', '"strin"'),
    message: 'orders.avsc has 2 errors, so nothing can be written with it.',
  },
  {
    name: 'a type of another file and another error',
    text: record('"Address"', '{"type":"enum","name":"E","symbols":["A","A"]}'),
    message: 'orders.avsc has 2 errors, so nothing can be written with it.',
  },
  {
    name: 'a registered schema with a hole',
    text: record('"Address"'),
    source: 'registered' as const,
    message: 'orders.avsc cannot be used: "com.acme.Address" is not defined.',
  },
]) {
  test(`writable schema: ${name}`, () => {
    const schema = { text, references: [], label: 'orders.avsc' };
    assert.throws(() => resolveWritable(schema, source), { code: 'codec/unusable-schema', message });
  });
}

test('writable schema: of a file everything has to be right, of a registered one only what is needed', () => {
  // A default that does not fit is refused by today's registries, but stands in older subjects.
  const text = '{"type":"record","name":"Order","fields":[{"name":"id","type":"long","default":"none"}]}';
  const schema = { text, references: [], label: 'orders' };
  assert.equal(resolveWritable(schema, 'registered').type, 'record');
  assert.throws(() => resolveWritable(schema, 'file'), { message: 'orders has 1 error, so nothing can be written with it.' });
});

test('writable schema: one type of a file, and references', () => {
  const text = '[{"type":"enum","name":"com.acme.Suit","symbols":["CLUBS"]},{"type":"fixed","name":"com.acme.Hash","size":2}]';
  const schema = { text, references: [], label: 'all.avsc', fullname: 'com.acme.Hash' };
  assert.equal(resolveWritable(schema, 'file').type, 'fixed');
  assert.throws(() => resolveWritable({ ...schema, fullname: 'com.acme.Card' }, 'file'), { code: 'codec/unusable-schema' });
  const references = ['{"type":"enum","name":"com.acme.Address","symbols":["A"]}'];
  assert.equal(resolveWritable({ text: record('"Address"'), references, label: 'orders-value v1' }, 'registered').type, 'record');
});
