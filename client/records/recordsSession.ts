import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import type { SchemaCandidate } from '../../shared/wire/decoder.ts';
import type { Header } from '../../shared/wire/frame.ts';
import type { DecodeProfile, RenderOptions } from '../../shared/wire/profile.ts';
import type { PartitionProgress, ScanStop } from '../cluster/scanRequest.ts';
import type { FindAnswer, FindRequest, Histogram, RecordPlace, RecordsView, RowsAnswer, RowsRequest } from './recordsView.ts';

/**
 * Scans whose records are held in the worker, bounded in count and bytes: the host and the page ask for the rows in
 * view. A scan is named by its caller and held until it is closed.
 */
export interface RecordsSession {
  /**
   * Reads, filters and holds records, until the scan stops; an abort stops it and keeps what it has. `older` and
   * `continue` add to a scan that is held: before its oldest offsets, or from where it stopped.
   *
   * @returns how it stopped
   * @throws KafkaError where nothing could be read
   */
  scan(request: ScanOptions, onProgress: (progress: ScanProgress) => void, signal: AbortSignal): Promise<ScanProgress>;
  /** Stops drawing on the broker, or goes on; the scan stays under way. */
  pauseScan(scan: string, isPaused: boolean, signal: AbortSignal): Promise<void>;
  /**
   * Decodes what is held anew, with another profile or other ways of showing values; where nothing is given, as before
   * and only what could not be decoded.
   */
  redecode(scan: string, decoding: Decoding | undefined, signal: AbortSignal): Promise<ScanProgress>;
  rows(request: RowsRequest, signal: AbortSignal): Promise<RowsAnswer>;
  find(request: FindRequest, signal: AbortSignal): Promise<FindAnswer>;
  /** A record, decoded whole; undefined where it is not held. */
  record(request: RecordRequest, signal: AbortSignal): Promise<HeldRecord | undefined>;
  /** Paths of fields in the values and keys that are held, with their types, for columns and for completing filters. */
  paths(scan: string, signal: AbortSignal): Promise<readonly FieldPath[]>;
  /**
   * Where Java's partitioner puts a key that people typed, encoded as the keys of the topic are.
   *
   * @throws KafkaError, CodecError where the text is no such key
   */
  locateKey(request: LocateKeyRequest, signal: AbortSignal): Promise<KeyLocation>;
  /** Schemas that read all samples of a topic's keys or values to the last byte, best first. */
  suggestSchemas(request: SuggestRequest, signal: AbortSignal): Promise<readonly SchemaCandidate[]>;
  /** What each byte of a key or value is. */
  inspect(request: InspectRequest, signal: AbortSignal): Promise<Inspection>;
  /** Writes records to a file, replacing it only once all of it is written. @throws KnownError */
  exportRecords(request: ExportRequest, onProgress: (progress: ExportProgress) => void, signal: AbortSignal): Promise<ExportProgress>;
  closeScan(scan: string, signal: AbortSignal): Promise<void>;
}

export interface Decoding {
  readonly profile: DecodeProfile;
  readonly render: RenderOptions;
  /** Paths of fields that are not to be shown, such as `value.card.number`. */
  readonly masks: readonly string[];
  readonly maxInflatedBytes: number;
}

export interface ScanOptions {
  readonly scan: string;
  readonly mode: 'new' | 'older' | 'continue';
  readonly topic: string;
  readonly start: StartOption;
  readonly partitions: readonly number[] | undefined;
  readonly live: boolean;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  /** CEL; undefined for all. */
  readonly filter: string | undefined;
  readonly decoding: Decoding;
  readonly limits: { readonly records: number; readonly bytes: number; readonly timeoutMs: number };
  /** What is held of the records that match: the oldest are dropped beyond. */
  readonly keep: { readonly records: number; readonly bytes: number };
}

/** Offsets are digits, by partition. */
export type StartOption =
  | { readonly kind: 'newest' | 'oldest'; readonly count: number }
  | { readonly kind: 'offset'; readonly offsets: Readonly<Record<number, string>>; readonly count: number }
  /** Only records before `untilMs`, where it is given. */
  | { readonly kind: 'time'; readonly timestampMs: number; readonly untilMs?: number | undefined; readonly count: number }
  | { readonly kind: 'live' };

export interface ScanProgress {
  /** Grows whenever held rows come or go. */
  readonly revision: number;
  readonly stage: 'connecting' | 'reading' | 'live' | 'waiting' | 'paused' | 'stopped';
  readonly stopped: ScanStop | 'filter' | undefined;
  readonly scanned: number;
  readonly control: number;
  /** Fetched, uncompressed. */
  readonly bytes: number;
  readonly durationMs: number;
  readonly matched: number;
  /** Of the scanned ones that the filter could not test, and of the matching ones that could not be decoded. */
  readonly untestable: number;
  readonly undecoded: number;
  readonly guessed: number;
  readonly held: number;
  /** Matching ones that are not held any more. */
  readonly dropped: number;
  readonly partitions: readonly PartitionProgress[];
  readonly histogram: Histogram | undefined;
  /** How the values are written, as one sentence. */
  readonly values: string;
  /** The registry's own failure, where it kept values from being decoded; why it waits; why the filter was ended. */
  readonly registryProblem: string | undefined;
  /** Of that failure, such as `registry/unreachable`. */
  readonly registryCode?: string | undefined;
  readonly problem: string | undefined;
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  /**
   * Of a scan back from the end that stopped before it had read all: from this time on nothing is left out, which is the
   * latest of the oldest times of the partitions that it did not finish.
   */
  readonly completeFromMs?: number | undefined;
}

export interface RecordRequest {
  readonly scan: string;
  readonly place: RecordPlace;
  readonly revealed: boolean;
  /** How much of keys and values goes along; all of it where undefined. */
  readonly maxBytes?: number | undefined;
}

export interface HeldRecord {
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'none';
  readonly leaderEpoch: number;
  readonly key: DecodedPart;
  readonly value: DecodedPart;
  readonly keyBytes: Uint8Array | null;
  readonly valueBytes: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Whether something of it is hidden by a mask; then no bytes go along. */
  readonly masked: boolean;
}

export interface FieldPath {
  /** As columns and filters name it: `value.customer.name`. */
  readonly path: string;
  /** The Avro type, or the JSON kind. */
  readonly type: string;
  /** Symbols of an enum. */
  readonly symbols: readonly string[] | undefined;
  readonly isScalar: boolean;
}

export interface LocateKeyRequest {
  readonly topic: string;
  /** As a filter's literal would have it, or text. */
  readonly key: string;
  readonly decoding: Decoding;
}

export interface KeyLocation {
  readonly partition: number;
  readonly partitions: number;
  /** CEL that this key alone matches. */
  readonly filter: string;
  /** How it was encoded: "UTF-8 text", "orders-key v2 with Confluent prefix". */
  readonly encoding: string;
}

export interface SuggestRequest {
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** Of a scan that is held, or these bytes. */
  readonly samples: { readonly scan: string } | { readonly bytes: readonly Uint8Array[] };
  /** Schemas of the workspace. */
  readonly workspace: readonly SchemaText[];
  readonly isRegistryAsked: boolean;
}

export interface InspectRequest {
  readonly bytes: Uint8Array;
  readonly part: 'key' | 'value';
  readonly headers: readonly Header[];
  readonly topic: string | undefined;
  readonly decoding: Decoding;
  /** Tries this one in place of what was found out. */
  readonly schema: SchemaText | undefined;
  /** A scan that is held: what it has learnt of the topic's other records counts for these bytes too. */
  readonly scan?: string | undefined;
}

/** Bytes with what each of them is; positions count from the first byte of the key or value. */
export interface Inspection {
  readonly part: DecodedPart;
  /** Of the schema that the fields are of, or that does not fit: "orders-value v3". */
  readonly schema?: string | undefined;
  /** The frame and then the fields in the order of their first bytes; each lies within the one above it that is less deep. */
  readonly fields: readonly InspectedField[];
  /** Where the bytes stop fitting. */
  readonly stop:
    | {
        readonly position: number;
        /** "union index 24, only 0–1 exist" */
        readonly what: string;
        /** Of the field that can't be read, such as `lines[3].price`; empty for the whole value. */
        readonly path: string;
        /**
         * What stands there, what was expected, what would fit and what that suggests: each begins with "The bytes: ",
         * "Expected: ", "Would fit: " or "So probably: ".
         */
        readonly explanation: readonly string[];
      }
    | undefined;
  /** Bytes left over behind a value that fits. */
  readonly leftOver: { readonly start: number; readonly count: number } | undefined;
  /** Whether fields are left out, since there are too many. */
  readonly cut: boolean;
}

export interface InspectedField {
  readonly depth: number;
  readonly name: string;
  /**
   * Besides what is plain: `length`, `branch` and `key` are parts of the field above them; `stop` is the field whose bytes
   * do not fit, up to the byte that does not; `unread` would come behind it, and has no bytes.
   */
  readonly kind: 'frame' | 'field' | 'count' | 'length' | 'branch' | 'key' | 'end' | 'stop' | 'unread';
  readonly start: number;
  /** Exclusive. Fields without bytes, such as a null and what stands in a header, end where they start. */
  readonly end: number;
  /** In one line, as it is meant; of what holds others its name, or how many it holds. */
  readonly value: string;
  readonly type: string;
  /** Of a logical type: the type that stands in the bytes. */
  readonly underlying?: string | undefined;
  /** What its bytes say that are not those of a part of it: "0x0c: zig-zag 12 is 6". */
  readonly explanation: string;
}

export type ExportFormat = 'ndjson' | 'csv' | 'avro';

export interface ExportRequest {
  readonly source:
    | { readonly kind: 'shown'; readonly scan: string; readonly view: RecordsView }
    | { readonly kind: 'chosen'; readonly scan: string; readonly view: RecordsView; readonly places: readonly RecordPlace[] }
    /** Reads without showing. */
    | { readonly kind: 'scan'; readonly options: ScanOptions };
  readonly format: ExportFormat;
  /** Of a file on this machine. */
  readonly path: string;
}

export interface ExportProgress {
  readonly records: number;
  readonly scanned: number;
  readonly bytes: number;
  /** Left out since they could not be written in this format, such as what was not decoded in `.avro`, and why. */
  readonly leftOut: number;
  readonly why: string | undefined;
  readonly stopped: ScanStop | 'filter' | undefined;
}
