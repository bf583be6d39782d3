import { isSameMarker, readBlockNumbers } from '../avro/container/blocks.ts';
import { readContainerMetadata, syncLength } from '../avro/container/header.ts';
import { compileReader } from '../avro/read.ts';
import type { Schema } from '../avro/schema.ts';
import type { Value } from '../avro/value.ts';
import { CodecError } from '../errors.ts';
import type { DecodingError, DecodedSchema } from './decoded.ts';
import { toReadable, toReadingError } from './readableSchema.ts';
import type { ReadableSchema } from './readableSchema.ts';
import type { Inflate } from './frame.ts';
import { concatBytes } from './frameParts.ts';

/** What a container within a message holds. */
export type ContainerReading =
  | {
      readonly ok: true;
      readonly readable: ReadableSchema;
      /** Of the value: that of the records, or an array of it where there is not exactly one. */
      readonly schema: Schema;
      readonly value: Value;
      readonly records: number;
    }
  | { readonly ok: false; readonly error: DecodingError };

/** Messages with a container mostly have the same schema. */
const mostKept = 20;

/** Reads containers within messages; it keeps the schemas that it has compiled. */
export class ContainerMessages {
  readonly #kept = new Map<string, ReadableSchema>();
  readonly #inflate: Inflate;

  constructor(inflate: Inflate) {
    this.#inflate = inflate;
  }

  /**
   * All records of all blocks. Codecs that can't be read here are named.
   *
   * @param payloadStart behind the header and its sync marker
   * @see Avro 1.12, "Object Container Files"
   */
  read(bytes: Uint8Array, payloadStart: number): ContainerReading {
    try {
      const { codec, schemaText } = readContainerMetadata(bytes);
      const readable = this.#compile(schemaText ?? '');
      const { schema } = readable;
      if (schema === undefined) throw new CodecError('codec/unusable-schema', 'The container has no schema.');
      const values = readBlocks(bytes, payloadStart, schema, codec === 'null' ? undefined : this.#decompress(codec));
      const [only] = values;
      if (values.length === 1 && only !== undefined) return { ok: true, readable, schema, value: only, records: 1 };
      return {
        ok: true,
        readable,
        schema: { type: 'array', items: schema, span: schema.span, json: schema.json },
        value: values,
        records: values.length,
      };
    } catch (error) {
      return { ok: false, error: toReadingError(error) };
    }
  }

  /** Decompresses one block after the other, all of them to no more than the limit. */
  #decompress(codec: string): Decompress {
    let used = 0;
    return (bytes) => {
      const data = this.#inflate.block?.(codec, bytes, used);
      if (data === undefined) {
        const message = `This container is compressed with ${codec}, which is not read within messages.`;
        const remedy = 'Save the bytes as a file with the ending .avro to look into it.';
        throw new CodecError('codec/compressed-container', message, { remedy });
      }
      used += data.length;
      return data;
    };
  }

  #compile(text: string): ReadableSchema {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    const source: Omit<DecodedSchema, 'fullname'> = { schemaId: undefined, subject: undefined, version: undefined };
    const readable = toReadable({ text, references: [], label: "the container's schema" }, source);
    if (this.#kept.size >= mostKept) this.#kept.clear();
    this.#kept.set(text, readable);
    return readable;
  }
}

type Decompress = (bytes: Uint8Array) => Uint8Array;

/**
 * All records as one array's, so that what they may cost is bounded by the bytes of all of them: an array's block begins
 * with the same two numbers as a container's, the first negative, and has no marker.
 */
function readBlocks(bytes: Uint8Array, payloadStart: number, schema: Schema, decompress: Decompress | undefined): readonly Value[] {
  const { blocks, pieces } = findBlocks(bytes, payloadStart, decompress);
  try {
    const value = compileReader({ type: 'array', items: schema, span: schema.span, json: schema.json }).read(concatBytes(...pieces, [0]));
    return Array.isArray(value) ? (value as readonly Value[]) : [];
  } catch (error) {
    if (!(error instanceof CodecError) || error.position === undefined) throw error;
    const { code, message, position, path } = error;
    const index = blocks.findLastIndex(({ start }) => start <= position);
    const { data = 0, shift = 0 } = blocks[index] ?? {};
    if (decompress !== undefined) {
      // What was decompressed has no place in the message.
      const where = `Block ${index}, byte ${Math.max(0, position - data)} of what it decompresses to: `;
      throw new CodecError(code, message.replace(/^Byte \d+: (?:array (?=block))?/, where), { path });
    }
    const at = position + shift;
    throw new CodecError(code, message.replace(/^Byte \d+: (?:array (?=block))?/, `Byte ${at}: `), { position: at, path });
  }
}

interface Blocks {
  /** Where each begins as an array's block, and its records; how far its bytes stand behind that in the message. */
  readonly blocks: readonly { readonly start: number; readonly data: number; readonly shift: number }[];
  readonly pieces: readonly (Uint8Array | readonly number[])[];
}

function findBlocks(bytes: Uint8Array, payloadStart: number, decompress: Decompress | undefined): Blocks {
  const sync = bytes.subarray(payloadStart - syncLength, payloadStart);
  const blocks: { start: number; data: number; shift: number }[] = [];
  const pieces: (Uint8Array | readonly number[])[] = [];
  let length = 0;
  for (let position = payloadStart; position < bytes.length;) {
    const numbers = readBlockNumbers(bytes, position);
    const { end: start } = numbers;
    const count = toSafe(numbers.count, position);
    const size = toSafe(numbers.dataLength, numbers.countEnd);
    const end = start + size;
    if (count < 0 || size < 0) throw misfit(position, 'a block of fewer than 0 records or bytes');
    if (end + syncLength > bytes.length) {
      throw misfit(position, `block of ${size} bytes, only ${Math.max(bytes.length - start - syncLength, 0)} left`);
    }
    if (!isSameMarker(bytes.subarray(end, end + syncLength), sync)) throw misfit(end, 'no sync marker behind the block');
    if (count > 0) {
      const stored = bytes.subarray(start, end);
      const data = decompress === undefined ? stored : decompress(stored);
      const head = [...zigZag(-count), ...zigZag(data.length)];
      blocks.push({ start: length, data: length + head.length, shift: start - head.length - length });
      pieces.push(head, data);
      length += head.length + data.length;
    } else if (size > 0) throw misfit(start, `${size} bytes are left over behind no record`);
    position = end + syncLength;
  }
  return { blocks, pieces };
}

function toSafe(value: number | bigint, position: number): number {
  if (typeof value !== 'number') throw misfit(position, 'a number that no block has');
  return value;
}

/** A safe integer as a zig-zag varint. */
function zigZag(value: number): number[] {
  const digits: number[] = [];
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) digits.push((rest % 0x80) | 0x80);
  return [...digits, rest];
}

function misfit(position: number, text: string): CodecError {
  return new CodecError('codec/container', `Byte ${position}: ${text}`, { position });
}
