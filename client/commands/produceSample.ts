import { hasRegistry } from '../connections.ts';
import { fromVersionUri } from '../baselines/versionUris.ts';
import type { SchemaText, Session } from '../cluster/session.ts';
import { findProfile, toSchemaRef } from '../decodeProfiles.ts';
import type { FoundSchema } from '../messages/messageSchemas.ts';
import { readWholeSchema } from '../messages/wholeSchema.ts';
import { isSchemaFile } from '../../shared/avro/schemaFiles.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { CodecError } from '../../shared/errors.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import { defaultFraming } from '../../shared/message/framings.ts';
import { newMessageText, type NewMessage } from '../../shared/message/messageText.ts';
import { sampleMessage } from '../../shared/message/sample.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { splitSubject, topicOfSubject } from '../../shared/registry/subjectNames.ts';
import { chooseType, fullnameOf } from './chooseType.ts';
import { chooseTopic, type ChooseTopicOptions } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { Failure, failingAs } from './failure.ts';
import { openLikeNewest } from './likeNewest.ts';
import { topicOf } from './topicOfSchema.ts';
import { fileTarget, subjectTarget, topicTarget, type SubjectTarget } from './targets.ts';

const title = 'Produce Sample Message';

/** Opens a message document with a generated sample: of a schema file, of a topic's schema, or of what is asked for. */
export const produceSample: Command = {
  failure: "Can't make a sample message",
  create:
    (context) =>
    async (...args) => {
      const subject = subjectTarget(args);
      if (subject !== undefined) return openForSubject(context, subject);
      const topic = topicTarget(args);
      if (topic !== undefined) return openForTopic(context, topic);
      const file = fileTarget(args) ?? activeSchemaFile(context);
      const version = file === undefined ? undefined : fromVersionUri(file);
      if (version !== undefined) return openForSubject(context, version);
      if (file !== undefined)
        return openForFile(
          context,
          file,
          typeOf(args) ?? (await chooseType(context, { title, uri: file, isLens: typeof args[0] === 'string' })),
        );
      if (!hasWritable(context)) return openForFile(context, await chooseSchemaFile(context));
      return openForTopic(context, await chooseTopic(context, { title, writable: true }));
    },
};

/** The fullname of the type that is meant where it is not the whole schema; the explorer hands over what is selected there instead. */
function typeOf([, second]: readonly unknown[]): string | undefined {
  return typeof second === 'string' ? second : undefined;
}

/** Where a message is to go, as far as it is known. */
interface Target {
  readonly connection: string | undefined;
  readonly topic: string | undefined;
}

interface TopicTarget extends Target {
  readonly connection: string;
  readonly topic: string;
}

/** The schema file in the active editor: the command was called from there. */
function activeSchemaFile(context: CommandContext): string | undefined {
  const editor = context.ui.activeEditor();
  const isSchema = editor !== undefined && (/^avro-(?:schema|protocol)$/.test(editor.language) || isSchemaFile(editor.uri));
  return isSchema ? editor.uri : undefined;
}

function hasWritable(context: CommandContext): boolean {
  return context.connections.list().some(({ settings }) => settings?.readOnly === false);
}

async function openForFile(context: CommandContext, uri: string, type?: string): Promise<void> {
  const file = await readSchemaFile(context, uri, type);
  const schema = resolveWritable(file.text, 'file');
  const extra = { valueSchema: file.ref };
  if (!hasWritable(context)) return open(context, { connection: undefined, topic: undefined }, schema, extra);
  const strategy = context.settings.produce(uri).subjectStrategy;
  const preferred = (session: Session, topics: readonly string[], signal: AbortSignal): Promise<string | undefined> =>
    topicOf(session, topics, { fullname: fullnameOf(schema), file: file.text.label, strategy }, signal);
  await openForChosenTopic(context, { preferred }, schema, extra);
}

/** A registered version: its topic is told by its subject's name, or else asked for. */
async function openForSubject(context: CommandContext, { connection, subject, version }: SubjectTarget): Promise<void> {
  const { context: registryContext, name } = splitSubject(subject);
  const told = topicOfSubject(name);
  // What the topic's messages have now is the latest of both, and needs no other name.
  const isOfTopic =
    registryContext === undefined &&
    told?.part !== undefined &&
    (told.part === 'key' || (version === undefined && isByTopicName(context, told.topic)));
  if (isOfTopic) return openForTopic(context, { connection, topic: told.topic });
  const found = await failingAs(`Can't look up ${subject}`, connection, () =>
    context.ui.progress(`Looking up ${subject}`, async (_report, signal) => {
      const session = await context.registries.open(connection, { ask: true }, signal);
      return session.fetchVersion(subject, version ?? 'latest', signal);
    }),
  );
  if (found.schemaType !== undefined) {
    throw new CodecError('codec/unusable-schema', `${found.label} is a schema of ${found.schemaType}, not of Avro.`);
  }
  const schema = resolveWritable(found, 'registered');
  const extra = { valueSchema: { kind: 'subject', subject, version: version ?? 'latest' } } as const;
  if (told !== undefined) return open(context, { connection, topic: told.topic }, schema, extra);
  const isWritable = context.connections.find(connection)?.settings?.readOnly === false;
  if (!isWritable) return open(context, { connection, topic: undefined }, schema, extra);
  await openForChosenTopic(context, { connection }, schema, extra);
}

/** Whether messages of a topic that name no schema have the latest of its subject by the strategy TopicName. */
function isByTopicName({ settings }: CommandContext, topic: string): boolean {
  const { setting } = findProfile(settings.decodeProfiles(), topic).value;
  return settings.produce().subjectStrategy === 'TopicName' && toSchemaRef(setting) === undefined;
}

async function openForChosenTopic(
  context: CommandContext,
  options: Pick<ChooseTopicOptions, 'connection' | 'preferred'>,
  schema: Schema,
  extra: Partial<NewMessage>,
): Promise<void> {
  try {
    await open(context, await chooseTopic(context, { title, writable: true, ...options }), schema, extra);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A cluster that can't be reached now is no reason to write nothing: only sending needs it. The error is told all the same.
    await open(context, { connection: error.connection, topic: undefined }, schema, extra);
    throw error;
  }
}

async function openForTopic(context: CommandContext, target: TopicTarget): Promise<void> {
  const { connection, topic } = target;
  const found = await failingAs(`Can't look up the schema of ${topic}`, connection, () => lookUp(context, target));
  const isPlain = takesNoAvro(found.framing?.name);
  if (found.found && !isPlain) {
    if (!(await chooseGenerated(context, found.schema))) return openLikeNewest(context, target);
    return open(context, target, resolveWritable(found.schema, found.source.kind), {});
  }
  const none = found.found || found.reason === undefined ? `${topic} has no registered schema.` : found.reason;
  const reason = isPlain ? `The decode profile of ${topic} reads its values without a schema.` : none;
  const choice = await chooseHow(context, `${reason} Choose what to write with`);
  if (choice.kind === 'newest') return openLikeNewest(context, target);
  if (choice.kind !== 'file') return open(context, target, undefined, { framing: choice.kind });
  const file = await readSchemaFile(context, choice.uri);
  await open(context, target, resolveWritable(file.text, 'file'), { valueSchema: file.ref });
}

/** Whether values are mere texts or bytes by this framing, which no sample of a schema fits. */
function takesNoAvro(framing: MessageFraming | undefined): boolean {
  return framing === 'text' || framing === 'hex';
}

const likeNewest = 'Like the Newest Record';

/** Whether a value is to be made up, and not to be that of the newest record. */
function chooseGenerated(context: CommandContext, { label }: SchemaText): Promise<boolean> {
  return context.ui.pick({
    title,
    placeholder: 'Choose what the message begins as',
    choices: [
      { label: 'Generated', description: `by ${label}`, icon: 'sparkle', value: true },
      { label: likeNewest, description: 'key and headers included', icon: 'history', value: false },
    ],
  });
}

/**
 * What the topic's values are written with where a message names nothing: by its decode profile, else the latest.
 *
 * @throws what it can't be asked for by
 */
async function lookUp(context: CommandContext, { connection, topic }: TopicTarget): Promise<FoundSchema> {
  const params = { uri: '', part: 'value', connection, topic, schemaRef: undefined } as const;
  const found = await context.ui.progress(`Looking up the schema of ${topic}`, (_report, signal) =>
    context.messages.schemas.find(params, true, signal),
  );
  // Of several subjects, or of none by the strategy, nobody knows which one is meant: it can be chosen.
  if (!found.found && found.error !== undefined && found.error.code !== 'message/no-subject') throw found.error;
  return found;
}

interface SchemaFile {
  readonly text: SchemaText;
  /** As the new document names it. */
  readonly ref: NonNullable<NewMessage['valueSchema']>;
}

/** Texts that are shown and have no file of their own: a document could not name them. */
const withoutFile = /^(?:untitled|git|avro-[a-z]+):/;

async function readSchemaFile(context: CommandContext, uri: string, type?: string): Promise<SchemaFile> {
  if (withoutFile.test(uri)) {
    throw new CodecError('message/no-file', 'This schema is in no file, and a message names its schema by the file.', {
      remedy: 'Save it first.',
    });
  }
  const file = context.files.relativePath(uri).replaceAll('\\', '/');
  const label = file.split('/').at(-1) ?? file;
  const text = await context.files.readText(uri).catch((cause: unknown) => {
    throw new CodecError('message/no-file', `The file ${label} can't be read.`, { cause });
  });
  const whole = await context.ui.progress(`Reading ${label}`, (_report, signal) => readWholeSchema(context, uri, text, signal, type));
  return { text: { text: whole.text, references: [], label, fullname: type }, ref: { kind: 'file', file, type } };
}

type Choice = { readonly kind: 'file'; readonly uri: string } | { readonly kind: 'json' | 'text' | 'newest' };

async function schemaFiles(context: CommandContext, signal: AbortSignal): Promise<{ label: string; value: string; icon: string }[]> {
  const files = await context.files.findSchemas(1000, signal);
  return files.map(({ uri, label }) => ({ label, value: uri, icon: 'file-code' }));
}

async function chooseSchemaFile(context: CommandContext): Promise<string> {
  return context.ui.pick({
    title,
    placeholder: 'Choose a schema file',
    choices: async (signal) => {
      const files = await schemaFiles(context, signal);
      if (files.length > 0) return files;
      throw new CodecError('message/no-file', 'There is no schema file (.avsc) in this workspace.');
    },
  });
}

/** With which schema file, or without one. */
async function chooseHow(context: CommandContext, placeholder: string): Promise<Choice> {
  return context.ui.pick<Choice>({
    title,
    placeholder,
    choices: async (signal) => [
      ...(await schemaFiles(context, signal)).map(({ value: uri, ...rest }) => ({ ...rest, value: { kind: 'file', uri } as const })),
      { label: 'JSON', description: 'as it stands', icon: 'json', group: 'Without a schema', value: { kind: 'json' } },
      { label: 'Text', description: 'as it stands', icon: 'symbol-string', group: 'Without a schema', value: { kind: 'text' } },
      {
        label: likeNewest,
        description: 'key and headers included',
        icon: 'history',
        group: 'As it is in the topic',
        value: { kind: 'newest' },
      },
    ],
  });
}

/** Opens the document; without a schema the value is an empty one of the framing. */
async function open(context: CommandContext, target: Target, schema: Schema | undefined, extra: Partial<NewMessage>): Promise<void> {
  const { seed, nullProbability } = context.settings.sample();
  const { connection, topic } = target;
  const options = { nullProbability, now: Date.now(), ...(seed === undefined ? {} : { seed }) };
  const sample = schema === undefined ? undefined : sampleMessage(schema, await keySchemaOf(context, target), options);
  const value = sample?.value(2) ?? (extra.framing === 'text' ? '""' : '{}');
  const framing = extra.framing ?? (sample === undefined ? undefined : framingToName(context, target));
  const message = newMessageText({ ...extra, connection, topic, key: sample?.key ?? '"key-1"', value, framing });
  await context.ui.newDocument('avro-message', message.text, message.cursor);
}

/** The framing that a message of Avro has to name: where none is its topic's, or there is no registry, which it is to say. */
function framingToName(context: CommandContext, { connection, topic }: Target): 'bare' | 'confluent-prefix' | undefined {
  if (connection === undefined) return undefined;
  const registry = hasRegistry(context.connections, connection);
  const profile = topic === undefined ? undefined : findProfile(context.settings.decodeProfiles(), topic).value.setting?.framing;
  const { name, from } = defaultFraming({ part: 'value', topic, profile, hasRegistry: registry });
  if (takesNoAvro(name)) return registry ? 'confluent-prefix' : 'bare';
  return from === 'no-registry' ? 'bare' : undefined;
}

/** The schema of the topic's keys, where there is one that can be used; that it can't be asked for is said in the document. */
async function keySchemaOf(context: CommandContext, { connection, topic }: Target): Promise<Schema | undefined> {
  if (connection === undefined || topic === undefined) return undefined;
  const params = { uri: '', part: 'key', connection, topic, schemaRef: undefined } as const;
  const look = (signal: AbortSignal): ReturnType<typeof context.messages.schemas.find> =>
    context.messages.schemas.find(params, true, signal);
  const found = await context.ui.progress(`Looking up the key schema of ${topic}`, (_report, signal) => look(signal));
  try {
    return found.found ? resolveWritable(found.schema, found.source.kind) : undefined;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
