import { randomBytes } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { compileWriter } from '../../shared/avro/write.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import type { Connection, RegistryEndpoint } from '../../client/cluster/connection.ts';
import { createKafkaCluster } from '../../client/cluster/kafkaCluster.ts';
import { createRegistryFetch } from '../../client/cluster/registryFetch.ts';
import { createRegistryClient } from '../../shared/registry/client.ts';
import { createTopics } from '../../tools/support/topics.ts';
import { records, schemaText } from './children/scanRun.ts';

export const partitions = 6;
const batchSize = 1_000;
const never = new AbortController().signal;

/** A topic of framed records, and where it is. */
export interface Clicks {
  readonly connection: Connection;
  readonly topic: string;
  /** The time of the newest record; each is a millisecond behind the one before it. */
  readonly newest: number;
}

/** Makes a topic of 1,000,000 framed records over 6 partitions, without compression; it is deleted once the work is done. */
export async function withClicks<T>(
  { brokers, registryUrl }: { readonly brokers: readonly string[]; readonly registryUrl: string },
  work: (clicks: Clicks) => Promise<T>,
): Promise<T> {
  const registry: RegistryEndpoint = { url: registryUrl, auth: { type: 'none' } };
  const connection: Connection = { name: 'bench', brokers, tls: undefined, sasl: undefined, registry, readOnly: false };
  const topic = `bench-clicks-${randomBytes(4).toString('hex')}`;
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  const registryFetch = createRegistryFetch(registry);
  try {
    await admin.connect();
    await createTopics(admin, [{ topic, numPartitions: partitions }]);
    const { schemaId } = await createRegistryClient({ ...registry, fetch: registryFetch.fetch }).register(
      `${topic}-value`,
      schemaText,
      never,
    );
    return await work({ connection, topic, newest: await fill(connection, topic, schemaId) });
  } finally {
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    await registryFetch.close();
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
