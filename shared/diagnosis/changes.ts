import type { FramingChange } from './diagnosis.ts';
import { isReadBetween, toStretches, type OffsetRange, type PartitionSamples, type PlacedSample } from './stretches.ts';

/** Where one stretch of a partition ends and the next begins. */
export interface Border {
  readonly before: PlacedSample;
  readonly after: PlacedSample;
  /** Whether nothing lies between the two that was not looked at. */
  readonly isExact: boolean;
  /** Of one class on both sides. */
  readonly isClean: boolean;
}

/** Where a partition's classes change, by offset. */
export function bordersOf(partition: PartitionSamples): Border[] {
  const stretches = toStretches(partition);
  return stretches.slice(1).flatMap((stretch, index) => {
    const last = stretches[index];
    const [before, after] = [last?.samples.at(-1), stretch.samples[0]];
    if (last === undefined || before === undefined || after === undefined) return [];
    const isExact = isReadBetween(partition, before.offset, after.offset);
    return [{ before, after, isExact, isClean: last.places.length === 1 && stretch.places.length === 1 }];
  });
}

/** When what is newest began, in milliseconds since 1970: the earliest of its changes; undefined where none has a time. */
export function newestSinceMs(changes: readonly FramingChange[]): number | undefined {
  const newest = changes.at(-1)?.to;
  const times = changes.flatMap(({ to, timestampMs }) => (to === newest && timestampMs !== undefined ? [timestampMs] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

/** The changes from one class to another, by offset. */
export function toChanges(partition: PartitionSamples): FramingChange[] {
  return bordersOf(partition).flatMap(({ before, after, isClean }) => {
    if (!isClean) return [];
    const timestampMs = after.timestampMs < 0 ? undefined : after.timestampMs;
    return [
      { partition: partition.partition, offset: after.offset, before: before.offset, timestampMs, from: before.place, to: after.place },
    ];
  });
}

/**
 * Where to look next to find the first offset behind each border of a partition: ranges to be read from their first record
 * on, each about half of what is not known. So a border is found in as many steps as its offsets have binary digits.
 */
export function rangesToHalve(partition: PartitionSamples): OffsetRange[] {
  return bordersOf(partition).flatMap(({ before, after, isExact }) => {
    if (isExact) return [];
    const gap = widestGap(partition, before.offset + 1n, after.offset);
    return gap === undefined ? [] : [{ from: (gap.from + gap.to) / 2n, to: after.offset }];
  });
}

/** Where to look whether what was read tells of what lies between: some offsets of the widest gap, other ones in each partition. */
export function offsetsToCheck(partition: PartitionSamples, most: number): bigint[] {
  const gaps = gapsOf(partition, partition.firstOffset, partition.endOffset).sort((a, b) => (a.to - a.from > b.to - b.from ? -1 : 1));
  const offsets = gaps.slice(0, 2).flatMap(({ from, to }, index) => {
    const count = index === 0 ? Math.ceil(most / 2) : Math.floor(most / 2);
    // A step that is none of a power of two meets rhythms of writers at other places.
    const shift = (partition.partition * 37) % 100;
    return Array.from({ length: count }, (_, at) => from + ((to - from) * BigInt(at * 100 + shift)) / BigInt(count * 100));
  });
  return [...new Set(offsets)];
}

/** The offsets of a range that were not looked at. */
function gapsOf({ read }: PartitionSamples, from: bigint, to: bigint): OffsetRange[] {
  const gaps: OffsetRange[] = [];
  let next = from;
  for (const range of read) {
    if (range.to <= next) continue;
    if (range.from >= to) break;
    if (range.from > next) gaps.push({ from: next, to: range.from });
    next = range.to;
  }
  if (next < to) gaps.push({ from: next, to });
  return gaps;
}

function widestGap(partition: PartitionSamples, from: bigint, to: bigint): OffsetRange | undefined {
  return gapsOf(partition, from, to).reduce<OffsetRange | undefined>(
    (widest, gap) => (widest === undefined || gap.to - gap.from > widest.to - widest.from ? gap : widest),
    undefined,
  );
}
