import type { SchemaText } from '../avro/schemaText.ts';
import { KnownError, RegistryError } from '../errors.ts';
import type { RegistryCache } from '../registry/cache.ts';
import { isNotFound } from '../registry/errors.ts';
import { toChosen } from '../wire/chosenSchemas.ts';
import { createPause } from '../wire/pauses.ts';
import type { ReadableSchema } from '../wire/readableSchema.ts';
import { TopicSchemas } from '../wire/topicSchemas.ts';
import type { CountedName, Known, OwnSchemas } from '../wire/topicSchemas.ts';
import { isSubjectOf, topicSubject } from '../wire/topicSubjects.ts';

/** A schema that may have written bytes which do not name theirs. */
export interface Candidate {
  readonly readable: ReadableSchema;
  /** Tells it from others: those of one Parsing Canonical Form read the same. */
  readonly key: string;
  /** 2 of a subject that names this topic, 1 of one that any topic may use, 0 of others and of the workspace. */
  readonly tie: 0 | 1 | 2;
  readonly isWorkspace: boolean;
}

export interface SchemaLimits {
  /** So many subjects beside the topic's own are asked for. */
  readonly subjects: number;
  /** For so long, in all. */
  readonly ms: number;
}

/** So many of the topic's own subjects, and versions of each, are tried; of other subjects the latest version first. */
const mostOwnSubjects = 20;
const mostVersions = 8;
const parallel = 8;
const maxAgeMs = 10_000;
/** So long a first look waits for the list of the registry's subjects, once the topic's own is known. */
const listingMs = 250;
/** So many names that turn out to be unknown are asked for. */
const mostUnknown = 240;

interface SchemaOptions {
  readonly part: 'key' | 'value';
  readonly topic: string;
  readonly registry: RegistryCache | undefined;
  readonly workspace: readonly SchemaText[];
}

/** The schemas that a topic's bytes may be read with, asked for as they are needed and kept. */
export class JudgeSchemas {
  readonly known = new Map<string, Known>();
  /** The topic's own first, newest first; others in the order in which they were looked at. */
  readonly candidates: Candidate[] = [];
  own: OwnSchemas | undefined;
  /** Of the registry; undefined where it was not asked. */
  subjects: readonly string[] | undefined;
  /** Why the registry does not tell more, one sentence each. */
  readonly failures = new Set<string>();
  /** Subjects beside the topic's own that were looked at. */
  looked = 0;
  readonly #options: SchemaOptions;
  readonly #limits: SchemaLimits;
  readonly #schemas: TopicSchemas | undefined;
  readonly #keys = new Set<string>();
  #queue: string[] | undefined;
  /** Subjects of which the latest version alone was looked at. */
  readonly #older: string[] = [];
  #hasWorkspace = false;
  #findsOwn: Promise<void> | undefined;
  #listing: Promise<void> | undefined;
  #isListed = false;
  #usedMs = 0;
  #unknown = 0;

  constructor(options: SchemaOptions, limits: SchemaLimits) {
    this.#options = options;
    this.#limits = limits;
    this.#schemas = options.registry === undefined ? undefined : new TopicSchemas(options.registry, options.topic);
  }

  get hasRegistry(): boolean {
    return this.#schemas !== undefined;
  }

  /** Whether there are subjects that were not looked at, though they were wanted. */
  get isCut(): boolean {
    return this.#queue !== undefined && this.#queue.length > 0;
  }

  /** Whether the topic's own subjects may be more than are known by now. */
  get isListing(): boolean {
    return this.hasRegistry && !this.#isListed;
  }

  /** Whether there are schemas that were not tried. */
  get isLeft(): boolean {
    return (!this.#hasWorkspace && this.#options.workspace.length > 0) || this.isCut || this.#older.length > 0;
  }

  /** Asks for what frames name, so far as it is not known. @throws AbortError */
  async ask(names: ReadonlyMap<string, CountedName>, signal: AbortSignal): Promise<void> {
    const wanted = new Map([...names].filter(([key]) => !this.known.has(key)));
    if (this.#schemas === undefined || wanted.size === 0 || this.#unknown >= mostUnknown) return;
    for (const [key, known] of await this.#schemas.findNamed(wanted, signal)) {
      const isUnasked = 'error' in known && (known.error.code === 'frame/id-not-asked' || known.error.retriable);
      // What the registry could not say now it may say later.
      if (!isUnasked) this.known.set(key, known);
      if (!('error' in known)) {
        this.#add(known.readable, known.own[this.#options.part] === undefined ? 0 : 2, false);
        continue;
      }
      if (isNotFound(known.error)) this.#unknown++;
      else if (!isUnasked || known.error.code !== 'frame/id-not-asked') this.failures.add(known.error.message);
    }
  }

  /**
   * The topic's own subject, and its others by whichever strategy names it in them: these so far as the registry lists its
   * subjects soon. @throws AbortError
   */
  async loadOwn(signal: AbortSignal): Promise<void> {
    const { registry } = this.#options;
    if (registry === undefined) return;
    this.#findsOwn ??= this.#findOwn(signal);
    const listing = (this.#listing ??= this.#list(registry, signal));
    // Whoever waits for it is told.
    listing.catch(() => undefined);
    await this.#findsOwn;
    if (!this.#isListed) await soon(listing, listingMs);
  }

  async #findOwn(signal: AbortSignal): Promise<void> {
    this.own = await this.#schemas?.findOwn(this.#options.part, signal);
    for (const readable of this.own?.readables ?? []) this.#add(readable, 2, false);
    if (this.own?.error !== undefined) this.failures.add(this.own.error.message);
  }

  async #list(registry: RegistryCache, signal: AbortSignal): Promise<void> {
    const { part, topic } = this.#options;
    this.subjects = await this.#listSubjects(registry, signal);
    const named = topicSubject(topic, part);
    const others = (this.subjects ?? []).filter((subject) => subject !== named && mayBeOwn(subject, topic, part)).slice(0, mostOwnSubjects);
    this.#queue = (this.subjects ?? []).filter((subject) => subject !== named && !others.includes(subject));
    for (let at = 0; at < others.length; at += parallel) {
      const found = await Promise.all(others.slice(at, at + parallel).map((other) => this.#fetch(registry, other, mostVersions, signal)));
      for (const schema of found.flat()) this.#compile(schema, false);
    }
    this.#isListed = true;
  }

  /** All of the topic's own subjects, within the limits. @throws AbortError */
  async loadListed(): Promise<void> {
    if (this.#listing !== undefined && !this.#isListed) await soon(this.#listing, this.#limits.ms);
  }

  /** Schemas of other subjects, what is named like the topic first, and of the workspace: within the limits. @throws AbortError */
  async loadOthers(signal: AbortSignal): Promise<void> {
    const { part, topic, registry, workspace } = this.#options;
    const pause = createPause(signal);
    if (!this.#hasWorkspace) {
      this.#hasWorkspace = true;
      for (const schema of workspace) {
        await pause();
        this.#compile(schema, true);
      }
    }
    const queue = this.#queue;
    const leftMs = this.#limits.ms - this.#usedMs;
    if (registry === undefined || queue === undefined || leftMs <= 0 || (queue.length === 0 && this.#older.length === 0)) return;
    if (this.looked === 0) queue.sort((a, b) => rankOf(a, topic, part) - rankOf(b, topic, part));
    const start = performance.now();
    const over = AbortSignal.timeout(leftMs);
    const limited = AbortSignal.any([signal, over]);
    const otherPart = topicSubject(topic, part === 'key' ? 'value' : 'key');
    try {
      while (queue.length > 0 && this.looked < this.#limits.subjects && !over.aborted) {
        const some = queue.slice(0, Math.min(parallel, this.#limits.subjects - this.looked));
        // All of the other part's are asked for already.
        const most = (subject: string): number => (subject === otherPart ? mostVersions : 1);
        await this.#compileAll(await Promise.all(some.map((subject) => this.#fetch(registry, subject, most(subject), limited))), pause);
        queue.splice(0, some.length);
        this.looked += some.length;
        this.#older.push(...some.filter((subject) => subject !== otherPart));
      }
      // What is not written any more may stand on the topic still.
      while (queue.length === 0 && this.#older.length > 0 && !over.aborted) {
        const some = this.#older.slice(0, parallel);
        await this.#compileAll(await Promise.all(some.map((subject) => this.#fetch(registry, subject, mostVersions, limited))), pause);
        this.#older.splice(0, some.length);
      }
    } catch (error) {
      if (!over.aborted || signal.aborted) throw error;
    }
    this.#usedMs += performance.now() - start;
  }

  async #compileAll(found: readonly (readonly SchemaText[])[], pause: ReturnType<typeof createPause>): Promise<void> {
    for (const schema of found.flat()) {
      await pause();
      this.#compile(schema, false);
    }
  }

  async #listSubjects(registry: RegistryCache, signal: AbortSignal): Promise<readonly string[] | undefined> {
    try {
      return await registry.listSubjects(maxAgeMs, signal);
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      this.failures.add(error.message);
      return undefined;
    }
  }

  /** The newest versions; none where this subject's can't be had. */
  async #fetch(registry: RegistryCache, subject: string, most: number, signal: AbortSignal): Promise<readonly SchemaText[]> {
    try {
      if (most === 1) return [await registry.fetchLatest(subject, maxAgeMs, signal)];
      const versions = (await registry.listVersions(subject, maxAgeMs, signal)).slice(-most).reverse();
      return await Promise.all(versions.map((version) => registry.fetchVersion(subject, version, signal)));
    } catch (error) {
      if (!(error instanceof RegistryError)) throw error;
      const { message } = error;
      if (!isNotFound(error)) this.failures.add(message);
      return [];
    }
  }

  #compile(schema: SchemaText, isWorkspace: boolean): void {
    const readable = toChosen(schema);
    if (readable instanceof KnownError || readable.schema === undefined) return;
    const { subject, fullname } = readable.source;
    const { topic, part } = this.#options;
    const isOwn = subject !== undefined && isSubjectOf(subject, topic, part, fullname);
    this.#add(readable, isOwn ? (subject.includes(topic) ? 2 : 1) : 0, isWorkspace);
  }

  #add(readable: ReadableSchema, tie: Candidate['tie'], isWorkspace: boolean): void {
    if (readable.schema === undefined) return;
    const fingerprint = readable.fingerprint();
    const key = fingerprint === '' ? `${readable.label} ${this.candidates.length}` : fingerprint;
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.candidates.push({ readable, key, tie, isWorkspace });
  }
}

/** Waits for it, and so long at most. */
async function soon(work: Promise<void>, ms: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}

/** Of TopicName in a context, or of TopicRecordName, where the schema's own name decides. */
function mayBeOwn(subject: string, topic: string, part: 'key' | 'value'): boolean {
  const plain = subject.replace(/^:\.[^:]*:/, '');
  return plain.startsWith(`${topic}-`) && plain !== topicSubject(topic, part === 'key' ? 'value' : 'key');
}

function rankOf(subject: string, topic: string, part: 'key' | 'value'): number {
  return subject.includes(topic) ? 0 : subject.endsWith(`-${part}`) ? 1 : 2;
}
