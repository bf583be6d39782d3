import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StartOption } from '../../../client/records/recordsSession.ts';
import { toMistakeText } from '../../../client/webview/mistakeText.ts';
import { toCountLabel, toStartText } from '../../../client/webview/startText.ts';

const timestampMs = Date.UTC(2026, 10, 22, 10, 36, 12);

for (const [start, text] of [
  [{ kind: 'newest', count: 5000 }, 'newest 5,000'],
  [{ kind: 'oldest', count: 1 }, 'oldest 1'],
  [{ kind: 'offset', offsets: { 2: '4821377' }, count: 1 }, 'offset 4821377'],
  [{ kind: 'offset', offsets: { 0: '7', 1: '7' }, count: 1 }, 'offset 7'],
  [{ kind: 'offset', offsets: { 0: '7', 1: '8' }, count: 1 }, 'chosen offsets'],
  [{ kind: 'time', timestampMs, count: 1 }, '2026-11-22 10:36:12'],
  [{ kind: 'time', timestampMs, untilMs: timestampMs + 80_000, count: 1 }, '2026-11-22 10:36:12 to 10:37:32'],
  [{ kind: 'time', timestampMs: 9e18, count: 1 }, '9000000000000000000 ms'],
  [{ kind: 'live' }, 'live only'],
] satisfies [StartOption, string][] as [StartOption, string][]) {
  test(`start: ${text}`, () => assert.equal(toStartText(start, 'UTC', 'en-US'), text));
}

test('with a filter the count says what is done first', () => {
  assert.equal(toCountLabel('newest', 5000, true, 'en-US'), 'Newest 5,000, then filter');
  assert.equal(toCountLabel('oldest', 5000, false, 'en-US'), 'Oldest 5,000');
});

for (const [text, start, where] of [
  ['value.x ==', 10, 'Column 11: No.'],
  ['a &&\nb ==', 7, 'Line 2, column 3: No.'],
] as const) {
  test(`a mistake at ${where}`, () => assert.equal(toMistakeText(text, { message: 'No.', start, end: start }), where));
}
