import { encodePart, type EncodedPart } from '../cluster/encodePart.ts';
import { framingToSend, type SchemaNames } from '../cluster/framingToSend.ts';
import type { RegisteredSchema } from '../cluster/session.ts';
import type { HeldRecord } from '../records/recordsSession.ts';
import { toHex } from '../../shared/avro/bytesLiteral.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { compileReader } from '../../shared/avro/read.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { CodecError, KnownError } from '../../shared/errors.ts';
import { planPart, valueNode, type MessagePart } from '../../shared/message/check.ts';
import { parseMessages, type AvroFraming, type Message, type MessageFraming } from '../../shared/message/document.ts';
import { headersOfFraming, toMessageFraming } from '../../shared/message/framings.ts';
import type { DecodedPart } from '../../shared/wire/decoded.ts';
import { readFrame } from '../../shared/wire/finders.ts';
import type { Frame, Header } from '../../shared/wire/frame.ts';

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
  readonly schemaId?: number;
  readonly glueVersion?: string | undefined;
  /** Those that the framing adds when it is sent. */
  readonly headers?: readonly Header[];
  /** Why it stands as mere bytes, or its headers for themselves: one sentence. */
  readonly why?: string;
}

/** Longer values are written as bytes: the editor is not to be kept busy by trying. */
const maxTriedBytes = 1024 * 1024;

/**
 * The text of a message document that writes a record again: the same bytes of key, value and headers, wherever it then
 * goes. What the document has no nicer form for that gives back the same bytes stands as bytes, with a comment on why.
 */
export async function reproduceText(record: HeldRecord, options: ReproduceOptions): Promise<string> {
  const nice = await toPartTexts(record, options, true);
  const headers = withoutAdded(record.headers, nice);
  // Where the headers of a framing stand between others, or say the same in another way, they stand as they are.
  if (headers !== undefined) return toText(nice, headers, options);
  return toText(await toPartTexts(record, options, false), record.headers, options);
}

interface PartTexts {
  readonly key: PartText;
  readonly value: PartText;
}

async function toPartTexts(record: HeldRecord, options: ReproduceOptions, addsHeaders: boolean): Promise<PartTexts> {
  const tried = (part: DecodedPart, bytes: Uint8Array | null, name: MessagePart): Promise<PartText> =>
    toPartText({ part, bytes, name, headers: record.headers, addsHeaders }, options);
  return { key: await tried(record.key, record.keyBytes, 'key'), value: await tried(record.value, record.valueBytes, 'value') };
}

/** The headers that the document has to name, so that those that are sent are the record's; undefined where none make it so. */
function withoutAdded(headers: readonly Header[], { key, value }: PartTexts): readonly Header[] | undefined {
  const added = [...(key.headers ?? []), ...(value.headers ?? [])];
  const own = headers.slice(0, headers.length - added.length);
  const isSent = added.every(({ name, value: bytes }, index) => {
    const there = headers[own.length + index];
    return there?.name === name && there.value !== null && isSame(bytes, there.value);
  });
  return isSent && own.every(({ name }) => added.every((each) => each.name !== name)) ? own : undefined;
}

function toText({ key, value }: PartTexts, headers: readonly Header[], { connection, topic }: ReproduceOptions): string {
  const lines: string[] = [
    `"connection": ${JSON.stringify(connection)}`,
    `"topic": ${JSON.stringify(topic)}`,
    ...(key.schemaId === undefined ? [] : [`"keySchema": { "id": ${key.schemaId} }`]),
    ...(value.schemaId === undefined ? [] : [`"valueSchema": { "id": ${value.schemaId} }`]),
    ...byPart('framing', key.framing, value.framing),
    ...byPart('glueVersionId', key.glueVersion, value.glueVersion),
    `${comment(key.why)}"key": ${key.json}`,
    ...(headers.length === 0 ? [] : [`"headers": ${toHeaders(headers)}`]),
    `${comment(value.why)}"value": ${value.json.replaceAll('\n', '\n  ')}`,
  ];
  return `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}\n`;
}

function byPart(name: string, key: string | undefined, value: string | undefined): string[] {
  const parts = Object.entries({ key, value }).flatMap(([part, text]) =>
    text === undefined ? [] : [`"${part}": ${JSON.stringify(text)}`],
  );
  return parts.length === 0 ? [] : [`"${name}": { ${parts.join(', ')} }`];
}

function comment(why: string | undefined): string {
  return why === undefined ? '' : `// ${why.replace(/\s+/g, ' ')}\n  `;
}

/** A part of a record that is to be written anew. */
interface GivenPart {
  readonly part: DecodedPart;
  readonly bytes: Uint8Array | null;
  readonly name: MessagePart;
  /** Of the record. */
  readonly headers: readonly Header[];
  /** Whether the headers of its framing are left to the framing; they stand for themselves otherwise. */
  readonly addsHeaders: boolean;
}

async function toPartText(given: GivenPart, options: ReproduceOptions): Promise<PartText> {
  const { part, bytes, name } = given;
  if (bytes === null) return { json: 'null', framing: undefined };
  const text = asText(part, bytes, name);
  if (text !== undefined) return text;
  const avro = await asAvro({ ...given, bytes }, options);
  if (typeof avro !== 'string') return avro;
  return { json: JSON.stringify(toHex(bytes)), framing: 'hex', why: avro };
}

/** JSON as it stands where nothing of it is lost, else the very text; undefined where the bytes are none. */
function asText(part: DecodedPart, bytes: Uint8Array, name: MessagePart): PartText | undefined {
  if (part.state !== 'text') return undefined;
  const text = decodeText(bytes);
  if (text === undefined) return undefined;
  const forms: readonly PartText[] = [
    ...(part.framing === 'json' && text.trim() === text && text !== 'null' ? [{ json: text, framing: 'json' as const }] : []),
    { json: JSON.stringify(text), framing: 'text' },
  ];
  return forms.find((form) => isSame(encode(form, name, undefined)?.bytes, bytes));
}

/** A part by the schema that wrote it, or why it can't stand so: one sentence. */
async function asAvro(given: GivenPart & { readonly bytes: Uint8Array }, options: ReproduceOptions): Promise<PartText | string> {
  const { part, bytes, name, addsHeaders } = given;
  const { schema, state, error } = part;
  if (state === 'failed')
    return `The ${name} was not decoded${error === undefined ? '' : ` (${error.message.replace(/\.$/, '')})`}: these are its bytes.`;
  const framing = avroFraming(part);
  if (framing === undefined) return `These are the bytes of the ${name}: a message has no other form for them.`;
  const schemaId = schema?.schemaId;
  if (schemaId === undefined) return `These are the bytes of the ${name}: its schema has no id by which a message could name it.`;
  if (bytes.length > maxTriedBytes) return `These are the bytes of the ${name}: it is too large to be written by its schema here.`;
  try {
    const registered = await options.fetchSchema(schemaId);
    const isInHeaders = headersOfFraming(framing, name).length > 0;
    if (!isInHeaders || addsHeaders) {
      const form = tryForm(registered, { ...given, framing });
      if (form !== undefined) return form;
    }
    const apart = isInHeaders ? tryForm(registered, { ...given, framing: 'bare' }) : undefined;
    return apart === undefined ? `These are the bytes of the ${name}: ${whyOthers(registered, given)}` : { ...apart, why: headersApart };
  } catch (cause) {
    if (!(cause instanceof KnownError)) throw cause;
    return `These are the bytes of the ${name}: ${lowerFirst(cause.message)}`;
  }
}

/** A part with this framing, if it gives back the bytes. */
function tryForm(registered: RegisteredSchema, given: FramedPart): PartText | undefined {
  try {
    const form = toForm(registered, given);
    const encoded = encode(form, given.name, registered);
    return isSame(encoded?.bytes, given.bytes) ? { ...form, headers: encoded?.headers ?? [] } : undefined;
  } catch (error) {
    // Such as of a registry that has no GUIDs.
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}

const headersApart = 'What names its schema stands in the headers, as it was: it does not follow when the schema is changed.';

function avroFraming({ framing }: DecodedPart): AvroFraming | undefined {
  if (framing === 'none' || framing === 'container') return undefined;
  const found = toMessageFraming(framing);
  return found === 'json' || found === 'text' || found === 'hex' ? undefined : found;
}

type FramedPart = GivenPart & { readonly bytes: Uint8Array; readonly framing: AvroFraming };

function toForm(registered: RegisteredSchema, given: FramedPart): PartText {
  const { framing } = given;
  const { schemaId } = registered;
  const frame = frameOf(given);
  const glueVersion = framing === 'glue' && frame?.names.kind === 'glue-version' ? frame.names.uuid : undefined;
  return { json: toJson(registered, given), framing, schemaId, glueVersion };
}

function frameOf({ part, bytes, name, headers }: GivenPart & { readonly bytes: Uint8Array }): Frame | undefined {
  if (part.framing === 'bare') return undefined;
  // What is compressed would be written otherwise anyway.
  const inflate = (): never => {
    throw new CodecError('codec/damaged', 'It is compressed.');
  };
  return readFrame(part.framing, { bytes, part: name, headers, inflate });
}

function toJson(registered: RegisteredSchema, given: GivenPart & { readonly bytes: Uint8Array }): string {
  const schema = resolveSchema(registered);
  const payload = payloadOf(given);
  const value = isWithoutLength(schema, given) ? payload : compileReader(schema).read(payload);
  return valueToJson(schema, value, { indent: 2, tagRootNull: true });
}

/** Confluent's serializers put bytes behind their frame as they are. */
function isWithoutLength(schema: Schema, { part }: GivenPart): boolean {
  return part.framing.startsWith('confluent-') && dereference(schema)?.type === 'bytes';
}

function payloadOf(given: GivenPart & { readonly bytes: Uint8Array }): Uint8Array {
  const frame = frameOf(given);
  if (frame?.problem !== undefined) throw frame.problem;
  return frame?.payload ?? given.bytes;
}

/** Why bytes can't be written anew by their schema, as the rest of a sentence. */
function whyOthers(registered: RegisteredSchema, given: GivenPart & { readonly bytes: Uint8Array }): string {
  const schema = resolveSchema(registered);
  const payload = payloadOf(given);
  if (isWithoutLength(schema, given)) return 'its framing would add its headers behind all others.';
  if (dereference(schema)?.type === 'null') return 'null in a message is a tombstone.';
  const anew = `written anew by schema ${registered.schemaId}`;
  const again = compileWriter(schema)(compileReader(schema).read(payload));
  if (!isSame(again, payload)) {
    const place = payload.findIndex((byte, index) => byte !== again[index]);
    const from = place < 0 ? '' : ` from byte ${given.bytes.length - payload.length + place} on`;
    return `${anew} they would be others${from}, as of an array in several blocks.`;
  }
  const isLost = !isSame(encode(toForm(registered, { ...given, framing: 'bare' }), given.name, registered)?.bytes, payload);
  return isLost ? `${anew} they would be others, as of a NaN that is not the usual one.` : `${anew} their frame would be another.`;
}

function lowerFirst(sentence: string): string {
  return /^(?:The|It|A|There|No)\b/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
}

/** What sending the part would write; undefined where it would not be sent. */
function encode(form: PartText, name: MessagePart, registered: RegisteredSchema | undefined): EncodedPart | undefined {
  const framing = byPart('framing', ...ofPart(name, form.framing));
  const glue = byPart('glueVersionId', ...ofPart(name, form.glueVersion));
  const { messages, problems } = parseMessages(`{ ${[`"${name}": ${form.json}`, ...framing, ...glue].join(', ')} }`);
  const [message]: readonly (Message | undefined)[] = messages;
  if (message === undefined || problems.some(({ severity }) => severity === 'error')) return undefined;
  const plan = planPart(message, name, registered === undefined ? { found: false, reason: undefined } : { found: true });
  if ('code' in plan) return undefined;
  if (plan.kind !== 'avro') return encodePart(plan, name);
  if (registered === undefined) return undefined;
  const names: SchemaNames = { registered, glueVersion: form.glueVersion };
  const json = jsonToText(valueNode(resolveSchema(registered), plan.node));
  return encodePart({ kind: 'avro', json, schema: registered, framing: framingToSend(plan.framing, names) }, name);
}

function ofPart(name: MessagePart, text: string | undefined): [string | undefined, string | undefined] {
  return name === 'key' ? [text, undefined] : [undefined, text];
}

function isSame(one: Uint8Array | null | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, index) => byte === other[index]);
}

function toHeaders(headers: readonly Header[]): string {
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
