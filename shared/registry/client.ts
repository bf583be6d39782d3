import { RegistryError } from '../errors.ts';
import type { RegistryAuth } from './endpoint.ts';
import {
  toIntegers,
  toLevel,
  toRegistration,
  toStoredSchema,
  toStoredVersion,
  toStrings,
  toSubjectVersions,
  toVerdict,
} from './answers.ts';
import type { StoredVersion } from './answers.ts';
import { answerError, describeBody, isNotFound, notARegistryError } from './errors.ts';
import type { Asked } from './errors.ts';
import { createRegistryHttp } from './http.ts';
import type { RegistryHttp, RegistryRequest } from './http.ts';
import { resolveReferences } from './references.ts';
import type { CompatibilityLevel, RegisteredSchema, SchemaReference, SubjectVersion } from './registeredSchema.ts';

export interface RegistryClientOptions {
  /** May carry a path and a slash at its end. */
  readonly url: string;
  readonly auth: RegistryAuth;
  readonly fetch: typeof globalThis.fetch;
  /** For each request; 10 s where absent. */
  readonly timeoutMs?: number | undefined;
  /** Of one answer; 16 MiB where absent. */
  readonly maxBytes?: number | undefined;
}

/**
 * A schema registry with Confluent's REST API: Confluent's own, Apicurio's (`/apis/ccompat/v7`), Karapace, Redpanda.
 *
 * Every call throws a `RegistryError`, or an `AbortError` when its signal is aborted. Any call may fail with
 * `registry/unreachable`, `/untrusted`, `/timeout`, `/redirected`, `/too-large`, `/invalid-url`, `/invalid-credentials`,
 * `/unauthorized`, `/forbidden`, `/server-error`, `/refused`, `/not-a-registry`, and with `/not-found` where the
 * address's path is wrong; what else a call throws stands beside it. Nothing is retried here: `retriable` says where
 * it is worth it.
 */
export interface RegistryClient {
  /** The address as people may see it: no credentials. */
  readonly label: string;
  /** Asks for the subjects, to find out whether this is a registry that lets us in; any 404 is `registry/not-a-registry`. */
  probe(signal: AbortSignal): Promise<{ readonly subjects: number }>;
  listSubjects(signal: AbortSignal): Promise<string[]>;
  /** Ascending. @throws RegistryError `registry/subject-not-found` */
  listVersions(subject: string, signal: AbortSignal): Promise<number[]>;
  /** @throws RegistryError `registry/subject-not-found`, `registry/version-not-found` or `registry/reference-not-found` */
  fetchVersion(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegisteredSchema>;
  /** @throws RegistryError `registry/schema-not-found` or `registry/reference-not-found` */
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema>;
  /**
   * The subjects, with versions where the registry tells them, under which an id is or was registered: soft-deleted
   * ones count, for their records are still there. Undefined where this registry cannot be asked.
   * @throws RegistryError `registry/schema-not-found`
   */
  findSubjectVersions(schemaId: number, signal: AbortSignal): Promise<SubjectVersion[] | undefined>;
  /** The version under which this text is registered, or undefined. @throws RegistryError `registry/invalid-schema` */
  lookUp(
    subject: string,
    text: string,
    signal: AbortSignal,
    references?: readonly SchemaReference[],
  ): Promise<RegisteredSchema | undefined>;
  /**
   * Registers the text, which changes nothing where it is registered already.
   * @returns the version that it has; `version` is undefined where the registry registered it and then did not tell
   * @throws RegistryError `registry/incompatible`, `registry/invalid-schema` or `registry/references-unsupported`
   */
  register(subject: string, text: string, signal: AbortSignal, references?: readonly SchemaReference[]): Promise<RegisteredSchema>;
  /** The subject's own level, else (and without a subject) the global one. Apicurio passes the global one off as the subject's own. */
  fetchCompatibilityLevel(subject: string | undefined, signal: AbortSignal): Promise<{ level: CompatibilityLevel; isOwn: boolean }>;
  /**
   * The registry's verdict on a text against one version; `messages` are its own words, and some registries have none.
   * @throws RegistryError `registry/subject-not-found`, `registry/version-not-found` or `registry/invalid-schema`
   */
  checkCompatibility(
    subject: string,
    text: string,
    version: number | 'latest',
    signal: AbortSignal,
    references?: readonly SchemaReference[],
  ): Promise<{ isCompatible: boolean; messages: string[] }>;
}

/** A client that has not asked anything yet. Credentials within the URL are used as such and shown nowhere. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { timeoutMs = 10_000, maxBytes = 16 * 2 ** 20 } = options;
  const http = createRegistryHttp({ ...options, timeoutMs, maxBytes });
  return {
    label: http.label,
    probe: (signal) => probe(http, signal),
    listSubjects: (signal) => get(http, '/subjects', {}, toStrings, signal),
    async listVersions(subject, signal) {
      const versions = await get(http, `/subjects/${encode(subject)}/versions`, { subject }, toIntegers, signal);
      return versions.sort((a, b) => a - b);
    },
    fetchVersion: async (subject, version, signal) => complete(http, await fetchStored(http, subject, version, signal), signal),
    async fetchSchema(schemaId, signal) {
      const accept = (json: unknown): StoredVersion | undefined => toStoredSchema(json, schemaId);
      return await complete(http, await get(http, `/schemas/ids/${schemaId}`, { schemaId }, accept, signal), signal);
    },
    findSubjectVersions: (schemaId, signal) => findSubjectVersions(http, schemaId, signal),
    lookUp: (subject, text, signal, references = []) => lookUp(http, subject, text, references, signal),
    register: (subject, text, signal, references = []) => register(http, subject, text, references, signal),
    fetchCompatibilityLevel: (subject, signal) => fetchCompatibilityLevel(http, subject, signal),
    async checkCompatibility(subject, text, version, signal, references = []) {
      const path = `/compatibility/subjects/${encode(subject)}/versions/${version}?verbose=true`;
      return await ask(http, { method: 'POST', path, body: toBody(text, references) }, { subject, version }, toVerdict, signal);
    },
  };
}

/** What `accept` takes from the JSON of an answer with a status of 2xx. */
async function ask<T>(
  http: RegistryHttp,
  request: RegistryRequest,
  asked: Asked,
  accept: (json: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  const answer = await http.send(request, signal);
  if (answer.status < 200 || answer.status > 299) throw answerError(answer, http.label, asked);
  const accepted = accept(answer.json);
  if (accepted === undefined) throw notARegistryError(http.label, describeBody(answer), answer.status);
  return accepted;
}

function get<T>(http: RegistryHttp, path: string, asked: Asked, accept: (json: unknown) => T | undefined, signal: AbortSignal): Promise<T> {
  return ask(http, { method: 'GET', path }, asked, accept, signal);
}

async function probe(http: RegistryHttp, signal: AbortSignal): Promise<{ readonly subjects: number }> {
  try {
    return { subjects: (await get(http, '/subjects', {}, toStrings, signal)).length };
  } catch (error) {
    if (!(error instanceof RegistryError) || error.status !== 404) throw error;
    throw notARegistryError(http.label, 'a 404 to the question for its subjects', 404);
  }
}

function fetchStored(http: RegistryHttp, subject: string, version: number | 'latest', signal: AbortSignal): Promise<StoredVersion> {
  return get(http, `/subjects/${encode(subject)}/versions/${version}`, { subject, version }, toStoredVersion, signal);
}

/** The schema with the texts of its references. Those of other schema types are of no use here. */
async function complete(http: RegistryHttp, stored: StoredVersion, signal: AbortSignal): Promise<RegisteredSchema> {
  const label = labelOf(stored);
  if (stored.schemaType !== undefined) return { ...stored, references: [], label };
  const fetchReference = (subject: string, version: number | 'latest'): Promise<StoredVersion> =>
    fetchStored(http, subject, version, signal);
  return { ...stored, references: await resolveReferences(stored.references, label, fetchReference), label };
}

async function findSubjectVersions(http: RegistryHttp, schemaId: number, signal: AbortSignal): Promise<SubjectVersion[] | undefined> {
  const path = `/schemas/ids/${schemaId}`;
  const versions = await unlessUnsupported(get(http, `${path}/versions?deleted=true`, { schemaId }, toSubjectVersions, signal));
  if (versions !== undefined) return versions;
  const subjects = await unlessUnsupported(get(http, `${path}/subjects?deleted=true`, { schemaId }, toStrings, signal));
  return subjects?.map((subject) => ({ subject, version: undefined }));
}

async function lookUp(
  http: RegistryHttp,
  subject: string,
  text: string,
  references: readonly SchemaReference[],
  signal: AbortSignal,
): Promise<RegisteredSchema | undefined> {
  let stored: StoredVersion;
  try {
    const path = `/subjects/${encode(subject)}`;
    stored = await ask(http, { method: 'POST', path, body: toBody(text, references) }, { subject }, toStoredVersion, signal);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  return await complete(http, stored, signal);
}

async function register(
  http: RegistryHttp,
  subject: string,
  text: string,
  references: readonly SchemaReference[],
  signal: AbortSignal,
): Promise<RegisteredSchema> {
  const path = `/subjects/${encode(subject)}/versions`;
  const { schemaId, version } = await ask(
    http,
    { method: 'POST', path, body: toBody(text, references) },
    { subject },
    toRegistration,
    signal,
  );
  try {
    const found = await lookUp(http, subject, text, references, signal);
    if (found?.schemaId === schemaId) return found;
  } catch (error) {
    // It is registered: that its version could not be asked for must not look as if it were not.
    if (!(error instanceof RegistryError)) throw error;
  }
  const known = { schemaId, subject, version, text, references: [] };
  return { ...known, label: labelOf(known) };
}

async function fetchCompatibilityLevel(
  http: RegistryHttp,
  subject: string | undefined,
  signal: AbortSignal,
): Promise<{ level: CompatibilityLevel; isOwn: boolean }> {
  if (subject !== undefined) {
    try {
      return { level: await get(http, `/config/${encode(subject)}`, { subject }, toLevel, signal), isOwn: true };
    } catch (error) {
      if (!isNotFound(error) && !(error instanceof RegistryError && error.code === 'registry/not-configured')) throw error;
    }
  }
  return { level: await get(http, '/config', {}, toLevel, signal), isOwn: false };
}

/** A subject as one part of a path. */
function encode(subject: string): string {
  // A URL drops such parts, encoded or not, and would ask for something else.
  if (subject === '' || subject === '.' || subject === '..') {
    throw new RegistryError('registry/subject-not-found', `A subject cannot be named "${subject}".`);
  }
  return encodeURIComponent(subject);
}

function labelOf({ schemaId, subject, version }: { schemaId: number; subject: string | undefined; version: number | undefined }): string {
  if (subject === undefined) return `schema id ${schemaId}`;
  return version === undefined ? `${subject} (schema id ${schemaId})` : `${subject} v${version}`;
}

function toBody(schema: string, references: readonly SchemaReference[]): unknown {
  // Without a schema type it is Avro, and registries that know no references must not meet the word.
  return references.length === 0 ? { schema } : { schema, references };
}

/** The result, or undefined where the registry does not know the endpoint. */
async function unlessUnsupported<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof RegistryError && error.code === 'registry/not-found') return undefined;
    throw error;
  }
}
