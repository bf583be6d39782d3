import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { compileWriter } from '../../shared/avro/write.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import type { Connection } from '../../client/cluster/connection.ts';
import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { startSession } from '../../client/cluster/remoteSession.ts';
import type { Session } from '../../client/cluster/session.ts';
import { createTopics } from '../../tools/support/topics.ts';

/** How long the newest 100 records of a large topic take, decoded, beside kcat that only prints their bytes. */
export interface PeekTimes {
  readonly records: number;
  readonly partitions: number;
  /** Milliseconds from the request to the last decoded row, in a worker as the extension has it; median. */
  readonly ours: number;
  /** Milliseconds from its start to its end as a process; median. */
  readonly kcat: number;
  /** Our time over kcat's, the median of the pairs: below 1 we are faster. */
  readonly ratio: number;
}

const records = 1_000_000;
const partitions = 6;
const count = 100;
const warmUps = 5;
const rounds = 20;
const batchSize = 1_000;
const never = new AbortController().signal;

const schemaText = JSON.stringify({
  type: 'record',
  name: 'Click',
  namespace: 'bench',
  fields: [
    { name: 'user_id', type: 'string' },
    { name: 'page', type: 'string' },
    { name: 'clicked_at', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'duration_ms', type: 'int' },
    { name: 'referrer', type: ['null', 'string'] },
    { name: 'is_first', type: 'boolean' },
  ],
});

/**
 * Measures the newest 100 of 1,000,000 framed records over 6 partitions on a warm connection, in turns with kcat.
 *
 * @throws Error if kcat is not installed, or if something else than these 100 records comes back
 */
export async function benchPeek({ brokers, registryUrl }: { brokers: readonly string[]; registryUrl: string }): Promise<PeekTimes> {
  const connection: Connection = {
    name: 'bench',
    brokers,
    tls: undefined,
    sasl: undefined,
    registry: { url: registryUrl, auth: { type: 'none' } },
    readOnly: false,
  };
  const topic = `bench-peek-${randomBytes(4).toString('hex')}`;
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  const session = startSession(connection, { workerPath: fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url)) });
  try {
    await admin.connect();
    await createTopics(admin, [{ topic, numPartitions: partitions }]);
    const { schemaId } = await session.register(`${topic}-value`, schemaText, never);
    const newest = await fill(connection, topic, schemaId);
    return { records, partitions, ...(await compare(session, topic, brokers, newest)) };
  } finally {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    await session.close();
  }
}

/** Writes the records, in turns over the partitions; returns the time of the newest. */
async function fill(connection: Connection, topic: string, schemaId: number): Promise<number> {
  const cluster = createKafkaCluster(connection);
  const { schema } = parseSchema(schemaText);
  if (schema === undefined) throw new Error('The schema cannot be parsed.');
  const write = compileWriter(schema);
  const first = Date.now() - records;
  const compression = { codec: 'none', compress: (bytes: Buffer) => Promise.resolve(bytes) } as const;
  for (let index = 0; index < records; index += batchSize) {
    const batch = Array.from({ length: batchSize }, (_, offset) => {
      const number = index + offset;
      const value = write({
        user_id: `user-${number % 1000}`,
        page: `/products/${number % 50}`,
        clicked_at: first + number,
        duration_ms: number % 5000,
        referrer: null,
        is_first: number % 2 === 0,
      });
      return {
        key: Buffer.from(`user-${number % 1000}`),
        value: writePrefixedFrame(schemaId, value),
        headers: [],
        timestampMs: first + number,
      };
    });
    await cluster.append({ topic, partition: (index / batchSize) % partitions }, batch, compression, never);
  }
  await cluster.close();
  return first + records - 1;
}

async function compare(
  session: Session,
  topic: string,
  brokers: readonly string[],
  newest: number,
): Promise<Pick<PeekTimes, 'ours' | 'kcat' | 'ratio'>> {
  const ours: number[] = [];
  const kcat: number[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const pair = [await timePeek(session, topic, newest), await timeKcat(topic, brokers)] as const;
    if (round < warmUps) continue;
    ours.push(pair[0]);
    kcat.push(pair[1]);
  }
  return { ours: median(ours), kcat: median(kcat), ratio: median(ours.map((time, index) => time / (kcat[index] ?? 0))) };
}

async function timePeek(session: Session, topic: string, newest: number): Promise<number> {
  const start = performance.now();
  const request = { topic, count, isolation: 'readCommitted', timeoutMs: 30_000, maxBytes: 64 << 20 } as const;
  const { rows } = await session.peek(request, () => undefined, never);
  const time = performance.now() - start;
  const isRight =
    rows.length === count && rows.every(({ timestampMs, value }, index) => timestampMs === newest - index && value.state === 'exact');
  if (!isRight) throw new Error('The peek did not yield the newest records, decoded.');
  return time;
}

async function timeKcat(topic: string, brokers: readonly string[]): Promise<number> {
  const start = performance.now();
  const args = [
    '-b',
    brokers.join(','),
    '-C',
    '-t',
    topic,
    '-o',
    `-${count}`,
    '-e',
    '-q',
    '-X',
    'fetch.wait.max.ms=50',
    '-f',
    '%p %o %T %S\n',
  ];
  const child = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const time = performance.now() - start;
  if (code !== 0 || output.split('\n').length <= count) throw new Error(`kcat ended with ${code ?? 'a signal'} and too little output.`);
  return time;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}

/** The times as a table for people. */
export function peekTable({ records: total, partitions: parts, ours, kcat, ratio }: PeekTimes): string {
  return [
    `Newest ${count} of ${total.toLocaleString('en')} records over ${parts} partitions, median of ${rounds} after ${warmUps}:`,
    `  ours, decoded    ${ours.toFixed(1).padStart(8)} ms`,
    `  kcat, a process  ${kcat.toFixed(1).padStart(8)} ms`,
    `  ratio            ${ratio.toFixed(2).padStart(8)}   (at most 1.00)`,
  ].join('\n');
}
