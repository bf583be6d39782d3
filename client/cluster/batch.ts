import { KafkaError } from '../../shared/errors.ts';
import type { Header } from './cluster.ts';

/** What Kafka stores and sends as one: records that were written, and perhaps compressed, together. */
export interface Batch {
  /** The offsets that it spans; compaction may have taken away any of its records. */
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** In bytes, as it was fetched. */
  readonly size: number;
  /** How many records it says it has. */
  readonly count: number;
  /** The latest of its records; -1 where they have no time. */
  readonly maxTimestampMs: number;
  readonly isTransactional: boolean;
  readonly producerId: bigint;
  /** Of a control batch, which holds no data: how the producer's transaction ended. */
  readonly control: 'commit' | 'abort' | 'other' | undefined;
  /** @throws KafkaError `kafka/unreadable-batch` if it is damaged, compressed in an unknown way, or too large */
  read(range: ReadRange): BatchContent;
}

export interface ReadRange {
  /** Offsets before this one are left out. */
  readonly from: bigint;
  /** Offsets from this one on are left out. */
  readonly until: bigint;
  /** At most so many records, the last ones. */
  readonly last: number;
  /** How many bytes the batch may have when it is decompressed. */
  readonly maxBytes: number;
}

export interface BatchContent {
  readonly records: BatchRecord[];
  /** Of the whole batch, decompressed. */
  readonly bytes: number;
}

/** Keys, values and headers are views into what was fetched. */
export interface BatchRecord {
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'none';
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
}

/** What says that a batch cannot be read; the place is part of the sentence, as there is no record to point to. */
export function unreadable(firstOffset: bigint, lastOffset: bigint, reason: string, cause?: unknown): KafkaError {
  const where =
    firstOffset === lastOffset ? `offset ${firstOffset.toString()}` : `offsets ${firstOffset.toString()} to ${lastOffset.toString()}`;
  const text = `The batch at ${where} cannot be read: ${reason}.`;
  return new KafkaError('kafka/unreadable-batch', text, { cause, remedy: 'The records beside it are intact.' });
}
