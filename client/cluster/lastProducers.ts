import { fetchApi } from './protocol.ts';
import { splitBatches } from './fetchedBatches.ts';
import { fetchTopic, groupByLeader, type ClusterContext } from './topics.ts';
import type { ProducerIdentity } from './writeBatch.ts';

/** Of a batch of format 2, whose header says who wrote it. */
const positions = { size: 8, magic: 16, lastOffsetDelta: 23, producerId: 43, epoch: 51, sequence: 53, end: 61 };
const firstFetchBytes = 1 << 16;
const largestFetchBytes = 1 << 27;

/**
 * Who wrote the last batch of partitions, and the number that their next record would have. Partitions are left out whose
 * last batch is not the one that ends where it should, is of a transaction, or was written by nobody who gave an id.
 *
 * @param ends by partition, one past the offset that must be its last
 * @throws KafkaError as brokers answer
 */
export async function findLastProducers(
  context: ClusterContext,
  topic: string,
  ends: ReadonlyMap<number, bigint>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, ProducerIdentity>> {
  const { partitions } = await fetchTopic(context, topic, signal);
  const producers = new Map<number, ProducerIdentity>();
  const wanted = partitions.flatMap(({ partition, leader }) => {
    const end = ends.get(partition);
    return end === undefined || end === 0n ? [] : [{ partition, leader, offset: end - 1n }];
  });
  for (const [leader, led] of groupByLeader(wanted)) {
    // One at a time: of several, an answer holds only as many as it has room for.
    for (const { partition, offset } of led) {
      const producer = await findOne(context, topic, { leader, partition, offset }, signal);
      if (producer !== undefined) producers.set(partition, producer);
    }
  }
  return producers;
}

async function findOne(
  { brokers }: ClusterContext,
  topic: string,
  { leader, partition, offset }: { readonly leader: number; readonly partition: number; readonly offset: bigint },
  signal: AbortSignal,
): Promise<ProducerIdentity | undefined> {
  const isolation = 'readUncommitted' as const;
  for (let maxBytes = firstFetchBytes; maxBytes <= largestFetchBytes; maxBytes *= 8) {
    const request = { topic, isolation, maxWaitMs: 100, maxBytes, partitions: [{ partition, offset, maxBytes }] };
    const { partitions } = await brokers.ask(leader, fetchApi, request, signal);
    const records = partitions.find((one) => one.partition === partition)?.records ?? Buffer.alloc(0);
    const [last] = splitBatches(records);
    if (last === undefined && records.length > 0) continue;
    const isPlain = last?.control === undefined && last?.isTransactional === false && last.lastOffset === offset;
    return isPlain ? readProducer(records) : undefined;
  }
  return undefined;
}

function readProducer(batch: Buffer): ProducerIdentity | undefined {
  if (batch.length < positions.end || batch.readInt8(positions.magic) !== 2) return undefined;
  const producerId = batch.readBigInt64BE(positions.producerId);
  const sequence = batch.readInt32BE(positions.sequence);
  if (producerId < 0n || sequence < 0) return undefined;
  const next = (sequence + batch.readInt32BE(positions.lastOffsetDelta) + 1) % 2 ** 31;
  return { producerId, epoch: batch.readInt16BE(positions.epoch), sequence: next };
}
