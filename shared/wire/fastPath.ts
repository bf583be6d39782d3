import type { Reader } from '../avro/read.ts';
import type { Schema } from '../avro/schema.ts';
import { CodecError } from '../errors.ts';
import { prefixLength } from './confluentPrefix.ts';
import type { DecodedSchema } from './decoded.ts';
import type { PartToRead, ReadPart } from './decoder.ts';
import type { Header } from './frame.ts';
import type { Projection } from './projection.ts';
import type { ReadableSchema } from './readableSchema.ts';

/** What all parts with one schema id have in common. */
interface SettledId {
  readonly reader: Reader;
  readonly schema: Schema | undefined;
  readonly writer: DecodedSchema | undefined;
  readonly readerSource: DecodedSchema | undefined;
  readonly explain: (size: number) => string;
}

/** A topic has few; one that has more is read without. */
const mostIds = 2_000;

/**
 * Reads most of what a scan of a topic meets: a Confluent prefix whose id has been found to be this topic's. One look into a
 * map and one reading settle it. Anything else is left to those who look closer, a value that does not fit too.
 */
export class FastPath {
  readonly #ids = new Map<number, SettledId>();

  /** Takes an id down that a part was read by, with all that is said of it. */
  learn(schemaId: number, part: ReadPart, readable: ReadableSchema, projection: Projection | undefined): void {
    if (readable.reader === undefined || readable.schema === undefined || this.#ids.size >= mostIds) return;
    const reader = projection === undefined ? readable.reader : projection.of(readable);
    if (reader instanceof CodecError) return;
    const { schema, writer, reader: readerSource, explain } = part;
    this.#ids.set(schemaId, { reader, schema, writer, readerSource, explain });
  }

  /** Forgets all. */
  clear(): void {
    this.#ids.clear();
  }

  knows(schemaId: number): boolean {
    return this.#ids.has(schemaId);
  }

  /** Undefined where it has to be looked at more closely. */
  tryRead({ bytes, headers }: PartToRead): ReadPart | undefined {
    if (bytes === null || bytes.length < prefixLength || bytes[0] !== 0) return undefined;
    if (headers.length > 0 && mayNameSchema(headers)) return undefined;
    const settled = this.#ids.get((((bytes[1] ?? 0) << 24) | ((bytes[2] ?? 0) << 16) | ((bytes[3] ?? 0) << 8) | (bytes[4] ?? 0)) >>> 0);
    if (settled === undefined) return undefined;
    const value = settled.reader.readIfFits(bytes, prefixLength);
    if (value === undefined) return undefined;
    return {
      state: 'exact',
      framing: 'confluent-prefix',
      error: undefined,
      size: bytes.length,
      schema: settled.schema,
      value,
      text: undefined,
      writer: settled.writer,
      reader: settled.readerSource,
      bytes,
      explain: settled.explain,
    };
  }
}

/** Whether one of the headers may be a frame. */
function mayNameSchema(headers: readonly Header[]): boolean {
  for (const { name } of headers) if (name.startsWith('__') || name.startsWith('apicurio.')) return true;
  return false;
}
