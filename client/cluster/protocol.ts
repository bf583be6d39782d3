import type { ByteReader } from './bytes.ts';
import type { NewTopic } from './cluster.ts';
import { ByteWriter } from './bytes.ts';
import type { AbortedTransaction } from './fetchedBatches.ts';

/**
 * A kind of request, in the versions that are known here. All are the versions before KIP-482 made the encoding
 * flexible; brokers from 0.11 to 4.x take them. Error codes are handed on as numbers: what one means depends on what
 * was asked.
 *
 * @see Kafka protocol guide, "The Messages"
 */
export interface Api<Request, Response> {
  readonly key: number;
  readonly name: string;
  readonly minVersion: number;
  readonly maxVersion: number;
  encode(request: Request, version: number): Buffer;
  /** @throws RangeError if the bytes end too early */
  decode(reader: ByteReader, version: number): Response;
  /** For how many milliseconds the broker asks not to be asked, in the versions that say so. */
  throttleMs?(response: Response): number;
}

export interface MetadataResponse {
  readonly brokers: readonly { readonly nodeId: number; readonly host: string; readonly port: number }[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly TopicMetadata[];
}

export interface TopicMetadata {
  readonly errorCode: number;
  readonly name: string;
  readonly isInternal: boolean;
  readonly partitions: readonly PartitionMetadata[];
}

export interface PartitionMetadata {
  readonly errorCode: number;
  readonly partition: number;
  /** -1 where there is none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
}

/** Topics by name; null asks for all of them. Asking never creates a topic. */
export const metadataApi: Api<{ topics: readonly string[] | null }, MetadataResponse> = {
  key: 3,
  name: 'Metadata',
  minVersion: 4,
  maxVersion: 5,
  encode: ({ topics }) => {
    const writer = new ByteWriter();
    if (topics === null) writer.int32(-1);
    else writer.array(topics, (w, topic) => w.string(topic));
    return writer.boolean(false).bytes;
  },
  decode: (reader, version) => {
    reader.int32();
    const brokers = reader.array((r) => {
      const broker = { nodeId: r.int32(), host: r.string(), port: r.int32() };
      r.nullableString();
      return broker;
    });
    const clusterId = reader.nullableString();
    const controllerId = reader.int32();
    const topics = reader.array((r) => ({
      errorCode: r.int16(),
      name: r.string(),
      isInternal: r.boolean(),
      partitions: r.array((p) => readPartitionMetadata(p, version)),
    }));
    return { brokers, clusterId, controllerId, topics };
  },
};

function readPartitionMetadata(reader: ByteReader, version: number): PartitionMetadata {
  const metadata = {
    errorCode: reader.int16(),
    partition: reader.int32(),
    leader: reader.int32(),
    replicas: reader.array((r) => r.int32()),
    inSyncReplicas: reader.array((r) => r.int32()),
  };
  if (version >= 5) reader.array((r) => r.int32());
  return metadata;
}

export type Isolation = 'readCommitted' | 'readUncommitted';
const isolationLevel = (isolation: Isolation): number => (isolation === 'readCommitted' ? 1 : 0);

/** Special times that a broker answers with its first offset and one past its last. */
export const listTime = { first: -2n, end: -1n };

export interface ListOffsetsRequest {
  readonly topic: string;
  readonly partitions: readonly number[];
  /** Milliseconds since 1970, or one of {@link listTime}. */
  readonly time: bigint;
  /** Committed: the end is that of the last transaction before the first open one. */
  readonly isolation: Isolation;
}

export interface ListedOffset {
  readonly partition: number;
  readonly errorCode: number;
  /** The first that is not before the time; -1 where there is none. */
  readonly offset: bigint;
}

export const listOffsetsApi: Api<ListOffsetsRequest, ListedOffset[]> = {
  key: 2,
  name: 'ListOffsets',
  minVersion: 2,
  maxVersion: 3,
  encode: ({ topic, partitions, time, isolation }) =>
    new ByteWriter()
      .int32(-1)
      .int8(isolationLevel(isolation))
      .array([topic], (writer, name) => writer.string(name).array(partitions, (w, partition) => w.int32(partition).int64(time))).bytes,
  decode: (reader) => {
    reader.int32();
    return reader.array(readListedOffsets).flat();
  },
};

function readListedOffsets(reader: ByteReader): ListedOffset[] {
  reader.string();
  return reader.array((r) => {
    const partition = r.int32();
    const errorCode = r.int16();
    r.int64();
    return { partition, errorCode, offset: r.int64() };
  });
}

export interface FetchRequest {
  readonly topic: string;
  readonly isolation: Isolation;
  /** How long the broker may wait for data where there are none. */
  readonly maxWaitMs: number;
  /** Of the whole answer; its first batch comes whole even if it is larger. */
  readonly maxBytes: number;
  readonly partitions: readonly { readonly partition: number; readonly offset: bigint; readonly maxBytes: number }[];
}

export interface FetchedPartition {
  readonly partition: number;
  readonly errorCode: number;
  /** One past the last offset that all in-sync replicas have. */
  readonly endOffset: bigint;
  /** One past the last before the first transaction that is still open; -1 where the broker does not say. */
  readonly lastStable: bigint;
  /** Aborted transactions that reach into {@link records}. */
  readonly aborted: readonly AbortedTransaction[];
  /** Batches; the last one may be cut. */
  readonly records: Buffer;
}

/** Without a fetch session: each request stands for itself. */
export const fetchApi: Api<
  FetchRequest,
  { readonly throttleMs: number; readonly errorCode: number; readonly partitions: FetchedPartition[] }
> = {
  key: 1,
  name: 'Fetch',
  minVersion: 4,
  maxVersion: 11,
  encode: ({ topic, isolation, maxWaitMs, maxBytes, partitions }, version) => {
    const writer = new ByteWriter().int32(-1).int32(maxWaitMs).int32(1).int32(maxBytes).int8(isolationLevel(isolation));
    if (version >= 7) writer.int32(0).int32(-1);
    writer.array([topic], (topics, name) =>
      topics.string(name).array(partitions, (w, wanted) => {
        w.int32(wanted.partition);
        if (version >= 9) w.int32(-1);
        w.int64(wanted.offset);
        if (version >= 5) w.int64(-1n);
        w.int32(wanted.maxBytes);
      }),
    );
    if (version >= 7) writer.int32(0);
    if (version >= 11) writer.string('');
    return writer.bytes;
  },
  decode: (reader, version) => {
    const throttleTimeMs = reader.int32();
    // Up to version 7 the broker has waited itself before it answered.
    const throttleMs = version >= 8 ? throttleTimeMs : 0;
    const errorCode = version >= 7 ? reader.int16() : 0;
    if (version >= 7) reader.int32();
    const partitions = reader.array((topic) => {
      topic.string();
      return topic.array((r) => readFetchedPartition(r, version));
    });
    return { throttleMs, errorCode, partitions: partitions.flat() };
  },
  throttleMs: ({ throttleMs }) => throttleMs,
};

function readFetchedPartition(reader: ByteReader, version: number): FetchedPartition {
  const partition = reader.int32();
  const errorCode = reader.int16();
  const endOffset = reader.int64();
  const lastStable = reader.int64();
  if (version >= 5) reader.int64();
  const aborted = reader.array((r) => ({ producerId: r.int64(), firstOffset: r.int64() }));
  if (version >= 11) reader.int32();
  return { partition, errorCode, endOffset, lastStable, aborted, records: reader.nullableBytes() ?? Buffer.alloc(0) };
}

export interface ProduceRequest {
  readonly topic: string;
  readonly partition: number;
  readonly batch: Buffer;
  /** How long the broker may wait for all in-sync replicas. */
  readonly timeoutMs: number;
}

export interface ProduceResponse {
  readonly errorCode: number;
  readonly firstOffset: bigint;
  /** The broker's own words; from version 8. */
  readonly errorMessage: string | null;
}

/** One batch to one partition, acknowledged by all in-sync replicas. */
export const produceApi: Api<ProduceRequest, ProduceResponse> = {
  key: 0,
  name: 'Produce',
  minVersion: 3,
  maxVersion: 8,
  encode: ({ topic, partition, batch, timeoutMs }) =>
    new ByteWriter(batch.length + 256)
      .nullableString(null)
      .int16(-1)
      .int32(timeoutMs)
      .array([topic], (topics, name) => topics.string(name).array([partition], (w, index) => w.int32(index).sizedBytes(batch))).bytes,
  decode: (reader, version) => {
    const responses = reader.array((topic) => {
      topic.string();
      return topic.array((r) => readProduced(r, version));
    });
    const [response] = responses.flat();
    if (response === undefined) throw new RangeError('The answer names no partition.');
    return response;
  },
};

function readProduced(reader: ByteReader, version: number): ProduceResponse {
  reader.int32();
  const errorCode = reader.int16();
  const firstOffset = reader.int64();
  reader.int64();
  if (version >= 5) reader.int64();
  if (version < 8) return { errorCode, firstOffset, errorMessage: null };
  const recordErrors = reader.array((r) => ({ index: r.int32(), message: r.nullableString() }));
  const errorMessage = reader.nullableString();
  return { errorCode, firstOffset, errorMessage: recordErrors[0]?.message ?? errorMessage };
}

/** An id for a producer without transactions, by which brokers notice what comes twice. */
export const initProducerIdApi: Api<null, { readonly errorCode: number; readonly producerId: bigint; readonly epoch: number }> = {
  key: 22,
  name: 'InitProducerId',
  minVersion: 0,
  maxVersion: 1,
  encode: () => new ByteWriter().nullableString(null).int32(0).bytes,
  decode: (reader) => {
    reader.int32();
    return { errorCode: reader.int16(), producerId: reader.int64(), epoch: reader.int16() };
  },
};

/** Makes one topic; only the controller can, or a broker that hands it on. */
export const createTopicsApi: Api<
  NewTopic & { readonly timeoutMs: number },
  { readonly errorCode: number; readonly message: string | null }
> = {
  key: 19,
  name: 'CreateTopics',
  minVersion: 2,
  maxVersion: 4,
  encode: ({ name, partitions, replication, configuration, timeoutMs }) =>
    new ByteWriter()
      .array([name], (writer, topic) =>
        writer
          .string(topic)
          .int32(partitions)
          .int16(replication)
          .int32(0)
          .array(Object.entries(configuration), (w, [key, value]) => w.string(key).nullableString(value)),
      )
      .int32(timeoutMs)
      .boolean(false).bytes,
  decode: (reader) => {
    reader.int32();
    const [result] = reader.array((r) => {
      r.string();
      return { errorCode: r.int16(), message: r.nullableString() };
    });
    return result ?? { errorCode: -1, message: null };
  },
};

export interface DescribedConfigs {
  readonly errorCode: number;
  readonly entries: readonly { readonly name: string; readonly value: string | null; readonly isSensitive: boolean }[];
}

const topicResource = 2;

/** All settings of a topic, defaults included. */
export const describeConfigsApi: Api<{ topic: string }, DescribedConfigs> = {
  key: 32,
  name: 'DescribeConfigs',
  minVersion: 1,
  maxVersion: 2,
  encode: ({ topic }) =>
    new ByteWriter().array([topic], (writer, name) => writer.int8(topicResource).string(name).int32(-1)).boolean(false).bytes,
  decode: (reader) => {
    reader.int32();
    const [resource] = reader.array(readConfigs);
    return resource ?? { errorCode: 0, entries: [] };
  },
};

function readConfigs(reader: ByteReader): DescribedConfigs {
  const errorCode = reader.int16();
  reader.nullableString();
  reader.int8();
  reader.string();
  const entries = reader.array((r) => {
    const name = r.string();
    const value = r.nullableString();
    r.boolean();
    r.int8();
    const isSensitive = r.boolean();
    r.array((synonym) => {
      synonym.string();
      synonym.nullableString();
      synonym.int8();
    });
    return { name, value, isSensitive };
  });
  return { errorCode, entries };
}
