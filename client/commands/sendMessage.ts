import { maybeSentCode } from '../cluster/maybeSent.ts';
import { checkMayWrite, sendMessage as send } from '../messages/send.ts';
import type { SendState } from '../messages/sendStates.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { KnownError, isCancelled } from '../../shared/errors.ts';
import { findMessageAt, parseMessages, type Message, type MessageDocument } from '../../shared/message/document.ts';
import { indented, sampleJson } from '../../shared/message/sample.ts';
import { chooseConnection, chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { isEndedByUser } from './failure.ts';

/** Sends the message that a CodeLens stands above, or the one at the cursor. */
export const sendMessage: Command = {
  failure: "Can't send the message",
  create:
    (context) =>
    async (...args) => {
      const target = await readTarget(context, args);
      await sendOne(context, target, target.index);
    },
};

/** Sends all messages of a document in their order, one after the other; those that were sent already and not edited since, not again. */
export const sendAllMessages: Command = {
  failure: "Can't send the messages",
  create:
    (context) =>
    async (...args) => {
      const target = await readTarget(context, args);
      const waiting = target.document.messages.map((message, index) => ({ index, state: stateOf(context, target, message, index) }));
      const rest = waiting.filter(({ state }) => state.kind !== 'sent');
      // Where all were sent already, sending all again is meant.
      for (const { index } of rest.length > 0 ? rest : waiting) {
        if (!(await sendOne(context, target, index))) break;
      }
    },
};

/** Replaces the value at the cursor (or of the CodeLens's message) by another generated one. */
export const newSample: Command = {
  failure: "Can't make a new sample",
  create:
    (context) =>
    async (...args) => {
      const { uri, document, index } = await readTarget(context, args);
      const message = messageAt(document, index);
      const params = {
        uri,
        part: 'value',
        connection: message.connection?.value,
        topic: message.topic?.value,
        schemaRef: message.valueSchema?.value,
      } as const;
      const found = await context.messages.schemas.find(params, true, new AbortController().signal);
      if (!found.found) throw new MessageError('message/no-schema', found.reason ?? 'No schema is known for this message.');
      const { nullProbability } = context.settings.sample();
      const { value } = sampleJson(resolveSchema(found.schema), { nullProbability, now: Date.now() });
      const old = message.value?.span;
      if (old !== undefined) return context.ui.replaceText(uri, old, indented(value, 2));
      const start = message.json.span.start + 1;
      const more = message.json.properties.length > 0 ? ',' : '\n';
      return context.ui.replaceText(uri, { start, end: start }, `\n  "value": ${indented(value, 2)}${more}`);
    },
};

/** What is wrong with a message document, so that a command can't do its work. */
class MessageError extends KnownError {}

interface Target {
  readonly uri: string;
  readonly document: MessageDocument;
  readonly index: number;
}

async function readTarget(context: CommandContext, args: readonly unknown[]): Promise<Target> {
  const [first] = args;
  const given = typeof first === 'object' && first !== null && 'uri' in first && typeof first.uri === 'string' ? first : undefined;
  const editor = context.ui.activeEditor();
  const uri = given === undefined ? editor?.uri : String(given.uri);
  if (uri === undefined || (given === undefined && editor?.language !== 'avro-message')) {
    throw new MessageError('message/no-document', 'No message document is open.', {
      remedy: 'Make one with Avro: Produce Sample Message….',
    });
  }
  const document = parseMessages(await context.files.readText(uri));
  if (given !== undefined && 'index' in given && typeof given.index === 'number') return { uri, document, index: given.index };
  const atCursor = editor?.uri === uri ? findMessageAt(document, editor.offset) : undefined;
  return { uri, document, index: atCursor === undefined ? 0 : document.messages.indexOf(atCursor) };
}

function messageAt(document: MessageDocument, index: number): Message {
  const message = document.messages[index];
  if (message === undefined) throw new MessageError('message/no-message', 'There is no message in this document.');
  return message;
}

function textOf(document: MessageDocument, message: Message): string {
  return document.text.slice(message.json.span.start, message.json.span.end);
}

function stateOf(context: CommandContext, { uri, document }: Target, message: Message, index: number): SendState {
  return context.messages.states.get(uri, index, textOf(document, message));
}

/** @returns whether it was written; the message's state says the rest */
async function sendOne(context: CommandContext, { uri, document }: Target, index: number): Promise<boolean> {
  const message = messageAt(document, index);
  const text = textOf(document, message);
  const { states, schemas } = context.messages;
  // A second press of the key must not send it twice.
  if (states.get(uri, index, text).kind === 'sending') return false;
  const broken = document.problems.find(
    ({ severity, span }) => severity === 'error' && span.start < message.json.span.end && span.end > message.json.span.start,
  );
  if (broken !== undefined) throw new MessageError(`message/${broken.code}`, broken.message);
  const to = await destination(context, message);
  // Its CodeLens already says that nothing is sent there, so the command has to say it in another place.
  checkMayWrite(context, to.connection);
  const controller = new AbortController();
  const set = (state: SendState): void => states.set(uri, index, text, state);
  set({ kind: 'sending', cancel: () => controller.abort() });
  try {
    const record = await send(context, schemas, message, uri, to, controller.signal);
    set({ kind: 'sent', ...to, record });
    context.log.info(`Sent a message to ${to.topic} on ${to.connection}: partition ${record.partition}, offset ${String(record.offset)}.`);
    return true;
  } catch (error) {
    set(failureState(error, to));
    // The CodeLens says it where it is shown; a mistake of ours is never only a CodeLens.
    if (isEndedByUser(error) || (error instanceof KnownError && context.settings.codeLens(uri).messages)) return false;
    throw error;
  }
}

function failureState(error: unknown, to: { readonly connection: string; readonly topic: string }): SendState {
  if (isCancelled(error) || isEndedByUser(error)) return { kind: 'ready' };
  if (!(error instanceof KnownError)) return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  const reason = error.remedy === undefined ? error.message : `${error.message} ${error.remedy}`;
  return error.code === maybeSentCode ? { kind: 'unknown', ...to, reason } : { kind: 'failed', reason };
}

async function destination(context: CommandContext, message: Message): Promise<{ connection: string; topic: string }> {
  const connection = message.connection?.value ?? context.connections.active();
  const topic = message.topic?.value;
  if (connection !== undefined && topic !== undefined) return { connection, topic };
  const title = 'Send Message';
  if (topic !== undefined) return { connection: await chooseConnection(context, { title, which: 'writable' }), topic };
  return chooseTopic(context, { title, writable: true, connection: message.connection?.value });
}
