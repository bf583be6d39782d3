import type { CommandContext } from '../commands/context.ts';
import { KafkaError } from '../../shared/errors.ts';

/** @throws KafkaError `message/read-only`, `message/untrusted` where nothing may be written on this connection */
export function checkMayWrite(context: CommandContext, connection: string): void {
  const isReadOnly = context.connections.find(connection)?.settings?.readOnly === true;
  if (isReadOnly) throw new KafkaError('message/read-only', `${connection} is read-only.`);
  if (!context.isTrusted()) throw new KafkaError('message/untrusted', 'This workspace is not trusted.');
}

/** What is about to be written. */
export interface Writing {
  readonly connection: string;
  readonly topic: string;
  /** What is to be done, in the command's words: "Send Message". */
  readonly title: string;
  /** What is written: "messages", "12,000 records". */
  readonly what: string;
}

/**
 * Has the topic's name typed where its connection is protected; anywhere else nothing is asked.
 *
 * @throws an `AbortError` where the user gives up
 */
export async function confirmProtected({ connections, ui }: CommandContext, { connection, topic, title, what }: Writing): Promise<void> {
  if (connections.find(connection)?.settings?.protected !== true) return;
  await ui.input({
    title,
    prompt: `${connection} is protected. Type the topic's name to write ${what} to it.`,
    placeholder: topic,
    validate: (text) => (text.trim() === topic ? undefined : `Type ${topic}.`),
  });
}
