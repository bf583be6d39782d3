import { bytesText, countText, misfit, spend } from './cursor.ts';
import type { Cursor } from './cursor.ts';
import { readLong } from './readNumbers.ts';

/** Reads the length before a string or bytes, which must be within what is left. */
export function readLength(cursor: Cursor, what: string): number {
  const { position } = cursor;
  const byte = cursor.bytes[position];
  // Most lengths and indexes are one even byte; that taken here, records are read up to a tenth sooner.
  if (byte !== undefined && byte < 0x80 && (byte & 1) === 0 && byte >>> 1 < cursor.bytes.length - position) {
    cursor.position = position + 1;
    return byte >>> 1;
  }
  const length = readLong(cursor);
  const left = cursor.bytes.length - cursor.position;
  if (length < 0) throw misfit('codec/length', position, `${what} of ${countText(length)} bytes`);
  if (length > left) throw misfit('codec/length', position, `${what} of ${bytesText(length)}, only ${countText(left)} left`);
  // What is no more than the bytes left is no bigint.
  return length as number;
}

/** Reads the index of a union's branch or an enum's symbol. */
export function readIndex(cursor: Cursor, count: number, code: string, what: string): number {
  const { position } = cursor;
  const byte = cursor.bytes[position];
  if (byte !== undefined && byte < 0x80 && (byte & 1) === 0 && byte >>> 1 < count) {
    cursor.position = position + 1;
    return byte >>> 1;
  }
  const index = readLong(cursor);
  if (typeof index === 'number' && index >= 0 && index < count) return index;
  const known = count === 0 ? 'none exists' : count === 1 ? 'only 0 exists' : `only 0–${count - 1} exist`;
  throw misfit(code, position, `${what} index ${String(index)}, ${known}`);
}

/**
 * Reads the head of a block of an array or map: how many items follow, 0 behind the last block. Where the block tells
 * its size, `cursor.blockEnd` is where its items must end.
 *
 * @param minimum the fewest bytes of an item; items of 0 bytes are paid for in steps
 */
export function readBlock(cursor: Cursor, minimum: number, what: string): number {
  const { position } = cursor;
  let count = readLong(cursor);
  cursor.blockEnd = -1;
  if (count === 0) return 0;
  if (count < 0) {
    count = -count;
    const size = readLong(cursor);
    const left = cursor.bytes.length - cursor.position;
    if (size < 0 || size > left) {
      throw misfit('codec/length', position, `${what} block of ${countText(size)} bytes, only ${countText(left)} left`);
    }
    cursor.blockEnd = cursor.position + Number(size);
  }
  if (minimum === 0) spend(cursor, Number(count));
  const left = cursor.bytes.length - cursor.position;
  if (Number(count) * minimum > left) {
    throw misfit('codec/length', position, `${what} block of ${countText(count)} items, only ${bytesText(left)} left`);
  }
  return Number(count);
}

/** Makes sure that a block's items took the bytes that the block says. */
export function endBlock(cursor: Cursor, blockEnd: number, what: string): void {
  if (blockEnd < 0 || cursor.position === blockEnd) return;
  const where = cursor.position < blockEnd ? `${bytesText(blockEnd - cursor.position)} before` : 'behind';
  throw misfit('codec/length', cursor.position, `${what} block ends here, ${where} the end that its size gives`);
}
