import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, test, type TestContext } from 'node:test';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { createTopic, never, openCluster, openKafkajs, plainConnection } from './stack.ts';

// Topics as they are found in companies, diagnosed on a real cluster and registry.

const session = createLocalSession(plainConnection());
after(() => session.close());

const schema = JSON.stringify({
  type: 'record',
  name: 'ExampleMessage',
  namespace: 'example.avro',
  fields: [
    { name: 'field_1', type: 'string' },
    { name: 'field_2', type: 'int' },
    { name: 'field_3', type: { type: 'array', items: 'int' } },
  ],
});

/** `field_1` empty now and then, as in real data: then the bare value begins with 00. */
function body(index: number): Buffer {
  const name = index % 20 === 7 ? '' : `field_1_${index}`;
  return Buffer.concat([Buffer.of(2 * name.length), Buffer.from(name), Buffer.of((index % 60) * 2, 2, 20, 0)]);
}

function framed(schemaId: number, payload: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(schemaId, 1);
  return Buffer.concat([prefix, payload]);
}

async function write(topic: string, partition: number, values: readonly (Buffer | null)[]): Promise<void> {
  const cluster = openCluster({ after: () => undefined } as unknown as TestContext);
  const uncompressed = { codec: 'none', compress: (bytes: Buffer) => Promise.resolve(bytes) } as const;
  for (let start = 0; start < values.length; start += 1000) {
    const records = values.slice(start, start + 1000).map((value, index) => ({
      key: Buffer.from(`k${start + index}`),
      value,
      headers: [],
      timestampMs: Date.UTC(2026, 10, 10) + (start + index) * 1000,
    }));
    await cluster.append({ topic, partition }, records, uncompressed, never);
  }
  await cluster.close();
}

function request(topic: string, more: Partial<DiagnoseRequest> = {}): DiagnoseRequest {
  return { topic, samplesPerPartition: 120, timeoutMs: 60_000, maxBytes: 1 << 26, workspace: [], watch: false, masks: [], ...more };
}

async function diagnose(
  topic: string,
  more: Partial<DiagnoseRequest> = {},
): Promise<{ readonly told: Diagnosis[]; readonly end: Diagnosis }> {
  const told: Diagnosis[] = [];
  const end = await session.diagnose(request(topic, more), (diagnosis) => told.push(diagnosis), never);
  return { told, end };
}

test('where a framing changed is found at the exact offset of each partition, in few fetches', async (t) => {
  const topic = await createTopic(t, { partitions: 2, configuration: { 'retention.ms': '-1' } });
  const { schemaId } = await session.register(`${topic}-value`, schema, never);
  const from = [4321, 2999];
  for (const [partition, first] of from.entries()) {
    await write(
      topic,
      partition,
      Array.from({ length: 6000 }, (_, index) => (index < first ? framed(schemaId, body(index)) : body(index))),
    );
  }
  const { told, end } = await diagnose(topic);
  assert.equal(told[0]?.stage, 'first');
  assert.equal(end.stopped, 'done');
  assert.equal(end.value.state, 'changed');
  assert.deepEqual(
    end.value.changes.map(({ partition, offset, before }) => [partition, offset, before]),
    from.map((first, partition) => [partition, BigInt(first), BigInt(first) - 1n]),
  );
  assert.match(end.value.headline, /^Values are bare Avro since .* \(partition 0: offset 4,321\); before that Confluent-framed\.$/);
  assert.deepEqual(
    end.value.classes.map(({ framing, records }) => [framing, records]),
    [
      ['confluent-prefix', 7320n],
      ['bare', 4680n],
    ],
  );
  const spark = end.value.consumers.rows.find(({ consumer }) => consumer === 'spark-failfast');
  assert.deepEqual(
    spark?.cells.map(({ outcome }) => outcome),
    ['wrong', 'reads'],
  );
  assert.ok(end.reads.fetches < 60, `${end.reads.fetches} fetches`);
  assert.ok(end.reads.records < 400, `${end.reads.records} records`);
  const admin = openKafkajs().admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  assert.deepEqual(groups, []);
});

test('framings that stand among each other are mixed, and no end of them is looked for', async (t) => {
  const topic = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  const { schemaId } = await session.register(`${topic}-value`, schema, never);
  await write(
    topic,
    0,
    Array.from({ length: 3000 }, (_, index) => ((index * 7919) % 13 < 6 ? framed(schemaId, body(index)) : body(index))),
  );
  const { end } = await diagnose(topic);
  assert.equal(end.value.state, 'mixed');
  assert.ok(end.reads.fetches < 60, `${end.reads.fetches} fetches`);
  assert.match(end.value.headline, /stand among each other/);
});

test('an empty topic, one of tombstones alone, and a single record', async (t) => {
  const empty = await createTopic(t);
  assert.equal((await diagnose(empty)).end.value.headline, 'The topic has no records.');
  const dead = await createTopic(t);
  await write(dead, 0, [null, null, null]);
  const { end } = await diagnose(dead);
  assert.deepEqual([end.value.state, end.key.state], ['absent', 'one']);
  assert.match(end.value.headline, /^All 3 records that were looked at are tombstones/);
  const single = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  const { schemaId } = await session.register(`${single}-value`, schema, never);
  await write(single, 0, [framed(schemaId, body(1))]);
  const one = (await diagnose(single)).end;
  assert.equal(one.value.state, 'one');
  assert.match(one.value.detail, /Only one record was looked at\.$/);
});

test('frames of another registry, and bytes that nothing fits', async (t) => {
  const foreign = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  await write(
    foreign,
    0,
    Array.from({ length: 50 }, (_, index) => framed(99_999, body(index))),
  );
  const { end } = await diagnose(foreign);
  assert.equal(end.value.classes[0]?.fault, 'unknown-id');
  assert.deepEqual(end.value.classes[0].unknownIds, [99_999]);
  const random = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  let state = 12_345;
  const bytes = (): Buffer =>
    Buffer.from(Array.from({ length: 64 }, () => ((state = (state * 1_103_515_245 + 12_345) & 0x7fffffff) >> 16) & 0xff));
  await write(random, 0, Array.from({ length: 50 }, bytes));
  assert.equal((await diagnose(random)).end.value.state, 'unknown');
});

test('what is encrypted is said to be nothing that can be told, with and without a registry', async (t) => {
  const topic = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  await write(
    topic,
    0,
    Array.from({ length: 60 }, (_, index) => createHash('sha512').update(`secret ${index}`).digest()),
  );
  const { end } = await diagnose(topic);
  assert.equal(end.value.headline, 'Values look encrypted or compressed: no framing and no known schema fits them.');
  assert.deepEqual([end.value.state, end.notes], ['unknown', []]);
  const without = createLocalSession({ ...plainConnection(), registry: undefined });
  t.after(() => without.close());
  const bare = await without.diagnose(request(topic), () => undefined, never);
  assert.equal(bare.value.headline, end.value.headline);
  assert.match(bare.value.advice.map(({ text }) => text).join(' '), /^Give the connection a schema registry, or add the schema /);
});

test('a registry that cannot be reached is named, and what the bytes say alone is told', async (t) => {
  const topic = await createTopic(t, { configuration: { 'retention.ms': '-1' } });
  await write(
    topic,
    0,
    Array.from({ length: 30 }, (_, index) => framed(7, body(index))),
  );
  const connection = plainConnection();
  const lost = createLocalSession({ ...connection, registry: { url: 'http://127.0.0.1:9', auth: { type: 'none' } } });
  t.after(() => lost.close());
  const end = await lost.diagnose(request(topic), () => undefined, never);
  assert.deepEqual(end.notes, ['Cannot reach the registry http://127.0.0.1:9 (ECONNREFUSED).']);
  assert.equal(end.value.headline, 'Values look Confluent-framed, but nobody could be asked for their schema.');
  assert.deepEqual(
    end.value.classes.map(({ fault, certainty }) => [fault, certainty]),
    [['no-schema', 'guessed']],
  );
});

test('a record of 20 MB is judged, and tried with no consumer', async (t) => {
  const topic = await createTopic(t, { configuration: { 'retention.ms': '-1', 'max.message.bytes': '30000000' } });
  const { schemaId } = await session.register(`${topic}-value`, JSON.stringify({ type: 'bytes' }), never);
  const size = 20 << 20;
  const length = Buffer.alloc(4);
  // Zigzag, in base 128.
  for (let at = 0, rest = 2 * size; at < 4; at++, rest >>= 7) length[at] = (rest & 0x7f) | (at < 3 ? 0x80 : 0);
  const large = framed(schemaId, Buffer.concat([length, Buffer.alloc(size)]));
  await write(topic, 0, [large]);
  const { end } = await diagnose(topic);
  assert.equal(end.value.headline, 'Values are Confluent-framed throughout; every sampled value reads.');
  assert.equal(end.stopped, 'done');
  // What each of so many consumers would make of it, one after the other, nobody would wait for.
  const cells = end.value.consumers.rows.flatMap((row) => row.cells.map(({ text }) => text));
  assert.deepEqual([...new Set(cells)], ['Not tried: the records are too large for that']);
});

test('a topic that is deleted meanwhile ends it', async (t) => {
  const topic = await createTopic(t);
  let running: Promise<unknown> | undefined;
  await new Promise<void>((resolve) => {
    running = session.diagnose(request(topic, { watch: true }), () => resolve(), never);
  });
  const admin = openKafkajs().admin();
  await admin.connect();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  await assert.rejects(running ?? Promise.resolve(), { code: 'kafka/unknown-topic' });
});

test('a topic that does not exist is an error', async () => {
  await assert.rejects(diagnose('no-such-topic'), { code: 'kafka/unknown-topic' });
});
