import { encodePart } from '../cluster/encodePart.ts';
import type { RegisteredSchema } from '../cluster/session.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { compileReader } from '../../shared/avro/read.ts';
import { dereference } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { KnownError } from '../../shared/errors.ts';
import { planPart, type MessagePart } from '../../shared/message/check.ts';
import { parseMessages, type Message, type MessageFraming } from '../../shared/message/document.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';

export interface ReproduceOptions {
  readonly connection: string;
  readonly topic: string;
  /** A schema by its id. @throws KnownError */
  readonly fetchSchema: (schemaId: number) => Promise<RegisteredSchema>;
}

/** How a part stands in a message document, so that it is sent as exactly the bytes that the record has. */
interface PartText {
  readonly json: string;
  readonly framing: MessageFraming | undefined;
  /** The id of the schema that it is written with. */
  readonly schemaId: number | undefined;
  /** Why it stands as mere bytes: one sentence. */
  readonly why: string | undefined;
}

/** Longer values are written as bytes: the editor is not to be kept busy by trying. */
const maxTriedBytes = 1024 * 1024;

/**
 * The text of a message document that writes a record again: the same bytes of key, value and headers, wherever it then
 * goes. What the document has no nicer form for that gives back the same bytes stands as bytes, with a comment on why.
 */
export async function reproduceText(record: HeldRecord, options: ReproduceOptions): Promise<string> {
  const key = await toPartText(record.key, record.keyBytes, 'key', options);
  const value = await toPartText(record.value, record.valueBytes, 'value', options);
  const framings = [
    ...(key.framing === undefined ? [] : [`"key": ${JSON.stringify(key.framing)}`]),
    ...(value.framing === undefined ? [] : [`"value": ${JSON.stringify(value.framing)}`]),
  ];
  const lines: string[] = [
    `"connection": ${JSON.stringify(options.connection)}`,
    `"topic": ${JSON.stringify(options.topic)}`,
    ...(key.schemaId === undefined ? [] : [`"keySchema": { "id": ${key.schemaId} }`]),
    ...(value.schemaId === undefined ? [] : [`"valueSchema": { "id": ${value.schemaId} }`]),
    ...(framings.length === 0 ? [] : [`"framing": { ${framings.join(', ')} }`]),
    `${comment(key.why)}"key": ${key.json}`,
    ...(record.headers.length === 0 ? [] : [`"headers": ${toHeaders(record.headers)}`]),
    `${comment(value.why)}"value": ${value.json.replaceAll('\n', '\n  ')}`,
  ];
  return `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}\n`;
}

function comment(why: string | undefined): string {
  return why === undefined ? '' : `// ${why.replace(/\s+/g, ' ')}\n  `;
}

async function toPartText(part: DecodedPart, bytes: Uint8Array | null, name: MessagePart, options: ReproduceOptions): Promise<PartText> {
  if (bytes === null) return { json: 'null', framing: undefined, schemaId: undefined, why: undefined };
  const text = asText(part, bytes, name);
  if (text !== undefined) return text;
  const avro = await asAvro(part, bytes, name, options);
  if (typeof avro !== 'string') return avro;
  return { json: JSON.stringify(toHex(bytes)), framing: 'hex', schemaId: undefined, why: avro };
}

/** JSON as it stands where nothing of it is lost, else the very text; undefined where the bytes are none. */
function asText(part: DecodedPart, bytes: Uint8Array, name: MessagePart): PartText | undefined {
  if (part.state !== 'text') return undefined;
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  const none = { schemaId: undefined, why: undefined };
  const forms: readonly PartText[] = [
    ...(part.framing === 'json' && text.trim() === text && text !== 'null' ? [{ json: text, framing: 'json' as const, ...none }] : []),
    { json: JSON.stringify(text), framing: 'text', ...none },
  ];
  return forms.find((form) => isSame(encode(form, name, undefined), bytes));
}

/** A part by the schema that wrote it, or why it can't stand so: one sentence. */
async function asAvro(part: DecodedPart, bytes: Uint8Array, name: MessagePart, options: ReproduceOptions): Promise<PartText | string> {
  const { framing, schema, state, error } = part;
  if (state === 'failed')
    return `The ${name} was not decoded${error === undefined ? '' : ` (${error.message.replace(/\.$/, '')})`}: these are its bytes.`;
  const schemaId = schema?.schemaId;
  if (framing !== 'confluent-prefix' && framing !== 'bare')
    return `These are the bytes of the ${name}: a message has no other form for them.`;
  if (schemaId === undefined) return `These are the bytes of the ${name}: its schema has no id by which a message could name it.`;
  if (bytes.length > maxTriedBytes) return `These are the bytes of the ${name}: it is too large to be written by its schema here.`;
  try {
    const registered = await options.fetchSchema(schemaId);
    const form: PartText = { json: toJson(registered, bytes, framing), framing, schemaId, why: undefined };
    if (isSame(encode(form, name, registered), bytes)) return form;
  } catch (cause) {
    if (!(cause instanceof KnownError)) throw cause;
  }
  return `These are the bytes of the ${name}: written anew by schema ${schemaId} they would be others.`;
}

function toJson(registered: RegisteredSchema, bytes: Uint8Array, framing: 'confluent-prefix' | 'bare'): string {
  const schema = resolveSchema(registered);
  const payload = framing === 'bare' ? bytes : bytes.subarray(prefixLength);
  // Confluent's serializers put bytes behind their frame as they are.
  const isBytes = framing === 'confluent-prefix' && dereference(schema)?.type === 'bytes';
  const value = isBytes ? payload : compileReader(schema).read(payload);
  return valueToJson(schema, value, { indent: 2, tagRootNull: true });
}

const prefixLength = 5;

/** The bytes that sending the part would write; undefined where it would not be sent. */
function encode(form: PartText, name: MessagePart, registered: RegisteredSchema | undefined): Uint8Array | null | undefined {
  const framing = form.framing === undefined ? '' : `, "framing": { "${name}": "${form.framing}" }`;
  const { messages, problems } = parseMessages(`{ "${name}": ${form.json}${framing} }`);
  const [message]: readonly (Message | undefined)[] = messages;
  if (message === undefined || problems.some(({ severity }) => severity === 'error')) return undefined;
  const plan = planPart(message, name, registered === undefined ? { found: false, reason: undefined } : { found: true });
  if ('code' in plan) return undefined;
  if (plan.kind !== 'avro') return encodePart(plan, name).bytes;
  if (registered === undefined) return undefined;
  const framed = form.framing === 'bare' ? { kind: 'bare' as const } : { kind: 'confluent-prefix' as const, schemaId: form.schemaId ?? 0 };
  return encodePart({ kind: 'avro', json: jsonToText(plan.node), schema: registered, framing: framed }, name).bytes;
}

function isSame(one: Uint8Array | null | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, index) => byte === other[index]);
}

function toHeaders(headers: HeldRecord['headers']): string {
  const items = headers.map(({ name, value }) => {
    const text = value === null ? null : decodeText(value);
    // A text that looks like a literal for bytes is given as its bytes, so that it means what it is.
    const literal = value === null ? null : text === undefined || /^(?:hex|base64):/.test(text ?? '') ? `hex:${toHex(value)}` : text;
    return `    { "name": ${JSON.stringify(name)}, "value": ${JSON.stringify(literal)} }`;
  });
  return `[\n${items.join(',\n')}\n  ]`;
}

/** Undefined where the bytes are not UTF-8, and where text would not give them back. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
