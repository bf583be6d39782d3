import type { CodecError } from '../errors.ts';
import { bytesText, misfit, take } from './cursor.ts';
import type { Cursor } from './cursor.ts';

/**
 * Reads a long: a number where that is exact, a bigint beyond.
 *
 * @see Avro 1.12, "Binary Encoding", "Primitive Types": zig-zag, then seven bits a byte, the lowest first
 */
export function readLong(cursor: Cursor): number | bigint {
  const { bytes, position } = cursor;
  let next = position;
  let byte = bytes[next++];
  if (byte === undefined) throw endOfNumber(cursor, position);
  if (byte < 0x80) {
    cursor.position = next;
    return (byte >>> 1) ^ -(byte & 1);
  }
  let low = byte & 0x7f;
  byte = bytes[next++];
  if (byte === undefined) throw endOfNumber(cursor, position);
  low |= (byte & 0x7f) << 7;
  if (byte >= 0x80) {
    byte = bytes[next++];
    if (byte === undefined) throw endOfNumber(cursor, position);
    low |= (byte & 0x7f) << 14;
    if (byte >= 0x80) {
      byte = bytes[next++];
      if (byte === undefined) throw endOfNumber(cursor, position);
      low |= (byte & 0x7f) << 21;
      if (byte >= 0x80) return readLongTail(cursor, next, low);
    }
  }
  cursor.position = next;
  return (low >>> 1) ^ -(low & 1);
}

/** The fifth byte of a long and those behind; `low` holds the 28 bits before. */
function readLongTail(cursor: Cursor, start: number, low: number): number | bigint {
  const { bytes, position } = cursor;
  let next = start;
  let middle = 0;
  let byte: number | undefined = 0x80;
  for (let shift = 0; shift < 28 && byte >= 0x80; shift += 7) {
    byte = bytes[next++];
    if (byte === undefined) throw endOfNumber(cursor, position);
    middle |= (byte & 0x7f) << shift;
  }
  let high = 0;
  if (byte >= 0x80) {
    byte = bytes[next++];
    const last = byte !== undefined && byte >= 0x80 ? bytes[next++] : 0;
    if (byte === undefined || last === undefined) throw endOfNumber(cursor, position);
    if (last > 1) throw misfit('codec/varint', position, 'number of more than 64 bits');
    high = (byte & 0x7f) | (last << 7);
  }
  cursor.position = next;
  // Half of the unsigned value, rounded down. Beyond 2^53 it is inexact here, but never so far off as to come below.
  const half = middle * 0x8000000 + (low >>> 1);
  if (high === 0 && half < Number.MAX_SAFE_INTEGER) return (low & 1) === 0 ? half : -half - 1;
  const exactHalf = (BigInt(high) << 55n) + (BigInt(middle) << 27n) + BigInt(low >>> 1);
  return (low & 1) === 0 ? toExact(exactHalf) : toExact(-exactHalf - 1n);
}

/** A long as our values have it: a number where that is exact, else the bigint. */
export function toExact(long: bigint): number | bigint {
  return long >= -BigInt(Number.MAX_SAFE_INTEGER) && long <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(long) : long;
}

/** Reads an int. */
export function readInt(cursor: Cursor): number {
  const { bytes, position } = cursor;
  let next = position;
  let byte = bytes[next++];
  if (byte === undefined) throw endOfNumber(cursor, position);
  if (byte < 0x80) {
    cursor.position = next;
    return (byte >>> 1) ^ -(byte & 1);
  }
  let unsigned = byte & 0x7f;
  for (let shift = 7; byte >= 0x80; shift += 7) {
    byte = bytes[next++];
    if (byte === undefined) throw endOfNumber(cursor, position);
    // Of the fifth byte four bits are left, and there is no sixth.
    if (shift === 28 && byte > 0x0f) throw misfit('codec/varint', position, 'int of more than 32 bits');
    unsigned |= (byte & 0x7f) << shift;
  }
  cursor.position = next;
  return (unsigned >>> 1) ^ -(unsigned & 1);
}

function endOfNumber(cursor: Cursor, position: number): CodecError {
  const left = cursor.bytes.length - position;
  const text = left === 0 ? 'number expected, no byte left' : `number without an end, only ${bytesText(left)} left`;
  return misfit('codec/truncated', position, text);
}

/** Reads a boolean. */
export function readBoolean(cursor: Cursor): boolean {
  const byte = cursor.bytes[cursor.position];
  if (byte === undefined) throw misfit('codec/truncated', cursor.position, 'boolean expected, no byte left');
  if (byte > 1) throw misfit('codec/boolean', cursor.position, `boolean ${byte}, only 0 and 1 exist`);
  cursor.position++;
  return byte === 1;
}

/** A view of our own over each message would cost more than copying these few bytes one by one. */
const numberBytes = new Uint8Array(8);
const numberView = new DataView(numberBytes.buffer);

/** Reads a float. */
export function readFloat(cursor: Cursor): number {
  copyFour(cursor.bytes, take(cursor, 4, 'float'), 0);
  return numberView.getFloat32(0, true);
}

/** Reads a double. */
export function readDouble(cursor: Cursor): number {
  const start = take(cursor, 8, 'double');
  copyFour(cursor.bytes, start, 0);
  copyFour(cursor.bytes, start + 4, 4);
  return numberView.getFloat64(0, true);
}

function copyFour(bytes: Uint8Array, from: number, to: number): void {
  numberBytes[to] = bytes[from] ?? 0;
  numberBytes[to + 1] = bytes[from + 1] ?? 0;
  numberBytes[to + 2] = bytes[from + 2] ?? 0;
  numberBytes[to + 3] = bytes[from + 3] ?? 0;
}
