import { weighValue } from '../wire/plausibility.ts';
import { framingNames } from '../wire/framings.ts';
import type { Framing } from '../wire/framings.ts';
import { isNumberKind } from '../wire/primitives.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import type { Fault, FoundSchema } from './diagnosis.ts';
import { numberCertainty } from './judgeNumbers.ts';
import type { Way } from './judgeWays.ts';
import type { JudgedClass, ReadSample } from './samples.ts';

/** Unknown ids that are told of a class. */
const mostIds = 20;
/** So many samples of a class are looked at for how plausible they are. */
const mostWeighed = 20;

/** What a schema is, as this topic's records name it. */
export interface Described {
  readonly found: Omit<FoundSchema, 'sampled'>;
  readonly isWorkspace: boolean;
}

export interface ClassSetting {
  readonly part: 'key' | 'value';
  describe(read: ReadSample): Described | undefined;
  /** The schema id that a sample's frame names and nobody has. */
  unknownId(read: ReadSample): number | undefined;
  /** How closely what reads a sample is tied to this topic; undefined where nothing reads it. */
  tieOf(read: ReadSample): Way['least'] | undefined;
  /** Whether there are several readings. */
  readonly isUnsure: boolean;
  /** Whether there are schemas that were not tried: then what nothing ties to the topic is one fit among others, perhaps. */
  readonly isCut: boolean;
}

/** Puts samples that are alike together, the most frequent first. */
export function toGroups(read: readonly ReadSample[]): { readonly groups: readonly ReadSample[][]; readonly classOf: readonly number[] } {
  const groups = new Map<string, ReadSample[]>();
  for (const one of read) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  const sorted = [...groups].sort((a, b) => b[1].length - a[1].length);
  const places = new Map(sorted.map(([key], index) => [key, index]));
  return { groups: sorted.map(([, group]) => group), classOf: read.map((one) => places.get(keyOf(one)) ?? 0) };
}

function keyOf({ framing, fault }: ReadSample): string {
  return fault === undefined ? framing : `${framing} ${fault}`;
}

/** What samples that are alike are. */
export function toClass(group: readonly ReadSample[], setting: ClassSetting): JudgedClass {
  const [{ framing, fault } = { framing: 'none' as const, fault: undefined }] = group;
  const unknownIds = new Set<number>();
  for (const one of group) {
    const id = unknownIds.size < mostIds ? setting.unknownId(one) : undefined;
    if (id !== undefined) unknownIds.add(id);
  }
  const schemas = toSchemas(group, setting);
  return {
    framing,
    fault,
    name: className(framing, fault, setting.part),
    certainty: framing === 'null' ? 'proved' : certaintyOf(group, framing, fault, setting),
    schemas,
    unknownIds: [...unknownIds],
  };
}

/** The schemas that wrote samples, the most frequent first. */
export function toSchemas(group: readonly ReadSample[], setting: Pick<ClassSetting, 'describe'>): readonly FoundSchema[] {
  const found = new Map<ReadableSchema, { schema: Omit<FoundSchema, 'sampled'>; sampled: number }>();
  for (const one of group) {
    if (one.readable === undefined) continue;
    const known = found.get(one.readable);
    if (known !== undefined) {
      known.sampled++;
      continue;
    }
    const described = setting.describe(one);
    if (described !== undefined) found.set(one.readable, { schema: described.found, sampled: 1 });
  }
  return [...found.values()].sort((a, b) => b.sampled - a.sampled).map(({ schema, sampled }) => ({ ...schema, sampled }));
}

/** What people call samples of a class, to stand within a sentence. */
export function className(framing: Framing | 'null', fault: Fault | undefined, part: 'key' | 'value'): string {
  if (framing === 'null') return part === 'key' ? 'no key' : 'tombstone';
  const name = framing === 'none' ? 'unknown bytes' : framingNames[framing];
  switch (fault) {
    case undefined:
      return name;
    case 'unknown-id':
      return `${name} with an unknown schema id`;
    case 'foreign-subject':
      return `${name} with a schema of other topics`;
    case 'framed-twice':
      return `${name} around a ${name}`;
    case 'not-avro':
      return `${name} around something that is not Avro`;
    case 'trailing-bytes':
      return `${name} with bytes left over`;
    case 'misfit':
      return `${name} whose schema does not fit`;
    case 'damaged':
      return `damaged ${name}`;
    case 'no-schema':
      return `${name} without access to its schema`;
  }
}

function certaintyOf(
  group: readonly ReadSample[],
  framing: Framing,
  fault: Fault | undefined,
  setting: ClassSetting,
): JudgedClass['certainty'] {
  if (setting.isUnsure || framing === 'none') return 'guessed';
  if (isNumberKind(framing)) return numberCertainty(group);
  const ties = group.map((one) => setting.tieOf(one) ?? 0);
  const least = Math.min(...ties.slice(0, 1_000));
  if (framing === 'json' || framing === 'uuid') return least === 3 ? 'proved' : 'guessed';
  if (framing === 'text') return group.some(({ sample }) => (sample.bytes?.length ?? 0) > 4) ? 'likely' : 'guessed';
  if (fault !== undefined && fault !== 'foreign-subject') return least >= 2 || fault === 'framed-twice' ? 'likely' : 'guessed';
  if (least >= 3 || (least === 2 && framing !== 'bare')) return 'proved';
  const weight = weigh(group);
  const isHeavy = weight.lengths >= 2 * weight.samples && weight.samples >= 3 && weight.odd === 0;
  if (least === 2) return isHeavy ? 'proved' : weight.lengths + weight.indexes > 0 ? 'likely' : 'guessed';
  return (isHeavy && !setting.isCut) || (framing !== 'bare' && group.length >= 3) ? 'likely' : 'guessed';
}

/** What speaks for what was read, in a few of the samples. */
export function weigh(group: readonly ReadSample[]): { samples: number; lengths: number; indexes: number; empty: number; odd: number } {
  const total = { samples: 0, lengths: 0, indexes: 0, empty: 0, odd: 0 };
  const step = Math.max(1, Math.ceil(group.length / mostWeighed));
  for (let at = 0; at < group.length; at += step) {
    const one = group[at];
    const schema = one?.readable?.schema;
    const value = schema === undefined ? undefined : one?.value;
    if (schema === undefined || value === undefined) continue;
    const { lengths, indexes, empty, odd } = weighValue(schema, value);
    total.samples++;
    total.lengths += lengths;
    total.indexes += indexes;
    total.empty += empty;
    total.odd += odd;
  }
  return total;
}

/** The more speaks for a reading beside that it reads, the higher. */
export function scoreOf(read: readonly ReadSample[]): number {
  const { samples, lengths, indexes, empty, odd } = weigh(read);
  return samples === 0 ? 0 : (4 * lengths + indexes - empty - 20 * odd) / samples;
}

/** Which schema, or schemas, a reading is by: to stand behind "by". */
export function byText(schemas: readonly FoundSchema[], isWorkspace: (schema: FoundSchema) => boolean): string {
  const [first, ...others] = schemas;
  if (first === undefined) return 'no schema';
  if (others.length > 0 && schemas.every(({ source }) => source.schemaId !== undefined)) {
    const ids = schemas.slice(0, mostIds).map(({ source }) => String(source.schemaId));
    return `schema ids ${ids.slice(0, -1).join(', ')} and ${ids.at(-1) ?? ''}`;
  }
  const { schemaId, subject, version } = first.source;
  const named = subject === undefined ? first.schema.label : version === undefined ? subject : `${subject}, version ${version}`;
  if (isWorkspace(first)) return `workspace file ${first.schema.label}`;
  const text = schemaId === undefined ? named : `schema id ${schemaId}: ${named}`;
  return others.length === 0 ? text : `${text}, and ${others.length === 1 ? '1 other' : `${others.length} others`}`;
}
