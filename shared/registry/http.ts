import { RegistryError } from '../errors.ts';
import type { RegistryAuth } from './endpoint.ts';
import { unreachableError } from './errors.ts';

export interface HttpOptions {
  readonly url: string;
  readonly auth: RegistryAuth;
  readonly fetch: typeof globalThis.fetch;
  /** For one request from its first byte to the last of the answer. */
  readonly timeoutMs: number;
  /** Of one answer's body. */
  readonly maxBytes: number;
}

export interface RegistryRequest {
  readonly method: 'GET' | 'POST';
  /** Behind the registry's own path; begins with a slash, and its parts are encoded. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** Whatever came back, with any status. */
export interface RegistryAnswer {
  readonly status: number;
  readonly text: string;
  /** Undefined where the text is no JSON. The content type is not asked: registries disagree on it. */
  readonly json: unknown;
  /** The request's path, for messages. */
  readonly path: string;
}

export interface RegistryHttp {
  /** The registry's address as people may see it: no credentials, no query. */
  readonly label: string;
  /**
   * @throws RegistryError `registry/unreachable`, `registry/untrusted`, `registry/timeout`, `registry/too-large`,
   *   `registry/redirected`, `registry/not-a-registry` (no HTTP), `registry/invalid-url` or `registry/invalid-credentials`
   */
  send(request: RegistryRequest, signal: AbortSignal): Promise<RegistryAnswer>;
}

/**
 * HTTP to one registry: bounded in time and size, and credentials go to the address that the user named and nowhere else.
 * Nothing is checked or asked before the first request, so a wrong address is an error of the request.
 */
export function createRegistryHttp(options: HttpOptions): RegistryHttp {
  const target = parseTarget(options);
  return {
    label: target instanceof RegistryError ? 'of this connection' : target.label,
    async send(request, signal) {
      if (signal.aborted) throw new DOMException('Cancelled.', 'AbortError');
      if (target instanceof RegistryError) throw target;
      return await withTimeout(options.timeoutMs, target.label, signal, async (limited) => {
        const response = await fetchFollowing(options.fetch, target, request, limited);
        const text = redact(await readText(response, options.maxBytes, target.label), target);
        return { status: response.status, text, json: parseOrUndefined(text), path: request.path };
      });
    },
  };
}

interface Target {
  readonly origin: string;
  /** Without a slash at its end. */
  readonly basePath: string;
  readonly label: string;
  readonly authorization: string | undefined;
  readonly secrets: readonly string[];
}

function parseTarget({ url, auth }: HttpOptions): Target | RegistryError {
  let parsed: URL;
  try {
    parsed = new URL(url.trim());
  } catch {
    // The text is not shown: it may hold a password, and there is no telling where.
    return invalidUrl('The address of the registry is not a URL.');
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') {
    return invalidUrl('The address of the registry must begin with http:// or https://.');
  }
  const effective = auth.type === 'none' ? authOfUrl(parsed) : auth;
  if (effective.type === 'bearer' && !/^[\x21-\x7e]+$/.test(effective.token.trim())) {
    return new RegistryError('registry/invalid-credentials', 'The token of the registry holds characters that cannot be sent.', {
      remedy: 'Enter the token again, without line breaks.',
    });
  }
  const basePath = parsed.pathname.replace(/\/+$/, '');
  const { authorization, secrets } = toAuthorization(effective);
  return { origin: parsed.origin, basePath, label: parsed.origin + basePath, authorization, secrets };
}

function invalidUrl(message: string): RegistryError {
  return new RegistryError('registry/invalid-url', message, { remedy: 'Enter it like http://localhost:8081.' });
}

/** A user name and password inside the address count as such; `fetch` itself refuses an address with them. */
function authOfUrl(url: URL): RegistryAuth {
  if (url.username === '' && url.password === '') return { type: 'none' };
  return { type: 'basic', username: decodeOrKeep(url.username), password: decodeOrKeep(url.password) };
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toAuthorization(auth: RegistryAuth): Pick<Target, 'authorization' | 'secrets'> {
  switch (auth.type) {
    case 'none':
      return { authorization: undefined, secrets: [] };
    case 'basic': {
      const bytes = new TextEncoder().encode(`${auth.username}:${auth.password}`);
      const encoded = btoa(String.fromCharCode(...bytes));
      return { authorization: `Basic ${encoded}`, secrets: [encoded, auth.password] };
    }
    case 'bearer':
      return { authorization: `Bearer ${auth.token.trim()}`, secrets: [auth.token.trim()] };
  }
}

/** A proxy's error page may repeat what it was sent. A secret of few characters would take half of any text with it. */
function redact(text: string, { secrets }: Target): string {
  return secrets.filter((secret) => secret.length >= 6).reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}

const maxRedirects = 5;
const accept = 'application/vnd.schemaregistry.v1+json, application/json';

/**
 * Follows redirects within the registry's own origin only: another host is one that the user did not name, and
 * a POST is only repeated where the answer says that it stays a POST.
 */
async function fetchFollowing(
  fetch: typeof globalThis.fetch,
  target: Target,
  request: RegistryRequest,
  signal: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { Accept: accept };
  if (target.authorization !== undefined) headers['Authorization'] = target.authorization;
  // The registry's own media type is refused by some followers of a Confluent cluster with 415; this one nowhere.
  if (request.method === 'POST') headers['Content-Type'] = 'application/json';
  const body = request.body === undefined ? null : JSON.stringify(request.body);
  let url = target.origin + target.basePath + request.path;
  for (let hop = 0; hop <= maxRedirects; hop++) {
    const response = await send(fetch, url, { method: request.method, headers, body, signal, redirect: 'manual' }, target.label);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || location === null) return response;
    await response.body?.cancel();
    url = resolveRedirect(url, location, target, request.method, response.status);
  }
  throw new RegistryError('registry/redirected', `The registry ${target.label} redirects in a circle.`);
}

async function send(fetch: typeof globalThis.fetch, url: string, init: RequestInit, label: string): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw unreachableError(label, error);
  }
}

function resolveRedirect(from: string, location: string, target: Target, method: 'GET' | 'POST', status: number): string {
  const to = URL.canParse(location, from) ? new URL(location, from) : undefined;
  const staysPost = status === 307 || status === 308;
  if (to?.origin === target.origin && (method === 'GET' || staysPost)) {
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
    throw new RegistryError('registry/timeout', `The registry ${label} did not answer within ${timeoutMs / 1000} s.`, {
      cause: error,
      retriable: true,
      remedy: 'Check whether the registry is overloaded or a firewall is in between, then try again.',
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function readText(response: Response, maxBytes: number, label: string): Promise<string> {
  const declared = Number(response.headers.get('content-length'));
  const body: ReadableStream<Uint8Array> | null = response.body;
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
