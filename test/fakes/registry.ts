import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SchemaReference } from '../../shared/registry/registeredSchema.ts';
import { misbehave } from './misbehaviour.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import {
  confluentMismatches,
  deletionRefusal,
  incompatibleSchema,
  invalidSchema,
  noSuchPath,
  ok,
  refusal,
  type Flavour,
  type Reply,
} from './registryReplies.ts';

export type { Flavour } from './registryReplies.ts';

export interface FakeRegistryOptions {
  readonly flavour?: Flavour;
  /** The `Authorization` header that every request must carry. */
  readonly authorization?: string;
  /** Endpoints that this registry does not have. */
  readonly without?: readonly ('versions-of-id' | 'subjects-of-id')[];
  /** Makes it speak TLS; with `ca`, whoever shows no certificate of that authority is not let in. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
}

export interface RecordedRequest {
  readonly method: string;
  /** Behind the registry's own path, query included. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface StoredVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly schemaType: string | undefined;
  readonly references: readonly SchemaReference[];
  isDeleted: boolean;
}

/** A schema registry over real HTTP on a free port of 127.0.0.1, in memory. Close it when the test is over. */
export class FakeRegistry {
  readonly requests: RecordedRequest[] = [];
  /** Subjects that refuse any new text as incompatible. */
  readonly incompatible = new Set<string>();
  readonly levels = new Map<string, string>();
  globalLevel: string;
  /** Given for every request while it is set. */
  misbehaviour: Misbehaviour | undefined;
  /** Given for the next requests, one each, before anything else. */
  readonly misbehaviours: Misbehaviour[] = [];
  mode = 'READWRITE';
  /** The fake holds every answer back until this is settled. */
  gate: Promise<void> | undefined;
  readonly #flavour: Flavour;
  readonly #options: FakeRegistryOptions;
  readonly #server: Server;
  readonly #versions: StoredVersion[] = [];
  #nextId = 1;

  private constructor(options: FakeRegistryOptions) {
    this.#options = options;
    this.#flavour = options.flavour ?? 'apicurio';
    this.globalLevel = 'BACKWARD';
    const serve = (request: IncomingMessage, response: ServerResponse): void => void this.#serve(request, response);
    const { tls } = options;
    const clients = tls?.ca === undefined ? {} : { requestCert: true, rejectUnauthorized: true };
    this.#server = tls === undefined ? createServer(serve) : createSecureServer({ ...tls, ...clients }, serve);
  }

  static async start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
    const fake = new FakeRegistry(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** With the path that its make has. */
  get url(): string {
    // A server that listens on a port has such an address.
    return `${this.#options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#basePath}`;
  }

  get #basePath(): string {
    return this.#flavour === 'apicurio' ? '/apis/ccompat/v7' : '';
  }

  /** Registers a version without a request. @returns its schema id */
  add(
    subject: string,
    schema: string,
    options: { schemaId?: number; schemaType?: string; references?: readonly SchemaReference[]; isDeleted?: boolean } = {},
  ): number {
    const same = this.#versions.find((stored) => stored.schema === schema && (options.schemaId ?? stored.id) === stored.id);
    const id = options.schemaId ?? same?.id ?? this.#nextId;
    this.#nextId = Math.max(this.#nextId, id + 1);
    const version = this.#versions.filter((stored) => stored.subject === subject).length + 1;
    const { schemaType, references = [], isDeleted = false } = options;
    this.#versions.push({ subject, version, id, schema, schemaType, references, isDeleted });
    return id;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url ?? '';
    const method = request.method ?? '';
    const body = Buffer.concat(chunks).toString();
    this.requests.push({ method, path: url.slice(this.#basePath.length), headers: request.headers, body });
    if (this.gate !== undefined) await this.gate;
    const misbehaviour = this.misbehaviours.shift() ?? this.misbehaviour;
    if (misbehaviour !== undefined) {
      misbehave(misbehaviour, response);
      return;
    }
    const isAllowed = this.#options.authorization === undefined || request.headers.authorization === this.#options.authorization;
    const reply = isAllowed ? this.#answer(method, url, body) : { status: 401, body: { error_code: 401, message: 'Unauthorized' } };
    const contentType = this.#flavour === 'apicurio' ? 'application/json' : 'application/vnd.schemaregistry.v1+json';
    response.writeHead(reply.status, { 'Content-Type': contentType });
    response.end(reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body)));
  }

  #answer(method: string, url: string, body: string): Reply {
    if (this.#flavour === 'apicurio' && url === '/apis/registry/v3/system/info') return ok({ name: 'Apicurio', version: '3.3.3' });
    if (this.#flavour === 'apicurio' && url.startsWith('/apis/registry/v3/')) return this.#answerAsApicurio(url);
    if (!url.startsWith(`${this.#basePath}/`)) return noSuchPath(this.#flavour);
    const { pathname, searchParams } = new URL(url.slice(this.#basePath.length), 'http://fake');
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    const includeDeleted = searchParams.get('deleted') === 'true';
    const [room = '', first = '', second, third] = parts;
    const permanent = searchParams.get('permanent') === 'true';
    if (room === 'subjects' && method === 'GET') return this.#readSubjects(parts, first, third, includeDeleted);
    if (room === 'subjects' && method === 'DELETE') return this.#delete(first, third, permanent);
    if (room === 'subjects' && second === undefined) return this.#lookUp(first, body);
    if (room === 'subjects' && second === 'versions') return this.#register(first, body);
    if (room === 'schemas' && first === 'ids') return this.#readId(Number(second), third, includeDeleted);
    if (room === 'schemas' && first === 'guids') return this.#readGuid(second ?? '', third);
    if (room === 'schemas' && first === '') return this.#readLatest(searchParams);
    if (room === 'config') return this.#config(method, parts.length === 1 ? undefined : first, body);
    if (room === 'mode') return parts.length === 1 ? ok({ mode: this.mode }) : this.#modeOf(first);
    if (room === 'contexts' && this.#flavour !== 'karapace') return ok(['.', ...this.#contexts()]);
    if (room === 'v1' && this.#flavour === 'confluent') return ok({ version: '7.9.0', commitId: 'abc' });
    if (room === '_health' && this.#flavour === 'karapace') return ok({ karapace_version: '5.0.3' });
    if (room === 'compatibility') return this.#check(second ?? '', parts[4]);
    return noSuchPath(this.#flavour);
  }

  #readSubjects(parts: readonly string[], subject: string, version: string | undefined, includeDeleted: boolean): Reply {
    const present = this.#versions.filter(({ isDeleted }) => includeDeleted || !isDeleted);
    if (parts.length === 1) return ok([...new Set(present.map((stored) => stored.subject))].sort());
    const ofSubject = present.filter((stored) => stored.subject === subject);
    if (ofSubject.length === 0) return refusal(404, 40401, `Subject '${subject}' not found.`);
    if (version === undefined) return ok(ofSubject.map((stored) => stored.version));
    const found = version === 'latest' ? ofSubject.at(-1) : ofSubject.find((stored) => String(stored.version) === version);
    return found === undefined ? refusal(404, 40402, `Version ${version} not found.`) : ok(this.#show(found));
  }

  #delete(subject: string, version: string | undefined, permanent: boolean): Reply {
    const what = version === undefined ? 'subject' : 'version';
    const all = this.#versions.filter((stored) => stored.subject === subject);
    const meant = all.filter((stored) => version === undefined || String(stored.version) === version);
    if (all.length === 0) return refusal(404, 40401, `Subject '${subject}' not found.`);
    if (meant.length === 0) return refusal(404, 40402, `Version ${version} not found.`);
    const present = meant.filter(({ isDeleted }) => !isDeleted);
    const referring = this.#versions.find(({ references }) => references.some((one) => one.subject === subject));
    if (referring !== undefined) return refusal(422, 42206, `One or more references exist to the schema {subject=${subject}}`);
    if (permanent && present.length > 0) return deletionRefusal(this.#flavour, what, 'not-before', subject);
    if (!permanent && present.length === 0) return deletionRefusal(this.#flavour, what, 'already', subject);
    for (const stored of meant) {
      stored.isDeleted = true;
      if (permanent) this.#versions.splice(this.#versions.indexOf(stored), 1);
    }
    const numbers = (permanent ? meant : present).map((stored) => stored.version);
    return ok(version === undefined ? numbers : Number(version));
  }

  /** Apicurio's own interface: content ids are the schema ids, and each version has a global id of its own. */
  #answerAsApicurio(url: string): Reply {
    const { pathname, searchParams } = new URL(url, 'http://fake');
    const found = /^\/apis\/registry\/v3\/ids\/(contentIds|globalIds)\/(\d+)(\/references)?$/.exec(pathname);
    if (pathname === '/apis/registry/v3/search/versions') {
      const stored = this.#versions.find((one) => String(this.globalIdOf(one)) === searchParams.get('globalId'));
      const versions = stored && [{ artifactId: stored.subject, version: String(stored.version), contentId: stored.id }];
      return ok({ versions: versions ?? [], count: versions?.length ?? 0 });
    }
    if (found === null) return noSuchPath('apicurio');
    const [, kind, id, isReferences] = found;
    const stored = this.#versions.find((one) => String(kind === 'contentIds' ? one.id : this.globalIdOf(one)) === id);
    if (stored === undefined)
      return { status: 404, body: { status: 404, name: 'ContentNotFoundException', title: `No content ${id ?? ''}.` } };
    if (isReferences === undefined) return { status: 200, body: undefined, text: stored.schema };
    return ok(
      stored.references.map(({ name, subject, version }) => ({ groupId: null, artifactId: subject, version: String(version), name })),
    );
  }

  /** The global id that the fake of Apicurio's registry gives a version. */
  globalIdOf({ subject, version }: { readonly subject: string; readonly version: number }): number {
    return 1_001 + this.#versions.findIndex((one) => one.subject === subject && one.version === version);
  }

  #readGuid(guid: string, what: string | undefined): Reply {
    const found = this.#versions.find((stored) => guidOf(stored.id) === guid);
    if (this.#flavour !== 'confluent') return noSuchPath(this.#flavour);
    if (found === undefined) return refusal(404, 40403, 'Schema not found');
    if (what === 'ids') return ok([{ context: '.', id: found.id }]);
    const { schema, schemaType, references } = this.#show(found);
    return ok({ schema, schemaType, references, guid });
  }

  /** Apicurio's rows say nothing of subjects, and Karapace's know no pages. */
  #readLatest(search: URLSearchParams): Reply {
    const newest = new Map(this.#versions.filter(({ isDeleted }) => !isDeleted).map((stored) => [stored.subject, stored]));
    const rows = [...newest.values()].map((stored) => this.#show(stored));
    if (this.#flavour === 'apicurio') return ok(rows.map(({ schema }) => ({ schema })));
    if (this.#flavour === 'karapace') return ok(rows);
    const offset = Number(search.get('offset') ?? 0);
    return ok(rows.slice(offset, offset + Number(search.get('limit') ?? 1000)));
  }

  #contexts(): string[] {
    return [...new Set(this.#versions.flatMap(({ subject }) => /^:(\.[^:]+):/.exec(subject)?.[1] ?? []))].sort();
  }

  #modeOf(subject: string): Reply {
    const isKnown = this.#versions.some((stored) => stored.subject === subject);
    if (this.#flavour === 'apicurio' || (isKnown && this.#flavour === 'karapace')) return ok({ mode: this.mode });
    return this.#flavour === 'karapace'
      ? refusal(404, 40401, `Subject '${subject}' not found.`)
      : refusal(404, 40409, `Subject '${subject}' does not have subject-level mode configured`);
  }

  #lookUp(subject: string, body: string): Reply {
    const { schema, references } = parseBody(body);
    const ofSubject = this.#versions.filter((stored) => stored.subject === subject && !stored.isDeleted);
    if (ofSubject.length === 0) return refusal(404, 40401, `Subject '${subject}' not found.`);
    const found = ofSubject.find((stored) => isSame(stored.schema, schema) && stored.references.length === references.length);
    if (found !== undefined) return ok(this.#show(found));
    return refusal(
      404,
      40403,
      this.#flavour === 'apicurio' ? `The given schema does not match any schema under the subject ${subject}` : 'Schema not found',
    );
  }

  #register(subject: string, body: string): Reply {
    const { schema, references } = parseBody(body);
    if (references.length > 0 && this.#flavour === 'karapace') {
      return refusal(422, 44302, "Schema references are not supported for 'AVRO' schema type");
    }
    if (!isJson(schema)) return invalidSchema(this.#flavour, schema);
    const known = this.#versions.find((stored) => stored.subject === subject && isSame(stored.schema, schema));
    if (known === undefined && this.incompatible.has(subject)) return incompatibleSchema(this.#flavour, subject);
    return ok({ id: known?.id ?? this.add(subject, schema, { references }) });
  }

  #readId(id: number, what: string | undefined, includeDeleted: boolean): Reply {
    const { without = this.#flavour === 'karapace' ? ['subjects-of-id'] : [] } = this.#options;
    const withId = this.#versions.filter((stored) => stored.id === id);
    const listed = withId.filter(({ isDeleted }) => includeDeleted || !isDeleted);
    if (what !== undefined && (without as readonly string[]).includes(`${what}-of-id`)) return noSuchPath(this.#flavour);
    const [stored] = withId;
    if (stored === undefined) return refusal(404, 40403, `Schema ${id} not found${this.#flavour === 'apicurio' ? '.' : ''}`);
    if (what === 'versions') return ok(listed.map(({ subject, version }) => ({ subject, version })));
    if (what === 'subjects') return ok(listed.map(({ subject }) => subject));
    const { schema, schemaType, references } = this.#show(stored);
    return ok({ schema, schemaType, references });
  }

  #config(method: string, subject: string | undefined, body: string): Reply {
    if (method === 'PUT') return this.#setLevel(subject, (JSON.parse(body) as { compatibility: string }).compatibility);
    if (subject === undefined) return ok({ compatibilityLevel: this.globalLevel });
    const own = this.levels.get(subject);
    if (method === 'DELETE' && own !== undefined) {
      this.levels.delete(subject);
      return ok({ [this.#flavour === 'apicurio' ? 'compatibilityLevel' : 'compatibility']: own });
    }
    if (own !== undefined) return ok({ compatibilityLevel: own });
    const isKnown = this.#versions.some((stored) => stored.subject === subject);
    if (this.#flavour === 'apicurio' && isKnown && method === 'GET') return ok({ compatibilityLevel: this.globalLevel });
    if (this.#flavour !== 'confluent' && !isKnown) return refusal(404, 40401, `Subject '${subject}' not found.`);
    return refusal(404, 40408, `Subject '${subject}' does not have subject-level compatibility configured`);
  }

  #setLevel(subject: string | undefined, level: string): Reply {
    if (level === 'NONE' && this.mode === 'READONLY') return refusal(422, 42203, 'Invalid compatibility level.');
    if (subject === undefined) this.globalLevel = level;
    else this.levels.set(subject, level);
    return ok({ compatibility: level });
  }

  #check(subject: string, version: string | undefined): Reply {
    const ofSubject = this.#versions.filter((stored) => stored.subject === subject && !stored.isDeleted);
    if (this.#flavour === 'karapace' && version === undefined) return noSuchPath('karapace');
    if (ofSubject.length === 0 && this.#flavour === 'karapace') return refusal(404, 40402, 'Version latest not found.');
    if (/^\d+$/.test(version ?? '') && !ofSubject.some((stored) => String(stored.version) === version)) {
      return refusal(404, 40402, `Version ${version ?? ''} not found.`);
    }
    const isCompatible = !this.incompatible.has(subject);
    if (this.#flavour === 'apicurio') return ok({ is_compatible: isCompatible });
    if (isCompatible) return ok({ is_compatible: true, messages: [] });
    const message = this.#flavour === 'karapace' ? 'reader type: string not compatible with writer type: int' : confluentMismatches;
    return ok({ is_compatible: false, messages: [message].flat() });
  }

  #show(stored: StoredVersion): Omit<StoredVersion, 'isDeleted'> & { readonly guid: string | undefined } {
    const { subject, version, id, schemaType, references } = stored;
    const schema = this.#flavour === 'karapace' ? withSortedKeys(stored.schema) : stored.schema;
    // JSON leaves an undefined property out, as the registries do with the type of Avro and with no references.
    const guid = this.#flavour === 'confluent' ? guidOf(id) : undefined;
    return { subject, version, id, schema, schemaType, guid, references: references.length === 0 ? (undefined as never) : references };
  }
}

/** The GUID that the fake of Confluent's registry gives to an id. */
export function guidOf(id: number): string {
  return `0f0e0d0c-0000-4000-8000-${String(id).padStart(12, '0')}`;
}

function parseBody(body: string): { schema: string; references: readonly SchemaReference[] } {
  // The client under test wrote it; a body of another shape makes the test fail, as it should.
  const { schema, references = [] } = JSON.parse(body) as { schema: string; references?: SchemaReference[] };
  return { schema, references };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether two texts are the same JSON, in whatever order their properties stand. */
function isSame(a: string, b: string): boolean {
  return a === b || (isJson(a) && isJson(b) && withSortedKeys(a) === withSortedKeys(b));
}

function withSortedKeys(text: string): string {
  return isJson(text) ? JSON.stringify(sortKeys(JSON.parse(text))) : text;
}

function sortKeys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sortKeys);
  if (typeof json !== 'object' || json === null) return json;
  const sorted = Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, value]) => [key, sortKeys(value)]));
}
