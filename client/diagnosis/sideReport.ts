import { setImmediate } from 'node:timers/promises';
import { runInSlices } from '../../shared/slices.ts';
import type { Steps } from '../../shared/slices.ts';
import { toHexText } from '../../shared/avro/bytesLiteral.ts';
import { valuePreview } from '../../shared/avro/valueToJson.ts';
import { CodecError } from '../../shared/errors.ts';
import { countRecords, toBands } from '../../shared/diagnosis/bands.ts';
import { newestSinceMs, toChanges } from '../../shared/diagnosis/changes.ts';
import { classEvidence } from '../../shared/diagnosis/classEvidence.ts';
import type {
  Band,
  FoundClass,
  FramingChange,
  PartitionOffsets,
  PossibleReading,
  SideDiagnosis,
} from '../../shared/diagnosis/diagnosis.ts';
import { consumerTableSteps, type ColumnToPredict } from '../../shared/diagnosis/consumers/table.ts';
import type { ConsumerTable } from '../../shared/diagnosis/consumerTable.ts';
import { capital, counted, recordsOf, timeText } from '../../shared/diagnosis/reportTexts.ts';
import type { Judge, JudgedReading, Judgement, ReadSample } from '../../shared/diagnosis/samples.ts';
import { tellSide } from '../../shared/diagnosis/sideTexts.ts';
import type { OffsetRange, PartitionSamples, PlacedSample } from '../../shared/diagnosis/stretches.ts';
import { maskText, type PartMasks } from '../records/masks.ts';

/** What a side's report is made of. */
export interface SideInput {
  readonly part: 'key' | 'value';
  readonly topic: string;
  readonly judge: Judge;
  readonly partitions: readonly PartitionOffsets[];
  /** By partition: what was looked at. */
  readonly read: ReadonlyMap<number, readonly OffsetRange[]>;
  readonly masks: PartMasks;
  readonly hasRegistry: boolean;
  readonly nowMs: number;
  /** Samples of each column that consumers are asked of. */
  readonly predicted: number;
}

/** Columns beside each other that a person can compare. */
const mostColumns = 4;
const mostContents = 4;
const mostHexBytes = 48;
const mostSamples = 100;

/** The samples of each partition, with what they are judged to be. */
export function placeSamples({ judge, partitions, read }: SideInput): PartitionSamples[] {
  const { classOf, framings, read: all } = judge.place();
  const byPartition = new Map(partitions.map(({ partition }): [number, PlacedSample[]] => [partition, []]));
  for (const [index, { sample, readable }] of all.entries()) {
    const place = classOf[index];
    const samples = byPartition.get(sample.partition);
    if (place === undefined || samples === undefined) continue;
    const framing = framings[place];
    const schemaId = framing === 'bare' ? undefined : readable?.source.schemaId;
    samples.push({ offset: sample.offset, timestampMs: sample.timestampMs, place, isNull: framing === 'null', schemaId });
  }
  return partitions.map(({ partition, firstOffset, endOffset }) => ({
    partition,
    firstOffset,
    endOffset,
    read: read.get(partition) ?? [],
    samples: (byPartition.get(partition) ?? []).sort((a, b) => (a.offset < b.offset ? -1 : 1)),
  }));
}

/** Makes the report of a side out of what is known by now. */
export async function toSideReport(input: SideInput): Promise<SideDiagnosis> {
  const { part, topic, judge, partitions, masks, hasRegistry, nowMs } = input;
  const judged = judge.judge();
  const placed = placeSamples(input);
  const bands = placed.flatMap(toBands);
  const changes = placed.flatMap(toChanges);
  const classes = toClasses(judged, placed, bands);
  const state = stateOf(judged, classes, bands, changes);
  const readings = judged.state === 'undecided' ? judged.readings.map((reading) => toReading(reading, masks)) : [];
  // What has been read is told also where it was cancelled.
  const slices = { sliceMs: 15, now: () => performance.now(), pause: () => setImmediate(), isCancelled: () => false };
  const consumers = (await runInSlices(consumersOf(input, judged, { classes, changes, state }), slices)) ?? noConsumers;
  const [sampled, offsets] = [judged.read.length, recordsOf(partitions)];
  const told = { part, topic, state, classes, changes, readings, consumers, sampled, offsets, hasRegistry, nowMs };
  const evidence = classEvidence(judged, part);
  return { part, state, classes, bands, changes, evidence, readings, consumers, ...tellSide(told) };
}

function toClasses(judged: Judgement, placed: readonly PartitionSamples[], bands: readonly Band[]): FoundClass[] {
  const counts = new Map<number, bigint>();
  for (const partition of placed) {
    const own = bands.filter((band) => band.partition === partition.partition);
    for (const [place, records] of countRecords(partition, own)) counts.set(place, (counts.get(place) ?? 0n) + records);
  }
  const total = [...counts.values()].reduce((sum, records) => sum + records, 0n);
  return judged.classes.map((one, index) => {
    const own = judged.read.flatMap(({ sample }, at) => (judged.classOf[at] === index ? [sample] : []));
    const times = own.flatMap(({ timestampMs }) => (timestampMs < 0 ? [] : [timestampMs]));
    const records = counts.get(index) ?? 0n;
    return {
      index,
      ...one,
      sampled: own.length,
      records,
      share: total === 0n ? 0 : Number((records * 1_000_000n) / total) / 1_000_000,
      partitions: [...new Set(own.map(({ partition }) => partition))].sort((a, b) => a - b),
      firstMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
      lastMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
      samples: own
        .toSorted((a, b) => b.timestampMs - a.timestampMs || (b.offset > a.offset ? 1 : -1))
        .slice(0, mostSamples)
        .map(({ partition, offset }) => ({ partition, offset })),
    };
  });
}

function stateOf(
  { state }: Judgement,
  classes: readonly FoundClass[],
  bands: readonly Band[],
  changes: readonly FramingChange[],
): SideDiagnosis['state'] {
  if (state !== 'decided') return state;
  const real = classes.filter(({ framing }) => framing !== 'null');
  if (real.length === 0) return 'absent';
  if (real.length === 1) return real[0]?.framing === 'none' ? 'unknown' : 'one';
  return changes.length > 0 && bands.every((band) => band.classes.length < 2) ? 'changed' : 'mixed';
}

function toReading({ framing, name, by, schemas, read }: JudgedReading, masks: PartMasks): PossibleReading {
  const shown = read.slice(0, mostContents);
  return {
    framing,
    name,
    by,
    schemas,
    contents: shown.map((one) => ({
      record: { partition: one.sample.partition, offset: one.sample.offset },
      // Bytes hide nothing, so where something is hidden they are not shown.
      hex: masks.isEmpty ? toHexText(one.sample.bytes ?? new Uint8Array(), mostHexBytes) : maskText,
      preview: previewOf(one, masks),
    })),
  };
}

function previewOf({ readable, value }: ReadSample, masks: PartMasks): string {
  if (readable?.schema === undefined || value === undefined) return '';
  if (!masks.isEmpty) return maskText;
  try {
    return valuePreview(readable.schema, value, 200);
  } catch (error) {
    if (error instanceof CodecError) return '';
    throw error;
  }
}

const noConsumers: ConsumerTable = { columns: [], rows: [] };

interface Found {
  readonly classes: readonly FoundClass[];
  readonly changes: readonly FramingChange[];
  readonly state: SideDiagnosis['state'];
}

function* consumersOf(input: SideInput, judged: Judgement, found: Found): Steps<ConsumerTable> {
  const columns = toColumns(input, judged, found);
  if (columns.length === 0) return noConsumers;
  const { part, topic, judge, masks } = input;
  const askedGuid = (): undefined => undefined;
  const asked = (schemaId: number): ReturnType<Judge['asked']> => judge.asked(schemaId);
  return yield* consumerTableSteps({ columns, part, topic, asked, askedGuid, consumers: [], masks });
}

/** A column each for what readers of Avro can be asked of: plain text and tombstones are none of it. */
function toColumns({ part, nowMs, predicted }: SideInput, judged: Judgement, { classes, changes, state }: Found): ColumnToPredict[] {
  if (judged.state === 'undecided') {
    return judged.readings.slice(0, mostColumns).map(({ name, by, read }, of) => ({
      title: `If it is ${name}`,
      detail: by,
      of,
      samples: spread(read, predicted),
    }));
  }
  const avro = classes.filter(({ framing, schemas, fault }) => framing !== 'null' && (schemas.length > 0 || fault !== undefined));
  return avro.slice(0, mostColumns).map(({ index, name, records }) => ({
    title: avro.length === 1 ? `All ${part}s` : (columnTitle(index, avro.length, state, changes, nowMs) ?? capital(name)),
    detail: `${name}, ${counted(records, 'record')}`,
    of: index,
    samples: spread(
      judged.read.filter((_, at) => judged.classOf[at] === index),
      predicted,
    ),
  }));
}

/** Some of them where there are many, from the first to the last. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function columnTitle(
  index: number,
  columns: number,
  state: SideDiagnosis['state'],
  changes: readonly FramingChange[],
  nowMs: number,
): string | undefined {
  const last = changes.at(-1);
  if (state !== 'changed' || last === undefined || columns > 2) return undefined;
  const sinceMs = newestSinceMs(changes);
  return sinceMs === undefined ? undefined : `${index === last.to ? 'Since' : 'Before'} ${timeText(sinceMs, nowMs)}`;
}
