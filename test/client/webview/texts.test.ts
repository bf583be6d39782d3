import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatCount, formatDuration, formatNumber, joinAnd, shorten, toVisible } from '../../../client/webview/texts.ts';

for (const { bytes, text } of [
  { bytes: 0, text: '0 B' },
  { bytes: 92, text: '92 B' },
  { bytes: 1023, text: '1023 B' },
  { bytes: 1024, text: '1.0 KB' },
  { bytes: 20 * 1024, text: '20 KB' },
  { bytes: 1024 * 1024 - 1, text: '1.0 MB' },
  { bytes: 4.6 * 1024 * 1024, text: '4.6 MB' },
  { bytes: 118 * 1024 * 1024, text: '118 MB' },
  { bytes: 5000 * 1024 ** 3, text: '5000 GB' },
]) {
  test(`${bytes} bytes are ${text}`, () => assert.equal(formatBytes(bytes), text));
}

for (const { ms, text } of [
  { ms: 37.6, text: '38 ms' },
  { ms: 100, text: '0.1 s' },
  { ms: 940, text: '0.9 s' },
  { ms: 9949, text: '9.9 s' },
  { ms: 9950, text: '10 s' },
  { ms: 30_000, text: '30 s' },
]) {
  test(`${ms} ms last ${text}`, () => assert.equal(formatDuration(ms), text));
}

test('counts have the separators of the locale', () => {
  assert.equal(formatCount(100_000, 'en-US'), '100,000');
  assert.equal(formatCount(9_007_199_254_740_993n, 'de-DE'), '9.007.199.254.740.993');
  assert.equal(formatNumber(1, 'record', 'records', 'en-US'), '1 record');
  assert.equal(formatNumber(0n, 'record', 'records', 'en-US'), '0 records');
});

test('lists end in "and"', () => {
  assert.deepEqual([joinAnd([]), joinAnd([3]), joinAnd([3, 4]), joinAnd(['a', 'b', 'c'])], ['', '3', '3 and 4', 'a, b and c']);
});

for (const { name, text, visible } of [
  { name: 'plain text as it is', text: 'Zoë <b>&amp; 日本 🙂', visible: 'Zoë <b>&amp; 日本 🙂' },
  { name: 'line breaks and tabs', text: 'a\r\n\tb', visible: 'a\\r\\n\\tb' },
  { name: 'control characters', text: 'a\u0000\u001b[31m\u0085', visible: 'a\\u0000\\u001b[31m\\u0085' },
  { name: 'what turns the direction of text', text: 'a\u202egnp.exe\u2066', visible: 'a\\u202egnp.exe\\u2066' },
  { name: 'what has no width', text: 'a\u200b\ufeffb', visible: 'a\\u200b\\ufeffb' },
  { name: 'half of a surrogate pair', text: 'a\ud83d', visible: 'a\\ud83d' },
]) {
  test(`made visible: ${name}`, () => assert.equal(toVisible(text), visible));
}

test('a text is shortened to a length, and never through a surrogate pair', () => {
  assert.equal(shorten('abcd', 4), 'abcd');
  assert.equal(shorten('abcde', 4), 'abc…');
  assert.equal(shorten('ab🙂cd', 4), 'ab…');
});
