import type { Refused } from '../../shared/protocol.ts';
import type { CommandContext } from './context.ts';

/**
 * Tells why nothing could be made of a schema, with a way to its problems where these are the reason.
 *
 * @param what such as "Can't show the canonical form"
 */
export async function tellRefusal(context: CommandContext, what: string, { reason, faulty }: Refused): Promise<void> {
  const buttons = faulty === undefined ? [] : (['Show Problems'] as const);
  const answer = await context.ui.notify('error', `${what}: ${reason}`, buttons);
  if (answer === 'Show Problems' && faulty !== undefined) await context.ui.showProblems(faulty);
}
