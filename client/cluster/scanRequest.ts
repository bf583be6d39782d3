import type { KafkaRecord, UnreadableBatch } from './cluster.ts';

/**
 * A scan of a topic: fetched by partition and offset, without a consumer group and without a commit. What is read
 * matches nothing yet: filters are applied by whoever takes the records.
 */
export interface ScanRequest {
  readonly topic: string;
  /** All where undefined. */
  readonly partitions?: readonly number[] | undefined;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  readonly start: ScanStart;
  /** Whichever comes first; without any, the scan ends at the end that the topic had when it began. */
  readonly until: {
    readonly records?: number | undefined;
    /** By partition, exclusive. */
    readonly offsets?: ReadonlyMap<number, bigint> | undefined;
    /** Only records before this time, in milliseconds since 1970. */
    readonly timestampMs?: number | undefined;
    /** Of what is fetched, uncompressed. */
    readonly bytes?: number | undefined;
    /** Of the whole scan, until it is live. */
    readonly timeoutMs?: number | undefined;
  };
  /** Goes on at the end with what comes, until it is aborted; limits count only up to there. */
  readonly live: boolean;
}

export type ScanStart =
  /** The newest over all partitions, by timestamp; handed on newest first. With `before`, the newest before these offsets. */
  | { readonly kind: 'newest'; readonly count: number; readonly before?: ReadonlyMap<number, bigint> | undefined }
  | { readonly kind: 'oldest' }
  /** By partition; partitions that are not named begin at their end. Offsets that are gone begin at the first that is left. */
  | { readonly kind: 'offsets'; readonly offsets: ReadonlyMap<number, bigint> }
  /** At the first record of each partition that is not before this time, in milliseconds since 1970. */
  | { readonly kind: 'timestamp'; readonly timestampMs: number }
  /** Only what comes from now on. */
  | { readonly kind: 'end' };

/** Told while a scan lasts. It is awaited: no more is fetched than is taken. */
export interface ScanSink {
  /** Records of one or more partitions, those of each in the order of their offsets, or newest first where the start is `newest`. */
  take(records: readonly KafkaRecord[]): Promise<void> | void;
  /** A batch that cannot be read; the records beside it are intact. */
  unreadable(batch: UnreadableBatch): void;
  progress(progress: ClusterScanProgress): void;
}

export interface ClusterScanProgress {
  /** `waiting` while the broker is lost: reading goes on by itself. */
  readonly stage: 'connecting' | 'reading' | 'live' | 'waiting';
  /** Handed on so far. */
  readonly records: number;
  /** Control records and those of aborted transactions, left out. */
  readonly control: number;
  readonly bytes: number;
  readonly partitions: readonly PartitionProgress[];
  /** Why it waits: one sentence. */
  readonly problem: string | undefined;
}

export interface PartitionProgress {
  readonly partition: number;
  /** The first offset that is there, and one past the last that may be read; -1 where no broker leads the partition. */
  readonly firstOffset: bigint;
  readonly endOffset: bigint;
  /** All from `low` up to `next`, exclusive, is read. */
  readonly low: bigint;
  readonly next: bigint;
  /** Where an open transaction holds records back: up to this offset; undefined where none does. */
  readonly heldBackTo: bigint | undefined;
}

export type ScanStop = 'end' | 'records' | 'offset' | 'timestamp' | 'bytes' | 'timeout' | 'deleted' | 'cancelled';

/** How a scan ended. It is returned also where it was aborted: what was read is the caller's. */
export interface ScanEnd extends ClusterScanProgress {
  readonly stopped: ScanStop;
}
