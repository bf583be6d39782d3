import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createTopics } from '../../tools/support/topics.ts';
import { bundle, runChild } from './bundled.ts';
import { produced, type ProduceRun } from './children/produceRun.ts';
import { summarize, type Turns } from './inTurns.ts';

/** What it takes to send 100,000 small framed records out of a file of NDJSON, beside kafkajs and avsc by hand. */
export interface ProduceTimes {
  /** Milliseconds of all threads, and of the clock; each in processes of their own, by turns. */
  readonly cpu: Turns;
  readonly wall: Turns;
  /** The highest of all runs. */
  readonly peakMb: number;
  readonly peerPeakMb: number;
}

const rounds = 5;
const partitions = 6;
const schemaId = 7;

/** @throws Error if the two write other bytes, or in another order */
export async function benchProduce({ brokers }: { readonly brokers: readonly string[] }): Promise<ProduceTimes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  const topics: string[] = [];
  try {
    const [ours, peer, file] = ['ours.mjs', 'peer.mjs', 'clicks.ndjson'].map((name) => path.join(folder, name)) as [string, string, string];
    await bundle('children/produceOurs.ts', ours);
    await bundle('children/produceKafkajs.ts', peer);
    writeFileSync(file, lines());
    await admin.connect();
    const run = async (child: string): Promise<ProduceRun & { readonly digest: string }> => {
      const topic = `bench-produce-${randomBytes(4).toString('hex')}`;
      await createTopics(admin, [{ topic, numPartitions: partitions }]);
      topics.push(topic);
      const result = (await runChild(child, brokers.join(','), topic, file, String(schemaId))) as ProduceRun;
      if (result.written !== produced) throw new Error(`${child} wrote ${result.written} records.`);
      return { ...result, digest: await digestOf(brokers, topic) };
    };
    // The first of each warms up the broker.
    const first = [await run(ours), await run(peer)];
    if (first[0]?.digest !== first[1]?.digest) throw new Error('The two have not written the same.');
    const pairs: { readonly own: ProduceRun; readonly other: ProduceRun }[] = [];
    while (pairs.length < rounds) {
      // Whoever is second finds a warm broker, so each is that in turn.
      const isFirst = pairs.length % 2 === 0;
      const early = await run(isFirst ? ours : peer);
      const late = await run(isFirst ? peer : ours);
      pairs.push(isFirst ? { own: early, other: late } : { own: late, other: early });
    }
    const turns = (what: 'cpuMs' | 'wallMs'): Turns => summarize(pairs.map(({ own, other }) => ({ own: own[what], other: other[what] })));
    return {
      cpu: turns('cpuMs'),
      wall: turns('wallMs'),
      peakMb: Math.max(...pairs.map(({ own }) => own.peakMb)),
      peerPeakMb: Math.max(...pairs.map(({ other }) => other.peakMb)),
    };
  } finally {
    if (topics.length > 0) await admin.deleteTopics({ topics });
    await admin.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The times as a table for people. */
export function produceTable({ cpu, wall, peakMb, peerPeakMb }: ProduceTimes): string {
  const row = (name: string, { own, other, ratio, spread }: Turns): string =>
    `  ${name.padEnd(6)} ${own.toFixed(0).padStart(6)} ms, kafkajs and avsc by hand ${other.toFixed(0).padStart(6)} ms: ${(1 / ratio).toFixed(2)}× as fast (time ${ratio} of theirs, ${spread})`;
  return [
    `Sending ${produced.toLocaleString('en')} framed records out of a file, medians of ${rounds} (goal: 0.9× as fast at least)`,
    row('CPU', cpu),
    row('Clock', wall),
    `  Memory: ${peakMb.toFixed(0)} MB, by hand ${peerPeakMb.toFixed(0)} MB`,
  ].join('\n');
}

function lines(): string {
  return Array.from({ length: produced }, (_, number) =>
    JSON.stringify({
      user_id: `user-${number % 1000}`,
      page: `/products/${number % 50}`,
      clicked_at: 1_794_315_727_123 + number,
      duration_ms: number % 5000,
      referrer: null,
      is_first: number % 2 === 0,
    }),
  ).join('\n');
}

/** Of keys and values of all partitions, in their order. */
async function digestOf(brokers: readonly string[], topic: string): Promise<string> {
  const cluster = createKafkaCluster({ name: 'bench', brokers, tls: undefined, sasl: undefined, registry: undefined, readOnly: true });
  const hashes = Array.from({ length: partitions }, () => createHash('sha256'));
  try {
    await cluster.scan(
      { topic, isolation: 'readUncommitted', start: { kind: 'oldest' }, until: {}, live: false },
      {
        take: (records) => {
          for (const { partition, key, value } of records) hashes[partition]?.update(key ?? '').update(value ?? '');
        },
        unreadable: ({ error }) => {
          throw error;
        },
        progress: () => undefined,
      },
      new AbortController().signal,
    );
    return hashes.map((hash) => hash.digest('hex')).join(' ');
  } finally {
    await cluster.close();
  }
}
