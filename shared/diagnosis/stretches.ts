/** A sample of one side by its place in a partition, and the class that it is of. */
export interface PlacedSample {
  readonly offset: bigint;
  /** In milliseconds since 1970; -1 where it has none. */
  readonly timestampMs: number;
  /** Its class's place in `classes`. */
  readonly place: number;
  readonly isNull: boolean;
  /** That its frame names; undefined where it names none. */
  readonly schemaId: number | undefined;
}

/** Offsets from `from` up to `to`, exclusive. */
export interface OffsetRange {
  readonly from: bigint;
  readonly to: bigint;
}

/** What was read of one side of a partition. */
export interface PartitionSamples {
  readonly partition: number;
  readonly firstOffset: bigint;
  /** Exclusive. */
  readonly endOffset: bigint;
  /** By offset. */
  readonly samples: readonly PlacedSample[];
  /** All offsets in them were looked at; by offset, and apart from each other. */
  readonly read: readonly OffsetRange[];
}

/** Samples of a partition that follow each other and are alike: of one class, or of several that stand among each other. */
export interface Stretch {
  readonly places: readonly number[];
  /** Without those that are null. */
  readonly samples: readonly PlacedSample[];
}

/** More changes of one partition are not told apart: its framings stand among each other. */
const mostChanges = 4;
/** What is less likely than this does not come from a mixture. */
const unlikely = 0.02;

/** Adds a range to those that are there, by offset and apart from each other. */
export function addRange(ranges: readonly OffsetRange[], { from, to }: OffsetRange): OffsetRange[] {
  if (to <= from) return [...ranges];
  const [apart, touching] = [
    ranges.filter((one) => one.to < from || one.from > to),
    ranges.filter((one) => one.to >= from && one.from <= to),
  ];
  const merged = touching.reduce(
    (all, one) => ({ from: one.from < all.from ? one.from : all.from, to: one.to > all.to ? one.to : all.to }),
    {
      from,
      to,
    },
  );
  return [...apart, merged].sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** Whether all offsets between two of a partition were looked at. */
export function isReadBetween({ read }: PartitionSamples, from: bigint, to: bigint): boolean {
  return read.some((range) => range.from <= from && range.to >= to);
}

/**
 * Returns a partition's samples as stretches, by offset. Where they change class more often than they would by a few
 * switches, they stand among each other. Those that are null do not count: a tombstone is no framing.
 */
export function toStretches(partition: PartitionSamples): Stretch[] {
  const stretches = windowsOf(partition).flatMap((window) =>
    isMixed(window) ? [mixed([{ places: [], samples: window }])] : runsOf(window),
  );
  const merged = mergeAlike(stretches);
  if (merged.length <= mostChanges + 1) return merged;
  return mergeAlike([...merged.slice(0, 1), mixed(merged.slice(1, -1)), ...merged.slice(-1)]);
}

/** Samples between which all was read, in their order. */
function windowsOf(partition: PartitionSamples): PlacedSample[][] {
  const windows: PlacedSample[][] = [];
  let range = 0;
  let current: { readonly range: number; readonly samples: PlacedSample[] } | undefined;
  for (const sample of partition.samples) {
    while ((partition.read[range]?.to ?? sample.offset + 1n) <= sample.offset) range++;
    if (sample.isNull) continue;
    if (current?.range !== range) windows.push((current = { range, samples: [] }).samples);
    current.samples.push(sample);
  }
  return windows;
}

/** Whether the classes of samples next to each other change about as often as they do where they stand in no order. */
function isMixed(samples: readonly PlacedSample[]): boolean {
  const runs = 1 + samples.filter(({ place }, index) => index > 0 && samples[index - 1]?.place !== place).length;
  if (runs < 3) return false;
  const squares = [...countsOf(samples).values()].reduce((sum, count) => sum + count * count, 0);
  const expected = 1 + (samples.length ** 2 - squares) / samples.length;
  return runs >= expected / 2;
}

function runsOf(samples: readonly PlacedSample[]): Stretch[] {
  const runs: { places: number[]; samples: PlacedSample[] }[] = [];
  for (const sample of samples) {
    const last = runs.at(-1);
    if (last?.places[0] === sample.place) last.samples.push(sample);
    else runs.push({ places: [sample.place], samples: [sample] });
  }
  return runs;
}

/** Neighbours that are alike become one; a mixture takes in what may well be of it. */
function mergeAlike(stretches: readonly Stretch[]): Stretch[] {
  let merged = joinPure(stretches);
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    const next: Stretch[] = [];
    for (const stretch of merged) {
      const last = next.at(-1);
      if (last === undefined || !belongTogether(last, stretch)) next.push(stretch);
      else {
        next[next.length - 1] = mixed([last, stretch]);
        isChanged = true;
      }
    }
    merged = next;
  }
  return merged;
}

/** Neighbours of one class, which most are, become one at once. */
function joinPure(stretches: readonly Stretch[]): Stretch[] {
  const joined: { readonly places: readonly number[]; readonly samples: PlacedSample[] }[] = [];
  for (const { places, samples } of stretches) {
    const last = joined.at(-1);
    if (places.length === 1 && last?.places.length === 1 && last.places[0] === places[0])
      for (const sample of samples) last.samples.push(sample);
    else joined.push({ places, samples: [...samples] });
  }
  return joined;
}

function belongTogether(one: Stretch, other: Stretch): boolean {
  if (one.places.length === 1 && other.places.length === 1) return one.places[0] === other.places[0];
  if (one.places.length > 1 && other.places.length > 1) return one.places.some((place) => other.places.includes(place));
  const [pure, mixture] = one.places.length === 1 ? [one, other] : [other, one];
  const own = countsOf(mixture.samples).get(pure.places[0] ?? -1) ?? 0;
  if (own === 0) return false;
  const chance = (own + 1) / (mixture.samples.length + mixture.places.length);
  return chance ** pure.samples.length > unlikely;
}

function mixed(stretches: readonly Stretch[]): Stretch {
  const samples = stretches.flatMap((stretch) => stretch.samples);
  const places = [...countsOf(samples)].sort(([, a], [, b]) => b - a).map(([place]) => place);
  return { places, samples };
}

function countsOf(samples: readonly PlacedSample[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { place } of samples) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
}
