// One process of benchScan: reads all of a topic of clicks and counts those that a filter finds, with the scan and the reader
// alone ("plain"), or by a session as the extension has it, its filter included ("session").
import { parseSchema } from '../../../shared/avro/parse.ts';
import { compileReader } from '../../../shared/avro/read.ts';
import { prefixLength } from '../../../shared/wire/confluentPrefix.ts';
import { automaticProfile, defaultRender } from '../../../shared/wire/profile.ts';
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { createLocalSession } from '../../../client/cluster/localSession.ts';
import { longest, records, schemaText, type ScanRun } from './scanRun.ts';

const [how = '', brokers = '', registryUrl = '', topic = ''] = process.argv.slice(2);
const never = new AbortController().signal;
const connection = {
  name: 'bench',
  brokers: brokers.split(','),
  tls: undefined,
  sasl: undefined,
  registry: { url: registryUrl, auth: { type: 'none' } },
  readOnly: false,
} as const;
const before = { cpu: process.cpuUsage(), rss: process.memoryUsage().rss, time: performance.now() };
const found = how === 'plain' ? await scanPlain() : await scanInSession();
const { user, system } = process.cpuUsage(before.cpu);
const run: ScanRun = {
  ...found,
  cpuMs: (user + system) / 1000,
  wallMs: performance.now() - before.time,
  peakMb: (process.resourceUsage().maxRSS * 1024 - before.rss) / 1e6,
};
console.log(JSON.stringify(run));
process.exit(0);

async function scanPlain(): Promise<Pick<ScanRun, 'scanned' | 'hits'>> {
  const { schema } = parseSchema(schemaText);
  if (schema === undefined) throw new Error('The schema cannot be parsed.');
  const reader = compileReader(schema);
  let hits = 0;
  const cluster = createKafkaCluster(connection);
  const { records: scanned } = await cluster.scan(
    { topic, partitions: undefined, isolation: 'readCommitted', start: { kind: 'oldest' }, until: {}, live: false },
    {
      take: (taken) => {
        for (const { value } of taken) {
          const { duration_ms: duration } = reader.read(value ?? new Uint8Array(), prefixLength) as { duration_ms: number };
          if (duration > longest) hits++;
        }
      },
      unreadable: ({ error }) => {
        throw error;
      },
      progress: () => undefined,
    },
    never,
  );
  await cluster.close();
  return { scanned, hits };
}

async function scanInSession(): Promise<Pick<ScanRun, 'scanned' | 'hits'>> {
  const session = createLocalSession(connection);
  const { scanned, matched: hits } = await session.scan(
    {
      scan: 'bench',
      mode: 'new',
      topic,
      start: { kind: 'oldest', count: 2 * records },
      partitions: undefined,
      live: false,
      isolation: 'readCommitted',
      filter: `value.duration_ms > ${longest}`,
      decoding: { profile: automaticProfile, render: defaultRender, masks: [], maxInflatedBytes: 1 << 20 },
      limits: { records: 2 * records, bytes: 2 ** 40, timeoutMs: 600_000 },
      keep: { records: 100_000, bytes: 1 << 28 },
    },
    () => undefined,
    never,
  );
  return { scanned, hits };
}
