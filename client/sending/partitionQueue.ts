import { isCancelled, KafkaError, KnownError } from '../../shared/errors.ts';
import type { TopicBatches } from '../cluster/batches.ts';
import type { Codec } from '../cluster/codecNames.ts';
import { tooLarge } from '../cluster/kafkaErrors.ts';
import { maybeSentCode } from '../cluster/maybeSent.ts';
import { headerSize } from '../cluster/recordBatch.ts';
import { writeRecords, type RecordToWrite } from '../cluster/writeBatch.ts';
import type { SendTally } from './sendTally.ts';

/** A record on its way. */
export interface Encoded extends RecordToWrite {
  readonly line: number;
  /** In a batch, before it is compressed. */
  readonly size: number;
  /** Of key, value and headers. */
  readonly bytes: number;
}

/** What ends it, in one sentence, and what to do. */
export type Problem = Pick<KnownError, 'message' | 'remedy'>;

/** What a bug is told as: what was written before it is still told. */
export function toProblem(error: unknown): Problem {
  if (error instanceof KnownError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return { message: `A bug of Avro Workbench ended it: ${reason}`, remedy: undefined };
}

/** What the queues of all partitions share. */
export interface QueueContext {
  readonly batches: TopicBatches;
  readonly codec: Codec;
  readonly compress: (bytes: Buffer) => Promise<Buffer>;
  readonly tally: Pick<SendTally, 'write' | 'perhaps' | 'leave'>;
  /** Aborted when even what is on its way is not waited for any longer. */
  readonly giveUp: AbortSignal;
  /** Told of each record that was written. */
  readonly onWritten: (record: Encoded, partition: number, offset: bigint) => void;
  /** Told of a record that the broker refuses. */
  readonly onRefused: (record: Encoded, reason: string) => void;
  /** Told of what nothing can be written after. */
  readonly onProblem: (problem: Problem) => void;
  /** Told that so many bytes are held no longer. */
  readonly onDone: (size: number) => void;
  /** Whether nothing more is to be written. */
  readonly isEnding: () => boolean;
}

/** Brokers take larger ones; readers fetch so much of a partition at a time. */
const batchBytes = 240 << 10;
const batchRecords = 20_000;
/** A batch's own bytes, and a little for what compressing adds to what can't be compressed. */
const overhead = 1_024;

/** The records of one partition, written in their order, one batch after the other. */
export class PartitionQueue {
  readonly #context: QueueContext;
  readonly #partition: number;
  readonly #limit: number;
  #open: Encoded[] = [];
  #openSize = 0;
  readonly #closed: Encoded[][] = [];
  #running: Promise<void> | undefined;

  constructor(context: QueueContext, partition: number) {
    this.#context = context;
    this.#partition = partition;
    this.#limit = Math.max(Math.min(batchBytes, (context.batches.maxBytes ?? batchBytes) - overhead), 1);
  }

  add(record: Encoded): void {
    if (this.#openSize + record.size > this.#limit || this.#open.length === batchRecords) this.flush();
    this.#open.push(record);
    this.#openSize += record.size;
  }

  /** Sends what is here on its way, even if it is little. */
  flush(): void {
    if (this.#open.length === 0) return;
    this.#closed.push(this.#open);
    this.#open = [];
    this.#openSize = 0;
    this.#running ??= this.#run().finally(() => (this.#running = undefined));
  }

  /** Resolves when all that was flushed has been dealt with. */
  async done(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let batch = this.#closed.shift(); batch !== undefined; batch = this.#closed.shift()) {
      try {
        await this.#write(batch);
      } catch (error) {
        // A bug says nothing of how far the records had come.
        this.#perhaps(batch, 'A bug of Avro Workbench hides whether they were written.');
        this.#context.onProblem(toProblem(error));
      } finally {
        this.#context.onDone(batch.reduce((sum, { size }) => sum + size, 0));
      }
    }
  }

  /** Writes a batch; where the broker refuses it for one of its records, the records are told apart by halves. */
  async #write(records: readonly Encoded[]): Promise<void> {
    const { batches, codec, compress, tally, giveUp, isEnding } = this.#context;
    if (isEnding()) {
      tally.leave(records.map(({ line }) => line));
      return;
    }
    const bytes = await compress(writeRecords(records));
    try {
      this.#tell(records, await batches.write(this.#partition, records, { bytes, codec }, giveUp));
    } catch (error) {
      await this.#judge(records, bytes.length, error);
    }
  }

  async #judge(records: readonly Encoded[], size: number, error: unknown): Promise<void> {
    const { batches, tally, onRefused, onProblem } = this.#context;
    const lines = records.map(({ line }) => line);
    if (isCancelled(error)) {
      tally.leave(lines);
      return;
    }
    if (!(error instanceof KnownError)) throw error;
    if (error.code === maybeSentCode) {
      this.#perhaps(records, error.message);
      onProblem(error);
      return;
    }
    const [only, ...others] = records;
    if (!isOfRecord(error) || only === undefined) {
      tally.leave(lines);
      onProblem(error);
      return;
    }
    if (others.length === 0) {
      const isTooLarge = error.code === 'kafka/message-too-large';
      onRefused(only, isTooLarge ? tooLarge(batches.topic, headerSize + size, batches.maxBytes).message : error.message);
      return;
    }
    const half = records.length >> 1;
    await this.#write(records.slice(0, half));
    await this.#write(records.slice(half));
  }

  #tell(records: readonly Encoded[], firstOffset: bigint): void {
    const { tally, onWritten } = this.#context;
    const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
    tally.write(this.#partition, firstOffset, records.length, bytes);
    for (const [index, record] of records.entries()) onWritten(record, this.#partition, firstOffset + BigInt(index));
  }

  #perhaps(records: readonly Encoded[], reason: string): void {
    const lines = records.map(({ line }) => line);
    this.#context.tally.perhaps({
      partition: this.#partition,
      count: records.length,
      firstLine: lines.reduce((a, b) => Math.min(a, b), Infinity),
      lastLine: lines.reduce((a, b) => Math.max(a, b), 0),
      reason,
    });
  }
}

/** Whether a broker refuses a whole batch for what may be a single record of it. */
function isOfRecord(error: KnownError): boolean {
  return error instanceof KafkaError && (error.code === 'kafka/message-too-large' || error.code === 'kafka/invalid-record');
}
