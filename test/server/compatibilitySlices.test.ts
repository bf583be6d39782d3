import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Slices } from '../../server/sharedWork.ts';
import { order, startJudged, subject, uri, version } from './judged.ts';

/** So many steps make a slice here. */
const stepsInSlice = 20;

interface Counting extends Slices {
  /** How many steps of work have been done. */
  readonly steps: () => number;
  /** The most steps without a pause. */
  readonly longest: () => number;
  /** Called at each pause, which ends when it does. */
  onPause: () => Promise<void>;
}

/** Counts steps in place of milliseconds. */
function counting(): Counting {
  let [steps, sinceBreak, longest] = [0, 0, 0];
  const slices: Counting = {
    sliceMs: stepsInSlice,
    now() {
      longest = Math.max(longest, sinceBreak++);
      return steps++;
    },
    async pause() {
      await new Promise((resolve) => setImmediate(resolve));
      await slices.onPause();
      sinceBreak = 0;
    },
    steps: () => steps,
    longest: () => longest,
    onPause: () => Promise.resolve(),
  };
  return slices;
}

/** The same, each record of which can be left out and refers to the one before, and the first of which has an amount. */
function joined(fields: number, amount: string): string {
  const records = Array.from({ length: 1000 }, (_, index) => {
    const before =
      index === 0 ? `{"name":"amount","type":"${amount}"}` : `{"name":"before","type":["null","Part${index - 1}"],"default":null}`;
    return (
      `{"name":"part${index}","type":["null",{"type":"record","name":"Part${index}","doc":"The part of number ${index}, which is one of many.",` +
      `"fields":[${before},{"name":"n","type":"long"}]}],"default":null}`
    );
  });
  return order(...records, ...Array.from({ length: fields }, (_, index) => `{"name":"more${index}","type":"int","default":0}`));
}

/** Some 200 KB: records with unions and defaults, each version with one field more. */
function large(fields: number): string {
  const records = Array.from(
    { length: 1000 },
    (_, index) =>
      `{"name":"part${index}","type":{"type":"record","name":"Part${index}","doc":"The part of number ${index}, which is one of many.","fields":[` +
      `{"name":"note","type":["null","string"],"default":null},{"name":"n","type":"long"}]}}`,
  );
  return order(...records, ...Array.from({ length: fields }, (_, index) => `{"name":"more${index}","type":"int","default":0}`));
}

test('fifty versions of 200 KB are parsed once and judged in slices, and others are answered meanwhile', async (t) => {
  const versions = Array.from({ length: 50 }, (_, index) => version(index + 1, large(index)));
  assert.ok((versions[0]?.text.length ?? 0) > 200_000);
  const slices = counting();
  const client = await startJudged(t, { baselines: [subject(versions, { level: 'FULL_TRANSITIVE' })] }, { slices });
  const other = client.open('{"type":"fixed","name":"F","size":8}', { uri: 'file:///schemas/f.avsc' });
  let answers = 0;
  slices.onPause = async () => {
    if (answers > 0) return;
    answers++;
    assert.notEqual(
      await client.request('textDocument/hover', { textDocument: { uri: other }, position: { line: 0, character: 28 } }),
      null,
    );
  };
  const text = large(50).replace('"name":"n","type":"long"', '"name":"n","type":"int"');
  client.open(text, { uri });
  await client.said("Can't read 1 thing of orders-value v1…v50 (FULL_TRANSITIVE)");
  const first = slices.steps();
  // The last slice of one work and the first one of the next have no pause between them.
  assert.ok(slices.longest() <= 3 * stepsInSlice, `${slices.longest()} steps without a pause`);
  assert.equal(answers, 1);
  client.edit(uri, { start: text.length - 2, end: text.length - 2, text: ',{"name":"last","type":"int"}' });
  await client.said("Can't read 2 things of orders-value v1…v50 (FULL_TRANSITIVE)");
  const second = slices.steps() - first;
  assert.ok(second < first / 3, `${first} steps, then ${second}`);
  assert.deepEqual(client.errors, []);
});

test('why unions of records that are joined in a chain can not be read is found in slices, and once', async (t) => {
  const versions = Array.from({ length: 50 }, (_, index) => version(index + 1, joined(index, 'long')));
  assert.ok((versions[0]?.text.length ?? 0) > 200_000);
  const slices = counting();
  const client = await startJudged(t, { baselines: [subject(versions, { level: 'FULL_TRANSITIVE' })] }, { slices });
  const text = joined(50, 'int');
  client.open(text, { uri });
  const summary = await client.said("Can't read 1 thing of orders-value v50 (FULL_TRANSITIVE)");
  assert.equal(text.slice(summary.firstProblem?.start, summary.firstProblem?.end), '"int"');
  assert.ok(slices.longest() <= 3 * stepsInSlice, `${slices.longest()} steps without a pause`);
  const first = slices.steps();
  client.edit(uri, { start: text.length - 2, end: text.length - 2, text: ',{"name":"last","type":"int"}' });
  // The unions are with the last version, and the field with all of them.
  await client.said("Can't read 2 things of orders-value v1…v50 (FULL_TRANSITIVE)");
  const second = slices.steps() - first;
  assert.ok(second < first / 2, `${first} steps, then ${second}`);
  assert.deepEqual(client.errors, []);
});
