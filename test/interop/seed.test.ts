import assert from 'node:assert/strict';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { RecordRow, Session } from '../../client/cluster/session.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import type { ConsumerId, RecordOutcome } from '../../shared/diagnosis/consumerTable.ts';
import type { Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { predictRecord } from '../../shared/diagnosis/consumers/predict.ts';
import { toReadable } from '../../shared/wire/readableSchema.ts';
import { say } from '../../tools/support/say.ts';
import { installInteropPython } from '../../tools/test/interop.ts';
import { installSpark } from '../../tools/test/spark.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';
import { askProgram } from './askProgram.ts';
import { runSpark } from './python/sparkConsumers.ts';
import { wireKinds } from './wireKinds.ts';

// Where this project began: Spark's to_avro and Confluent's serializers write the same ten messages to Kafka, each reads what the
// other has written, and one fails while the other returns wrong values. ABRiS is between them.

const example = wireKinds.find(({ name }) => name === 'example') ?? assert.fail('no example');
const columns = 'field_1: string, field_2: int, field_3: array<int>';
const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const messages = example.messages.map((message) => JSON.stringify(message));

interface TestedTopic {
  readonly topic: string;
  readonly compression: (typeof compressions)[number];
}

/**
 * A topic for each compression, with the messages' schema registered for its values.
 *
 * @param by who compresses; of the broker it is the topic's own setting
 */
async function createTopics(
  t: TestContext,
  session: Session,
  name: string,
  by: 'producer' | 'broker' = 'producer',
): Promise<TestedTopic[]> {
  const topics: TestedTopic[] = [];
  for (const compression of compressions) {
    const asked = by === 'producer' ? by : compression === 'none' ? 'uncompressed' : compression;
    const topic = await createTopic(t, { name: `${name}-${compression}`, configuration: { 'compression.type': asked } });
    await session.register(`${topic}-value`, example.schema, never);
    topics.push({ topic, compression });
  }
  return topics;
}

function openSession(t: TestContext): Session {
  const session = createLocalSession(plainConnection());
  t.after(() => session.close());
  return session;
}

async function peekAll(session: Session, topic: string): Promise<RecordRow[]> {
  const all = { count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26 } as const;
  const { rows } = await session.peek({ topic, ...all }, () => undefined, never);
  return [...rows].sort((a, b) => Number(a.offset - b.offset));
}

/** What a consumer will make of the records of a topic, in their order. The registry knows none of what their bytes could name. */
async function predict(session: Session, consumer: ConsumerId, topic: string): Promise<RecordOutcome[]> {
  const schema = toReadable(
    { text: example.schema, label: topic, references: [] },
    { schemaId: undefined, subject: `${topic}-value`, version: 1 },
  );
  const rows = await peekAll(session, topic);
  assert.equal(rows.length, messages.length);
  return rows.map(({ valueBytes, headers }, index) => {
    const { root } = parseJson(messages[index] ?? '');
    assert(root !== undefined && schema.schema !== undefined && valueBytes !== null);
    const written = valueFromJson(schema.schema, root);
    assert(written.ok);
    const asked = { asked: () => undefined, askedGuid: () => undefined };
    return predictRecord(consumer, { bytes: valueBytes, headers, part: 'value', topic, schema, written: written.value, ...asked });
  });
}

const common = (): { brokers: string; registry: string; schema: string; columns: string; messages: readonly unknown[] } => {
  const { brokers, registry } = plainConnection();
  return { brokers: brokers.join(','), registry: registry?.url ?? '', schema: example.schema, columns, messages: example.messages };
};

async function runConfluent(program: string, asked: object): Promise<string[]> {
  const args = [path.join(import.meta.dirname, 'python', program)];
  const command = await installInteropPython(say);
  return askProgram({ command, args, what: "Asking Confluent's Python client", limitMs: 120_000 }, { ...common(), ...asked });
}

/** Keys are the ids, and records are in their order. */
function expectKeys(rows: readonly RecordRow[]): void {
  assert.deepEqual(
    rows.map(({ keyBytes }) => Buffer.from(keyBytes ?? []).toString()),
    messages.map((_, index) => String(index)),
  );
}

interface SparkValues {
  readonly topic: string;
  readonly skip: number;
  readonly values: readonly string[];
}

const toValues = (lines: readonly string[]): SparkValues[] => lines.map((line) => JSON.parse(line) as SparkValues); // as seedSpark.py prints it

test('what Spark writes fails in a Confluent consumer, and what a Confluent producer writes is read wrong by Spark, both as predicted', async (t) => {
  const session = openSession(t);
  const [bySpark, byConfluent] = [await createTopics(t, session, 'seed-spark'), await createTopics(t, session, 'seed-confluent')];
  await runConfluent('seedProducer.py', { write: byConfluent });
  // Predicted before any of them reads.
  const shown = await Promise.all(byConfluent.map(({ topic }) => diagnose(session, topic)));
  const wrong = await Promise.all(byConfluent.map(({ topic }) => predict(session, 'spark-failfast', topic)));
  const read = byConfluent.flatMap(({ topic }) => [
    { topic, skip: 0 },
    { topic, skip: 5 },
  ]);
  const values = toValues(
    await runSpark(await installSpark('3.5', say), 'seedSpark.py', { ...common(), abris: false, write: bySpark, read }),
  );
  const diagnosed = await Promise.all(bySpark.map(({ topic }) => diagnose(session, topic)));
  const copies = await Promise.all(bySpark.map(({ topic }) => copyAsFrames(t, session, topic)));
  const failing = await Promise.all(bySpark.map(({ topic }) => predict(session, 'confluent-python', topic)));
  const topics = [...bySpark.map(({ topic }) => topic), ...copies].map((topic) => ({ topic, count: messages.length }));
  const errors = (await runConfluent('confluentConsumers.py', { topics })).map(
    (line) => JSON.parse(line) as { readonly topic: string; readonly error?: string; readonly json?: string }, // as confluentConsumers.py prints it
  );
  for (const [index, { topic, compression }] of bySpark.entries()) {
    await t.test(`Spark to_avro, ${compression}, then confluent-kafka`, async () => {
      expectKeys(await peekAll(session, topic));
      const said = errors.filter((one) => one.topic === topic).map(({ error }) => ({ kind: 'fails', text: error, causes: [] }));
      assert.deepEqual(said, failing[index]);
      assert.match(said[1]?.text ?? '', /Invalid magic byte/);
      // The diagnosis says so beforehand.
      const { value } = diagnosed[index] ?? assert.fail('not diagnosed');
      assert.deepEqual([value.state, value.classes.map(({ framing }) => framing)], ['one', ['bare']]);
      const [cell] = value.consumers.rows.find(({ consumer }) => consumer === 'confluent-python')?.cells ?? [];
      assert.equal(cell?.outcome, 'fails');
      const texts = new Set(cell.errors.map((error) => error.text));
      for (const { text } of said) assert.ok(texts.has(text ?? ''), `${text ?? ''} is among ${[...texts].join(', ')}`);
      // And the copy in the other framing is read.
      const read = errors.filter((one) => one.topic === copies[index]).map(({ json = 'null' }) => JSON.stringify(JSON.parse(json)));
      assert.deepEqual(read, messages);
    });
  }
  for (const [index, { topic, compression }] of byConfluent.entries()) {
    await t.test(`confluent-kafka, ${compression}, then Spark from_avro`, async () => {
      expectKeys(await peekAll(session, topic));
      const [framed, payload] = [0, 5].map((skip) => values.find((one) => one.topic === topic && one.skip === skip)?.values);
      // The first message is that of zeros alone, which is what Spark reads of each.
      assert.deepEqual(
        framed?.map((json, place) => ({ kind: place === 0 ? 'reads' : 'wrong', json })),
        wrong[index],
      );
      assert.deepEqual(new Set(framed), new Set(['{"field_1":"","field_2":0,"field_3":[]}']));
      assert.deepEqual(payload, messages);
      // The diagnosis has shown that very value beforehand, beside what was written.
      const { value } = shown[index] ?? assert.fail('not diagnosed');
      assert.deepEqual([value.state, value.classes.map(({ framing }) => framing)], ['one', ['confluent-prefix']]);
      const [cell] = value.consumers.rows.find(({ consumer }) => consumer === 'spark-failfast')?.cells ?? [];
      assert.deepEqual(
        cell?.comparison?.rows.map(({ path: field, read: value }) => [field, value]),
        [
          ['field_1', '""'],
          ['field_2', '0'],
          ['field_3', '[]'],
        ],
      );
      assert.equal(cell.outcome, 'wrong');
    });
  }
});

function diagnose(session: Session, topic: string): Promise<Diagnosis> {
  const bounds = { samplesPerPartition: 120, timeoutMs: 60_000, maxBytes: 1 << 26, workspace: [], watch: false, masks: [] };
  return session.diagnose({ topic, ...bounds }, () => undefined, never);
}

/** Copies bare values as Confluent frames to a topic of its own, whose name it returns. */
async function copyAsFrames(t: TestContext, session: Session, source: string): Promise<string> {
  const target = await createTopic(t, { name: `${source}-framed` });
  const registered = await session.register(`${target}-value`, example.schema, never);
  const summary = await session.reframe(
    {
      ...{ source, target, ranges: [{ partition: 0, from: 0n, to: BigInt(messages.length) }], key: { kind: 'keep' } },
      value: { kind: 'reframe', from: ['bare'], schemas: [registered], names: [], to: 'confluent-prefix' },
      ...{ compression: 'none', dryRun: false, uncertain: 'ask', onError: 'stop' },
    },
    () => undefined,
    never,
  );
  assert.deepEqual([summary.stopped, summary.written], ['end', messages.length]);
  return target;
}

test('what ABRiS writes is decoded, and it reads what is produced here', async (t) => {
  const session = openSession(t);
  const [byAbris, produced] = [await createTopics(t, session, 'seed-abris'), await createTopics(t, session, 'seed-produced', 'broker')];
  for (const { topic } of produced) {
    const schema = await session.register(`${topic}-value`, example.schema, never);
    for (const [index, json] of messages.entries()) {
      const value = { kind: 'avro', json, schema, framing: { kind: 'confluent-prefix', schemaId: schema.schemaId } } as const;
      await session.send({ topic, key: { kind: 'bytes', bytes: Buffer.from(String(index)) }, value, headers: [] }, never);
    }
  }
  const read = produced.map(({ topic }) => ({ topic, skip: 0 }));
  const values = toValues(
    await runSpark(await installSpark('abris', say), 'seedSpark.py', { ...common(), abris: true, write: byAbris, read }),
  );
  for (const { topic, compression } of byAbris) {
    await t.test(`ABRiS to_avro, ${compression}`, async () => {
      const rows = await peekAll(session, topic);
      expectKeys(rows);
      assert.deepEqual(
        rows.map(({ value }) => [value.framing, value.state, JSON.stringify(JSON.parse(value.json ?? 'null'))]),
        messages.map((json) => ['confluent-prefix', 'exact', json]),
      );
    });
  }
  await t.test('ABRiS from_avro', () => {
    assert.deepEqual(
      values.map((one) => one.values),
      produced.map(() => messages),
    );
  });
});
