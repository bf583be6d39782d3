import type { Span } from '../json.ts';
import type { Field, ParsedSchema, Schema, UnionSchema } from '../schema.ts';
import type { TriedBranch } from './outcome.ts';

/** What a reader can't make of what a writer wrote, as Avro and the registries call it. */
export const mismatchKinds = [
  'NAME_MISMATCH',
  'FIXED_SIZE_MISMATCH',
  'MISSING_ENUM_SYMBOLS',
  'READER_FIELD_MISSING_DEFAULT_VALUE',
  'TYPE_MISMATCH',
  'MISSING_UNION_BRANCH',
] as const;
export type MismatchKind = (typeof mismatchKinds)[number];

/** One of the two schemas that are compared: a text, and what is meant in it. */
export interface Side {
  readonly parsed: ParsedSchema;
  readonly schema: Schema;
}

/** One place at which a reader can't read what a writer wrote. */
export interface Mismatch {
  readonly kind: MismatchKind;
  /** A JSON Pointer into the reader, as Java's `Incompatibility.getLocation()` has it: `/fields/0/type/1`. */
  readonly location: string;
  /** The way from the root for people, such as `lines[].price` or `totals{}`; empty at the root. */
  readonly path: string;
  readonly reader: Part;
  readonly writer: Part;
  /** Of MISSING_ENUM_SYMBOLS: what the writer may write and the reader does not know, in the writer's order. */
  readonly symbols: readonly string[];
  /**
   * Only of a TYPE_MISMATCH where the writer does not write the reader's field, an enum that has a default while the field has
   * none: Java compares the enum with the whole record then, which is the writer's schema here.
   */
  readonly isUnwritten?: true;
  /**
   * Only where a field of the reader means several fields of the writer, by its name and aliases, at which Java throws: these
   * fields. The kind is NAME_MISMATCH then, and the reader's field is the one with the aliases.
   */
  readonly matches?: readonly Field[];
  /** Only of a MISSING_UNION_BRANCH: how the branches of the reader were compared, of which `explainBreaks` makes mismatches. */
  readonly tried?: readonly TriedBranch[];
  /** As Java's `Incompatibility.getMessage()`, which registries repeat. */
  readonly message: string;
}

/** The part of a side where a mismatch is. */
export interface Part {
  /**
   * What a reference means, not the reference. Of MISSING_UNION_BRANCH in the reader the union, in the writer the branch that
   * the reader lacks, or the schema where that is no union. Of READER_FIELD_MISSING_DEFAULT_VALUE in both the record.
   */
  readonly schema: Schema;
  /**
   * The field whose type this is in, the innermost; of READER_FIELD_MISSING_DEFAULT_VALUE in the reader the field that is
   * missing.
   */
  readonly field: Field | undefined;
  /** The union that `schema` is a branch of. */
  readonly branchOf: UnionSchema | undefined;
  /**
   * The text to be underlined, in this side's own text: the smallest part of it that decides. Where `schema` stands in
   * another text, the reference that leads there.
   */
  readonly span: Span;
  /** Whether `schema` stands in another text than the side's own. */
  readonly isElsewhere: boolean;
}
