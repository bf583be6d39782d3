import type { KafkaRecord, UnreadableBatch } from './cluster.ts';

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
