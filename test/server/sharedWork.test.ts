import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slices } from '../../server/sharedWork.ts';
import { SharedWork } from '../../server/sharedWork.ts';
import type { Steps } from '../../shared/slices.ts';

/** Work of so many steps, which says how many of them it has begun. */
function* count(steps: number, done: number[], end = (): number => steps): Steps<number> {
  for (let step = 1; step <= steps; step++) {
    done.push(step);
    yield;
  }
  return end();
}

/** A clock that goes on by a millisecond at each look, so that a slice is as many steps as it has milliseconds. */
function ticking(sliceMs: number): Slices & { readonly pauses: () => number } {
  let [time, pauses] = [0, 0];
  return {
    sliceMs,
    now: () => time++,
    pause: async () => {
      pauses++;
      await Promise.resolve();
    },
    pauses: () => pauses,
  };
}

test('work is done in slices', async () => {
  const [done, slices]: [number[], ReturnType<typeof ticking>] = [[], ticking(10)];
  assert.deepEqual(await new SharedWork(count(35, done)).wait(slices, () => false), { value: 35 });
  assert.deepEqual([done.length, slices.pauses()], [35, 3]);
});

test('work that several wait for is done once', async () => {
  const done: number[] = [];
  const work = new SharedWork(count(35, done));
  const slices = ticking(10);
  const results = await Promise.all([1, 2, 3].map(() => work.wait(slices, () => false)));
  assert.deepEqual(results, [{ value: 35 }, { value: 35 }, { value: 35 }]);
  assert.deepEqual([done.length, slices.pauses()], [35, 3]);
  assert.deepEqual(await work.wait(slices, () => true), { value: 35 });
});

test('work that is given up stops at the next pause, and is taken up again where it stopped', async () => {
  const done: number[] = [];
  const work = new SharedWork(count(35, done));
  const slices = ticking(10);
  assert.equal(await work.wait(slices, () => slices.pauses() === 2), undefined);
  assert.equal(done.length, 20);
  assert.deepEqual(await work.wait(slices, () => false), { value: 35 });
  assert.equal(done.length, 35);
});

test('work that one gives up goes on for another', async () => {
  const done: number[] = [];
  const work = new SharedWork(count(35, done));
  const slices = ticking(10);
  const results = await Promise.all([work.wait(slices, () => slices.pauses() === 1), work.wait(slices, () => false)]);
  assert.deepEqual(results, [undefined, { value: 35 }]);
  assert.equal(done.length, 35);
});

test('work that somebody cannot wait for is finished at once, for all', async () => {
  const done: number[] = [];
  const work = new SharedWork(count(35, done));
  const slices = ticking(10);
  const result = work.wait(slices, () => false);
  assert.equal(done.length, 10);
  assert.equal(work.finish(), 35);
  assert.deepEqual(await result, { value: 35 });
  assert.deepEqual([work.finish(), done.length], [35, 35]);
});

test('work that fails, fails for everybody', async () => {
  const broken = (): never => {
    throw new Error('Broken on purpose.');
  };
  for (const steps of [0, 35]) {
    const work = new SharedWork(count(steps, [], broken));
    const slices = ticking(10);
    const results = await Promise.allSettled([work.wait(slices, () => false), work.wait(slices, () => false)]);
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.throws(() => work.finish(), /Broken on purpose/);
  }
});
