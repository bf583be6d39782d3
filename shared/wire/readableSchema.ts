import { canonicalForm, crc64Avro, crc64Digits } from '../avro/canonical.ts';
import { compileReader } from '../avro/read.ts';
import type { Reader } from '../avro/read.ts';
import { dereference } from '../avro/schema.ts';
import type { Schema } from '../avro/schema.ts';
import { resolveSchema } from '../avro/schemaText.ts';
import type { SchemaText } from '../avro/schemaText.ts';
import type { Value } from '../avro/value.ts';
import { CodecError } from '../errors.ts';
import type { DecodedSchema, DecodingError } from './decoded.ts';

/** A schema, ready to read with. */
export interface ReadableSchema {
  /** Undefined where it is none of Avro. */
  readonly schema: Schema | undefined;
  readonly source: DecodedSchema;
  readonly text: SchemaText;
  /** For people, such as "orders-value v3". */
  readonly label: string;
  /** Whether some bytes must fit by their length: then text fits by chance only, else any text of the right length does. */
  readonly hasLengths: boolean;
  /** Reads what {@link tryRead} does, framed or not, for whoever reads many; undefined where that one has to look closer. */
  readonly reader: Reader | undefined;
  /** The value that all of the bytes are without a frame; undefined where they do not fit, whatever the reason. */
  readBare(bytes: Uint8Array): Value | undefined;
  /** CRC-64-AVRO of its Parsing Canonical Form, as 16 hex digits, the highest first; empty where it has none. */
  fingerprint(): string;
  /**
   * Reads `bytes` from `start` to their end. Nothing may be left over. Positions count from the first of `bytes`.
   *
   * @param isConfluent whether a frame of Confluent's names the schema: then the top type bytes has no length of its own
   * @param messageIndexes of Protobuf, where they stand in a header
   */
  tryRead(bytes: Uint8Array, start: number, isConfluent: boolean, messageIndexes?: readonly number[]): Reading;
}

export type Reading =
  | {
      readonly ok: true;
      /** Undefined of schemas that are none of Avro. */
      readonly value: Value | undefined;
      /** JSON text, of a JSON Schema. */
      readonly text?: string;
      /** Of Protobuf: what there is to say of bytes that are not decoded, as a sentence. */
      readonly note?: string;
    }
  | { readonly ok: false; readonly error: DecodingError };

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
  let fingerprint: string | undefined;
  return {
    schema,
    source: { ...source, fullname: top !== undefined && 'fullname' in top ? top.fullname : undefined },
    text,
    label: text.label,
    hasLengths: hasLengths(schema, new Set()),
    reader: isBytes ? undefined : reader,
    readBare: (bytes) => reader.readIfFits(bytes),
    fingerprint: () => (fingerprint ??= fingerprintOf(schema)),
    tryRead(bytes, start, isConfluent) {
      // Confluent's serializers write these without the length that Avro puts in front.
      if (isBytes && isConfluent) return { ok: true, value: bytes.subarray(start) };
      try {
        return { ok: true, value: reader.read(bytes, start) };
      } catch (error) {
        return { ok: false, error: toReadingError(error) };
      }
    },
  };
}

/** What a reader threw, as data. @throws whatever is no CodecError */
export function toReadingError(error: unknown): DecodingError {
  if (!(error instanceof CodecError)) throw error;
  const { code, message, remedy, position } = error;
  // That some are left over says little without the place where they begin.
  const text = code === 'codec/trailing-bytes' && position !== undefined ? `${message} at byte ${position}` : message;
  return { code, message: text, remedy, position };
}

function fingerprintOf(schema: Schema): string {
  const form = canonicalForm(schema);
  return form === undefined ? '' : crc64Digits(crc64Avro(new TextEncoder().encode(form)));
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
