import { isCancelled } from '../../shared/errors.ts';
import { abortError } from './abort.ts';
import type { KafkaRecord, UnreadableBatch } from './cluster.ts';
import { errorCodes, fromErrorCode } from './kafkaErrors.ts';
import { PartitionFetches } from './partitionFetches.ts';
import { ProbedPartition } from './probedPartition.ts';
import { fetchApi } from './protocol.ts';
import { fetchBounds, type ClusterContext } from './topics.ts';

/**
 * A topic of which a few records are read here and there, by offset: no consumer group, no commit. What was fetched last
 * of a partition is kept, so that what lies beside it is read without asking again.
 */
export interface TopicProbe {
  /** In their order, as they were when they were asked for last. */
  readonly partitions: readonly ProbeBounds[];
  /** Requests to fetch, and what came, as the brokers sent it. */
  readonly fetches: number;
  readonly bytes: number;
  /** Why nothing more is read: the topic was deleted, there were more bytes than are wanted, or it was aborted; undefined while it goes on. */
  readonly stopped: 'deleted' | 'bytes' | 'aborted' | undefined;
  /** Why partitions can't be read at the moment: one sentence; undefined where all can. */
  readonly problem: string | undefined;
  /**
   * Reads some records. Those that are asked for at the same time come in as few requests as possible, of each partition in the order in
   * which they were asked for. It resolves also where reading has stopped, with what came until then.
   *
   * @throws KafkaError what cannot be waited for, such as `kafka/not-authorized`
   */
  read(wanted: WantedRecords): Promise<ProbedRecords>;
  /** Asks where the partitions begin and end now. @throws KafkaError, AbortError */
  refresh(): Promise<void>;
  /** Ends what is under way. */
  close(): void;
}

export interface ProbeOptions {
  /** Of what is fetched. A batch that is larger comes whole all the same, since brokers send it so. */
  readonly maxBytes: number;
}

export interface ProbeBounds {
  readonly partition: number;
  /** The first offset that is there, and one past the last that may be read; -1 where no broker leads the partition. */
  readonly firstOffset: bigint;
  readonly endOffset: bigint;
  /** Where an open transaction holds records back: up to this offset; undefined where none does. */
  readonly heldBackTo: bigint | undefined;
}

/** Records of a range of a partition. */
export interface WantedRecords {
  readonly partition: number;
  readonly from: bigint;
  /** Exclusive. */
  readonly until: bigint;
  /** At most so many, from one of the range's ends. */
  readonly count: number;
  readonly take: 'first' | 'last';
}

export interface ProbedRecords {
  readonly partition: number;
  /** In the order of their offsets. */
  readonly records: readonly KafkaRecord[];
  /** Batches that would stand among them but cannot be read. */
  readonly unreadable: readonly UnreadableBatch[];
  /** All offsets from here up to `to`, exclusive, were looked at: what is not among the records is not there, or is no data. */
  readonly from: bigint;
  readonly to: bigint;
  /** Whether all that was wanted was looked at. */
  readonly isWhole: boolean;
}

/** Up to a partition's end there are data where we ask, so it is a limit for the odd case. */
const maxWaitMs = 50;
const answerBytes = 8 << 20;
/** A partition that has no leader for so long is given up. */
const patienceMs = 3_000;

/**
 * Asks where the partitions of a topic begin and end.
 *
 * @param signal ends all reading
 * @throws KafkaError `kafka/unknown-topic`, `kafka/no-leader` where no partition can be read, and what brokers may answer
 */
export async function openProbe(context: ClusterContext, topic: string, options: ProbeOptions, signal: AbortSignal): Promise<TopicProbe> {
  const { partitions, bounds } = await fetchBounds(context, topic, undefined, 'readCommitted', signal);
  const [first] = partitions;
  if (first !== undefined && bounds.size === 0) {
    throw fromErrorCode(errorCodes.leaderNotAvailable, context.connection, { topic, partition: first.partition, action: 'read' });
  }
  return new OpenProbe(
    context,
    { topic, ...options },
    partitions.map(({ partition, leader }) => ({ reader: new ProbedPartition(partition, bounds.get(partition)), leader })),
    signal,
  );
}

class OpenProbe implements TopicProbe {
  fetches = 0;
  stopped: TopicProbe['stopped'];
  private readonly context: ClusterContext;
  private readonly topic: string;
  private readonly maxBytes: number;
  private readonly signal: AbortSignal;
  private readonly parts: readonly ProbedPartition[];
  private readonly requests: PartitionFetches;
  private readonly troubledSince = new Map<number, number>();
  private isPumping = false;

  constructor(
    context: ClusterContext,
    { topic, maxBytes }: ProbeOptions & { readonly topic: string },
    readers: readonly { readonly reader: ProbedPartition; readonly leader: number }[],
    signal: AbortSignal,
  ) {
    this.context = context;
    this.topic = topic;
    this.maxBytes = maxBytes;
    this.signal = signal;
    this.parts = readers.map(({ reader }) => reader);
    // Partitions that nobody leads are left out for good: whoever looks at a topic does not wait for them.
    const led = readers.filter(({ reader }) => reader.bounds !== undefined);
    const options = { topic, isolation: 'readCommitted', maxWaitMs, maxBytes: Math.min(answerBytes, maxBytes) } as const;
    this.requests = new PartitionFetches(this.counting(context), options, led, signal);
  }

  get partitions(): readonly ProbeBounds[] {
    return this.parts.map(({ partition, bounds }) => {
      if (bounds === undefined) return { partition, firstOffset: -1n, endOffset: -1n, heldBackTo: undefined };
      const { first: firstOffset, end, lastStable: endOffset } = bounds;
      return { partition, firstOffset, endOffset, heldBackTo: endOffset < end ? end : undefined };
    });
  }

  get problem(): string | undefined {
    return this.requests.problem;
  }

  get bytes(): number {
    return this.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  read(wanted: WantedRecords): Promise<ProbedRecords> {
    const part = this.parts.find(({ partition }) => partition === wanted.partition);
    if (part === undefined) return Promise.reject(new RangeError(`There is no partition ${wanted.partition}.`));
    const read = part.add(wanted);
    if (this.stopped !== undefined) part.giveUp();
    else void this.pump();
    return read;
  }

  async refresh(): Promise<void> {
    const wanted = this.parts.flatMap(({ partition, bounds }) => (bounds === undefined ? [] : [partition]));
    const { bounds } = await fetchBounds(this.context, this.topic, wanted, 'readCommitted', this.signal);
    for (const part of this.parts) part.bounds = bounds.get(part.partition) ?? part.bounds;
  }

  close(): void {
    this.stop('aborted');
    this.requests.stop();
  }

  private counting(context: ClusterContext): ClusterContext {
    const ask: ClusterContext['brokers']['ask'] = (node, api, request, signal) => {
      if (api.key === fetchApi.key) this.fetches++;
      return context.brokers.ask(node, api, request, signal);
    };
    return { ...context, brokers: { ...context.brokers, ask } };
  }

  /** Fetches until nothing is wanted any more. */
  private async pump(): Promise<void> {
    // What is asked for at the same time goes into the same requests.
    if (this.isPumping) return Promise.resolve().then(() => this.requests.start());
    this.isPumping = true;
    try {
      await Promise.resolve();
      while (this.stopped === undefined && this.parts.some(({ isBusy }) => isBusy)) {
        if (this.signal.aborted) throw abortError();
        if (this.bytes >= this.maxBytes) this.stop('bytes');
        else if (this.requests.isDeleted) this.stop('deleted');
        else {
          this.requests.start();
          await this.requests.changed();
          this.giveUpTroubled();
        }
      }
    } catch (error) {
      if (isCancelled(error)) this.stop('aborted');
      else for (const part of this.parts) part.fail(error);
    } finally {
      this.isPumping = false;
    }
  }

  private stop(why: NonNullable<TopicProbe['stopped']>): void {
    this.stopped ??= why;
    for (const part of this.parts) part.giveUp();
  }

  private giveUpTroubled(): void {
    const now = performance.now();
    for (const part of this.parts) {
      if (!part.isBusy || !this.requests.isTroubled(part.partition)) this.troubledSince.delete(part.partition);
      else if (!this.troubledSince.has(part.partition)) this.troubledSince.set(part.partition, now);
      else if (now - (this.troubledSince.get(part.partition) ?? now) > patienceMs) part.giveUp();
    }
  }
}
