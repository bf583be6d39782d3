import type { SchemaText } from '../avro/schemaText.ts';
import { valuePreview } from '../avro/valueToJson.ts';
import type { Value } from '../avro/value.ts';
import { CodecError, RegistryError } from '../errors.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { toChosen } from './chosenSchemas.ts';
import type { SchemaCandidate } from './decoder.ts';
import { findFrames } from './finders.ts';
import { framingNames } from './framings.ts';
import type { Framing } from './framings.ts';
import type { Inflate } from './frame.ts';
import { createPause } from './pauses.ts';
import { weighValue } from './plausibility.ts';
import type { Plausibility } from './plausibility.ts';
import type { ReadableSchema } from './readableSchema.ts';
import { isSubjectOf } from './topicSubjects.ts';

export interface SuggestOptions {
  /** Keys or values as they are, frames included. */
  readonly samples: readonly Uint8Array[];
  readonly part: 'key' | 'value';
  readonly topic: string | undefined;
  /** Schemas of the workspace. */
  readonly workspace: readonly SchemaText[];
  /** Of compressed payloads; without it they are not looked into. */
  readonly inflate?: Inflate | undefined;
}

/** So many samples are read with each schema. */
const mostSamples = 50;
/** So many subjects are asked for, those of the topic first, and for so long. */
const mostSubjects = 300;
const mostMs = 10_000;
const parallel = 8;
const maxAgeMs = 10_000;
/** So many versions of each of the topic's own subjects are tried; of others the latest one. */
const mostVersions = 8;
const previewLength = 200;

/**
 * Schemas that read every sample to the last byte, the likeliest first: without a frame or, where all samples begin with the
 * same kind of frame, behind it. The registry is asked within limits; where it fails, what is found is offered.
 *
 * @throws AbortError, and nothing else that can be expected
 */
export async function suggestSchemas(
  options: SuggestOptions,
  registry: RegistryCache | undefined,
  signal: AbortSignal,
): Promise<readonly SchemaCandidate[]> {
  const samples = options.samples.filter(({ length }) => length > 0).slice(0, mostSamples);
  if (samples.length === 0) return [];
  const ways = findWays(samples, options);
  const pause = createPause(signal);
  const found: Ranked[] = [];
  const tried = new Set<string>();
  for await (const schema of findSchemas(options, registry, signal)) {
    const turn = pause();
    if (turn !== undefined) await turn;
    const readable = toChosen(schema);
    if (readable instanceof Error || readable.schema === undefined) continue;
    const form = readable.fingerprint();
    if (tried.has(form)) continue;
    tried.add(form);
    for (const way of ways) {
      const ranked = tryWay(schema, readable, way, options);
      if (ranked === undefined) continue;
      found.push(ranked);
      break;
    }
  }
  return found.sort((a, b) => b.score - a.score).map(({ candidate }) => candidate);
}

/** How the samples are looked at: as they are, or behind frames of one kind. */
interface Way {
  readonly framing: Framing;
  readonly payloads: readonly Uint8Array[];
}

function findWays(samples: readonly Uint8Array[], { part, inflate }: SuggestOptions): Way[] {
  const ways: Way[] = [{ framing: 'bare', payloads: samples }];
  const refuse: Inflate = () => {
    throw new CodecError('codec/damaged', 'Compressed payloads are not looked into here.');
  };
  const frames = samples.map((bytes) => findFrames({ bytes, part, headers: [], inflate: inflate ?? refuse }));
  for (const { framing } of frames[0] ?? []) {
    const same = frames.flatMap((some) => some.find((frame) => frame.framing === framing && frame.problem === undefined) ?? []);
    if (framing !== 'container' && same.length === samples.length) ways.push({ framing, payloads: same.map(({ payload }) => payload) });
  }
  return ways;
}

interface Ranked {
  readonly candidate: SchemaCandidate;
  readonly score: number;
}

function tryWay(schema: SchemaText, readable: ReadableSchema, { framing, payloads }: Way, options: SuggestOptions): Ranked | undefined {
  const type = readable.schema;
  if (type === undefined) return undefined;
  const values: Value[] = [];
  for (const payload of payloads) {
    const value = readable.readBare(payload);
    if (value === undefined) return undefined;
    values.push(value);
  }
  const total: Plausibility = { lengths: 0, indexes: 0, empty: 0, oddity: undefined, odd: 0 };
  for (const value of values) add(total, weighValue(type, value));
  const { source } = readable;
  const { topic, part } = options;
  const isOwn = topic !== undefined && source.subject !== undefined && isSubjectOf(source.subject, topic, part, source.fullname);
  const isEmpty = total.lengths === 0 && total.indexes === 0;
  const score =
    (isOwn ? 1_000 : 0) + (4 * total.lengths + total.indexes - total.empty - 20 * total.odd) / values.length - (isEmpty ? 5 : 0);
  const [first] = values;
  const candidate: SchemaCandidate = {
    schema,
    source,
    fits: values.length,
    samples: values.length,
    reason: reasonOf(total, isOwn, values.length, framing),
    preview: first === undefined ? '' : previewOf(readable, first),
  };
  return { candidate, score };
}

function previewOf({ schema }: ReadableSchema, value: Value): string {
  try {
    return schema === undefined ? '' : valuePreview(schema, value, previewLength);
  } catch (error) {
    if (error instanceof CodecError) return '';
    throw error;
  }
}

function add(total: Plausibility, one: Plausibility): void {
  total.lengths += one.lengths;
  total.indexes += one.indexes;
  total.empty += one.empty;
  total.odd += one.odd;
  total.oddity ??= one.oddity;
}

function reasonOf({ lengths, indexes, empty, oddity }: Plausibility, isOwn: boolean, samples: number, framing: Framing): string {
  const behind = framing === 'bare' ? '' : `, behind ${/^[aeio]/i.test(framingNames[framing]) ? 'an' : 'a'} ${framingNames[framing]}`;
  const all = samples === 1 ? 'the sample' : `all ${samples} samples`;
  const own = isOwn ? 'It is registered for this topic and' : 'It';
  const fits = `${own} reads ${all} to the last byte${behind}`;
  if (oddity !== undefined) return `${fits}, but ${oddity}.`;
  if (lengths > 0) {
    const texts = lengths === 1 ? '1 text fits by its length' : `${lengths} texts fit by their lengths`;
    return `${fits}; ${texts}${empty > lengths ? `, but ${empty} values are zero or empty` : ''}.`;
  }
  if (indexes > 0) return `${fits}; ${indexes === 1 ? 'the index' : `all ${indexes} indexes`} of unions and enums exist.`;
  return `${fits}, as it would any bytes of this length: it has no text.`;
}

async function* findSchemas(options: SuggestOptions, registry: RegistryCache | undefined, signal: AbortSignal): AsyncGenerator<SchemaText> {
  if (registry !== undefined) {
    try {
      yield* findRegistered(options, registry, signal);
    } catch (error) {
      // Whatever the registry does not tell, the workspace's schemas are there.
      if (!(error instanceof RegistryError)) throw error;
    }
  }
  yield* options.workspace;
}

async function* findRegistered({ topic, part }: SuggestOptions, registry: RegistryCache, signal: AbortSignal): AsyncGenerator<SchemaText> {
  const start = performance.now();
  const subjects = await registry.client.listSubjects(signal);
  // What is named like the topic, then like its keys or values, comes first.
  const rank = (subject: string): number =>
    topic === undefined
      ? 0
      : isSubjectOf(subject, topic, part, undefined)
        ? 0
        : subject.includes(topic)
          ? 1
          : subject.endsWith(`-${part}`)
            ? 2
            : 3;
  const queue = subjects.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostSubjects);
  while (queue.length > 0 && performance.now() - start < mostMs) {
    const some = queue.splice(0, parallel);
    const found = await Promise.all(
      some.map((subject) => fetchVersions(registry, subject, rank(subject) === 0 ? mostVersions : 1, signal)),
    );
    for (const schemas of found) yield* schemas;
  }
}

/** The newest versions; none where this subject's can't be had. */
async function fetchVersions(registry: RegistryCache, subject: string, most: number, signal: AbortSignal): Promise<readonly SchemaText[]> {
  try {
    const versions = (await registry.listVersions(subject, maxAgeMs, signal)).slice(-most).reverse();
    const schemas = await Promise.all(versions.map((version) => registry.fetchVersion(subject, version, signal)));
    return schemas.filter(({ schemaType }) => schemaType === undefined);
  } catch (error) {
    if (error instanceof RegistryError && !error.retriable) return [];
    throw error;
  }
}
