import { KafkaError } from '../../shared/errors.ts';
import { createBatchWriter, type BatchBytes, type Patience } from './batchWriter.ts';
import type { PartitionMetadata } from './protocol.ts';
import { fetchConfiguration, fetchTopic, type ClusterContext } from './topics.ts';
import type { ProducerIdentity, RecordToWrite } from './writeBatch.ts';

/** Many batches for one topic, by a producer of their own. */
export interface TopicBatches {
  readonly topic: string;
  /** All of them, in their order. */
  readonly partitions: readonly PartitionMetadata[];
  /** The topic's `max.message.bytes`: what a batch may be, compressed. Undefined where it is not known. */
  readonly maxBytes: number | undefined;
  /**
   * Writes a batch once or not at all. Of one partition, the one before has to be done.
   *
   * @returns the offset of the first record
   * @throws KafkaError `kafka/maybe-sent` where it is not known whether it was written; any other error means that it was not
   */
  write(partition: number, records: readonly RecordToWrite[], content: BatchBytes, signal: AbortSignal): Promise<bigint>;
}

/** A broker that is started anew is waited for. */
const patience: Patience = { mostAttempts: 40, forMs: 30_000 };

/**
 * @param earlier by partition: see `createBatchWriter`
 * @throws KafkaError `kafka/unknown-topic` and others
 */
export async function openBatches(
  context: ClusterContext,
  topic: string,
  signal: AbortSignal,
  { mostAttempts, forMs }: Patience = patience,
  earlier?: ReadonlyMap<number, ProducerIdentity>,
): Promise<TopicBatches> {
  const [metadata, configuration] = await Promise.all([fetchTopic(context, topic, signal), fetchConfiguration(context, topic, signal)]);
  const partitions = metadata.partitions.toSorted((a, b) => a.partition - b.partition);
  const leaders = new Map(partitions.map(({ partition, leader }) => [partition, leader]));
  const limit = Number(configuration?.['max.message.bytes']);
  const writer = createBatchWriter(context, { mostAttempts, forMs }, earlier);
  return {
    topic,
    partitions,
    maxBytes: Number.isFinite(limit) ? limit : undefined,
    async write(partition, records, content, stop) {
      const known = leaders.get(partition);
      if (known === undefined) throw unknownPartition(topic, partition, context.connection.name);
      const { offset, leader } = await writer.write({ topic, partition, leader: known }, records, content, stop);
      leaders.set(partition, leader);
      return offset;
    },
  };
}

export function unknownPartition(topic: string, partition: number, connection: string): KafkaError {
  return new KafkaError('kafka/unknown-partition', `The topic ${topic} has no partition ${partition} on ${connection}.`);
}
