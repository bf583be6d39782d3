import { findByKey } from '../messages/sendStates.ts';
import type { Problem } from '../../shared/avro/schema.ts';
import { KnownError } from '../../shared/errors.ts';
import { findMessageAt, parseMessages, type Message, type MessageDocument } from '../../shared/message/document.ts';
import type { Destination } from '../messages/send.ts';
import { chooseConnection, chooseTopic } from './chooseTopic.ts';
import type { CommandContext } from './context.ts';

/** What is wrong with a message document, so that a command can't do its work. */
export class MessageError extends KnownError {}

/** The message document that a command works on, as it stands now. */
export interface OpenMessages {
  readonly uri: string;
  readonly document: MessageDocument;
}

/**
 * Reads the document that a CodeLens hands over, or the one in the active editor.
 *
 * @throws MessageError `message/no-document` where there is none, `message/no-message` where it is empty
 */
export async function readMessages(context: CommandContext, args: readonly unknown[]): Promise<OpenMessages> {
  const editor = context.ui.activeEditor();
  const uri = argumentOf(args)?.uri ?? (editor?.language === 'avro-message' ? editor.uri : undefined);
  if (uri === undefined) {
    throw new MessageError('message/no-document', 'No message document is open.', {
      remedy: 'Make one with Avro: Produce Sample Message….',
    });
  }
  const document = parseMessages(await context.files.readText(uri));
  if (document.messages.length === 0) throw new MessageError('message/no-message', 'There is no message in this document.');
  return { uri, document };
}

/**
 * Which message is meant: that of the CodeLens, else the one at the cursor, else the only one.
 *
 * @throws MessageError `message/no-message` where the cursor stands between several
 */
export function findIndex(context: CommandContext, { uri, document }: OpenMessages, args: readonly unknown[]): number {
  const given = argumentOf(args);
  if (given?.key !== undefined) {
    // A lens may be clicked before it has moved with the text.
    const found = findByKey(document, given.key);
    if (found !== undefined) return found.index;
  }
  if (given?.index !== undefined) return given.index;
  const editor = context.ui.activeEditor();
  const atCursor = editor?.uri === uri ? findMessageAt(document, editor.offset) : undefined;
  if (atCursor !== undefined) return document.messages.indexOf(atCursor);
  if (document.messages.length === 1) return 0;
  throw new MessageError('message/no-message', 'The cursor is in none of the messages.');
}

/** @throws MessageError `message/no-message` */
export function messageAt(document: MessageDocument, index: number): Message {
  const message = document.messages[index];
  if (message === undefined) throw new MessageError('message/no-message', 'There is no such message in this document any more.');
  return message;
}

/**
 * Where a message goes: what it does not say is asked for, of connections the active one is taken.
 *
 * @param title of the command, in its words
 * @throws an `AbortError` where the user gives up, a `Failure` where the topics can't be listed
 */
export async function findDestination(context: CommandContext, message: Message, title: string): Promise<Destination> {
  const connection = message.connection?.value ?? context.connections.active();
  const topic = message.topic?.value;
  if (connection !== undefined && topic !== undefined) return { connection, topic };
  if (topic !== undefined) return { connection: await chooseConnection(context, { title, which: 'writable' }), topic };
  const chosen = await chooseTopic(context, { title, writable: true, connection: message.connection?.value });
  return { connection: chosen.connection, topic: chosen.topic };
}

/** The document's own errors in a message or at its edges, where what is unclosed shows; what schemas say is not among them. */
export function mistakesIn({ problems }: MessageDocument, { json }: Message): readonly Problem[] {
  return problems.filter(({ severity, span }) => severity === 'error' && span.start <= json.span.end && span.end >= json.span.start);
}

interface Argument {
  readonly uri: string;
  readonly index: number | undefined;
  readonly key: string | undefined;
}

function argumentOf([first]: readonly unknown[]): Argument | undefined {
  if (typeof first !== 'object' || first === null || !('uri' in first) || typeof first.uri !== 'string') return undefined;
  const index = 'index' in first && typeof first.index === 'number' ? first.index : undefined;
  const key = 'key' in first && typeof first.key === 'string' ? first.key : undefined;
  return { uri: first.uri, index, key };
}
