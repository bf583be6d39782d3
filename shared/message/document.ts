import { parseDateTime } from '../avro/calendar.ts';
import { closestWord } from '../avro/closestWord.ts';
import type { JsonNode, JsonObject, JsonProperty, JsonString, Span } from '../avro/json.ts';
import { parseJsonSteps } from '../avro/parseJson.ts';
import type { Problem, Spanned } from '../avro/schema.ts';
import type { SchemaRef } from '../protocol.ts';
import { runAtOnce, sortInSteps } from '../slices.ts';
import type { Steps } from '../slices.ts';
import { parseBytesLiteral } from '../avro/bytesLiteral.ts';

/** A text of language `avro-message`, parsed: one message, an array of messages, or several one after another. */
export interface MessageDocument {
  readonly text: string;
  readonly messages: readonly Message[];
  /** Of the text and of the outer part; what the schemas say of `key` and `value` comes from `checkMessages`. */
  readonly problems: readonly Problem[];
}

export interface Message {
  readonly json: JsonObject;
  readonly connection: Spanned<string> | undefined;
  readonly topic: Spanned<string> | undefined;
  /** Undefined and JSON null both mean a null key. */
  readonly key: JsonNode | undefined;
  /** JSON null is a tombstone, undefined one with a warning. */
  readonly value: JsonNode | undefined;
  readonly headers: readonly MessageHeader[];
  readonly partition: number | undefined;
  /** Milliseconds since 1970. */
  readonly timestampMs: number | undefined;
  readonly keySchema: Spanned<SchemaRef> | undefined;
  readonly valueSchema: Spanned<SchemaRef> | undefined;
  readonly keyFraming: Spanned<MessageFraming> | undefined;
  readonly valueFraming: Spanned<MessageFraming> | undefined;
  /** UUIDs of schema versions, in lower case, for parts with the framing `glue`. */
  readonly keyGlueVersion: Spanned<string> | undefined;
  readonly valueGlueVersion: Spanned<string> | undefined;
}

export interface MessageHeader {
  readonly name: string;
  readonly value: Uint8Array | null;
}

/** How a part's bytes come about: framed or bare Avro, JSON or text as it stands, or exactly these bytes. */
export type MessageFraming = (typeof messageFramings)[number];
export const messageFramings = [
  'confluent-prefix',
  'confluent-prefix-guid',
  'confluent-header',
  'apicurio',
  'apicurio-header',
  'glue',
  'single-object',
  'bare',
  'json',
  'text',
  'hex',
] as const;

/** Those by which a value is written as Avro. */
export type AvroFraming = Exclude<MessageFraming, 'json' | 'text' | 'hex'>;

/** How a part is framed where its document does not say it. */
export interface DefaultFraming {
  readonly name: MessageFraming;
  /** The topic's decode profile, or whether the connection has a registry. */
  readonly from: 'profile' | 'registry' | 'no-registry';
  /** Why it is not what the profile says: one sentence; absent where it is. */
  readonly note?: string;
}

/** The properties of a message, in the order in which a new one has them. */
export const messageProperties = [
  'connection',
  'topic',
  'key',
  'value',
  'headers',
  'partition',
  'timestamp',
  'keySchema',
  'valueSchema',
  'framing',
  'glueVersionId',
] as const;

/** Parses a message document. Never throws; whatever is wrong is a problem, and the rest is still there. */
export function parseMessages(text: string): MessageDocument {
  return runAtOnce(parseMessagesSteps(text));
}

/** What {@link parseMessages} does, in steps. */
export function* parseMessagesSteps(text: string): Steps<MessageDocument> {
  const { roots, problems: syntax } = yield* parseJsonSteps(text, { comments: true, trailingCommas: true, multiple: true });
  const problems: Problem[] = [...syntax];
  const messages: Message[] = [];
  let pauseAt = charsInStep;
  for (const root of roots) {
    const items = root.kind === 'array' && roots.length === 1 ? root.items : [root];
    for (const item of items) {
      if (item.kind === 'object') messages.push(readMessage(item, problems));
      else report(problems, 'not-a-message', item.span, 'A message is an object with "topic", "key" and "value".');
      if (item.span.end < pauseAt) continue;
      pauseAt = item.span.end + charsInStep;
      yield;
    }
  }
  const all = problems.map((problem) => strict(problem, messages));
  yield* sortInSteps(all, inOrder);
  return { text, messages, problems: all };
}

/** The messages of so much text are read in well under a millisecond or two, whatever they hold. */
const charsInStep = 65_536;

/** The order of the text. */
export function inOrder(a: { readonly span: Span }, b: { readonly span: Span }): number {
  return a.span.start - b.span.start || a.span.end - b.span.end;
}

/** A property twice is only odd in JSON that is sent as it stands; of the message itself nobody could tell which is meant. */
function strict(problem: Problem, messages: readonly Message[]): Problem {
  const { code, span } = problem;
  if (code !== 'duplicate-key') return problem;
  const isIn = (node: JsonNode | undefined): boolean => node !== undefined && node.span.start <= span.start && span.end <= node.span.end;
  const message = lastBefore(messages, span.start);
  if (isIn(message?.key) || isIn(message?.value)) return problem;
  return { ...problem, severity: 'error' };
}

/** The last message that begins at an offset or before it. */
function lastBefore(messages: readonly Message[], offset: number): Message | undefined {
  let [low, high] = [0, messages.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.json.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return messages[low - 1];
}

/** The message at an offset of the text; undefined between messages. */
export function findMessageAt(document: MessageDocument, offset: number): Message | undefined {
  return document.messages.find(({ json }) => json.span.start <= offset && offset <= json.span.end);
}

function readMessage(json: JsonObject, problems: Problem[]): Message {
  const seen = new Map<string, JsonProperty>();
  for (const property of json.properties) {
    const name = property.name.value;
    // A repeated name is a problem of the text already; the first counts here.
    if (!seen.has(name)) seen.set(name, property);
  }
  refuseOthers(json, 'A message', messageProperties, problems);
  const node = (name: string): JsonNode | undefined => seen.get(name)?.value;
  if (!seen.has('value')) {
    const span = { start: json.span.start, end: json.span.start + 1 };
    const message = 'No "value": this sends a tombstone, which deletes the key on a compacted topic.';
    problems.push({ code: 'implicit-tombstone', severity: 'warning', span, message });
  }
  const framing = readByPart(node('framing'), 'framing', problems, toFraming);
  const glue = readByPart(node('glueVersionId'), 'glueVersionId', problems, toGlueVersion);
  return {
    json,
    connection: readString(node('connection'), 'connection', problems),
    topic: readString(node('topic'), 'topic', problems),
    key: node('key'),
    value: node('value'),
    headers: readHeaders(node('headers'), problems),
    partition: readPartition(node('partition'), problems),
    timestampMs: readTimestamp(node('timestamp'), problems),
    keySchema: readSchemaRef(node('keySchema'), 'keySchema', problems),
    valueSchema: readSchemaRef(node('valueSchema'), 'valueSchema', problems),
    keyFraming: framing.key,
    valueFraming: framing.value,
    keyGlueVersion: glue.key,
    valueGlueVersion: glue.value,
  };
}

function readString(node: JsonNode | undefined, property: string, problems: Problem[]): Spanned<string> | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'string' && node.value !== '') return node;
  report(problems, 'wrong-type', node.span, `"${property}" is a name in quotes.`);
  return undefined;
}

function readPartition(node: JsonNode | undefined, problems: Problem[]): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'number' && /^\d{1,10}$/.test(node.text) && Number(node.text) <= 0x7fffffff) return Number(node.text);
  report(problems, 'wrong-type', node.span, '"partition" is a whole number from 0.');
  return undefined;
}

/** ISO 8601 with an offset, or milliseconds since 1970. */
function readTimestamp(node: JsonNode | undefined, problems: Problem[]): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'number' && /^\d{1,15}$/.test(node.text)) return Number(node.text);
  const result = node.kind === 'string' ? parseDateTime(node.value, 3, 'instant') : undefined;
  if (result !== undefined && 'count' in result && result.count >= 0n) return Number(result.count);
  const example = 'such as "2026-11-10T14:02:07.123Z", or milliseconds';
  const isTooPrecise = result !== undefined && 'reason' in result && result.reason === 'too-precise';
  const text = isTooPrecise ? `"timestamp" keeps milliseconds, ${example}.` : `"timestamp" is a time with an offset, ${example}.`;
  report(problems, 'bad-timestamp', node.span, text);
  return undefined;
}

function readHeaders(node: JsonNode | undefined, problems: Problem[]): MessageHeader[] {
  if (node === undefined) return [];
  if (node.kind === 'object') {
    return node.properties.flatMap(({ name, value }) => (value === undefined ? [] : readHeader(name, value, problems)));
  }
  if (node.kind === 'array') {
    return node.items.flatMap((item) => {
      const name = item.kind === 'object' ? propertyOf(item, 'name') : undefined;
      const value = item.kind === 'object' ? propertyOf(item, 'value') : undefined;
      if (item.kind === 'object') refuseOthers(item, 'A header', ['name', 'value'], problems);
      if (name?.kind === 'string' && value !== undefined) return readHeader(name, value, problems);
      report(problems, 'wrong-type', item.span, 'A header of a list is { "name": …, "value": … }.');
      return [];
    });
  }
  report(problems, 'wrong-type', node.span, '"headers" is an object, or a list of { "name": …, "value": … }.');
  return [];
}

function readHeader(name: JsonString, value: JsonNode, problems: Problem[]): MessageHeader[] {
  if (value.kind === 'null') return [{ name: name.value, value: null }];
  if (value.kind !== 'string') {
    report(problems, 'wrong-type', value.span, `The header "${name.value}" is a text, "hex:…", "base64:…" or null.`);
    return [];
  }
  if (!/^(hex|base64):/.test(value.value)) return [{ name: name.value, value: new TextEncoder().encode(value.value) }];
  const bytes = parseBytesLiteral(value.value);
  if (bytes !== undefined) return [{ name: name.value, value: bytes }];
  report(
    problems,
    'bytes-prefix',
    value.span,
    `The header "${name.value}" begins like bytes, but what follows is not ${value.value.startsWith('hex:') ? 'hex' : 'base64'}.`,
  );
  return [];
}

function readSchemaRef(node: JsonNode | undefined, property: string, problems: Problem[]): Spanned<SchemaRef> | undefined {
  if (node === undefined) return undefined;
  // A mistyped "version" must not become the latest one.
  if (node.kind === 'object' && refuseOthers(node, `"${property}"`, schemaProperties, problems)) return undefined;
  const value = schemaRefOf(node);
  if (value !== undefined) return { value, span: node.span };
  const forms = '"latest", { "subject": …, "version": … }, { "id": … } or { "file": … }';
  report(problems, 'wrong-type', node.span, `"${property}" is ${forms}.`);
  return undefined;
}

/** The properties of an object that names a schema. */
export const schemaProperties = ['subject', 'version', 'id', 'file', 'type'] as const;
export type SchemaProperty = (typeof schemaProperties)[number];

function schemaRefOf(node: JsonNode): SchemaRef | undefined {
  if (node.kind === 'string') return node.value === 'latest' ? { kind: 'latest' } : undefined;
  if (node.kind !== 'object') return undefined;
  const [subject, version, id, file, type] = schemaProperties.map((name) => propertyOf(node, name));
  const others = (...used: readonly (JsonNode | undefined)[]): boolean =>
    [subject, version, id, file, type].some((other) => other !== undefined && !used.includes(other));
  if (file?.kind === 'string' && file.value !== '' && !others(file, type, subject)) {
    if ((type !== undefined && type.kind !== 'string') || (subject !== undefined && subject.kind !== 'string')) return undefined;
    return { kind: 'file', file: file.value, type: type?.value, ...(subject === undefined ? {} : { subject: subject.value }) };
  }
  if (id?.kind === 'number' && /^\d{1,10}$/.test(id.text) && !others(id)) return { kind: 'id', schemaId: Number(id.text) };
  if (subject?.kind !== 'string' || others(subject, version)) return undefined;
  if (version === undefined || (version.kind === 'string' && version.value === 'latest'))
    return { kind: 'subject', subject: subject.value, version: 'latest' };
  if (version.kind === 'number' && /^[1-9]\d{0,9}$/.test(version.text))
    return { kind: 'subject', subject: subject.value, version: Number(version.text) };
  return undefined;
}

type ByPart<T> = { readonly [part in 'key' | 'value']?: Spanned<T> };

/** What is given for the value alone, or for key and value in an object. */
function readByPart<T>(
  node: JsonNode | undefined,
  property: string,
  problems: Problem[],
  read: (node: JsonNode, problems: Problem[]) => T | undefined,
): ByPart<T> {
  if (node === undefined) return {};
  if (node.kind === 'object') refuseOthers(node, `"${property}"`, ['key', 'value'], problems);
  const parts: ['key' | 'value', JsonNode | undefined][] =
    node.kind === 'object'
      ? [
          ['key', propertyOf(node, 'key')],
          ['value', propertyOf(node, 'value')],
        ]
      : [['value', node]];
  const result: { -readonly [part in keyof ByPart<T>]: ByPart<T>[part] } = {};
  for (const [part, given] of parts) {
    const value = given === undefined ? undefined : read(given, problems);
    if (given !== undefined && value !== undefined) result[part] = { value, span: given.span };
  }
  return result;
}

function toFraming(node: JsonNode, problems: Problem[]): MessageFraming | undefined {
  const framing = node.kind === 'string' ? messageFramings.find((known) => known === node.value) : undefined;
  if (framing === undefined) report(problems, 'unknown-framing', node.span, `A framing is ${list(messageFramings, 'or')}.`);
  return framing;
}

function toGlueVersion(node: JsonNode, problems: Problem[]): string | undefined {
  if (node.kind === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(node.value)) return node.value.toLowerCase();
  report(problems, 'wrong-type', node.span, '"glueVersionId" is the UUID of a schema version in AWS Glue.');
  return undefined;
}

/** Reports the properties that are none of these; returns whether there are any. */
function refuseOthers(object: JsonObject, subject: string, names: readonly string[], problems: Problem[]): boolean {
  const others = new Map(object.properties.filter(({ name }) => !names.includes(name.value)).map(({ name }) => [name.value, name.span]));
  for (const [name, span] of others) {
    const closest = closestWord(name, names);
    const hint = closest === undefined ? `It may have ${list(names)}.` : `Did you mean "${closest}"?`;
    report(problems, 'unknown-property', span, `${subject} has no property "${name}". ${hint}`);
  }
  return others.size > 0;
}

function propertyOf(object: JsonObject, name: string): JsonNode | undefined {
  return object.properties.find((property) => property.name.value === name)?.value;
}

function list(names: readonly string[], last: 'and' | 'or' = 'and'): string {
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1) ?? ''}`;
}

function report(problems: Problem[], code: string, span: Span, message: string): void {
  problems.push({ code, severity: 'error', span, message });
}
