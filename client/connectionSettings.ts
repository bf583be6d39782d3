/** A connection as the settings have it: no secret, files by their paths. */
export interface ConnectionSettings {
  readonly name: string;
  /** `host:port` each, at least one. */
  readonly brokers: readonly string[];
  readonly security: Security;
  readonly ssl: SslFiles;
  /** There exactly where `security` asks for it. */
  readonly sasl: SaslSettings | undefined;
  readonly registry: RegistrySettings | undefined;
  readonly readOnly: boolean;
}

export type Security = 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';

/** Paths of PEM files: absolute, from the home folder (`~/`), or from the workspace folder. */
export interface SslFiles {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

export interface SaslSettings {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';
  readonly username: string;
}

export interface RegistrySettings {
  readonly url: string;
  readonly auth: 'none' | 'basic' | 'bearer';
  /** There where `auth` is `basic`. */
  readonly username: string | undefined;
}

/** A connection of the settings as it could be understood, or why it could not. */
export type ConfiguredConnection =
  | { readonly name: string; readonly settings: ConnectionSettings }
  | { readonly name: string; readonly settings: undefined; readonly problem: string };
