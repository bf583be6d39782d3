import { parseHex } from '../../shared/avro/bytesLiteral.ts';
import type { JsonNode } from '../../shared/avro/json.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { compileResolvingReader } from '../../shared/avro/resolvingReader.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { Value } from '../../shared/avro/value.ts';
import { compileFromJson } from '../../shared/avro/compileFromJson.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { CodecError } from '../../shared/errors.ts';
import type { Header } from '../cluster/cluster.ts';
import { compilePart } from '../cluster/encodePart.ts';
import { jsonMistake } from './ndjsonSource.ts';
import type { PartRule, SourcePart } from './sendRequest.ts';

/** Makes bytes of the keys, or of the values, of many records. */
export interface PartEncoder {
  /** @throws CodecError with a sentence that says what does not fit, and where */
  encode(part: SourcePart): Uint8Array | null;
  /** Those that the framing adds to each record whose part is not null. */
  readonly headers: readonly Header[];
}

/**
 * Returns an encoder; its writer is made once, and so is what reads JSON by the schema.
 *
 * @param schema of a rule of Avro, resolved
 * @throws CodecError `codec/unusable-schema`; FrameError `frame/invalid-schema-id`
 */
export function compileEncoder(rule: PartRule, schema: Schema | undefined, name: 'key' | 'value'): PartEncoder {
  if (rule.kind === 'avro') {
    if (schema === undefined) throw new Error('A rule of Avro has a schema.');
    return avroEncoder(rule, schema, name);
  }
  const { kind } = rule;
  return {
    headers: [],
    encode: (part) => (part?.kind === 'bytes' ? part.bytes : part === null || kind === 'null' ? null : encodeAs(kind, part, name)),
  };
}

function avroEncoder(
  { schema: { label }, framing }: PartRule & { readonly kind: 'avro' },
  schema: Schema,
  name: 'key' | 'value',
): PartEncoder {
  const { write, frame, headers } = compilePart(schema, framing, name);
  const readQuickly = compileFromJson(schema);
  const convert = createConversion(schema);
  const fromNode = (node: JsonNode): Value => {
    const result = valueFromJson(schema, node);
    if (result.ok) return result.value;
    const [first] = result.problems;
    const more = result.problems.length - 1;
    const others = more === 0 ? '' : ` ${more} more ${more === 1 ? 'problem is' : 'problems are'} behind it.`;
    const where = first === undefined || first.path === '' ? name : `${name}.${first.path}`;
    throw new CodecError('codec/invalid-value', `It does not fit ${label}. At ${where}: ${first?.message ?? ''}${others}`, { path: where });
  };
  return {
    headers,
    encode(part) {
      if (part === null) return null;
      switch (part.kind) {
        case 'bytes':
          return part.bytes;
        case 'json':
          return write(readQuickly(part.text, part.start, part.end) ?? fromNode(toNode(part)));
        case 'node':
          return write(fromNode(part.node));
        case 'value':
          // What was written by the same schema is written already.
          return part.schema === schema ? frame(part.value, part.bytes) : write(convert(part));
      }
    },
  };
}

type ValuePart = Exclude<SourcePart, null> & { readonly kind: 'value' };

/** Values that another schema wrote, as a reader with this schema sees them. */
function createConversion(schema: Schema): (part: ValuePart) => Value {
  let writer: Schema | undefined;
  let read: (bytes: Uint8Array) => Value;
  return (part) => {
    if (writer !== part.schema) {
      const reader = compileResolvingReader(part.schema, schema);
      read = (bytes) => reader.read(bytes);
      writer = part.schema;
    }
    return read(part.bytes);
  };
}

type Content = Exclude<SourcePart, null | { readonly kind: 'bytes' }>;

function toNode(part: Content): JsonNode {
  if (part.kind === 'node') return part.node;
  const text = part.kind === 'json' ? part.text.slice(part.start, part.end) : valueToJson(part.schema, part.value);
  const { root, problems } = parseJson(text);
  if (root === undefined || problems.some(({ severity }) => severity === 'error')) throw invalid(jsonMistake(text));
  return root;
}

/** A string without escapes. */
const plainText = /^"[^"\\\p{C}]*"$/u;

function encodeAs(kind: 'json' | 'text' | 'hex', part: Content, name: 'key' | 'value'): Uint8Array {
  if (kind === 'text' && part.kind === 'json' && part.bytes === undefined) {
    const literal = part.text.slice(part.start, part.end);
    if (plainText.test(literal)) return Buffer.from(literal.slice(1, -1), 'utf8');
  }
  const node = toNode(part);
  if (kind === 'json') return Buffer.from(jsonToText(node), 'utf8');
  if (kind === 'text') {
    if (part.kind === 'json' && part.bytes !== undefined) return part.bytes;
    // A number or a truth value that is a key in a table, or in a value, is its text.
    if (node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean') {
      return Buffer.from(node.kind === 'string' ? node.value : jsonToText(node), 'utf8');
    }
    throw invalid(`The ${name} is to be sent as text, and is ${node.kind === 'array' ? 'an array' : `an ${node.kind}`}.`);
  }
  const bytes = node.kind === 'string' ? parseHex(node.value.replace(/^hex:/, '')) : undefined;
  if (bytes === undefined) throw invalid(`The ${name} is no text of hex digits, two for each byte.`);
  return bytes;
}

function invalid(message: string): CodecError {
  return new CodecError('codec/invalid-value', message);
}

/** The headers with those of framings. A record that has been in a topic may bring a header of its framing already, which tells of another schema. */
export function withHeaders(own: readonly Header[], ofKey: readonly Header[], ofValue: readonly Header[]): readonly Header[] {
  if (ofKey.length === 0 && ofValue.length === 0) return own;
  const left = new Map([...ofKey, ...ofValue].map((header) => [header.name, header]));
  const headers = own.map((header) => {
    const replaced = left.get(header.name);
    left.delete(header.name);
    return replaced ?? header;
  });
  return [...headers, ...left.values()];
}
