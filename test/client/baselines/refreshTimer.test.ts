import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { createRefreshTimer } from '../../../client/baselines/refreshTimer.ts';

function start(context: TestContext, intervalMs: number | undefined) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const it = { intervalMs, isNeeded: true, refreshed: 0, release: (): void => undefined, hangs: false };
  const timer = createRefreshTimer({
    intervalMs: () => it.intervalMs,
    isNeeded: () => it.isNeeded,
    refresh() {
      it.refreshed++;
      return it.hangs ? new Promise((resolve) => (it.release = resolve)) : Promise.resolve();
    },
  });
  const pass = async (ms: number): Promise<number> => {
    context.mock.timers.tick(ms);
    await new Promise(setImmediate);
    return it.refreshed;
  };
  return { it, timer, pass };
}

test('refresh timer: again at each interval, which a wake does not make longer', async (context) => {
  const { timer, pass } = start(context, 100);
  assert.equal(await pass(99), 0);
  timer.wake();
  assert.equal(await pass(1), 1);
  assert.equal(await pass(100), 2);
});

test('refresh timer: sleeps while nobody looks, and never wakes where the interval is none', async (context) => {
  const { it, timer, pass } = start(context, 100);
  it.isNeeded = false;
  assert.equal(await pass(100), 0);
  assert.equal(await pass(1000), 0);
  it.isNeeded = true;
  timer.wake();
  assert.equal(await pass(100), 1);
  it.intervalMs = undefined;
  timer.wake();
  assert.equal(await pass(1000), 1);
  it.intervalMs = 10;
  timer.wake();
  assert.equal(await pass(10), 2);
});

test('refresh timer: a slow refresh is not overtaken by the next, and one that is disposed of ends', async (context) => {
  const { it, timer, pass } = start(context, 100);
  it.hangs = true;
  assert.equal(await pass(100), 1);
  assert.equal(await pass(1000), 1);
  it.release();
  await pass(0);
  timer.dispose();
  timer.wake();
  assert.equal(await pass(1000), 1);
});
