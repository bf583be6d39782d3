import { CodecError } from '../errors.ts';
import { forgetStretch } from './textStretch.ts';
import { maxValueDepth } from './value.ts';

/** Bytes that are being read, how far, and what reading may still cost. */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(0);
  position = 0;
  /** How many records, arrays and maps are open. */
  depth = 0;
  /** How many more items without bytes of their own may be read. */
  steps = 0;
  /** Where the items of the block just opened must end; -1 where the block does not say. */
  blockEnd = -1;

  /** Starts over at a position of these bytes. */
  reset(bytes: Uint8Array, position: number): void {
    // Of a block of many small values the stretch serves the next one too.
    if (bytes !== this.bytes || position !== this.position) forgetStretch();
    this.bytes = bytes;
    this.position = position;
    this.depth = 0;
    // Items of a value mostly take bytes, so that its length bounds them; this bounds those that take none. Nobody means
    // to send more than the upper limit, which bounds the memory that a few bytes can ask for.
    this.steps = Math.min(16 * (bytes.length - position) + 10_000, 1_000_000);
  }
}

/** The error that says what stands at a byte and why it does not fit. */
export function misfit(code: string, position: number, text: string): CodecError {
  return new CodecError(code, `Byte ${position}: ${text}`, { position });
}

/** Enters a record, an array or a map; leaving it is `cursor.depth--`. */
export function enter(cursor: Cursor): void {
  if (++cursor.depth > maxValueDepth) throw misfit('codec/too-deep', cursor.position, `nested deeper than ${maxValueDepth} levels`);
}

/** Pays for items that take no bytes. */
export function spend(cursor: Cursor, steps: number): void {
  cursor.steps -= steps;
  if (cursor.steps < 0) {
    const { position } = cursor;
    throw new CodecError('codec/too-many-steps', `Needs more steps than its bytes allow, at byte ${position}`, { position });
  }
}

/** Takes so many bytes for what `what` names; they are left to be read at the returned position. */
export function take(cursor: Cursor, size: number, what: string): number {
  const { position } = cursor;
  const left = cursor.bytes.length - position;
  if (size > left) throw misfit('codec/truncated', position, `${what} of ${bytesText(size)}, only ${countText(left)} left`);
  cursor.position = position + size;
  return position;
}

/** The bytes from `start` on as a view. `subarray` would make a Buffer of a Buffer, and takes longer. */
export function viewOf({ bytes }: Cursor, start: number, length: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, length);
}

/** Such as `4,096`. */
export function countText(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Such as `1 byte` or `4,096 bytes`. */
export function bytesText(count: number | bigint): string {
  return `${countText(count)} ${Number(count) === 1 ? 'byte' : 'bytes'}`;
}
