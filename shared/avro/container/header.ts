import { CodecError } from '../../errors.ts';
import { compileReader } from '../read.ts';
import type { Schema } from '../schema.ts';
import { parseSchema } from '../parse.ts';
import { resolveSchema } from '../schemaText.ts';
import type { ByteSource } from './source.ts';

/** What an object container file says of itself before its first block. */
export interface ContainerHeader {
  /** As it stands in the file. */
  readonly schemaText: string;
  readonly schema: Schema;
  /** `avro.codec`; `null` where the file names none. */
  readonly codec: string;
  /** All of it, in the file's order, `avro.schema` and `avro.codec` too. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** 16 bytes that stand behind the header and behind each block. */
  readonly sync: Uint8Array;
  /** Where the first block begins. */
  readonly end: number;
}

export const containerMagic = Uint8Array.of(0x4f, 0x62, 0x6a, 0x01);
export const syncLength = 16;

/** Larger headers are hostile, or no headers: schemas of this size are not written by anybody. */
const largestHeader = 64 << 20;
const firstRead = 1 << 16;

/** Made when a first header is read: most messages are no containers. */
let metadataReader: ReturnType<typeof compileReader> | undefined;

/** Whether the bytes begin as an object container file does. */
export function beginsAsContainer(bytes: Uint8Array): boolean {
  return containerMagic.every((byte, index) => bytes[index] === byte);
}

/**
 * The header of an object container file.
 *
 * @throws CodecError `container/empty`, `container/no-container` where it does not begin as one, `container/damaged-header` with the
 *   position, `codec/unusable-schema`
 * @see Avro 1.12, "Object Container Files"
 */
export async function readContainerHeader(source: ByteSource, label: string): Promise<ContainerHeader> {
  if (source.size === 0) {
    throw new CodecError('container/empty', `${label} is empty.`, {
      remedy: 'Even a container file without records has a header: it was probably not written to its end.',
    });
  }
  for (let length = firstRead; ; length *= 4) {
    const bytes = await source.read(0, length);
    if (!beginsAsContainer(bytes)) {
      throw new CodecError('container/no-container', `${label} does not begin with "Obj" and 01, so it is no Avro container file.`, {
        position: 0,
      });
    }
    const isAll = bytes.length < length || bytes.length === source.size;
    const header = readHeader(bytes, label, isAll || length >= largestHeader);
    if (header !== undefined) return header;
  }
}

/** What stands behind the magic and before the sync marker. */
export interface ContainerMetadata extends Pick<ContainerHeader, 'codec'> {
  /** Views into the bytes. */
  readonly metadata: ReadonlyMap<string, Uint8Array>;
  /** Undefined or empty where the file names none. */
  readonly schemaText: string | undefined;
  /** Where the sync marker begins. */
  readonly end: number;
}

/**
 * The metadata of bytes that begin as an object container file.
 *
 * @throws CodecError where they are no map, or not all of it is there
 */
export function readContainerMetadata(bytes: Uint8Array): ContainerMetadata {
  metadataReader ??= compileReader(parsed('{"type":"map","values":"bytes"}'));
  const { value, end } = metadataReader.readAt(bytes, containerMagic.length);
  // A map of bytes is read.
  const metadata = value as ReadonlyMap<string, Uint8Array>;
  return { metadata, schemaText: textOf(metadata.get('avro.schema')), codec: textOf(metadata.get('avro.codec')) ?? 'null', end };
}

/** Undefined where more bytes may mend it. */
function readHeader(bytes: Uint8Array, label: string, isAll: boolean): ContainerHeader | undefined {
  let read: ContainerMetadata;
  try {
    read = readContainerMetadata(bytes);
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    if (!isAll) return undefined;
    const { message, position } = error;
    throw new CodecError('container/damaged-header', `The header of ${label} is damaged: ${message}.`, {
      ...(position !== undefined && { position }),
    });
  }
  const end = read.end + syncLength;
  if (end > bytes.length) {
    if (!isAll) return undefined;
    throw new CodecError('container/damaged-header', `The header of ${label} ends at byte ${bytes.length}, within its sync marker.`, {
      position: bytes.length,
    });
  }
  const { schemaText, codec } = read;
  const metadata = new Map([...read.metadata].map(([name, value]) => [name, value.slice()]));
  if (schemaText === undefined) {
    throw new CodecError('container/damaged-header', `The header of ${label} names no schema (avro.schema).`, {
      position: containerMagic.length,
    });
  }
  const schema = resolveSchema({ text: schemaText, references: [], label: `The schema in ${label}` });
  return { schemaText, schema, codec, metadata, sync: bytes.slice(read.end, end), end };
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined || bytes.length === 0) return undefined;
  return new TextDecoder().decode(bytes);
}

function parsed(text: string): Schema {
  const { schema } = parseSchema(text);
  if (schema === undefined) throw new Error('The schema of the metadata is one.');
  return schema;
}
