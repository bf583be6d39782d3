import { compileReader } from '../avro/read.ts';
import { dereference } from '../avro/schema.ts';
import type { Schema } from '../avro/schema.ts';
import { resolveSchema } from '../avro/schemaText.ts';
import type { SchemaText } from '../avro/schemaText.ts';
import type { Value } from '../avro/value.ts';
import { CodecError } from '../errors.ts';
import type { DecodedSchema, DecodingError } from './decoded.ts';

/** A schema, ready to read with. */
export interface ReadableSchema {
  readonly schema: Schema;
  readonly source: DecodedSchema;
  /** For people, such as "orders-value v3". */
  readonly label: string;
  /** Whether some bytes must fit by their length: then text fits by chance only, else any text of the right length does. */
  readonly hasLengths: boolean;
  /**
   * Reads `bytes` from `start` to their end. Nothing may be left over. Positions count from the first of `bytes`.
   *
   * @param isFramed whether a Confluent prefix stands in front: then the top type bytes has no length of its own
   */
  tryRead(bytes: Uint8Array, start: number, isFramed: boolean): Reading;
}

export type Reading = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: DecodingError };

/**
 * Makes a schema ready to read with.
 *
 * @param source what is known of it; the fullname is filled in
 * @throws CodecError `codec/unusable-schema`, or what `compileReader` throws
 */
export function toReadable(text: SchemaText, source: Omit<DecodedSchema, 'fullname'>): ReadableSchema {
  const schema = resolveSchema(text);
  const reader = compileReader(schema);
  const top = dereference(schema);
  const isBytes = top?.type === 'bytes';
  return {
    schema,
    source: { ...source, fullname: top !== undefined && 'fullname' in top ? top.fullname : undefined },
    label: text.label,
    hasLengths: hasLengths(schema, new Set()),
    tryRead(bytes, start, isFramed) {
      // Confluent's serializers write these without the length that Avro puts in front.
      if (isBytes && isFramed) return { ok: true, value: bytes.subarray(start) };
      try {
        return { ok: true, value: reader.read(bytes, start) };
      } catch (error) {
        if (!(error instanceof CodecError)) throw error;
        const { code, message, remedy, position } = error;
        return { ok: false, error: { code, message, remedy, position } };
      }
    },
  };
}

function hasLengths(schema: Schema, seen: Set<Schema>): boolean {
  const target = dereference(schema);
  if (target === undefined || seen.has(target)) return false;
  seen.add(target);
  switch (target.type) {
    case 'string':
    case 'bytes':
      return true;
    case 'record':
      return target.fields.some((field) => hasLengths(field.schema, seen));
    case 'array':
      return hasLengths(target.items, seen);
    case 'map':
      return true;
    case 'union':
      return target.branches.some((branch) => hasLengths(branch, seen));
    default:
      return false;
  }
}
