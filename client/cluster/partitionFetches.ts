import { isCancelled, KafkaError } from '../../shared/errors.ts';
import { orAbort, pause } from './abort.ts';
import { errorCodes, fromErrorCode, isStale } from './kafkaErrors.ts';
import type { WantedFetch } from './partitionScan.ts';
import { fetchApi, type FetchedPartition, type Isolation } from './protocol.ts';
import { fetchBounds, fetchTopic, groupByLeader, type Bounds, type ClusterContext } from './topics.ts';

/** A partition that is read fetch by fetch, in whichever direction. */
export interface FetchedReader {
  readonly partition: number;
  /** What it needs next; undefined where it needs nothing at the moment. */
  wanted(): WantedFetch | undefined;
  /**
   * Takes in what the broker sent for it.
   *
   * @param hadRoom whether the broker could have sent more, so that nothing at all means that there is nothing
   * @returns whether anything whole came
   * @throws KafkaError `kafka/malformed-answer`
   */
  accept(fetched: FetchedPartition, hadRoom: boolean): boolean;
  /** Whether it can be read only once {@link rebound} has told where it begins and ends. */
  readonly needsBounds: boolean;
  /** Where it begins and ends now: nothing was known of it, or what it wanted is not there. */
  rebound(bounds: Bounds): void;
}

export interface FetchOptions {
  readonly topic: string;
  readonly isolation: Isolation;
  /** How long a broker may wait for data. */
  readonly maxWaitMs: number;
  /** Of one answer; a batch that is larger comes whole all the same. */
  readonly maxBytes: number;
}

interface Part {
  readonly reader: FetchedReader;
  readonly partition: number;
  /** -1 where there is none. */
  leader: number;
  state: 'ready' | 'asked' | 'lost';
  needsBounds: boolean;
  /** In a row. */
  failures: number;
  error: KafkaError | undefined;
}

type Asked = { readonly part: Part; readonly wanted: WantedFetch };

const firstRetryMs = 25;
const longestRetryMs = 3_000;
/** What fails so often in a row is said: a leader that has just changed is nobody's trouble. */
const troubledAfter = 2;
/** So often in a row the cluster says that a topic does not exist before that is believed: a broker that starts says so, too. */
const mostDenials = 4;

/**
 * Fetches for the partitions of a scan, one request at a time to each leader. A partition that is lost, be it that its
 * leader has changed or that no broker can be reached, is looked for until it is found again; the others go on.
 */
export class PartitionFetches {
  /** Whether the topic does not exist any more. */
  isDeleted = false;
  private readonly context: ClusterContext;
  private readonly options: FetchOptions;
  private readonly parts: Part[];
  private readonly busy = new Set<number>();
  private readonly stopping = new AbortController();
  private readonly signal: AbortSignal;
  private denials = 0;
  private failure: { readonly error: unknown } | undefined;
  private hasChanged = false;
  private wake: (() => void) | undefined;

  constructor(
    context: ClusterContext,
    options: FetchOptions,
    readers: readonly { readonly reader: FetchedReader; readonly leader: number }[],
    signal: AbortSignal,
  ) {
    this.context = context;
    this.options = options;
    this.signal = AbortSignal.any([signal, this.stopping.signal]);
    this.parts = readers.map(({ reader, leader }) => {
      const { partition, needsBounds } = reader;
      return { reader, partition, leader, state: 'ready', needsBounds, failures: 0, error: undefined };
    });
    const leaderless = this.parts.filter(({ leader }) => leader < 0);
    for (const part of leaderless) {
      this.lose(part, this.errorOf(errorCodes.leaderNotAvailable, part));
      part.failures = troubledAfter;
    }
    if (leaderless.length > 0) void this.recover(leaderless);
  }

  /** Why partitions are lost, as one sentence; undefined where none is. */
  get problem(): string | undefined {
    return this.parts.find(({ failures }) => failures >= troubledAfter)?.error?.message;
  }

  /** Whether a partition is lost, for longer than it takes to find its new leader. */
  isTroubled(partition: number): boolean {
    return this.parts.some((part) => part.partition === partition && part.failures >= troubledAfter);
  }

  /** Asks each leader that is not busy for what its partitions want. */
  start(): void {
    for (const [leader, led] of groupByLeader(this.parts)) {
      if (this.busy.has(leader)) continue;
      const asked = led.flatMap((part): Asked[] => {
        const wanted = part.state === 'ready' ? part.reader.wanted() : undefined;
        return wanted === undefined ? [] : [{ part, wanted }];
      });
      if (asked.length > 0) void this.fetch(leader, asked);
    }
  }

  /**
   * Waits until something has come or changed since the last call.
   *
   * @throws KafkaError what cannot be waited for; AbortError
   */
  async changed(): Promise<void> {
    if (!this.hasChanged) await orAbort(new Promise<void>((resolve) => (this.wake = resolve)), this.signal);
    this.hasChanged = false;
    this.rethrow();
  }

  /** @throws KafkaError as {@link changed} */
  rethrow(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Gives up what is under way. */
  stop(): void {
    this.stopping.abort();
  }

  private tell(): void {
    this.hasChanged = true;
    this.wake?.();
    this.wake = undefined;
  }

  private async fetch(leader: number, asked: readonly Asked[]): Promise<void> {
    const { topic, isolation, maxWaitMs, maxBytes } = this.options;
    const { brokers, connection } = this.context;
    this.busy.add(leader);
    for (const { part } of asked) part.state = 'asked';
    try {
      const partitions = asked.map(({ wanted }) => wanted);
      const answer = await brokers.ask(leader, fetchApi, { topic, isolation, maxWaitMs, maxBytes, partitions }, this.signal);
      if (answer.errorCode !== errorCodes.none) throw fromErrorCode(answer.errorCode, connection, { topic, action: 'read' });
      const bytes = answer.partitions.reduce((sum, { records }) => sum + records.length, 0);
      this.take(asked, answer.partitions, bytes < maxBytes && answer.throttleMs === 0);
    } catch (error) {
      this.fail(
        asked.map(({ part }) => part),
        error,
      );
    } finally {
      this.busy.delete(leader);
      for (const { part } of asked) if (part.state === 'asked') part.state = 'ready';
      this.tell();
    }
  }

  private take(asked: readonly Asked[], fetched: readonly FetchedPartition[], hadRoom: boolean): void {
    const byPartition = new Map(fetched.map((one) => [one.partition, one]));
    const lost: Part[] = [];
    // A batch that is larger than what was asked of its partition comes only where nothing else has come before it.
    let isFirst = true;
    for (const { part } of asked) {
      const one = byPartition.get(part.partition);
      if (one?.errorCode === errorCodes.none) {
        if (part.reader.accept(one, hadRoom && isFirst)) this.askLast(part);
        if (one.records.length > 0) isFirst = false;
        part.failures = 0;
        part.error = undefined;
        continue;
      }
      const code = one?.errorCode ?? errorCodes.leaderNotAvailable;
      const isOutOfRange = code === errorCodes.offsetOutOfRange;
      if (!isOutOfRange && !isStale(code) && code !== errorCodes.unknownTopic) throw this.errorOf(code, part);
      part.needsBounds ||= isOutOfRange;
      this.lose(part, this.errorOf(code, part));
      lost.push(part);
    }
    if (lost.length > 0) void this.recover(lost);
  }

  /** Brokers fill an answer in the order of the request, so whoever got something stands behind the others. */
  private askLast(part: Part): void {
    this.parts.splice(this.parts.indexOf(part), 1);
    this.parts.push(part);
  }

  private errorOf(code: number, { partition }: Part): KafkaError {
    return fromErrorCode(code, this.context.connection, { topic: this.options.topic, partition, action: 'read' });
  }

  private lose(part: Part, error: KafkaError): void {
    part.state = 'lost';
    part.failures++;
    part.error = error;
  }

  private fail(parts: readonly Part[], error: unknown): void {
    if (isCancelled(error) && this.signal.aborted) return;
    if (!(error instanceof KafkaError) || !error.retriable) {
      this.failure ??= { error };
      return;
    }
    for (const part of parts) this.lose(part, error);
    void this.recover(parts);
  }

  /** Looks for partitions until all of them are found, or the topic is gone. */
  private async recover(parts: readonly Part[]): Promise<void> {
    try {
      for (let lost = parts; lost.length > 0 && !this.isDeleted; lost = lost.filter(({ state }) => state === 'lost')) {
        const failures = Math.min(...lost.map((part) => part.failures));
        await pause(Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs), this.signal);
        await this.find(lost);
        this.tell();
      }
    } catch (error) {
      if (!isCancelled(error) || !this.signal.aborted) this.failure ??= { error };
      this.tell();
    }
  }

  private async find(lost: readonly Part[]): Promise<void> {
    const { topic, isolation } = this.options;
    try {
      const { partitions } = await fetchTopic(this.context, topic, this.signal);
      this.denials = 0;
      for (const part of lost) part.leader = partitions.find(({ partition }) => partition === part.partition)?.leader ?? -1;
      for (const part of lost.filter(({ leader }) => leader < 0)) this.lose(part, this.errorOf(errorCodes.leaderNotAvailable, part));
      const found = lost.filter(({ leader }) => leader >= 0);
      const unbounded = found.filter(({ needsBounds }) => needsBounds);
      if (unbounded.length > 0) {
        const wanted = unbounded.map(({ partition }) => partition);
        const { bounds } = await fetchBounds(this.context, topic, wanted, isolation, this.signal);
        for (const part of unbounded) this.rebound(part, bounds.get(part.partition));
      }
      for (const part of found) if (!part.needsBounds) part.state = 'ready';
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      const isDenied = error.code === 'kafka/unknown-topic';
      if (isDenied && ++this.denials >= mostDenials) this.isDeleted = true;
      if (!isDenied && !error.retriable) throw error;
      for (const part of lost) this.lose(part, error);
    }
  }

  private rebound(part: Part, bounds: Bounds | undefined): void {
    if (bounds === undefined) return;
    part.reader.rebound(bounds);
    part.needsBounds = false;
  }
}
