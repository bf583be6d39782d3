import type { KafkaRecord } from './cluster.ts';

/** One of the partitions whose records are put into one order by time. */
export interface MergeSource {
  /** What its next record is ordered by, the lowest first; undefined where there is none at the moment. */
  key(): number | undefined;
  /** Takes its next record, and those behind it whose key is not above the limit; no more than `most` in all. */
  takeUpTo(limit: number, most: number, into: KafkaRecord[]): void;
}

/**
 * Returns the next records of all sources, in the order of their keys. It ends early where a source that is waited for
 * has nothing at the moment: what it will have may come before what the others have.
 *
 * @param isWaitedFor whether a source that has nothing holds the others up
 */
export function mergeBlock<T extends MergeSource>(sources: readonly T[], most: number, isWaitedFor: (source: T) => boolean): KafkaRecord[] {
  const records: KafkaRecord[] = [];
  while (records.length < most) {
    let best: T | undefined;
    let [bestKey, nextKey] = [Infinity, Infinity];
    for (const source of sources) {
      // Done it may be only once it was asked: then it has nothing left but a gap.
      const key = source.key();
      if (key === undefined) {
        if (isWaitedFor(source)) return records;
      } else if (best === undefined || key < bestKey) {
        nextKey = best === undefined ? Infinity : bestKey;
        best = source;
        bestKey = key;
      } else if (key < nextKey) nextKey = key;
    }
    if (best === undefined) return records;
    best.takeUpTo(nextKey, most - records.length, records);
  }
  return records;
}
