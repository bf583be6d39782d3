import { CodecError } from '../../errors.ts';
import { bytesText, countText } from '../cursor.ts';
import type { Reader } from '../read.ts';
import type { Steps } from '../../slices.ts';

/** The records of one block, found by their positions in its data, which are decompressed. */
export interface BlockRecords {
  readonly data: Uint8Array;
  /** Where each record begins, and where the last one ends. */
  readonly starts: Uint32Array;
  /** How many can be read. */
  readonly count: number;
  /** Why the block does not hold what it says, where that is so: one sentence; positions are in its data. */
  readonly problem: string | undefined;
}

/** So many records without a byte of their own are believed of a block. */
const mostEmptyRecords = 1_000_000;
const recordsInStep = 256;

/**
 * Finds the records of a block.
 *
 * @param count how many the block says that it has
 */
export function* findRecords(reader: Reader, data: Uint8Array, count: number): Steps<BlockRecords> {
  // Each record has a byte at least, unless its schema takes none.
  const most = Math.min(count, data.length + mostEmptyRecords);
  let starts = new Uint32Array(Math.min(most, 4096) + 1);
  let position = 0;
  let found = 0;
  let problem: string | undefined;
  while (found < most) {
    if (found + 1 >= starts.length) {
      const longer = new Uint32Array(Math.min(2 * starts.length, most + 1));
      longer.set(starts);
      starts = longer;
    }
    try {
      position = reader.readAt(data, position).end;
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      problem = `Record ${countText(found + 1)} of ${countText(count)} in the block: ${error.message}.`;
      break;
    }
    starts[++found] = position;
    if (found % recordsInStep === 0) yield;
  }
  if (problem === undefined && found < count)
    problem = `The block says that it has ${countText(count)} records, and has bytes for ${countText(found)}.`;
  else if (problem === undefined && position < data.length) {
    problem = `${bytesText(data.length - position)} ${data.length - position === 1 ? 'is' : 'are'} left over behind the ${countText(count)} records of the block.`;
  }
  return { data, starts: starts.slice(0, found + 1), count: found, problem };
}
