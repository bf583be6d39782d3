import type {
  CheckRequest,
  CompatibilityLevel,
  FindSubjectsRequest,
  FoundById,
  RegisteredSchema,
  RegistryDescription,
  RegistrySession,
  RegistryVersion,
  SchemaReference,
  SchemaToRegister,
  SubjectEntry,
  SubjectMatch,
  VersionEntry,
} from '../../client/cluster/registrySession.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { RegistryError } from '../../shared/errors.ts';
import { toDisplayText } from '../../shared/registry/displayText.ts';
import { strategyOf } from '../../shared/registry/strategies.ts';

export interface FakeRegistryOptions {
  /** The registry's own level; NONE where absent. */
  readonly level?: CompatibilityLevel;
  readonly mode?: string;
  /** Whether what writes is refused. */
  readonly readOnly?: boolean;
  readonly label?: string;
  readonly product?: string;
  /** Of the default context and others; those of the subjects where absent. */
  readonly contexts?: readonly string[];
  /** Whether it has no GUIDs and does not tell the subjects of an id, as Karapace. */
  readonly isPlain?: boolean;
}

interface Stored {
  readonly subject: string;
  readonly version: number;
  readonly schemaId: number;
  readonly text: string;
  readonly referenceNames: readonly SchemaReference[];
  readonly schemaType: string | undefined;
  isDeleted: boolean;
}

type Method = Exclude<keyof RegistrySession, 'close'>;

/**
 * A registry in memory behind the interface of the real session. It refuses nothing as incompatible unless `refuse` says
 * so: what a level means is not its business.
 */
export class FakeRegistrySession implements RegistrySession {
  /** Each call as its name and its arguments but the signal, such as `fetchVersion orders-value 7`. */
  readonly calls: string[] = [];
  closed = false;
  /** Subjects whose next texts are incompatible, with the registry's own words. */
  readonly refuse = new Map<string, string>();
  readonly levels = new Map<string, CompatibilityLevel>();
  level: CompatibilityLevel;
  /** Told of what was written. */
  onWrite: ((subject: string | undefined) => void) | undefined;
  /** Told of each call that ended, with what it threw. */
  onAnswer: ((error: Error | undefined) => void) | undefined;
  readonly #options: FakeRegistryOptions;
  readonly #failures = new Map<Method | 'all', Error>();
  readonly #gates = new Map<Method | 'all', Promise<void>>();
  #stored: Stored[] = [];
  #lastId = 0;

  constructor(options: FakeRegistryOptions = {}) {
    this.#options = options;
    this.level = options.level ?? 'NONE';
  }

  /** Registers a version without a call. The same text has the same schema id. @returns its version */
  add(
    subject: string,
    text: string,
    options: { schemaId?: number; schemaType?: string; references?: readonly SchemaReference[]; isDeleted?: boolean } = {},
  ): number {
    const { references: referenceNames = [], schemaType, isDeleted = false } = options;
    const same = this.#stored.find((stored) => stored.text === text && sameReferences(stored.referenceNames, referenceNames));
    const schemaId = options.schemaId ?? same?.schemaId ?? this.#lastId + 1;
    this.#lastId = Math.max(this.#lastId, schemaId);
    const version = 1 + Math.max(0, ...this.#of(subject, true).map((stored) => stored.version));
    this.#stored.push({ subject, version, schemaId, text, referenceNames, schemaType, isDeleted });
    return version;
  }

  /** From now on this method, or each, throws; undefined ends it. */
  fail(method: Method | 'all', error: Error | undefined): void {
    if (error === undefined) this.#failures.delete(method);
    else this.#failures.set(method, error);
  }

  /** From now on this method, or each, waits until the returned function is called or its signal is aborted. */
  hang(method: Method | 'all' = 'all'): () => void {
    let release = (): void => undefined;
    this.#gates.set(method, new Promise((resolve) => (release = resolve)));
    return () => {
      this.#gates.delete(method);
      release();
    };
  }

  describe(signal: AbortSignal): Promise<RegistryDescription> {
    return this.#answer('describe', [], signal, () => {
      const { label = 'http://localhost:8081', product, mode, contexts } = this.#options;
      const found = this.#stored.flatMap(({ subject }) => /^:(\.[^:]+):/.exec(subject)?.[1] ?? []);
      return { label, product, productVersion: undefined, level: this.level, mode, contexts: contexts ?? [...new Set(found)].sort() };
    });
  }

  listSubjects({ deleted }: { readonly deleted: boolean }, signal: AbortSignal): Promise<readonly SubjectEntry[]> {
    return this.#answer('listSubjects', deleted ? ['deleted'] : [], signal, () => {
      const present = new Set(this.#stored.filter(({ isDeleted }) => !isDeleted).map(({ subject }) => subject));
      const all = [...new Set(this.#stored.map(({ subject }) => subject))].sort();
      return all.filter((subject) => deleted || present.has(subject)).map((subject) => ({ subject, isDeleted: !present.has(subject) }));
    });
  }

  listVersions(subject: string, { deleted }: { readonly deleted: boolean }, signal: AbortSignal): Promise<readonly VersionEntry[]> {
    return this.#answer('listVersions', [subject, ...(deleted ? ['deleted'] : [])], signal, () =>
      this.#known(subject, deleted).map(({ version, isDeleted }) => ({ version, isDeleted })),
    );
  }

  fetchVersion(subject: string, version: number | 'latest', signal: AbortSignal): Promise<RegistryVersion> {
    return this.#answer('fetchVersion', [subject, version], signal, () => this.#show(this.#find(subject, version)));
  }

  fetchVersions(subject: string, which: 'latest' | 'all', signal: AbortSignal): Promise<readonly RegistryVersion[]> {
    return this.#answer('fetchVersions', [subject, which], signal, () => {
      const all = this.#of(subject, false);
      return (which === 'all' ? all : all.slice(-1)).map((stored) => this.#show(stored));
    });
  }

  findSubjects(
    { fullname, fileName }: FindSubjectsRequest,
    onFound: (subject: SubjectMatch) => void,
    signal: AbortSignal,
  ): Promise<{ readonly matches: readonly SubjectMatch[]; readonly isComplete: boolean }> {
    return this.#answer('findSubjects', [fullname, fileName], signal, () => {
      const subjects = [...new Set(this.#stored.map(({ subject }) => subject))].sort();
      const matches = subjects.flatMap((subject): SubjectMatch[] => {
        const latest = this.#of(subject, false).at(-1);
        const schema = latest && parseSchema(latest.text).schema;
        const isIt = schema !== undefined && 'fullname' in schema && schema.fullname === fullname;
        return isIt ? [{ subject, version: latest?.version ?? 0, strategy: strategyOf(subject, fullname) }] : [];
      });
      matches.forEach(onFound);
      return { matches, isComplete: true };
    });
  }

  findSchema(idOrGuid: string, signal: AbortSignal): Promise<FoundById> {
    return this.#answer('findSchema', [idOrGuid], signal, () => {
      const found = this.#stored.find(({ schemaId }) => String(schemaId) === idOrGuid || this.#guidOf(schemaId) === idOrGuid);
      if (found === undefined) {
        throw new RegistryError('registry/schema-not-found', `Schema id ${idOrGuid} is not in the registry.`, { status: 404 });
      }
      const { text, references, schemaId, displayText, guid, schemaType } = this.#show(found);
      const schema = { text, references, label: `schema id ${schemaId}`, schemaId, subject: undefined, version: undefined, schemaType };
      const same = this.#stored.filter((stored) => stored.schemaId === schemaId);
      const subjects = this.#options.isPlain ? undefined : same.map(({ subject, version }) => ({ subject, version }));
      return { schema, displayText, guid, subjects };
    });
  }

  fetchLevel(subject: string | undefined, signal: AbortSignal): Promise<{ readonly level: CompatibilityLevel; readonly isOwn: boolean }> {
    return this.#answer('fetchLevel', subject === undefined ? [] : [subject], signal, () => {
      const own = subject === undefined ? undefined : this.levels.get(subject);
      return { level: own ?? this.level, isOwn: own !== undefined };
    });
  }

  setLevel(subject: string | undefined, level: CompatibilityLevel | undefined, signal: AbortSignal): Promise<void> {
    return this.#write('setLevel', [subject ?? '(global)', level ?? '(inherit)'], subject, signal, () => {
      if (subject === undefined) this.level = level ?? 'NONE';
      else if (level === undefined) this.levels.delete(subject);
      else this.levels.set(subject, level);
    });
  }

  fetchMode(subject: string | undefined, signal: AbortSignal): Promise<string | undefined> {
    return this.#answer('fetchMode', subject === undefined ? [] : [subject], signal, () => this.#options.mode);
  }

  checkCompatibility(
    { subject, version }: CheckRequest,
    signal: AbortSignal,
  ): Promise<{ readonly isCompatible: boolean; readonly messages: readonly string[] }> {
    return this.#answer('checkCompatibility', [subject, version], signal, () => {
      const refusal = this.refuse.get(subject);
      return { isCompatible: refusal === undefined, messages: refusal === undefined ? [] : [refusal] };
    });
  }

  lookUp(request: SchemaToRegister, signal: AbortSignal): Promise<RegisteredSchema | undefined> {
    return this.#answer('lookUp', [request.subject], signal, () => {
      const found = this.#same(request);
      return found && this.#show(found);
    });
  }

  register(request: SchemaToRegister, signal: AbortSignal): Promise<RegisteredSchema> {
    const { subject, text, references } = request;
    return this.#write('register', [subject], subject, signal, () => {
      const found = this.#same(request);
      if (found !== undefined) return this.#show(found);
      if (parseSchema(text).problems.some(({ code }) => code === 'json-syntax')) {
        throw new RegistryError('registry/invalid-schema', `The registry refuses the schema for ${subject} as invalid.`, { status: 422 });
      }
      const refusal = this.refuse.get(subject);
      if (refusal !== undefined) {
        const sentence = `The registry refuses the schema for ${subject} as incompatible: ${refusal}`;
        throw new RegistryError('registry/incompatible', sentence, { status: 409, errorCode: 40901 });
      }
      for (const reference of references) this.#find(reference.subject, reference.version);
      this.add(subject, text, { references });
      return this.#show(this.#find(subject, 'latest'));
    });
  }

  deleteVersion(subject: string, version: number, { permanent }: { readonly permanent: boolean }, signal: AbortSignal): Promise<void> {
    return this.#write('deleteVersion', [subject, version, ...(permanent ? ['permanent'] : [])], subject, signal, () => {
      const found = this.#stored.find((stored) => stored.subject === subject && stored.version === version);
      if (found === undefined || (found.isDeleted && !permanent)) throw versionMissing(subject, version);
      found.isDeleted = true;
      if (permanent) this.#stored = this.#stored.filter((stored) => stored !== found);
    });
  }

  deleteSubject(subject: string, { permanent }: { readonly permanent: boolean }, signal: AbortSignal): Promise<readonly number[]> {
    return this.#write('deleteSubject', [subject, ...(permanent ? ['permanent'] : [])], subject, signal, () => {
      const deleted = this.#known(subject, permanent);
      for (const stored of deleted) stored.isDeleted = true;
      if (permanent) this.#stored = this.#stored.filter((stored) => stored.subject !== subject);
      return deleted.map(({ version }) => version);
    });
  }

  refresh(): Promise<void> {
    this.calls.push('refresh');
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.closed = true;
    return Promise.resolve();
  }

  async #answer<T>(method: Method, args: readonly (string | number)[], signal: AbortSignal, work: () => T): Promise<T> {
    this.calls.push([method, ...args].join(' '));
    try {
      await this.#wait(method, signal);
      const failure = this.#failures.get(method) ?? this.#failures.get('all');
      if (failure !== undefined) throw failure;
      const result = work();
      this.onAnswer?.(undefined);
      return result;
    } catch (error) {
      this.onAnswer?.(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  }

  async #write<T>(
    method: Method,
    args: readonly (string | number)[],
    subject: string | undefined,
    signal: AbortSignal,
    work: () => T,
  ): Promise<T> {
    const result = await this.#answer(method, args, signal, () => {
      if (this.#options.readOnly)
        throw new RegistryError('registry/read-only', 'The connection is read-only: nothing is written to its registry.');
      return work();
    });
    this.onWrite?.(subject);
    return result;
  }

  async #wait(method: Method, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
    const gate = this.#gates.get(method) ?? this.#gates.get('all');
    if (gate === undefined) return;
    await new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('Cancelled.', 'AbortError')), { once: true });
      void gate.then(resolve);
    });
  }

  #of(subject: string, deleted: boolean): Stored[] {
    return this.#stored.filter((stored) => stored.subject === subject && (deleted || !stored.isDeleted));
  }

  #known(subject: string, deleted: boolean): Stored[] {
    const found = this.#of(subject, deleted);
    if (found.length > 0) return found;
    throw new RegistryError('registry/subject-not-found', `The registry has no subject ${subject}.`, { status: 404, errorCode: 40401 });
  }

  /** A soft-deleted version is still found by its number. */
  #find(subject: string, version: number | 'latest'): Stored {
    const found =
      version === 'latest' ? this.#known(subject, false).at(-1) : this.#known(subject, true).find((stored) => stored.version === version);
    if (found === undefined) throw versionMissing(subject, version);
    return found;
  }

  #same({ subject, text, references }: SchemaToRegister): Stored | undefined {
    const alike = toDisplayText(text);
    return this.#of(subject, false).find(
      (stored) => toDisplayText(stored.text) === alike && sameReferences(stored.referenceNames, references),
    );
  }

  #guidOf(schemaId: number): string | undefined {
    return this.#options.isPlain ? undefined : `00000000-0000-4000-8000-${String(schemaId).padStart(12, '0')}`;
  }

  #show({ subject, version, schemaId, text, referenceNames, schemaType, isDeleted }: Stored): RegistryVersion {
    return {
      subject,
      version,
      schemaId,
      text,
      schemaType,
      referenceNames,
      isDeleted,
      label: `${subject} v${version}`,
      guid: this.#guidOf(schemaId),
      displayText: toDisplayText(text),
      references: [...this.#textsOf(referenceNames, new Set())],
    };
  }

  *#textsOf(references: readonly SchemaReference[], seen: Set<string>): Generator<string> {
    for (const { subject, version } of references) {
      const key = `${subject} ${version}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const found = this.#find(subject, version === -1 ? 'latest' : version);
      yield* this.#textsOf(found.referenceNames, seen);
      yield found.text;
    }
  }
}

function versionMissing(subject: string, version: number | 'latest'): RegistryError {
  const message = `${subject} has no version ${version} in the registry.`;
  return new RegistryError('registry/version-not-found', message, { status: 404, errorCode: 40402 });
}

function sameReferences(one: readonly SchemaReference[], other: readonly SchemaReference[]): boolean {
  return JSON.stringify(one.map(referenceKey)) === JSON.stringify(other.map(referenceKey));
}

function referenceKey({ name, subject, version }: SchemaReference): readonly unknown[] {
  return [name, subject, version];
}
