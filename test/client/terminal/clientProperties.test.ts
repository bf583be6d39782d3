import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProperties } from '../../../client/terminal/clientProperties.ts';

for (const { name, text, expected } of [
  { name: 'equals, colon and blank', text: 'a=1\nb: 2\nc 3\n', expected: { a: '1', b: '2', c: '3' } },
  { name: 'comments and blank lines', text: '# a=1\n\n  ! b=2\n  c = 3', expected: { c: '3' } },
  { name: 'the last of a name counts', text: 'a=1\na=2', expected: { a: '2' } },
  { name: 'a value without text', text: 'a=\nb', expected: { a: '', b: '' } },
  { name: 'signs in the value', text: 'a=b=c:d # e', expected: { a: 'b=c:d # e' } },
  { name: 'escapes', text: 'a\\=b=c\\td\\u20AC\\q\\\\', expected: { 'a=b': 'c\td€q\\' } },
  {
    name: 'lines that go on',
    text: 'sasl.jaas.config=a \\\n   b \\\r\n\tc\nd=e\\\\\nf=g',
    expected: { 'sasl.jaas.config': 'a b c', d: 'e\\', f: 'g' },
  },
  {
    name: 'a name that every object inherits',
    text: '__proto__=1\nconstructor=2',
    expected: Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]),
  },
]) {
  test(`properties: ${name}`, () => {
    const found = [...parseProperties(text).values()].map(({ name: key, value }) => [key, value] as const);
    assert.deepEqual(Object.fromEntries(found), expected);
  });
}

test('properties: their lines', () => {
  const lines = [...parseProperties('# x\na=1\\\n2\n\nb=3').values()].map(({ name, line }) => `${name} ${line}`);
  assert.deepEqual(lines, ['a 2', 'b 5']);
});
