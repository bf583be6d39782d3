import type { SchemaText } from '../../shared/avro/schemaText.ts';
import type { Diagnosis, FoundClass, FoundSchema, SideDiagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { CodecError } from '../../shared/errors.ts';
import { avroFramings, framingNames, type Framing } from '../../shared/wire/framings.ts';
import type { PartProfile, ProfileSchema } from '../../shared/wire/profile.ts';
import type { RegisteredSchema, Session } from '../cluster/session.ts';
import { resolveProfile } from '../decodeProfiles.ts';
import type { ReframeRange } from '../reframing/reframeRequest.ts';
import type { CommandContext } from './context.ts';

/** How the keys or the values of a topic are framed, so far as they can be re-framed. */
export interface ReframeSide {
  /** Of Avro. */
  readonly framings: readonly Framing[];
  /** That may have written them. */
  readonly schemas: readonly SchemaText[];
  /** Found; none where somebody chose. */
  readonly classes: readonly FoundClass[];
}

/**
 * How the values are framed: as the topic's decode profile says, else as it was found.
 *
 * @throws CodecError `reframe/undecided`, `reframe/not-avro` where nothing can be said or done; what finding its schema throws
 */
export async function valueSide(
  context: CommandContext,
  diagnosis: Diagnosis,
  session: Session,
  signal: AbortSignal,
): Promise<ReframeSide> {
  const { topic, value } = diagnosis;
  const chosen = await chosenSide(context, diagnosis, 'value', session, signal);
  if (chosen !== undefined) return chosen;
  if (value.state === 'undecided' || value.state === 'unknown') {
    const text = `How the values of ${topic} are framed is not decided, and a wrong guess would spread wrong values.`;
    throw new CodecError('reframe/undecided', text, { remedy: 'Choose it first: by Treat as … in its report, or Set Decode Profile….' });
  }
  const side = foundSide(value);
  if (side.framings.length > 0) return side;
  const none = value.state === 'absent' ? `${topic} has no values to re-frame.` : `The values of ${topic} are no Avro.`;
  throw new CodecError('reframe/not-avro', none);
}

/** How the keys are framed; undefined where they can't be re-framed. */
export async function keySide(
  context: CommandContext,
  diagnosis: Diagnosis,
  session: Session,
  signal: AbortSignal,
): Promise<ReframeSide | undefined> {
  const chosen = await chosenSide(context, diagnosis, 'key', session, signal);
  const { key } = diagnosis;
  const side = chosen ?? (key.state === 'undecided' || key.state === 'unknown' ? undefined : foundSide(key));
  return side === undefined || side.framings.length === 0 ? undefined : side;
}

function foundSide({ classes }: SideDiagnosis): ReframeSide {
  const avro = classes.filter(({ framing }) => avroFramings.has(framing));
  // The set above has no `null`.
  const framings = [...new Set(avro.map(({ framing }) => framing as Framing))];
  return { framings, schemas: foundTexts(avro.flatMap((one) => one.schemas)), classes: avro };
}

/** What a decode profile says; undefined where it leaves it open, or says something that is not Avro. */
async function chosenSide(
  context: CommandContext,
  { topic, ...diagnosis }: Diagnosis,
  part: 'key' | 'value',
  session: Session,
  signal: AbortSignal,
): Promise<ReframeSide | undefined> {
  const { framing, schema }: PartProfile = (await resolveProfile(context, topic, signal)).profile[part];
  if (framing === 'automatic' || framing === 'bytes' || !avroFramings.has(framing)) return undefined;
  const own = schema === undefined ? [] : [await schemaOf(schema, session, signal)];
  const found = diagnosis[part];
  const others = [...found.classes, ...found.readings.filter((reading) => reading.framing === framing)].flatMap((one) => one.schemas);
  return { framings: [framing], schemas: own.length > 0 ? own : foundTexts(others), classes: [] };
}

/** Each schema once, with what the registry calls it where it is registered. */
function foundTexts(schemas: readonly FoundSchema[]): SchemaText[] {
  const texts = schemas.map(({ schema, source: { schemaId, subject, version } }): [string, SchemaText | RegisteredSchema] => [
    schema.text,
    schemaId === undefined ? schema : { ...schema, schemaId, subject, version },
  ]);
  return [...new Map(texts).values()];
}

function schemaOf(schema: ProfileSchema, session: Session, signal: AbortSignal): Promise<SchemaText> {
  if (schema.kind === 'text') return Promise.resolve(schema.schema);
  return schema.kind === 'id' ? session.fetchSchema(schema.schemaId, signal) : session.fetchVersion(schema.subject, schema.version, signal);
}

/** "Confluent prefix and bare Avro". */
export function framingsText(framings: readonly Framing[]): string {
  return framings.map((framing) => framingNames[framing]).join(' and ');
}

/** The offsets between which records of a class were found, by partition; others may stand among them. */
export function rangesOfClass({ bands }: SideDiagnosis, { index }: FoundClass): ReframeRange[] {
  const ranges = new Map<number, ReframeRange>();
  for (const { partition, from, to, classes } of bands) {
    if (!classes.includes(index)) continue;
    const known = ranges.get(partition);
    ranges.set(partition, {
      partition,
      from: known === undefined || from < known.from ? from : known.from,
      to: known === undefined || to > known.to ? to : known.to,
    });
  }
  return [...ranges.values()].sort((a, b) => a.partition - b.partition);
}

/**
 * Ranges as people write them: `0: 100-2000, 1: 0-50`, the last offset included.
 *
 * @returns what is wrong, as a sentence, where something is
 */
export function parseRanges(text: string, partitions: readonly number[]): ReframeRange[] | string {
  const ranges: ReframeRange[] = [];
  for (const one of text.split(',')) {
    const [, partition, from, to] = /^\s*(\d{1,9})\s*:\s*(\d{1,18})\s*-\s*(\d{1,18})\s*$/.exec(one) ?? [];
    if (partition === undefined || from === undefined || to === undefined)
      return 'Write partitions with their first and last offset: 0: 100-2000, 1: 0-50.';
    const range = { partition: Number(partition), from: BigInt(from), to: BigInt(to) + 1n };
    if (!partitions.includes(range.partition)) return `There is no partition ${partition}.`;
    if (range.from >= range.to) return `In partition ${partition} the first offset is behind the last.`;
    if (ranges.some((other) => other.partition === range.partition)) return `Partition ${partition} stands there twice.`;
    ranges.push(range);
  }
  return ranges;
}
