import type { KafkaError } from '../../shared/errors.ts';
import type { Header } from '../../shared/wire/frame.ts';
import type { ScanEnd, ScanRequest, ScanSink } from './scanRequest.ts';
import type { ProbeOptions, TopicProbe } from './probeRequest.ts';

/**
 * What the extension asks of a Kafka cluster: small enough that another Kafka library could take kafkajs's place in a
 * day. Offsets are `bigint`. Every call takes a signal; a call that is aborted throws an `AbortError`, everything else
 * that can be expected throws a `KafkaError`.
 */
export interface Cluster {
  /** All topics, internal ones included, by name. */
  listTopics(signal: AbortSignal): Promise<TopicSummary[]>;
  /** The partitions of a topic with their offsets. @throws KafkaError `kafka/unknown-topic` */
  describeTopic(topic: string, signal: AbortSignal): Promise<TopicDescription>;
  /** Newest records of all partitions, fetched by offset: no consumer group, no commit. */
  peek(request: PeekRequest, signal: AbortSignal): Promise<PeekedRecords>;
  /**
   * Reads a topic from some start on and hands the records on as they come. An abort ends it with `cancelled`.
   *
   * @throws KafkaError where nothing could be read; what is lost meanwhile is waited for and goes on by itself
   */
  scan(request: ScanRequest, sink: ScanSink, signal: AbortSignal): Promise<ScanEnd>;
  /**
   * Opens a topic of which a few records are read here and there. Whoever opens it closes it.
   *
   * @throws KafkaError `kafka/unknown-topic`, `kafka/no-leader` where no partition can be read, and others
   */
  openProbe(topic: string, options: ProbeOptions, signal: AbortSignal): Promise<TopicProbe>;
  /**
   * Writes one record and returns where it went. Not retried where that could write it twice.
   *
   * @throws KafkaError `kafka/maybe-sent` where it is not known whether it was written, also because of an abort
   */
  produce(record: RecordToProduce, signal: AbortSignal): Promise<ProducedRecord>;
  /**
   * Makes a topic, and waits until its partitions have leaders.
   *
   * @throws KafkaError `kafka/topic-exists`, `kafka/not-authorized`, `kafka/topic-refused` and others
   */
  createTopic(topic: NewTopic, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export interface TopicSummary {
  readonly name: string;
  readonly partitions: number;
  /** Of Kafka itself, such as `__consumer_offsets`. */
  readonly internal: boolean;
}

/** A topic that is to be made. */
export interface NewTopic {
  readonly name: string;
  /** -1 for the broker's own number. */
  readonly partitions: number;
  /** -1 for the broker's own number. */
  readonly replication: number;
  readonly configuration: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly name: string;
  readonly partitions: readonly PartitionDescription[];
  /** The topic's configuration where the user may read it: `cleanup.policy`, `retention.ms` and others. */
  readonly configuration: Readonly<Record<string, string>> | undefined;
}

export interface PartitionDescription {
  readonly partition: number;
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  /** The first offset that is still there; undefined where no broker leads the partition. */
  readonly firstOffset: bigint | undefined;
  /** One past the last, transactions still open included (the high watermark); undefined as above. */
  readonly endOffset: bigint | undefined;
}

export interface PeekRequest {
  readonly topic: string;
  /** How many records over all partitions, the newest by timestamp. */
  readonly count: number;
  /** Only these partitions; all of them where undefined. */
  readonly partitions?: readonly number[] | undefined;
  /** Only one partition, and only up to this offset, inclusive: to show a certain record among its neighbours. */
  readonly upTo?: { readonly partition: number; readonly offset: bigint } | undefined;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Told now and then how many records there are so far. */
  readonly onProgress?: ((records: number, bytes: number) => void) | undefined;
}

export interface PeekedRecords {
  /** Newest first: by timestamp, then partition, then offset. */
  readonly records: readonly KafkaRecord[];
  /** Batches that would stand among them but cannot be read, newest first. The records beside them are intact. */
  readonly unreadable: readonly UnreadableBatch[];
  /** Offsets in the topic in all: end minus first, summed over the partitions asked for. */
  readonly offsetsInTopic: bigint;
  /** Bytes fetched, uncompressed. */
  readonly bytes: number;
  readonly partitions: number;
  readonly stopped: 'enough' | 'end' | 'timeout' | 'bytes';
  /**
   * Where the scan was stopped before its aim: the newest offsets that were not read, `endOffset` exclusive; what was
   * read may lie on both sides of them. Both are -1 where no broker leads the partition, so that nothing is known of it.
   */
  readonly incomplete: readonly { readonly partition: number; readonly nextOffset: bigint; readonly endOffset: bigint }[];
  /** Partitions in which an open transaction holds records back: offsets from `lastStable` to `endOffset`. */
  readonly heldBack: readonly { readonly partition: number; readonly lastStable: bigint; readonly endOffset: bigint }[];
}

export interface UnreadableBatch {
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** The latest of its records; -1 where it is not known. */
  readonly timestampMs: number;
  readonly error: KafkaError;
}

export interface KafkaRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970; -1 where the record has none. */
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'none';
  /** Of the leader that took the batch; -1 in the formats before 0.11. */
  readonly leaderEpoch: number;
  readonly key: Uint8Array | null;
  /** null is a tombstone. */
  readonly value: Uint8Array | null;
  /** As written: order and repeated names kept. */
  readonly headers: readonly Header[];
}

export type { Header };

export interface RecordToProduce {
  readonly topic: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** By key as Java's partitioner does it, where undefined. */
  readonly partition?: number | undefined;
  /** Milliseconds; the time of sending where undefined. */
  readonly timestampMs?: number | undefined;
}

export interface ProducedRecord {
  readonly partition: number;
  readonly offset: bigint;
}
