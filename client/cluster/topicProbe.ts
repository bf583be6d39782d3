import { isCancelled } from '../../shared/errors.ts';
import { abortError } from './abort.ts';
import { errorCodes, fromErrorCode } from './kafkaErrors.ts';
import { PartitionFetches } from './partitionFetches.ts';
import { ProbedPartition } from './probedPartition.ts';
import type { ProbeBounds, ProbeOptions, ProbedRecords, TopicProbe, WantedRecords } from './probeRequest.ts';
import { fetchApi } from './protocol.ts';
import { fetchBounds, type ClusterContext } from './topics.ts';

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
