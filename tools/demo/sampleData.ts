import kafkajs from 'kafkajs';
import type { Admin, CompressionTypes as Compression, Kafka as KafkaClient, Message, Producer } from 'kafkajs';
import { decompress } from '../../client/cluster/codecs.ts';
import { compress } from '../../client/cluster/compress.ts';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { createTopics } from '../support/topics.ts';
import { sampleSchema } from './encode.ts';
import { clicks, customers, greetings, mixed, orders, payments } from './records.ts';
import type { SchemaIds } from './records.ts';

// The library is CommonJS that hides its names from an import by name.
const { CompressionCodecs, CompressionTypes, Kafka, Partitioners, logLevel } = kafkajs;

/** A cluster without security, and its registry. */
export interface SampleTarget {
  readonly brokers: readonly string[];
  /** Base URL of Confluent's API. */
  readonly registryUrl: string;
}

/** What there is to create on a cluster, and what is there already and stays as it is. */
export interface SamplePlan {
  readonly topics: readonly SampleTopic[];
  readonly subjects: readonly string[];
  /** Names of topics and subjects that exist; nothing is written to them. */
  readonly existing: readonly string[];
}

interface SampleTopic {
  readonly name: string;
  readonly partitions: number;
  readonly configuration?: Readonly<Record<string, string>>;
  readonly subject?: string;
  /** Files of the subject's versions, oldest first. */
  readonly schemas?: readonly string[];
  readonly records: (ids: SchemaIds, now: number) => Message[];
  /** The records are written in as many parts, by turns with these codecs. */
  readonly compression?: readonly Compression[];
}

const everyCodec = [CompressionTypes.None, CompressionTypes.GZIP, CompressionTypes.Snappy, CompressionTypes.LZ4, CompressionTypes.ZSTD];

/** How many records the topic `clicks` gets. */
export const clickCount = 100_000;

const sampleTopics: readonly SampleTopic[] = [
  {
    name: 'orders',
    partitions: 3,
    subject: 'orders-value',
    schemas: ['schemas/orders-1.avsc', 'schemas/orders-2.avsc', 'workspace/schemas/orders.avsc'],
    records: orders,
  },
  {
    name: 'payments-raw',
    partitions: 1,
    subject: 'payments-raw-value',
    schemas: ['workspace/schemas/payment.avsc'],
    records: (_, now) => payments(now),
  },
  { name: 'mixed', partitions: 1, subject: 'mixed-value', schemas: ['schemas/event.avsc'], records: mixed },
  {
    name: 'clicks',
    partitions: 6,
    subject: 'clicks-value',
    schemas: ['schemas/click.avsc'],
    records: (ids, now) => clicks(ids, now, clickCount),
    compression: everyCodec,
  },
  { name: 'greetings', partitions: 1, records: (_, now) => greetings(now) },
  {
    name: 'customers',
    partitions: 2,
    // Tombstones stay for a week; segments are closed often, so that compaction has something to do.
    configuration: {
      'cleanup.policy': 'compact',
      'delete.retention.ms': '604800000',
      'min.cleanable.dirty.ratio': '0.01',
      'segment.ms': '60000',
    },
    subject: 'customers-value',
    schemas: ['schemas/customer.avsc'],
    records: customers,
  },
];

/**
 * Looks which of the sample topics and subjects a cluster lacks. A topic is only planned where its subject is missing too:
 * nothing is ever added to what somebody else may have made.
 *
 * @throws SetupError where the cluster or the registry does not answer
 */
export async function planSampleData(target: SampleTarget): Promise<SamplePlan> {
  const topics = new Set(await withAdmin(target, (admin) => admin.listTopics()));
  const subjects = new Set((await askRegistry(target, 'GET', '/subjects')) as string[]);
  const isThere = ({ name, subject }: SampleTopic) => topics.has(name) || (subject !== undefined && subjects.has(subject));
  const missing = sampleTopics.filter((topic) => !isThere(topic));
  return {
    topics: missing,
    subjects: missing.flatMap(({ subject }) => subject ?? []),
    existing: sampleTopics.flatMap(({ name, subject }) => [
      ...(topics.has(name) ? [`topic ${name}`] : []),
      ...(subject !== undefined && subjects.has(subject) ? [`subject ${subject}`] : []),
    ]),
  };
}

/**
 * Creates what the plan names and fills it.
 *
 * @returns one framed order in hexadecimal digits, to try decoding on; undefined where `orders` is not in the plan
 */
export async function createSampleData(target: SampleTarget, plan: SamplePlan, say: Say, now = Date.now()): Promise<string | undefined> {
  if (plan.topics.length === 0) return undefined;
  registerCodecs();
  const ids = await registerSchemas(target, plan.topics);
  await withAdmin(target, (admin) =>
    createTopics(
      admin,
      plan.topics.map(({ name, partitions, configuration = {} }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: -1,
        configEntries: Object.entries(configuration).map(([key, value]) => ({ name: key, value })),
      })),
    ),
  );
  const producer = connect(target).producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 5 } });
  await producer.connect();
  let total = 0;
  let sample: string | undefined;
  try {
    for (const topic of plan.topics) {
      const records = topic.records(ids, now);
      await write(producer, topic, records);
      total += records.length;
      const last = records.at(-1)?.value;
      if (topic.name === 'orders' && Buffer.isBuffer(last)) sample = last.toString('hex');
    }
  } finally {
    await producer.disconnect();
  }
  say(`Wrote ${total.toLocaleString('en')} sample records to ${plan.topics.map(({ name }) => name).join(', ')}.`);
  return sample;
}

/** Runs a function over an admin client, which is closed afterwards. */
async function withAdmin<T>(target: SampleTarget, use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = connect(target).admin();
  try {
    await admin.connect();
    return await use(admin);
  } catch (error) {
    throw new SetupError(`Kafka at ${target.brokers.join(', ')} failed: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  } finally {
    await admin.disconnect();
  }
}

function connect(target: SampleTarget): KafkaClient {
  return new Kafka({
    clientId: 'avro-workbench-sample-data',
    brokers: [...target.brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 10_000,
    requestTimeout: 30_000,
    retry: { retries: 5 },
  });
}

async function write(producer: Producer, topic: SampleTopic, records: readonly Message[]): Promise<void> {
  const codecs = topic.compression ?? [CompressionTypes.None];
  // Two batches a codec for each partition: large enough to be written fast, small enough that a peek reads a few only.
  const parts = codecs.length === 1 ? 1 : codecs.length * 2;
  const size = Math.ceil(records.length / parts);
  for (let part = 0; part < parts; part++) {
    const messages = records.slice(part * size, (part + 1) * size);
    await producer.send({ topic: topic.name, messages, acks: -1, compression: codecs[part % codecs.length] ?? CompressionTypes.None });
  }
}

async function registerSchemas(target: SampleTarget, topics: readonly SampleTopic[]): Promise<SchemaIds> {
  const ids: Record<string, number[]> = {};
  for (const { subject, schemas = [] } of topics) {
    if (subject === undefined) continue;
    const versions: number[] = [];
    // In turn, for the order makes the versions.
    for (const file of schemas) {
      const reply = await askRegistry(target, 'POST', `/subjects/${encodeURIComponent(subject)}/versions`, { schema: sampleSchema(file) });
      versions.push((reply as { id: number }).id);
    }
    ids[subject] = versions;
  }
  return ids;
}

async function askRegistry(target: SampleTarget, method: string, path: string, body?: unknown): Promise<unknown> {
  const url = `${target.registryUrl.replace(/\/+$/, '')}${path}`;
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  try {
    const options = { method, headers, signal: AbortSignal.timeout(30_000) };
    const reply = await fetch(url, body === undefined ? options : { ...options, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`status ${reply.status}, ${(await reply.text()).slice(0, 500)}`);
    return await reply.json();
  } catch (error) {
    throw new SetupError(`The schema registry refused ${method} ${url}: ${error instanceof Error ? error.message : String(error)}.`, {
      cause: error,
    });
  }
}

function registerCodecs(): void {
  const types = [
    [CompressionTypes.Snappy, 'snappy'],
    [CompressionTypes.LZ4, 'lz4'],
    [CompressionTypes.ZSTD, 'zstd'],
  ] as const;
  for (const [type, codec] of types) {
    CompressionCodecs[type] = () => ({
      compress: (encoder: { readonly buffer: Buffer }) => compress(codec, encoder.buffer),
      decompress: (bytes: Buffer) => Promise.resolve(decompress(codec, bytes, 64 * 1024 * 1024)),
    });
  }
}
