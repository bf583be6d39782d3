import { RegistryError } from '../errors.ts';
import type { RegistryClient } from './client.ts';
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
  readonly #now: () => number;
  readonly #negativeMs: number;
  readonly #schemas: Kept<RegisteredSchema>;
  readonly #versions: Kept<RegisteredSchema>;
  readonly #latest: Kept<RegisteredSchema>;
  readonly #versionLists: Kept<readonly number[]>;
  readonly #subjectVersions: Kept<readonly SubjectVersion[] | undefined>;

  constructor(client: RegistryClient, options: RegistryCacheOptions = {}) {
    const { maxSchemas = 2_000, maxCharacters = 32 * 2 ** 20, negativeMs = 5_000, now = () => performance.now() } = options;
    this.client = client;
    this.#now = now;
    this.#negativeMs = negativeMs;
    const weigh = ({ text, references }: RegisteredSchema): number => references.reduce((sum, { length }) => sum + length, text.length);
    const schemas = { maxEntries: maxSchemas, maxWeight: maxCharacters, weigh };
    this.#schemas = new Kept(schemas);
    this.#versions = new Kept(schemas);
    this.#latest = new Kept(schemas);
    const lists = { maxEntries: maxSchemas, maxWeight: 2 ** 20 };
    this.#versionLists = new Kept({ ...lists, weigh: (versions) => versions.length });
    this.#subjectVersions = new Kept({ ...lists, weigh: (found) => found?.length ?? 1 });
  }

  /** The schema of an id, from memory or the registry. @throws RegistryError as `client.fetchSchema` does */
  fetchSchema(schemaId: number, signal: AbortSignal): Promise<RegisteredSchema> {
    return this.#get(this.#schemas, String(schemaId), Infinity, signal, (limited) => this.client.fetchSchema(schemaId, limited));
  }

  /** A version that does not change. @throws RegistryError as `client.fetchVersion` does */
  fetchVersion(subject: string, version: number, signal: AbortSignal): Promise<RegisteredSchema> {
    const key = JSON.stringify([subject, version]);
    return this.#get(this.#versions, key, Infinity, signal, (limited) => this.client.fetchVersion(subject, version, limited));
  }

  /** The newest version, as it was at most `maxAgeMs` ago. @throws RegistryError as `client.fetchVersion` does */
  fetchLatest(subject: string, maxAgeMs: number, signal: AbortSignal): Promise<RegisteredSchema> {
    return this.#get(this.#latest, subject, maxAgeMs, signal, (limited) => this.client.fetchVersion(subject, 'latest', limited));
  }

  /** Ascending, as it was at most `maxAgeMs` ago. @throws RegistryError as `client.listVersions` does */
  listVersions(subject: string, maxAgeMs: number, signal: AbortSignal): Promise<readonly number[]> {
    return this.#get(this.#versionLists, subject, maxAgeMs, signal, (limited) => this.client.listVersions(subject, limited));
  }

  /** As it was at most `maxAgeMs` ago. @see RegistryClient.findSubjectVersions */
  findSubjectVersions(schemaId: number, maxAgeMs: number, signal: AbortSignal): Promise<readonly SubjectVersion[] | undefined> {
    const fetch = (limited: AbortSignal): Promise<readonly SubjectVersion[] | undefined> =>
      this.client.findSubjectVersions(schemaId, limited);
    return this.#get(this.#subjectVersions, String(schemaId), maxAgeMs, signal, fetch);
  }

  /** Forgets what may have changed, as after registering: lists, latest versions and failures. */
  refresh(): void {
    this.#latest.clear();
    this.#versionLists.clear();
    this.#subjectVersions.clear();
    this.#schemas.forgetFailures();
    this.#versions.forgetFailures();
  }

  /** Forgets what was refused or has failed, as when somebody tries again who may have put it right. */
  forgetFailures(): void {
    for (const kept of [this.#schemas, this.#versions, this.#latest]) kept.forgetFailures();
    this.#versionLists.forgetFailures();
    this.#subjectVersions.forgetFailures();
  }

  async #get<T>(kept: Kept<T>, key: string, maxAgeMs: number, signal: AbortSignal, fetch: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
    const found = kept.find(key);
    if (found?.state === 'value' && this.#now() - found.since <= maxAgeMs) return found.value;
    if (found?.state === 'failed' && this.#now() - found.since <= this.#negativeMs) throw found.error;
    const shared = found?.state === 'pending' ? found.shared : this.#begin(kept, key, fetch);
    return await shared.wait(signal);
  }

  #begin<T>(kept: Kept<T>, key: string, fetch: (signal: AbortSignal) => Promise<T>): SharedFetch<T> {
    const entry: Pending<T> = { state: 'pending', shared: new SharedFetch(fetch, () => kept.drop(key, entry)) };
    kept.put(key, entry);
    entry.shared.result.then(
      (value) => kept.replace(key, entry, { state: 'value', value, since: this.#now() }),
      (error: unknown) => {
        // Only what the registry says is kept: a bug must show itself each time.
        if (error instanceof RegistryError) kept.replace(key, entry, { state: 'failed', error, since: this.#now() });
        else kept.drop(key, entry);
      },
    );
    return entry.shared;
  }
}

interface Pending<T> {
  readonly state: 'pending';
  readonly shared: SharedFetch<T>;
}

type Entry<T> =
  | Pending<T>
  | { readonly state: 'value'; readonly value: T; readonly since: number }
  | { readonly state: 'failed'; readonly error: RegistryError; readonly since: number };

interface Bounds<T> {
  readonly maxEntries: number;
  readonly maxWeight: number;
  readonly weigh: (value: T) => number;
}

/** A map that drops what was not asked for longest, once it holds too much. */
class Kept<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #bounds: Bounds<T>;
  #weight = 0;

  constructor(bounds: Bounds<T>) {
    this.#bounds = bounds;
  }

  find(key: string): Entry<T> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    // A map iterates in the order of insertion, so this one goes to the end.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  put(key: string, entry: Entry<T>): void {
    this.#remove(key);
    this.#entries.set(key, entry);
    this.#weight += this.#weigh(entry);
    for (const oldest of this.#entries.keys()) {
      const isWithin = this.#entries.size <= this.#bounds.maxEntries && this.#weight <= this.#bounds.maxWeight;
      if (isWithin || oldest === key) break;
      this.#remove(oldest);
    }
  }

  /** Puts `entry` where `expected` still stands: what was dropped meanwhile stays so. */
  replace(key: string, expected: Entry<T>, entry: Entry<T>): void {
    if (this.#entries.get(key) === expected) this.put(key, entry);
  }

  drop(key: string, expected: Entry<T>): void {
    if (this.#entries.get(key) === expected) this.#remove(key);
  }

  clear(): void {
    this.#entries.clear();
    this.#weight = 0;
  }

  forgetFailures(): void {
    for (const [key, { state }] of this.#entries) if (state === 'failed') this.#remove(key);
  }

  #remove(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) this.#weight -= this.#weigh(entry);
    this.#entries.delete(key);
  }

  #weigh(entry: Entry<T>): number {
    return entry.state === 'value' ? this.#bounds.weigh(entry.value) : 0;
  }
}

/** One fetch for all who wait for it: it ends when the last of them has been aborted. */
class SharedFetch<T> {
  readonly result: Promise<T>;
  readonly #controller = new AbortController();
  readonly #onAbandoned: () => void;
  #waiting = 0;

  constructor(fetch: (signal: AbortSignal) => Promise<T>, onAbandoned: () => void) {
    this.#onAbandoned = onAbandoned;
    this.result = fetch(this.#controller.signal);
  }

  wait(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    return new Promise<T>((resolve, reject) => {
      let hasLeft = false;
      const leave = (): void => {
        signal.removeEventListener('abort', abort);
        if (!hasLeft) this.#waiting--;
        hasLeft = true;
      };
      const abort = (): void => {
        leave();
        reject(new DOMException('Cancelled.', 'AbortError'));
        if (this.#waiting > 0) return;
        // Out of the cache first, so that who asks next begins anew and does not join a request that is being ended.
        this.#onAbandoned();
        this.#controller.abort();
      };
      signal.addEventListener('abort', abort, { once: true });
      this.result.then(
        (value) => {
          leave();
          resolve(value);
        },
        (error: unknown) => {
          leave();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }
}
