import type { RegistryClient } from './client.ts';
import { KeptAnswers } from './kept.ts';
import type { RegisteredSchema, SubjectVersion } from './registeredSchema.ts';

export interface RegistryCacheOptions {
  /** How many schemas are kept; 2,000 where absent. */
  readonly maxSchemas?: number | undefined;
  /** How much text of schemas is kept, in UTF-16 code units; 32 Mi where absent. */
  readonly maxCharacters?: number | undefined;
  /** How long a refusal or a failure is believed; 5 s where absent. */
  readonly negativeMs?: number | undefined;
  /** Milliseconds that only go up. */
  readonly now?: (() => number) | undefined;
}

/**
 * A registry's answers, kept as long as they stay true: a schema id's schema and a version of a subject never change,
 * a failure is believed for a few seconds, and what changes is as old as the caller allows. Who asks for what is being
 * fetched already waits for the same answer; one who is aborted leaves the others undisturbed, and the last one to
 * leave ends the request.
 */
export class RegistryCache {
  readonly client: RegistryClient;
  readonly #schemas: KeptAnswers<RegisteredSchema>;
  readonly #named: KeptAnswers<RegisteredSchema>;
  readonly #versions: KeptAnswers<RegisteredSchema>;
  readonly #latest: KeptAnswers<RegisteredSchema>;
  readonly #subjectLists: KeptAnswers<readonly string[]>;
  readonly #versionLists: KeptAnswers<readonly number[]>;
  readonly #subjectVersions: KeptAnswers<readonly SubjectVersion[] | undefined>;

  constructor(client: RegistryClient, options: RegistryCacheOptions = {}) {
    const { maxSchemas = 2_000, maxCharacters = 32 * 2 ** 20, negativeMs = 5_000, now = () => performance.now() } = options;
    this.client = client;
    const weigh = ({ text, references }: RegisteredSchema): number => references.reduce((sum, { length }) => sum + length, text.length);
    const schemas = { maxEntries: maxSchemas, maxWeight: maxCharacters, weigh, negativeMs, now };
    this.#schemas = new KeptAnswers(schemas);
    this.#named = new KeptAnswers(schemas);
    this.#versions = new KeptAnswers(schemas);
    this.#latest = new KeptAnswers(schemas);
    const lists = { maxEntries: maxSchemas, maxWeight: 2 ** 20, negativeMs, now };
    this.#subjectLists = new KeptAnswers({ ...lists, weigh: () => 1 });
    this.#versionLists = new KeptAnswers({ ...lists, weigh: (versions) => versions.length });
    this.#subjectVersions = new KeptAnswers({ ...lists, weigh: (found) => found?.length ?? 1 });
  }

  /** The schema of an id, from memory or the registry. @throws RegistryError as `client.fetchSchema` does */
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema> {
    return this.#schemas.get(String(schemaId), Infinity, signal, (limited) => this.client.fetchSchema(schemaId, limited));
  }

  /** By another name that never changes what it means. @throws RegistryError as `client.fetchNamed` does */
  fetchNamed(
    name: { readonly kind: 'guid'; readonly guid: string } | { readonly kind: 'global-id' | 'content-id'; readonly id: bigint },
    signal: AbortSignal,
  ): Promise<RegisteredSchema> {
    const key = name.kind === 'guid' ? `guid ${name.guid}` : `${name.kind} ${name.id}`;
    return this.#named.get(key, Infinity, signal, (limited) => this.client.fetchNamed(name, limited));
  }

  /** A version that does not change. @throws RegistryError as `client.fetchVersion` does */
  fetchVersion(subject: string, version: number, signal: AbortSignal): Promise<RegisteredSchema> {
    const key = JSON.stringify([subject, version]);
    return this.#versions.get(key, Infinity, signal, (limited) => this.client.fetchVersion(subject, version, limited));
  }

  /** The newest version, as it was at most `maxAgeMs` ago. @throws RegistryError as `client.fetchVersion` does */
  fetchLatest(subject: string, maxAgeMs: number, signal: AbortSignal): Promise<RegisteredSchema> {
    return this.#latest.get(subject, maxAgeMs, signal, (limited) => this.client.fetchVersion(subject, 'latest', limited));
  }

  /** Those that are not deleted, as they were at most `maxAgeMs` ago. @throws RegistryError as `client.listSubjects` does */
  listSubjects(maxAgeMs: number, signal: AbortSignal): Promise<readonly string[]> {
    return this.#subjectLists.get('', maxAgeMs, signal, (limited) => this.client.listSubjects(limited));
  }

  /** Ascending, as it was at most `maxAgeMs` ago. @throws RegistryError as `client.listVersions` does */
  listVersions(subject: string, maxAgeMs: number, signal: AbortSignal): Promise<readonly number[]> {
    return this.#versionLists.get(subject, maxAgeMs, signal, (limited) => this.client.listVersions(subject, limited));
  }

  /** As it was at most `maxAgeMs` ago. @see RegistryClient.findSubjectVersions */
  findSubjectVersions(schemaId: number, maxAgeMs: number, signal: AbortSignal): Promise<readonly SubjectVersion[] | undefined> {
    const fetch = (limited: AbortSignal): Promise<readonly SubjectVersion[] | undefined> =>
      this.client.findSubjectVersions(schemaId, limited);
    return this.#subjectVersions.get(String(schemaId), maxAgeMs, signal, fetch);
  }

  /** Forgets what may have changed, as after registering: lists, latest versions and failures. */
  refresh(): void {
    this.#latest.clear();
    this.#subjectLists.clear();
    this.#versionLists.clear();
    this.#subjectVersions.clear();
    this.#schemas.forgetFailures();
    this.#named.forgetFailures();
    this.#versions.forgetFailures();
  }

  /** Forgets what was refused or has failed, as when somebody tries again who may have put it right. */
  forgetFailures(): void {
    for (const kept of [this.#schemas, this.#named, this.#versions, this.#latest]) kept.forgetFailures();
    this.#subjectLists.forgetFailures();
    this.#versionLists.forgetFailures();
    this.#subjectVersions.forgetFailures();
  }
}
