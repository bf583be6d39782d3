import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runInScala } from './sparkShell.ts';
import { runInSpark } from './sparkRuns.ts';
import type { SparkRow } from './sparkRuns.ts';
import { withSnippet, writeSnippetTopics } from './snippetTopics.ts';
import type { SnippetTopic } from './snippetTopics.ts';

// Snippets of Spark run as they are against topics of every kind of which they say that such code was run.

test('snippets of Spark read topics as they are', async (t) => {
  const all = await writeSnippetTopics(t);

  for (const [edition, id, least] of [
    ['3.5', 'pyspark', 17],
    ['4.1', 'pyspark', 17],
    ['abris', 'abris-pyspark', 6],
  ] as const) {
    await t.test(`${id} in Spark ${edition}`, async () => {
      const topics = withSnippet(all, id);
      assert.ok(topics.length >= least, String(topics.length));
      const scripts = topics.map(({ name, text }) => ({ name, text, messages: true }));
      const rows = await runInSpark(scripts, edition);
      for (const topic of topics) expectRead(topic, rows.get(topic.name) ?? []);
    });
  }

  await t.test('abris-scala in the shell of Spark 3.1', async () => {
    const topics = withSnippet(all, 'abris-scala');
    assert.ok(topics.length >= 6, String(topics.length));
    const rows = await runInScala(topics);
    for (const topic of topics) expectRead(topic, rows.get(topic.name) ?? []);
  });
});

/** Rows by partition and offset; of tombstones there may be none, and what is null. */
function expectRead({ name, asNewest }: SnippetTopic, rows: readonly SparkRow[]): void {
  const read = rows.filter(({ message = null }) => message !== null).map(({ offset, message }) => [offset, message]);
  const written = asNewest.flatMap((value, offset) => (value === null ? [] : [[offset, value]]));
  assert.deepEqual(read, written, name);
}
