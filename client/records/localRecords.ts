import type { RegistryCache } from '../../shared/registry/cache.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { RecordsSession } from './recordsSession.ts';

export interface LocalRecordsOptions {
  readonly cluster: Cluster;
  readonly registry: RegistryCache | undefined;
}

/** Returns the scans of a connection, which are held in this very thread. */
export function createLocalRecords(options: LocalRecordsOptions): RecordsSession {
  void options;
  return undefined as never;
}
