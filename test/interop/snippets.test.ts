import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { run } from '../../tools/support/processes.ts';
import { plainConnection } from '../stack/stack.ts';
import { confluentPrograms } from './java/confluent.ts';
import { connectConsumers, flinkSql } from './java/consumers.ts';
import { runJava, toBase64 } from './java/programs.ts';
import { withSnippet, writeSnippetTopics } from './snippetTopics.ts';
import type { SnippetTopic } from './snippetTopics.ts';

// Snippets of clients run as they are against topics of every kind of which they say that such code was run.

test('snippets of clients read topics as they are', async (t) => {
  const all = await writeSnippetTopics(t);

  await t.test('confluent-kafka-python', async (tt) => {
    const { INTEROP_PYTHON: python } = process.env;
    assert(python !== undefined, 'INTEROP_PYTHON is not set: run these tests by npm run test:interop.');
    const topics = withSnippet(all, 'confluent-python');
    assert.ok(topics.length > 16);
    const files = filesOf(tt, topics, 'read.py');
    const runAll =
      'import runpy, sys\nfor file in sys.argv[1:]:\n  print("==", file, flush=True)\n  runpy.run_path(file, run_name="__main__")';
    const output = await run(python, ['-c', runAll, ...files], { what: 'Running the programs', limitMs: 300_000 });
    expectPrinted(topics, output);
  });

  await t.test('Java', async (tt) => {
    const topics = withSnippet(all, 'java');
    assert.ok(topics.length > 16);
    const folders = filesOf(tt, topics, 'ReadTopic.java').map((file) => path.dirname(file));
    expectPrinted(topics, (await runJava(confluentPrograms, 'RunPrograms', folders)).join('\n'));
  });

  await t.test('Kafka Connect', async () => {
    const topics = withSnippet(all, 'connect');
    assert.ok(topics.length > 1);
    const lines = topics.map(({ text, written }) => `${written.length} ${toBase64(text)}`);
    const printed = await runJava(connectConsumers.programs, 'ConnectSink', [plainConnection().brokers.join(','), ...lines]);
    for (const topic of topics) {
      const own = printed.flatMap((line) => (line.startsWith(`${topic.topic} `) ? [line.slice(topic.topic.length + 1)] : []));
      expectWritten(topic, own);
    }
  });

  await t.test('Flink SQL', async () => {
    const topics = withSnippet(all, 'flink-sql');
    assert.ok(topics.length > 4);
    // Tombstones are no rows.
    const rows = topics.map(({ asNewest }) => asNewest.filter((value) => value !== null));
    const scripts = topics.map(({ text }, index) => `${String(rows[index]?.length)} ${toBase64(text)}`);
    const printed = await runJava(flinkSql, 'FlinkSql', scripts);
    for (const [index, { name }] of topics.entries()) {
      const own = printed.flatMap((line) => (line.startsWith(`${index} `) ? [JSON.parse(line.slice(`${index} `.length)) as unknown] : []));
      // The tables of two formats are read at the same time.
      const sorted = (all: readonly unknown[] = []): string[] => all.map((row) => JSON.stringify(row)).sort();
      assert.deepEqual(sorted(own), sorted(rows[index]), name);
    }
  });
});

/** Files with the snippets, each in a folder of its own. */
function filesOf(t: TestContext, topics: ReturnType<typeof withSnippet>, file: string): string[] {
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  t.after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });
  return topics.map(({ name, text }) => {
    const folder = path.join(scratch, name);
    mkdirSync(folder);
    writeFileSync(path.join(folder, file), text);
    return path.join(folder, file);
  });
}

/** Of each program a line that begins with `==`, and then one for each record: partition, offset, value. */
function expectPrinted(topics: readonly SnippetTopic[], output: string): void {
  const printed = output.split(/^== .*\n?/m).slice(1);
  for (const [index, topic] of topics.entries()) {
    const lines = printed[index]?.split('\n').filter((line) => line.startsWith('0 ')) ?? [];
    expectWritten(
      topic,
      lines.map((line) => line.slice(2)),
    );
  }
}

/** @param printed offset and value of each record */
function expectWritten(topic: SnippetTopic, printed: readonly string[]): void {
  const plain = (text: string): unknown => JSON.parse(text.replaceAll("'", '"').replace('None', 'null'));
  const read = printed.map((line) => [Number(line.split(' ')[0]), plain(line.slice(line.indexOf(' ') + 1))]);
  assert.deepEqual(
    read,
    topic.written.map((value, offset) => [offset, value]),
    topic.name,
  );
}
