import type { TopicDescription } from '../cluster/cluster.ts';
import type { ReframeRequest } from './reframeRequest.ts';

const dayMs = 86_400_000;

/**
 * What of the target's settings changes the copy: sentences.
 *
 * @param oldestMs the earliest time of what is written; Infinity where nothing is
 */
export function targetNotes(
  { target }: Pick<ReframeRequest, 'target'>,
  there: TopicDescription | undefined,
  oldestMs: number,
  now = Date.now(),
): string[] {
  const { configuration = {} } = there ?? {};
  const notes: string[] = [];
  if (configuration['message.timestamp.type'] === 'LogAppendTime') {
    notes.push(`${target} sets the time of records itself (message.timestamp.type): theirs are lost.`);
  }
  const policy = configuration['cleanup.policy'] ?? '';
  const retentionMs = Number(configuration['retention.ms'] ?? -1);
  if (policy.includes('delete') && retentionMs >= 0 && oldestMs < now - retentionMs) {
    const age = retentionMs % dayMs === 0 ? `${retentionMs / dayMs} ${retentionMs === dayMs ? 'day' : 'days'}` : `${retentionMs} ms`;
    notes.push(`Some records are older than ${target} keeps them (retention.ms, ${age}): it deletes them before long.`);
  }
  if (policy.includes('compact')) notes.push(`${target} is compacted: of records with the same key it keeps the newest.`);
  return notes;
}
