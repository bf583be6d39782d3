import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import { sparkJob } from '../../shared/diagnosis/sparkJob.ts';
import type { SparkJobInput } from '../../shared/diagnosis/sparkJob.ts';
import { pysparkSnippet } from '../../shared/diagnosis/snippets/pyspark.ts';
import { planReading } from '../../shared/diagnosis/snippets/readingPlan.ts';
import { createFilter, isFilter } from '../../shared/filter/createFilter.ts';
import { bands, diagnosisOf, foundClass, side } from '../shared/diagnosis/diagnoses.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';
import { writeEvents } from './sparkEvents.ts';
import type { EventTopic } from './sparkEvents.ts';
import { runInSpark } from './sparkRuns.ts';
import type { SparkRow, SparkScript } from './sparkRuns.ts';

// What is generated runs as it is, and its hits are those of the viewer.

const filters = [
  'value.id == 7',
  'value.id > 990.5',
  'value.id >= 991.0',
  'value.id < -9223372036854775807',
  'value.id == 9007199254740993',
  'value.id % 2 == 1 && value.id / 3 > 0',
  'value.id + 1 > 0',
  '-value.id == 7',
  'value.name == "Ada" || value.note == "hello"',
  'value.name < "b"',
  'value.name.contains("a") && !value.name.startsWith("A")',
  'value.name.endsWith("\'\\"%_")',
  'value.name.trim() == "trim me"',
  'value.name.lowerAscii() == "ada" || value.name.upperAscii() == "ADA"',
  'value.name + "!" == "Ada!"',
  'value.name.matches("^[A-Z][a-z]+$") || value.name.matches("line.break")',
  'size(value.name) == 5',
  'value.note == null',
  'value.note != null && value.note != "hello"',
  '!(value.note == "hello")',
  'value.amount > 0.1',
  'value.amount <= 990',
  '!(value.amount > 1.5)',
  'value.amount != value.amount',
  'value.rate == 0.1',
  'value.rate > 0.1',
  'value.rate >= 16777216',
  'value.price == 9.99',
  'value.price > "9.99"',
  'value.price < 9.991 && value.price >= decimal("-0.01")',
  'value.at > "2026-01-01"',
  'value.at < timestamp("1970-01-01T00:00:00Z")',
  'value.day == "2026-01-31"',
  'value.at.getFullYear() == 1400 || value.day.getMonth() == 0',
  'value.at.getHours() == 12',
  'value.tags.a == "1"',
  '"b" in value.tags',
  'has(value.tags.b) && size(value.tags) == 1',
  'value.lines[0].n == 2',
  'value.lines.exists(line, line.sku == "A-7" && line.n > 0)',
  'value.lines.all(line, line.n >= 0)',
  'size(value.lines) > 1',
  'value.who.age > 1',
  'value.who == null',
  'value.who.age == null',
  'has(value.who.age)',
  '!has(value.who.age)',
  'value.status in ["PAID", "OTHER"]',
  'value.ok',
  '!value.ok',
  'value.ok ? value.id > 0 : value.id < 0',
  'value.extra == "d"',
  'has(value.extra)',
  'value.missing == 1 || value.id == 0',
  'isTombstone',
  'value == null || value.id == 991',
  'key == "k3" || key.endsWith("5")',
  'offset >= 3 && offset < 6 && partition == 0',
  'timestamp >= timestamp("2026-01-01T04:00:00Z")',
  'headers.source == "web"',
  '!(headers.source == "web")',
  'has(headers.source)',
  'size > 60',
  'value.id == "7"',
  'value.name == 7 || value.ok == 1',
] as const;

test('programs for Spark run as they are, and their hits are the viewer’s', async (t) => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
  t.after(() => {
    rmSync(scratch, { recursive: true, force: true });
  });
  const several = await writeEvents(t, () => 'confluent-prefix', 2);
  const changed = await writeEvents(t, (index) => (index < 3 ? 'confluent-prefix' : 'bare'), 1);
  const framed = await createTopic(t, { name: 'spark-framed' });
  const bare = await createTopic(t, { name: 'spark-bare' });
  const jobs = {
    batch: {
      ...inputOf(several),
      mode: 'batch',
      filter: 'value.id > 0 && value.who.age > 1',
      output: { kind: 'parquet', path: path.join(scratch, 'batch') },
    },
    all: { ...inputOf(several), mode: 'streaming', filter: undefined, output: { kind: 'parquet', path: path.join(scratch, 'all') } },
    framed: {
      ...inputOf(changed),
      mode: 'batch',
      filter: undefined,
      output: { kind: 'topic', topic: framed, framing: 'confluent-prefix' },
    },
    bare: { ...inputOf(changed), mode: 'streaming', filter: 'offset != 1', output: { kind: 'topic', topic: bare, framing: 'bare' } },
  } satisfies Record<string, SparkJobInput>;
  const rows = await runInSpark([
    ...[several, changed].map((topic, index): SparkScript => ({ name: `snippet ${index}`, text: snippetOf(topic), messages: true })),
    { name: 'batch', text: textOf(jobs.batch), parquet: path.join(scratch, 'batch') },
    { name: 'all', text: textOf(jobs.all), args: ['--available-now'], parquet: path.join(scratch, 'all') },
    { name: 'framed', text: textOf(jobs.framed) },
    {
      name: 'bare',
      text: textOf(jobs.bare).replace('"checkpointLocation", "', `"checkpointLocation", "${scratch}/`),
      args: ['--available-now'],
    },
    {
      name: 'filters',
      text: textOf(jobs.all).split('\nmessages = ')[0]?.replace('readStream', 'read') ?? '',
      conditions: filters.map((filter) => conditionOf(several, filter)),
    },
  ]);
  const of = (name: string): readonly SparkRow[] => rows.get(name) ?? [];

  for (const [index, topic] of [several, changed].entries()) {
    await t.test(`the PySpark snippet reads topic ${index}`, () => expectIds(of(`snippet ${index}`), 'message', topic.records, topic));
  }
  await t.test('each filter has the viewer’s hits', () => {
    assert.ok(filters.filter((filter) => hitsOf(several, filter).length > 0).length > filters.length / 2);
    for (const [index, filter] of filters.entries()) {
      const seen = of('filters')
        .filter((row) => row[`hit_${index}`] === true)
        .map(({ offset }) => offset);
      assert.deepEqual(seen, hitsOf(several, filter), filter);
    }
  });
  await t.test('Parquet of a batch has the hits, that of a stream all', () => {
    const hits = hitsOf(several, jobs.batch.filter);
    assert.ok(hits.length > 0);
    expectIds(
      of('batch'),
      'value',
      several.records.filter(({ offset }) => hits.includes(offset)),
      several,
    );
    expectIds(of('all'), 'value', several.records, several);
  });
  await t.test('re-framed topics have the same payloads, keys and headers', async (tt) => {
    const session = createLocalSession(plainConnection());
    tt.after(() => session.close());
    for (const [target, isFramed] of [
      [framed, true],
      [bare, false],
    ] as const) {
      const options = { count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26 } as const;
      const { rows: read } = await session.peek({ topic: target, ...options }, () => undefined, never);
      const wanted = changed.records.filter(({ offset }) => isFramed || offset !== 1);
      assert.equal(read.length, wanted.length);
      const id = changed.schemas[0].source.schemaId ?? 0;
      const frame = Buffer.alloc(5);
      frame.writeUInt32BE(id, 1);
      const sizes = [...read].sort((a, b) => Number(a.offset - b.offset)).map(({ value, headers }) => [value.size, headers.length]);
      assert.deepEqual(
        sizes,
        wanted.map(({ payload, seen }) => [seen.isTombstone ? 0 : payload.length + (isFramed ? frame.length : 0), seen.headers.length]),
      );
    }
  });
});

function inputOf({ topic, cluster, schemas, records }: EventTopic): Pick<SparkJobInput, 'diagnosis' | 'cluster'> {
  const hasBare = records.some(({ seen }) => seen.value?.framing === 'bare');
  const key = side('key', 'one', { classes: [foundClass(0, 'text', [])] });
  const value = hasBare
    ? side('value', 'changed', {
        classes: [foundClass(0, 'confluent-prefix', [schemas[0]]), foundClass(1, 'bare', [schemas[0]])],
        bands: bands([0, 0, 3, [0]], [0, 3, records.length, [1]]),
      })
    : side('value', 'one', { classes: [foundClass(0, 'confluent-prefix', schemas), foundClass(1, 'null', [])] });
  return { diagnosis: diagnosisOf(value, { topic, key }), cluster };
}

function snippetOf(topic: EventTopic): string {
  const { diagnosis, cluster } = inputOf(topic);
  const plan = planReading(diagnosis, 'value');
  assert.ok(typeof plan === 'object');
  return pysparkSnippet({ diagnosis, cluster, plan })?.text ?? assert.fail('no snippet');
}

function textOf(input: SparkJobInput): string {
  const job = sparkJob(input);
  return 'text' in job ? job.text : assert.fail(job.refused);
}

/** As it stands in a job, whose frame has all that it looks at. */
function conditionOf(topic: EventTopic, filter: string): string {
  const text = textOf({ ...inputOf(topic), mode: 'batch', filter, output: { kind: 'parquet', path: 'unused' } });
  const [, literal] = /^records = records\.where\(expr\((".*")\)\)$/m.exec(text) ?? [];
  return String(JSON.parse(literal ?? assert.fail(text)));
}

function hitsOf({ records }: EventTopic, text: string): number[] {
  const filter = createFilter(text);
  assert.ok(isFilter(filter), text);
  return records.filter(({ seen }) => filter.test(seen) === 'match').map(({ offset }) => offset);
}

function expectIds(rows: readonly SparkRow[], column: string, records: EventTopic['records'], { topic }: EventTopic): void {
  const read = rows.map((row) => [row.offset, fieldsOf(row[column])]);
  const written = records.map(({ offset, seen }) => [offset, fieldsOf(seen.value?.value)]);
  assert.deepEqual(read, written, topic);
}

function fieldsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, note = null, status, ok, lines } = value as Record<string, unknown>;
  return JSON.parse(JSON.stringify({ name, note, status, ok, lines }));
}
