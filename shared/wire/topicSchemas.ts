import { CodecError, FrameError, RegistryError } from '../errors.ts';
import type { KnownError } from '../errors.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { isNotFound } from '../registry/errors.ts';
import type { RegisteredSchema, SubjectVersion } from '../registry/registeredSchema.ts';
import { maxSchemaId } from './confluentPrefix.ts';
import { toReadable } from './readableSchema.ts';
import type { ReadableSchema } from './readableSchema.ts';
import { findSubjectOf, topicSubject } from './topicSubjects.ts';

/** What the registry says of a schema id: the schema with the subjects that have it, or why there is none. */
export type KnownId =
  | {
      readonly readable: ReadableSchema;
      /** Undefined where the registry can't tell. */
      readonly subjects: readonly SubjectVersion[] | undefined;
    }
  | { readonly error: KnownError };

/** What is registered under a topic's own subject. */
export interface OwnSchemas {
  readonly subject: string;
  /** Newest first, at most {@link maxVersions}. */
  readonly readables: readonly ReadableSchema[];
  /** Why there are none, where that is not the registry's answer. */
  readonly error: KnownError | undefined;
}

/** So many versions of a topic's subject are tried on bytes without a frame. */
const maxVersions = 8;

/** How old may be what the registry said of subjects and their versions. */
const maxAgeMs = 10_000;

/** So many requests are under way at once. */
const parallel = 8;

/**
 * So many ids of one batch may turn out unknown. Bytes without a frame may begin with 00 too, and then each record
 * would have the registry asked for another id that never was one.
 */
const maxUnknownIds = 24;

/** The schemas that a topic's bytes may be read with, compiled once each, asked of the registry as far as needed. */
export class TopicSchemas {
  readonly #registry: RegistryCache;
  readonly #topic: string | undefined;
  /** By the object that the cache hands out, so that what the cache drops is dropped here too. */
  readonly #readables = new WeakMap<RegisteredSchema, ReadableSchema | KnownError>();

  constructor(registry: RegistryCache, topic: string | undefined) {
    this.#registry = registry;
    this.#topic = topic;
  }

  /**
   * Looks schema ids up, the most frequent first, and gives up where the registry does not answer or too many are unknown.
   *
   * @param ids with how often each occurs
   * @throws AbortError, and nothing else that can be expected
   */
  async findIds(ids: ReadonlyMap<number, number>, signal: AbortSignal): Promise<ReadonlyMap<number, KnownId>> {
    const found = new Map<number, KnownId>();
    const queue = [...ids].sort((a, b) => b[1] - a[1]).map(([id]) => id);
    let unknown = 0;
    let failure: KnownError | undefined;
    while (queue.length > 0) {
      const some = queue.splice(0, parallel);
      if (failure === undefined && unknown >= maxUnknownIds) failure = notAsked(unknown);
      const { length } = some;
      const answers = failure === undefined ? await Promise.all(some.map((id) => this.#findId(id, signal))) : [];
      for (let index = 0; index < length; index++) {
        const answer = answers[index] ?? { error: failure ?? notAsked(unknown) };
        found.set(some[index] ?? 0, answer);
        if (!('error' in answer)) continue;
        if (isNotFound(answer.error)) unknown++;
        else if (concernsAll(answer.error)) failure ??= answer.error;
      }
    }
    return found;
  }

  /** What is registered under the topic's own subject. @throws AbortError, and nothing else that can be expected */
  async findOwn(part: 'key' | 'value', signal: AbortSignal): Promise<OwnSchemas | undefined> {
    if (this.#topic === undefined) return undefined;
    const subject = topicSubject(this.#topic, part);
    try {
      const versions = await this.#registry.listVersions(subject, maxAgeMs, signal);
      const newest = versions.slice(-maxVersions).reverse();
      const schemas = await Promise.all(newest.map((version) => this.#registry.fetchVersion(subject, version, signal)));
      const compiled = schemas.map((schema) => this.#compile(schema));
      const readables = compiled.filter((one): one is ReadableSchema => 'tryRead' in one);
      const error = compiled.find((one): one is KnownError => one instanceof Error);
      return { subject, readables, error: readables.length === 0 ? error : undefined };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { subject, readables: [], error: isNotFound(error) ? undefined : error };
    }
  }

  async #findId(schemaId: number, signal: AbortSignal): Promise<KnownId> {
    if (schemaId < 1 || schemaId > maxSchemaId) return { error: unknownId(schemaId) };
    try {
      const schema = await this.#registry.fetchSchema(schemaId, signal);
      const readable = this.#compile(schema);
      if (readable instanceof Error) return { error: readable };
      return { readable, subjects: await this.#findSubjects(schemaId, readable.source.fullname, signal) };
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return { error };
    }
  }

  /** Which subjects have an id is worth knowing, and not worth losing the schema for. */
  async #findSubjects(schemaId: number, fullname: string | undefined, signal: AbortSignal): Promise<readonly SubjectVersion[] | undefined> {
    const topic = this.#topic;
    try {
      const known = await this.#registry.findSubjectVersions(schemaId, Infinity, signal);
      const isOf = (part: 'key' | 'value'): boolean =>
        topic === undefined || findSubjectOf(known ?? [], topic, part, fullname) !== undefined;
      // That a subject of this topic has the id stays true; that none has may change any time.
      return isOf('value') || isOf('key') ? known : await this.#registry.findSubjectVersions(schemaId, maxAgeMs, signal);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      return undefined;
    }
  }

  #compile(schema: RegisteredSchema): ReadableSchema | KnownError {
    const known = this.#readables.get(schema);
    if (known !== undefined) return known;
    const compiled = compile(schema);
    this.#readables.set(schema, compiled);
    return compiled;
  }
}

function compile(schema: RegisteredSchema): ReadableSchema | KnownError {
  if (schema.schemaType !== undefined) {
    return new CodecError('codec/not-avro', `Schema id ${schema.schemaId} is a schema of ${schema.schemaType}, not of Avro.`);
  }
  try {
    return toReadable(schema, { schemaId: schema.schemaId, subject: schema.subject, version: schema.version });
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

/** Whether a failure says something of the registry, and not of one schema in it. */
function concernsAll(error: KnownError): boolean {
  return error instanceof RegistryError && !ofOneSchema.has(error.code) && (error.code !== 'registry/server-error' || error.retriable);
}

const ofOneSchema = new Set(['registry/reference-not-found', 'registry/too-many-references', 'registry/too-large', 'registry/forbidden']);

function unknownId(schemaId: number): RegistryError {
  return new RegistryError('registry/schema-not-found', `Schema id ${schemaId} is not in the registry.`);
}

function notAsked(unknown: number): FrameError {
  const message = `The registry was not asked for this schema id, since ${unknown} others of these records are not in it.`;
  return new FrameError('frame/id-not-asked', message);
}
