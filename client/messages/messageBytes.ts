import { encodePart } from '../cluster/encodePart.ts';
import type { SchemaText, Session } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { CodecError } from '../../shared/errors.ts';
import { framingOf, needsSchema, planPart, type MessagePart } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { subjectOf, type FoundSchema } from './messageSchemas.ts';

export interface MessageBytes {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly schemas: { key?: SchemaText; value?: SchemaText };
  /** Clauses: what is not yet as it would be sent. */
  readonly notes: readonly string[];
}

/**
 * The bytes that a message would be sent as. Nothing is registered and nothing is sent: where a schema is not registered
 * yet, there is no id for a frame, and the payload stands alone.
 *
 * @param document the URI of the message's document: schema files are named relative to it
 * @throws CodecError `codec/invalid-value`, `message/no-schema` and other codes of `planPart`; RegistryError; an AbortError
 */
export async function messageBytes(
  context: CommandContext,
  message: Message,
  document: string,
  signal: AbortSignal,
): Promise<MessageBytes> {
  const notes: string[] = [];
  const schemas: MessageBytes['schemas'] = {};
  const encode = async (part: MessagePart): Promise<Uint8Array | null> => {
    const ref = part === 'key' ? message.keySchema : message.valueSchema;
    const params = { uri: document, part, connection: message.connection?.value, topic: message.topic?.value, schemaRef: ref?.value };
    const none: FoundSchema = { found: false, reason: undefined };
    const found = needsSchema(message, part) ? await context.messages.schemas.find(params, true, signal) : none;
    const plan = planPart(message, part, found);
    if ('code' in plan) throw new CodecError(`message/${plan.code}`, plan.message);
    if (plan.kind !== 'avro') return encodePart(plan, part).bytes;
    if (!found.found) throw new Error('A part is planned as Avro only where its schema is found.');
    schemas[part] = found.schema;
    const avro = { kind: 'avro', json: jsonToText(plan.node), schema: found.schema } as const;
    const schemaId = await idOf(context, { message, part, found, signal });
    if (schemaId === undefined) return encodePart({ ...avro, framing: { kind: 'bare' } }, part).bytes;
    if (schemaId !== 'none yet') return encodePart({ ...avro, framing: { kind: 'confluent-prefix', schemaId } }, part).bytes;
    notes.push(`the schema of the ${part} is not registered yet, so its frame is missing`);
    return encodePart({ ...avro, framing: { kind: 'bare' } }, part).bytes;
  };
  return { key: await encode('key'), value: await encode('value'), schemas, notes };
}

interface IdRequest {
  readonly message: Message;
  readonly part: MessagePart;
  readonly found: FoundSchema & { readonly found: true };
  readonly signal: AbortSignal;
}

/** The schema id of the frame; undefined where there is to be none. */
async function idOf(context: CommandContext, { message, part, found, signal }: IdRequest): Promise<number | 'none yet' | undefined> {
  const framing = framingOf(message, part);
  if (framing === 'bare') return undefined;
  const { source, schema } = found;
  if (source.kind === 'registered') return source.registered.schemaId;
  const connection = message.connection?.value ?? context.connections.active();
  const hasRegistry = connection !== undefined && context.connections.find(connection)?.settings?.registry !== undefined;
  if (!hasRegistry) return framing === undefined ? undefined : 'none yet';
  if (message.topic === undefined) return 'none yet';
  const session: Session = await context.sessions.open(connection, signal);
  const registered = await session.findVersion(subjectOf(message.topic.value, part), schema.text, signal);
  return registered?.schemaId ?? 'none yet';
}
