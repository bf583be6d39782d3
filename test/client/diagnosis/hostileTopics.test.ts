import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { writeBatch, writeRecords } from '../../../client/cluster/writeBatch.ts';
import { diagnoseTopic } from '../../../client/diagnosis/localDiagnosis.ts';
import type { DiagnoseRequest, Diagnosis } from '../../../shared/diagnosis/diagnosis.ts';
import { RegistryCache } from '../../../shared/registry/cache.ts';
import { createRegistryClient } from '../../../shared/registry/client.ts';
import { FakeCluster, type FakePartition } from '../../fakes/kafkaCluster.ts';

// What a real broker of the tests can't be made to do, or not in a reasonable time: it refuses, it has records of 100 MB, the
// registry has 20,000 subjects.

const never = new AbortController().signal;

interface Setting {
  readonly fill?: (partition: FakePartition) => void;
  readonly fake?: FakeCluster;
  /** Of its registry. */
  readonly url?: string;
  readonly topic?: string;
}

async function diagnose(t: TestContext, setting: Setting): Promise<Diagnosis> {
  const { url, topic = 'orders' } = setting;
  const fake = setting.fake ?? (await FakeCluster.start(1));
  const [partition] = fake.topic(topic, 1);
  if (partition !== undefined) setting.fill?.(partition);
  const registry = url === undefined ? undefined : ({ url, auth: { type: 'none' } } as const);
  const connection = { name: 'local', brokers: [fake.addressOf(1)], tls: undefined, sasl: undefined, registry, readOnly: false };
  const cluster = createKafkaCluster(connection, { connectTimeoutMs: 2000, requestTimeoutMs: 10_000 });
  t.after(async () => {
    await cluster.close();
    await fake.stop();
  });
  const cache = registry && new RegistryCache(createRegistryClient({ ...registry, fetch, timeoutMs: 30_000, retry: { attempts: 1 } }));
  const request: DiagnoseRequest = {
    topic,
    samplesPerPartition: 120,
    timeoutMs: 60_000,
    maxBytes: 1 << 26,
    workspace: [],
    watch: false,
    masks: [],
  };
  return diagnoseTopic({ cluster, registry: cache, connection }, request, () => undefined, never);
}

function batchOf(values: readonly Uint8Array[]): Buffer {
  const records = values.map((value, index) => ({ key: null, value: Buffer.from(value), headers: [], timestampMs: index }));
  return writeBatch(records, writeRecords(records), 'none', undefined);
}

for (const api of ['Fetch', 'ListOffsets'] as const) {
  test(`a topic that one may not read: ${api} says so, and nothing is waited for`, async (t) => {
    const fake = await FakeCluster.start(1);
    fake.fault = (request) => (request.api === api ? 29 : undefined);
    const diagnosed = diagnose(t, { fake, fill: (partition) => partition.append(batchOf([Buffer.from('00', 'hex')])) });
    await assert.rejects(diagnosed, { code: 'kafka/not-authorized', message: /may not read topic orders\.$/ });
  });
}

test('records of 100 MB: the one that is fetched ends it, and of larger ones the size alone is looked at', async (t) => {
  const small = batchOf([Buffer.from('02', 'hex')]);
  const huge = batchOf([Buffer.alloc(100 << 20, 7)]);
  const { value, stopped, reads } = await diagnose(t, {
    fill: (partition) => partition.append(small).append(huge).append(small).append(huge),
  });
  assert.deepEqual([value.state, stopped], ['unknown', 'bytes']);
  assert.ok(reads.bytes < 2 * (100 << 20) + (1 << 20), `${reads.bytes} bytes`);
  assert.ok(reads.fetches <= 8, `${reads.fetches} fetches`);

  const larger = Buffer.from(small);
  // What it says of its own size, of which the beginning alone is sent.
  larger.writeInt32BE(200 << 20, 8);
  const { value: unread, notes } = await diagnose(t, { fill: (partition) => partition.append(larger) });
  assert.deepEqual([unread.state, unread.headline], ['absent', 'No record was read of the 1 offset that the topic has.']);
  assert.equal(notes.length, 1);
  assert.match(notes[0] ?? '', /^The batch at offset 0 cannot be read: it has 209,715,212 bytes, which is too many\.$/);
});

const subjects = 20_000;
const named: Readonly<Record<number, string>> = { 17_000: 'orders-value', 19_000: 'company.invoices.v2-Invoice' };
const otherSchema = (index: number): string => `{"type":"fixed","name":"F${index}","size":${index + 1000}}`;
const schemaOf = (index: number): string =>
  JSON.stringify({
    type: 'record',
    name: `Order${index}`,
    fields: [
      { name: `id${index}`, type: 'string' },
      { name: 'amounts', type: { type: 'array', items: 'double' } },
      { name: 'state', type: { type: 'enum', name: 'State', symbols: ['NEW', 'PAID'] } },
    ],
  });
/** By a schema of its own shape: no other reads it. */
const bodyOf = (index: number): Buffer => {
  const name = `order-${index}`;
  const amounts = Buffer.alloc(17);
  amounts[0] = 4;
  amounts.writeDoubleLE(index, 1);
  amounts.writeDoubleLE(-index, 9);
  return Buffer.concat([Buffer.of(2 * name.length), Buffer.from(name), amounts, Buffer.of(0, 2 * (index % 2))]);
};
const framed = (schemaId: number, payload: Buffer): Buffer => {
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(schemaId, 1);
  return Buffer.concat([prefix, payload]);
};

/** A registry that has them, one version each, and counts what it is asked. */
class LargeRegistry {
  requests = 0;
  readonly #texts: readonly (readonly [subject: string, text: string])[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #server = createServer((request, response) => {
    this.requests++;
    const body = this.#answer((request.url ?? '').split('?')[0]?.split('/').slice(1).map(decodeURIComponent) ?? []);
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/vnd.schemaregistry.v1+json' });
    response.end(JSON.stringify(body ?? { error_code: 40401, message: 'Subject not found.' }));
  });

  constructor(texts: readonly (readonly [subject: string, text: string])[]) {
    this.#texts = texts;
    this.#ids = new Map(texts.map(([subject], index) => [subject, index + 1]));
  }

  async start(t: TestContext): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    t.after(() => this.#server.close());
    // A server that listens on a port has such an address.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  idOf(subject: string): number {
    return this.#ids.get(subject) ?? 0;
  }

  #answer([room, first = '', second, third]: readonly string[]): unknown {
    if (room === 'subjects' && first === '') return this.#texts.map(([subject]) => subject);
    const id = room === 'subjects' ? this.idOf(first) : Number(second);
    const [subject, schema] = this.#texts[id - 1] ?? [];
    if (subject === undefined) return undefined;
    if (room === 'subjects') return third === undefined ? [1] : { subject, version: 1, id, schema };
    return third === 'versions' ? [{ subject, version: 1 }] : third === 'subjects' ? [subject] : { schema };
  }
}

test(`a registry of ${subjects.toLocaleString('en')} subjects: few of them are asked for, and how many is said`, async (t) => {
  const registry = new LargeRegistry(
    Array.from({ length: subjects }, (_, index) => {
      const subject = named[index] ?? `topic-${index}-value`;
      return [subject, subject.startsWith('topic-') ? otherSchema(index) : schemaOf(index)] as const;
    }),
  );
  const url = await registry.start(t);
  const bodies = Array.from({ length: 60 }, (_, index) => bodyOf(index));
  const own = registry.idOf('orders-value');
  const cut = 'The registry has 20,000 subjects; schemas of 300 were tried, those named like the topic first.';
  for (const { name, topic, values, framing, subject, notes, most } of [
    {
      name: 'frames of its own subject',
      topic: 'orders',
      values: bodies.map((body) => framed(own, body)),
      framing: 'confluent-prefix',
      subject: 'orders-value',
      notes: [],
      most: 20,
    },
    {
      name: 'bare values of its own subject',
      topic: 'orders',
      values: bodies,
      framing: 'bare',
      subject: 'orders-value',
      notes: [],
      most: 20,
    },
    {
      name: 'bare values of a subject that names the topic otherwise',
      topic: 'invoices',
      values: bodies,
      framing: 'bare',
      subject: 'company.invoices.v2-Invoice',
      notes: [cut],
      most: 320,
    },
    {
      name: 'frames of ids that nobody has',
      topic: 'elsewhere',
      values: bodies.map((body, index) => framed(30_000 + (index % 5), body)),
      framing: 'confluent-prefix',
      subject: undefined,
      notes: [cut],
      most: 360,
    },
    {
      name: 'bytes that nothing reads',
      topic: 'elsewhere',
      values: bodies.map((body) => Buffer.concat([Buffer.of(0xff, 0xff), body])),
      framing: 'none',
      subject: undefined,
      notes: [cut],
      most: 320,
    },
  ]) {
    await t.test(name, async (inner) => {
      registry.requests = 0;
      const found = await diagnose(inner, { url, topic, fill: (partition) => partition.append(batchOf(values)) });
      const { value } = found;
      assert.deepEqual(
        value.classes.map((one) => [one.framing, one.schemas[0]?.source.subject]),
        [[framing, subject]],
      );
      assert.deepEqual([found.notes, found.registry?.subjects], [notes, subjects]);
      assert.ok(registry.requests <= most, `${registry.requests} requests`);
    });
  }
});
