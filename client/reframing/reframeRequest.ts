import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { DecodedSchema } from '../../shared/wire/decoded.ts';
import type { Framing } from '../../shared/wire/framings.ts';
import type { Codec } from '../cluster/codecNames.ts';
import type { FramingToSend } from '../cluster/session.ts';

/** A bounded range of a topic that is to be copied to another topic in another framing. */
export interface ReframeRequest {
  readonly source: string;
  /** Never the source; empty, or begun by the same job. A dry run may name one that does not exist yet. */
  readonly target: string;
  readonly ranges: readonly ReframeRange[];
  readonly key: ReframeRule;
  readonly value: ReframeRule;
  readonly compression: Codec;
  /** Counts what would be written, and writes nothing. */
  readonly dryRun: boolean;
  /** Where to go on in partitions whose end in the target can't be told from the source's records: as the user answered. */
  readonly uncertain: 'ask' | { readonly resumeAt: readonly ResumePoint[] };
  /** A record that can't be re-framed ends it, or is left out, or copied as it is. */
  readonly onError: 'stop' | 'skip' | 'copy';
}

/** Offsets of a partition of the source: `from` up to `to`, exclusive. A partition has one range. */
export interface ReframeRange {
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** The first offset of the source that is still to be written. */
export interface ResumePoint {
  readonly partition: number;
  readonly offset: bigint;
}

/** What becomes of the keys, or the values, of the records. Null stays null. */
export type ReframeRule =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'reframe';
      /** How they are framed now; what is framed otherwise fails. What can be read in two of these ways fails, too. */
      readonly from: readonly Framing[];
      /** Those that may have written what names no schema, or none that the registry has; of a fingerprint, too. */
      readonly schemas: readonly SchemaText[];
      readonly to: FramingToSend['kind'];
      /** What writers are called in the new frame, where that is not what the registry calls them already. */
      readonly names: readonly WriterName[];
    };

/** What a schema is called in the new frame. @property writer see {@link FoundWriter} */
export interface WriterName {
  readonly writer: string;
  readonly framing: FramingToSend;
}

export interface ReframeProgress {
  readonly stage: 'comparing' | 'writing';
  /** Records of the source, those that are in the target already left out; while it is compared, those that were. */
  readonly read: number;
  readonly written: number;
  readonly failed: number;
  /** Of keys, values and headers that were written. */
  readonly bytes: number;
  /** Offsets that are to be read in all. */
  readonly total: bigint;
}

/** What became of all of it. */
export interface ReframeSummary extends ReframeProgress {
  readonly stopped: ReframeStop;
  /** Why it could not go on, where that is no fault of a record: one sentence, and what to do. */
  readonly problem: { readonly message: string; readonly remedy: string | undefined } | undefined;
  readonly durationMs: number;
  /** Records that the target had already, by the same job; undefined where a dry run could not tell. */
  readonly present: number | undefined;
  /** What was, or would be, written; the most frequent first, keys behind values. */
  readonly kinds: readonly ReframedKind[];
  /** Schemas that wrote what is re-framed. */
  readonly writers: readonly FoundWriter[];
  /** Records that can't be re-framed and were copied as they are; they are among those that failed. */
  readonly copied: number;
  /** The first of those that failed, by partition and offset. */
  readonly failures: readonly ReframeFailure[];
  /** In their order. */
  readonly partitions: readonly ReframedPartition[];
  /** Batches of which it is not known whether they were written; running it again finds out. */
  readonly maybe: readonly ReframeMaybe[];
  /** Records that were read and not written, since it had ended. */
  readonly unsent: number;
  /** Partitions of the target of which nobody can say how far they are; nothing is written then, unless it was answered. */
  readonly doubts: readonly ReframeDoubt[];
  /** What else there is to say: sentences. */
  readonly notes: readonly string[];
}

export type ReframeStop = 'end' | 'failures' | 'problem' | 'uncertain' | 'cancelled';

/** Records whose keys, or values, are alike. */
export interface ReframedKind {
  readonly part: 'key' | 'value';
  /** `null` of tombstones and keys that are not there, `as it is` of what is kept or copied. */
  readonly from: Framing | 'null' | 'as it is';
  readonly count: number;
}

/** A schema that wrote keys or values of the source. */
export interface FoundWriter {
  readonly part: 'key' | 'value';
  /** By which a rule's `names` name it; the same each time that the same is read by the same rule. */
  readonly writer: string;
  readonly schema: SchemaText;
  readonly source: DecodedSchema;
  readonly count: number;
  /** Whether the new frame can name it as things are. */
  readonly isNamed: boolean;
}

export interface ReframeFailure {
  readonly partition: number;
  readonly offset: bigint;
  /** One sentence. */
  readonly reason: string;
}

export interface ReframedPartition {
  readonly partition: number;
  /** By this run, or that would be. */
  readonly count: number;
  /** In the target; undefined where nothing was written. */
  readonly firstOffset: bigint | undefined;
  readonly lastOffset: bigint | undefined;
}

export interface ReframeMaybe {
  readonly partition: number;
  readonly count: number;
  /** Of the source. */
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** One sentence. */
  readonly reason: string;
}

/** A partition of which nobody can say how far it is. */
export interface ReframeDoubt {
  readonly partition: number;
  /** One or two sentences. */
  readonly reason: string;
  /** Where it could go on, the likeliest first. */
  readonly candidates: readonly ReframeCandidate[];
}

export interface ReframeCandidate {
  /** Of the source: the first that would be written. */
  readonly offset: bigint;
  /** What speaks for it: one sentence. */
  readonly reason: string;
}

/** How many failures a summary names. */
export const mostFailures = 100;
