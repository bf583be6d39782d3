import { toHex } from './bytesLiteral.ts';
import { Cursor } from './cursor.ts';
import { readBytes } from './readBytes.ts';
import { readInt } from './readNumbers.ts';
import { Sink } from './sink.ts';
import { CodecError } from '../errors.ts';

/** A decimal number: `unscaled` over 10 to the power of `scale`. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/** The number as text with all decimals of its scale, such as `12.50`. */
export function decimalText({ unscaled, scale }: Decimal): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const sign = unscaled < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The number that a text without an exponent writes; undefined for any other text. Its scale is its count of decimals. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, whole, fraction = ''] = /^(-?\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : { unscaled: BigInt(whole + fraction), scale: fraction.length };
}

/** How many digits a decimal has in all, without zeros in front. */
export function precisionOf({ unscaled }: Decimal): number {
  return String(unscaled < 0n ? -unscaled : unscaled).length;
}

/** The number that big-endian two's complement bytes are; 0 for none. */
export function bytesToBigint(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${toHex(bytes)}`));
}

/** The fewest bytes that are the number in big-endian two's complement, at least one; or exactly `size`, if it fits. */
export function bigintToBytes(number: bigint, size?: number): Uint8Array {
  const isNegative = number < 0n;
  const magnitude = (isNegative ? -number - 1n : number).toString(16);
  const even = magnitude.length % 2 === 0 ? magnitude : `0${magnitude}`;
  const digits = /^[89a-f]/.test(even) ? `00${even}` : even;
  const padded = size === undefined ? digits : digits.padStart(2 * size, '0');
  const flip = isNegative ? 0xff : 0;
  return Uint8Array.from({ length: padded.length / 2 }, (_, index) => Number.parseInt(padded.slice(2 * index, 2 * index + 2), 16) ^ flip);
}

/**
 * The decimal that the bytes of a `decimal` are, or undefined where writing it again would give other bytes: it has more
 * digits than the precision, or the bytes are more than are needed.
 *
 * @param size of a fixed, in bytes
 */
export function exactDecimal(bytes: Uint8Array, precision: number, scale: number, size: number | undefined): Decimal | undefined {
  // Each byte holds two digits and more, so that this many can't be within the precision; it bounds the work.
  if (size === undefined && bytes.length > precision) return undefined;
  const decimal = { unscaled: bytesToBigint(bytes), scale };
  if (precisionOf(decimal) > precision) return undefined;
  return areEqual(bigintToBytes(decimal.unscaled, size), bytes) ? decimal : undefined;
}

/** More digits or decimals are shown as bytes: nobody reads them, and making them takes long. */
const maxBigDecimal = 1000;

/**
 * The decimal that the bytes of a `big-decimal` are, or undefined where writing it again would give other bytes.
 *
 * @see Avro 1.12, "Decimal": the unscaled value as bytes, then the scale as an int, as Java's BigDecimalConversion has it
 */
export function exactBigDecimal(bytes: Uint8Array): Decimal | undefined {
  if (bytes.length > maxBigDecimal) return undefined;
  const cursor = new Cursor();
  cursor.reset(bytes, 0);
  try {
    const decimal = { unscaled: bytesToBigint(readBytes(cursor)), scale: readInt(cursor) };
    if (decimal.scale < 0 || decimal.scale > maxBigDecimal) return undefined;
    return areEqual(bigDecimalBytes(decimal), bytes) ? decimal : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** The bytes of a `big-decimal`. */
export function bigDecimalBytes({ unscaled, scale }: Decimal): Uint8Array {
  const sink = new Sink();
  const bytes = bigintToBytes(unscaled);
  sink.writeLong(bytes.length);
  sink.writeBytes(bytes);
  sink.writeLong(scale);
  return sink.toBytes();
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
