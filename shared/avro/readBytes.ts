import { misfit, take, viewOf } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { readLength } from './readCounts.ts';
import { cutAscii, toNodeBytes } from './textStretch.ts';

/** Reads bytes, as a view. */
export function readBytes(cursor: Cursor): Uint8Array {
  const length = readLength(cursor, 'bytes');
  return viewOf(cursor, take(cursor, length, 'bytes'), length);
}

/** Reads a fixed of so many bytes, as a view. */
export function readFixed(cursor: Cursor, size: number): Uint8Array {
  return viewOf(cursor, take(cursor, size, 'fixed'), size);
}

/** Up to this length, made of characters in JavaScript, an ASCII string is there sooner than out of a TextDecoder. */
const shortLength = 36;

/** A byte order mark is part of the string. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads a string. */
export function readString(cursor: Cursor): string {
  const length = readLength(cursor, 'string');
  const start = cursor.position;
  const end = start + length;
  cursor.position = end;
  const text = length <= shortLength ? readAscii(cursor.bytes, start, end) : cutAscii(cursor.bytes, start, end);
  return text ?? decodeUtf8(cursor, start, length);
}

function decodeUtf8(cursor: Cursor, start: number, length: number): string {
  const bytes = viewOf(cursor, start, length);
  try {
    const text = toNodeBytes(cursor.bytes)?.toString('utf8', start, start + length);
    // It puts this character where the bytes are none, and the bytes may be this very character.
    if (text?.includes('\ufffd') === false) return text;
    return utf8.decode(bytes);
  } catch {
    throw misfit('codec/not-utf8', start + findInvalidUtf8(bytes), 'not UTF-8');
  }
}

/** Where the character begins that is no UTF-8: the longest beginning of the bytes that is valid ends there. */
function findInvalidUtf8(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (valid + 1 < invalid) {
    const middle = (valid + invalid) >>> 1;
    if (isValidBeginning(bytes.subarray(0, middle))) valid = middle;
    else invalid = middle;
  }
  // The last bytes of the valid beginning may be those of a character that does not go on as it should.
  for (let back = 0; back < Math.min(4, valid); back++) if (isValidUtf8(bytes.subarray(0, valid - back))) return valid - back;
  return 0;
}

function isValidBeginning(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function isValidUtf8(bytes: Uint8Array): boolean {
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const fromCodes = String.fromCharCode;

/** The string of these bytes where all of them are ASCII. One call for eight characters takes as long as for one. */
function readAscii(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = '';
  let at = start;
  for (; end - at >= 8; at += 8) {
    const a = bytes[at] ?? 0;
    const b = bytes[at + 1] ?? 0;
    const c = bytes[at + 2] ?? 0;
    const d = bytes[at + 3] ?? 0;
    const e = bytes[at + 4] ?? 0;
    const f = bytes[at + 5] ?? 0;
    const g = bytes[at + 6] ?? 0;
    const h = bytes[at + 7] ?? 0;
    if ((a | b | c | d | e | f | g | h) > 0x7f) return undefined;
    text += fromCodes(a, b, c, d, e, f, g, h);
  }
  if (at === end) return text;
  const rest = readAsciiRest(bytes, at, end - at);
  return rest === undefined ? undefined : text + rest;
}

/** One to seven characters. */
function readAsciiRest(bytes: Uint8Array, at: number, count: number): string | undefined {
  const a = bytes[at] ?? 0;
  if (count === 1) return a > 0x7f ? undefined : fromCodes(a);
  const b = bytes[at + 1] ?? 0;
  if (count === 2) return (a | b) > 0x7f ? undefined : fromCodes(a, b);
  const c = bytes[at + 2] ?? 0;
  if (count === 3) return (a | b | c) > 0x7f ? undefined : fromCodes(a, b, c);
  const d = bytes[at + 3] ?? 0;
  if (count === 4) return (a | b | c | d) > 0x7f ? undefined : fromCodes(a, b, c, d);
  const e = bytes[at + 4] ?? 0;
  if (count === 5) return (a | b | c | d | e) > 0x7f ? undefined : fromCodes(a, b, c, d, e);
  const f = bytes[at + 5] ?? 0;
  if (count === 6) return (a | b | c | d | e | f) > 0x7f ? undefined : fromCodes(a, b, c, d, e, f);
  const g = bytes[at + 6] ?? 0;
  return (a | b | c | d | e | f | g) > 0x7f ? undefined : fromCodes(a, b, c, d, e, f, g);
}
