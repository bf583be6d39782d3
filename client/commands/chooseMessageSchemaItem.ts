import { setProperty } from '../../shared/avro/fixes/jsonEdits.ts';
import { isCancelled, KnownError } from '../../shared/errors.ts';
import { findMessageAt, type Message } from '../../shared/message/document.ts';
import { schemaRefText } from '../../shared/message/messageText.ts';
import type { SchemaRef } from '../../shared/protocol.ts';
import { property } from '../../shared/schemaSettings.ts';
import type { Session } from '../cluster/session.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
import { relativePath } from '../messages/messageNames.ts';
import { chooseProfileSchema } from './chooseProfileSchema.ts';
import type { Command, CommandContext } from './context.ts';
import { MessageError, readMessages } from './messageTarget.ts';

/** Says in a message which schema its key or value has: what the quick fix of a schema that is not known does. */
export const chooseMessageSchemaItem: Command = {
  failure: "Can't choose the schema",
  create:
    (context) =>
    async (...args) => {
      const { uri, document } = await readMessages(context, args);
      const [given] = args;
      const part = property(given, 'part') === 'key' ? 'key' : 'value';
      const offset = property(given, 'offset');
      const message = findMessageAt(document, typeof offset === 'number' ? offset : 0);
      if (message === undefined) throw new MessageError('message/no-message', 'There is no such message in this document any more.');
      const chosen = await chooseProfileSchema(context, {
        title: 'Choose Schema',
        placeholder: `Choose the schema of the ${part}`,
        without: { label: "The Latest of the Topic's Subject", icon: 'versions', value: {} },
        subject: `${message.topic?.value ?? ''}-${part}`,
        session: await openSession(context, message),
        candidates: () => Promise.resolve([]),
        place: { step: 1, of: 1, canGoBack: false },
      });
      const ref = schemaRefText(toRef(context, chosen, uri));
      const [edit] =
        setProperty(document.text, message.json, `${part}Schema`, ref, { after: ['connection', 'topic', 'key', 'value'] }) ?? [];
      if (edit === undefined) throw new MessageError('message/json-syntax', 'The message is not finished, so nothing was put into it.');
      await context.ui.replaceText(uri, edit.span, edit.newText);
    },
};

/** Undefined where there is none, or it can't be reached: files can be chosen all the same. */
async function openSession({ connections, sessions, ui }: CommandContext, { connection }: Message): Promise<Session | undefined> {
  const name = connection?.value ?? connections.active();
  if (name === undefined || connections.find(name)?.settings?.registry === undefined) return undefined;
  try {
    return await ui.progress(`Connecting to ${name}`, (_say, signal) => sessions.connect(name, signal));
  } catch (error) {
    if (isCancelled(error) || !(error instanceof KnownError)) throw error;
    return undefined;
  }
}

function toRef({ files }: CommandContext, { subject, version = 'latest', id, file }: SchemaSetting, document: string): SchemaRef {
  if (subject !== undefined) return { kind: 'subject', subject, version };
  if (id !== undefined) return { kind: 'id', schemaId: id };
  if (file === undefined) return { kind: 'latest' };
  // A setting's paths begin at the workspace's folder, a document's at its own.
  const path = document.startsWith('untitled:') ? undefined : relativePath(document, files.resolve(file, 'untitled:setting'));
  return { kind: 'file', file: path ?? file, type: undefined };
}
