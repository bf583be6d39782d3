// One process of benchProduce: a file of NDJSON sent as Send from File… sends it.
import { createKafkaCluster } from '../../../client/cluster/kafkaCluster.ts';
import { sendFromSource } from '../../../client/sending/localSending.ts';
import { runProduce } from './produceRun.ts';
import { schemaText } from './scanRun.ts';

const [brokers = '', topic = '', path = '', schemaId = ''] = process.argv.slice(2);
const cluster = createKafkaCluster({
  name: 'bench',
  brokers: brokers.split(','),
  tls: undefined,
  sasl: undefined,
  registry: undefined,
  readOnly: false,
});
await runProduce(async () => {
  const { written, failures, problem } = await sendFromSource(
    cluster,
    'bench',
    {
      topic,
      source: { kind: 'file', path, format: 'ndjson', keyField: 'user_id', maxBlockBytes: 1 << 24 },
      key: { kind: 'text' },
      value: {
        kind: 'avro',
        schema: { text: schemaText, references: [], label: 'clicks' },
        framing: { kind: 'confluent-prefix', schemaId: Number(schemaId) },
      },
      compression: 'none',
      limits: {},
      onError: 'stop',
      keepPartitions: false,
      dryRun: false,
    },
    () => undefined,
    new AbortController().signal,
  );
  if (failures.length > 0 || problem !== undefined) throw new Error(failures[0]?.reason ?? problem?.message);
  return written;
});
await cluster.close();
process.exit(0);
