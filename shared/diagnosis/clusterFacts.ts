/** What snippets and jobs need to know of a connection to be ready to run. Never a secret. */
export interface ClusterFacts {
  readonly brokers: readonly string[];
  readonly security: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | undefined;
  readonly user: string | undefined;
  /** Undefined where the connection has none. */
  readonly registryUrl: string | undefined;
  /** How the registry is asked; passwords and tokens are never in it. */
  readonly registryAuth: 'none' | 'basic' | 'bearer' | 'header';
  /** Where it is asked with a user's name. */
  readonly registryUser?: string | undefined;
}
