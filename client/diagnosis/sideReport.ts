import { setImmediate } from 'node:timers/promises';
import { runInSlices } from '../../shared/slices.ts';
import type { Steps } from '../../shared/slices.ts';
import { toHexText } from '../../shared/avro/bytesLiteral.ts';
import { valuePreview, valueToJson } from '../../shared/avro/valueToJson.ts';
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
import { toAskedGuid } from '../../shared/diagnosis/askedIds.ts';
import { toColumns } from '../../shared/diagnosis/consumerColumns.ts';
import { consumerTableSteps } from '../../shared/diagnosis/consumers/table.ts';
import type { ConsumerTable } from '../../shared/diagnosis/consumerTable.ts';
import { isPlain, recordsOf } from '../../shared/diagnosis/reportTexts.ts';
import type { Judge, JudgedReading, Judgement, ReadSample } from '../../shared/diagnosis/samples.ts';
import { tellSide } from '../../shared/diagnosis/sideTexts.ts';
import { lookAtUnknown } from '../../shared/diagnosis/unknownBytes.ts';
import type { OffsetRange, PartitionSamples, PlacedSample } from '../../shared/diagnosis/stretches.ts';
import { decodeUtf8 } from '../../shared/wire/plainText.ts';
import { isPrimitiveKind, readPrimitive } from '../../shared/wire/primitives.ts';
import { maskText, type PartMasks } from '../records/masks.ts';
import { shorten } from '../webview/texts.ts';

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

const mostContents = 4;
/** Characters of what a sample means. */
const mostPreview = 200;
/** More than that is not looked through for what is to be hidden. In bytes. */
const mostMasked = 1_000_000;
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
  const unknownLook = state === 'unknown' ? lookAtUnknown(judged.read.flatMap(({ sample }) => sample.bytes ?? [])) : undefined;
  const told = { part, topic, state, classes, changes, readings, consumers, sampled, offsets, hasRegistry, unknownLook, nowMs };
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

function previewOf({ framing, sample, readable, value }: ReadSample, masks: PartMasks): string {
  const bytes = sample.bytes ?? new Uint8Array();
  if (masks.hidesAll || (!masks.isEmpty && bytes.length > mostMasked)) return maskText;
  if (isPlain(framing)) return plainPreview(framing, bytes, masks);
  if (readable?.schema === undefined || value === undefined) return '';
  try {
    if (masks.isEmpty) return valuePreview(readable.schema, value, mostPreview);
    return onOneLine(masks.apply(valueToJson(readable.schema, value), readable.schema).json);
  } catch (error) {
    if (error instanceof CodecError) return '';
    throw error;
  }
}

/** What is not taken apart may hold what is hidden anywhere. */
function plainPreview(framing: ReadSample['framing'], bytes: Uint8Array, masks: PartMasks): string {
  if (framing !== 'json' && !masks.isEmpty) return maskText;
  if (isPrimitiveKind(framing)) {
    const read = readPrimitive(framing, bytes);
    return read.ok ? read.json : '';
  }
  const text = decodeUtf8(bytes) ?? '';
  return onOneLine(framing === 'json' ? masks.apply(text, undefined).json : JSON.stringify(text));
}

function onOneLine(text: string): string {
  return shorten(text.slice(0, 4 * mostPreview).replaceAll(/\s*\n\s*/g, ' '), mostPreview);
}

const noConsumers: ConsumerTable = { columns: [], rows: [] };

interface Found {
  readonly classes: readonly FoundClass[];
  readonly changes: readonly FramingChange[];
  readonly state: SideDiagnosis['state'];
}

function* consumersOf(input: SideInput, judged: Judgement, found: Found): Steps<ConsumerTable> {
  const { part, topic, judge, masks, nowMs, predicted } = input;
  const columns = toColumns(judged, { part, nowMs, predicted, ...found });
  if (columns.length === 0) return noConsumers;
  return yield* consumerTableSteps({
    ...{ columns, part, topic, consumers: [], masks },
    asked: (schemaId) => judge.asked(schemaId),
    askedGuid: (guid) => toAskedGuid(judge.askedFor({ kind: 'guid', guid })),
    askedGlobalId: (id) => judge.askedFor({ kind: 'global-id', id }),
  });
}
