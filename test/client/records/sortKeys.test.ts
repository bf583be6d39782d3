import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareCodePoints, compareKeys, toNumber, type SortKey } from '../../../client/records/sortKeys.ts';

for (const { name, keys } of [
  { name: 'longs beyond 2^53', keys: [-(1n << 60n), 9007199254740992n, 9007199254740993n, 9007199254740994n] },
  { name: 'longs and doubles', keys: [-Infinity, -2.5, -2n, 0, 1.5, 2n, 9007199254740993n, 1e300, Infinity, NaN] },
  {
    name: 'decimals of several scales',
    keys: [{ unscaled: -5n, scale: 0 }, { unscaled: -499n, scale: 2 }, 0, { unscaled: 1n, scale: 3 }, { unscaled: 99n, scale: 1 }, 10],
  },
  {
    name: 'JSON numbers by value and not by text',
    keys: ['-1e3', '-9', '0', '1e-400', '0.5', '9', '10', '1e2', '123456789012345678901', '1e999999999'].map(toNumber),
  },
  {
    name: 'times of several units',
    keys: [{ time: { unscaled: 1n, scale: 3 } }, { time: { unscaled: 1001n, scale: 6 } }, { time: { unscaled: 86400n, scale: 0 } }],
  },
  { name: 'text by code points', keys: ['', 'A', 'Z', 'a', 'z', '\u{ffee}', '\u{1f600}'] },
  {
    name: 'kinds beside each other',
    keys: [false, true, 5, { time: { unscaled: 1n, scale: 0 } }, 'a', Uint8Array.of(1), Uint8Array.of(1, 0)],
  },
] as const) {
  test(`sorted exactly: ${name}`, () => {
    const shuffled = keys.map((key, index) => ({ key, at: (index * 7 + 3) % 11 })).sort((a, b) => a.at - b.at);
    const sort = (descending: boolean) => shuffled.map(({ key }) => key as SortKey).sort((a, b) => compareKeys(a, b, descending));
    assert.deepEqual(sort(false), keys);
    assert.deepEqual(sort(true), [...keys].reverse());
  });
}

test('null and missing are last in both directions', () => {
  const keys: SortKey[] = [undefined, 2, null, 1];
  assert.deepEqual([...keys].sort((a, b) => compareKeys(a, b, false)).map(String), ['1', '2', 'null', 'undefined']);
  assert.deepEqual(
    keys.findLastIndex((key) => compareKeys(key, 1, true) > 0),
    2,
  );
});

test('code points, where UTF-16 has them the other way round', () => {
  const texts = ['\u{1f600}', '\u{ffee}'];
  assert.deepEqual([...texts].sort(), texts);
  assert.deepEqual([...texts].sort(compareCodePoints), [...texts].reverse());
});
