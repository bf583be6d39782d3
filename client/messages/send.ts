import type { MessageToSend, PartToSend, ProducedRecord, RegisteredSchema, SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import type { Problem } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { CodecError, KafkaError, RegistryError } from '../../shared/errors.ts';
import { planPart } from '../../shared/message/check.ts';
import type { Message, MessageFraming } from '../../shared/message/document.ts';
import { subjectOf, type FoundSchema, type MessageSchemas } from './messageSchemas.ts';

export interface Destination {
  readonly connection: string;
  readonly topic: string;
}

/**
 * Checks a message against its schemas, asks about what has to be registered first, and writes it. Until the broker is
 * asked nothing was written, whatever is thrown.
 *
 * @param document the URI of the message's document: schema files are named relative to it
 * @returns where the record went
 * @throws what {@link checkMayWrite} throws, and what the broker says; CodeError `codec/invalid-value`,
 *   `message/no-schema`; RegistryError; an `AbortError` where the user gives up
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
  const key = await toPart(sending, 'key');
  const value = await toPart(sending, 'value');
  const { headers, partition, timestampMs } = message;
  const record: MessageToSend = { topic: to.topic, key, value, headers, partition, timestampMs };
  return session.send(record, signal);
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

async function toPart(sending: Sending, part: 'key' | 'value'): Promise<PartToSend> {
  const { message, schemas, to, document, signal } = sending;
  const node = part === 'key' ? message.key : message.value;
  if (node === undefined || node.kind === 'null') return { kind: 'null' };
  const ref = part === 'key' ? message.keySchema : message.valueSchema;
  const params = { uri: document, part, connection: to.connection, topic: to.topic, schemaRef: ref?.value };
  const found = await schemas.find(params, true, signal);
  const plan = planPart(message, part, found.found);
  if ('code' in plan) throw unsendable(plan, found);
  if (plan.kind !== 'avro') return plan;
  if (!found.found) throw new CodecError('message/no-schema', found.reason ?? `No schema is known for ${to.topic}.`);
  const framing = (part === 'key' ? message.keyFraming : message.valueFraming)?.value ?? 'confluent-prefix';
  checkValue(node, found.schema, part);
  const json = jsonToText(node);
  const { schema, framing: frame } = await frameOf(sending, part, framing, found, (text) => fits(node, text));
  return { kind: 'avro', json, schema, framing: frame };
}

function unsendable(problem: Problem, found: FoundSchema): CodecError {
  const reason = !found.found && problem.code === 'no-schema' ? found.reason : undefined;
  return new CodecError(`message/${problem.code}`, reason ?? problem.message);
}

/** @throws CodecError that names the first problem's place in the value, and how many there are beside it */
function checkValue(node: NonNullable<Message['value']>, text: SchemaText, part: 'key' | 'value'): void {
  const result = valueFromJson(resolveSchema(text), node);
  if (result.ok) return;
  const [first] = result.problems;
  const others = result.problems.length - 1;
  const more = others === 0 ? '' : others === 1 ? ' There is 1 other problem.' : ` There are ${others} other problems.`;
  const path = first === undefined || first.path === '' ? part : `${part}.${first.path}`;
  const message = `The ${part} does not fit ${text.label}. At ${path}: ${first?.message ?? ''}${more}`;
  throw new CodecError('codec/invalid-value', message, { path });
}

function fits(node: NonNullable<Message['value']>, text: SchemaText): boolean {
  try {
    return valueFromJson(resolveSchema(text), node).ok;
  } catch {
    return false;
  }
}

type Framed = Pick<PartToSend & { readonly kind: 'avro' }, 'schema' | 'framing'>;

async function frameOf(
  sending: Sending,
  part: 'key' | 'value',
  framing: MessageFraming,
  found: FoundSchema & { readonly found: true },
  fitsOther: (text: SchemaText) => boolean,
): Promise<Framed> {
  if (framing === 'bare') return { schema: found.schema, framing: { kind: 'bare' } };
  if (found.source.kind === 'registered') return framed(found.source.registered);
  const { context, to, session, signal } = sending;
  if (context.connections.find(to.connection)?.settings?.registry === undefined) {
    const remedy = 'Add "framing": "bare" to send it without a frame.';
    throw new CodecError('message/no-registry', `${to.connection} has no schema registry, so there is no schema id for a frame.`, {
      remedy,
    });
  }
  const subject = subjectOf(to.topic, part);
  const same = await session.findVersion(subject, found.schema.text, signal);
  if (same !== undefined) return framed(same);
  const latest = await latestOf(session, subject, signal);
  return framed(await askToRegister(sending, subject, found.schema, latest, fitsOther));
}

function framed(registered: RegisteredSchema): Framed {
  return { schema: registered, framing: { kind: 'confluent-prefix', schemaId: registered.schemaId } };
}

async function latestOf(session: Session, subject: string, signal: AbortSignal): Promise<RegisteredSchema | undefined> {
  try {
    return await session.fetchVersion(subject, 'latest', signal);
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  }
}

/** What the message is sent with where its file is not registered: a new version, or the latest one where the value fits it. */
async function askToRegister(
  { context, session, signal }: Sending,
  subject: string,
  schema: SchemaText,
  latest: RegisteredSchema | undefined,
  fitsOther: (text: SchemaText) => boolean,
): Promise<RegisteredSchema> {
  const register = 'Register and Send';
  const withLatest = `Send with Version ${latest?.version ?? 0}`;
  const next =
    latest?.version === undefined
      ? `as the first version of ${subject}`
      : `as a new version of ${subject}, after version ${latest.version},`;
  const answer = await context.ui.confirm({
    message: `${schema.label} is not registered under ${subject}. Register it ${next} and send?`,
    detail: 'The registry checks whether it is compatible, and refuses it if it is not. Nothing is sent then.',
    buttons: latest !== undefined && fitsOther(latest) ? [register, withLatest] : [register],
  });
  if (answer !== register && latest !== undefined) return latest;
  return session.register(subject, schema.text, signal);
}
