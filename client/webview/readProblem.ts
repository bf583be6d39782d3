import type { Log } from '../commands/context.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { ReadProblem } from './recordsProtocol.ts';
import { toVisible } from './texts.ts';

/** What a page says of an error that ended a read. What nobody expected goes to the log, too. */
export function toProblem(error: unknown, topic: string, log: Log): ReadProblem {
  if (isCancelled(error)) return { kind: 'cancelled', message: 'Cancelled by you.', remedy: undefined };
  if (error instanceof KnownError) {
    log.warn(`Can't peek ${topic}: ${error.message}`);
    return { kind: 'failed', message: toVisible(error.message), remedy: error.remedy, isForbidden: error.code === 'kafka/not-authorized' };
  }
  const bug = error instanceof Error ? error : new Error(String(error));
  log.error(bug);
  return { kind: 'failed', message: toVisible(bug.message), remedy: 'This is a bug of Avro Workbench. The output has more.' };
}
