import type { Span } from './json.ts';
import type { NamedSchema } from './schema.ts';

/** A named type of some text, without its tree: enough to find it, to name it and to tell whether two are the same. */
export interface Definition {
  readonly uri: string;
  readonly fullname: string;
  readonly type: NamedSchema['type'];
  /** Of the value of `name`, quotes included. */
  readonly nameSpan: Span;
  /** Of the whole definition. */
  readonly span: Span;
  /** Equal for two definitions whose JSON is the same but for white space. */
  readonly digest: string;
}

/** The named types of all texts but one, as seen from that one. */
export interface OtherNames {
  /**
   * Definitions of a fullname in other texts: those of the same workspace folder where there are any, else those of the
   * others; in the order of their URIs. More than one with different digests are ambiguous.
   */
  find(fullname: string): readonly Definition[];
  /** All fullnames that other texts define. */
  fullnames(): Iterable<string>;
  /** The tree of a definition; undefined where its text has gone meanwhile. */
  read(definition: Definition): NamedSchema | undefined;
}

/** Of a text that is looked at by itself. */
export const noOtherNames: OtherNames = { find: () => [], fullnames: () => [], read: () => undefined };
