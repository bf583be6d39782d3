import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostPx, scrollOn, spaceOf, toScrolled, toTop } from '../../../client/webview/scrollMap.ts';

const view = 700;
const few = { rows: 10_000, view };
const many = { rows: 110_000_000, view };

test('rows that fit are scrolled as they are', () => {
  assert.equal(spaceOf(few), 10_000);
  assert.equal(toScrolled(1234, few), 1234);
  assert.equal(toTop(1234, few), 1234);
  assert.deepEqual(scrollOn({ top: 10, scrolled: 10 }, 9000, few), { top: 9000, scrolled: 9000 });
});

test('of more rows both ends are the same, pixel by pixel, and every place goes there and back', () => {
  assert.equal(spaceOf(many), mostPx);
  const end = many.rows - view;
  assert.equal(toScrolled(0, many), 0);
  assert.equal(toScrolled(500_000, many), 500_000);
  assert.equal(toScrolled(end, many), mostPx - view);
  assert.equal(toScrolled(end - 10, many), mostPx - view - 10);
  let before = -1;
  for (let top = 0; top <= end; top += 999_983) {
    const scrolled = toScrolled(top, many);
    assert.ok(scrolled > before);
    assert.ok(Math.abs(toTop(scrolled, many) - top) < 0.001);
    before = scrolled;
  }
});

test('a wheel moves rows by its pixels, a scroll bar that is dragged goes a long way', () => {
  const at = { top: 50_000_000, scrolled: toScrolled(50_000_000, many) };
  const next = scrollOn(at, at.scrolled + 120, many);
  assert.equal(next.top, 50_000_120);
  assert.equal(next.scrolled, at.scrolled + 120);
  const far = scrollOn(at, 4_000_000, many);
  assert.equal(far.top, toTop(4_000_000, many));
});

test('both ends are reached by a wheel from anywhere', () => {
  for (const by of [-900, 900]) {
    let at = { top: 60_000_000, scrolled: toScrolled(60_000_000, many) };
    for (let turns = 0; turns < 70_000; turns++) {
      const scrolled = Math.max(0, Math.min(mostPx - view, at.scrolled + by));
      at = scrollOn(at, scrolled, many);
    }
    assert.equal(at.top, by < 0 ? 0 : many.rows - view);
    assert.equal(at.scrolled, by < 0 ? 0 : mostPx - view);
  }
});
