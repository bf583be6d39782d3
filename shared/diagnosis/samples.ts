import type { SchemaText } from '../avro/schemaText.ts';
import type { Value } from '../avro/value.ts';
import type { KnownError } from '../errors.ts';
import type { Header } from '../wire/frame.ts';
import type { Framing } from '../wire/framings.ts';
import type { RegistryName } from '../wire/topicSchemas.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { Fault, FoundSchema } from './diagnosis.ts';

/** A key or value of a topic, as it was read to be judged. */
export interface Sample {
  readonly partition: number;
  readonly offset: bigint;
  /** In milliseconds since 1970; -1 where the record has none. */
  readonly timestampMs: number;
  /** Null of a tombstone, or of a key that is not there. */
  readonly bytes: Uint8Array | null;
  /** Of its record. */
  readonly headers: readonly Header[];
}

/** A sample that is understood in one way. */
export interface ReadSample {
  readonly sample: Sample;
  readonly framing: Framing | 'null';
  readonly fault: Fault | undefined;
  /** That wrote it, ready to read with, and as text; undefined where none is known. */
  readonly readable: ReadableSchema | undefined;
  readonly schema: SchemaText | undefined;
  /** What it means; undefined where it could not be read, and of text. */
  readonly value: Value | undefined;
  /** In bytes: where the payload begins behind the frame. */
  readonly payloadStart: number;
}

/** What all samples of one side are, so far. `index` counts samples in the order in which they were added. */
export interface Judgement {
  readonly state: 'decided' | 'undecided' | 'unknown' | 'absent';
  /** The most frequent first. */
  readonly classes: readonly JudgedClass[];
  /** Of each sample the place of its class. */
  readonly classOf: readonly number[];
  /** Of each sample. */
  readonly read: readonly ReadSample[];
  /** Two or more where it is undecided: ways to read all samples, the likelier first. */
  readonly readings: readonly JudgedReading[];
  /** What keeps it from being sure of more: sentences, such as that not all schemas of the registry were tried. */
  readonly notes: readonly string[];
}

/** Which samples are alike, without what is to be said of them. */
export interface Placement extends Pick<Judgement, 'classOf' | 'read'> {
  /** Of each class. */
  readonly framings: readonly (Framing | 'null')[];
}

export interface JudgedClass {
  readonly framing: Framing | 'null';
  readonly fault: Fault | undefined;
  /** To stand within a sentence. */
  readonly name: string;
  readonly certainty: 'proved' | 'likely' | 'guessed';
  readonly schemas: readonly FoundSchema[];
  readonly unknownIds: readonly number[];
}

export interface JudgedReading {
  readonly framing: Framing;
  readonly name: string;
  readonly by: string;
  readonly schemas: readonly FoundSchema[];
  /** Of each sample that is not null. */
  readonly read: readonly ReadSample[];
}

/** What the registry says of a schema id that stands in a frame, or seems to. */
export type AskedId =
  | {
      readonly readable: ReadableSchema;
      readonly schema: SchemaText;
      /** That have the schema; undefined where the registry can't tell. */
      readonly subjects?: readonly string[] | undefined;
    }
  | { readonly error: KnownError };

/** Judges the keys or the values of a topic, by more and more samples. */
export interface Judge {
  /** Takes samples in, and has them understood by all that can be asked. @throws AbortError */
  add(samples: readonly Sample[], signal: AbortSignal): Promise<void>;
  /** Takes samples in, and asks the registry for what they name and for the topic's own subjects. @throws AbortError */
  take(samples: readonly Sample[], signal: AbortSignal): Promise<void>;
  /** Tries other subjects' schemas, and the workspace's, on what nothing ties to the topic. @throws AbortError */
  widen(signal: AbortSignal): Promise<void>;
  /** Whether schemas that were not tried yet may tell otherwise of what was taken in. */
  readonly isOpen: boolean;
  /** The classes of {@link judge}, sooner. */
  place(): Placement;
  /** What all of them are that were added. Asks nobody. */
  judge(): Judgement;
  /** What was asked of a schema id; undefined where it was not. */
  asked(schemaId: number): AskedId | undefined;
  /** The same of other names that frames give. */
  askedFor(name: RegistryName): AskedId | undefined;
  /** How many subjects the registry has, and of how many schemas were tried. */
  readonly looked: { readonly subjects: number | undefined; readonly tried: number | undefined };
}
