import { isCancelled, KafkaError } from '../../shared/errors.ts';
import { abortError, pause } from './abort.ts';
import type { PeekedRecords, PeekRequest } from './cluster.ts';
import { errorCodes, fromErrorCode, isStale } from './kafkaErrors.ts';
import { PartitionScan, type Found } from './partitionScan.ts';
import { fetchApi, type FetchedPartition } from './protocol.ts';
import { fetchBounds, fetchTopic, groupByLeader, type Bounds, type ClusterContext, type TopicBounds } from './topics.ts';

/** How long a broker may wait for data. There are data where we ask, so it is a limit for the odd case. */
const maxWaitMs = 100;
/** How often a partition may fail, or come back empty, before it is given up. */
const mostFailures = 5;
const retryMs = 25;
const smallestBatchLimit = 16 << 20;
const largestAnswerBytes = 1 << 30;

interface Scan {
  readonly state: PartitionScan;
  leader: number;
  failures: number;
}

/**
 * Returns the newest records over the partitions of a topic, fetched by partition and offset: no group is joined,
 * nothing is committed. From each partition's end it reads backwards until it has `count` records of it, so that the
 * newest of all are among them.
 *
 * @throws KafkaError `kafka/unknown-topic`, `kafka/unknown-partition`, and what brokers may answer
 */
export async function peek(context: ClusterContext, request: PeekRequest, signal: AbortSignal): Promise<PeekedRecords> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), request.timeoutMs);
  const either = AbortSignal.any([signal, deadline.signal]);
  try {
    const wanted = request.upTo === undefined ? request.partitions : [request.upTo.partition];
    const topic = await fetchBounds(context, request.topic, wanted, request.isolation, either);
    return await scanTopic(context, request, topic, { either, deadline: deadline.signal });
  } catch (error) {
    if (signal.aborted) throw abortError();
    if (!isCancelled(error)) throw error;
    throw new KafkaError(
      'kafka/timeout',
      `The cluster of ${context.connection.name} did not answer within ${request.timeoutMs / 1000} s.`,
      {
        retriable: true,
        remedy: 'Try again, or check the network and the load of the brokers.',
      },
    );
  } finally {
    clearTimeout(timer);
  }
}

interface Signals {
  readonly either: AbortSignal;
  readonly deadline: AbortSignal;
}

async function scanTopic(context: ClusterContext, request: PeekRequest, topic: TopicBounds, signals: Signals): Promise<PeekedRecords> {
  const aim = { count: request.count, maxBatchBytes: Math.max(request.maxBytes, smallestBatchLimit) };
  const scans = topic.partitions.flatMap(({ partition, leader }): Scan[] => {
    const bounds = topic.bounds.get(partition);
    if (bounds === undefined) return [];
    return [{ state: new PartitionScan(partition, bounds.first, endOf(bounds, request), aim), leader, failures: 0 }];
  });
  let bytes = 0;
  let limit: 'timeout' | 'bytes' | undefined;
  for (let open = scans.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
    if (signals.deadline.aborted) limit = 'timeout';
    else if (bytes >= request.maxBytes) limit = 'bytes';
    if (limit !== undefined) break;
    try {
      bytes += await scanOnce(context, request, open, request.maxBytes - bytes, signals.either);
    } catch (error) {
      if (!isCancelled(error) || !signals.deadline.aborted) throw error;
    }
    request.onProgress?.(countOf(scans, request.count), bytes);
  }
  return summarize(request, topic, scans, bytes, limit);
}

function isOpen({ state, failures }: Scan): boolean {
  return !state.isDone && failures <= mostFailures;
}

function endOf(bounds: Bounds, { isolation, upTo }: PeekRequest): bigint {
  const end = isolation === 'readCommitted' ? bounds.lastStable : bounds.end;
  return upTo !== undefined && upTo.offset < end ? upTo.offset + 1n : end;
}

function countOf(scans: readonly Scan[], count: number): number {
  return Math.min(
    scans.reduce((sum, { state }) => sum + state.results.length, 0),
    count,
  );
}

/** Asks every leader once for what its partitions need next; returns how many bytes came, decompressed. */
async function scanOnce(
  context: ClusterContext,
  request: PeekRequest,
  scans: readonly Scan[],
  maxBytes: number,
  signal: AbortSignal,
): Promise<number> {
  const failed: Scan[] = [];
  const sizes = await Promise.all(
    [...groupByLeader(scans)].map(async ([leader, led]) => {
      try {
        return await fetchOnce(context, request, leader, led, maxBytes, failed, signal);
      } catch (error) {
        if (!(error instanceof KafkaError) || !error.retriable || led.some(({ failures }) => failures === mostFailures)) throw error;
        failed.push(...led);
        return 0;
      }
    }),
  );
  failed.push(...scans.filter(({ leader }) => leader < 0));
  if (failed.length > 0) await recover(context, request, failed, signal);
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function fetchOnce(
  { brokers, connection }: ClusterContext,
  { topic, isolation }: PeekRequest,
  leader: number,
  scans: readonly Scan[],
  maxBytes: number,
  failed: Scan[],
  signal: AbortSignal,
): Promise<number> {
  const partitions = scans.map(({ state }) => state.next());
  const answer = await brokers.ask(
    leader,
    fetchApi,
    { topic, isolation, maxWaitMs, maxBytes: Math.min(maxBytes, largestAnswerBytes), partitions },
    signal,
  );
  if (answer.errorCode !== errorCodes.none) throw fromErrorCode(answer.errorCode, connection, { topic, action: 'read' });
  const empty: Scan[] = [];
  let bytes = 0;
  for (const scan of scans) {
    const { partition } = scan.state;
    const fetched = answer.partitions.find((one) => one.partition === partition);
    if (fetched === undefined || isToRecover(fetched)) failed.push(scan);
    else if (fetched.errorCode !== errorCodes.none)
      throw fromErrorCode(fetched.errorCode, connection, { topic, partition, action: 'read' });
    else {
      const size = scan.state.accept(fetched.records, fetched.aborted);
      if (size > 0) scan.failures = 0;
      else empty.push(scan);
      bytes += size;
    }
  }
  // An empty answer is never the end: the other partitions may have used up the bytes, or a batch is larger than what
  // was allowed for. It is a failure only where nothing came at all.
  if (bytes === 0) failed.push(...empty);
  return bytes;
}

function isToRecover({ errorCode }: FetchedPartition): boolean {
  return isStale(errorCode) || errorCode === errorCodes.unknownTopic || errorCode === errorCodes.offsetOutOfRange;
}

/** Finds out who leads the partitions now and where they begin. @throws KafkaError if the topic is gone */
async function recover(
  context: ClusterContext,
  { topic, isolation }: PeekRequest,
  failed: readonly Scan[],
  signal: AbortSignal,
): Promise<void> {
  const failures = Math.max(...failed.map((scan) => ++scan.failures));
  await pause(retryMs * 2 ** (failures - 1), signal);
  const { partitions } = await fetchTopic(context, topic, signal);
  for (const scan of failed) scan.leader = partitions.find(({ partition }) => partition === scan.state.partition)?.leader ?? -1;
  const led = failed.filter(({ leader }) => leader >= 0).map(({ state }) => state.partition);
  const { bounds } = await fetchBounds(context, topic, led, isolation, signal);
  for (const { state } of failed) {
    const first = bounds.get(state.partition)?.first;
    if (first !== undefined) state.moveFirst(first);
  }
}

function summarize(
  request: PeekRequest,
  topic: TopicBounds,
  scans: readonly Scan[],
  bytes: number,
  limit: 'timeout' | 'bytes' | undefined,
): PeekedRecords {
  const newest = scans
    .flatMap(({ state }) => state.results)
    .sort(newestFirst)
    .slice(0, request.count);
  const leaderless = topic.partitions.filter(({ partition }) => !topic.bounds.has(partition));
  const ends = [...topic.bounds];
  return {
    records: newest.flatMap((found) => (found.kind === 'record' ? [found.record] : [])),
    unreadable: newest.flatMap((found) => (found.kind === 'unreadable' ? [toUnreadable(found)] : [])),
    offsetsInTopic: ends.reduce((sum, [, { first, end }]) => sum + end - first, 0n),
    bytes,
    partitions: topic.partitions.length,
    stopped: limit ?? (newest.length >= request.count ? 'enough' : 'end'),
    incomplete: [
      ...scans.flatMap(({ state }) => state.unread ?? []),
      ...leaderless.map(({ partition }) => ({ partition, nextOffset: -1n, endOffset: -1n })),
    ],
    heldBack: ends.flatMap(([partition, { lastStable, end }]) =>
      lastStable < end && (request.upTo === undefined || request.upTo.offset >= lastStable)
        ? [{ partition, lastStable, endOffset: end }]
        : [],
    ),
  };
}

function newestFirst(a: Found, b: Found): number {
  return b.timestampMs - a.timestampMs || a.partition - b.partition || (a.offset < b.offset ? 1 : -1);
}

function toUnreadable(found: Found & { kind: 'unreadable' }): PeekedRecords['unreadable'][number] {
  const { partition, firstOffset, offset: lastOffset, timestampMs, error } = found;
  return { partition, firstOffset, lastOffset, timestampMs, error };
}
