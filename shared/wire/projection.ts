import type { Reader } from '../avro/read.ts';
import { compileResolvingReader } from '../avro/resolvingReader.ts';
import { dereference } from '../avro/schema.ts';
import { CodecError } from '../errors.ts';
import { toReadingError } from './readableSchema.ts';
import type { ReadableSchema, Reading } from './readableSchema.ts';
import type { JudgedPart } from './verdicts.ts';

/** Reads what one schema wrote as another one, compiled once for each pair. */
export class Projection {
  readonly target: ReadableSchema;
  readonly #pairs = new WeakMap<ReadableSchema, Reader | CodecError>();

  constructor(target: ReadableSchema) {
    this.target = target;
  }

  /** The reader of a pair of schemas that are both Avro's; an error where nothing can be read by them. */
  of(writer: ReadableSchema): Reader | CodecError {
    const known = this.#pairs.get(writer);
    if (known !== undefined) return known;
    const compiled = compilePair(writer, this.target);
    this.#pairs.set(writer, compiled);
    return compiled;
  }

  /** As `ReadableSchema.tryRead` does. */
  tryRead(writer: ReadableSchema, bytes: Uint8Array, start: number, isConfluent: boolean): Reading {
    const reader = this.of(writer);
    if (reader instanceof CodecError) return { ok: false, error: toReadingError(reader) };
    try {
      const hasNoLength = isConfluent && writer.schema !== undefined && dereference(writer.schema)?.type === 'bytes';
      return { ok: true, value: hasNoLength ? reader.read(withLength(bytes.subarray(start))) : reader.read(bytes, start) };
    } catch (error) {
      return { ok: false, error: toReadingError(error) };
    }
  }
}

function compilePair(writer: ReadableSchema, reader: ReadableSchema): Reader | CodecError {
  if (writer.schema === undefined || reader.schema === undefined) {
    return new CodecError('codec/not-avro', `${writer.label} is no schema of Avro, so there is nothing to be read as ${reader.label}.`);
  }
  try {
    return compileResolvingReader(writer.schema, reader.schema);
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

/** The bytes with the length that Avro puts in front of them. */
export function withLength(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = 2 * bytes.length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
  const whole = new Uint8Array(length.length + 1 + bytes.length);
  whole.set([...length, rest]);
  whole.set(bytes, length.length + 1);
  return whole;
}

/** The part as the reader schema has it; what can't be read so is a failure. */
export function projectPart(part: JudgedPart, projection: Projection): JudgedPart {
  const { origin, explain } = part;
  if (origin === undefined || part.schema === undefined || part.value === undefined) return part;
  const { target } = projection;
  const reading = projection.tryRead(origin.readable, origin.bytes, origin.start, origin.isConfluent);
  const reader = target.source;
  if (reading.ok) {
    const why = (size: number): string => `${explain(size)} Read as ${target.label}, the reader schema.`;
    return { ...part, schema: target.schema, value: reading.value, reader, explain: why };
  }
  const why = (size: number): string => `${explain(size)} It can't be read as ${target.label}, the reader schema.`;
  return { ...part, state: 'failed', error: reading.error, schema: undefined, value: undefined, reader, explain: why };
}
