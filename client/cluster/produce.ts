import { KafkaError } from '../../shared/errors.ts';
import { orAbort } from './abort.ts';
import { createBatchWriter } from './batchWriter.ts';
import type { ProducedRecord, RecordToProduce } from './cluster.ts';
import type { Codec } from './codecNames.ts';
import { tooLarge } from './kafkaErrors.ts';
import { choosePartition } from './partitioner.ts';
import { headerSize } from './recordBatch.ts';
import { fetchConfiguration, fetchTopic, type ClusterContext } from './topics.ts';
import { writeRecords, type RecordToWrite } from './writeBatch.ts';

/**
 * Writes batches, one after the other. Each is written once or not at all; where that is not known, also because of an
 * abort, a `KafkaError` `kafka/maybe-sent` says so. An `AbortError` means that nothing was written.
 */
export interface Producer {
  produce(record: RecordToProduce, signal: AbortSignal): Promise<ProducedRecord>;
  /**
   * Writes records together; returns the offset of the first.
   *
   * @param compress what `codec` makes of the records
   */
  append(
    target: { readonly topic: string; readonly partition: number },
    records: readonly RecordToWrite[],
    compression: { readonly codec: Codec; readonly compress: (bytes: Buffer) => Promise<Buffer> },
    signal: AbortSignal,
  ): Promise<bigint>;
}

const patience = { mostAttempts: 3, forMs: Infinity };

/** Returns the one producer of a cluster's connections for single records and single batches. */
export function createProducer(context: ClusterContext): Producer {
  const { connection } = context;
  const writer = createBatchWriter(context, patience);
  let last: Promise<unknown> = Promise.resolve();

  /** Brokers take a producer's batches in the order of their numbers, so one is written after the other. */
  const inTurn = <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    // Who still waits can leave at once; what has begun ends by itself when it is aborted, and says how.
    const turn = orAbort(last, signal).then(work);
    last = Promise.allSettled([last, turn]);
    return turn;
  };

  return {
    produce: (record, signal) =>
      inTurn(signal, async () => {
        const { topic } = record;
        const { partitions } = await fetchTopic(context, topic, signal);
        const partition = record.partition ?? choosePartition(record.key, partitions);
        const metadata = partitions.find((one) => one.partition === partition);
        if (metadata === undefined) {
          throw new KafkaError('kafka/unknown-partition', `The topic ${topic} has no partition ${partition} on ${connection.name}.`);
        }
        const toWrite = [{ ...record, timestampMs: record.timestampMs ?? Date.now() }];
        const content = writeRecords(toWrite);
        try {
          const { offset } = await writer.write({ topic, ...metadata }, toWrite, { bytes: content, codec: 'none' }, signal);
          return { partition, offset };
        } catch (error) {
          if (!(error instanceof KafkaError) || error.code !== 'kafka/message-too-large') throw error;
          throw await withLimit(context, topic, headerSize + content.length, signal);
        }
      }),
    append: ({ topic, partition }, records, { codec, compress }, signal) =>
      inTurn(signal, async () => {
        const content = { bytes: await compress(writeRecords(records)), codec };
        const { partitions } = await fetchTopic(context, topic, signal);
        const leader = partitions.find((one) => one.partition === partition)?.leader ?? -1;
        return (await writer.write({ topic, partition, leader }, records, content, signal)).offset;
      }),
  };
}

async function withLimit(context: ClusterContext, topic: string, size: number, signal: AbortSignal): Promise<KafkaError> {
  const limit = Number((await fetchConfiguration(context, topic, signal))?.['max.message.bytes']);
  return tooLarge(topic, size, Number.isFinite(limit) ? limit : undefined);
}
