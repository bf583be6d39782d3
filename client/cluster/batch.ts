import { KafkaError } from '../../shared/errors.ts';
import type { KafkaRecord } from './cluster.ts';

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
  /** Reads it from its first record on, a part at a time. @throws KafkaError as {@link read} */
  open(range: OpenRange): BatchReader;
}

export interface OpenRange {
  /** Which the records are of: a batch does not say. */
  readonly partition: number;
  /** Offsets before this one are left out. */
  readonly from: bigint;
  /** Offsets from this one on are left out. */
  readonly until: bigint;
  /** How many bytes the batch may have when it is decompressed. */
  readonly maxBytes: number;
}

export interface ReadRange extends OpenRange {
  /** At most so many records, the last ones. */
  readonly last: number;
}

export interface BatchContent {
  readonly records: KafkaRecord[];
  /** Of the whole batch, decompressed. */
  readonly bytes: number;
}

/** Keys, values and headers of the records are views into what was fetched. */
export interface BatchReader {
  /** Of the whole batch, decompressed. */
  readonly bytes: number;
  /**
   * The next records, so many at most; none are left where there are fewer.
   *
   * @throws KafkaError `kafka/unreadable-batch` where the batch turns out to be damaged
   */
  next(most: number): KafkaRecord[];
}

/** What says that a batch cannot be read; the place is part of the sentence, as there is no record to point to. */
export function unreadable(firstOffset: bigint, lastOffset: bigint, reason: string, cause?: unknown): KafkaError {
  const where =
    firstOffset === lastOffset ? `offset ${firstOffset.toString()}` : `offsets ${firstOffset.toString()} to ${lastOffset.toString()}`;
  const text = `The batch at ${where} cannot be read: ${reason}.`;
  return new KafkaError('kafka/unreadable-batch', text, { cause, remedy: 'The records beside it are intact.' });
}
