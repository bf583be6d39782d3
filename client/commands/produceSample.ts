import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import { subjectOf } from '../messages/messageSchemas.ts';
import { checkSchema } from '../../shared/avro/check.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { CodecError, RegistryError } from '../../shared/errors.ts';
import { newMessageText, sampleJson, type NewMessage } from '../../shared/message/sample.ts';
import { chooseTopic } from './chooseTopic.ts';
import type { Command, CommandContext } from './context.ts';
import { failingAs } from './failure.ts';
import { fileTarget, topicTarget, type TopicTarget } from './targets.ts';

const title = 'Produce Sample Message';
const never = new AbortController().signal;

/** Opens a message document with a generated sample: of a schema file, of a topic's schema, or of what is asked for. */
export const produceSample: Command = {
  failure: "Can't make a sample message",
  create:
    (context) =>
    async (...args) => {
      const topic = topicTarget(args);
      if (topic !== undefined) return openForTopic(context, topic);
      const file = fileTarget(args) ?? activeSchemaFile(context);
      if (file !== undefined) return openForFile(context, file);
      if (!hasConnection(context)) return openForFile(context, await chooseSchemaFile(context));
      return openForTopic(context, await chooseTopic(context, { title, writable: true }));
    },
};

/** The schema file in the active editor: the command was called from there. */
function activeSchemaFile(context: CommandContext): string | undefined {
  const editor = context.ui.activeEditor();
  const isSchema = editor !== undefined && (editor.language === 'avro-schema' || new URL(editor.uri).pathname.endsWith('.avsc'));
  return isSchema ? editor.uri : undefined;
}

function hasConnection(context: CommandContext): boolean {
  return context.connections.list().some(({ settings }) => settings !== undefined && !settings.readOnly);
}

async function openForFile(context: CommandContext, uri: string): Promise<void> {
  const file = context.files.relativePath(uri);
  const label = file.split('/').at(-1) ?? file;
  const text = await context.files.readText(uri);
  const errors = checkSchema(parseSchema(text)).filter(({ severity }) => severity === 'error').length;
  if (errors > 0) {
    const count = errors === 1 ? '1 error' : `${errors} errors`;
    throw new CodecError('message/schema-unusable', `${label} has ${count}, so nothing can be written with it.`);
  }
  const fullname = parseSchema(text).schema;
  const wanted = fullname !== undefined && 'fullname' in fullname ? fullname.fullname : undefined;
  const target = hasConnection(context)
    ? await chooseTopic(context, {
        title,
        writable: true,
        preferred: (session, topics, signal) => topicOf(session, topics, wanted, label, signal),
      })
    : undefined;
  const schema = { text, references: [], label };
  await open(context, target, schema, { valueSchema: { kind: 'file', file, type: undefined } });
}

async function openForTopic(context: CommandContext, target: TopicTarget): Promise<void> {
  const { connection, topic } = target;
  const registered = await failingAs(`Can't look up the schema of ${topic}`, connection, () => latestSchema(context, target));
  if (registered !== undefined) return open(context, target, registered, {});
  const file = await chooseSchemaFile(context, `${topic} has no registered schema. Choose the file to write with`);
  const text = await context.files.readText(file);
  const path = context.files.relativePath(file);
  const label = path.split('/').at(-1) ?? path;
  await open(context, target, { text, references: [], label }, { valueSchema: { kind: 'file', file: path, type: undefined } });
}

async function latestSchema(context: CommandContext, { connection, topic }: TopicTarget): Promise<RegisteredSchema | undefined> {
  if (context.connections.find(connection)?.settings?.registry === undefined) return undefined;
  const session = await context.sessions.open(connection, never);
  return context.ui.progress(`Looking up the schema of ${topic}`, async (_report, signal) => {
    try {
      return await session.fetchVersion(subjectOf(topic, 'value'), 'latest', signal);
    } catch (error) {
      if (error instanceof RegistryError && error.status === 404) return undefined;
      throw error;
    }
  });
}

async function chooseSchemaFile(context: CommandContext, placeholder = 'Choose a schema file'): Promise<string> {
  return context.ui.pick({
    title,
    placeholder,
    choices: async (signal) => {
      const files = await context.files.findSchemas(1000, signal);
      return files.map(({ uri, label }) => ({ label, value: uri, icon: 'file-code' }));
    },
  });
}

async function open(context: CommandContext, target: TopicTarget | undefined, text: SchemaText, extra: Partial<NewMessage>): Promise<void> {
  const { seed, nullProbability } = context.settings.sample();
  const { key, value } = sampleJson(resolveSchema(text), { nullProbability, now: Date.now(), ...(seed === undefined ? {} : { seed }) });
  const message = newMessageText({ connection: target?.connection, topic: target?.topic, key, value, ...extra });
  await context.ui.newDocument('avro-message', message.text, message.cursor);
}

/** How many subjects' latest versions are looked at to find the topic that a schema belongs to. */
const maxLookedAt = 40;

/** The topic whose values are records of this fullname, by the registry's latest schemas; those named like the file first. */
async function topicOf(
  session: Session,
  topics: readonly string[],
  fullname: string | undefined,
  file: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stem = file.replace(/\.avsc$/, '').toLowerCase();
  const likeness = (topic: string): number => Number(topic.toLowerCase().includes(stem) || stem.includes(topic.toLowerCase()));
  const subjects = new Set(await session.listSubjects(signal));
  const candidates = topics.filter((topic) => subjects.has(subjectOf(topic, 'value'))).sort((a, b) => likeness(b) - likeness(a));
  if (fullname === undefined) return candidates.find((topic) => likeness(topic) > 0);
  for (let at = 0; at < Math.min(candidates.length, maxLookedAt); at += 8) {
    const some = candidates.slice(at, at + 8);
    const found = await Promise.all(
      some.map(async (topic) => ({ topic, latest: await session.fetchVersion(subjectOf(topic, 'value'), 'latest', signal) })),
    );
    const match = found.find(({ latest }) => {
      const schema = parseSchema(latest.text).schema;
      return schema !== undefined && 'fullname' in schema && schema.fullname === fullname;
    });
    if (match !== undefined) return match.topic;
  }
  return undefined;
}
