import { RegistryError } from '../errors.ts';
import type { StoredVersion } from './answers.ts';
import { fetchByApicurioId } from './apicurioIds.ts';
import type { ApicurioId } from './apicurioIds.ts';
import type { RegistryEndpoint } from './endpoint.ts';
import { createRegistryHttp, type HttpFetch } from './http.ts';
import { checkCompatibility, fetchLevel, fetchMode, setLevel } from './levels.ts';
import type { RetryOptions } from './persistence.ts';
import { fetchProduct, type RegistryProduct } from './product.ts';
import type { CompatibilityLevel, RegisteredSchema, SchemaReference, SubjectVersion } from './registeredSchema.ts';
import {
  complete,
  fetchByGuid,
  fetchById,
  fetchStored,
  findSubjectVersions,
  listLatest,
  lookUp,
  register,
  type SchemaOptions,
} from './schemas.ts';
import { deleteSubject, deleteVersion, listContexts, listSubjects, listVersions } from './subjects.ts';

export interface RegistryClientOptions extends Pick<RegistryEndpoint, 'url' | 'otherUrls' | 'auth' | 'headers'> {
  readonly fetch: HttpFetch;
  /** For each request; 10 s where absent. */
  readonly timeoutMs?: number | undefined;
  /** Of one answer; 16 MiB where absent. */
  readonly maxBytes?: number | undefined;
  /** How often and for how long what is retriable is tried again. */
  readonly retry?: RetryOptions | undefined;
}

/** A version as the registry has it: its references are names of others, not their texts. */
export type StoredVersionFetch = (subject: string, version: number | 'latest') => Promise<StoredVersion>;

/**
 * A schema registry with Confluent's REST API: Confluent's own, Apicurio's (`/apis/ccompat/v7`), Karapace, Redpanda.
 *
 * Every call throws a `RegistryError`, or an `AbortError` when its signal is aborted. Any call may fail with
 * `registry/unreachable`, `/untrusted`, `/timeout`, `/redirected`, `/too-large`, `/invalid-url`, `/invalid-credentials`,
 * `/unauthorized`, `/forbidden`, `/server-error`, `/refused`, `/not-a-registry`, and with `/not-found` where the
 * address's path is wrong; what else a call throws stands beside it. What is retriable has been tried again already.
 */
export interface RegistryClient {
  /** The address as people may see it: no credentials. */
  readonly label: string;
  /** Asks for the subjects, to find out whether this is a registry that lets us in; any 404 is `registry/not-a-registry`. */
  probe(signal: AbortSignal): Promise<{ readonly subjects: number }>;
  /** Which product answers, so far as it tells; it never fails but by an abort. */
  fetchProduct(signal: AbortSignal): Promise<RegistryProduct>;
  /** Of all contexts; with `deleted` the soft-deleted ones, too. */
  listSubjects(signal: AbortSignal, options?: { readonly deleted?: boolean }): Promise<string[]>;
  /** Names such as `.ctx`, the default one left out; empty where the registry has no others, or does not tell. */
  listContexts(signal: AbortSignal): Promise<string[]>;
  /** Ascending. @throws RegistryError `registry/subject-not-found` */
  listVersions(subject: string, signal: AbortSignal, options?: { readonly deleted?: boolean }): Promise<number[]>;
  /** @throws RegistryError `registry/subject-not-found`, `registry/version-not-found` or `registry/reference-not-found` */
  fetchVersion(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegisteredSchema>;
  /**
   * Without the texts of its references; a soft-deleted one too, where it is named by its number.
   * @throws RegistryError `registry/subject-not-found` or `registry/version-not-found`
   */
  fetchStored(subject: string, version: number | 'latest', signal: AbortSignal): Promise<StoredVersion>;
  /** @throws RegistryError `registry/schema-not-found` or `registry/reference-not-found` */
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema>;
  /** Without the texts of its references. @throws RegistryError `registry/schema-not-found` */
  fetchStoredById(schemaId: number, signal: AbortSignal): Promise<StoredVersion>;
  /** The same by GUID. @throws RegistryError `registry/schema-not-found`, also where the registry knows no GUIDs */
  fetchStoredByGuid(guid: string, signal: AbortSignal): Promise<StoredVersion>;
  /**
   * By a GUID, or by an id of Apicurio's own interface; the schema id is 0 where the schema has none.
   * @throws RegistryError `registry/schema-not-found` or `registry/not-supported`
   */
  fetchNamed(name: { readonly kind: 'guid'; readonly guid: string } | ApicurioId, signal: AbortSignal): Promise<RegisteredSchema>;
  /** A page of the latest versions of all subjects; undefined where the registry does not tell which is whose. */
  listLatest(page: { readonly offset: number; readonly limit: number }, signal: AbortSignal): Promise<StoredVersion[] | undefined>;
  /**
   * The subjects, with versions where the registry tells them, under which an id is or was registered: soft-deleted
   * ones count, for their records are still there. Undefined where this registry cannot be asked.
   * @throws RegistryError `registry/schema-not-found`
   */
  findSubjectVersions(schemaId: number, signal: AbortSignal): Promise<SubjectVersion[] | undefined>;
  /** The version under which this text is registered, or undefined. @throws RegistryError `registry/invalid-schema` */
  lookUp(subject: string, text: string, signal: AbortSignal, options?: SchemaOptions): Promise<RegisteredSchema | undefined>;
  /**
   * Registers the text, which changes nothing where it is registered already.
   * @returns the version that it has; `version` is undefined where the registry registered it and then did not tell
   * @throws RegistryError `registry/incompatible`, `registry/invalid-schema` or `registry/references-unsupported`
   */
  register(subject: string, text: string, signal: AbortSignal, options?: SchemaOptions): Promise<RegisteredSchema>;
  /** The subject's own level, else (and without a subject) the global one. */
  fetchCompatibilityLevel(subject: string | undefined, signal: AbortSignal): Promise<{ level: CompatibilityLevel; isOwn: boolean }>;
  /** Undefined takes the subject's own level away. @throws RegistryError `registry/refused` */
  setCompatibilityLevel(subject: string | undefined, level: CompatibilityLevel | undefined, signal: AbortSignal): Promise<void>;
  /** Undefined where the registry has none. */
  fetchMode(subject: string | undefined, signal: AbortSignal): Promise<string | undefined>;
  /**
   * The registry's verdict on a text against one version, or `all` that count; `messages` are its own words, and some
   * registries have none. A subject without versions is compatible with everything.
   * @throws RegistryError `registry/version-not-found` or `registry/invalid-schema`
   */
  checkCompatibility(
    subject: string,
    text: string,
    version: number | 'latest' | 'all',
    signal: AbortSignal,
    references?: readonly SchemaReference[],
  ): Promise<{ isCompatible: boolean; messages: string[] }>;
  /** For good, with `permanent`: it is soft-deleted before. @throws RegistryError `registry/version-not-found` or `registry/referenced` */
  deleteVersion(subject: string, version: number, signal: AbortSignal, options?: { readonly permanent?: boolean }): Promise<void>;
  /** The same of all versions. @returns those that were deleted. @throws RegistryError `registry/subject-not-found` or `registry/referenced` */
  deleteSubject(subject: string, signal: AbortSignal, options?: { readonly permanent?: boolean }): Promise<number[]>;
}

/** A client that has not asked anything yet. Credentials within the URL are used as such and shown nowhere. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { timeoutMs = 10_000, maxBytes = 16 * 2 ** 20 } = options;
  const http = createRegistryHttp({ ...options, timeoutMs, maxBytes });
  const fetchReferred =
    (signal: AbortSignal): StoredVersionFetch =>
    (subject, version) =>
      fetchStored(http, subject, version, signal);
  return {
    label: http.label,
    probe: async (signal) => ({ subjects: (await listSubjects(http, false, signal)).length }),
    fetchProduct: (signal) => fetchProduct(http, signal),
    listSubjects: (signal, { deleted = false } = {}) => listSubjects(http, deleted, signal),
    listContexts: (signal) => listContexts(http, signal),
    listVersions: (subject, signal, { deleted = false } = {}) => listVersions(http, subject, deleted, signal),
    fetchVersion: async (subject, version, signal) => complete(await fetchStored(http, subject, version, signal), fetchReferred(signal)),
    fetchStored: (subject, version, signal) => fetchStored(http, subject, version, signal),
    fetchSchema: async (schemaId, signal) => complete(await fetchById(http, schemaId, signal), fetchReferred(signal)),
    fetchStoredById: (schemaId, signal) => fetchById(http, schemaId, signal),
    fetchStoredByGuid: (guid, signal) => fetchByGuid(http, guid, signal),
    fetchNamed: async (name, signal) =>
      name.kind === 'guid'
        ? complete(await fetchByGuid(http, name.guid, signal), fetchReferred(signal))
        : complete(await fetchByApicurioId(http, name, signal), fetchReferred(signal)),
    listLatest: (page, signal) => listLatest(http, page, signal),
    findSubjectVersions: (schemaId, signal) => findSubjectVersions(http, schemaId, signal),
    async lookUp(subject, text, signal, schemaOptions = {}) {
      const found = await lookUp(http, subject, text, schemaOptions, signal);
      return found && (await complete(found, fetchReferred(signal)));
    },
    register: async (subject, text, signal, schemaOptions = {}) => {
      const registered = await register(http, subject, text, schemaOptions, signal);
      try {
        return await complete(registered, fetchReferred(signal));
      } catch (error) {
        // It is registered, whatever keeps its references from being fetched now.
        if (!(error instanceof RegistryError)) throw error;
        return await complete({ ...registered, references: [] }, fetchReferred(signal));
      }
    },
    fetchCompatibilityLevel: (subject, signal) => fetchLevel(http, subject, signal),
    setCompatibilityLevel: (subject, level, signal) => setLevel(http, subject, level, signal),
    fetchMode: (subject, signal) => fetchMode(http, subject, signal),
    checkCompatibility: (subject, text, version, signal, references = []) =>
      checkCompatibility(http, subject, text, version, references, signal),
    deleteVersion: (subject, version, signal, { permanent = false } = {}) => deleteVersion(http, subject, version, permanent, signal),
    deleteSubject: (subject, signal, { permanent = false } = {}) => deleteSubject(http, subject, permanent, signal),
  };
}
