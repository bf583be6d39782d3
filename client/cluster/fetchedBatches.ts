import { unreadable, type Batch } from './batch.ts';
import { readMessages } from './messageSet.ts';
import { currentMagic, headerSize, magicPosition, parseRecordBatch, prefixSize } from './recordBatch.ts';

/**
 * Takes fetched bytes apart into batches: format 2, and the formats 0 and 1 that topics may still hold from before
 * Kafka 0.11. Brokers cut the bytes where their limit is reached, so what is not whole at the end is left out.
 */
export function splitBatches(bytes: Buffer): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start + magicPosition < bytes.length;) {
    const end = start + prefixSize + bytes.readInt32BE(start + 8);
    if (end > bytes.length || end <= start + magicPosition) break;
    const whole = bytes.subarray(start, end);
    const magic = whole.readInt8(magicPosition);
    if (magic === currentMagic) batches.push(end - start < headerSize ? damagedBatch(whole) : parseRecordBatch(whole));
    else if (magic < currentMagic) batches.push(readMessages(whole));
    else batches.push(damagedBatch(whole));
    start = end;
  }
  return batches;
}

function damagedBatch(whole: Buffer): Batch {
  const offset = whole.readBigInt64BE(0);
  const fail = (): never => {
    throw unreadable(offset, offset, 'its format is unknown');
  };
  return {
    firstOffset: offset,
    lastOffset: offset,
    size: whole.length,
    count: 1,
    maxTimestampMs: -1,
    isTransactional: false,
    producerId: -1n,
    control: undefined,
    read: fail,
    open: fail,
  };
}

/** A transaction that was aborted, as a fetch tells of it: its producer, and the offset where it began. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/**
 * Returns what says of each batch in turn, in order, whether it holds data: the markers that end transactions and the
 * batches of aborted ones hold none. From where an aborted transaction began up to its
 * marker, all transactional batches of its producer belong to it.
 *
 * @param aborted all aborted transactions that reach into these batches; none where uncommitted data are wanted
 */
export function dataSelector(aborted: readonly AbortedTransaction[]): (batch: Batch) => boolean {
  const waiting = aborted.toSorted((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  let index = 0;
  return (batch) => {
    for (let next = waiting[index]; next !== undefined && next.firstOffset <= batch.lastOffset; next = waiting[++index]) {
      open.add(next.producerId);
    }
    const { control } = batch;
    if (control === 'abort') open.delete(batch.producerId);
    return control === undefined && !(batch.isTransactional && open.has(batch.producerId));
  };
}
