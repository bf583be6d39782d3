import { parseHex } from '../avro/bytesLiteral.ts';
import { closestWord } from '../avro/closestWord.ts';
import type { JsonNode, Span } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import type { Problem, Schema } from '../avro/schema.ts';
import { valueFromJson } from '../avro/valueFromJson.ts';
import { inOrder, type AvroFraming, type DefaultFraming, type Message, type MessageDocument, type MessageFraming } from './document.ts';

/** The key or the value of a message. */
export type MessagePart = 'key' | 'value';

/** What a part of a message is written with, as far as it is known. */
export type PartSchema = ({ readonly found: true; readonly schema: Schema; readonly label: string } & KnownFraming) | NoSchema;

/** What is known of a part beside its document. */
export interface KnownFraming {
  /** How it is framed where the document does not say it; undefined where that is not known. */
  readonly framing?: DefaultFraming | undefined;
}

export interface NoSchema extends KnownFraming {
  readonly found: false;
  /** One sentence that says why it is not known; undefined where there simply is none. */
  readonly reason: string | undefined;
  /** Whether there is one, with which nothing can be written. */
  readonly isUnusable?: boolean;
}

/** How a part becomes bytes: as null, as it stands, or through an Avro schema. */
export type PartPlan =
  | { readonly kind: 'null' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'avro'; readonly node: JsonNode; readonly framing: AvroFraming };

/** The key or value as it is written in the document. */
export function nodeOf(message: Message, part: MessagePart): JsonNode | undefined {
  return part === 'key' ? message.key : message.value;
}

/** The framing that the document names for a part. */
export function framingOf(message: Message, part: MessagePart): MessageFraming | undefined {
  return (part === 'key' ? message.keyFraming : message.valueFraming)?.value;
}

const asItStands: ReadonlySet<MessageFraming> = new Set<MessageFraming>(['json', 'text', 'hex']);

/** Whether a schema has to be looked for: not for a null, nor for what is sent as it stands. */
export function needsSchema(message: Message, part: MessagePart): boolean {
  const node = nodeOf(message, part);
  const framing = framingOf(message, part);
  return node !== undefined && node.kind !== 'null' && (framing === undefined || !asItStands.has(framing));
}

/**
 * How a part of a message becomes bytes, decided from the document alone and from what is known of its schema. A key
 * without a schema is text, if it is sure that there is none; a value without one can't be planned.
 *
 * @param schema of no account where `needsSchema` says that none is needed
 * @returns the plan, or the problem that prevents one: `no-schema`, `schema-unusable`, `wrong-type` or `bytes-prefix`
 */
export function planPart(
  message: Message,
  part: MessagePart,
  schema: ({ readonly found: true } & KnownFraming) | NoSchema,
): PartPlan | Problem {
  const node = nodeOf(message, part);
  if (node === undefined || node.kind === 'null') return { kind: 'null' };
  const isNone = !schema.found && schema.reason === undefined;
  const isTextKey = part === 'key' && isNone && node.kind === 'string';
  const known = schema.framing?.from === 'profile' ? schema.framing.name : isTextKey ? 'text' : schema.framing?.name;
  const framing = framingOf(message, part) ?? known ?? 'confluent-prefix';
  switch (framing) {
    case 'json':
      return { kind: 'bytes', bytes: new TextEncoder().encode(jsonToText(node)) };
    case 'text':
      if (node.kind === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(node.value) };
      return problem('wrong-type', node.span, `With the framing text, "${part}" is a text in quotes.`);
    case 'hex': {
      const bytes = node.kind === 'string' ? parseHex(node.value.replace(/^hex:/, '')) : undefined;
      if (bytes !== undefined) return { kind: 'bytes', bytes };
      return problem('bytes-prefix', node.span, `With the framing hex, "${part}" is hex digits in quotes, two for each byte.`);
    }
    default:
      return schema.found ? { kind: 'avro', node, framing } : noSchema(message, part, node, schema);
  }
}

export interface CheckMessagesOptions {
  /** Names of the connections that there are; undefined where that is not known. */
  readonly connections?: readonly string[] | undefined;
}

/**
 * All problems of a document: its own, and those of every key and value against its schema, in the text's order.
 *
 * @param schemaOf undefined while the schema is still being looked for, or where none is needed
 */
export function checkMessages(
  document: MessageDocument,
  schemaOf: (message: Message, part: MessagePart) => PartSchema | undefined,
  { connections }: CheckMessagesOptions = {},
): Problem[] {
  const found = document.messages.flatMap((message) => {
    const unknown = unknownConnection(message, connections);
    const value = checkPart(message, 'value', schemaOf(message, 'value'));
    // The same reason twice in one message would only be noise.
    const key = checkPart(message, 'key', schemaOf(message, 'key')).filter((one) => !value.some((other) => isSameReason(one, other)));
    if (unknown === undefined) return [...key, ...value];
    return [unknown, ...[...key, ...value].filter(({ code }) => code !== 'no-schema')];
  });
  // What is refused twice in the same place is the schema's to say, which counts it as an error.
  const doubled = new Set(found.filter(({ code }) => code === 'duplicate-key').map(({ span }) => span.start));
  const own = document.problems.filter(({ code, span }) => code !== 'duplicate-key' || !doubled.has(span.start));
  return [...own, ...found].sort(inOrder);
}

function checkPart(message: Message, part: MessagePart, schema: PartSchema | undefined): Problem[] {
  const node = nodeOf(message, part);
  if (node === undefined || (schema === undefined && needsSchema(message, part))) return [];
  const plan = planPart(message, part, schema ?? { found: false, reason: undefined });
  if ('code' in plan) return [plan];
  if (plan.kind !== 'avro' || schema?.found !== true) return [];
  const result = valueFromJson(schema.schema, plan.node);
  return result.ok ? [] : result.problems.map(({ code, span, message: text }) => problem(code, span, text));
}

function isSameReason(one: Problem, other: Problem): boolean {
  return one.code === 'no-schema' && other.code === 'no-schema' && one.message === other.message;
}

function unknownConnection({ connection }: Message, connections: readonly string[] | undefined): Problem | undefined {
  if (connection === undefined || connections === undefined || connections.includes(connection.value)) return undefined;
  const closest = closestWord(connection.value, connections);
  const hint = closest === undefined ? '' : ` Did you mean "${closest}"?`;
  const message = `There is no connection "${connection.value}".${hint}`;
  return { code: 'unknown-connection', severity: 'warning', span: connection.span, message };
}

function noSchema(message: Message, part: MessagePart, node: JsonNode, { reason, isUnusable }: NoSchema): Problem {
  if (isUnusable === true) {
    const ref = part === 'key' ? message.keySchema : message.valueSchema;
    return problem('schema-unusable', ref?.span ?? headOf(message, part, node), reason ?? 'Nothing can be written with this schema.');
  }
  const topic = message.topic?.value ?? 'this message';
  const text = reason ?? `No schema is known for ${topic}: "${part}" is not checked and cannot be sent as Avro.`;
  return { code: 'no-schema', severity: 'warning', span: headOf(message, part, node), message: text };
}

/** The property's name rather than its whole value, which may be long. */
function headOf(message: Message, part: MessagePart, node: JsonNode): Span {
  return message.json.properties.find(({ name }) => name.value === part)?.name.span ?? node.span;
}

function problem(code: string, span: Span, message: string): Problem {
  return { code, severity: 'error', span, message };
}
