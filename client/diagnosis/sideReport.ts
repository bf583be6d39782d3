import { setImmediate } from 'node:timers/promises';
import { runInSlices } from '../../shared/slices.ts';
import type { Steps } from '../../shared/slices.ts';
import { valuePreview } from '../../shared/avro/valueToJson.ts';
import { CodecError } from '../../shared/errors.ts';
import { countRecords, toBands } from '../../shared/diagnosis/bands.ts';
import { toChanges } from '../../shared/diagnosis/changes.ts';
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
import { counted, timeText } from '../../shared/diagnosis/reportTexts.ts';
import type { Judge, JudgedReading, Judgement, ReadSample, Sample } from '../../shared/diagnosis/samples.ts';
import { tellSide } from '../../shared/diagnosis/sideTexts.ts';
import type { OffsetRange, PartitionSamples } from '../../shared/diagnosis/stretches.ts';
import { maskText, type PartMasks } from '../records/masks.ts';

/** What a side's report is made of. */
export interface SideInput {
  readonly part: 'key' | 'value';
  readonly topic: string;
  readonly judge: Judge;
  /** In the order in which the judge was given them. */
  readonly samples: readonly Sample[];
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

/** The samples of each partition, with what they were judged to be. */
export function placeSamples({ samples, partitions, read }: SideInput, { classOf, classes, read: reads }: Judgement): PartitionSamples[] {
  return partitions.map(({ partition, firstOffset, endOffset }) => ({
    partition,
    firstOffset,
    endOffset,
    read: read.get(partition) ?? [],
    samples: samples
      .flatMap((sample, index) => {
        const place = classOf[index];
        if (sample.partition !== partition || place === undefined) return [];
        const framed = classes[place]?.framing;
        const schemaId = framed === 'bare' ? undefined : reads[index]?.readable?.source.schemaId;
        return [{ offset: sample.offset, timestampMs: sample.timestampMs, place, isNull: framed === 'null', schemaId }];
      })
      .sort((a, b) => (a.offset < b.offset ? -1 : 1)),
  }));
}

/** Makes the report of a side out of what is known by now. */
export async function toSideReport(input: SideInput, signal: AbortSignal): Promise<SideDiagnosis> {
  const { part, topic, judge, samples, partitions, masks, hasRegistry, nowMs } = input;
  const judged = judge.judge();
  const placed = placeSamples(input, judged);
  const bands = placed.flatMap(toBands);
  const changes = placed.flatMap(toChanges);
  const classes = toClasses(judged, samples, placed, bands);
  const state = stateOf(judged, classes, bands, changes);
  const readings = judged.state === 'undecided' ? judged.readings.map((reading) => toReading(reading, masks)) : [];
  const slices = { sliceMs: 15, now: () => performance.now(), pause: () => setImmediate(), isCancelled: () => signal.aborted };
  // What is cancelled is told without the table.
  const consumers = (await runInSlices(consumersOf(input, judged, { classes, changes, state }), slices)) ?? { columns: [], rows: [] };
  const offsets = partitions.reduce((sum, { firstOffset, endOffset }) => sum + endOffset - firstOffset, 0n);
  const told = { part, topic, state, classes, changes, readings, consumers, sampled: samples.length, offsets, hasRegistry, nowMs };
  const evidence = judged.evidence.length > 0 ? judged.evidence : classEvidence(judged, part);
  return { part, state, classes, bands, changes, evidence, readings, consumers, ...tellSide(told) };
}

function toClasses(
  judged: Judgement,
  samples: readonly Sample[],
  placed: readonly PartitionSamples[],
  bands: readonly Band[],
): FoundClass[] {
  const counts = new Map<number, bigint>();
  for (const partition of placed) {
    const own = bands.filter((band) => band.partition === partition.partition);
    for (const [place, records] of countRecords(partition, own)) counts.set(place, (counts.get(place) ?? 0n) + records);
  }
  const total = [...counts.values()].reduce((sum, records) => sum + records, 0n);
  return judged.classes.map((one, index) => {
    const own = samples.filter((_, at) => judged.classOf[at] === index);
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
      hex: masks.isEmpty ? hexOf(one.sample.bytes) : maskText,
      preview: previewOf(one, masks),
    })),
  };
}

function hexOf(bytes: Uint8Array | null): string {
  if (bytes === null) return '';
  const hex = [...bytes.subarray(0, mostHexBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return bytes.length > mostHexBytes ? `${hex} …` : hex;
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

interface Found {
  readonly classes: readonly FoundClass[];
  readonly changes: readonly FramingChange[];
  readonly state: SideDiagnosis['state'];
}

function* consumersOf(input: SideInput, judged: Judgement, found: Found): Steps<ConsumerTable> {
  const columns = toColumns(input, judged, found);
  if (columns.length === 0) return { columns: [], rows: [] };
  const { part, topic, judge, masks } = input;
  const askedGuid = (): undefined => undefined;
  const asked = (schemaId: number): ReturnType<Judge['asked']> => judge.asked(schemaId);
  return yield* consumerTableSteps({ columns, part, topic, asked, askedGuid, consumers: [], masks });
}

/** A column each for what readers of Avro can be asked of: plain text and tombstones are none of it. */
function toColumns({ nowMs, predicted }: SideInput, judged: Judgement, { classes, changes, state }: Found): ColumnToPredict[] {
  if (judged.state === 'undecided') {
    return judged.readings.slice(0, mostColumns).map(({ name, by, read }, of) => ({
      title: `If it is ${name}`,
      detail: by,
      of,
      samples: read.slice(0, predicted),
    }));
  }
  const avro = classes.filter(({ framing, schemas, fault }) => framing !== 'null' && (schemas.length > 0 || fault !== undefined));
  const last = changes.at(-1);
  return avro.slice(0, mostColumns).map(({ index, name, records }) => ({
    title: columnTitle(index, avro.length, state, last, changes, nowMs) ?? name.charAt(0).toUpperCase() + name.slice(1),
    detail: `${name}, ${counted(records, 'record')}`,
    of: index,
    samples: judged.read.filter((_, at) => judged.classOf[at] === index).slice(0, predicted),
  }));
}

function columnTitle(
  index: number,
  columns: number,
  state: SideDiagnosis['state'],
  last: FramingChange | undefined,
  changes: readonly FramingChange[],
  nowMs: number,
): string | undefined {
  if (columns === 1) return 'All values';
  if (state !== 'changed' || last === undefined || columns > 2) return undefined;
  const times = changes.flatMap(({ to, timestampMs }) => (to === last.to && timestampMs !== undefined ? [timestampMs] : []));
  if (times.length === 0) return undefined;
  return `${index === last.to ? 'Since' : 'Before'} ${timeText(Math.min(...times), nowMs)}`;
}
