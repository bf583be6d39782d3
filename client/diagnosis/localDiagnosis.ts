import type { DiagnoseRequest, Diagnosis } from '../../shared/diagnosis/diagnosis.ts';
import { KafkaError } from '../../shared/errors.ts';
import type { RegistryCache } from '../../shared/registry/cache.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Connection } from '../cluster/connection.ts';

export interface DiagnosisContext {
  readonly cluster: Cluster;
  readonly registry: RegistryCache | undefined;
  readonly connection: Connection;
}

/** See `Session.diagnose`. */
export async function diagnoseTopic(
  _context: DiagnosisContext,
  { topic }: DiagnoseRequest,
  _onProgress: (diagnosis: Diagnosis) => void,
  _signal: AbortSignal,
): Promise<Diagnosis> {
  return Promise.reject(new KafkaError('kafka/not-supported', `${topic} can't be diagnosed yet.`));
}
