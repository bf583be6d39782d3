import { setImmediate } from 'node:timers/promises';
import type { Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import { orAbort, pause } from '../cluster/abort.ts';
import { unknownPartition, type TopicBatches } from '../cluster/batches.ts';
import { compress } from '../cluster/compress.ts';
import { choosePartition } from '../cluster/partitioner.ts';
import { sizeInBatch } from '../cluster/writeBatch.ts';
import { compileEncoder, withHeaders, type PartEncoder } from './encodeParts.ts';
import { PartitionQueue, toProblem, type Encoded, type Problem } from './partitionQueue.ts';
import type { PartRule, SendManyRequest, SendProgress, SendStop, SendSummary, SourceRecord, SourceRecords } from './sendRequest.ts';
import { SendTally } from './sendTally.ts';

export interface SendManyContext {
  readonly openBatches: (topic: string, signal: AbortSignal) => Promise<TopicBatches>;
  readonly connection: string;
  /** Milliseconds from some beginning on. */
  readonly now?: () => number;
}

export interface SendManyEvents {
  readonly onProgress: (progress: SendProgress) => void;
  /** Told of each record, of one partition in their order. */
  readonly onWritten?: (record: { readonly line: number; readonly partition: number; readonly offset: bigint }) => void;
  /** Told of each record that failed. */
  readonly onFailed?: (line: number, reason: string) => void;
}

/** Schemas of both parts, for whatever opens the source. */
export interface PartSchemas {
  readonly key: Schema | undefined;
  readonly value: Schema | undefined;
}

/** @throws CodecError `codec/unusable-schema` */
export function resolveRules({ key, value }: Pick<SendManyRequest, 'key' | 'value'>): PartSchemas {
  const schemaOf = (rule: PartRule): Schema | undefined => (rule.kind === 'avro' ? resolveSchema(rule.schema) : undefined);
  return { key: schemaOf(key), value: schemaOf(value) };
}

/** What is held of records that are not written yet, over all partitions. */
const mostHeldBytes = 8 << 20;
const progressMs = 200;
/** How long an answer is waited for when it was cancelled. */
const graceMs = 1_000;
/** What has waited so long for more is sent on its way. */
const lingerMs = 100;
/** Pauses of a rate that are shorter are put together. */
const shortestPauseMs = 15;
const sliceMs = 20;

/**
 * Writes all records of a source to a topic: each once or not at all, of a partition in their order. What is written, what
 * failed and what may be written is all in the summary, also where it was cancelled or could not go on.
 *
 * @throws CodecError, FrameError, KafkaError where nothing could begin
 */
export async function sendMany(
  context: SendManyContext,
  request: SendManyRequest,
  source: { readonly records: SourceRecords; readonly schemas: PartSchemas },
  events: SendManyEvents,
  signal: AbortSignal,
): Promise<SendSummary> {
  const { schemas, records } = source;
  const encoders = {
    key: compileEncoder(request.key, schemas.key, 'key'),
    value: compileEncoder(request.value, schemas.value, 'value'),
  };
  const batches = await context.openBatches(request.topic, signal);
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const cancel = (): void => void (timer = setTimeout(() => giveUp.abort(), graceMs));
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await new SendRun(context, request, encoders, batches, events, giveUp.signal).run(records, signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

interface Encoders {
  readonly key: PartEncoder;
  readonly value: PartEncoder;
}

/** One sending under way. */
class SendRun {
  readonly #request: SendManyRequest;
  readonly #encoders: Encoders;
  readonly #batches: TopicBatches;
  readonly #events: SendManyEvents;
  readonly #connection: string;
  readonly #now: () => number;
  readonly #tally: SendTally;
  readonly #queues = new Map<number, PartitionQueue>();
  readonly #queueOf: (partition: number) => PartitionQueue;
  readonly #ended = new AbortController();
  readonly #startMs: number;
  /** Where records without a key go, in turn. */
  readonly #spreadOver: TopicBatches['partitions'];
  #stopped: SendStop | undefined;
  /** Whether not even what was read is written any more; what was read before a limit was reached is. */
  #isGivenUp = false;
  #held = 0;
  #wake: () => void = () => undefined;
  #taken = 0;
  #takenBytes = 0;
  #spread = Math.floor(Math.random() * 1000);

  constructor(
    context: SendManyContext,
    request: SendManyRequest,
    encoders: Encoders,
    batches: TopicBatches,
    events: SendManyEvents,
    giveUp: AbortSignal,
  ) {
    this.#request = request;
    this.#encoders = encoders;
    this.#batches = batches;
    this.#events = events;
    this.#connection = context.connection;
    this.#now = context.now ?? (() => performance.now());
    this.#startMs = this.#now();
    this.#tally = new SendTally(this.#now);
    const led = batches.partitions.filter(({ leader }) => leader >= 0);
    this.#spreadOver = led.length > 0 ? led : batches.partitions;
    const shared = {
      batches,
      codec: request.compression,
      compress: (bytes: Buffer) => compress(request.compression, bytes),
      tally: this.#tally,
      giveUp,
      onWritten: ({ line }: Encoded, partition: number, offset: bigint) => events.onWritten?.({ line, partition, offset }),
      onRefused: ({ line }: Encoded, reason: string) => {
        // It has come too far for what was read behind it not to be on its way, but no further.
        if (!this.#fail(line, reason) && this.#stopped === 'failures') this.#isGivenUp = true;
      },
      onProblem: ({ message, remedy }: Problem) => {
        this.#tally.problem ??= { message, remedy };
        this.#isGivenUp = true;
        this.#stop('problem');
      },
      onDone: (size: number) => {
        this.#held -= size;
        this.#wake();
      },
      isEnding: () => this.#isGivenUp,
    };
    this.#queueOf = (partition) => {
      const queue = this.#queues.get(partition) ?? new PartitionQueue(shared, partition);
      this.#queues.set(partition, queue);
      return queue;
    };
  }

  async run(records: SourceRecords, signal: AbortSignal): Promise<SendSummary> {
    const cancel = (): void => {
      this.#isGivenUp = true;
      this.#stop('cancelled');
    };
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const { seconds } = this.#request.limits;
    const end = seconds === undefined ? undefined : setTimeout(() => this.#stop('seconds'), seconds * 1000);
    const telling = setInterval(() => this.#events.onProgress(this.#tally.progress()), progressMs);
    try {
      await this.#takeAll(records);
      this.#flush();
      await Promise.all([...this.#queues.values()].map((queue) => queue.done()));
    } finally {
      clearInterval(telling);
      clearTimeout(end);
      signal.removeEventListener('abort', cancel);
    }
    this.#events.onProgress(this.#tally.progress());
    return this.#tally.summary(this.#stopped ?? 'end');
  }

  #stop(why: SendStop): void {
    this.#stopped ??= why;
    this.#ended.abort();
    this.#wake();
  }

  async #takeAll(records: SourceRecords): Promise<void> {
    const iterator: AsyncIterator<readonly SourceRecord[], unknown> = records[Symbol.asyncIterator]();
    try {
      let since = this.#now();
      for (;;) {
        const next = await this.#orFlush(iterator.next());
        if (next.done === true) return;
        for (const record of next.value) {
          if (this.#isEnough()) return;
          const wait = this.#take(record);
          if (wait !== undefined) await wait;
          if (this.#now() - since < sliceMs) continue;
          // Whoever cancels it, or asks something else of this thread, has a turn.
          await setImmediate();
          since = this.#now();
        }
      }
    } catch (error) {
      if (isCancelled(error) && this.#stopped !== undefined) return;
      // The source ends here; what came before it is still written.
      const { message, remedy } = toProblem(error);
      this.#tally.problem ??= { message, remedy };
      this.#stop('problem');
    } finally {
      // A source that waits for more, such as a pipe, may never come to its end.
      iterator.return?.().catch(() => undefined);
    }
  }

  /** What comes next; what waits for company is sent on its way where that takes long. */
  async #orFlush<T>(next: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#flush(), lingerMs);
    try {
      return await orAbort(next, this.#ended.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  #flush(): void {
    for (const queue of this.#queues.values()) queue.flush();
  }

  #isEnough(): boolean {
    const { records = Infinity, bytes = Infinity } = this.#request.limits;
    if (this.#taken >= records) this.#stop('records');
    if (this.#takenBytes >= bytes) this.#stop('bytes');
    return this.#stopped !== undefined;
  }

  /** @returns what has to be waited for before the next one */
  #take(record: SourceRecord): Promise<void> | undefined {
    this.#tally.read++;
    if ('failure' in record) {
      this.#fail(record.line, record.failure);
      return undefined;
    }
    const placed = this.#encode(record);
    if (placed === undefined) return undefined;
    const { partition, encoded } = placed;
    this.#taken++;
    this.#takenBytes += encoded.bytes;
    if (this.#request.dryRun) return undefined;
    this.#held += encoded.size;
    this.#queueOf(partition).add(encoded);
    const { recordsPerSecond } = this.#request.limits;
    const dueMs = recordsPerSecond === undefined ? 0 : (this.#taken * 1000) / recordsPerSecond - (this.#now() - this.#startMs);
    return dueMs > shortestPauseMs || this.#held > mostHeldBytes ? this.#wait(dueMs) : undefined;
  }

  async #wait(dueMs: number): Promise<void> {
    this.#flush();
    if (dueMs > shortestPauseMs) await pause(dueMs, this.#ended.signal);
    while (this.#held > mostHeldBytes && this.#stopped === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #encode(
    record: Exclude<SourceRecord, { readonly failure: string }>,
  ): { readonly partition: number; readonly encoded: Encoded } | undefined {
    try {
      const key = this.#encoders.key.encode(record.key);
      const value = this.#encoders.value.encode(record.value);
      const { key: ofKey, value: ofValue } = this.#encoders;
      const headers = withHeaders(record.headers, key === null ? [] : ofKey.headers, value === null ? [] : ofValue.headers);
      const timestampMs = record.timestampMs ?? Date.now();
      const size = sizeInBatch({ key, value, headers });
      let bytes = (key?.length ?? 0) + (value?.length ?? 0);
      for (const header of headers) bytes += header.name.length + (header.value?.length ?? 0);
      const encoded = { line: record.line, key, value, headers, timestampMs, bytes, size };
      return { partition: this.#choosePartition(record.partition, key), encoded };
    } catch (error) {
      if (!(error instanceof KnownError)) throw error;
      this.#fail(record.line, error.message);
      return undefined;
    }
  }

  #choosePartition(wanted: number | undefined, key: Uint8Array | null): number {
    const { partitions, topic } = this.#batches;
    if (wanted !== undefined && this.#request.keepPartitions) {
      if (partitions.some(({ partition }) => partition === wanted)) return wanted;
      throw unknownPartition(topic, wanted, this.#connection);
    }
    if (key !== null) return choosePartition(key, partitions);
    // One after the other, so that all partitions get their share.
    return this.#spreadOver[this.#spread++ % this.#spreadOver.length]?.partition ?? 0;
  }

  /** Whether to go on. */
  #fail(line: number, reason: string): boolean {
    const { onError, limits } = this.#request;
    this.#tally.fail(line, reason);
    this.#events.onFailed?.(line, reason);
    if (onError === 'stop' || this.#tally.failed > (limits.failures ?? Infinity)) this.#stop('failures');
    return this.#stopped === undefined;
  }
}
