import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Kept } from '../../../client/baselines/kept.ts';

/** What is loaded is answered by hand. */
function createKept() {
  const loads: { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void; readonly ask: boolean }[] = [];
  const clock = { nowMs: 0 };
  const changes: (string | undefined)[] = [];
  const kept: Kept<string> = new Kept<string>({
    load: (_previous, ask) => new Promise((resolve, reject) => loads.push({ resolve, reject, ask })),
    isSame: (one, other) => one === other,
    changed: () => changes.push(kept.failure?.message ?? kept.value),
    now: () => clock.nowMs,
  });
  return { kept, loads, changes, clock };
}

const signal = new AbortController().signal;

test('kept: the same value is news once, and is known for as long as it was seen last', async () => {
  const { kept, loads, changes, clock } = createKept();
  for (const value of ['a', 'a', 'b']) {
    const done = kept.refresh();
    clock.nowMs += 10;
    loads.at(-1)?.resolve(value);
    await done;
  }
  assert.deepEqual([changes, kept.value, kept.knownMs, loads.every(({ ask }) => !ask)], [['a', 'b'], 'b', 30, true]);
});

test('kept: a failure takes nothing away, is told once, and its end is told', async () => {
  const { kept, loads, changes, clock } = createKept();
  for (const value of ['a', new Error('down'), new Error('down'), 'a']) {
    const done = kept.refresh();
    clock.nowMs += 10;
    if (typeof value === 'string') loads.at(-1)?.resolve(value);
    else loads.at(-1)?.reject(value);
    await done;
    assert.equal(kept.value, 'a');
  }
  assert.deepEqual([changes, kept.failedMs, kept.failure, kept.knownMs], [['a', 'down', 'a'], 30, undefined, 40]);
});

test('kept: what is refreshed while it is being loaded is loaded once more, however often', async () => {
  const { kept, loads } = createKept();
  const done = kept.refresh();
  void kept.refresh();
  void kept.refresh();
  loads[0]?.resolve('old');
  await new Promise(setImmediate);
  assert.equal(loads.length, 2);
  loads[1]?.resolve('new');
  await done;
  assert.deepEqual([kept.value, kept.isLoading, loads.length], ['new', false, 2]);
});

test('kept: an answer that was overtaken is not taken, but returned', async () => {
  const { kept, loads, changes } = createKept();
  const slow = kept.fetch(true, signal);
  const fast = kept.fetch(false, signal);
  loads[1]?.resolve('new');
  assert.equal(await fast, 'new');
  loads[0]?.resolve('old');
  assert.equal(await slow, 'old');
  assert.deepEqual([kept.value, changes, loads.map(({ ask }) => ask)], ['new', ['new'], [true, false]]);
});

test('kept: who waits gets the error, and an abort is no failure', async () => {
  const { kept, loads } = createKept();
  const failing = kept.fetch(true, signal);
  loads[0]?.reject(new Error('down'));
  await assert.rejects(failing, /down/);
  assert.equal(kept.failure?.message, 'down');
  const aborted = kept.fetch(true, signal);
  loads[1]?.reject(new DOMException('Cancelled.', 'AbortError'));
  await assert.rejects(aborted, { name: 'AbortError' });
  assert.equal(kept.failure.message, 'down');
});
