import { containerMagic, syncLength } from '../../shared/avro/container/header.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import { Sink } from '../../shared/avro/sink.ts';
import { compileWriter } from '../../shared/avro/write.ts';
import type { Value } from '../../shared/avro/value.ts';
import { CodecError } from '../../shared/errors.ts';
import { toPartJson, type ExportRecord, type ExportWriter } from './exportRecord.ts';
import { schemaToText } from './schemaToText.ts';
import { toSchemaName } from './rowViews.ts';

export interface AvroWriterOptions {
  readonly codec: 'null' | 'deflate';
  /** Compresses to raw deflate data (RFC 1951). Not called where the codec is `null`. */
  readonly deflate: (bytes: Uint8Array) => Uint8Array;
  /** 16 random bytes. */
  readonly sync: Uint8Array;
}

/** A block is closed once it is this large. */
const blockBytes = 64 * 1024;

/**
 * Writes an Avro object container file of values that have one schema: that of the first one. Other records are left out.
 * What is hidden can't stand in a value of a schema, so a record of which something is hidden is left out, too.
 *
 * @see Avro 1.12, "Object Container Files"
 */
export function createAvroWriter(options: AvroWriterOptions): ExportWriter {
  let file: ContainerFile | undefined;
  return {
    write(record) {
      const { held, value, masks, render } = record;
      if (held.failure !== undefined || value.state === 'failed') return { leftOut: 'They could not be decoded.' };
      if (value.state === 'null') return { leftOut: 'They are tombstones, which have no value.' };
      if (value.schema === undefined || value.value === undefined) return { leftOut: 'Their values are not Avro.' };
      if (!masks.value.isEmpty && toPartJson(value, masks.value, render).masked) return { leftOut: 'Some of their fields are hidden.' };
      try {
        file ??= openContainerFile(value.schema, options);
        if (!file.takes(value.schema)) return { leftOut: `Their schema is another one${nameOf(record)}.` };
        return file.add(value.value);
      } catch (error) {
        if (error instanceof CodecError) return { leftOut: error.message };
        throw error;
      }
    },
    // A file without a record has no schema that it could be of.
    end: () => file?.end() ?? new Uint8Array(),
  };
}

function nameOf({ value: { writer } }: ExportRecord): string {
  return writer === undefined ? '' : ` (${toSchemaName(writer)})`;
}

/** A container file that is being written: what it returns is to be written next, and may be nothing. */
export interface ContainerFile {
  /** Whether values of another schema are values of this one. */
  takes(schema: Schema): boolean;
  add(value: Value): Uint8Array;
  end(): Uint8Array;
}

/** Begins a container file of values of one schema. @throws CodecError `codec/unusable-schema` */
export function openContainerFile(schema: Schema, { codec, deflate, sync }: AvroWriterOptions): ContainerFile {
  const text = schemaToText(schema);
  const write = compileWriter(schema);
  const known = new Map<Schema, boolean>([[schema, true]]);
  let head: Uint8Array | undefined = toHeader(text, codec, sync);
  let payloads: Uint8Array[] = [];
  let bytes = 0;
  const closeBlock = (): Uint8Array => {
    const sink = new Sink();
    if (head !== undefined) sink.writeBytes(head);
    head = undefined;
    if (payloads.length > 0) {
      const data = join(payloads, bytes);
      const stored = codec === 'null' ? data : deflate(data);
      sink.writeLong(payloads.length);
      sink.writeLong(stored.length);
      sink.writeBytes(stored);
      sink.writeBytes(sync);
    }
    payloads = [];
    bytes = 0;
    return sink.toBytes();
  };
  return {
    takes(other) {
      const same = known.get(other) ?? schemaToText(other) === text;
      known.set(other, same);
      return same;
    },
    add(value) {
      const payload = write(value);
      payloads.push(payload);
      bytes += payload.length;
      return bytes < blockBytes ? new Uint8Array() : closeBlock();
    },
    end: closeBlock,
  };
}

const utf8 = new TextEncoder();

function toHeader(schema: string, codec: string, sync: Uint8Array): Uint8Array {
  if (sync.length !== syncLength) throw new Error(`The marker between blocks has ${sync.length} bytes.`);
  const sink = new Sink();
  sink.writeBytes(containerMagic);
  sink.writeLong(2);
  for (const [name, text] of [
    ['avro.schema', schema],
    ['avro.codec', codec],
  ] as const) {
    for (const bytes of [utf8.encode(name), utf8.encode(text)]) {
      sink.writeLong(bytes.length);
      sink.writeBytes(bytes);
    }
  }
  sink.writeByte(0);
  sink.writeBytes(sync);
  return sink.toBytes();
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
  const joined = new Uint8Array(size);
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
