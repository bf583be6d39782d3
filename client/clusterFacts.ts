import type { ClusterFacts } from '../shared/diagnosis/clusterFacts.ts';
import type { ConnectionSettings } from './connectionSettings.ts';

/** What snippets and jobs need to know of a connection: what stands in the settings, never a secret. */
export function clusterFacts({ brokers, security, sasl, registry }: ConnectionSettings): ClusterFacts {
  return {
    brokers,
    security,
    mechanism: sasl?.mechanism,
    user: sasl?.username,
    registryUrl: registry?.url,
    registryAuth: registry?.auth ?? 'none',
    registryUser: registry?.username,
  };
}
