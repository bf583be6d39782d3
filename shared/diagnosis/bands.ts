import { bordersOf } from './changes.ts';
import type { Band } from './diagnosis.ts';
import { toStretches, type OffsetRange, type PartitionSamples, type PlacedSample } from './stretches.ts';

/** Read offsets that are told of a band. */
const mostRead = 200;

/**
 * Returns a partition as bands without gaps from its first to its last offset. What lies between samples of one class is
 * taken for the same; a band of no class is where nobody has looked, before, behind or between what is known.
 */
export function toBands(partition: PartitionSamples): Band[] {
  const { firstOffset, endOffset, samples, read } = partition;
  if (endOffset <= firstOffset) return [];
  const [first, last] = [read[0], read.at(-1)];
  if (first === undefined || last === undefined) return [bandOf(partition, { from: firstOffset, to: endOffset }, [])];
  const stretches = toStretches(partition);
  const borders = bordersOf(partition);
  const nulls = [...new Set(samples.map(({ place }) => place))];
  const known = stretches.length === 0 ? [{ places: nulls }] : stretches;
  const bands: Band[] = [];
  const [start, end] = [first.from > firstOffset ? first.from : firstOffset, last.to < endOffset ? last.to : endOffset];
  if (start > firstOffset) bands.push(bandOf(partition, { from: firstOffset, to: start }, []));
  let from = start;
  for (const [index, { places }] of known.entries()) {
    const border = borders[index];
    const to = border === undefined ? end : border.isExact ? border.after.offset : border.before.offset + 1n;
    bands.push(bandOf(partition, { from, to }, places));
    from = to;
    if (border !== undefined && !border.isExact && border.after.offset > to) {
      bands.push(bandOf(partition, { from: to, to: border.after.offset }, []));
      from = border.after.offset;
    }
  }
  if (end < endOffset) bands.push(bandOf(partition, { from: end, to: endOffset }, []));
  return bands;
}

function bandOf({ partition, samples }: PartitionSamples, { from, to }: OffsetRange, classes: readonly number[]): Band {
  const inside = samples.filter(({ offset }) => offset >= from && offset < to);
  const times = inside.flatMap(({ timestampMs }) => (timestampMs < 0 ? [] : [timestampMs]));
  return {
    partition,
    from,
    to,
    classes,
    firstMs: least(times),
    lastMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
    read: spread(inside).map(({ offset }) => offset),
    schemaIds: [...new Set(inside.flatMap(({ schemaId }) => schemaId ?? []))].sort((a, b) => a - b),
  };
}

function least(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => Math.min(a, b));
}

/** Some of them where there are many, from one end to the other. */
function spread(samples: readonly PlacedSample[]): readonly PlacedSample[] {
  if (samples.length <= mostRead) return samples;
  return Array.from({ length: mostRead }, (_, index) => samples[Math.floor((index * (samples.length - 1)) / (mostRead - 1))]).flatMap(
    (sample) => sample ?? [],
  );
}

/**
 * How many records of each class a partition has, as far as the samples tell: those that were looked at, and of the rest of
 * each band as many as its samples stand for. Offsets without a record are left out as often as they were met.
 */
export function countRecords(partition: PartitionSamples, bands: readonly Band[]): Map<number, bigint> {
  const counts = new Map<number, bigint>();
  for (const band of bands) {
    const inside = partition.samples.filter(({ offset }) => offset >= band.from && offset < band.to);
    const looked = partition.read.reduce((sum, range) => sum + overlap(range, band), 0n);
    const rest = band.to - band.from - looked;
    const byPlace = new Map<number, bigint>();
    for (const { place } of inside) byPlace.set(place, (byPlace.get(place) ?? 0n) + 1n);
    for (const [place, count] of byPlace) {
      const more = looked === 0n ? 0n : (rest * count + looked / 2n) / looked;
      counts.set(place, (counts.get(place) ?? 0n) + count + more);
    }
  }
  return counts;
}

function overlap(a: OffsetRange, b: OffsetRange): bigint {
  const [from, to] = [a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to];
  return to > from ? to - from : 0n;
}
