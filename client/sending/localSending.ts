import type { KafkaCluster } from '../cluster/kafkaCluster.ts';
import { openSource } from './openSource.ts';
import { resolveRules, sendMany } from './sendMany.ts';
import type { SendManyRequest, SendProgress, SendSummary } from './sendRequest.ts';

/** Sends what a request names, with everything that it opens for that closed behind it. */
export async function sendFromSource(
  cluster: KafkaCluster,
  connection: string,
  request: SendManyRequest,
  onProgress: (progress: SendProgress) => void,
  signal: AbortSignal,
): Promise<SendSummary> {
  const source = await openSource(request.source, resolveRules(request), signal);
  try {
    return await sendMany({ openBatches: cluster.openBatches, connection }, request, source, { onProgress }, signal);
  } finally {
    await source.close();
  }
}
