import * as tls from 'node:tls';
import { Agent, fetch, ProxyAgent, type Dispatcher, type RequestInit as UndiciRequestInit } from 'undici';
import { RegistryError } from '../../shared/errors.ts';
import type { RegistryEndpoint, RegistryTls } from '../../shared/registry/endpoint.ts';
import { proxyFor, type Environment } from './proxies.ts';
import { trustedAuthorities } from './sockets.ts';

/** How long making a connection may take, in milliseconds: another address may be waiting to be tried. */
const connectTimeoutMs = 5_000;
/** How long one of a name's addresses is tried before the next; the default of 250 ms fails on slow lines. */
const nextAddressMs = 1_000;

/** A `fetch` for one registry. */
export interface RegistryFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Ends what is under way and closes the connections. */
  close(): Promise<void>;
}

/**
 * Returns a `fetch` that shows the endpoint's certificate, trusts its authority and goes through its proxy, or the one
 * of the environment. The runtime's own can do none of these. Connections are kept for a few seconds.
 *
 * It throws a RegistryError, too: `registry/bad-certificate` where the endpoint's own files can't be used, and
 * `registry/proxy-unreachable` or `registry/proxy-refused` where the proxy is what fails.
 */
export function createRegistryFetch(
  endpoint: Pick<RegistryEndpoint, 'tls' | 'proxy'>,
  environment: Environment = process.env,
): RegistryFetch {
  const dispatchers = new Map<string, Dispatcher>();
  let secureContext: tls.SecureContext | undefined;
  const connectOptions = (): ConnectOptions => {
    secureContext ??= createSecureContext(endpoint.tls ?? {});
    return { secureContext, timeout: connectTimeoutMs, autoSelectFamilyAttemptTimeout: nextAddressMs };
  };
  const dispatcherFor = (proxy: URL | undefined): Dispatcher => {
    const key = proxy?.href ?? '';
    const known = dispatchers.get(key);
    if (known !== undefined) return known;
    const dispatcher = proxy === undefined ? new Agent({ connect: connectOptions() }) : createProxyAgent(proxy, connectOptions());
    dispatchers.set(key, dispatcher);
    return dispatcher;
  };
  return {
    fetch: async (input, init) => {
      const url = new URL(input instanceof Request ? input.url : input);
      const proxy = proxyFor(url, endpoint.proxy, environment);
      try {
        // Its Request and Response are those of the web standard, whatever types each copy of them has.
        const options = { ...init, dispatcher: dispatcherFor(proxy) } as unknown as UndiciRequestInit;
        const response: unknown = await fetch(url, options);
        return response as Response;
      } catch (error) {
        throw (proxy === undefined || init?.signal?.aborted ? undefined : proxyError(proxy, error)) ?? error;
      }
    },
    async close() {
      await Promise.all([...dispatchers.values()].map((dispatcher) => dispatcher.destroy()));
      dispatchers.clear();
    },
  };
}

interface ConnectOptions {
  readonly secureContext: tls.SecureContext;
  readonly timeout: number;
  readonly autoSelectFamilyAttemptTimeout: number;
}

function createSecureContext({ ca, cert, key, passphrase }: RegistryTls): tls.SecureContext {
  const authorities = ca ?? trustedAuthorities();
  try {
    return tls.createSecureContext({
      ...(authorities === undefined ? {} : { ca: authorities }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    const reason = typeof code === 'string' ? ` (${code})` : '';
    throw new RegistryError('registry/bad-certificate', `A certificate or key of the registry cannot be used${reason}.`, {
      cause: error,
      remedy: 'They must be PEM files that belong together; an encrypted key needs its passphrase.',
    });
  }
}

function createProxyAgent(proxy: URL, connect: ConnectOptions): ProxyAgent {
  return new ProxyAgent({
    uri: withoutCredentials(proxy),
    ...credentialsOf(proxy),
    requestTls: connect,
    // The proxy is not the registry: it is not shown the registry's certificate, nor trusted by the registry's authority.
    proxyTls: { timeout: connectTimeoutMs },
    // Many proxies let nobody tunnel but to port 443; what is not encrypted anyway is handed to them as it is.
    proxyTunnel: false,
  });
}

function withoutCredentials(proxy: URL): string {
  return proxy.origin;
}

function credentialsOf({ username, password }: URL): { token?: string } {
  if (username === '' && password === '') return {};
  const bytes = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { token: `Basic ${bytes.toString('base64')}` };
}

/** The error where it is the proxy's own doing. */
function proxyError(proxy: URL, error: unknown): RegistryError | undefined {
  const label = withoutCredentials(proxy);
  const chain: Error[] = [];
  for (let next = error; next instanceof Error && chain.length < 5; next = next.cause) chain.push(next);
  // The library has no code of its own for it.
  const status = chain.map(({ message }) => /^Proxy response \((\d+)\)/.exec(message)?.[1] ?? /\((407)\)/.exec(message)?.[1]).find(Boolean);
  if (status !== undefined) {
    return new RegistryError('registry/proxy-refused', `The proxy ${label} does not let us through to the registry (${status}).`, {
      cause: error,
      remedy: status === '407' ? 'It wants a user name and a password.' : 'Check the setting registry.proxy of the connection.',
    });
  }
  const refused = chain.find((each) => 'port' in each && 'syscall' in each && each.syscall === 'connect') as { port?: unknown } | undefined;
  if (refused === undefined || String(refused.port) !== portOf(proxy)) return undefined;
  return new RegistryError('registry/proxy-unreachable', `Cannot reach the proxy ${label}.`, {
    cause: error,
    retriable: true,
    remedy: 'Check the setting registry.proxy of the connection, or the proxy of the editor and the environment.',
  });
}

function portOf({ port, protocol }: URL): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}
