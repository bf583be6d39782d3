import { setImmediate } from 'node:timers/promises';
import { abortError } from '../cluster/abort.ts';
import { framingToSend, needsRegistered, withNeededGuid } from '../cluster/framingToSend.ts';
import type { MessageToSend, PartToSend, RegisteredSchema, SchemaText } from '../cluster/session.ts';
import type { CommandContext } from '../commands/context.ts';
import type { JsonNode } from '../../shared/avro/json.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { valueFromJsonSteps } from '../../shared/avro/valueFromJson.ts';
import { CodecError } from '../../shared/errors.ts';
import { checkFraming, needsSchema, planPart, valueNode, type MessagePart, type PartPlan } from '../../shared/message/check.ts';
import type { Message } from '../../shared/message/document.ts';
import { resolveWritable } from '../../shared/message/writableSchema.ts';
import { runInSlices } from '../../shared/slices.ts';
import type { FoundSchema } from './messageSchemas.ts';

/** A message of a document on its way to its bytes. */
export interface Preparing {
  readonly context: CommandContext;
  readonly message: Message;
  /** The URI of its document: schema files are named relative to it. */
  readonly document: string;
  /** Undefined only where nothing is sent. */
  readonly to: { readonly connection: string | undefined; readonly topic: string | undefined };
  readonly signal: AbortSignal;
}

export interface PreparedMessage {
  /** What a session sends, and what `encodeMessage` makes the bytes of. */
  readonly message: MessageToSend;
  /** What the parts are written with, where that is Avro. */
  readonly schemas: { readonly key?: SchemaText; readonly value?: SchemaText };
  /** Clauses: what is not yet as it would be sent. */
  readonly notes: readonly string[];
}

/** A part that is written as Avro and fits; only what its frame names the schema by may still be missing. */
export interface AvroDraft extends Extract<PartPlan, { readonly kind: 'avro' }> {
  readonly part: MessagePart;
  readonly found: FoundSchema & { readonly found: true };
}

/**
 * What a schema file is registered as; a clause on why it is not yet, where it may stay so.
 *
 * @throws what registering throws
 */
export type NameFile = (draft: AvroDraft) => Promise<RegisteredSchema | string>;

/**
 * Checks a message against its schemas and makes of it what is sent. Sending and showing the bytes both come by here, so
 * that what is shown is what is sent. Nothing is asked and nothing is registered before both parts fit.
 *
 * @param nameFile asked for the frame of a part whose schema is a file
 * @throws CodecError `codec/invalid-value`, `codec/unusable-schema`, `message/no-schema`, `message/no-guid` and other codes
 *   of `planPart` and `framingToSend`; RegistryError; an `AbortError` where the user gives up
 */
export async function prepareMessage(preparing: Preparing, nameFile: NameFile): Promise<PreparedMessage> {
  const { message, to } = preparing;
  const drafts = { key: await draftPart(preparing, 'key'), value: await draftPart(preparing, 'value') };
  const key = await toPart(preparing, drafts.key, nameFile);
  const value = await toPart(preparing, drafts.value, nameFile);
  const { headers, partition, timestampMs } = message;
  return {
    message: { topic: to.topic ?? '', key: key.part, value: value.part, headers, partition, timestampMs },
    schemas: { ...(key.schema && { key: key.schema }), ...(value.schema && { value: value.schema }) },
    notes: [key.note, value.note].filter((note) => note !== undefined),
  };
}

type Draft = Exclude<PartPlan, { readonly kind: 'avro' }> | AvroDraft;

/** Plans a part and checks it against its schema. */
async function draftPart({ context, message, to, document, signal }: Preparing, part: MessagePart): Promise<Draft> {
  const ref = part === 'key' ? message.keySchema : message.valueSchema;
  const params = { uri: document, part, connection: to.connection, topic: to.topic, schemaRef: ref?.value };
  const none: FoundSchema = { found: false, reason: undefined };
  const found = needsSchema(message, part) ? await context.messages.schemas.find(params, true, signal) : none;
  const plan = planPart(message, part, found);
  if ('code' in plan) throw new CodecError(`message/${plan.code}`, plan.message, plan.code === 'no-schema' ? noSchemaOptions(part) : {});
  if (plan.kind !== 'avro') return plan;
  if (!found.found) throw new Error('A part is planned as Avro only where its schema is found.');
  const [mistake] = checkFraming(message, part, plan.framing);
  if (mistake !== undefined) throw new CodecError(`message/${mistake.code}`, mistake.message);
  const schema = resolveWritable(found.schema, found.source.kind);
  const node = valueNode(schema, plan.node);
  await checkValue(node, schema, found.schema, part, signal);
  return { ...plan, node, part, found };
}

function noSchemaOptions(part: MessagePart): { readonly remedy: string } {
  return { remedy: `Name one by "${part}Schema", or add "framing": "json" to send it as it stands.` };
}

/** @throws CodecError that names the first problem's place in the value, and how many there are beside it */
async function checkValue(node: JsonNode, schema: Schema, { label }: SchemaText, part: MessagePart, signal: AbortSignal): Promise<void> {
  const result = await runInSlices(valueFromJsonSteps(schema, node), {
    sliceMs: 10,
    now: () => performance.now(),
    pause: () => setImmediate(undefined),
    isCancelled: () => signal.aborted,
  });
  if (result === undefined) throw abortError();
  if (result.ok) return;
  const [first] = result.problems;
  const others = result.problems.length - 1;
  const more = others === 0 ? '' : others === 1 ? ' There is 1 other problem.' : ` There are ${others} other problems.`;
  const path = first === undefined || first.path === '' ? part : `${part}.${first.path}`;
  const text = `The ${part} does not fit ${label}. At ${path}: ${first?.message ?? ''}${more}`;
  throw new CodecError('codec/invalid-value', text, { path });
}

interface Part {
  readonly part: PartToSend;
  readonly schema?: SchemaText;
  readonly note?: string;
}

async function toPart(preparing: Preparing, draft: Draft, nameFile: NameFile): Promise<Part> {
  if (draft.kind !== 'avro') return { part: draft };
  const { context, message, to, signal } = preparing;
  const { node, found, framing, part } = draft;
  const json = jsonToText(node);
  const glueVersion = (part === 'key' ? message.keyGlueVersion : message.valueGlueVersion)?.value;
  if (!needsRegistered(framing)) {
    const frame = framingToSend(framing, { registered: undefined, glueVersion });
    return { part: { kind: 'avro', json, schema: found.schema, framing: frame }, schema: found.schema };
  }
  const named = found.source.kind === 'registered' ? found.source.registered : await nameFile(draft);
  if (typeof named === 'string') {
    return { part: { kind: 'avro', json, schema: found.schema, framing: { kind: 'bare' } }, schema: found.schema, note: named };
  }
  const { connection } = to;
  const registered =
    connection === undefined
      ? named
      : await withNeededGuid(framing, named, async (schemaId) =>
          (await context.sessions.open(connection, signal)).fetchSchema(schemaId, signal),
        );
  return {
    part: { kind: 'avro', json, schema: registered, framing: framingToSend(framing, { registered, glueVersion }) },
    schema: registered,
  };
}
