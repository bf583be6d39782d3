import type { RegistryEndpoint } from '../../shared/registry/endpoint.ts';

/** A connection as everything needs it to connect: settings, secrets and file contents together. Lives in memory only. */
export interface Connection {
  /** The name in the settings; it stands for the connection everywhere. */
  readonly name: string;
  /** `host:port` each. */
  readonly brokers: readonly string[];
  readonly tls: Tls | undefined;
  readonly sasl: Sasl | undefined;
  readonly registry: RegistryEndpoint | undefined;
  /** Nothing that writes is offered, and nothing is written. */
  readonly readOnly: boolean;
}

/** What its registry alone needs of a connection. */
export interface RegistryConnection extends Pick<Connection, 'name' | 'readOnly'> {
  readonly registry: RegistryEndpoint;
}

/** TLS, with PEM texts (not paths). Without `ca`, Node's own authorities are trusted, and the system's from Node 22.15 on. */
export interface Tls {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly passphrase?: string | undefined;
}

export interface Sasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
  readonly password: string;
}

export type { RegistryAuth, RegistryEndpoint } from '../../shared/registry/endpoint.ts';
