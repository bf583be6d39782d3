import { hasRegistry } from '../connections.ts';
import { readContainerHeader } from '../../shared/avro/container/header.ts';
import { CodecError, isCancelled, RegistryError } from '../../shared/errors.ts';
import type { MessageFraming } from '../../shared/message/document.ts';
import { asItStands } from '../../shared/message/framings.ts';
import type { RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import { openFileSource } from '../containers/fileSource.ts';
import type { SchemaSetting } from '../decodeProfiles.ts';
import { subjectFor, subjectOf, wholeType } from '../messages/messageSubjects.ts';
import { toPartRule } from '../sending/partRule.ts';
import type { PartRule, SourceFormat } from '../sending/sendRequest.ts';
import type { CommandContext } from './context.ts';

export interface SendingFile {
  readonly uri: string;
  readonly path: string;
  readonly name: string;
  readonly format: SourceFormat;
}

/** What is in a file by its name; undefined where the name does not tell. */
export function formatOfName(name: string): SourceFormat | undefined {
  const ending = /\.(ndjson|jsonl|csv|avro)$/i.exec(name)?.[1]?.toLowerCase();
  return ending === 'jsonl' ? 'ndjson' : (ending as SourceFormat | undefined);
}

/** What is sent where. */
export interface Sending {
  readonly file: SendingFile;
  readonly connection: string;
  readonly topic: string;
}

/** A schema that a part may be written with, or the way it is written without one. */
export interface Written {
  readonly framing: MessageFraming;
  readonly schema: SchemaText | undefined;
  readonly registered: RegisteredSchema | undefined;
}

/** What is known of the topic and the file before anything is asked. */
export interface Known {
  readonly session: Session;
  readonly key: Written;
  /** Of the topic: its profile's or the latest one. */
  readonly value: Written & { readonly reason: string | undefined };
  /** The container file's own. */
  readonly own: (SchemaText & { readonly registered: RegisteredSchema | undefined }) | undefined;
}

/** @throws RegistryError, CodecError `container/…` where the file is no container file; an `AbortError` */
export async function lookUp(context: CommandContext, { file, connection, topic }: Sending, signal: AbortSignal): Promise<Known> {
  const session = await context.sessions.open(connection, signal);
  const find = async (part: 'key' | 'value'): Promise<Known['value']> => {
    const found = await context.messages.schemas.find({ uri: file.uri, part, connection, topic, schemaRef: undefined }, true, signal);
    const framing = found.framing?.name ?? 'confluent-prefix';
    if (!found.found) return { framing, schema: undefined, registered: undefined, reason: found.reason };
    const registered = found.source.kind === 'registered' ? found.source.registered : undefined;
    return { framing, schema: found.schema, registered, reason: undefined };
  };
  const key = await find('key');
  const isText = key.schema === undefined && key.framing !== 'json' && key.framing !== 'hex';
  return {
    session,
    key: isText ? { ...key, framing: 'text' } : key,
    value: await find('value'),
    own: file.format === 'avro' ? await ownSchema(context, session, { file, connection, topic }, signal) : undefined,
  };
}

async function ownSchema(
  context: CommandContext,
  session: Session,
  { file, connection, topic }: Sending,
  signal: AbortSignal,
): Promise<Known['own']> {
  const source = await openFileSource(file.path);
  try {
    const { schemaText } = await readContainerHeader(source, file.name);
    const schema: SchemaText = { text: schemaText, references: [], label: `the schema of ${file.name}` };
    const subject = subjectOfSchema(context, { file, connection, topic }, 'value', schema);
    return {
      ...schema,
      registered: hasRegistry(context.connections, connection) ? await session.findVersion(subject, schemaText, signal) : undefined,
    };
  } finally {
    await source.close();
  }
}

/** Another schema that was chosen. @throws CodecError `message/no-schema` */
export async function resolveOther(
  context: CommandContext,
  { file, connection, topic }: Sending,
  { value }: Known,
  { id, subject, version = 'latest', file: schemaFile }: SchemaSetting,
  signal: AbortSignal,
): Promise<Written> {
  const schemaRef =
    id !== undefined
      ? ({ kind: 'id', schemaId: id } as const)
      : schemaFile !== undefined
        ? ({ kind: 'file', file: schemaFile, type: undefined } as const)
        : ({ kind: 'subject', subject: subject ?? subjectOf(topic, 'value'), version } as const);
  // A schema's file is named from the workspace's folder, wherever the records are.
  const uri = schemaRef.kind === 'file' ? 'untitled:send' : file.uri;
  const found = await context.messages.schemas.find({ uri, part: 'value', connection, topic, schemaRef }, true, signal);
  if (!found.found) throw new CodecError('message/no-schema', found.reason ?? 'There is no such schema.');
  const registered = found.source.kind === 'registered' ? found.source.registered : undefined;
  return { framing: asItStands.has(value.framing) ? 'confluent-prefix' : value.framing, schema: found.schema, registered };
}

/**
 * The rule of a part; a schema that is not registered is, after a question that says what the registry thinks of it.
 *
 * @throws what `toPartRule` throws; RegistryError `message/breaks`; an `AbortError` where the user gives up
 */
export async function ruleOf(
  context: CommandContext,
  sending: Sending,
  session: Session,
  part: 'key' | 'value',
  written: Written,
  signal: AbortSignal,
): Promise<PartRule> {
  const { connection, topic } = sending;
  const subject = written.schema === undefined ? subjectOf(topic, part) : subjectOfSchema(context, sending, part, written.schema);
  try {
    return await toPartRule(session, { ...written, subject }, signal);
  } catch (error) {
    if (isCancelled(error) || !(error instanceof CodecError) || error.code !== 'message/not-registered' || written.schema === undefined)
      throw error;
    const registered = await askToRegister(context, session, { connection, subject, schema: written.schema }, signal);
    return toPartRule(session, { ...written, schema: registered, registered, subject }, signal);
  }
}

/** The subject under which a schema is registered, by the strategy of the settings. */
function subjectOfSchema({ settings }: CommandContext, { file, topic }: Sending, part: 'key' | 'value', schema: SchemaText): string {
  const strategy = settings.produce(file.uri).subjectStrategy;
  return strategy === 'TopicName' ? subjectOf(topic, part) : subjectFor({ topic, part, strategy }, wholeType(schema));
}

interface ToRegister {
  readonly connection: string;
  readonly subject: string;
  readonly schema: SchemaText;
}

async function askToRegister(
  context: CommandContext,
  session: Session,
  { connection, subject, schema }: ToRegister,
  signal: AbortSignal,
): Promise<RegisteredSchema> {
  const registry = await context.registries.open(connection, { ask: true }, signal);
  const isFirst = (await registry.fetchVersions(subject, 'latest', signal)).length === 0;
  if (!isFirst) {
    const verdict = await registry.checkCompatibility({ subject, text: schema.text, references: [], version: 'all' }, signal);
    if (!verdict.isCompatible) {
      const [first = 'it is not compatible.'] = verdict.messages;
      throw new RegistryError(
        'message/breaks',
        `${schema.label} is not registered under ${subject}, and the registry would refuse it: ${first}`,
      );
    }
  }
  const next = isFirst ? `as the first version of ${subject}` : `as a new version of ${subject}, with which it is compatible,`;
  await context.ui.confirm({
    message: `${schema.label} is not registered. Register it ${next} and go on?`,
    detail: 'Nothing is sent before you are asked again.',
    buttons: ['Register'],
  });
  const registered = await session.register(subject, schema.text, signal);
  context.messages.schemas.forget();
  return registered;
}
