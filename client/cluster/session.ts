import type { RegisteredSchema, SchemaText } from '../../shared/registry/registeredSchema.ts';
import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import type { Header } from '../../shared/wire/frame.ts';
import type { PartProfile, RenderOptions } from '../../shared/wire/profile.ts';
import type { RecordsSession } from '../records/recordsSession.ts';
import type { ReframeProgress, ReframeRequest, ReframeSummary } from '../reframing/reframeRequest.ts';
import type { SendManyRequest, SendProgress, SendSummary } from '../sending/sendRequest.ts';
import type { NewTopic, PartitionDescription, ProducedRecord, TopicDescription, TopicSummary } from './cluster.ts';

/**
 * All that the extension does with one connection: its cluster and its registry together. The real one runs in a
 * worker thread (`worker.ts`), so that nothing here ever blocks the extension host; the host holds a proxy
 * (`remoteSession.ts`) of the same shape. Arguments and results are plain data that `structuredClone` keeps. Errors
 * are `KafkaError`, `RegistryError`, `CodecError`, `FrameError`, or an `AbortError` when the signal was aborted.
 */
export interface Session extends RecordsSession {
  /** Tries every stage in turn and stops at the first that fails. Never throws but for an abort. */
  test(onStage: (stage: StageReport) => void, signal: AbortSignal): Promise<ConnectionReport>;
  listTopics(signal: AbortSignal): Promise<TopicSummary[]>;
  describeTopic(topic: string, signal: AbortSignal): Promise<TopicDescription>;
  /** The newest records, decoded. One record that can't be decoded is a row that says why. */
  peek(request: PeekOptions, onProgress: (progress: PeekProgress) => void, signal: AbortSignal): Promise<PeekResult>;
  /**
   * Reads the newest records with a schema as the reader schema, each by the schema that it was written with.
   *
   * @throws CodecError `codec/unusable-schema` where nothing can be read with the schema
   */
  tryRecords(request: TryOptions, onProgress: (progress: PeekProgress) => void, signal: AbortSignal): Promise<TryResult>;
  /** Decodes a key or value, or bytes from anywhere. */
  decode(request: DecodeRequest, signal: AbortSignal): Promise<DecodedPart>;
  listSubjects(signal: AbortSignal): Promise<string[]>;
  /** @throws RegistryError `registry/subject-not-found` or `registry/version-not-found` */
  fetchVersion(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegisteredSchema>;
  /** @throws RegistryError `registry/schema-not-found` */
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema>;
  /** The version under which this very text is registered, or undefined. */
  findVersion(subject: string, text: string, signal: AbortSignal): Promise<RegisteredSchema | undefined>;
  /** Registers the text; returns the version that it got, or already had. @throws RegistryError `registry/incompatible` */
  register(subject: string, text: string, signal: AbortSignal): Promise<RegisteredSchema>;
  /**
   * Encodes and writes one message. What is not valid throws before anything is written.
   *
   * @throws KafkaError `kafka/maybe-sent` where it is not known whether it was written: after an abort, too, unless it
   *   came before the record was on its way. Any other error, an `AbortError` too, means that nothing was written.
   */
  send(message: MessageToSend, signal: AbortSignal): Promise<ProducedRecord>;
  /**
   * Sends the records of a file, or samples: each is written once or not at all. An abort ends it, too, with a summary.
   *
   * @throws errors where nothing could begin; KafkaError `kafka/maybe-sent` where nobody can say what was written
   */
  sendMany(request: SendManyRequest, onProgress: (progress: SendProgress) => void, signal: AbortSignal): Promise<SendSummary>;
  /**
   * Finds out what is on a topic, by samples: without a group, bounded by the request. Each diagnosis that is told is whole and
   * replaces the one before. An abort ends it with what is known by then.
   *
   * @throws KafkaError where nothing could be read
   */
  diagnose(request: DiagnoseRequest, onProgress: (diagnosis: Diagnosis) => void, signal: AbortSignal): Promise<Diagnosis>;
  /**
   * Copies ranges of a topic to another topic in another framing: each record is written once or not at all. An abort ends it,
   * too, with a summary.
   *
   * @throws errors where nothing could begin; KafkaError `kafka/maybe-sent` where nobody can say what was written
   */
  reframe(request: ReframeRequest, onProgress: (progress: ReframeProgress) => void, signal: AbortSignal): Promise<ReframeSummary>;
  /** Makes a topic. @throws KafkaError as `Cluster.createTopic` does; `kafka/read-only` */
  createTopic(topic: NewTopic, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export type Stage = 'name-resolution' | 'tcp' | 'tls' | 'authentication' | 'metadata' | 'registry';

export interface StageReport {
  readonly stage: Stage;
  readonly outcome: 'running' | 'passed' | 'failed' | 'skipped';
  /** One sentence: what is being done, what was reached, or what went wrong. */
  readonly message: string;
  readonly remedy: string | undefined;
  readonly durationMs: number;
}

export interface ConnectionReport {
  readonly ok: boolean;
  readonly stages: readonly StageReport[];
}

export interface PeekOptions {
  readonly topic: string;
  readonly count: number;
  readonly upTo?: { readonly partition: number; readonly offset: bigint } | undefined;
  readonly partitions?: readonly number[] | undefined;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface PeekProgress {
  readonly stage: 'connecting' | 'reading' | 'decoding';
  readonly records: number;
  readonly bytes: number;
}

export interface PeekResult {
  /** Newest first. */
  readonly rows: readonly RecordRow[];
  readonly offsetsInTopic: bigint;
  readonly bytes: number;
  readonly partitions: number;
  readonly durationMs: number;
  readonly stopped: 'enough' | 'end' | 'timeout' | 'bytes';
  readonly incomplete: readonly { readonly partition: number; readonly nextOffset: bigint; readonly endOffset: bigint }[];
  readonly heldBack: readonly { readonly partition: number; readonly lastStable: bigint; readonly endOffset: bigint }[];
}

export interface RecordRow {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'none';
  readonly key: DecodedPart;
  readonly value: DecodedPart;
  /** Up to the first 64 KiB of each; `size` of the decoded part is the whole. */
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: readonly { readonly name: string; readonly value: Uint8Array | null }[];
}

export interface TryOptions extends PeekOptions {
  readonly part: 'key' | 'value';
  /** The reader schema. */
  readonly schema: SchemaText;
  /** How the topic's keys or values are to be read, whatever reader schema it names; found out where absent. */
  readonly profile?: PartProfile | undefined;
}

/** What became of the records; those of each kind together are all of them. */
export interface TryResult {
  readonly records: number;
  readonly read: number;
  /** Without a value, or a key where keys were asked for. */
  readonly tombstones: number;
  /** Written as Avro, and can't be read with the schema; the most frequent first. */
  readonly failed: readonly TryOutcome[];
  /** No Avro, or nobody knows which schema wrote it; the most frequent first. */
  readonly unknown: readonly TryOutcome[];
  readonly stopped: PeekResult['stopped'];
  readonly incomplete: PeekResult['incomplete'];
}

/** What came out the same for some records. */
export interface TryOutcome {
  /** Where in the value, such as `lines[].price` or `tags{}`; empty for the whole. */
  readonly path: string;
  /** One sentence. */
  readonly reason: string;
  /** What wrote them, such as `orders-value v5`, where that is known. */
  readonly writer: string | undefined;
  readonly count: number;
  /** The newest of them first, not all where there are many. */
  readonly listed: readonly TriedRecord[];
}

export interface TriedRecord {
  readonly partition: number;
  readonly offset: bigint;
  /** Where in the value it can't be read, such as `lines[3].price`. */
  readonly path: string;
  /** In bytes from the beginning of the value, frame included. */
  readonly position: number | undefined;
}

export interface DecodeRequest {
  readonly bytes: Uint8Array;
  /** Of which topic the bytes are, where that is known: its subjects are tried. */
  readonly topic: string | undefined;
  readonly part: 'key' | 'value';
  /** Reads with this schema, by the user's choice, where the bytes name none. */
  readonly schema: SchemaText | undefined;
  /** Of the record that the bytes are of. */
  readonly headers?: readonly Header[] | undefined;
  /** How they are to be read; `schema` stands before the profile's own. */
  readonly profile?: PartProfile | undefined;
  readonly render?: RenderOptions | undefined;
  /** What fingerprints may mean beside the topic's own schemas. */
  readonly workspace?: readonly SchemaText[] | undefined;
  /** What compressed bytes may inflate to. */
  readonly maxInflatedBytes?: number | undefined;
}

/** How a part of a message is encoded. Values are JSON texts as the message document has them, digits as written. */
export type PartToSend =
  | { readonly kind: 'null' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'avro';
      readonly json: string;
      readonly schema: SchemaText;
      readonly framing: FramingToSend;
    };

/** A frame to be put around Avro, with the name that it gives the schema. Header framings add a header of the record. */
export type FramingToSend =
  | { readonly kind: 'bare' | 'single-object' }
  | { readonly kind: 'confluent-prefix'; readonly schemaId: number }
  | { readonly kind: 'confluent-guid-prefix' | 'confluent-header'; readonly guid: string }
  /** The content id, which is the schema id of Apicurio's Confluent-compatible interface. */
  | { readonly kind: 'apicurio-prefix' | 'apicurio-header'; readonly schemaId: number }
  | { readonly kind: 'glue'; readonly versionId: string };

export interface MessageToSend {
  readonly topic: string;
  readonly key: PartToSend;
  readonly value: PartToSend;
  readonly headers: readonly { readonly name: string; readonly value: Uint8Array | null }[];
  readonly partition?: number | undefined;
  readonly timestampMs?: number | undefined;
}

export type { NewTopic, PartitionDescription, ProducedRecord, RegisteredSchema, SchemaText, TopicDescription, TopicSummary };
