import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstView } from '../../../client/records/recordsView.ts';
import { readSavedPage } from '../../../client/webview/savedPage.ts';

const settings = {
  start: { kind: 'newest', count: 500 },
  partitions: [1, 2],
  live: false,
  isolation: 'readUncommitted',
  filter: 'size > 5',
};
const view = {
  sort: { column: 'value.amount', descending: false },
  timeRange: { fromMs: 1, toMs: 2 },
  showUndecoded: false,
  columns: ['time', 'value.amount', 'value["a b"]'],
  revealed: true,
};
const page = { connection: 'local', topic: 'orders' };

test('all that was saved is there again, but nothing is revealed', () => {
  assert.deepEqual(readSavedPage({ ...page, settings, view, selected: { partition: 1, offset: '9007199254740993' }, tab: 'value' }), {
    ...page,
    settings,
    view: { ...view, revealed: false },
    selected: { partition: 1, offset: '9007199254740993' },
  });
});

for (const { name, start, is } of [
  { name: 'oldest', start: { kind: 'oldest', count: 5 }, is: { kind: 'oldest', count: 5 } },
  { name: 'live', start: { kind: 'live' }, is: { kind: 'live' } },
  { name: 'a time', start: { kind: 'time', timestampMs: 5, count: 5 }, is: { kind: 'time', timestampMs: 5, count: 5 } },
  {
    name: 'a range of time',
    start: { kind: 'time', timestampMs: 5, untilMs: 9, count: 5 },
    is: { kind: 'time', timestampMs: 5, untilMs: 9, count: 5 },
  },
  {
    name: 'offsets, without what is none',
    start: { kind: 'offset', offsets: { 0: '7', x: '1', 2: 'y' }, count: 5 },
    is: { kind: 'offset', offsets: { 0: '7' }, count: 5 },
  },
  { name: 'no offsets', start: { kind: 'offset', offsets: {}, count: 5 }, is: undefined },
  { name: 'no count', start: { kind: 'newest', count: 0 }, is: undefined },
  { name: 'another version’s', start: { kind: 'middle', count: 5 }, is: undefined },
]) {
  test(`where reading began: ${name}`, () => {
    assert.deepEqual(readSavedPage({ ...page, settings: { ...settings, start } })?.settings?.start, is);
  });
}

for (const { name, state } of [
  { name: 'nothing', state: undefined },
  { name: 'no object', state: 'x' },
  { name: 'no topic', state: { connection: 'local' } },
  { name: 'no text', state: { connection: 'local', topic: 5 } },
]) {
  test(`no page: ${name}`, () => assert.equal(readSavedPage(state), undefined));
}

test('what is not understood is as at first', () => {
  const odd = { sort: { column: 'nonsense' }, timeRange: { fromMs: 5, toMs: 1 }, columns: [1, 'nonsense'], showUndecoded: 'x' };
  assert.deepEqual(readSavedPage({ ...page, view: odd, selected: { partition: -1, offset: '1' }, settings: 7 }), {
    ...page,
    settings: undefined,
    view: firstView,
    selected: undefined,
  });
});
