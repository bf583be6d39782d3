import { canonicalForm, crc64Avro, crc64Digits } from '../../shared/avro/canonical.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { CodecError } from '../../shared/errors.ts';
import { apicurioHeaders } from '../../shared/wire/apicurioHeader.ts';
import { writeApicurioPrefix } from '../../shared/wire/apicurioPrefix.ts';
import { writeGuidPrefix } from '../../shared/wire/confluentGuidPrefix.ts';
import { schemaIdHeader } from '../../shared/wire/confluentHeader.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import type { Header } from '../../shared/wire/frame.ts';
import { writeGlue } from '../../shared/wire/glue.ts';
import { writeSingleObject } from '../../shared/wire/singleObject.ts';
import type { RecordToProduce } from './cluster.ts';
import type { FramingToSend, MessageToSend, PartToSend } from './session.ts';

export interface EncodedPart {
  readonly bytes: Uint8Array | null;
  /** Those that the framing adds to the record. */
  readonly headers: readonly Header[];
}

/**
 * The record that a message is written as: its parts' bytes, and the headers of their framings behind its own.
 *
 * @throws what {@link encodePart} throws
 */
export function encodeMessage({ topic, key, value, headers, partition, timestampMs }: MessageToSend): RecordToProduce {
  const parts = [encodePart(key, 'key'), encodePart(value, 'value')] as const;
  const added = parts.flatMap((part) => part.headers);
  return { topic, key: parts[0].bytes, value: parts[1].bytes, headers: [...headers, ...added], partition, timestampMs };
}

/**
 * Returns the bytes of a record's key or value, or null, and the headers that belong to them.
 *
 * @throws CodecError `codec/invalid-value` if the JSON does not fit the schema, with the path of the first misfit, or
 *   `codec/unusable-schema`; FrameError `frame/invalid-schema-id`
 */
export function encodePart(part: PartToSend, name: 'key' | 'value'): EncodedPart {
  if (part.kind === 'null') return { bytes: null, headers: [] };
  if (part.kind === 'bytes') return { bytes: part.bytes, headers: [] };
  const schema = resolveSchema(part.schema);
  const { write, headers } = compilePart(schema, part.framing, name);
  return { bytes: write(readValue(part, schema, name)), headers };
}

/** Writes the keys or values of many records, each with its frame. */
export interface PartWriter {
  readonly write: (value: Value) => Uint8Array;
  /** Puts the frame around what was written by the same schema elsewhere. */
  readonly frame: (value: Value, payload: Uint8Array) => Uint8Array;
  /** Those that the framing adds to each record. */
  readonly headers: readonly Header[];
}

/**
 * Returns what writes keys or values of a schema, made once and for all.
 *
 * @throws CodecError `codec/unusable-schema`, as its functions throw `codec/invalid-value` and `codec/too-deep`; FrameError
 *   `frame/invalid-schema-id`
 */
export function compilePart(schema: Schema, framing: FramingToSend, name: 'key' | 'value'): PartWriter {
  const write = compileWriter(schema);
  const put = compileFrame(framing, schema);
  // Confluent's serializers put bytes behind their frame without the length that Avro would put in front.
  const isBytes = framing.kind.startsWith('confluent-') && dereference(schema)?.type === 'bytes';
  const alone = (value: Value): Uint8Array | undefined => (isBytes && value instanceof Uint8Array ? value : undefined);
  return {
    write: (value) => put(alone(value) ?? write(value)),
    frame: (value, payload) => put(alone(value) ?? payload),
    headers: headersOf(framing, name),
  };
}

function compileFrame(framing: FramingToSend, schema: Schema): (payload: Uint8Array) => Uint8Array {
  switch (framing.kind) {
    case 'bare':
    case 'confluent-header':
    case 'apicurio-header':
      return (payload) => payload;
    case 'confluent-prefix':
      return withPrefix(writePrefixedFrame(framing.schemaId, new Uint8Array()));
    case 'confluent-guid-prefix':
      return withPrefix(writeGuidPrefix(framing.guid));
    case 'apicurio-prefix':
      return (payload) => writeApicurioPrefix(BigInt(framing.schemaId), payload);
    case 'glue':
      return (payload) => writeGlue(framing.versionId, payload);
    case 'single-object': {
      const fingerprint = fingerprintOf(schema);
      return (payload) => writeSingleObject(fingerprint, payload);
    }
  }
}

/** The prefix is the same of all records. */
function withPrefix(prefix: Uint8Array): (payload: Uint8Array) => Uint8Array {
  return (payload) => {
    const bytes = new Uint8Array(prefix.length + payload.length);
    bytes.set(prefix);
    bytes.set(payload, prefix.length);
    return bytes;
  };
}

function headersOf(framing: FramingToSend, name: 'key' | 'value'): readonly Header[] {
  if (framing.kind === 'confluent-header') return [{ name: schemaIdHeader(name), value: writeGuidPrefix(framing.guid) }];
  return framing.kind === 'apicurio-header' ? apicurioHeaders(name, BigInt(framing.schemaId)) : [];
}

function fingerprintOf(schema: Schema): string {
  const form = canonicalForm(schema);
  if (form === undefined)
    throw new CodecError('codec/unusable-schema', 'The schema has no Parsing Canonical Form, so it has no fingerprint.');
  return crc64Digits(crc64Avro(new TextEncoder().encode(form)));
}

function readValue({ json, schema: { label } }: PartToSend & { kind: 'avro' }, schema: Schema, name: 'key' | 'value'): Value {
  const { root, problems } = parseJson(json);
  const [broken] = problems.filter(({ severity }) => severity === 'error');
  if (root === undefined || broken !== undefined) {
    const reason = broken === undefined ? '' : ` ${broken.message}`;
    throw new CodecError('codec/invalid-value', `The ${name} is not JSON.${reason}`);
  }
  const result = valueFromJson(schema, root);
  if (result.ok) return result.value;
  const [first, ...others] = result.problems;
  const path = first?.path ?? '';
  const where = path === '' ? '' : ` At ${path}:`;
  const more = others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'problem is' : 'problems are'} behind it.`;
  throw new CodecError('codec/invalid-value', `The ${name} does not fit ${label}.${where} ${first?.message ?? ''}${more}`, { path });
}
