import type { SchemaText } from '../avro/schemaText.ts';
import type { DecodedSchema } from '../wire/decoded.ts';
import type { Framing } from '../wire/framings.ts';
import type { ConsumerTable } from './consumerTable.ts';

/**
 * What was found out about the bytes on a topic: which framings there are and since when, how that is known, who can read
 * them and what to do. Plain data: it crosses threads, and while a diagnosis lasts each one that is told replaces the one
 * before. Sentences are for people, in plain text in which code stands in backticks; they name no contents of messages.
 * What are contents is in `contents`, `readings` and the comparisons of the consumers alone: see `withoutContents`.
 */
export interface Diagnosis {
  readonly connection: string;
  readonly topic: string;
  /** In milliseconds since 1970. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** `first`: by the first samples; `searching`: where framings change is being looked for. */
  readonly stage: 'connecting' | 'reading' | 'first' | 'searching' | 'done';
  /** Why there is no more than this; undefined while it lasts. */
  readonly stopped: 'done' | 'timeout' | 'bytes' | 'cancelled' | 'deleted' | undefined;
  readonly reads: DiagnosisReads;
  /** In their order. */
  readonly partitions: readonly PartitionOffsets[];
  /** Undefined where the connection has none. */
  readonly registry: RegistryLook | undefined;
  /** What could not be looked at, and why: one sentence each. */
  readonly notes: readonly string[];
  readonly key: SideDiagnosis;
  readonly value: SideDiagnosis;
}

export interface DiagnosisReads {
  /** Records that were looked at. */
  readonly records: number;
  /** Of these, those that were read to find where framings change. */
  readonly forChanges: number;
  /** As they came from the brokers. */
  readonly bytes: number;
  /** Requests to fetch. */
  readonly fetches: number;
  /** Newest, oldest and middle records of each partition, each at most so many. */
  readonly each: number;
}

export interface PartitionOffsets {
  readonly partition: number;
  readonly firstOffset: bigint;
  /** One past the last that may be read. */
  readonly endOffset: bigint;
}

export interface RegistryLook {
  readonly url: string;
  /** How many subjects it has, and of how many schemas were tried on bytes without a frame; undefined where that was not asked. */
  readonly subjects: number | undefined;
  readonly tried: number | undefined;
}

/** The keys or the values of a topic. */
export interface SideDiagnosis {
  readonly part: 'key' | 'value';
  /**
   * - `one`: all are framed alike;
   * - `changed`: one framing up to some offset of each partition, then another;
   * - `mixed`: framings stand among each other;
   * - `undecided`: all samples read in more than one way, see `readings`;
   * - `unknown`: nobody can say what they are;
   * - `absent`: no records, or no keys or values at all.
   */
  readonly state: 'one' | 'changed' | 'mixed' | 'undecided' | 'unknown' | 'absent';
  readonly severity: 'ok' | 'info' | 'warning' | 'error';
  /** One sentence. */
  readonly headline: string;
  /** One or more sentences; may be empty. */
  readonly detail: string;
  /** What was found, the most frequent first. */
  readonly classes: readonly FoundClass[];
  /** By partition and offset, without gaps from the first to the last offset of a partition. */
  readonly bands: readonly Band[];
  /** By partition and offset. */
  readonly changes: readonly FramingChange[];
  readonly evidence: readonly Evidence[];
  /** Two or more where it is undecided, the likelier first; else none. */
  readonly readings: readonly PossibleReading[];
  readonly consumers: ConsumerTable;
  /** What to do, in this order: one sentence each. */
  readonly advice: readonly Advice[];
}

/** Records that are alike: a framing, and what is wrong with it. */
export interface FoundClass {
  /** Its place in `classes`. */
  readonly index: number;
  /** `null` of tombstones and keys that are not there. */
  readonly framing: Framing | 'null';
  readonly fault: Fault | undefined;
  /** To stand within a sentence: "Confluent prefix", "bare Avro", "Confluent prefix around a Confluent prefix". */
  readonly name: string;
  readonly certainty: 'proved' | 'likely' | 'guessed';
  /** That wrote them, the most frequent first; empty where none is known. */
  readonly schemas: readonly FoundSchema[];
  /** Schema ids that the frames name and nobody has, at most 20; unsigned. */
  readonly unknownIds: readonly number[];
  readonly sampled: number;
  /** Of all records, as far as the samples tell; control records and gaps of compaction are not left out. */
  readonly records: bigint;
  /** From 0 to 1, of `records` of all classes. */
  readonly share: number;
  readonly partitions: readonly number[];
  /** Of its samples, in milliseconds since 1970; undefined where they have no time. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Samples, the newest first, at most 100. */
  readonly samples: readonly RecordRef[];
}

/**
 * - `unknown-id`: the frame names a schema id that the registry does not have, as frames of another registry do;
 * - `foreign-subject`: it names one that belongs to other topics only;
 * - `framed-twice`: a frame within the frame;
 * - `not-avro`: a frame around something that is no Avro, such as JSON;
 * - `trailing-bytes`: the schema reads it, and bytes are left over;
 * - `misfit`: the schema that the frame names does not read it;
 * - `damaged`: it can't be decompressed, or is cut off;
 * - `no-schema`: framed, and the connection has no registry, or no access, to ask for the schema.
 */
export type Fault = 'unknown-id' | 'foreign-subject' | 'framed-twice' | 'not-avro' | 'trailing-bytes' | 'misfit' | 'damaged' | 'no-schema';

/** A schema that wrote samples. */
export interface FoundSchema {
  readonly source: DecodedSchema;
  readonly schema: SchemaText;
  /** Whether it is registered under a subject of this topic. */
  readonly isOwn: boolean;
  readonly sampled: number;
}

export interface RecordRef {
  readonly partition: number;
  readonly offset: bigint;
}

/** A range of a partition. */
export interface Band {
  readonly partition: number;
  readonly from: bigint;
  /** Exclusive. */
  readonly to: bigint;
  /** Places in `classes`: one, or several where they stand among each other; empty where nothing was read. */
  readonly classes: readonly number[];
  /** Of the samples in it. */
  readonly firstMs: number | undefined;
  readonly lastMs: number | undefined;
  /** Offsets that were read, ascending, at most 200. */
  readonly read: readonly bigint[];
  readonly schemaIds: readonly number[];
}

/** Where one framing follows another. */
export interface FramingChange {
  readonly partition: number;
  /** The first offset of the new framing that is known. */
  readonly offset: bigint;
  /** The last offset of the old one that is known: `offset` - 1, but for gaps and a search that was ended. */
  readonly before: bigint;
  readonly timestampMs: number | undefined;
  readonly from: number;
  readonly to: number;
}

export interface Evidence {
  /** `little`: it speaks for what it is of, and hardly anything would not; `neutral`: it is good to know. */
  readonly weight: 'for' | 'against' | 'little' | 'neutral';
  readonly text: string;
  /** The place in `classes` or, where it is undecided, in `readings` that it speaks for or against; undefined of the whole. */
  readonly of: number | undefined;
  /** Of how many samples it speaks; 0 where it is of none. */
  readonly count: number;
  /** Some of them, at most 100. */
  readonly records: readonly RecordRef[];
  /** A subject that the text names, to be opened. */
  readonly subject?: { readonly subject: string; readonly version: number | undefined } | undefined;
}

/** One way to read all samples. */
export interface PossibleReading {
  readonly framing: Framing;
  /** "Confluent prefix", "bare Avro"; to stand in a heading. */
  readonly name: string;
  /** "schema id 2: feature-flags-value, version 1", "workspace file Counters.avsc". */
  readonly by: string;
  readonly schemas: readonly FoundSchema[];
  /** What it makes of a few samples, which are the same in all readings. Contents. */
  readonly contents: readonly { readonly record: RecordRef; readonly hex: string; readonly preview: string }[];
}

export interface Advice {
  readonly text: string;
  readonly action?: 'reframe' | 'treat-as' | 'watch' | 'snippets' | undefined;
}

/** What is asked for. */
export interface DiagnoseRequest {
  readonly topic: string;
  /** Of each partition: a third each of the newest, the oldest and the middle ones. */
  readonly samplesPerPartition: number;
  readonly timeoutMs: number;
  /** Of what is fetched. */
  readonly maxBytes: number;
  /** Schemas of the workspace that may have written bytes without a frame. */
  readonly workspace: readonly SchemaText[];
  /** Goes on at the topic's end until what is undecided is decided, or it is aborted; the time is no limit then. */
  readonly watch: boolean;
  /** Paths of fields that are not to be shown, as the setting `masks` has them. */
  readonly masks: readonly string[];
}
