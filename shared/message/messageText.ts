import type { JsonProperty, Span } from '../avro/json.ts';
import type { SchemaRef } from '../protocol.ts';
import type { Message, MessageDocument, MessageFraming } from './document.ts';

/** What a new message document begins with; the parts are JSON texts. */
export interface NewMessage {
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly key: string;
  readonly value: string;
  readonly valueSchema?: SchemaRef | undefined;
  readonly framing?: MessageFraming | undefined;
}

/**
 * The text of a document with one message, and where its cursor belongs: at the value of the first field, else at the
 * value.
 */
export function newMessageText(message: NewMessage): { readonly text: string; readonly cursor: number } {
  const { connection, topic, key, value, valueSchema, framing } = message;
  const before = [
    ...(connection === undefined ? [] : [`"connection": ${JSON.stringify(connection)}`]),
    ...(topic === undefined ? [] : [`"topic": ${JSON.stringify(topic)}`]),
    ...(valueSchema === undefined ? [] : [`"valueSchema": ${schemaRefText(valueSchema)}`]),
    ...(framing === undefined ? [] : [`"framing": ${JSON.stringify(framing)}`]),
    `"key": ${key}`,
  ];
  const head = `{\n${before.map((line) => `  ${line},\n`).join('')}  "value": `;
  const body = indented(value, '  ', '  ');
  const firstField = /^\{\s*"(?:[^"\\]|\\.)*":\s*/.exec(body);
  return { text: `${head}${body}\n}\n`, cursor: head.length + (firstField?.[0].length ?? 0) };
}

/**
 * The edit that gives a message another value, indented as the message is, and leaves everything else as it stands.
 *
 * @param print makes the value's JSON text, with so many spaces for each level
 */
export function replaceValue(
  { text }: MessageDocument,
  message: Message,
  print: (indent: number) => string,
): { readonly span: Span; readonly text: string } {
  const { span, properties } = message.json;
  const isOneLine = !text.slice(span.start, span.end).includes('\n');
  const [first] = properties;
  const outer = lineIndent(text, span.start);
  const inner = first === undefined || isOneLine ? `${outer}  ` : lineIndent(text, first.name.span.start);
  const unit = inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  ';
  const valueAt = (indent: string): string => (isOneLine ? print(0) : indented(print(2), indent, unit));
  if (message.value !== undefined) {
    const name = properties.find(({ value }) => value === message.value)?.name;
    return { span: message.value.span, text: valueAt(lineIndent(text, (name ?? message.value).span.start)) };
  }
  const before = lastBeforeValue(message);
  if (before?.value === undefined) {
    const start = span.start + 1;
    return {
      span: { start, end: start },
      text: isOneLine && first !== undefined ? ` "value": ${print(0)}` : alone(valueAt(inner), inner, outer),
    };
  }
  const { end } = before.value.span;
  return { span: { start: end, end }, text: isOneLine ? `, "value": ${print(0)}` : `,\n${inner}"value": ${valueAt(inner)}` };
}

function alone(value: string, inner: string, outer: string): string {
  return `\n${inner}"value": ${value}\n${outer}`;
}

/** Where a value belongs that is not there yet: behind the key, else behind all else. */
function lastBeforeValue({ json }: Message): JsonProperty | undefined {
  const whole = json.properties.filter(({ value }) => value !== undefined);
  return whole.find(({ name }) => name.value === 'key') ?? whole.at(-1);
}

/** The white space with which the line of an offset begins. */
export function lineIndent(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** A JSON text with 2 spaces a level, its lines but for the first behind `base`, each level by `unit`. No string of it has a line break. */
export function indented(json: string, base: string, unit: string): string {
  return json.replace(/\n( *)/g, (_, spaces: string) => `\n${base}${unit.repeat(spaces.length / 2)}`);
}

/** As a message names its schema: JSON text. */
export function schemaRefText(ref: SchemaRef): string {
  switch (ref.kind) {
    case 'latest':
      return '"latest"';
    case 'id':
      return `{ "id": ${ref.schemaId} }`;
    case 'subject':
      return `{ "subject": ${JSON.stringify(ref.subject)}, "version": ${JSON.stringify(ref.version)} }`;
    case 'file': {
      const type = ref.type === undefined ? '' : `, "type": ${JSON.stringify(ref.type)}`;
      return `{ "file": ${JSON.stringify(ref.file)}${type} }`;
    }
  }
}
