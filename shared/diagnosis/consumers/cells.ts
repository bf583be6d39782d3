import type { ConsumerCell, ConsumerError, ConsumerId, RecordOutcome } from '../consumerTable.ts';
import { isPlain } from '../reportTexts.ts';
import type { ReadSample } from '../samples.ts';
import { compareJson } from './comparison.ts';
import { consumerTexts } from './consumerTexts.ts';
import { misreadFrame, wrongNumberNote } from './frameNotes.ts';
import { measuredVersions } from './measured.ts';
import { plainJson } from './plainJson.ts';
import { predictRecord } from './predict.ts';
import type { RecordToPredict } from './predict.ts';
import { namedSchema } from './reading.ts';
import { topUnionFault } from './spark.ts';
import type { ComparisonMasks } from './table.ts';

/** A sample that is no tombstone, ready to be predicted. */
export interface PreparedSample {
  readonly read: ReadSample;
  readonly record: RecordToPredict;
}

/** What a cell is made of: what a consumer makes of the samples of a column. */
export interface CellInput {
  readonly consumer: ConsumerId;
  readonly samples: readonly PreparedSample[];
  /** Of each sample. */
  readonly outcomes: readonly RecordOutcome[];
  /** Whether nothing was tried, since all is too large for that. */
  readonly isTooLarge: boolean;
  /** Whether all of the topic is in this column, so that its frames can be dropped from all. */
  readonly isWhole: boolean;
  readonly masks: ComparisonMasks | undefined;
}

const mostErrors = 5;

type Told = PreparedSample & { readonly outcome: RecordOutcome };

/** One cell, and the versions with which it was measured. */
export function toCell(input: CellInput): { readonly cell: ConsumerCell; readonly versions: readonly string[] } {
  const { consumer, samples } = input;
  const told: readonly Told[] = samples.map((sample, index) => ({ ...sample, outcome: input.outcomes[index] ?? notTold }));
  const versions = versionsOf(consumer, samples);
  const groups = {
    wrong: told.filter(({ outcome }) => outcome.kind === 'wrong'),
    fails: told.filter(({ outcome }) => outcome.kind === 'fails'),
    unknown: told.filter(({ outcome }) => outcome.kind === 'unknown'),
    reads: told.filter(({ outcome }) => outcome.kind === 'reads'),
  };
  const verdict = judge(input, groups);
  const isMeasured = versions.length > 0 && verdict.outcome !== 'unknown';
  const shown = groups.wrong.find(({ read }) => read.value !== undefined);
  const cell: ConsumerCell = {
    outcome: verdict.outcome,
    text: groups.wrong.length > 0 && !isMeasured ? `${verdict.text}, probably` : verdict.text,
    isMeasured,
    errors: errorsOf(groups.fails, samples.length),
    comparison: shown === undefined ? undefined : comparisonOf(groups.wrong, input.masks),
    note: noteOf(input, groups),
  };
  return { cell, versions: isMeasured ? versions : [] };
}

const notTold: RecordOutcome = { kind: 'unknown', reason: 'It is not known.' };

/** A sample of each kind: every consumer is asked of the same samples. */
const kindsOf = new WeakMap<readonly PreparedSample[], readonly ReadSample[]>();

function versionsOf(consumer: ConsumerId, samples: readonly PreparedSample[]): readonly string[] {
  let kinds = kindsOf.get(samples);
  if (kinds === undefined) {
    kinds = [...new Map(samples.map(({ read }) => [`${read.framing} ${read.fault ?? ''}`, read])).values()];
    kindsOf.set(samples, kinds);
  }
  const each = kinds.map(({ framing, fault }) => measuredVersions(consumer, framing, fault));
  const [first = []] = each;
  return first.filter((version) => each.every((versions) => versions.includes(version)));
}

interface Groups {
  readonly wrong: readonly Told[];
  readonly fails: readonly Told[];
  readonly unknown: readonly Told[];
  readonly reads: readonly Told[];
}

function judge(input: CellInput, groups: Groups): Pick<ConsumerCell, 'outcome' | 'text'> {
  const { wrong, fails, unknown, reads } = groups;
  if (input.isTooLarge) return { outcome: 'unknown', text: 'Not tried: the records are too large for that' };
  if (wrong.length > 0) return { outcome: 'wrong', text: wrongText(input, groups) };
  if (isByChance(input, groups)) {
    if (fails.length > 0) return { outcome: 'fails', text: failsText(input, fails) };
    if (reads.length > 0) return { outcome: 'wrong', text: 'Right for these by chance; silently wrong, or an error, for others' };
  }
  if (fails.length > 0 && unknown.length === 0) {
    if (reads.length === 0) return { outcome: 'fails', text: failsText(input, fails) };
    return { outcome: 'partly', text: `Reads ${reads.length} of ${input.samples.length}; fails for the others` };
  }
  if (fails.length > 0)
    return { outcome: 'fails', text: `Fails for ${fails.length} of ${input.samples.length}; of others it is not known` };
  if (unknown.length > 0) return { outcome: 'unknown', text: unknownText(unknown) };
  return { outcome: 'reads', text: 'Reads' };
}

/** Whether what is right is so by chance: a frame, or what is no Avro, was read as if it were the value. */
function isByChance({ consumer }: CellInput, { reads }: Groups): boolean {
  return (
    consumerTexts[consumer].readsBare === true &&
    reads.length > 0 &&
    reads.every(({ read }) => read.payloadStart > 0 || isPlain(read.framing))
  );
}

function wrongText(input: CellInput, { wrong, fails }: Groups): string {
  const { consumer } = input;
  const dropped = unlessDropped(input);
  if (consumer === 'spark-failfast' || consumer === 'spark-permissive') {
    const silent = wrong.filter(({ record }) => predictRecord('spark-failfast', record).kind === 'wrong').length;
    if (silent === 0) return `Silently wrong${dropped}: a row whose every field is null`;
    const isBoth = silent === wrong.length && fails.length === 0;
    if (isBoth) return `Silently wrong, in FAILFAST too${dropped === '' ? '' : `,${dropped}`}`;
  }
  return fails.length > 0 ? `Silently wrong, or fails${dropped === '' ? '' : `,${dropped}`}` : `Silently wrong${dropped}`;
}

function failsText(input: CellInput, fails: readonly Told[]): string {
  if (fails.every(({ outcome }) => outcome.kind === 'fails' && outcome.text === '')) {
    const [why, ...others] = new Set(fails.map(({ outcome }) => (outcome.kind === 'fails' ? outcome.note : undefined)));
    return why === undefined || others.length > 0 ? 'Fails; the exact text is not known' : `Fails: ${why}`;
  }
  const dropped = unlessDropped(input);
  const { failing } = consumerTexts[input.consumer];
  if (dropped !== '') return `Fails${dropped}`;
  return failing === undefined ? 'Fails' : `Fails; ${failing}`;
}

/** Of a reader of bare bytes, where all that is on the topic has a frame of the same length. */
function unlessDropped({ consumer, samples, isWhole }: CellInput): string {
  const frame = samples[0]?.read.payloadStart ?? 0;
  const isAlike = frame > 0 && samples.every(({ read }) => read.payloadStart === frame);
  return isWhole && isAlike && consumerTexts[consumer].readsBare === true ? ` unless the ${frame} frame bytes are dropped` : '';
}

function unknownText(unknown: readonly Told[]): string {
  const reasons = new Set(unknown.map(({ outcome }) => (outcome.kind === 'unknown' ? outcome.reason : '')));
  const [reason = ''] = reasons;
  return (reasons.size === 1 ? reason : 'What happens is not known').replace(/\.$/, '');
}

/** What is said, the most frequent first; what differs by its numbers alone is told once. */
function errorsOf(fails: readonly Told[], of: number): readonly ConsumerError[] {
  const groups = new Map<string, { first: Told & { outcome: RecordOutcome & { kind: 'fails' } }; count: number; texts: Set<string> }>();
  const keys = new Map<string, string>();
  for (const told of fails) {
    const { outcome } = told;
    if (outcome.kind !== 'fails' || outcome.text === '') continue;
    const text = outcome.causes.length === 0 ? outcome.text : [outcome.text, ...outcome.causes].join('\n');
    const key = keys.get(text) ?? text.replaceAll(/\d+/g, '#');
    keys.set(text, key);
    const group = groups.get(key) ?? { first: { ...told, outcome }, count: 0, texts: new Set<string>() };
    groups.set(key, group);
    group.count++;
    if (group.texts.size < 2) group.texts.add(text);
  }
  return [...groups.values()]
    .sort((a, b) => b.count - a.count)
    .slice(0, mostErrors)
    .map(({ first: { outcome, read, record }, count, texts }) => {
      const differs = texts.size > 1 ? 'the numbers differ from record to record' : undefined;
      const note =
        outcome.note ?? (isIndexError(outcome) ? wrongNumberNote(record, read.framing, read.payloadStart) : undefined) ?? differs;
      return { text: outcome.text, causes: outcome.causes, count, of, note };
    });
}

/** Whether it is said of a number that was read where a reader of bare bytes would have read it. */
function isIndexError({ causes }: RecordOutcome & { kind: 'fails' }): boolean {
  return causes.some((cause) => /out of bounds|Length is negative/.test(cause));
}

function comparisonOf(wrong: readonly Told[], masks: ComparisonMasks | undefined): ConsumerCell['comparison'] {
  // Most of a topic's records are alike, so a few attempts find one that can be shown.
  for (const { outcome, read, record } of wrong.slice(0, 20)) {
    const schema = record.schema?.schema;
    if (outcome.kind !== 'wrong' || schema === undefined || read.value === undefined) continue;
    const { partition, offset } = read.sample;
    const found = compareJson({ partition, offset }, schema, plainJson(schema, read.value), outcome.json, masks);
    if (found !== undefined) return found;
  }
  return undefined;
}

function noteOf({ consumer, samples }: CellInput, { wrong, reads, fails }: Groups): string | undefined {
  const sentences: string[] = [];
  const [first] = wrong;
  if (first !== undefined) {
    const readsBare = consumerTexts[consumer].readsBare === true;
    const why = readsBare ? (topUnionNote(consumer, first) ?? misreadFrame(first.record, first.read.payloadStart)) : misreadBytes(first);
    if (why !== undefined) sentences.push(why);
    if (reads.length > 0) sentences.push(`${reads.length} of ${samples.length} ${reads.length === 1 ? 'is' : 'are'} right by chance.`);
  } else if (
    consumerTexts[consumer].readsBare === true &&
    fails.length > 0 &&
    reads.some(({ read }) => read.payloadStart > 0 || isPlain(read.framing))
  ) {
    sentences.push(`${reads.length} of ${samples.length} ${reads.length === 1 ? 'is' : 'are'} right by chance.`);
  }
  return sentences.length === 0 ? undefined : sentences.join(' ');
}

/** Why Spark reads nothing of what its own `to_avro` writes of a nullable struct. */
function topUnionNote(consumer: ConsumerId, { record }: Told): string | undefined {
  const outcome = consumer === 'spark-permissive' ? predictRecord('spark-failfast', record) : undefined;
  if (outcome?.kind !== 'fails' || !outcome.causes.includes(topUnionFault)) return undefined;
  return 'The schema is a union at its top, which `from_avro` does not take for a record.';
}

/** Why a reader that knows frames reads another value. */
function misreadBytes({ read, record }: Told): string | undefined {
  if (read.fault === 'framed-twice') return 'The inner frame is read as if it were the value.';
  const named = namedSchema(record);
  if (read.payloadStart > 0 || typeof named === 'string' || named.id === undefined) return undefined;
  return `The first 5 bytes are taken for a frame, and the registry has the schema id ${named.id} that they seem to name.`;
}
