import { toExact } from '../avro/readNumbers.ts';
import { framingNames } from './framings.ts';

/** What Kafka's own serializers of numbers and UUIDs write: no frame, no schema. */
export type PrimitiveKind = 'int' | 'long' | 'short' | 'double' | 'float' | 'uuid';

export type Primitive =
  | {
      readonly ok: true;
      /** As our readers yield an Avro int, long, float, double and string. */
      readonly value: number | bigint | string;
      /** Exact: every digit of a long; NaN and infinities as strings. */
      readonly json: string;
    }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

const lengths: Readonly<Record<PrimitiveKind, number>> = { int: 4, long: 8, short: 2, double: 8, float: 4, uuid: 36 };

/** Whether a framing is one of Kafka's numbers, or its UUIDs. */
export function isPrimitiveKind(framing: string | undefined): framing is PrimitiveKind {
  return framing !== undefined && Object.hasOwn(lengths, framing);
}

/** Whether a framing is one of Kafka's numbers. */
export function isNumberKind(framing: string | undefined): framing is Exclude<PrimitiveKind, 'uuid'> {
  return framing !== 'uuid' && isPrimitiveKind(framing);
}

/**
 * Reads bytes as what one of Kafka's serializers writes: `IntegerSerializer` (4 bytes), `LongSerializer` (8), `ShortSerializer` (2),
 * `DoubleSerializer` (8), `FloatSerializer` (4), all big-endian, `UUIDSerializer` (36 characters of text).
 *
 * @returns the value, or why it is none; it fits by its length alone, which proves nothing but of a UUID
 */
export function readPrimitive(kind: PrimitiveKind, bytes: Uint8Array): Primitive {
  const wanted = lengths[kind];
  if (bytes.length !== wanted) {
    const what = kind === 'uuid' ? `${wanted} characters` : `${wanted} bytes`;
    return { ok: false, reason: `A ${framingNames[kind]} is ${what} long; here ${bytes.length === 1 ? 'is 1' : `are ${bytes.length}`}.` };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (kind) {
    case 'int': {
      const value = view.getInt32(0);
      return { ok: true, value, json: String(value) };
    }
    case 'long': {
      const long = view.getBigInt64(0);
      return { ok: true, value: toExact(long), json: String(long) };
    }
    case 'short': {
      const value = view.getInt16(0);
      return { ok: true, value, json: String(value) };
    }
    case 'float': {
      const value = view.getFloat32(0);
      return { ok: true, value, json: doubleJson(value) };
    }
    case 'double': {
      const value = view.getFloat64(0);
      return { ok: true, value, json: doubleJson(value) };
    }
    case 'uuid':
      return readUuidText(bytes);
  }
}

/** As an Avro double is written: with a fraction, so that it is not taken for an integer. */
function doubleJson(value: number): string {
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Java reads other texts too, such as without leading zeros, but writes none. */
function readUuidText(bytes: Uint8Array): Primitive {
  const text = String.fromCharCode(...bytes);
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
    return { ok: false, reason: 'A Kafka UUID is text of hex digits with four hyphens, which these bytes are not.' };
  }
  return { ok: true, value: text, json: JSON.stringify(text) };
}

/**
 * What bytes may be by their length, and what they would be then, the likelier first. Any 4 or 8 bytes are a number, so
 * this is for people to choose from, and never believed.
 */
export function findPrimitives(bytes: Uint8Array): readonly { readonly kind: PrimitiveKind; readonly json: string }[] {
  return kindsOf(bytes).flatMap((kind) => {
    const read = readPrimitive(kind, bytes);
    return read.ok ? [{ kind, json: read.json }] : [];
  });
}

/** So many values of different bytes can hardly share their highest ones by chance. */
const fewDistinct = 3;
const someDistinct = 5;

/**
 * Which of Kafka's numbers all of several keys or values may well be: those that people count and measure with, which random
 * bytes are not. It takes them all to be of one kind.
 *
 * @returns undefined where their lengths differ, or they are no such numbers; and how many of them differ from each other
 */
export function likelyNumber(all: readonly Uint8Array[]): { readonly kind: PrimitiveKind; readonly distinct: number } | undefined {
  const length = all[0]?.length ?? 0;
  if ((length !== 2 && length !== 4 && length !== 8) || all.some((bytes) => bytes.length !== length)) return undefined;
  const numbers = all.map((bytes) => readInteger(bytes));
  const distinct = new Set(numbers).size;
  const others = all.filter((_, index) => numbers[index] !== 0n);
  const isBelow = (bits: bigint): boolean => numbers.every((number) => number < 1n << bits && number >= -(1n << bits));
  // Counts, times in milliseconds, and what has its highest bytes in common, as times in nanoseconds and generated ids have.
  const isShared = (bits: bigint, least: number): boolean =>
    distinct >= least && new Set(numbers.map((number) => number >> bits)).size === 1;
  if (length === 2) return isBelow(10n) ? { kind: 'short', distinct } : undefined;
  if (length === 4) {
    if (isBelow(24n)) return { kind: 'int', distinct };
    if (others.every(looksLikeFloat)) return { kind: 'float', distinct };
    return isShared(24n, someDistinct) ? { kind: 'int', distinct } : undefined;
  }
  if (isBelow(48n)) return { kind: 'long', distinct };
  if (others.every(looksLikeDouble)) return { kind: 'double', distinct };
  return isShared(48n, fewDistinct) ? { kind: 'long', distinct } : undefined;
}

function readInteger(bytes: Uint8Array): bigint {
  const bits = bytes.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, bits);
}

/** Of a size between 1e-9 and 1e9 or so. */
function looksLikeFloat(bytes: Uint8Array): boolean {
  const exponent = ((((bytes[0] ?? 0) & 0x7f) << 1) | ((bytes[1] ?? 0) >>> 7)) - 127;
  return exponent >= -30 && exponent <= 30;
}

function kindsOf(bytes: Uint8Array): readonly PrimitiveKind[] {
  switch (bytes.length) {
    case lengths.int:
      return ['int'];
    case lengths.long:
      return looksLikeDouble(bytes) ? ['double', 'long'] : ['long', 'double'];
    case lengths.uuid:
      return ['uuid'];
    default:
      return [];
  }
}

/** Of a size between 1e-12 and 1e18 or so. As longs these are beyond 4 * 10^18, where neither counts nor times are. */
function looksLikeDouble(bytes: Uint8Array): boolean {
  const exponent = ((((bytes[0] ?? 0) & 0x7f) << 4) | ((bytes[1] ?? 0) >>> 4)) - 1023;
  return exponent >= -40 && exponent <= 60;
}
