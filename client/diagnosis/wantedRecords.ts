import type { Sample } from '../../shared/diagnosis/samples.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import type { TopicProbe, WantedRecords } from '../cluster/probeRequest.ts';

/** Records that are read behind each place that is looked at. */
const behindEach = 2;

/** The oldest, the middle and the newest records of each partition. */
export function firstWanted({ partitions }: TopicProbe, each: number): WantedRecords[] {
  return partitions.flatMap(({ partition, firstOffset, endOffset }): WantedRecords[] => {
    if (firstOffset < 0n || endOffset <= firstOffset) return [];
    const range = { partition, from: firstOffset, until: endOffset };
    const size = endOffset - firstOffset;
    if (size <= BigInt(3 * each)) return [{ ...range, count: 3 * each, take: 'first' }];
    const middle = firstOffset + size / 2n - BigInt(Math.floor(each / 2));
    return [
      { ...range, count: each, take: 'last' },
      { ...range, count: each, take: 'first' },
      { ...range, from: middle, count: each, take: 'first' },
    ];
  });
}

/** A few records from an offset on. */
export function wantedFrom(partition: number, from: bigint, until: bigint): WantedRecords {
  return { partition, from, until, count: behindEach, take: 'first' };
}

/** A record's key or value. */
export function toSample({ partition, offset, timestampMs, key, value, headers }: KafkaRecord, part: 'key' | 'value'): Sample {
  return { partition, offset, timestampMs, bytes: part === 'key' ? key : value, headers };
}
