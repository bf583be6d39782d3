import * as http from 'node:http';
import type { Socket } from 'node:net';
import * as tls from 'node:tls';
import { RegistryError } from '../../shared/errors.ts';
import type { RegistryTls } from '../../shared/registry/endpoint.ts';
import type { Address } from './address.ts';
import { notMadeInTime, openSocket, serverName, trustedAuthorities } from './sockets.ts';

/** How long making a connection may take, in milliseconds: another address may be waiting to be tried. */
const connectTimeoutMs = 5_000;
/** How long a proxy may take to make a tunnel. */
const tunnelTimeoutMs = 30_000;
/** How long a connection is kept that nobody uses, unless the other side says that it keeps it for less. */
const idleMs = 4_000;

/** What requests to one registry go through. Connections are kept for a few seconds. */
export interface HttpAgents {
  /**
   * The agent for the address. Requests that go through a proxy and are not encrypted are handed to it as they are, others
   * through a tunnel. It fails with a RegistryError, too: `registry/bad-certificate` where the endpoint's own files can't be
   * used, and `registry/proxy-unreachable` or `registry/proxy-refused`.
   */
  agentFor(url: URL, proxy: URL | undefined): http.Agent;
  /** Ends what is under way and closes the connections. */
  close(): void;
}

/** Returns agents that show the certificate of `settings` and trust its authority. */
export function createHttpAgents(settings: RegistryTls = {}): HttpAgents {
  const agents = new Map<string, http.Agent>();
  const sockets = new Set<Socket>();
  let secureContext: tls.SecureContext | undefined;
  const contextFor = ({ protocol }: URL): tls.SecureContext | undefined =>
    protocol === 'https:' ? (secureContext ??= createSecureContext(settings)) : undefined;

  const connect = (address: Address, context: tls.SecureContext | undefined): Promise<Socket> => {
    const options = { secureContext: context, timeoutMs: connectTimeoutMs };
    return whenReady((onConnect) => openSocket(address, { ...options, onConnect }), sockets);
  };

  const connectTo = async (url: URL, proxy: URL | undefined): Promise<Socket> => {
    const context = contextFor(url);
    if (proxy === undefined) return await connect(addressOf(url), context);
    // The proxy is not the registry: it is not shown the registry's certificate, nor trusted by the registry's authority.
    const proxyContext = proxy.protocol === 'https:' ? createSecureContext({}) : undefined;
    const socket = await connect(addressOf(proxy), proxyContext).catch((error: unknown) => {
      throw proxyUnreachable(proxy, error);
    });
    // Many proxies let nobody tunnel but to port 443; what is not encrypted anyway is handed to them as it is.
    if (context === undefined) return socket;
    await makeTunnel(socket, url, proxy);
    return await encrypt(socket, addressOf(url), context, sockets);
  };

  return {
    agentFor(url, proxy) {
      const key = JSON.stringify([url.origin, proxy?.href]);
      let agent = agents.get(key);
      if (agent === undefined) {
        agent = Object.assign(new http.Agent({ keepAlive: true, timeout: idleMs }), {
          createConnection: (_options: object, done: (error: unknown, socket?: Socket) => void): void => {
            connectTo(url, proxy).then((socket) => done(null, socket), done);
          },
        });
        agents.set(key, agent);
      }
      return agent;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      agents.clear();
    },
  };
}

/** What is sent to the proxy for its user; nothing where it names none. */
export function proxyHeaders({ username, password }: URL): { readonly 'Proxy-Authorization'?: string } {
  if (username === '' && password === '') return {};
  const bytes = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  return { 'Proxy-Authorization': `Basic ${bytes.toString('base64')}` };
}

/** The error of a proxy that answered with another status than the registry's or its own "here you are". */
export function proxyRefused({ origin }: URL, status: number | undefined): RegistryError {
  return new RegistryError('registry/proxy-refused', `The proxy ${origin} does not let us through to the registry (${status ?? 0}).`, {
    remedy: status === 407 ? 'It wants a user name and a password.' : 'Check the setting registry.proxy of the connection.',
  });
}

function proxyUnreachable({ origin }: URL, cause: unknown): RegistryError {
  return new RegistryError('registry/proxy-unreachable', `Cannot reach the proxy ${origin}.`, {
    cause,
    retriable: true,
    remedy: 'Check the setting registry.proxy of the connection, or the proxy of the editor and the environment.',
  });
}

function addressOf({ hostname, port, protocol }: URL): Address {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port) };
}

/** Waits until the socket can be written to. Meanwhile, and then as long as it is open, it is among `sockets`. */
function whenReady<T extends Socket>(open: (onReady: () => void) => T, sockets: Set<Socket>): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = open(() => resolve(socket));
    sockets.add(socket);
    // It stays, for those moments in which nobody else listens: whoever uses it is told by its end as well.
    socket.on('error', reject);
    socket.once('close', () => {
      sockets.delete(socket);
      reject(new Error('The connection was closed.'));
    });
  });
}

async function makeTunnel(socket: Socket, url: URL, proxy: URL): Promise<void> {
  const { host, port } = addressOf(url);
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const timer = setTimeout(() => socket.destroy(notMadeInTime()), tunnelTimeoutMs);
  const headers = { Host: target, Connection: 'keep-alive', ...proxyHeaders(proxy) };
  try {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request({ method: 'CONNECT', path: target, headers, createConnection: () => socket });
      request.once('connect', ({ statusCode }, _socket, head: Buffer) => {
        if (head.length > 0) socket.unshift(head);
        resolve(statusCode);
      });
      request.on('error', reject).once('close', () => reject(new Error('The proxy closed the connection.')));
      request.end();
    });
    if (status === undefined || status < 200 || status > 299) throw proxyRefused(proxy, status);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function encrypt(socket: Socket, { host }: Address, secureContext: tls.SecureContext, sockets: Set<Socket>): Promise<Socket> {
  const timer = setTimeout(() => socket.destroy(notMadeInTime()), connectTimeoutMs);
  try {
    return await whenReady((onReady) => tls.connect({ socket, secureContext, ...serverName(host) }, onReady), sockets);
  } finally {
    clearTimeout(timer);
  }
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
