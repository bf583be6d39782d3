import type { Framing } from './decoded.ts';

/** What stands around a payload, taken apart. */
export interface Frame {
  readonly framing: Framing;
  /** Unsigned, as the bytes have it; undefined where the framing names its schema in another way. */
  readonly schemaId: number | undefined;
  /** A view into the bytes, not a copy. */
  readonly payload: Uint8Array;
  /** Where the payload begins in the bytes. */
  readonly payloadStart: number;
}

/**
 * Finds one kind of frame. There is one such function in each framing's own file, and `decode.ts` asks them in turn.
 * What it finds is a hint and no proof: bare Avro may begin with the same bytes.
 *
 * @returns undefined where the bytes can't be such a frame
 */
export type FindFrame = (bytes: Uint8Array) => Frame | undefined;
