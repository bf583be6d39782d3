import { errorCodes, fromErrorCode } from './kafkaErrors.ts';
import type { ScanRequest } from './scanRequest.ts';
import { fetchBounds, fetchOffsetsAt, type Bounds, type ClusterContext } from './topics.ts';

/** What is to be read of one partition. */
export interface PartitionPlan {
  readonly partition: number;
  /** -1 where there is none. */
  readonly leader: number;
  /** Undefined where no broker leads the partition. */
  readonly bounds: PlannedBounds | undefined;
}

export interface PlannedBounds extends Bounds {
  /** One past the last that may be read. */
  readonly readableEnd: bigint;
  /** The first offset that is wanted, and one past the last one. */
  readonly from: bigint;
  readonly until: bigint;
  /** What ends it before its readable end. */
  readonly cut: 'offset' | 'timestamp' | undefined;
}

/**
 * Asks where the partitions begin and end, and finds out what of them is wanted.
 *
 * @throws KafkaError `kafka/unknown-topic`, `kafka/unknown-partition`, `kafka/no-leader` where no partition can be
 *   read, and what brokers may answer
 */
export async function planScan(context: ClusterContext, request: ScanRequest, signal: AbortSignal): Promise<PartitionPlan[]> {
  const { topic, start, until } = request;
  const at = async (timestampMs: number | undefined): Promise<ReadonlyMap<number, bigint>> =>
    timestampMs === undefined ? new Map() : fetchOffsetsAt(context, topic, request.partitions, timestampMs, signal);
  // The bounds last: what is found by time is within them then, unless it was deleted meanwhile.
  const startsAt = await at(start.kind === 'timestamp' ? start.timestampMs : undefined);
  const endsAt = await at(until.timestampMs);
  const { partitions, bounds } = await fetchBounds(context, topic, request.partitions, request.isolation, signal);
  const [first] = partitions;
  if (first !== undefined && bounds.size === 0) {
    throw fromErrorCode(errorCodes.leaderNotAvailable, context.connection, { topic, partition: first.partition, action: 'read' });
  }
  return partitions.map(({ partition, leader }) => {
    const known = bounds.get(partition);
    return { partition, leader, bounds: known && planBounds(partition, known, request, startsAt, endsAt) };
  });
}

function planBounds(
  partition: number,
  bounds: Bounds,
  { isolation, start, until }: ScanRequest,
  startsAt: ReadonlyMap<number, bigint>,
  endsAt: ReadonlyMap<number, bigint>,
): PlannedBounds {
  const readableEnd = isolation === 'readCommitted' ? bounds.lastStable : bounds.end;
  const within = (offset: bigint): bigint => (offset < bounds.first ? bounds.first : offset > readableEnd ? readableEnd : offset);
  const from = within(
    startOf(partition, start, startsAt) ?? (start.kind === 'newest' || start.kind === 'oldest' ? bounds.first : readableEnd),
  );
  const limits = [
    { cut: undefined, offset: readableEnd },
    { cut: undefined, offset: start.kind === 'newest' ? start.before?.get(partition) : undefined },
    { cut: 'offset' as const, offset: until.offsets?.get(partition) },
    { cut: 'timestamp' as const, offset: endsAt.get(partition) },
  ].flatMap(({ cut, offset }) => (offset === undefined ? [] : [{ cut, offset }]));
  const { cut, offset } = limits.reduce((lowest, limit) => (limit.offset < lowest.offset ? limit : lowest));
  return { ...bounds, readableEnd, from, until: offset < from ? from : offset, cut };
}

function startOf(partition: number, start: ScanRequest['start'], startsAt: ReadonlyMap<number, bigint>): bigint | undefined {
  if (start.kind === 'offsets') return start.offsets.get(partition);
  return start.kind === 'timestamp' ? startsAt.get(partition) : undefined;
}
