import { createRequire } from 'node:module';
import { logLevel } from 'kafkajs';
import type { WantedRecords } from '../../client/cluster/probeRequest.ts';
import { partitions } from './clicks.ts';

// Fetching by hand, with kafkajs: by offsets and without a group, which its own interface has not, so by what that stands on.

interface Fetched {
  readonly responses: readonly {
    readonly partitions: readonly { readonly partition: number; readonly messages: readonly { readonly offset: string }[] }[];
  }[];
}

interface Broker {
  fetch(request: unknown): Promise<Fetched>;
}

interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(options: { readonly nodeId: string }): Promise<Broker>;
}

const require = createRequire(import.meta.url);
const KafkajsCluster = require('kafkajs/src/cluster') as new (options: unknown) => Cluster;
const socketFactory = require('kafkajs/src/network/socketFactory') as () => unknown;
const loggers = require('kafkajs/src/loggers') as { createLogger(options: unknown): unknown };

/** Enough for a batch of the topic, and not for two. In bytes. */
const oneBatch = 100_000;

interface Place {
  readonly partition: number;
  next: bigint;
  readonly until: bigint;
  left: number;
}

/** Reads what is wanted, one time after the other, and looks at nothing. @returns how many records that were */
export async function fetchWithKafkajs(
  brokers: readonly string[],
  topic: string,
  reads: readonly (readonly WantedRecords[])[],
): Promise<number> {
  const logger = loggers.createLogger({ level: logLevel.NOTHING, logCreator: () => () => undefined });
  const timeouts = { connectionTimeout: 8_000, requestTimeout: 15_000, authenticationTimeout: 15_000, metadataMaxAge: 300_000 };
  const cluster = new KafkajsCluster({
    logger,
    socketFactory: socketFactory(),
    brokers,
    clientId: 'bench',
    isolationLevel: 1,
    ...timeouts,
  });
  await cluster.connect();
  await cluster.addTargetTopic(topic);
  const leaders = cluster.findLeaderForPartitions(
    topic,
    Array.from({ length: partitions }, (_, partition) => partition),
  );
  let records = 0;
  for (const wanted of reads) {
    const places = wanted.map(({ partition, from, until, count, take }): Place => {
      const start = take === 'last' && until - BigInt(count) > from ? until - BigInt(count) : from;
      return { partition, next: start, until, left: count };
    });
    const works = Object.entries(leaders).map(async ([nodeId, led]) => {
      const broker = await cluster.findBroker({ nodeId });
      return readAll(
        broker,
        topic,
        places.filter(({ partition }) => led.includes(partition)),
      );
    });
    records += (await Promise.all(works)).reduce((sum, count) => sum + count, 0);
  }
  await cluster.disconnect();
  return records;
}

/** As many places as there are partitions at a time, since a request names each partition once. */
async function readAll(broker: Broker, topic: string, places: readonly Place[]): Promise<number> {
  let records = 0;
  for (let open = places; open.length > 0; open = open.filter(({ next, until, left }) => left > 0 && next < until)) {
    const waves: Map<number, Place>[] = [];
    for (const place of open) {
      const wave = waves.find((one) => !one.has(place.partition));
      if (wave === undefined) waves.push(new Map([[place.partition, place]]));
      else wave.set(place.partition, place);
    }
    await Promise.all(
      waves.map(async (wave) => {
        const asked = [...wave.values()].map(({ partition, next }) => ({ partition, fetchOffset: String(next), maxBytes: oneBatch }));
        const request = { isolationLevel: 1, maxWaitTime: 100, minBytes: 1, maxBytes: 1 << 26, topics: [{ topic, partitions: asked }] };
        const { responses } = await broker.fetch(request);
        for (const { partition, messages } of responses[0]?.partitions ?? []) {
          const place = wave.get(partition);
          if (place !== undefined) records += take(place, messages);
        }
      }),
    );
  }
  return records;
}

function take(place: Place, messages: readonly { readonly offset: string }[]): number {
  let count = 0;
  const last = messages.at(-1);
  for (const { offset } of messages) {
    const at = BigInt(offset);
    if (at < place.next || at >= place.until || place.left === 0) continue;
    count++;
    place.left--;
  }
  place.next = last === undefined ? place.until : BigInt(last.offset) + 1n;
  return count;
}
