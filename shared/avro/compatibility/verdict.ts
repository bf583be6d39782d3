import type { CompatibilityLevel } from '../../registry/registeredSchema.ts';
import type { Problem } from '../schema.ts';
import type { Direction } from './levels.ts';
import type { Mismatch, Side } from './mismatch.ts';

/** A version that a schema is compared with. */
export interface OtherVersion {
  /** As sentences name it: `version 7`, `HEAD`, `orders.v1.avsc`. */
  readonly label: string;
  /** The subject's version; undefined of what is not in a registry. */
  readonly version: number | undefined;
  /** Of the document that shows its text. */
  readonly uri: string;
  readonly side: Side;
}

/** One break, and each of the versions that it is with: those say the same at the same place. */
export interface Break {
  readonly direction: Direction;
  /** `reader` is the edited schema under `BACKWARD`, and the other version under `FORWARD`. */
  readonly mismatch: Mismatch;
  /** Ascending; `mismatch` is the one with the last of them. */
  readonly versions: readonly OtherVersion[];
}

/** What is to be said of a schema beside its versions. */
export interface Verdict {
  readonly level: CompatibilityLevel;
  /** FORWARD's first under FULL, each in the order of the edited text. */
  readonly breaks: readonly Break[];
  /** Whether the schema is the latest version, but for docs and layout: what Java's `Schema.equals` compares, and docs and aliases too. */
  readonly isSame: boolean;
}

/** A verdict, and its breaks as people count and mend them. */
export interface ExplainedVerdict extends Verdict {
  readonly causes: readonly Break[];
}

/** Where a summary's text is shown, and what it comes to. */
export type VerdictState =
  | 'compatible'
  | 'breaks-reader'
  | 'breaks-writer'
  | 'same'
  | 'invalid'
  | 'not-checked'
  | 'none'
  | 'ambiguous'
  | 'asking'
  | 'unavailable'
  | 'off';

export type { CompatibilityLevel, Problem };
