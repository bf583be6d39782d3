import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAsciiName, isValidName, isValidNamespace, namespaceOf, resolveName, unqualifiedName } from '../../../shared/avro/names.ts';

// The fullnames are those that `Schema.getFullName` of Java's Avro 1.12.2 gives.
for (const [name, namespace, fullname] of [
  ['A', undefined, 'A'],
  ['A', '', 'A'],
  ['A', 'n', 'n.A'],
  ['A', 'n.m', 'n.m.A'],
  ['m.A', 'n', 'm.A'],
  ['m.A', undefined, 'm.A'],
  ['.A', 'n', 'A'],
] as const) {
  test(`resolveName: ${name} in ${namespace ?? 'no namespace'}`, () => {
    assert.equal(resolveName(name, namespace), fullname);
  });
}

test('a fullname is a namespace and a name', () => {
  assert.deepEqual(['A', 'n.A', 'n.m.A', '.A'].map(namespaceOf), [undefined, 'n', 'n.m', undefined]);
  assert.deepEqual(['A', 'n.A', 'n.m.A', '.A', ''].map(unqualifiedName), ['A', 'A', 'A', 'A', '']);
});

// What `new Schema.Parser()` of Java's Avro 1.12.2 takes as a name.
for (const [name, isValid] of [
  ['a', true],
  ['_', true],
  ['A9_z', true],
  ['ä', true],
  ['a\u0661', true],
  ['\u02b0', true],
  ['名前', true],
  ['', false],
  ['9a', false],
  ['\u0661a', false],
  ['a-b', false],
  ['a.b', false],
  ['a b', false],
  ['a\u0301', false],
  ['a\u2160', false],
  ['a\n', false],
  ['𝒜', false],
] as const) {
  test(`isValidName: ${JSON.stringify(name)}`, () => {
    assert.equal(isValidName(name), isValid);
    if (isAsciiName(name)) assert.ok(isValid);
  });
}

test('a namespace is made of names', () => {
  assert.deepEqual(['', 'a', 'a.b', 'ä.ö'].map(isValidNamespace), [true, true, true, true]);
  assert.deepEqual(['.', 'a.', '.a', 'a..b', 'a.1', 'a-b'].map(isValidNamespace), [false, false, false, false, false, false]);
});
