import { maybeSentCode } from '../cluster/maybeSent.ts';
import { checkMayWrite, confirmProtected } from '../messages/guards.ts';
import { sendMessage as send, type Destination } from '../messages/send.ts';
import { findByKey, messageKeys, type SendState } from '../messages/sendStates.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import { parseMessages, type Message, type MessageDocument } from '../../shared/message/document.ts';
import type { Command, CommandContext } from './context.ts';
import { failureMessage, isEndedByUser } from './failure.ts';
import { findDestination, findIndex, messageAt, MessageError, mistakesIn, readMessages } from './messageTarget.ts';

/** Sends the message that a CodeLens stands above, or the one at the cursor. */
export const sendMessage: Command = {
  failure: "Can't send the message",
  create:
    (context) =>
    async (...args) => {
      const target = await readMessages(context, args);
      const index = findIndex(context, target, args);
      const sent = await sendOne(context, target.uri, target.document, index);
      if (sent !== undefined && !(await isShown(context, sent))) await tell(context, sent);
    },
};

/**
 * Sends all messages of a document in their order, one after the other, until one is not written. Those that were sent
 * already and not edited since are not sent again, and neither are those that may have been written.
 */
export const sendAllMessages: Command = {
  failure: "Can't send the messages",
  create:
    (context) =>
    async (...args) => {
      const { uri, document } = await readMessages(context, args);
      const keys = messageKeys(document);
      const kinds = keys.map((key) => context.messages.states.get(uri, key).kind);
      if (kinds.includes('unknown') && kinds.every((kind) => kind === 'sent' || kind === 'unknown')) {
        throw new MessageError('message/maybe-sent', 'Nothing is left but what may have been written already.', {
          remedy: 'Look in the topic, and send it again by hand.',
        });
      }
      // Where all were sent already, sending all again is meant.
      await sendInTurn(
        context,
        uri,
        keys,
        kinds.every((kind) => kind === 'sent'),
      );
    },
};

async function sendInTurn(context: CommandContext, uri: string, keys: readonly string[], again: boolean): Promise<void> {
  const isLeft = (key: string): boolean => again || !['sent', 'unknown'].includes(context.messages.states.get(uri, key).kind);
  const confirmed = new Set<string>();
  let sent = 0;
  let last: Sent | undefined;
  for (const [at, key] of keys.entries()) {
    if (!isLeft(key)) continue;
    // The document is read anew each time: what was edited meanwhile is another message, which nobody asked to send.
    const document = await reread(context, uri);
    const found = document === undefined ? undefined : findByKey(document, key);
    if (document === undefined || found === undefined) {
      const left = keys.slice(at).filter(isLeft).length;
      const what = left === 1 ? '1 message was not sent' : `${left} messages were not sent`;
      await context.ui.notify('warning', `The document was edited or closed meanwhile: ${what}.`);
      return;
    }
    last = await sendOne(context, uri, document, found.index, confirmed);
    if (last?.state.kind !== 'sent') break;
    sent++;
  }
  if (last === undefined || (await isShown(context, last))) return;
  if (last.error !== undefined) throw last.error;
  await context.ui.notify('info', `Sent ${sent === 1 ? '1 message' : `${sent} messages`} to ${last.to.topic} on ${last.to.connection}.`);
}

/** Undefined where it was closed and was never saved. */
async function reread(context: CommandContext, uri: string): Promise<MessageDocument | undefined> {
  const text = await context.files.readText(uri).catch(() => undefined);
  return text === undefined ? undefined : parseMessages(text);
}

/** What became of a message that was tried to be sent. */
interface Sent {
  readonly uri: string;
  readonly key: string;
  readonly to: Destination;
  readonly state: SendState;
  /** What it failed by. */
  readonly error: KnownError | undefined;
}

/**
 * @param confirmed the protected places that were confirmed already, with those that are now
 * @returns undefined where it is being sent already
 */
async function sendOne(
  context: CommandContext,
  uri: string,
  document: MessageDocument,
  index: number,
  confirmed = new Set<string>(),
): Promise<Sent | undefined> {
  const message = messageAt(document, index);
  const key = messageKeys(document)[index] ?? '';
  // A second press of the key must not send it twice.
  const giveBack = context.messages.states.take(uri, key);
  if (giveBack === undefined) return undefined;
  try {
    const to = await findDestination(context, message, 'Send Message');
    // Its CodeLens already says that nothing is sent there, so the command has to say it in another place.
    checkMayWrite(context, to.connection);
    const place = JSON.stringify([to.connection, to.topic]);
    if (!confirmed.has(place)) await confirmProtected(context, { ...to, title: 'Send Message', what: 'messages' });
    confirmed.add(place);
    return { uri, key, to, ...(await attempt(context, { uri, document, message, key, to })) };
  } finally {
    giveBack();
  }
}

interface Attempt {
  readonly uri: string;
  readonly document: MessageDocument;
  readonly message: Message;
  readonly key: string;
  readonly to: Destination;
}

/** Sends the message, its state always up to date. A bug is thrown; everything else is a state. */
async function attempt(context: CommandContext, { uri, document, message, key, to }: Attempt): Promise<Pick<Sent, 'state' | 'error'>> {
  const { states } = context.messages;
  const set = (state: SendState): SendState => {
    states.set(uri, key, state);
    return state;
  };
  const controller = new AbortController();
  set({ kind: 'sending', cancel: () => controller.abort() });
  try {
    const [mistake] = mistakesIn(document, message);
    if (mistake !== undefined) throw new MessageError(`message/${mistake.code}`, mistake.message);
    const run = (signal: AbortSignal): ReturnType<typeof send> => send(context, message, uri, to, signal);
    const record = await (hasLenses(context, uri) ? run(controller.signal) : withProgress(context, to, controller.signal, run));
    context.log.info(`Sent a message to ${to.topic} on ${to.connection}: partition ${record.partition}, offset ${String(record.offset)}.`);
    return { state: set({ kind: 'sent', ...to, record }), error: undefined };
  } catch (error) {
    if (isCancelled(error) || isEndedByUser(error)) return { state: set({ kind: 'ready' }), error: undefined };
    if (!(error instanceof KnownError)) {
      set({ kind: 'failed', reason: error instanceof Error ? error.message : String(error), remedy: undefined });
      throw error;
    }
    context.log.warn(failureMessage(`Can't send a message to ${to.topic} on ${to.connection}`, error));
    return { state: set(failureState(error, to)), error };
  }
}

function failureState(error: KnownError, to: Destination): SendState {
  if (error.code === maybeSentCode) return { kind: 'unknown', ...to, reason: error.message };
  const failed = { kind: 'failed', reason: error.message, remedy: error.remedy } as const;
  return error.code === 'kafka/unknown-topic' ? { ...failed, missing: to } : failed;
}

/** Where no CodeLens has a Cancel, a notification has one. */
function withProgress<T>(
  context: CommandContext,
  to: Destination,
  stop: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  return context.ui.progress(`Sending to ${to.topic} on ${to.connection}`, (_report, signal) => run(AbortSignal.any([stop, signal])));
}

function hasLenses(context: CommandContext, uri: string): boolean {
  return context.settings.codeLens(uri).messages;
}

/** Whether a CodeLens says what became of the message: it does not where lenses are off, nor where the message was edited or closed. */
async function isShown(context: CommandContext, { uri, key, state }: Sent): Promise<boolean> {
  if (state.kind === 'ready') return true;
  if (!hasLenses(context, uri)) return false;
  const document = await reread(context, uri);
  return document !== undefined && findByKey(document, key) !== undefined;
}

async function tell(context: CommandContext, { to, state, error }: Sent): Promise<void> {
  if (error !== undefined) throw error;
  if (state.kind !== 'sent') return;
  const { partition, offset } = state.record;
  const answer = await context.ui.notify('info', `Sent to ${to.topic}: partition ${partition}, offset ${String(offset)}.`, ['Peek']);
  if (answer === 'Peek') await context.run('peekTopicItem', { ...to, partition, offset: String(offset) });
}
