import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mark, markCursor } from './mark.ts';

test('marks: the cursor and ranges, one in another', () => {
  assert.deepEqual(mark('a<<b$0<<c>>>>d<<>>'), {
    text: 'abcd',
    cursor: 2,
    ranges: [
      { start: 1, end: 3 },
      { start: 2, end: 3 },
      { start: 4, end: 4 },
    ],
  });
  assert.deepEqual(mark('{}'), { text: '{}', cursor: undefined, ranges: [] });
});

for (const { name, marked } of [
  { name: 'a second cursor', marked: '$0a$0' },
  { name: 'an open range', marked: 'a<<b' },
  { name: 'a closed one', marked: 'a>>b' },
]) {
  test(`marks: ${name} is refused`, () => {
    assert.throws(() => mark(marked));
  });
}

test('marks: a missing cursor is refused where one is needed', () => {
  assert.throws(() => markCursor('a'), /No \$0/);
  assert.equal(markCursor('a$0').cursor, 1);
});
