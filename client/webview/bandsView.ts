import type { Band, Diagnosis, FoundClass, FramingChange, PartitionOffsets, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { avroFramings } from '../../shared/wire/framings.ts';
import { bandName, classText, count, offsetsText, schemaIdsText, spanText, timeText } from '../../shared/diagnosis/reportTexts.ts';
import type { BandRowView, BandsView, Pattern, PlaceView, SegmentView } from './reportProtocol.ts';

/** More marks than this can't be told apart on a line. */
const mostTicks = 300;

/** A row for each partition, to the scale of offsets: which framing there is from where to where. */
export function toBands({ partitions }: Diagnosis, side: SideDiagnosis, nowMs: number): BandsView {
  const held = partitions.filter(({ firstOffset, endOffset }) => endOffset > firstOffset);
  const from =
    held.reduce<bigint | undefined>(
      (least, { firstOffset }) => (least === undefined || firstOffset < least ? firstOffset : least),
      undefined,
    ) ?? 0n;
  const to = held.reduce((most, { endOffset }) => (endOffset > most ? endOffset : most), from + 1n);
  const toScale = (offset: bigint): number => Number(((offset - from) * 1_000_000n) / (to - from)) / 1_000_000;
  const patterns = toPatterns(side.classes);
  return {
    part: side.part,
    axis: { from: count(from), to: count(to - 1n) },
    rows: partitions.map((partition) => toRow(partition, side, { patterns, toScale, nowMs })),
    legend:
      side.readings.length > 0 ? [] : side.classes.map((one, index) => ({ pattern: patterns[index] ?? 'open', text: classText(one) })),
    hasChanges: side.changes.length > 0,
  };
}

/** The first framing with a schema's name and bare Avro have theirs, since most reports are about these two; the others by turns. */
function toPatterns(classes: readonly FoundClass[]): Pattern[] {
  const others: readonly Pattern[] = ['a', 'b', 'c', 'd'];
  let [hasFramed, next] = [false, 0];
  return classes.map(({ framing, fault }): Pattern => {
    if (framing === 'null') return 'null';
    if (framing === 'bare' && fault === undefined) return 'bare';
    if (!hasFramed && fault === undefined && framing !== 'bare' && avroFramings.has(framing)) {
      hasFramed = true;
      return 'framed';
    }
    return others[next++ % others.length] ?? 'a';
  });
}

interface RowParts {
  readonly patterns: readonly Pattern[];
  readonly toScale: (offset: bigint) => number;
  readonly nowMs: number;
}

function toRow({ partition, firstOffset, endOffset }: PartitionOffsets, side: SideDiagnosis, parts: RowParts): BandRowView {
  const { toScale, nowMs } = parts;
  const bands = side.bands.filter((band) => band.partition === partition);
  const changes = side.changes.filter((change) => change.partition === partition);
  const isEmpty = endOffset <= firstOffset;
  const width = isEmpty ? 0 : toScale(firstOffset);
  const ticks = new Set(bands.flatMap(({ read }) => read).map((offset) => Math.round(toScale(offset) * mostTicks) / mostTicks));
  return {
    partition,
    gone: width > 0 ? { width, title: `Offsets up to ${count(firstOffset - 1n)} are there no more` } : undefined,
    segments: bands.map((band, index) => toSegment(band, { side, index, isLast: index === bands.length - 1 }, parts)),
    ticks: [...ticks],
    change: toChange(changes, nowMs),
    text: isEmpty ? 'no records' : behindRow(bands, changes, side, nowMs),
  };
}

function toChange([first]: readonly FramingChange[], nowMs: number): BandRowView['change'] {
  if (first === undefined) return undefined;
  const { partition, offset, timestampMs } = first;
  const time = timestampMs === undefined ? '' : timeText(timestampMs, nowMs, { seconds: true });
  return { place: { partition, offset: offset.toString() }, text: count(offset), time };
}

function behindRow(bands: readonly Band[], changes: readonly FramingChange[], { readings }: SideDiagnosis, nowMs: number): string {
  if (changes.length > 1) return `and ${count(changes.length - 1)} more`;
  const [first, last] = [bands[0], bands.at(-1)];
  if (changes.length > 0 || first === undefined || last === undefined) return '';
  const ids = [...new Set(bands.flatMap(({ schemaIds }) => schemaIds))];
  if (ids.length > 0 && readings.length === 0) return schemaIdsText(ids);
  const times = spanText(first.firstMs, last.lastMs, nowMs);
  return [offsetsText(first.from, last.to), ...(times === '' ? [] : [times])].join(', ');
}

function toSegment(
  band: Band,
  { side, index, isLast }: { readonly side: SideDiagnosis; readonly index: number; readonly isLast: boolean },
  { patterns, toScale }: RowParts,
): SegmentView {
  const isOpen = side.readings.length > 0 || band.classes.length === 0;
  const ids = band.schemaIds.length === 1 || side.readings.length > 0 ? schemaIdsText(band.schemaIds) : '';
  const label = [bandName(band, side), ...(ids === '' ? [] : [ids])].join(', ');
  const start = toScale(band.from);
  const offsets = band.to - band.from === 1n ? `Offset ${count(band.from)}` : `Offsets ${offsetsText(band.from, band.to)}`;
  const sample = toSample(band, index === 0 && !isLast);
  const said = side.readings.length > 0 ? 'undecided' : label;
  return {
    ...{ start, width: toScale(band.to) - start, label, sample },
    patterns: isOpen ? ['open'] : band.classes.map((place) => patterns[place] ?? 'open'),
    name: `${offsets}: ${said}.${sample === undefined ? '' : ' Show bytes.'}`,
  };
}

/** A record to look at: what stands nearest to a change, else the newest. */
function toSample({ partition, read }: Band, isBeforeChange: boolean): PlaceView | undefined {
  const offset = isBeforeChange ? read.at(-1) : read[0];
  return offset === undefined ? undefined : { partition, offset: offset.toString() };
}
