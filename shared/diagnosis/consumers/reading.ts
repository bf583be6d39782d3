import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import { schemaIdHeader } from '../../wire/confluentHeader.ts';
import { findHeader, readUint32, readUuid } from '../../wire/frameParts.ts';
import type { ReadableSchema } from '../../wire/readableSchema.ts';
import { isNotFound } from '../../registry/errors.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import type { AskedId } from '../samples.ts';
import { readLoosely } from './looseReader.ts';
import type { Dialect, LooseReading, Refusal } from './looseReader.ts';
import { plainJson } from './plainJson.ts';
import type { RecordToPredict } from './predict.ts';

/** How a consumer fails: see `predictRecord` on the texts. */
export function fails(text: string, ...causes: readonly string[]): RecordOutcome {
  return { kind: 'fails', text, causes };
}

export function unknown(reason: string): RecordOutcome {
  return { kind: 'unknown', reason };
}

/** How deep a frame's first bytes are told apart in {@link looseReading}. */
const frameBytes = 18;

interface KnownReading {
  readonly dialect: Dialect;
  readonly schema: Schema;
  readonly start: number;
  readonly reading: LooseReading;
  json: string | undefined;
}

/** What was read of a record: several consumers read alike, and some records are large. */
const readings = new WeakMap<RecordToPredict, KnownReading[]>();
const writtenJson = new WeakMap<RecordToPredict, string>();

/** What a library makes of a record's bytes from a position on. */
export function looseReading(record: RecordToPredict, dialect: Dialect, schema: Schema, start: number): LooseReading {
  return knownReading(record, dialect, schema, start).reading;
}

function knownReading(record: RecordToPredict, dialect: Dialect, schema: Schema, start: number): KnownReading {
  const known = readings.get(record) ?? [];
  const found = known.find((one) => one.dialect === dialect && one.schema === schema && one.start === start);
  if (found !== undefined) return found;
  const reading = readLoosely(dialect, schema, record.bytes, start, frameBytes);
  const made: KnownReading = { dialect, schema, start, reading, json: undefined };
  known.push(made);
  readings.set(record, known);
  return made;
}

/** What comes of reading a record's bytes from a position on with a library, and then comparing that with what was written. */
export function readPayload(
  record: RecordToPredict,
  dialect: Dialect,
  schema: Schema,
  start: number,
  refused: (refusal: Refusal) => RecordOutcome,
): RecordOutcome {
  const known = knownReading(record, dialect, schema, start);
  const { reading } = known;
  if (reading.kind === 'refused') return refused(reading.refusal);
  if (reading.kind === 'unknown') return reading;
  return compared(record, (known.json ??= plainJson(schema, reading.value)));
}

/** What it is that something was read without an error. */
export function compared(record: RecordToPredict, json: string): RecordOutcome {
  const { schema, written } = record;
  if (schema?.schema === undefined || written === undefined) {
    return unknown('It reads a value without an error; whether that is what was written is not known.');
  }
  let wanted = writtenJson.get(record);
  if (wanted === undefined) {
    wanted = plainJson(schema.schema, written);
    writtenJson.set(record, wanted);
  }
  return json === wanted ? { kind: 'reads', json } : { kind: 'wrong', json };
}

/** Of readers that take all bytes behind the frame for the value where the schema is "bytes", as Confluent's do. */
export function readConfluentPayload(
  record: RecordToPredict,
  dialect: Dialect,
  schema: Schema,
  start: number,
  refused: (refusal: Refusal) => RecordOutcome,
): RecordOutcome {
  if (dereference(schema)?.type === 'bytes') return compared(record, plainJson(schema, record.bytes.subarray(start)));
  return readPayload(record, dialect, schema, start, refused);
}

/** The schema that a registry gives for an id or GUID. */
export type Lookup =
  | { readonly kind: 'schema'; readonly schema: Schema; readonly readable: ReadableSchema }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly outcome: RecordOutcome };

/** @param what such as "schema id 7" */
export function lookUp(asked: AskedId | 'none' | undefined, what: string): Lookup {
  if (asked === 'none') return { kind: 'missing' };
  if (asked === undefined) return notKnown(`Whether the registry has ${what} is not known.`);
  if ('error' in asked) {
    return isNotFound(asked.error)
      ? { kind: 'missing' }
      : notKnown(`Whether the registry has ${what} is not known: ${asked.error.message}`);
  }
  const { schema } = asked.readable;
  return schema === undefined ? notKnown(`The schema of ${what} is none of Avro.`) : { kind: 'schema', schema, readable: asked.readable };
}

function notKnown(reason: string): Lookup {
  return { kind: 'unknown', outcome: unknown(reason) };
}

/** What names the schema of a record for readers that know Confluent's prefixes and headers. */
export interface NamedSchema {
  readonly id: number | undefined;
  readonly guid: string | undefined;
  /** Where the payload begins in the bytes. */
  readonly start: number;
}

/**
 * The id or GUID that stands in the record's header, else in front of its bytes, as the readers of Confluent's clients look for it.
 *
 * @returns `magic` where neither 0 nor 1 stands there, `short` where the bytes end within the id
 */
export function namedSchema(record: RecordToPredict): NamedSchema | 'magic' | 'short' {
  const header = findHeader(record.headers, schemaIdHeader(record.part));
  const bytes = header ?? record.bytes;
  const [magic] = bytes;
  if (magic === undefined) return 'short';
  if (magic > 1) return 'magic';
  const end = magic === 0 ? 5 : 17;
  if (bytes.length < end) return 'short';
  const start = header === undefined ? end : 0;
  return magic === 0 ? { id: readUint32(bytes, 1), guid: undefined, start } : { id: undefined, guid: readUuid(bytes, 1), start };
}

/** What the registry says of what {@link namedSchema} found. */
export function lookUpNamed(record: RecordToPredict, { id, guid }: NamedSchema): Lookup {
  if (id !== undefined) return lookUp(record.asked(id), `schema id ${id}`);
  return lookUp(record.askedGuid(guid ?? ''), `the GUID ${guid ?? ''}`);
}
