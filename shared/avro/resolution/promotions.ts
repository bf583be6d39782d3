import type { Cursor } from '../cursor.ts';
import type { Read } from '../fieldReaders.ts';
import { readBytes, readString } from '../readBytes.ts';
import { readFloat, readInt, readLong } from '../readNumbers.ts';

/**
 * The reader of what was written as one primitive type and is to be another.
 *
 * @returns undefined where Avro knows no way from the one to the other
 * @see Avro 1.12, "Schema Resolution"
 */
export function promotion(writer: string, reader: string): Read | undefined {
  return promotions.get(`${writer} ${reader}`);
}

const promotions: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['int long', readInt],
  ['int float', (cursor) => Math.fround(readInt(cursor))],
  ['int double', readInt],
  ['long float', (cursor) => toFloat(readLong(cursor))],
  ['long double', (cursor) => Number(readLong(cursor))],
  ['float double', readFloat],
  ['string bytes', readBytes],
  ['bytes string', (cursor: Cursor) => readString(cursor)],
]);

/** The float that is nearest to a long, as Java's cast has it; by way of the nearest double it might be another. */
function toFloat(long: number | bigint): number {
  if (typeof long === 'number') return Math.fround(long);
  const magnitude = long < 0n ? -long : long;
  // What is cut off counts as one bit, so that a number just beside the middle of two floats is not taken for the middle.
  const rest = (magnitude & 0xfffn) === 0n ? 0n : 1n;
  const float = Math.fround(Number((magnitude >> 12n) | rest) * 0x1000);
  return long < 0n ? -float : float;
}
