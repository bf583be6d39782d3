import type { JsonNode } from '../avro/json.ts';
import { jsonToText } from '../avro/jsonText.ts';
import type { Problem, Schema } from '../avro/schema.ts';
import { valueFromJson } from '../avro/valueFromJson.ts';
import { parseHex } from '../avro/bytesLiteral.ts';
import type { Message, MessageDocument, MessageFraming } from './document.ts';

/** What a part of a message is written with, as far as it is known. */
export type PartSchema =
  | { readonly found: true; readonly schema: Schema; readonly label: string }
  /** `reason` is a sentence; undefined where simply no schema is known. */
  | { readonly found: false; readonly reason: string | undefined };

/** How a part becomes bytes: as null, as it stands, or through an Avro schema. */
export type PartPlan = { readonly kind: 'null' } | { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'avro' };

/**
 * How a part of a message becomes bytes, decided from the document alone and from whether a schema is known. A key
 * without a schema is text; a value without one can't be planned (`no-schema`).
 *
 * @returns the plan, or the problem that prevents one
 */
export function planPart(message: Message, part: 'key' | 'value', hasSchema: boolean): PartPlan | Problem {
  const node = part === 'key' ? message.key : message.value;
  if (node === undefined || node.kind === 'null') return { kind: 'null' };
  const framing = (part === 'key' ? message.keyFraming : message.valueFraming)?.value ?? defaultFraming(part, node, hasSchema);
  switch (framing) {
    case 'json':
      return { kind: 'bytes', bytes: new TextEncoder().encode(jsonToText(node)) };
    case 'text':
      if (node.kind === 'string') return { kind: 'bytes', bytes: new TextEncoder().encode(node.value) };
      return problem('wrong-type', node, `With the framing text, "${part}" is a text in quotes.`);
    case 'hex': {
      const bytes = node.kind === 'string' ? parseHex(node.value.replace(/^hex:/, '')) : undefined;
      if (bytes !== undefined) return { kind: 'bytes', bytes };
      return problem('bytes-prefix', node, `With the framing hex, "${part}" is hex digits in quotes, two for each byte.`);
    }
    case 'bare':
    case 'confluent-prefix':
      return hasSchema ? { kind: 'avro' } : noSchema(message, part, node, undefined);
  }
}

/** The framing of a part that names none. */
function defaultFraming(part: 'key' | 'value', node: JsonNode, hasSchema: boolean): MessageFraming {
  return part === 'key' && !hasSchema && node.kind === 'string' ? 'text' : 'confluent-prefix';
}

/** All problems of a document: its own, and those of every key and value against its schema, in the text's order. */
export function checkMessages(
  document: MessageDocument,
  schemaOf: (message: Message, part: 'key' | 'value') => PartSchema | undefined,
): Problem[] {
  const problems = [...document.problems];
  for (const message of document.messages) {
    for (const part of ['key', 'value'] as const) problems.push(...checkPart(message, part, schemaOf(message, part)));
  }
  return problems.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

function checkPart(message: Message, part: 'key' | 'value', schema: PartSchema | undefined): Problem[] {
  const node = part === 'key' ? message.key : message.value;
  // While the schema is still being looked for there is nothing to say yet.
  if (node === undefined || schema === undefined) return [];
  const plan = planPart(message, part, schema.found);
  if ('code' in plan) return plan.code === 'no-schema' && !schema.found ? [noSchema(message, part, node, schema.reason)] : [plan];
  if (plan.kind !== 'avro' || !schema.found) return [];
  const result = valueFromJson(schema.schema, node);
  return result.ok ? [] : result.problems.map(({ code, span, message: text }) => ({ code, severity: 'error', span, message: text }));
}

function noSchema(message: Message, part: 'key' | 'value', node: JsonNode, reason: string | undefined): Problem {
  const topic = message.topic?.value ?? 'this message';
  const text = reason ?? `No schema is known for ${topic}: "${part}" is not checked and cannot be sent as Avro.`;
  return { code: 'no-schema', severity: 'warning', span: headOf(message, part, node), message: text };
}

/** The property's name rather than its whole value, which may be long. */
function headOf(message: Message, part: 'key' | 'value', node: JsonNode): Problem['span'] {
  return message.json.properties.find(({ name }) => name.value === part)?.name.span ?? node.span;
}

function problem(code: string, node: JsonNode, message: string): Problem {
  return { code, severity: 'error', span: node.span, message };
}
