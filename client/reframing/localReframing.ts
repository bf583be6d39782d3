import { KafkaError } from '../../shared/errors.ts';
import type { DiagnosisContext } from '../diagnosis/localDiagnosis.ts';
import type { ReframeProgress, ReframeRequest, ReframeSummary } from './reframeRequest.ts';

/** See `Session.reframe`. */
export async function reframeTopic(
  _context: DiagnosisContext,
  { source }: ReframeRequest,
  _onProgress: (progress: ReframeProgress) => void,
  _signal: AbortSignal,
): Promise<ReframeSummary> {
  return Promise.reject(new KafkaError('kafka/not-supported', `${source} can't be re-framed yet.`));
}
