// One process of benchScan, the peer: kafkajs and avsc, as one would write it by hand.
import { randomBytes } from 'node:crypto';
import avsc from 'avsc';
import { Kafka, logLevel } from 'kafkajs';
import { longest, records, schemaText, type ScanRun } from './scanRun.ts';

const [brokers = '', topic = ''] = process.argv.slice(2);
const before = { cpu: process.cpuUsage(), rss: process.memoryUsage().rss, time: performance.now() };
const type = avsc.Type.forSchema(JSON.parse(schemaText) as avsc.Schema);
const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
const groupId = `bench-${randomBytes(4).toString('hex')}`;
const consumer = kafka.consumer({ groupId });
await consumer.connect();
await consumer.subscribe({ topics: [topic], fromBeginning: true });
let [scanned, hits] = [0, 0];
await new Promise<void>((resolve, reject) => {
  consumer
    .run({
      autoCommit: false,
      eachBatch: ({ batch }) => {
        for (const { value } of batch.messages) {
          scanned++;
          const { duration_ms: duration } = type.fromBuffer((value ?? Buffer.alloc(0)).subarray(5)) as { duration_ms: number };
          if (duration > longest) hits++;
        }
        if (scanned >= records) resolve();
        return Promise.resolve();
      },
    })
    .catch(reject);
});
const { user, system } = process.cpuUsage(before.cpu);
const run: ScanRun = {
  scanned,
  hits,
  cpuMs: (user + system) / 1000,
  wallMs: performance.now() - before.time,
  peakMb: (process.resourceUsage().maxRSS * 1024 - before.rss) / 1e6,
};
console.log(JSON.stringify(run));
await consumer.disconnect();
const admin = kafka.admin();
await admin.connect();
await admin.deleteGroups([groupId]);
await admin.disconnect();
process.exit(0);
