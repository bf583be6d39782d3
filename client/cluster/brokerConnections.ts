import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import Broker from 'kafkajs/src/broker/index.js';
import plain from 'kafkajs/src/broker/saslAuthenticator/plain.js';
import scram256 from 'kafkajs/src/broker/saslAuthenticator/scram256.js';
import scram512 from 'kafkajs/src/broker/saslAuthenticator/scram512.js';
import ConnectionPool, { type RequestQueue, type SaslAuthentication, type SaslExchange } from 'kafkajs/src/network/connectionPool.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { KafkaError } from '../../shared/errors.ts';
import { parseAddress } from './address.ts';
import { ByteReader } from './bytes.ts';
import type { Connection, Sasl } from './connection.ts';
import { toKafkaError } from './kafkaErrors.ts';
import { fetchApi, type Api } from './protocol.ts';
import { openSocket } from './sockets.ts';

const clientId = 'avro-workbench';

export interface Timeouts {
  /** For a connection to be made, TLS included. */
  readonly connectTimeoutMs: number;
  /** For a request to be answered. */
  readonly requestTimeoutMs: number;
}

export const defaultTimeouts: Timeouts = { connectTimeoutMs: 8_000, requestTimeoutMs: 15_000 };

/** What is open to one broker: two connections, one of them for fetches, so that a long one holds nothing else up. */
export interface BrokerConnections {
  readonly address: string;
  isConnected(): boolean;
  /** Connects and authenticates, unless that is done. @throws KafkaError */
  connect(): Promise<void>;
  /** @throws KafkaError */
  ask<Request, Response>(api: Api<Request, Response>, request: Request): Promise<Response>;
  /** Ends all connections at once. */
  destroy(): void;
}

/** Returns the connections to the broker at `address`; none is made yet. */
export function createBrokerConnections(
  connection: Connection,
  address: string,
  secureContext: SecureContext | undefined,
  timeouts: Timeouts,
): BrokerConnections {
  const sockets = new SocketSet();
  const pool = createPool(connection, address, secureContext, timeouts, sockets);
  const broker = new Broker({ connectionPool: pool, logger: silent, authenticationTimeout: timeouts.requestTimeoutMs });
  const connecting = new Map<number, Promise<unknown>>();
  const failed = (error: unknown, phase: 'connecting' | 'asking'): Error =>
    sockets.isDestroyed
      ? new KafkaError('kafka/connection-closed', `The connection to ${address} was given up.`, { cause: error, retriable: true })
      : toKafkaError(error, { connection, address, phase });

  /** kafkajs would open a second socket, and lose the first, if two requests met before the connection stood. */
  const connectOnce = async (index: number): Promise<void> => {
    if (pool.pool[index]?.isConnected() === true) return;
    let pending = connecting.get(index);
    if (pending === undefined) {
      pending = pool.getConnection(index).finally(() => connecting.delete(index));
      connecting.set(index, pending);
    }
    await pending;
  };

  const connectWhole = async (): Promise<void> => {
    try {
      await broker.connect();
    } catch (error) {
      // Half connected it would count as connected the next time.
      await broker.disconnect();
      throw error;
    }
  };

  // Without SASL, kafkajs calls a broker connected before it knows what the broker can do, so whoever comes meanwhile
  // waits for the same attempt.
  let attempt: Promise<void> | undefined;
  const connect = async (): Promise<void> => {
    if (attempt === undefined && broker.isConnected()) return;
    attempt ??= connectWhole().finally(() => (attempt = undefined));
    try {
      await attempt;
    } catch (error) {
      throw failed(error, 'connecting');
    }
  };

  return {
    address,
    isConnected: () => broker.isConnected(),
    connect,
    ask: async (api, request) => {
      await connect();
      try {
        await connectOnce(api.key === fetchApi.key ? 1 : 0);
      } catch (error) {
        throw failed(error, 'connecting');
      }
      const version = chooseVersion(api, broker, address);
      try {
        return await pool.send(toProtocolRequest(api, request, version));
      } catch (error) {
        if ((error as Error).name === 'KafkaJSConnectionClosedError') await broker.disconnect();
        throw failed(error, 'asking');
      }
    },
    destroy: () => {
      sockets.destroy();
      for (const { requestQueue } of pool.pool) requestQueue.destroy();
    },
  };
}

/** The open sockets of one broker; one that comes too late is ended as well. */
class SocketSet {
  isDestroyed = false;
  private readonly sockets = new Set<Socket>();

  add(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // Only once whoever opened it listens for errors.
    if (this.isDestroyed) process.nextTick(() => this.destroy());
  }

  destroy(): void {
    this.isDestroyed = true;
    // Without an error kafkajs would not notice, and would leave its requests without an answer for ever.
    for (const socket of this.sockets) socket.destroy(new Error('The connection was given up.'));
  }
}

function createPool(
  connection: Connection,
  address: string,
  secureContext: SecureContext | undefined,
  { connectTimeoutMs, requestTimeoutMs }: Timeouts,
  sockets: SocketSet,
): ConnectionPool {
  const pool = new ConnectionPool({
    ...parseAddress(address),
    clientId,
    logger: silent,
    ...(connection.sasl === undefined ? {} : { sasl: authentication(connection.sasl) }),
    socketFactory: ({ host, port, onConnect }) => {
      const socket = openSocket({ host, port }, { secureContext, timeoutMs: connectTimeoutMs, onConnect });
      sockets.add(socket);
      return socket;
    },
    // The socket tells of its timeout by a code; this one, which comes later, would tell by its prose alone.
    connectionTimeout: connectTimeoutMs + 1000,
    requestTimeout: requestTimeoutMs,
    enforceRequestTimeout: true,
  });
  for (const { requestQueue } of pool.pool) checkOnlyWhatWaits(requestQueue);
  return pool;
}

/**
 * kafkajs sets a timer of 1 ms again and again while a connection is idle, which takes 1–2 % of a core for each client
 * and makes newer Nodes warn of a negative time. This sets it only while requests wait or the broker throttles.
 */
function checkOnlyWhatWaits(queue: RequestQueue): void {
  queue.scheduleCheckPendingRequests = () => {
    const throttledMs = queue.throttledUntil - Date.now();
    if (queue.throttleCheckTimeoutId !== null || (queue.pending.length === 0 && throttledMs <= 0)) return;
    queue.throttleCheckTimeoutId = setTimeout(
      () => {
        queue.throttleCheckTimeoutId = null;
        queue.checkPendingRequests();
      },
      Math.max(throttledMs, 10),
    );
  };
}

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  namespace: () => silent,
};

const authenticators = { PLAIN: plain, 'SCRAM-SHA-256': scram256, 'SCRAM-SHA-512': scram512 };

/** kafkajs makes prose of what went wrong while authenticating; this hands on the error that was behind it. */
function authentication({ mechanism, username, password }: Sasl): {
  mechanism: string;
  authenticationProvider: (exchange: SaslExchange) => SaslAuthentication;
} {
  return {
    mechanism,
    authenticationProvider: (exchange) => {
      let reason: unknown;
      const saslAuthenticate = async (request: unknown): Promise<unknown> => {
        try {
          return await exchange.saslAuthenticate(request);
        } catch (error) {
          reason = error;
          throw error;
        }
      };
      const inner = authenticators[mechanism]({ username, password })({ ...exchange, saslAuthenticate });
      return {
        authenticate: async () => {
          try {
            await inner.authenticate();
          } catch (error) {
            throw reason ?? error;
          }
        },
      };
    },
  };
}

function chooseVersion(api: Api<never, unknown>, broker: Broker, address: string): number {
  const version = Math.min(api.maxVersion, broker.versions?.[api.key]?.maxVersion ?? -1);
  if (version >= api.minVersion && version >= (broker.versions?.[api.key]?.minVersion ?? 0)) return version;
  throw new KafkaError('kafka/unsupported-broker', `${address} does not take the request ${api.name} in a version that is known here.`, {
    remedy: 'Brokers from 0.11 to 4.x are supported.',
  });
}

function toProtocolRequest<Request, Response>(
  api: Api<Request, Response>,
  request: Request,
  apiVersion: number,
): Parameters<typeof ConnectionPool.prototype.send<{ clientSideThrottleTime: number; response: Response }, Response>>[0] {
  return {
    request: {
      apiKey: api.key,
      apiVersion,
      apiName: api.name,
      encode: () => Promise.resolve(new Encoder().writeBuffer(api.encode(request, apiVersion))),
    },
    response: {
      decode: (payload) => {
        const response = api.decode(new ByteReader(payload), apiVersion);
        return Promise.resolve({ clientSideThrottleTime: api.throttleMs?.(response) ?? 0, response });
      },
      parse: ({ response }) => Promise.resolve(response),
    },
  };
}
