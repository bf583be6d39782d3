import type { ScanEnd, ScanRequest, ScanSink } from './scanRequest.ts';
import type { ClusterContext } from './topics.ts';

/** Reads a topic from some start on and hands the records on as they come; see {@link Cluster.scan}. */
export function scan(context: ClusterContext, request: ScanRequest, sink: ScanSink, signal: AbortSignal): Promise<ScanEnd> {
  void [context, request, sink, signal];
  return undefined as never;
}
