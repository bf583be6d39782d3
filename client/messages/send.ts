import { maybeSent } from '../cluster/maybeSent.ts';
import type { MessageToSend, ProducedRecord, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import type { Message } from '../../shared/message/document.ts';
import { checkMayWrite } from './guards.ts';
import { prepareMessage } from './prepareMessage.ts';
import { registerOrAsk } from './registering.ts';

export interface Destination {
  readonly connection: string;
  readonly topic: string;
}

/**
 * Checks a message against its schemas, asks about what has to be registered first, and writes it. Nothing is asked and
 * nothing is registered before both parts fit, and nothing is written before both have their bytes.
 *
 * @param document the URI of the message's document: schema files are named relative to it
 * @returns where the record went
 * @throws what `checkMayWrite`, `prepareMessage` and `registerOrAsk` throw; KafkaError `kafka/maybe-sent` where it may be
 *   written and what else the broker says; an `AbortError` where the user gives up
 */
export async function sendMessage(
  context: CommandContext,
  message: Message,
  document: string,
  to: Destination,
  signal: AbortSignal,
): Promise<ProducedRecord> {
  checkMayWrite(context, to.connection);
  const session = await context.sessions.open(to.connection, signal);
  const preparing = { context, message, document, to, signal };
  const prepared = await prepareMessage(preparing, (draft) => registerOrAsk(preparing, draft));
  return write(context, session, prepared.message, signal);
}

async function write({ log }: CommandContext, session: Session, message: MessageToSend, signal: AbortSignal): Promise<ProducedRecord> {
  try {
    return await session.send(message, signal);
  } catch (error) {
    if (error instanceof KnownError || isCancelled(error)) throw error;
    // A bug says nothing of how far the record had come.
    log.error(error instanceof Error ? error : String(error));
    throw maybeSent(`A bug of Avro Workbench hides whether the record was written to ${message.topic}.`, error);
  }
}
