import * as http from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { RegistryEndpoint } from '../../shared/registry/endpoint.ts';
import type { FetchAnswer, FetchOptions, HttpFetch } from '../../shared/registry/http.ts';
import { createHttpAgents, proxyHeaders, proxyRefused } from './httpAgents.ts';
import { proxyFor, type Environment } from './proxies.ts';

/** A `fetch` for one registry. */
export interface RegistryFetch {
  readonly fetch: HttpFetch;
  /** Ends what is under way and closes the connections. */
  close(): Promise<void>;
}

/**
 * Returns a `fetch` that shows the endpoint's certificate, trusts its authority and goes through its proxy, or the one
 * of the environment. The runtime's own can do none of these, and takes longer to load than all else that reads a topic.
 *
 * It throws a RegistryError, too: `registry/bad-certificate` where the endpoint's own files can't be used, and
 * `registry/proxy-unreachable` or `registry/proxy-refused` where the proxy is what fails.
 */
export function createRegistryFetch(
  endpoint: Pick<RegistryEndpoint, 'tls' | 'proxy'>,
  environment: Environment = process.env,
): RegistryFetch {
  const agents = createHttpAgents(endpoint.tls);
  return {
    fetch: async (text, options) => {
      const url = new URL(text);
      const proxy = proxyFor(url, endpoint.proxy, environment);
      const forwardedBy = url.protocol === 'http:' ? proxy : undefined;
      const response = await ask(url, options, agents.agentFor(url, proxy), forwardedBy);
      if (forwardedBy !== undefined && response.statusCode === 407) {
        response.destroy();
        throw proxyRefused(forwardedBy, 407);
      }
      return toAnswer(response);
    },
    close: () => {
      agents.close();
      return Promise.resolve();
    },
  };
}

/** @param forwardedBy the proxy that is handed the request as it is */
function ask(
  url: URL,
  { method, headers: given, body, signal }: FetchOptions,
  agent: http.Agent,
  forwardedBy: URL | undefined,
): Promise<http.IncomingMessage> {
  const headers = {
    Host: url.host,
    'User-Agent': 'avro-workbench',
    'Accept-Encoding': 'gzip',
    ...given,
    ...(body === null ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...(forwardedBy && proxyHeaders(forwardedBy)),
  };
  const path = `${forwardedBy === undefined ? '' : url.origin}${url.pathname}${url.search}`;
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, method, path, headers, signal });
    request.once('response', resolve);
    // What ends it later is told to whoever reads the answer.
    request.on('error', reject).once('close', () => reject(new Error('The connection was closed.')));
    request.end(body ?? undefined);
  });
}

function toAnswer(response: http.IncomingMessage): FetchAnswer {
  // It may fail before, or without, being read.
  response.on('error', () => undefined);
  return {
    status: response.statusCode ?? 0,
    headers: {
      get(name) {
        const value = response.headers[name.toLowerCase()];
        return value === undefined ? null : value.toString();
      },
    },
    body: Object.assign(decoded(response), {
      cancel: () => {
        response.destroy();
        return Promise.resolve();
      },
    }),
  };
}

function decoded(response: http.IncomingMessage): Readable {
  return response.headers['content-encoding'] === 'gzip' ? pipeline(response, createGunzip(), () => undefined) : response;
}
