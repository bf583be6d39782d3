// The parts of kafkajs 2.2.4 that this folder stands on: one broker's connections with their negotiation of versions
// and their authentication. They are not exported by the library, which is why its version is pinned.

declare module 'kafkajs/src/broker/index.js' {
  import type ConnectionPool from 'kafkajs/src/network/connectionPool.js';
  import type { SilentLogger } from 'kafkajs/src/network/connectionPool.js';

  /** What is known of one broker: its two connections (fetches have one of their own) and its API versions. */
  export default class Broker {
    constructor(options: { connectionPool: ConnectionPool; logger: SilentLogger; authenticationTimeout?: number });
    readonly versions: Readonly<Record<number, { readonly minVersion: number; readonly maxVersion: number } | undefined>> | null;
    isConnected(): boolean;
    connect(): Promise<void>;
    disconnect(): Promise<void>;
  }
}

declare module 'kafkajs/src/network/connectionPool.js' {
  import type { Socket } from 'node:net';
  import type Encoder from 'kafkajs/src/protocol/encoder.js';

  export interface SilentLogger {
    debug(): void;
    info(): void;
    warn(): void;
    error(): void;
    namespace(): SilentLogger;
  }

  export interface RequestQueue {
    readonly pending: readonly unknown[];
    readonly throttledUntil: number;
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    checkPendingRequests(): void;
    destroy(): void;
    scheduleCheckPendingRequests(): void;
  }

  export interface SaslAuthentication {
    authenticate(): Promise<void>;
  }

  export interface SaslExchange {
    readonly host: string;
    readonly port: number;
    readonly logger: SilentLogger;
    readonly saslAuthenticate: (request: unknown) => Promise<unknown>;
  }

  export interface ProtocolRequest<Decoded, Parsed> {
    readonly request: { apiKey: number; apiVersion: number; apiName: string; encode(): Promise<Encoder> };
    readonly response: { decode(payload: Buffer): Promise<Decoded>; parse(decoded: Decoded): Promise<Parsed> };
    readonly requestTimeout?: number;
    readonly logResponseError?: boolean;
  }

  export default class ConnectionPool {
    constructor(options: {
      host: string;
      port: number;
      rack?: string;
      clientId: string;
      logger: SilentLogger;
      ssl?: object;
      sasl?: { mechanism: string; authenticationProvider: (exchange: SaslExchange) => SaslAuthentication };
      socketFactory: (options: { host: string; port: number; ssl: object | undefined; onConnect: () => void }) => Socket;
      connectionTimeout: number;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
    });
    readonly pool: readonly { readonly requestQueue: RequestQueue; isConnected(): boolean }[];
    getConnection(index: number): Promise<unknown>;
    send<Decoded, Parsed>(request: ProtocolRequest<Decoded, Parsed>): Promise<Parsed>;
  }
}

declare module 'kafkajs/src/broker/saslAuthenticator/plain.js' {
  import type { SaslAuthentication, SaslExchange } from 'kafkajs/src/network/connectionPool.js';
  export default function plain(credentials: { username: string; password: string }): (exchange: SaslExchange) => SaslAuthentication;
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram256.js' {
  export { default } from 'kafkajs/src/broker/saslAuthenticator/plain.js';
}

declare module 'kafkajs/src/broker/saslAuthenticator/scram512.js' {
  export { default } from 'kafkajs/src/broker/saslAuthenticator/plain.js';
}

declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    writeBuffer(bytes: Buffer): this;
  }
}

declare module 'kafkajs/src/protocol/crc32.js' {
  /** CRC-32 as a signed number. */
  export default function crc32(encoder: { readonly buffer: Uint8Array }): number;
}

declare module 'kafkajs-snappy' {
  export default function snappy(): { compress(encoder: { buffer: Buffer }): Promise<Buffer> };
}

declare module 'lz4js' {
  const lz4: {
    compressBound(size: number): number;
    compressBlock(source: Uint8Array, target: Uint8Array, from: number, length: number, hashTable: Uint32Array): number;
  };
  export default lz4;
}
