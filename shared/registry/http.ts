import { RegistryError } from '../errors.ts';
import type { RegistryEndpoint } from './endpoint.ts';
import { unreachableError } from './errors.ts';
import { sendPersistently, type RetryOptions } from './persistence.ts';
import { parseTargets, redact, type Target } from './target.ts';

/** What is asked of a `fetch`; the web's own does it. */
export type HttpFetch = (url: string, options: FetchOptions) => Promise<FetchAnswer>;

export interface FetchOptions {
  readonly method: RegistryRequest['method'];
  readonly headers: Record<string, string>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  /** Redirects are answers. */
  readonly redirect: 'manual';
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Cancelled where it is not read to its end. */
  readonly body: (AsyncIterable<Uint8Array> & { cancel(): Promise<void> }) | null;
}

export interface HttpOptions extends Pick<RegistryEndpoint, 'url' | 'otherUrls' | 'auth' | 'headers'> {
  readonly fetch: HttpFetch;
  /** For one request from its first byte to the last of the answer. */
  readonly timeoutMs: number;
  /** Of one answer's body. */
  readonly maxBytes: number;
  readonly retry?: RetryOptions | undefined;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Behind the registry's own path; begins with a slash, and its parts are encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Whether it changes something: then it is sent again only where it was surely not carried out. */
  readonly writes?: boolean;
  /** Asks beside the registry's own path, of the same host: for what only tells more of it. It is sent once. */
  readonly isAside?: boolean;
}

/** Whatever came back, with any status. */
export interface RegistryAnswer {
  readonly status: number;
  readonly text: string;
  /** Undefined where the text is no JSON. The content type is not asked: registries disagree on it. */
  readonly json: unknown;
  /** The request's path, for messages. */
  readonly path: string;
  /** How long to wait before asking again, where it says so. */
  readonly retryAfterMs: number | undefined;
}

export interface RegistryHttp {
  /** The registry's address as people may see it: no credentials, no query. */
  readonly label: string;
  /** The path of the address. */
  readonly basePath: string;
  /**
   * @throws RegistryError `registry/unreachable`, `registry/untrusted`, `registry/timeout`, `registry/too-large`,
   *   `registry/redirected`, `registry/not-a-registry` (no HTTP), `registry/invalid-url` or `registry/invalid-credentials`
   */
  send(request: RegistryRequest, signal: AbortSignal): Promise<RegistryAnswer>;
}

/**
 * HTTP to one registry: bounded in time and size, and credentials go to the addresses that the user named and nowhere
 * else. Nothing is checked or asked before the first request, so a wrong address is an error of the request.
 */
export function createRegistryHttp(options: HttpOptions): RegistryHttp {
  const targets = parseTargets(options);
  if (targets instanceof RegistryError) {
    return { label: 'of this connection', basePath: '', send: () => Promise.reject(targets) };
  }
  // The address that answered last is asked first.
  let current = 0;
  return {
    label: targets[0].label,
    basePath: targets[0].basePath,
    async send(request, signal) {
      if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
      const send = (index: number, limitMs: number): Promise<RegistryAnswer> => {
        const target = targets[index % targets.length] ?? targets[0];
        const timeoutMs = Math.min(options.timeoutMs, limitMs);
        return withTimeout(timeoutMs, target.label, signal, (limited) => sendOnce(options, target, request, limited));
      };
      const addresses = { count: targets.length, current, answered: (index: number): void => void (current = index % targets.length) };
      return await sendPersistently(send, request, addresses, options.retry ?? {}, signal);
    },
  };
}

async function sendOnce(
  { fetch, maxBytes }: HttpOptions,
  target: Target,
  request: RegistryRequest,
  signal: AbortSignal,
): Promise<RegistryAnswer> {
  const response = await fetchFollowing(fetch, target, request, signal);
  const text = redact(await readText(response, maxBytes, target.label), target);
  const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'));
  return { status: response.status, text, json: parseOrUndefined(text), path: request.path, retryAfterMs };
}

/** Seconds, or a date. @see RFC 9110, "Retry-After" */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

const maxRedirects = 5;
const accept = 'application/vnd.schemaregistry.v1+json, application/json';

/**
 * Follows redirects within the registry's own origin only: another host is one that the user did not name, and
 * what has a body is only repeated where the answer says that it stays as it is.
 */
async function fetchFollowing(
  fetch: HttpFetch,
  target: Target,
  { method, path, body: json, isAside = false }: RegistryRequest,
  signal: AbortSignal,
): Promise<FetchAnswer> {
  // The registry's own media type is refused by some followers of a Confluent cluster with 415; this one nowhere.
  const contentType = json === undefined ? {} : { 'Content-Type': 'application/json' };
  const headers = { ...target.headers, Accept: accept, ...contentType };
  const body = json === undefined ? null : JSON.stringify(json);
  let url = target.origin + (isAside ? '' : target.basePath) + path;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await send(fetch, url, { method, headers, body, signal, redirect: 'manual' }, target.label);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = resolveRedirect(url, location, target, method, response.status);
  }
  throw new RegistryError('registry/redirected', `The registry ${target.label} redirects in a circle.`);
}

async function send(fetch: HttpFetch, url: string, options: FetchOptions, label: string): Promise<FetchAnswer> {
  try {
    return await fetch(url, options);
  } catch (error) {
    if (options.signal.aborted || error instanceof RegistryError) throw error;
    throw unreachableError(label, error);
  }
}

function resolveRedirect(from: string, location: string, target: Target, method: RegistryRequest['method'], status: number): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const staysAsItIs = status === 307 || status === 308;
  if (to?.origin === target.origin && (method === 'GET' || staysAsItIs)) {
    to.username = '';
    to.password = '';
    return to.href;
  }
  const where = to === undefined || to.origin === target.origin ? 'elsewhere' : `to ${to.origin}`;
  throw new RegistryError('registry/redirected', `The registry ${target.label} redirects ${where}, which is not followed.`, {
    status,
    remedy: 'Put the address that it redirects to into the connection, if you trust it.',
  });
}

/** Runs `work` with a signal that ends it after `timeoutMs` or with the caller's, and says which of both it was. */
async function withTimeout<T>(
  timeoutMs: number,
  label: string,
  signal: AbortSignal,
  work: (limited: AbortSignal) => Promise<T>,
): Promise<T> {
  const limited = new AbortController();
  const stop = (): void => limited.abort();
  const timer = setTimeout(stop, timeoutMs);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work(limited.signal);
  } catch (error) {
    if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
    if (!limited.signal.aborted) throw error;
    throw new RegistryError('registry/timeout', `The registry ${label} did not answer within ${Math.round(timeoutMs) / 1000} s.`, {
      cause: error,
      retriable: true,
      remedy: 'Check whether the registry is overloaded or a firewall is in between, then try again.',
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function readText(response: FetchAnswer, maxBytes: number, label: string): Promise<string> {
  const declared = Number(response.headers.get('content-length'));
  const { body } = response;
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  try {
    if (declared <= maxBytes) {
      for await (const chunk of body) {
        size += chunk.byteLength;
        if (size > maxBytes) break;
        text += decoder.decode(chunk, { stream: true });
      }
    } else await body.cancel();
  } catch (error) {
    // The connection broke in the middle of the answer; an abort is told apart by the caller.
    throw unreachableError(label, error);
  }
  if (declared <= maxBytes && size <= maxBytes) return text + decoder.decode();
  throw new RegistryError('registry/too-large', `The registry ${label} sent more than ${maxBytes / 2 ** 20} MiB, which was not read.`, {
    status: response.status,
  });
}

function parseOrUndefined(text: string): unknown {
  try {
    // Nothing in a registry's answer is a long: ids and versions are ints, and schemas are strings in it.
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
