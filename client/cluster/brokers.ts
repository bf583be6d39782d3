import { KafkaError } from '../../shared/errors.ts';
import { abortError, orAbort } from './abort.ts';
import { formatAddress, parseAddress } from './address.ts';
import { createBrokerConnections, defaultTimeouts, type BrokerConnections, type Timeouts } from './brokerConnections.ts';
import type { Connection } from './connection.ts';
import { metadataApi, produceApi, type Api, type MetadataResponse } from './protocol.ts';
import { secureContextOf } from './sockets.ts';

/** A cluster's brokers, asked one by one. Errors are `KafkaError`s, or an `AbortError` when the signal was aborted. */
export interface Brokers {
  /** Asks whichever broker can be reached: first those that are connected, then those that the user named. */
  askAny<Request, Response>(api: Api<Request, Response>, request: Request, signal: AbortSignal): Promise<Response>;
  /** Asks a certain broker. Its id is one that {@link metadata} named. */
  ask<Request, Response>(nodeId: number, api: Api<Request, Response>, request: Request, signal: AbortSignal): Promise<Response>;
  /** The brokers, and topics by name; null asks for all topics. */
  metadata(topics: readonly string[] | null, signal: AbortSignal): Promise<MetadataResponse>;
  /** Ends all connections; what still waits fails. */
  close(): void;
}

/** Returns the brokers of a connection; nothing is connected yet. */
export function createBrokers(connection: Connection, timeouts: Timeouts = defaultTimeouts): Brokers {
  const bootstrap = [...new Set(connection.brokers.map((broker) => formatAddress(parseAddress(broker))))];
  const open = new Map<string, BrokerConnections>();
  const addresses = new Map<number, string>();
  let secureContext: ReturnType<typeof secureContextOf>;
  let isClosed = false;

  const closed = (): KafkaError => new KafkaError('kafka/closed', `The connection ${connection.name} is closed.`);

  const at = (address: string): BrokerConnections => {
    if (isClosed) throw closed();
    secureContext ??= secureContextOf(connection);
    let broker = open.get(address);
    if (broker === undefined) {
      broker = createBrokerConnections(connection, address, secureContext, timeouts);
      open.set(address, broker);
    }
    return broker;
  };

  const drop = (broker: BrokerConnections): void => {
    broker.destroy();
    if (open.get(broker.address) === broker) open.delete(broker.address);
  };

  const askAt = async <Request, Response>(address: string, api: Api<Request, Response>, request: Request): Promise<Response> => {
    const broker = at(address);
    const wasConnected = broker.isConnected();
    try {
      return await broker.ask(api, request);
    } catch (error) {
      if (isClosed) throw closed();
      if (!(error instanceof KafkaError) || !endsConnection(error)) throw error;
      drop(broker);
      // Brokers close connections that were idle for long; who asks next should not have to know.
      const mayRepeat = wasConnected && error.code === 'kafka/connection-closed' && api.key !== produceApi.key;
      if (!mayRepeat) throw error;
      return at(address).ask(api, request);
    }
  };

  const askAny: Brokers['askAny'] = async (api, request, signal) => {
    const connected = [...open.values()].filter((broker) => broker.isConnected()).map(({ address }) => address);
    const candidates = [...new Set([...connected, ...bootstrap, ...addresses.values()])];
    const errors: Error[] = [];
    for (const address of candidates) {
      try {
        return await orAbort(askAt(address, api, request), signal);
      } catch (error) {
        // Another broker would refuse the same password, and count one more failed attempt.
        if (!(error instanceof KafkaError) || !isOfThisBroker(error)) throw error;
        errors.push(error);
      }
    }
    throw noneReachable(connection, bootstrap, errors);
  };

  return {
    askAny,
    ask: async (nodeId, api, request, signal) => {
      const address = addresses.get(nodeId);
      if (address === undefined) {
        throw new KafkaError('kafka/no-leader', `The cluster of ${connection.name} does not know broker ${nodeId}.`, { retriable: true });
      }
      return orAbort(askAt(address, api, request), signal);
    },
    metadata: async (topics, signal) => {
      const metadata = await askAny(metadataApi, { topics }, signal);
      if (signal.aborted) throw abortError();
      for (const { nodeId, host, port } of metadata.brokers) addresses.set(nodeId, formatAddress({ host, port }));
      return metadata;
    },
    close: () => {
      isClosed = true;
      for (const broker of open.values()) broker.destroy();
      open.clear();
    },
  };
}

const unreachableCodes = new Set([
  'kafka/unreachable',
  'kafka/name-not-resolved',
  'kafka/advertised-unreachable',
  'kafka/connection-closed',
  'kafka/timeout',
  'kafka/malformed-answer',
]);

/** Whether the next broker may do better. */
function isOfThisBroker(error: KafkaError): boolean {
  return unreachableCodes.has(error.code) || error.code.startsWith('kafka/tls-');
}

function endsConnection(error: KafkaError): boolean {
  return isOfThisBroker(error) || error.code === 'kafka/authentication-failed' || error.code === 'kafka/sasl-mechanism';
}

function noneReachable({ name }: Connection, bootstrap: readonly string[], errors: readonly Error[]): Error {
  const [first] = errors;
  if (first === undefined) return new KafkaError('kafka/unreachable', `The connection ${name} names no broker.`);
  if (bootstrap.length < 2 || !(first instanceof KafkaError)) return first;
  return new KafkaError(first.code, `None of the ${bootstrap.length} brokers of ${name} can be used. ${first.message}`, {
    cause: first,
    remedy: first.remedy,
    retriable: first.retriable,
  });
}
