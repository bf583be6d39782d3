import type { EnumSchema, Field, NamedSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import type { BranchIndex } from './branchIndex.ts';
import type { MismatchKind } from './mismatch.ts';
import type { Pair, Surroundings } from './place.ts';

/** A mismatch as it is found: most of those inside of unions are thrown away again. */
export interface Seed {
  readonly kind: MismatchKind;
  readonly pair: Pair;
  /** What Java's location has behind the pair's own. */
  readonly steps: readonly string[];
  readonly message: string;
  /** In the reader, of what is said of a field. */
  readonly field?: Field;
  /** Of the writer, what the reader does not know. */
  readonly symbols?: readonly string[];
  /** The fields of the writer that the field means, where they are several. */
  readonly matches?: readonly Field[];
  /** Of MISSING_UNION_BRANCH: the branches of the reader, none of which fits. */
  readonly tried?: readonly TriedBranch[];
}

/** A branch of the reader that does not fit, and why. */
export interface TriedBranch {
  /** As it is in the union. */
  readonly branch: Schema;
  /** It, and the writer. */
  readonly pair: Pair;
  readonly outcome: Outcome;
}

/** What keeps a pair from being compatible, in Java's order. */
export type Outcome = readonly (Seed | Outcome)[];

export function isOutcome(value: object): value is Outcome {
  return Array.isArray(value);
}

export const compatible: Outcome = [];

/** The comparison of one pair: it asks for those of the pairs inside, one by one. */
export type Comparison = Generator<Pair, Outcome, Outcome>;

/** Whether two types are known to be the same in all that counts here, and in all that they refer to. */
export type AreAlike = (reader: NamedSchema, writer: NamedSchema) => boolean;

/** What is known while two schemas are compared. */
export interface Run {
  readonly reader: Surroundings;
  readonly writer: Surroundings;
  readonly areAlike: AreAlike;
  /** Fields of the reader that mean several of the writer: Java gives up at the first of them, be it in a union or not. */
  readonly ambiguous: Seed[];
  readonly fields: Map<RecordSchema, ReadonlyMap<string, Field>>;
  readonly symbols: Map<EnumSchema, ReadonlySet<string>>;
  readonly branches: Map<UnionSchema, BranchIndex>;
}
