import type { CodecError } from '../errors.ts';
import type { Framing } from './framings.ts';

/** A header of a record, in its order; names may repeat. */
export interface Header {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** What stands around a payload, taken apart. */
export interface Frame {
  readonly framing: Framing;
  /** How the frame names the writer schema. */
  readonly names: SchemaName;
  /** The schema id where `names` is one; unsigned, as the bytes have it. */
  readonly schemaId: number | undefined;
  /** A view into the bytes, not a copy; what was inflated where the frame says that it is compressed. */
  readonly payload: Uint8Array;
  /** Where the payload begins in the bytes; 0 where a header holds the frame. */
  readonly payloadStart: number;
  /** How the payload is compressed in the bytes. */
  readonly compression: 'none' | 'zlib';
  /** Avro's JSON encoding only where a header of Apicurio says so. */
  readonly encoding: 'binary' | 'json';
  /**
   * Which message of the schema a Protobuf payload is, where a header says it; behind a prefix the indexes stand in the
   * payload, see `readMessageIndexes`.
   */
  readonly messageIndexes: readonly number[] | undefined;
  /**
   * Why there is no payload, though the frame is there: it can't be inflated (`codec/inflated-too-large`, `codec/damaged`),
   * or its own header is damaged (`container/damaged-header`, with the position in the key or value). `payload` is empty then.
   */
  readonly problem: CodecError | undefined;
  /** Explains the bytes of the frame, one by one, in their order. Asked for only when it is shown: a scan finds millions of frames. */
  readonly fields: () => readonly FrameField[];
}

/** How a frame names the writer schema. */
export type SchemaName =
  | { readonly kind: 'schema-id'; readonly schemaId: number }
  /** In lower case with hyphens. */
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'content-id' | 'global-id'; readonly id: bigint }
  /** CRC-64-AVRO of the Parsing Canonical Form, as 16 hex digits in the order in which Java prints the long. */
  | { readonly kind: 'fingerprint'; readonly fingerprint: string }
  | { readonly kind: 'glue-version'; readonly uuid: string }
  /** The schema stands in the payload. */
  | { readonly kind: 'inline' }
  | { readonly kind: 'none' };

/** A part of a frame, such as the magic byte. */
export interface FrameField {
  /** In the key or value, or in the header named. */
  readonly start: number;
  readonly end: number;
  readonly header: string | undefined;
  /** What it is: "magic byte", "schema id". */
  readonly name: string;
  /** What stands there, as people read it: "0: Confluent prefix", "1042". */
  readonly text: string;
}

/** What a frame may be found in. */
export interface FrameInput {
  readonly bytes: Uint8Array;
  readonly part: 'key' | 'value';
  readonly headers: readonly Header[];
  /** Inflates zlib data. @throws CodecError `codec/inflated-too-large`, `codec/damaged` */
  readonly inflate: Inflate;
}

/** Decompresses, to no more than a limit that whoever made the function has set. */
export interface Inflate {
  (bytes: Uint8Array): Uint8Array;
  /**
   * A block of an Avro container, decompressed; undefined of a codec that can't be read here.
   *
   * @param used how much of the limit others of the same container have used up, in bytes
   * @throws CodecError `codec/inflated-too-large`, `codec/damaged`
   */
  readonly block?: (codec: string, bytes: Uint8Array, used: number) => Uint8Array | undefined;
}

/**
 * Finds one kind of frame. There is one such function in each framing's own file, and the decoder asks them in turn.
 * What it finds is a hint and no proof: bare Avro may begin with the same bytes.
 *
 * @returns undefined where it can't be such a frame
 */
export type FindFrame = (input: FrameInput) => Frame | undefined;
