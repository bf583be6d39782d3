import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SchemaReference } from '../../shared/registry/registeredSchema.ts';
import { misbehave } from './misbehaviour.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/**
 * Whose replies the fake gives. Apicurio's are recorded from 3.3.3, Karapace's from 5.0.3; Confluent's are written
 * after its sources and documentation.
 */
export type Flavour = 'apicurio' | 'karapace' | 'confluent';

export interface FakeRegistryOptions {
  readonly flavour?: Flavour;
  /** The `Authorization` header that every request must carry. */
  readonly authorization?: string;
  /** Endpoints that this registry does not have. */
  readonly without?: readonly ('versions-of-id' | 'subjects-of-id')[];
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

interface Reply {
  readonly status: number;
  readonly body: unknown;
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
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(options: FakeRegistryOptions = {}): Promise<FakeRegistry> {
    const fake = new FakeRegistry(options);
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** With the path that its make has. */
  get url(): string {
    // A server that listens on a port has such an address.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}${this.#basePath}`;
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
    if (this.misbehaviour !== undefined) {
      misbehave(this.misbehaviour, response);
      return;
    }
    const isAllowed = this.#options.authorization === undefined || request.headers.authorization === this.#options.authorization;
    const reply = isAllowed ? this.#answer(method, url, body) : { status: 401, body: { error_code: 401, message: 'Unauthorized' } };
    const contentType = this.#flavour === 'apicurio' ? 'application/json' : 'application/vnd.schemaregistry.v1+json';
    response.writeHead(reply.status, { 'Content-Type': contentType });
    response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
  }

  #answer(method: string, url: string, body: string): Reply {
    if (!url.startsWith(`${this.#basePath}/`)) return this.#noSuchPath();
    const { pathname, searchParams } = new URL(url.slice(this.#basePath.length), 'http://fake');
    const parts = pathname.split('/').slice(1).map(decodeURIComponent);
    const includeDeleted = searchParams.get('deleted') === 'true';
    const [room, first = '', second, third] = parts;
    if (room === 'subjects' && method === 'GET') return this.#readSubjects(parts, first, third);
    if (room === 'subjects' && second === undefined) return this.#lookUp(first, body);
    if (room === 'subjects' && second === 'versions') return this.#register(first, body);
    if (room === 'schemas' && first === 'ids') return this.#readId(Number(second), third, includeDeleted);
    if (room === 'config') return this.#config(parts.length === 1 ? undefined : first);
    if (room === 'compatibility') return this.#check(second ?? '');
    return this.#noSuchPath();
  }

  #readSubjects(parts: readonly string[], subject: string, version: string | undefined): Reply {
    const present = this.#versions.filter(({ isDeleted }) => !isDeleted);
    if (parts.length === 1) return ok([...new Set(present.map((stored) => stored.subject))].sort());
    const ofSubject = present.filter((stored) => stored.subject === subject);
    if (ofSubject.length === 0) return refusal(404, 40401, `Subject '${subject}' not found.`);
    if (version === undefined) return ok(ofSubject.map((stored) => stored.version));
    const found = version === 'latest' ? ofSubject.at(-1) : ofSubject.find((stored) => String(stored.version) === version);
    return found === undefined ? refusal(404, 40402, `Version ${version} not found.`) : ok(this.#show(found));
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
    if (!isJson(schema)) return this.#invalidSchema(schema);
    const known = this.#versions.find((stored) => stored.subject === subject && isSame(stored.schema, schema));
    if (known === undefined && this.incompatible.has(subject)) return this.#incompatibleSchema(subject);
    return ok({ id: known?.id ?? this.add(subject, schema, { references }) });
  }

  #readId(id: number, what: string | undefined, includeDeleted: boolean): Reply {
    const { without = this.#flavour === 'karapace' ? ['subjects-of-id'] : [] } = this.#options;
    const withId = this.#versions.filter((stored) => stored.id === id);
    const listed = withId.filter(({ isDeleted }) => includeDeleted || !isDeleted);
    if (what !== undefined && (without as readonly string[]).includes(`${what}-of-id`)) return this.#noSuchPath();
    const [stored] = withId;
    if (stored === undefined) return refusal(404, 40403, `Schema ${id} not found${this.#flavour === 'apicurio' ? '.' : ''}`);
    if (what === 'versions') return ok(listed.map(({ subject, version }) => ({ subject, version })));
    if (what === 'subjects') return ok(listed.map(({ subject }) => subject));
    const { schema, schemaType, references } = this.#show(stored);
    return ok({ schema, schemaType, references });
  }

  #config(subject: string | undefined): Reply {
    if (subject === undefined) return ok({ compatibilityLevel: this.globalLevel });
    const own = this.levels.get(subject);
    if (own !== undefined) return ok({ compatibilityLevel: own });
    const isKnown = this.#versions.some((stored) => stored.subject === subject);
    if (this.#flavour === 'apicurio' && isKnown) return ok({ compatibilityLevel: this.globalLevel });
    if (this.#flavour !== 'confluent' && !isKnown) return refusal(404, 40401, `Subject '${subject}' not found.`);
    return refusal(404, 40408, `Subject '${subject}' does not have subject-level compatibility configured`);
  }

  #check(subject: string): Reply {
    const isKnown = this.#versions.some((stored) => stored.subject === subject);
    if (!isKnown && this.#flavour === 'karapace') return refusal(404, 40402, 'Version latest not found.');
    const isCompatible = !this.incompatible.has(subject);
    if (this.#flavour === 'apicurio') return ok({ is_compatible: isCompatible });
    if (isCompatible) return ok({ is_compatible: true, messages: [] });
    const message = this.#flavour === 'karapace' ? 'reader type: string not compatible with writer type: int' : confluentMismatches;
    return ok({ is_compatible: false, messages: [message].flat() });
  }

  #show(stored: StoredVersion): Omit<StoredVersion, 'isDeleted'> {
    const { subject, version, id, schemaType, references } = stored;
    const schema = this.#flavour === 'karapace' ? withSortedKeys(stored.schema) : stored.schema;
    // JSON leaves an undefined property out, as the registries do with the type of Avro and with no references.
    return { subject, version, id, schema, schemaType, references: references.length === 0 ? (undefined as never) : references };
  }

  #invalidSchema(schema: string): Reply {
    if (this.#flavour === 'apicurio') return refusal(422, 42201, 'Failed to discover artifact type from content.');
    if (this.#flavour === 'karapace') {
      return refusal(
        422,
        42201,
        `Invalid AVRO schema. Error: Expecting ',' delimiter: line 1 column ${schema.length} (char ${schema.length})`,
      );
    }
    return refusal(422, 42201, `Invalid schema {subject=null,version=0,id=-1} with refs [] of type AVRO, details: Unexpected end-of-input`);
  }

  #incompatibleSchema(subject: string): Reply {
    if (this.#flavour === 'apicurio') {
      const text = `io.apicurio.registry.rules.violation.RuleViolationException: Incompatible artifact: ${subject} [AVRO], num of incompatible diffs: {1}, list of diff types: [reader type: STRING not compatible with writer type: INT at /]`;
      return refusal(409, 409, text);
    }
    if (this.#flavour === 'karapace') {
      const text =
        'Incompatible schema, compatibility_mode=BACKWARD. Incompatibilities: reader type: string not compatible with writer type: int';
      return refusal(409, 409, text);
    }
    const text = `Schema being registered is incompatible with an earlier schema for subject "${subject}", details: [${confluentMismatches.join(', ')}]`;
    return refusal(409, 40901, text);
  }

  #noSuchPath(): Reply {
    switch (this.#flavour) {
      case 'apicurio':
        return { status: 404, body: undefined };
      case 'karapace':
        return { status: 404, body: 'Not Found' };
      case 'confluent':
        return refusal(404, 404, 'HTTP 404 Not Found');
    }
  }
}

const confluentMismatches = [
  "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: INT'}",
  '{oldSchemaVersion: 1}',
  '{oldSchema: \'"int"\'}',
  "{compatibility: 'BACKWARD'}",
];

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function refusal(status: number, errorCode: number, message: string): Reply {
  return { status, body: { error_code: errorCode, message } };
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
