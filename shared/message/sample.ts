import type { Schema } from '../avro/schema.ts';
import { dereference } from '../avro/schema.ts';
import { sampleValue, type SampleOptions } from '../avro/sample.ts';
import type { RecordValue, Value } from '../avro/value.ts';
import { valueToJson } from '../avro/valueToJson.ts';
import type { SchemaRef } from '../protocol.ts';
import type { MessageFraming } from './document.ts';

/** What a new message document begins with; the parts are JSON texts. */
export interface NewMessage {
  readonly connection: string | undefined;
  readonly topic: string | undefined;
  readonly key: string;
  readonly value: string;
  readonly valueSchema?: SchemaRef | undefined;
  readonly framing?: MessageFraming | undefined;
}

/** A generated value as JSON text, indented by 2, and a key that goes with it. */
export function sampleJson(schema: Schema, options: SampleOptions): { readonly value: string; readonly key: string } {
  const value = sampleValue(schema, options);
  return { value: valueToJson(schema, value, { indent: 2 }), key: JSON.stringify(keyOf(schema, value)) };
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
    ...(valueSchema === undefined ? [] : [`"valueSchema": ${refText(valueSchema)}`]),
    ...(framing === undefined ? [] : [`"framing": ${JSON.stringify(framing)}`]),
    `"key": ${key}`,
  ];
  const head = `{\n${before.map((line) => `  ${line},\n`).join('')}  "value": `;
  const body = indented(value, 2);
  const firstField = /^\{\s*"(?:[^"\\]|\\.)*":\s*/.exec(body);
  return { text: `${head}${body}\n}\n`, cursor: head.length + (firstField?.[0].length ?? 0) };
}

/** A JSON text whose lines, but for the first, stand deeper by so many spaces. No string of it has a line break. */
export function indented(json: string, by: number): string {
  return json.replaceAll('\n', `\n${' '.repeat(by)}`);
}

function refText(ref: SchemaRef): string {
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

/** What people mostly use for a key: the text that identifies the record, else the first text. */
function keyOf(schema: Schema, value: Value): string {
  const record = dereference(schema);
  if (record?.type !== 'record') return 'key-1';
  const texts = record.fields.flatMap(({ name }) => {
    // A record schema's value is an object with its fields.
    const field = name === undefined ? undefined : (value as RecordValue)[name.value];
    return name !== undefined && typeof field === 'string' ? [{ name: name.value, text: field }] : [];
  });
  return (texts.find(({ name }) => /(^|_)(id|key|code|uuid)$|Id$/i.test(name)) ?? texts[0])?.text ?? 'key-1';
}
