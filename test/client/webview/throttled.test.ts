import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createThrottled } from '../../../client/webview/throttled.ts';

test('what is wanted soon is done at once, then no more often than that, and never forgotten', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let done = 0;
  const throttled = createThrottled(() => done++, 250);
  throttled.soon();
  assert.equal(done, 1);
  for (let count = 0; count < 5; count++) throttled.soon();
  t.mock.timers.tick(249);
  assert.equal(done, 1);
  t.mock.timers.tick(1);
  assert.equal(done, 2);
  t.mock.timers.tick(1000);
  assert.equal(done, 2);
});

test('what is done now is not done again for those that waited; what is given up is not done', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  let done = 0;
  const throttled = createThrottled(() => done++, 250);
  throttled.soon();
  throttled.soon();
  throttled.now();
  t.mock.timers.tick(1000);
  assert.equal(done, 2);
  throttled.now();
  throttled.soon();
  throttled.cancel();
  t.mock.timers.tick(1000);
  assert.equal(done, 3);
});
