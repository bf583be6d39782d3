import { createBrokers, type Brokers } from './brokers.ts';
import type { Timeouts } from './brokerConnections.ts';
import type { Patience } from './batchWriter.ts';
import { openBatches, type TopicBatches } from './batches.ts';
import type { Cluster } from './cluster.ts';
import type { Connection } from './connection.ts';
import { findLastProducers } from './lastProducers.ts';
import { peek } from './peek.ts';
import { scan } from './scan.ts';
import { openProbe } from './topicProbe.ts';
import { createTopic } from './createTopic.ts';
import { createProducer, type Producer } from './produce.ts';
import { describeTopic, listTopics, type ClusterContext } from './topics.ts';
import type { ProducerIdentity } from './writeBatch.ts';

/** A cluster that can also write many records at once. */
export interface KafkaCluster extends Cluster {
  /**
   * @param earlier by partition: see `createBatchWriter`
   * @throws KafkaError `kafka/unknown-topic` and others
   */
  readonly openBatches: (
    topic: string,
    signal: AbortSignal,
    patience?: Patience,
    earlier?: ReadonlyMap<number, ProducerIdentity>,
  ) => Promise<TopicBatches>;
  /** See {@link findLastProducers}. */
  readonly findLastProducers: (
    topic: string,
    ends: ReadonlyMap<number, bigint>,
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<number, ProducerIdentity>>;
  readonly append: Producer['append'];
}

/**
 * Returns the cluster of a connection. Nothing is connected until it is first asked for something; connections that
 * were lost are made again.
 *
 * @param timeouts of connecting and of each request, in milliseconds
 */
export function createKafkaCluster(connection: Connection, timeouts?: Timeouts): KafkaCluster {
  const opened = new Set<Brokers>();
  const openBrokers = (): Brokers => {
    const brokers = createBrokers(connection, timeouts);
    opened.add(brokers);
    const close = (): void => {
      opened.delete(brokers);
      brokers.close();
    };
    return { ...brokers, close };
  };
  const context: ClusterContext = { connection, brokers: createBrokers(connection, timeouts), openBrokers };
  const producer = createProducer(context);
  return {
    listTopics: (signal) => listTopics(context, signal),
    describeTopic: (topic, signal) => describeTopic(context, topic, signal),
    peek: (request, signal) => peek(context, request, signal),
    scan: (request, sink, signal) => scan(context, request, sink, signal),
    openProbe: (topic, options, signal) => openProbe(context, topic, options, signal),
    produce: (record, signal) => producer.produce(record, signal),
    createTopic: (topic, signal) => createTopic(context, topic, signal),
    openBatches: (topic, signal, patience, earlier) => openBatches(context, topic, signal, patience, earlier),
    findLastProducers: (topic, ends, signal) => findLastProducers(context, topic, ends, signal),
    append: (target, records, compression, signal) => producer.append(target, records, compression, signal),
    close: () => {
      for (const brokers of [context.brokers, ...opened]) brokers.close();
      return Promise.resolve();
    },
  };
}
