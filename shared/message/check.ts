import { parseHex } from '../avro/bytesLiteral.ts';
import type { JsonNode, JsonString, Span } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import { dereference, type Problem, type Schema } from '../avro/schema.ts';
import { asItStands, headersOfFraming } from './framings.ts';
import type { AvroFraming, DefaultFraming, Message, MessageFraming } from './document.ts';

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
  const named = framingOf(message, part);
  const framing = plannedFraming(message, part, schema);
  switch (framing) {
    case 'json':
      return { kind: 'bytes', bytes: new TextEncoder().encode(jsonToText(node)) };
    case 'text':
      if (node.kind === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(node.value) };
      return problem('wrong-type', node.span, `With the framing text, "${part}" is a text in quotes.`);
    case 'hex': {
      const bytes = node.kind === 'string' ? parseHex(node.value.replace(/^hex:/, '')) : undefined;
      if (bytes !== undefined) return { kind: 'bytes', bytes };
      const note = named === undefined ? schema.framing?.note : undefined;
      return problem('bytes-prefix', node.span, note ?? `With the framing hex, "${part}" is hex digits in quotes, two for each byte.`);
    }
    default:
      return schema.found ? { kind: 'avro', node, framing } : noSchema(message, part, node, schema);
  }
}

/**
 * The value as its schema reads it. `{ "null": null }` is the null of a union whatever else it fits: a plain null, which
 * would say so elsewhere, is a tombstone here.
 */
export function valueNode(schema: Schema, node: JsonNode): JsonNode {
  const [only, other] = node.kind === 'object' ? node.properties : [];
  const isTaggedNull = only?.name.value === 'null' && only.value?.kind === 'null' && other === undefined;
  const target = isTaggedNull ? dereference(schema) : undefined;
  const isNull = target?.type === 'union' && target.branches.some((branch) => dereference(branch)?.type === 'null');
  return isNull && only?.value !== undefined ? only.value : node;
}

/** How a part is framed: as its document says, else as it is known of its topic. A key of which it is sure that it has no schema is text. */
export function plannedFraming(
  message: Message,
  part: MessagePart,
  schema: { readonly found: boolean; readonly reason?: string | undefined } & KnownFraming,
): MessageFraming {
  const isNone = !schema.found && schema.reason === undefined;
  const isTextKey = part === 'key' && isNone && nodeOf(message, part)?.kind === 'string';
  const known = schema.framing?.from === 'profile' ? schema.framing.name : isTextKey ? 'text' : schema.framing?.name;
  return framingOf(message, part) ?? known ?? 'confluent-prefix';
}

/**
 * What is wrong with the framing of a part that is written as Avro: `no-glue-version` where there is no version that its
 * frame could name, `header-clash` for each header of the document that the framing adds by itself.
 */
export function checkFraming(message: Message, part: MessagePart, framing: AvroFraming): Problem[] {
  const version = part === 'key' ? message.keyGlueVersion : message.valueGlueVersion;
  if (framing === 'glue' && version === undefined) {
    const named = part === 'key' ? message.keyFraming : message.valueFraming;
    const property = part === 'key' ? '"glueVersionId": { "key": … }' : '"glueVersionId"';
    const text = `The framing glue needs ${property}, the UUID of a schema version in AWS Glue.`;
    return [problem('no-glue-version', named?.span ?? headOf(message, part, message.json), text)];
  }
  const names = headersOfFraming(framing, part);
  if (names.length === 0) return [];
  const given = headerNames(message).filter(({ value }) => names.includes(value));
  return given.map(({ value, span }) =>
    problem('header-clash', span, `The framing ${framing} adds the header "${value}" by itself: leave it out here.`),
  );
}

/** The names of the headers, where they stand in the document. */
function headerNames({ json }: Message): JsonString[] {
  const headers = json.properties.find(({ name }) => name.value === 'headers')?.value;
  if (headers?.kind === 'object') return headers.properties.map(({ name }) => name);
  if (headers?.kind !== 'array') return [];
  const names = headers.items.map((item) =>
    item.kind === 'object' ? item.properties.find(({ name }) => name.value === 'name')?.value : undefined,
  );
  return names.filter((name) => name?.kind === 'string');
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
