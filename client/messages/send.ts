import { maybeSent } from '../cluster/maybeSent.ts';
import type { MessageToSend, PartToSend, ProducedRecord, RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import type { JsonNode } from '../../shared/avro/json.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { parseSchema } from '../../shared/avro/parse.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { CodecError, isCancelled, KafkaError, KnownError, RegistryError } from '../../shared/errors.ts';
import { framingOf, needsSchema, planPart, type MessagePart, type PartPlan } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { textName } from '../../shared/textNames.ts';
import { subjectOf, type FoundSchema, type MessageSchemas } from './messageSchemas.ts';
import type { WholeSchema } from './wholeSchema.ts';

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
 * @throws what {@link checkMayWrite} throws; KafkaError `kafka/maybe-sent` where it may be written and what else the
 *   broker says; CodecError `codec/invalid-value`, `codec/unusable-schema`, `message/no-schema` and other codes of
 *   `planPart`; RegistryError; an `AbortError` where the user gives up
 */
export async function sendMessage(
  context: CommandContext,
  schemas: MessageSchemas,
  message: Message,
  document: string,
  to: Destination,
  signal: AbortSignal,
): Promise<ProducedRecord> {
  checkMayWrite(context, to.connection);
  const session = await context.sessions.open(to.connection, signal);
  const sending: Sending = { context, schemas, session, message, document, to, signal };
  const [keyDraft, valueDraft] = [await draftPart(sending, 'key'), await draftPart(sending, 'value')];
  const [key, value] = [await toPart(sending, keyDraft), await toPart(sending, valueDraft)];
  const { headers, partition, timestampMs } = message;
  return write(sending, { topic: to.topic, key, value, headers, partition, timestampMs });
}

interface Sending {
  readonly context: CommandContext;
  readonly schemas: MessageSchemas;
  readonly session: Session;
  readonly message: Message;
  readonly document: string;
  readonly to: Destination;
  readonly signal: AbortSignal;
}

/** @throws KafkaError `message/read-only`, `message/untrusted` where nothing may be written on this connection */
export function checkMayWrite(context: CommandContext, connection: string): void {
  const isReadOnly = context.connections.find(connection)?.settings?.readOnly === true;
  if (isReadOnly) throw new KafkaError('message/read-only', `${connection} is read-only.`);
  if (!context.isTrusted()) throw new KafkaError('message/untrusted', 'This workspace is not trusted.');
}

async function write({ context, session, to, signal }: Sending, record: MessageToSend): Promise<ProducedRecord> {
  try {
    return await session.send(record, signal);
  } catch (error) {
    if (error instanceof KnownError || isCancelled(error)) throw error;
    // A bug says nothing of how far the record had come.
    context.log.error(error instanceof Error ? error : String(error));
    throw maybeSent(`A bug of Avro Workbench hides whether the record was written to ${to.topic}.`, error);
  }
}

/** A part that fits; only its frame may still be missing. */
type Draft =
  | Exclude<PartPlan, { readonly kind: 'avro' }>
  | {
      readonly kind: 'avro';
      readonly part: MessagePart;
      readonly node: JsonNode;
      readonly found: FoundSchema & { readonly found: true };
      readonly framing: 'confluent-prefix' | 'bare';
    };

/** Plans a part and checks it against its schema. */
async function draftPart(sending: Sending, part: MessagePart): Promise<Draft> {
  const { context, message, schemas, to, document, signal } = sending;
  const ref = part === 'key' ? message.keySchema : message.valueSchema;
  const params = { uri: document, part, connection: to.connection, topic: to.topic, schemaRef: ref?.value };
  const found: FoundSchema = needsSchema(message, part) ? await schemas.find(params, true, signal) : { found: false, reason: undefined };
  const plan = planPart(message, part, found);
  if ('code' in plan) throw new CodecError(`message/${plan.code}`, plan.message, plan.code === 'no-schema' ? noSchemaOptions(part) : {});
  if (plan.kind !== 'avro') return plan;
  if (!found.found) throw new Error('A part is planned as Avro only where its schema is found.');
  checkValue(plan.node, resolveWritable(found.schema, found.source.kind), found.schema, part);
  const named = framingOf(message, part);
  const isBare = named === 'bare' || (named === undefined && !hasRegistry(context, to.connection));
  return { kind: 'avro', part, node: plan.node, found, framing: isBare ? 'bare' : 'confluent-prefix' };
}

function noSchemaOptions(part: MessagePart): { readonly remedy: string } {
  return { remedy: `Name one by "${part}Schema", or add "framing": "json" to send it as it stands.` };
}

function hasRegistry(context: CommandContext, connection: string): boolean {
  return context.connections.find(connection)?.settings?.registry !== undefined;
}

/** @throws CodecError that names the first problem's place in the value, and how many there are beside it */
function checkValue(node: JsonNode, schema: Schema, { label }: SchemaText, part: MessagePart): void {
  const result = valueFromJson(schema, node);
  if (result.ok) return;
  const [first] = result.problems;
  const others = result.problems.length - 1;
  const more = others === 0 ? '' : others === 1 ? ' There is 1 other problem.' : ` There are ${others} other problems.`;
  const path = first === undefined || first.path === '' ? part : `${part}.${first.path}`;
  throw new CodecError('codec/invalid-value', `The ${part} does not fit ${label}. At ${path}: ${first?.message ?? ''}${more}`, { path });
}

async function toPart(sending: Sending, draft: Draft): Promise<PartToSend> {
  if (draft.kind !== 'avro') return draft;
  const { node, found, framing } = draft;
  const json = jsonToText(node);
  if (framing === 'bare') return { kind: 'avro', json, schema: found.schema, framing: { kind: 'bare' } };
  const registered = found.source.kind === 'registered' ? found.source.registered : await registeredOf(sending, draft);
  return { kind: 'avro', json, schema: registered, framing: { kind: 'confluent-prefix', schemaId: registered.schemaId } };
}

/** What a schema file is registered as, after a question where it is not. */
async function registeredOf(
  sending: Sending,
  { part, node, found: { schema, source } }: Draft & { readonly kind: 'avro' },
): Promise<RegisteredSchema> {
  const { context, to, session, signal } = sending;
  if (!hasRegistry(context, to.connection)) {
    throw new CodecError('message/no-registry', `${to.connection} has no schema registry, so there is no schema id for a frame.`, {
      remedy: 'Leave "framing" out, or make it "bare".',
    });
  }
  refusePartOfFile(schema);
  const subject = subjectOf(to.topic, part);
  const same = await session.findVersion(subject, schema.text, signal);
  if (same !== undefined) return same;
  const latest = await latestOf(session, subject, signal);
  return askToRegister(
    sending,
    subject,
    { ...schema, others: source.kind === 'file' ? source.others : [] },
    latest !== undefined && fits(node, latest) ? { latest, fits: true } : { latest, fits: false },
  );
}

/** The readers of a frame take the whole registered schema, so the bytes must be of its top type. */
function refusePartOfFile({ text, label, fullname }: SchemaText): void {
  const top = fullname === undefined ? undefined : parseSchema(text).schema;
  if (top === undefined || ('fullname' in top && top.type !== 'reference' && top.fullname === fullname)) return;
  throw new CodecError(
    'message/part-of-file',
    `${label} defines more than ${fullname ?? ''}, and a frame names a registered schema as a whole.`,
    {
      remedy: 'Name a registered version by "subject", or add "framing": "bare".',
    },
  );
}

function fits(node: JsonNode, registered: RegisteredSchema): boolean {
  try {
    return valueFromJson(resolveWritable(registered, 'registered'), node).ok;
  } catch (error) {
    if (error instanceof CodecError) return false;
    throw error;
  }
}

async function latestOf(session: Session, subject: string, signal: AbortSignal): Promise<RegisteredSchema | undefined> {
  try {
    return await session.fetchVersion(subject, 'latest', signal);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  }
}

/** What is registered is not the file's own text then. */
function goesWith({ others }: Pick<WholeSchema, 'others'>): string {
  const [first, ...rest] = others.map(textName);
  if (first === undefined) return '';
  const files = rest.length === 0 ? first : `${first} and ${rest.length === 1 ? '1 other file' : `${rest.length} other files`}`;
  return `The types it needs of ${files} go with it, in one text. `;
}

/** What the message is sent with where its file is not registered: a new version, or the latest one where the value fits it. */
async function askToRegister(
  { context, schemas, session, signal }: Sending,
  subject: string,
  schema: SchemaText & Pick<WholeSchema, 'others'>,
  { latest, fits: doesFit }: { readonly latest: RegisteredSchema | undefined; readonly fits: boolean },
): Promise<RegisteredSchema> {
  const register = 'Register and Send';
  const withLatest = `Send with Version ${latest?.version ?? 0}`;
  const next =
    latest?.version === undefined
      ? `as the first version of ${subject}`
      : `as a new version of ${subject}, after version ${latest.version},`;
  const answer = await context.ui.confirm({
    message: `${schema.label} is not registered under ${subject}. Register it ${next} and send?`,
    detail: `${goesWith(schema)}The registry checks whether it is compatible, and refuses it if it is not. Nothing is sent then.`,
    buttons: doesFit ? [register, withLatest] : [register],
  });
  if (answer !== register && latest !== undefined) return latest;
  const registered = await session.register(subject, schema.text, signal);
  // It is the latest version from now on.
  schemas.forget();
  return registered;
}
