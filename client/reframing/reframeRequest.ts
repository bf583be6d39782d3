import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Codec } from '../cluster/codecNames.ts';
import type { FramingToSend } from '../cluster/session.ts';
import type { Framing } from '../../shared/wire/framings.ts';

/** A bounded range of a topic that is to be copied to another topic in another framing. */
export interface ReframeRequest {
  readonly source: string;
  /** Never the source; empty, or begun by the same job. */
  readonly target: string;
  /** By partition: offsets from `from` to `to`, exclusive. */
  readonly ranges: readonly { readonly partition: number; readonly from: bigint; readonly to: bigint }[];
  readonly key: ReframeRule;
  readonly value: ReframeRule;
  readonly compression: Codec;
  /** Counts what would be written, and writes nothing. */
  readonly dryRun: boolean;
  /** What to do where a target partition's tail can't be told from the source's records: answered by the user. */
  readonly uncertain: 'ask' | { readonly resumeAt: readonly { readonly partition: number; readonly offset: bigint }[] };
  /** A record that can't be re-framed ends it, or is left out, or copied as it is. */
  readonly onError: 'stop' | 'skip' | 'copy';
}

/** What becomes of the keys, or the values, of the records. Null stays null. */
export type ReframeRule =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'reframe';
      /** How they are framed now; other framings fail, unless they are framed already as they are to be. */
      readonly from: readonly Framing[];
      /** That wrote those without a frame. */
      readonly bareSchema: SchemaText | undefined;
      /** The frame to be written, by the schema that wrote the record: the key is what `schemaKey` makes of it. */
      readonly to: FramingToSend['kind'];
      /** What a schema is called in the new frame, by its text's fingerprint and text; of bare and single-object there is none. */
      readonly names: readonly { readonly schema: SchemaText; readonly framing: FramingToSend }[];
    };

export interface ReframeProgress {
  readonly read: number;
  readonly written: number;
  readonly failed: number;
  readonly bytes: number;
  readonly total: bigint;
}

/** What became of all of it. */
export interface ReframeSummary extends ReframeProgress {
  readonly stopped: 'end' | 'failures' | 'problem' | 'uncertain' | 'cancelled';
}
