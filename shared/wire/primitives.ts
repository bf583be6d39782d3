import { toExact } from '../avro/readNumbers.ts';
import { framingNames } from './framings.ts';

/** What Kafka's own serializers of numbers and UUIDs write: no frame, no schema. */
export type PrimitiveKind = 'int' | 'long' | 'double' | 'uuid';

export type Primitive =
  | {
      readonly ok: true;
      /** As our readers yield an Avro int, long, double and string. */
      readonly value: number | bigint | string;
      /** Exact: every digit of a long; NaN and infinities as strings. */
      readonly json: string;
    }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string };

const lengths: Readonly<Record<PrimitiveKind, number>> = { int: 4, long: 8, double: 8, uuid: 36 };

/**
 * Reads bytes as what one of Kafka's serializers writes: `IntegerSerializer` (4 bytes), `LongSerializer` (8),
 * `DoubleSerializer` (8), all big-endian, `UUIDSerializer` (36 characters of text).
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
