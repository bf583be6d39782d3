import type { JsonNode } from '../../shared/avro/json.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { SampleOptions } from '../../shared/avro/sample.ts';
import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Value } from '../../shared/avro/value.ts';
import type { Codec } from '../cluster/codecNames.ts';
import type { Header } from '../cluster/cluster.ts';
import type { FramingToSend } from '../cluster/session.ts';

/** Many records for a topic, and how they become bytes. */
export interface SendManyRequest {
  readonly topic: string;
  readonly source: RecordSource;
  readonly key: PartRule;
  readonly value: PartRule;
  readonly compression: Codec;
  readonly limits: SendLimits;
  /** Whether a record that fails ends it, or is only left out. */
  readonly onError: 'stop' | 'skip';
  /** Whether records go where they say, and not where their key says. */
  readonly keepPartitions: boolean;
  /** Everything but the writing is done. */
  readonly dryRun: boolean;
}

/** Where records come from. */
export type RecordSource =
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly format: SourceFormat;
      /** Where in the value the key stands, such as `user.id`; of records that bring no key of their own. */
      readonly keyField: string | undefined;
      /** What a block of a container file may be, decompressed. */
      readonly maxBlockBytes: number;
    }
  /** Generated values of the value's schema, which has to be Avro, with keys that go with them. */
  | ({ readonly kind: 'samples'; readonly count: number; readonly like?: SampleFrame } & SampleOptions);

/** What all samples have in common beside how they are made. */
export interface SampleFrame {
  /** Of all of them, where a key can't be made; undefined where it is made. */
  readonly key: Uint8Array | undefined;
  readonly headers: readonly Header[];
  readonly partition: number | undefined;
  readonly timestampMs: number | undefined;
}

export const sourceFormats = ['ndjson', 'csv', 'avro'] as const;
export type SourceFormat = (typeof sourceFormats)[number];

/** How the keys or the values of all records become bytes. Null stays null. */
export type PartRule =
  | { readonly kind: 'avro'; readonly schema: SchemaText; readonly framing: FramingToSend }
  /** JSON on one line; a text without its quotes; the bytes of hex digits; nothing at all. */
  | { readonly kind: 'json' | 'text' | 'hex' | 'null' };

/** When it ends by itself; undefined is never. */
export interface SendLimits {
  readonly records?: number | undefined;
  readonly recordsPerSecond?: number | undefined;
  readonly seconds?: number | undefined;
  /** Of keys, values and headers as they are sent. */
  readonly bytes?: number | undefined;
  /** Failed records that are put up with, where these are skipped. */
  readonly failures?: number | undefined;
}

export interface SendProgress {
  /** Records of the source. */
  readonly read: number;
  readonly written: number;
  readonly failed: number;
  /** Of keys, values and headers that were written. */
  readonly bytes: number;
  /** Records written, over the last few seconds. */
  readonly perSecond: number;
}

/** What became of all of it. */
export interface SendSummary extends SendProgress {
  readonly stopped: SendStop;
  /** Why it could not go on, where that is no fault of a record: one sentence, and what to do. */
  readonly problem: { readonly message: string; readonly remedy: string | undefined } | undefined;
  readonly durationMs: number;
  /** In their order; offsets of others may stand between. */
  readonly partitions: readonly WrittenPartition[];
  /** The first of those that failed. Nothing of them was written. */
  readonly failures: readonly RecordFailure[];
  /** Batches of which it is not known whether they were written. */
  readonly maybe: readonly UnknownBatch[];
  /** Records that were read and not written, since it had ended. */
  readonly unsent: { readonly count: number; readonly firstLine: number } | undefined;
}

export type SendStop = 'end' | 'records' | 'seconds' | 'bytes' | 'failures' | 'problem' | 'cancelled';

export interface WrittenPartition {
  readonly partition: number;
  readonly count: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
}

export interface RecordFailure {
  /** Of a text file its line, else the number of the record; from 1. */
  readonly line: number;
  /** One sentence. */
  readonly reason: string;
}

export interface UnknownBatch {
  readonly partition: number;
  readonly count: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** One sentence. */
  readonly reason: string;
}

/** How many failures a summary names. */
export const mostFailures = 100;

/** A record of a source, or why there is none in its place. */
export type SourceRecord =
  | {
      readonly line: number;
      readonly key: SourcePart;
      readonly value: SourcePart;
      readonly headers: readonly Header[];
      readonly partition: number | undefined;
      readonly timestampMs: number | undefined;
    }
  | { readonly line: number; readonly failure: string };

export type SourcePart =
  | null
  /** JSON in a text, from `start` to `end`. */
  | {
      readonly kind: 'json';
      readonly text: string;
      readonly start: number;
      readonly end: number;
      /** What a record of an export means by it where no schema says more: bytes that are no text. */
      readonly bytes?: Uint8Array;
    }
  | { readonly kind: 'node'; readonly node: JsonNode }
  /** An Avro value with its binary, written by this schema. */
  | { readonly kind: 'value'; readonly value: Value; readonly bytes: Uint8Array; readonly schema: Schema }
  /** As they are, whatever the rule. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** Records in their order, some at a time; each turn gives others a turn. */
export type SourceRecords = AsyncIterable<readonly SourceRecord[]>;
