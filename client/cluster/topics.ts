import { KafkaError } from '../../shared/errors.ts';
import { pause } from './abort.ts';
import type { Brokers } from './brokers.ts';
import type { PartitionDescription, TopicDescription, TopicSummary } from './cluster.ts';
import type { Connection } from './connection.ts';
import { errorCodes, fromErrorCode, isStale } from './kafkaErrors.ts';
import { describeConfigsApi, listOffsetsApi, listTime, type Isolation, type PartitionMetadata, type TopicMetadata } from './protocol.ts';

/** A cluster as the functions of this folder see it. */
export interface ClusterContext {
  readonly connection: Connection;
  readonly brokers: Brokers;
  /**
   * Connections of their own to the same cluster, for requests that wait long: on a shared one all others would wait
   * behind them. Whoever opens them closes them.
   */
  openBrokers(): Brokers;
}

const staleRetries = 5;
const staleRetryMs = 100;

/** Returns all topics by name; one that is just being deleted is left out. */
export async function listTopics({ brokers }: ClusterContext, signal: AbortSignal): Promise<TopicSummary[]> {
  const { topics } = await brokers.metadata(null, signal);
  return topics
    .filter(({ errorCode }) => errorCode === errorCodes.none || isStale(errorCode))
    .map(({ name, isInternal, partitions }) => ({ name, partitions: partitions.length, internal: isInternal }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Returns a topic's partitions with their leaders. @throws KafkaError `kafka/unknown-topic` and others */
export async function fetchTopic({ brokers, connection }: ClusterContext, topic: string, signal: AbortSignal): Promise<TopicMetadata> {
  const { topics } = await brokers.metadata([topic], signal);
  const [metadata] = topics;
  if (metadata === undefined) throw fromErrorCode(errorCodes.unknownTopic, connection, { topic });
  if (metadata.errorCode !== errorCodes.none) throw fromErrorCode(metadata.errorCode, connection, { topic });
  return metadata;
}

/** Returns a topic's partitions in order, their offsets, and its configuration as far as the user may read it. */
export async function describeTopic(context: ClusterContext, topic: string, signal: AbortSignal): Promise<TopicDescription> {
  const [partitions, configuration] = await Promise.all([
    describePartitions(context, topic, signal),
    fetchConfiguration(context, topic, signal),
  ]);
  return { name: topic, partitions, configuration };
}

async function describePartitions(context: ClusterContext, topic: string, signal: AbortSignal): Promise<PartitionDescription[]> {
  const { partitions, bounds } = await fetchBounds(context, topic, undefined, 'readUncommitted', signal);
  return partitions.map(({ partition, leader, replicas, inSyncReplicas }) => {
    const known = bounds.get(partition);
    return { partition, leader, replicas, inSyncReplicas, firstOffset: known?.first, endOffset: known?.end };
  });
}

/** Where a partition begins and ends. */
export interface Bounds {
  readonly first: bigint;
  /** One past the last offset. */
  readonly end: bigint;
  /** As `end`, but before the first record of a transaction that is still open. */
  readonly lastStable: bigint;
}

export interface TopicBounds {
  /** Those that were asked for, in order. */
  readonly partitions: readonly PartitionMetadata[];
  /** Of those that have a leader. */
  readonly bounds: ReadonlyMap<number, Bounds>;
}

/**
 * Asks for a topic's partitions and their offsets. Partitions without a leader have no bounds; a leader that has just
 * changed is asked for again.
 *
 * @param wanted all partitions where undefined
 * @param isolation `lastStable` is asked for only where it matters
 */
export async function fetchBounds(
  context: ClusterContext,
  topic: string,
  wanted: readonly number[] | undefined,
  isolation: Isolation,
  signal: AbortSignal,
): Promise<TopicBounds> {
  return withLeaders(context, topic, wanted, signal, async (partitions) => {
    const list = (time: bigint, level: Isolation): Promise<Map<number, bigint>> =>
      listOffsets(context, topic, partitions, time, level, signal);
    const [first, end, stable] = await Promise.all([
      list(listTime.first, 'readUncommitted'),
      list(listTime.end, 'readUncommitted'),
      isolation === 'readCommitted' ? list(listTime.end, 'readCommitted') : undefined,
    ]);
    const bounds = [...end].map(([partition, offset]): [number, Bounds] => {
      const lastStable = stable?.get(partition) ?? offset;
      // The end was asked for a moment before the last stable offset, which may have moved past it since.
      return [partition, { first: first.get(partition) ?? 0n, end: lastStable > offset ? lastStable : offset, lastStable }];
    });
    return { partitions, bounds: new Map(bounds) };
  });
}

/**
 * Asks for the first offset of each partition whose record is not before a time. Partitions without such a record, or
 * without a leader, are left out.
 *
 * @param wanted all partitions where undefined
 */
export async function fetchOffsetsAt(
  context: ClusterContext,
  topic: string,
  wanted: readonly number[] | undefined,
  timestampMs: number,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, bigint>> {
  // The brokers take negative times for something else.
  const time = BigInt(Math.max(Math.ceil(timestampMs), 0));
  const offsets = await withLeaders(context, topic, wanted, signal, (partitions) =>
    listOffsets(context, topic, partitions, time, 'readUncommitted', signal),
  );
  return new Map([...offsets].filter(([, offset]) => offset >= 0n));
}

/** Asks for something of the partitions' leaders, and again with fresh ones where they turn out to have changed. */
async function withLeaders<T>(
  context: ClusterContext,
  topic: string,
  wanted: readonly number[] | undefined,
  signal: AbortSignal,
  ask: (partitions: readonly PartitionMetadata[]) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    const metadata = await fetchTopic(context, topic, signal);
    const partitions = metadata.partitions
      .filter(({ partition }) => wanted === undefined || wanted.includes(partition))
      .toSorted((a, b) => a.partition - b.partition);
    refuseMissing(context, topic, wanted, partitions);
    try {
      return await ask(partitions);
    } catch (error) {
      if (attempt === staleRetries || !(error instanceof KafkaError) || !mayBeStale(error)) throw error;
      await pause(staleRetryMs * 2 ** attempt, signal);
    }
  }
}

/** Whether asking for the leaders again may help; a topic that is gone is found out by that as well. */
function mayBeStale({ code }: KafkaError): boolean {
  return code === 'kafka/no-leader' || code === 'kafka/unknown-topic';
}

function refuseMissing(
  { connection }: ClusterContext,
  topic: string,
  wanted: readonly number[] | undefined,
  found: readonly PartitionMetadata[],
): void {
  const missing = wanted?.find((partition) => !found.some((one) => one.partition === partition));
  if (missing === undefined) return;
  throw new KafkaError('kafka/unknown-partition', `The topic ${topic} has no partition ${missing} on ${connection.name}.`);
}

async function listOffsets(
  { brokers, connection }: ClusterContext,
  topic: string,
  partitions: readonly PartitionMetadata[],
  time: bigint,
  isolation: Isolation,
  signal: AbortSignal,
): Promise<Map<number, bigint>> {
  const answers = await Promise.all(
    [...groupByLeader(partitions)].map(([leader, led]) =>
      brokers.ask(leader, listOffsetsApi, { topic, partitions: led.map(({ partition }) => partition), time, isolation }, signal),
    ),
  );
  const offsets = new Map<number, bigint>();
  for (const { partition, errorCode, offset } of answers.flat()) {
    if (errorCode !== errorCodes.none) throw fromErrorCode(errorCode, connection, { topic, partition, action: 'read' });
    offsets.set(partition, offset);
  }
  return offsets;
}

/** Returns the partitions by the broker that leads them, without those that nobody leads. */
export function groupByLeader<T extends { readonly leader: number }>(partitions: readonly T[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const partition of partitions) {
    if (partition.leader < 0) continue;
    const group = groups.get(partition.leader);
    if (group === undefined) groups.set(partition.leader, [partition]);
    else group.push(partition);
  }
  return groups;
}

/** Returns the topic's configuration by name; undefined where the user may not read it, or the broker is too old. */
export async function fetchConfiguration(
  { brokers }: ClusterContext,
  topic: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    const { errorCode, entries } = await brokers.askAny(describeConfigsApi, { topic }, signal);
    if (errorCode !== errorCodes.none) return undefined;
    return Object.fromEntries(entries.flatMap(({ name, value, isSensitive }) => (value === null || isSensitive ? [] : [[name, value]])));
  } catch (error) {
    if (error instanceof KafkaError && error.code === 'kafka/unsupported-broker') return undefined;
    throw error;
  }
}
