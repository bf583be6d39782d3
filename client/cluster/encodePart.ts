import { parseJson } from '../../shared/avro/parseJson.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import { resolveSchema } from '../../shared/avro/schemaText.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valueFromJson } from '../../shared/avro/valueFromJson.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import { CodecError } from '../../shared/errors.ts';
import { writePrefixedFrame } from '../../shared/wire/confluentPrefix.ts';
import type { PartToSend } from './session.ts';

/**
 * Returns the bytes of a record's key or value, or null.
 *
 * @throws CodecError `codec/invalid-value` if the JSON does not fit the schema, with the path of the first misfit, or
 *   `codec/unusable-schema`; FrameError `frame/invalid-schema-id`
 */
export function encodePart(part: PartToSend, name: 'key' | 'value'): Uint8Array | null {
  if (part.kind === 'null') return null;
  if (part.kind === 'bytes') return part.bytes;
  const schema = resolveSchema(part.schema);
  const value = readValue(part, schema, name);
  if (part.framing.kind === 'bare') return compileWriter(schema)(value);
  // Confluent's serializers put bytes behind their frame without the length that Avro would put in front.
  const isBytes = dereference(schema)?.type === 'bytes' && value instanceof Uint8Array;
  return writePrefixedFrame(part.framing.schemaId, isBytes ? value : compileWriter(schema)(value));
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
