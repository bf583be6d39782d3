import { setImmediate } from 'node:timers/promises';
import { isCancelled, KafkaError } from '../../shared/errors.ts';
import { abortError, orAbort } from './abort.ts';
import { BackwardPartition } from './backwardPartition.ts';
import type { KafkaRecord } from './cluster.ts';
import { ForwardPartition } from './forwardPartition.ts';
import { mergeBlock } from './mergedBlock.ts';
import { PartitionFetches } from './partitionFetches.ts';
import { planScan, type PartitionPlan } from './scanPlan.ts';
import type { ScanEnd, ScanRequest, ScanSink, ScanStop } from './scanRequest.ts';
import { ScanTally } from './scanTally.ts';
import { fetchTopic, type ClusterContext } from './topics.ts';

/** How long a broker may wait for data. Up to the end there are data where we ask, so it is a limit for the odd case. */
const maxWaitMs = 100;
/** At the end it waits for what comes. */
const liveWaitMs = 500;
/** So many records are handed on at once. */
const blockRecords = 1_000;
/** How long to work before others have a turn. */
const sliceMs = 15;
/** Of one answer of one broker; of these there are two at most, beside what is handed on. */
const answerBytes = 8 << 20;
const smallestFetchBytes = 1 << 16;
const largestFetchBytes = 1 << 20;
/** Fewer are not looked for in one go when it reads backwards: a fetch more costs more than they do. */
const smallestWindow = 1_000;
/** Batches come whole, so more may come than are looked for: these many at most are not read again. */
const largestWindow = 20_000;

type Partition = ForwardPartition | BackwardPartition;

interface Scan {
  readonly context: ClusterContext;
  readonly request: ScanRequest;
  readonly tally: ScanTally;
  /** Aborted by whoever asked for the scan. */
  readonly signal: AbortSignal;
  /** Aborted once the time is over. */
  readonly deadline: AbortSignal;
}

/**
 * Reads a topic from some start on and hands the records on as they come; see {@link Cluster.scan}. Nothing is kept but
 * two answers of each broker, so that whoever takes the records decides how fast it goes.
 */
export async function scan(context: ClusterContext, request: ScanRequest, sink: ScanSink, signal: AbortSignal): Promise<ScanEnd> {
  const { timeoutMs } = request.until;
  const deadline = new AbortController();
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => deadline.abort(), timeoutMs);
  const tally = new ScanTally(sink);
  const run: Scan = { context, request, tally, signal, deadline: deadline.signal };
  try {
    tally.tell();
    const plan = await planScan(context, request, AbortSignal.any([signal, deadline.signal]));
    const partitions = createPartitions(run, plan);
    const stopped = await readToEnd(run, plan, partitions);
    // The newest ones reach up to the end, however few they are.
    const isAtEnd = stopped === 'end' || (stopped === 'records' && request.start.kind === 'newest');
    if (!isAtEnd || !request.live) return tally.end(stopped);
    clearTimeout(timer);
    return tally.end(await follow(run, plan, partitions));
  } catch (error) {
    if (!isCancelled(error)) throw error;
    if (signal.aborted) return tally.end('cancelled');
    if (tally.partitions.length > 0 || timeoutMs === undefined) throw error;
    const text = `The cluster of ${context.connection.name} did not answer within ${timeoutMs / 1000} s.`;
    const remedy = 'Try again, or check the network and the load of the brokers.';
    throw new KafkaError('kafka/timeout', text, { retriable: true, remedy, cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function createPartitions({ request, tally }: Scan, plan: readonly PartitionPlan[]): Partition[] {
  const { start, isolation, until } = request;
  if (start.kind === 'newest') {
    const count = Math.min(start.count, until.records ?? Infinity);
    const windowRecords = Math.max(Math.min(count, smallestWindow), Math.ceil(count / plan.length), 1);
    const aim = { count: windowRecords, kept: Math.max(windowRecords, Math.min(count, largestWindow)) };
    return plan.map(({ partition, bounds }) => new BackwardPartition(partition, bounds, tally, aim));
  }
  const mostBytes = Math.max(Math.min(answerBytes / Math.max(plan.length, 1), largestFetchBytes), smallestFetchBytes);
  const options = { firstBytes: smallestFetchBytes, mostBytes: Math.floor(mostBytes), isCommitted: isolation === 'readCommitted' };
  return plan.map(({ partition, bounds }) => new ForwardPartition(partition, bounds, tally, options));
}

/** Reads what was there when the scan began, up to its limits. */
async function readToEnd(run: Scan, plan: readonly PartitionPlan[], partitions: readonly Partition[]): Promise<ScanStop> {
  const { request, tally } = run;
  const { start, until } = request;
  tally.partitions = partitions;
  tally.stage = 'reading';
  const records = Math.min(start.kind === 'newest' ? start.count : Infinity, until.records ?? Infinity);
  // Where only some are wanted, they are the first of all partitions by time, not whichever come first.
  const isMerged = start.kind === 'newest' || (records < Infinity && partitions.length > 1);
  const stopped = await readOn(run, run.context, plan, partitions, { records, bytes: until.bytes ?? Infinity, isMerged, isLive: false });
  if (stopped !== 'end') return stopped;
  const cuts = new Set(partitions.map(({ cut }) => cut));
  return cuts.has('timestamp') ? 'timestamp' : cuts.has('offset') ? 'offset' : 'end';
}

/** Goes on at the end with what comes, until it is aborted. */
async function follow(run: Scan, plan: readonly PartitionPlan[], read: readonly Partition[]): Promise<ScanStop> {
  const { context, request, tally } = run;
  const brokers = context.openBrokers();
  const live: ClusterContext = { ...context, brokers };
  try {
    const options = { firstBytes: largestFetchBytes, mostBytes: largestFetchBytes, isCommitted: request.isolation === 'readCommitted' };
    const partitions = read.map((partition, index) => {
      const bounds = plan[index]?.bounds;
      const forward =
        partition instanceof ForwardPartition
          ? partition
          : new ForwardPartition(partition.partition, bounds && { ...bounds, from: bounds.until }, tally, options);
      forward.follow(partition.progress.low);
      return forward;
    });
    tally.partitions = partitions;
    tally.stage = 'live';
    // These connections know no broker yet; where none can be reached, reading waits for it.
    await orAbort(
      fetchTopic(live, request.topic, run.signal).catch((error: unknown) => {
        if (!(error instanceof KafkaError) || !(error.retriable || error.code === 'kafka/unknown-topic')) throw error;
      }),
      run.signal,
    );
    return await readOn(run, live, plan, partitions, { records: Infinity, bytes: Infinity, isMerged: false, isLive: true });
  } finally {
    brokers.close();
  }
}

interface Limits {
  readonly records: number;
  readonly bytes: number;
  /** Whether the records of all partitions are put into one order by time. */
  readonly isMerged: boolean;
  readonly isLive: boolean;
}

async function readOn(
  run: Scan,
  context: ClusterContext,
  plan: readonly PartitionPlan[],
  partitions: readonly Partition[],
  limits: Limits,
): Promise<ScanStop> {
  const { request, tally, signal } = run;
  const { topic, isolation } = request;
  const leaders = new Map(plan.map(({ partition, leader }) => [partition, leader]));
  const readers = partitions.map((reader) => ({ reader, leader: leaders.get(reader.partition) ?? -1 }));
  const options = { topic, isolation, maxWaitMs: limits.isLive ? liveWaitMs : maxWaitMs, maxBytes: answerBytes };
  const ending = limits.isLive ? signal : AbortSignal.any([signal, run.deadline]);
  const fetches = new PartitionFetches(context, options, readers, ending);
  try {
    return await drain(run, partitions, fetches, limits);
  } catch (error) {
    if (!isCancelled(error) || !ending.aborted) throw error;
    // What has come is there for whoever asked; nobody waits for them to take it where they have gone.
    if (limits.isMerged)
      await handOn(
        run,
        mergeBlock(partitions, limits.records - tally.records, () => false),
      );
    return signal.aborted ? 'cancelled' : 'timeout';
  } finally {
    fetches.stop();
  }
}

/** Hands on what comes, until there is a reason to stop. */
async function drain(run: Scan, partitions: readonly Partition[], fetches: PartitionFetches, limits: Limits): Promise<ScanStop> {
  const { tally, signal, deadline } = run;
  const isOpen = (partition: Partition): boolean => !partition.isDone && (limits.isLive || !partition.needsBounds);
  const isWaitedFor = (partition: Partition): boolean => isOpen(partition) && !fetches.isTroubled(partition.partition);
  let since = performance.now();
  for (let turn = 0; ; turn++) {
    fetches.start();
    const most = Math.min(blockRecords, limits.records - tally.records);
    const block = limits.isMerged ? mergeBlock(partitions, most, isWaitedFor) : nextBlock(partitions, most, turn);
    if (block.length > 0) await handOn(run, block);
    tally.problem = fetches.problem;
    const open = partitions.filter(isOpen);
    const isStuck = open.length > 0 && block.length === 0 && open.every((partition) => !isWaitedFor(partition));
    tally.stage = isStuck ? 'waiting' : limits.isLive ? 'live' : 'reading';
    if (open.length === 0) return 'end';
    if (tally.records >= limits.records) return 'records';
    if (tally.bytes >= limits.bytes) return 'bytes';
    tally.tell();
    if (performance.now() - since > sliceMs) {
      await setImmediate();
      since = performance.now();
    }
    if (signal.aborted || (!limits.isLive && deadline.aborted)) throw abortError();
    if (block.length > 0) continue;
    if (fetches.isDeleted) return 'deleted';
    await fetches.changed();
  }
}

/** The next records of any partition; which one is asked first changes from turn to turn. */
function nextBlock(partitions: readonly Partition[], most: number, turn: number): KafkaRecord[] {
  for (let index = 0; index < partitions.length; index++) {
    const partition = partitions[(turn + index) % partitions.length];
    if (!(partition instanceof ForwardPartition) || partition.isDone) continue;
    const records = partition.take(most);
    if (records.length > 0) return records;
  }
  return [];
}

async function handOn({ tally, signal }: Scan, records: KafkaRecord[]): Promise<void> {
  const taken = tally.handOn(records);
  if (!signal.aborted) await orAbort(taken, signal);
}
