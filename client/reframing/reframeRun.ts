import { isCancelled, KafkaError } from '../../shared/errors.ts';
import type { TopicBatches } from '../cluster/batches.ts';
import type { Cluster, KafkaRecord, UnreadableBatch } from '../cluster/cluster.ts';
import type { Codec } from '../cluster/codecNames.ts';
import type { ScanEnd, ScanRequest } from '../cluster/scanRequest.ts';
import { sizeInBatch } from '../cluster/writeBatch.ts';
import { PartitionQueue, toProblem, type Encoded, type Problem } from '../sending/partitionQueue.ts';
import { checkEnd } from './readPartition.ts';
import type { Outcome, RecordReframer } from './recordReframer.ts';
import type { ReframeRange, ReframeStop } from './reframeRequest.ts';
import type { ReframeTally } from './reframeTally.ts';
import { isBefore } from './sequence.ts';

export interface RunOptions {
  readonly cluster: Pick<Cluster, 'scan'>;
  readonly reframer: RecordReframer;
  readonly tally: ReframeTally;
  readonly source: string;
  /** What is still to be read. */
  readonly ranges: readonly ReframeRange[];
  readonly stopsAtFailure: boolean;
  /** Undefined in a dry run, which writes nothing. */
  readonly target: RunTarget | undefined;
}

export interface RunTarget {
  readonly batches: TopicBatches;
  readonly codec: Codec;
  readonly compress: (bytes: Buffer) => Promise<Buffer>;
  /** By partition, the offset that the next record must get: nobody else writes there. */
  readonly ends: ReadonlyMap<number, bigint>;
  /** Aborted when even what is on its way is not waited for any longer. */
  readonly giveUp: AbortSignal;
}

export interface RunEnd {
  readonly stopped: ReframeStop;
  readonly problem: Problem | undefined;
  /** By partition, from which offset on an open transaction holds records of the range back. */
  readonly heldBack: ReadonlyMap<number, bigint>;
}

/** What is held of records that are not written yet, over all partitions. */
const mostHeldBytes = 8 << 20;

interface Carried extends Encoded {
  readonly outcome: Outcome & { readonly ok: true };
}

/** Reads what is left of a job once, and writes it: each record once or not at all, those of a partition in their order. */
export class ReframeRun {
  readonly #options: RunOptions;
  readonly #queues = new Map<number, PartitionQueue>();
  readonly #ends: Map<number, bigint>;
  readonly #unreadable: UnreadableBatch[] = [];
  readonly #ended = new AbortController();
  #stopped: ReframeStop | undefined;
  #problem: Problem | undefined;
  #isGivenUp = false;
  #held = 0;
  #wake: () => void = () => undefined;

  constructor(options: RunOptions) {
    this.#options = options;
    this.#ends = new Map(options.target?.ends);
  }

  async run(signal: AbortSignal): Promise<RunEnd> {
    const cancel = (): void => this.#stop('cancelled', true);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    let heldBack: ReadonlyMap<number, bigint> = new Map();
    try {
      heldBack = await this.#readAll();
    } catch (error) {
      if (!isCancelled(error) || this.#stopped === undefined) this.#fault(toProblem(error), false);
    } finally {
      for (const queue of this.#queues.values()) queue.flush();
      await Promise.all([...this.#queues.values()].map((queue) => queue.done()));
      signal.removeEventListener('abort', cancel);
    }
    return { stopped: this.#stopped ?? 'end', problem: this.#problem, heldBack };
  }

  #stop(why: ReframeStop, isGivenUp: boolean): void {
    this.#stopped ??= why;
    this.#isGivenUp ||= isGivenUp;
    this.#ended.abort();
    this.#wake();
  }

  /** @param isGivenUp whether what was read is not written either */
  #fault(problem: Problem, isGivenUp: boolean): void {
    this.#problem ??= problem;
    this.#stop('problem', isGivenUp);
  }

  async #readAll(): Promise<ReadonlyMap<number, bigint>> {
    const { cluster, source, ranges } = this.#options;
    const left = ranges.filter(({ from, to }) => from < to);
    if (left.length === 0 || this.#stopped !== undefined) return new Map();
    const request: ScanRequest = {
      topic: source,
      partitions: left.map(({ partition }) => partition),
      isolation: 'readCommitted',
      start: { kind: 'offsets', offsets: new Map(left.map(({ partition, from }) => [partition, from])) },
      until: { offsets: new Map(left.map(({ partition, to }) => [partition, to])) },
      live: false,
    };
    const end = await cluster.scan(
      request,
      {
        take: (records) => this.#take(records),
        unreadable: (batch) => void this.#unreadable.push(batch),
        progress: () => undefined,
      },
      this.#ended.signal,
    );
    checkEnd(end, source, this.#ended.signal);
    for (const batch of this.#unreadable) this.#damaged(batch);
    return heldBackIn(end, left);
  }

  async #take(records: readonly KafkaRecord[]): Promise<void> {
    const { reframer, tally } = this.#options;
    const outcomes = await reframer.reframe(records, this.#ended.signal);
    for (const [index, { partition, offset }] of records.entries()) {
      for (const batch of this.#unreadable.filter((each) => each.partition === partition && isBefore(each, offset))) this.#damaged(batch);
      const outcome = outcomes[index];
      if (this.#stopped !== undefined || outcome === undefined) return;
      tally.take(partition, offset, outcome);
      if (outcome.ok) this.#add(partition, offset, outcome);
      else if (this.#options.stopsAtFailure) this.#stop('failures', false);
      if (this.#held > mostHeldBytes) await this.#wait();
    }
  }

  #damaged(batch: UnreadableBatch): void {
    if (this.#stopped !== undefined) return;
    this.#unreadable.splice(this.#unreadable.indexOf(batch), 1);
    const { partition, firstOffset, lastOffset, error } = batch;
    const records = Number(lastOffset - firstOffset) + 1;
    this.#options.tally.take(partition, firstOffset, { ok: false, reason: error.message }, records);
    if (this.#options.stopsAtFailure) this.#stop('failures', false);
  }

  #add(partition: number, offset: bigint, outcome: Carried['outcome']): void {
    const { target, tally } = this.#options;
    if (target === undefined) {
      tally.kind(outcome);
      tally.wouldWrite(partition);
      return;
    }
    const { record } = outcome;
    let bytes = (record.key?.length ?? 0) + (record.value?.length ?? 0);
    for (const { name, value } of record.headers) bytes += name.length + (value?.length ?? 0);
    const carried: Carried = { ...record, line: Number(offset), size: sizeInBatch(record), bytes, outcome };
    this.#held += carried.size;
    this.#queueOf(partition, target).add(carried);
  }

  async #wait(): Promise<void> {
    for (const queue of this.#queues.values()) queue.flush();
    while (this.#held > mostHeldBytes && this.#stopped === undefined) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  #queueOf(partition: number, { batches, codec, compress, giveUp }: RunTarget): PartitionQueue {
    const known = this.#queues.get(partition);
    if (known !== undefined) return known;
    const { tally, stopsAtFailure } = this.#options;
    const queue = new PartitionQueue(
      {
        ...{ batches, codec, compress, giveUp, tally },
        onWritten: (record, at, offset) => {
          // What comes out of a queue is what went in.
          tally.kind((record as Carried).outcome);
          this.#check(at, offset);
        },
        onRefused: ({ line }, reason) => {
          tally.fail(partition, BigInt(line), reason);
          if (stopsAtFailure) this.#stop('failures', true);
        },
        onProblem: (problem) => this.#fault(problem, true),
        onDone: (size) => {
          this.#held -= size;
          this.#wake();
        },
        isEnding: () => this.#isGivenUp,
      },
      partition,
    );
    this.#queues.set(partition, queue);
    return queue;
  }

  /** Whoever else writes there spoils the copy: that is noticed by the offset that a record got. */
  #check(partition: number, offset: bigint): void {
    const { topic } = this.#options.target?.batches ?? {};
    if (offset !== this.#ends.get(partition)) {
      const message = `Somebody else writes to partition ${partition} of ${topic ?? ''}: the record went to offset ${offset}, not to ${this.#ends.get(partition) ?? 0n}.`;
      this.#fault(new KafkaError('reframe/other-writer', message, { remedy: 'Copy to a topic that nobody else writes to.' }), true);
    }
    this.#ends.set(partition, offset + 1n);
  }
}

function heldBackIn({ partitions }: ScanEnd, ranges: readonly ReframeRange[]): ReadonlyMap<number, bigint> {
  const held = partitions.flatMap(({ partition, endOffset, heldBackTo }): [number, bigint][] => {
    const to = ranges.find((range) => range.partition === partition)?.to ?? 0n;
    return heldBackTo !== undefined && endOffset >= 0n && endOffset < to ? [[partition, endOffset]] : [];
  });
  return new Map(held);
}
