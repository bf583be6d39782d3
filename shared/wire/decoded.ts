import type { Framing } from './framings.ts';

/** A record's key or value, as far as it could be understood, and how we know. Plain data: it crosses threads. */
export interface DecodedPart {
  /**
   * - `exact`: the frame names a schema, the schema fits to the last byte, and it belongs to a subject of this topic;
   * - `guessed`: something fits, but the bytes don't prove it; `evidence` says what was assumed;
   * - `text`: JSON or UTF-8 text, as it stands;
   * - `failed`: see `error`;
   * - `bytes`: nothing is known of them, and nothing is wrong with them;
   * - `null`: no bytes (of a value: a tombstone).
   */
  readonly state: 'exact' | 'guessed' | 'text' | 'failed' | 'bytes' | 'null';
  readonly framing: Framing;
  /** One sentence for people: what was decided and why. Never a secret. */
  readonly evidence: string;
  /** The writer schema, where one was found. */
  readonly schema: DecodedSchema | undefined;
  /** The reader schema, where the value was read with one that is not the writer's. */
  readonly reader?: DecodedSchema | undefined;
  /**
   * The value as JSON text that people read (logical types as what they mean, all digits of a long), indented by 2. JSON
   * that was found as such keeps its digits, its order and its repeated names; other text is one JSON string.
   */
  readonly json: string | undefined;
  /** The same in one line, cut at about 200 characters; text without its quotes, and bytes that were not understood in hex. */
  readonly preview: string;
  readonly error: DecodingError | undefined;
  /** In bytes, frame included; 0 where there are none. */
  readonly size: number;
}

export interface DecodingError {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  /** Where reading stopped, in bytes from the beginning of the whole key or value. */
  readonly position: number | undefined;
  /** Whether the same may be understood when it is tried again, as when the registry was not reached. */
  readonly retriable?: boolean | undefined;
}

export interface DecodedSchema {
  readonly schemaId: number | undefined;
  /** A subject and version that have this id, preferably of this topic. */
  readonly subject: string | undefined;
  readonly version: number | undefined;
  readonly fullname: string | undefined;
  /** Undefined is Avro. */
  readonly schemaType?: 'PROTOBUF' | 'JSON' | undefined;
}

export type { Framing };
