import type { CompatibilityLevel } from '../../registry/registeredSchema.ts';

/** Who must read whom: under `BACKWARD` the new schema is the reader of old data, under `FORWARD` the writer for old readers. */
export type Direction = 'BACKWARD' | 'FORWARD';

export interface LevelRule {
  /** In the order in which they are reported. */
  readonly directions: readonly Direction[];
  /** Which of the older versions count. */
  readonly versions: 'latest' | 'all';
}

/**
 * What each level asks for.
 *
 * @see Confluent Schema Registry, "Schema Evolution and Compatibility"
 */
export const levelRules: Readonly<Record<CompatibilityLevel, LevelRule>> = {
  NONE: { directions: [], versions: 'latest' },
  BACKWARD: { directions: ['BACKWARD'], versions: 'latest' },
  BACKWARD_TRANSITIVE: { directions: ['BACKWARD'], versions: 'all' },
  FORWARD: { directions: ['FORWARD'], versions: 'latest' },
  FORWARD_TRANSITIVE: { directions: ['FORWARD'], versions: 'all' },
  FULL: { directions: ['FORWARD', 'BACKWARD'], versions: 'latest' },
  FULL_TRANSITIVE: { directions: ['FORWARD', 'BACKWARD'], versions: 'all' },
};
