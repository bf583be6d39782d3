import type { RegisteredSchema } from '../registry/registeredSchema.ts';
import type { DecodedSchema, DecodingError } from './decoded.ts';
import { isAnyJson } from './plainText.ts';
import { readProtobufPayload } from './protobufPayload.ts';
import type { ReadableSchema, Reading } from './readableSchema.ts';

/**
 * A schema of Protobuf or a JSON Schema, as far as something can be said of what it wrote: JSON is checked to be JSON, and
 * of Protobuf the message is named. Undefined for other types of schema.
 */
export function toForeignReadable(schema: RegisteredSchema): ReadableSchema | undefined {
  const { schemaId, subject, version, schemaType, text, label } = schema;
  if (schemaType !== 'JSON' && schemaType !== 'PROTOBUF') return undefined;
  const source: DecodedSchema = { schemaId, subject, version, fullname: undefined, schemaType };
  const tryRead =
    schemaType === 'JSON'
      ? readJsonPayload
      : (bytes: Uint8Array, start: number, _isConfluent: boolean, indexes?: readonly number[]): Reading =>
          readProtobufPayload(text, bytes, start, indexes);
  return {
    schema: undefined,
    source,
    text: schema,
    label,
    hasLengths: true,
    reader: undefined,
    readBare: () => undefined,
    fingerprint: () => '',
    tryRead,
  };
}

function readJsonPayload(bytes: Uint8Array, start: number): Reading {
  const result = isAnyJson(bytes.subarray(start));
  if ('text' in result) return { ok: true, value: undefined, text: result.text };
  const position = start + result.position;
  const error: DecodingError = { code: 'codec/not-json', message: `Byte ${position}: ${result.problem}`, position };
  return { ok: false, error };
}
