import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLocalSession } from '../../client/cluster/localSession.ts';
import type { FramingToSend, PartToSend, Session } from '../../client/cluster/session.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import { createTopic, never, plainConnection } from '../stack/stack.ts';
import { askConfluentReads } from './java/confluent.ts';

// What we send is read by the systems that it is meant for: Confluent's Java deserializer behind a prefix, Spark as bare Avro, and
// Spark behind a prefix once its 5 bytes are cut off.

const folder = import.meta.dirname;
const example = readFileSync(path.join(folder, 'example.avsc'), 'utf8');

const order = JSON.stringify({
  type: 'record',
  name: 'Order',
  namespace: 'com.acme',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'note', type: ['null', 'string'] },
    { name: 'tags', type: { type: 'map', values: 'string' } },
    {
      name: 'items',
      type: {
        type: 'array',
        items: {
          type: 'record',
          name: 'Item',
          fields: [
            { name: 'sku', type: 'string' },
            { name: 'price', type: 'double' },
          ],
        },
      },
    },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 } },
    { name: 'created', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['NEW', 'PAID'] } },
    { name: 'big', type: 'long' },
  ],
});

const examples = [
  '{"field_1":"field_1_1","field_2":1,"field_3":[10]}',
  '{"field_1":"","field_2":-9223372036854775808,"field_3":[9007199254740993,-9007199254740993]}',
  '{"field_1":"Dzień dobry 👋","field_2":9223372036854775807,"field_3":[]}',
];

const orders = [
  '{"id":"o-1","note":"late","tags":{"source":"web"},"items":[{"sku":"a","price":0.1},{"sku":"b","price":-2.5}],"amount":"12.50","created":"2026-11-10T13:02:07.123Z","status":"PAID","big":9007199254740993}',
  '{"id":"","note":null,"tags":{},"items":[],"amount":"-0.01","created":"1969-12-31T23:59:59.999Z","status":"NEW","big":-1}',
];

/** As Spark's to_json has them: what is null is left out. */
const ordersBySpark = [
  '{"id":"o-1","note":"late","tags":{"source":"web"},"items":[{"sku":"a","price":0.1},{"sku":"b","price":-2.5}],"amount":12.50,"created":"2026-11-10T13:02:07.123Z","status":"PAID","big":9007199254740993}',
  '{"id":"","tags":{},"items":[],"amount":-0.01,"created":"1969-12-31T23:59:59.999Z","status":"NEW","big":-1}',
];

function fromEnvironment(name: string): string {
  const value = process.env[name];
  assert(value !== undefined && value !== '', `${name} is not set: run these tests by npm run test:interop.`);
  return value;
}

/** What Spark's from_avro reads the values as; `skip` cuts off bytes in front first. */
function askSpark(schemaFile: string, values: readonly Uint8Array[], skip = 0): Promise<string[]> {
  const program = path.join(folder, 'python/spark.py');
  const env = { ...process.env, JAVA_HOME: fromEnvironment('SPARK_JAVA_HOME') };
  return new Promise((resolve, reject) => {
    const args = [program, 'read', schemaFile, 'FAILFAST', String(skip)];
    const child = execFile(fromEnvironment('INTEROP_SPARK_PYTHON'), args, { env, timeout: 300_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.split('\n').filter((line) => line !== ''));
      else reject(new Error(`${error.message}\n${stderr}`));
    });
    child.stdin?.end(values.map((value) => Buffer.from(value).toString('base64')).join('\n'));
  });
}

/** Sends values by a schema and returns the bytes that are in the topic then. */
async function send(
  t: TestContext,
  jsons: readonly string[],
  text: string,
  framing: (schemaId: number) => FramingToSend,
): Promise<{ readonly topic: string; readonly values: readonly Uint8Array[] }> {
  const topic = await createTopic(t, { partitions: 1 });
  const session: Session = createLocalSession(plainConnection());
  t.after(() => session.close());
  const schema: SchemaText & { readonly schemaId: number } = await session.register(`${topic}-value`, text, never);
  for (const json of jsons) {
    const value: PartToSend = { kind: 'avro', json, schema, framing: framing(schema.schemaId) };
    await session.send({ topic, key: { kind: 'null' }, value, headers: [] }, never);
  }
  const peeked = { topic, count: 100, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 1 << 26 } as const;
  const { rows } = await session.peek(peeked, () => undefined, never);
  const oldestFirst = [...rows].sort((a, b) => Number(a.offset - b.offset));
  return { topic, values: oldestFirst.map(({ valueBytes }) => valueBytes ?? assert.fail('a value without bytes')) };
}

const prefixed = (schemaId: number): FramingToSend => ({ kind: 'confluent-prefix', schemaId });
const bare = (): FramingToSend => ({ kind: 'bare' });

test("behind a Confluent prefix it is read by Confluent's KafkaAvroDeserializer with every digit", async (t) => {
  const { topic, values } = await send(t, examples, example, prefixed);
  const read = await askConfluentReads(fromEnvironment('SCHEMA_REGISTRY_URL'), topic, values);
  assert.deepEqual(
    read.map((line) => line.replaceAll('": ', '":').replaceAll(/, (?=["\d-])/g, ',')),
    examples,
  );
});

test("bare Avro is what Spark's from_avro reads, Confluent's deserializer refuses, and says why", async (t) => {
  const { topic, values } = await send(t, examples, example, bare);
  const read = await askConfluentReads(fromEnvironment('SCHEMA_REGISTRY_URL'), topic, values.slice(0, 1));
  assert.match(read[0] ?? '', /^failed SerializationException: Unknown magic byte!/);
});

for (const { name, jsons, text, bySpark } of [
  { name: 'records with longs at their ends', jsons: examples, text: example, bySpark: examples },
  { name: 'unions, maps, decimals, timestamps and enums', jsons: orders, text: order, bySpark: ordersBySpark },
]) {
  test(`Spark's from_avro reads what is sent, bare and behind a prefix: ${name}`, async (t) => {
    const scratch = mkdtempSync(path.join(tmpdir(), 'avro-workbench-'));
    t.after(() => rmSync(scratch, { recursive: true, force: true }));
    const file = path.join(scratch, 'schema.avsc');
    writeFileSync(file, text);
    assert.deepEqual(await askSpark(file, (await send(t, jsons, text, bare)).values), bySpark);
    assert.deepEqual(await askSpark(file, (await send(t, jsons, text, prefixed)).values, 5), bySpark);
  });
}
