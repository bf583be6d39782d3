import { CodecError, FrameError, RegistryError } from '../errors.ts';
import type { KnownError } from '../errors.ts';
import { isNotFound } from '../registry/errors.ts';
import type { RegisteredSchema, SubjectVersion } from '../registry/registeredSchema.ts';
import { maxSchemaId } from './confluentPrefix.ts';
import type { SchemaSource } from './decoder.ts';
import { toForeignReadable } from './foreignSchema.ts';
import type { SchemaName } from './frame.ts';
import { toReadable } from './readableSchema.ts';
import type { ReadableSchema } from './readableSchema.ts';
import { findSubjectOf, topicSubject } from './topicSubjects.ts';

/** What the registry says of the name that a frame gives its schema: the schema, or why there is none. */
export type Known = KnownSchema | { readonly error: KnownError };

export interface KnownSchema {
  readonly readable: ReadableSchema;
  /** The subjects that have it; undefined where the registry can't tell. */
  readonly subjects: readonly SubjectVersion[] | undefined;
  /** Of those the one that is this topic's. */
  readonly own: Readonly<Record<'key' | 'value', SubjectVersion | undefined>>;
}

/** Names that a registry can be asked for. */
export type RegistryName = Extract<SchemaName, { readonly kind: 'schema-id' | 'guid' | 'content-id' | 'global-id' }>;

export interface CountedName {
  readonly name: RegistryName;
  count: number;
}

/** Tells a name from others. Undefined of those that no registry can be asked for. */
export function registryName(name: SchemaName): { readonly key: string; readonly name: RegistryName } | undefined {
  switch (name.kind) {
    case 'schema-id':
      return { key: `id ${name.schemaId}`, name };
    case 'guid':
      return { key: `guid ${name.guid}`, name };
    case 'content-id':
    case 'global-id':
      return { key: `${name.kind} ${name.id}`, name };
    default:
      return undefined;
  }
}

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
  readonly #registry: SchemaSource;
  readonly #topic: string | undefined;
  /** By the object that the cache hands out, so that what the cache drops is dropped here too. */
  readonly #readables = new WeakMap<RegisteredSchema, ReadableSchema | KnownError>();

  constructor(registry: SchemaSource, topic: string | undefined) {
    this.#registry = registry;
    this.#topic = topic;
  }

  /**
   * Looks schemas up by the names that frames give them, the most frequent first, and gives up where the registry does not
   * answer or too many are unknown.
   *
   * @param names by their key, with how often each occurs
   * @throws AbortError, and nothing else that can be expected
   */
  async findNamed(names: ReadonlyMap<string, CountedName>, signal: AbortSignal): Promise<ReadonlyMap<string, Known>> {
    const found = new Map<string, Known>();
    const queue = [...names].sort((a, b) => b[1].count - a[1].count);
    let unknown = 0;
    let failure: KnownError | undefined;
    while (queue.length > 0) {
      const some = queue.splice(0, parallel);
      if (failure === undefined && unknown >= maxUnknownIds) failure = notAsked(unknown);
      const answers = failure === undefined ? await Promise.all(some.map(([, { name }]) => this.#findName(name, signal))) : [];
      for (const [index, [key]] of some.entries()) {
        const answer = answers[index] ?? { error: failure ?? notAsked(unknown) };
        found.set(key, answer);
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

  async #findName(name: RegistryName, signal: AbortSignal): Promise<Known> {
    if (name.kind === 'schema-id' && (name.schemaId < 1 || name.schemaId > maxSchemaId)) return { error: unknownId(name.schemaId) };
    try {
      const schema =
        name.kind === 'schema-id' ? await this.#registry.fetchSchema(name.schemaId, signal) : await this.#registry.fetchNamed(name, signal);
      const readable = this.#compile(schema);
      if (readable instanceof Error) return { error: readable };
      const { fullname } = readable.source;
      const { schemaId, subject, version } = schema;
      const named = subject === undefined ? undefined : [{ subject, version }];
      const subjects = schemaId > 0 ? await this.#findSubjects(schemaId, fullname, signal) : named;
      const ownOf = (part: 'key' | 'value'): SubjectVersion | undefined =>
        this.#topic === undefined ? undefined : findSubjectOf(subjects ?? [], this.#topic, part, fullname);
      return { readable, subjects, own: { key: ownOf('key'), value: ownOf('value') } };
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
    const foreign = toForeignReadable(schema);
    if (foreign !== undefined) return foreign;
    return new CodecError('codec/not-avro', `Schema id ${schema.schemaId} is a schema of ${schema.schemaType}, not of Avro.`);
  }
  try {
    return toReadable(schema, {
      schemaId: schema.schemaId > 0 ? schema.schemaId : undefined,
      subject: schema.subject,
      version: schema.version,
    });
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

/** Whether a failure says something of the registry, and not of one schema in it. */
function concernsAll(error: KnownError): boolean {
  return error instanceof RegistryError && !ofOneSchema.has(error.code) && (error.code !== 'registry/server-error' || error.retriable);
}

const ofOneSchema = new Set([
  'registry/not-supported',
  'registry/reference-not-found',
  'registry/too-many-references',
  'registry/too-large',
  'registry/forbidden',
]);

function unknownId(schemaId: number): RegistryError {
  return new RegistryError('registry/schema-not-found', `Schema id ${schemaId} is not in the registry.`);
}

function notAsked(unknown: number): FrameError {
  const message = `The registry was not asked for this schema id, since ${unknown} others of these records are not in it.`;
  return new FrameError('frame/id-not-asked', message);
}
