import { bytesText, Cursor } from '../cursor.ts';
import { CodecError } from '../../errors.ts';
import { readLong } from '../readNumbers.ts';
import { syncLength, type ContainerHeader } from './header.ts';
import type { ByteSource } from './source.ts';

/** Where a block stands in its file. */
export interface ContainerBlock {
  /** Of its first byte. */
  readonly position: number;
  /** How many records it says that it has. */
  readonly count: number;
  readonly dataStart: number;
  /** Of the data, as they are compressed. */
  readonly dataLength: number;
  /** Behind its sync marker. */
  readonly end: number;
}

/** What is wrong between two positions of a file; what stands before and behind can be read. */
export interface ContainerGap {
  readonly position: number;
  /** Where reading goes on: behind the next sync marker, or the end of the file. */
  readonly end: number;
  /** One sentence. */
  readonly message: string;
}

export type BlockOrGap = { readonly kind: 'block'; readonly block: ContainerBlock } | { readonly kind: 'gap'; readonly gap: ContainerGap };

/** Two longs of at most ten bytes each. */
const longestHead = 20;

/**
 * The block that begins at a position, or what is wrong there, told by its head and its sync marker alone. Undefined at
 * the end of the file.
 *
 * @see Avro 1.12, "Object Container Files"
 */
export async function readBlockHead(source: ByteSource, header: ContainerHeader, position: number): Promise<BlockOrGap | undefined> {
  if (position >= source.size) return undefined;
  const head = await source.read(position, longestHead);
  const read = readHead(head, position);
  if ('message' in read) return toGap(source, header, position, read.message);
  const { count, dataLength, headLength } = read;
  const dataStart = position + headLength;
  const dataEnd = dataStart + dataLength;
  if (dataEnd + syncLength > source.size) {
    const message = `Byte ${position}: a block of ${bytesText(dataLength)}, only ${bytesText(Math.max(source.size - dataStart - syncLength, 0))} left.`;
    return toGap(source, header, position, message);
  }
  const marker = await source.read(dataEnd, syncLength);
  if (!isSameMarker(marker, header.sync)) {
    return toGap(source, header, position, `Byte ${dataEnd}: no sync marker behind the block that begins at byte ${position}.`);
  }
  return { kind: 'block', block: { position, count, dataStart, dataLength, end: dataEnd + syncLength } };
}

type Head = { readonly count: number; readonly dataLength: number; readonly headLength: number };

/** The two numbers that a block begins with, as they stand there: any longs. */
export interface BlockNumbers {
  readonly count: number | bigint;
  readonly dataLength: number | bigint;
  /** Where the first one ends, and the second one: there the data begin. */
  readonly countEnd: number;
  readonly end: number;
}

/** @throws CodecError where they are no two longs */
export function readBlockNumbers(bytes: Uint8Array, position: number): BlockNumbers {
  const cursor = new Cursor();
  cursor.reset(bytes, position);
  const count = readLong(cursor);
  const countEnd = cursor.position;
  const dataLength = readLong(cursor);
  return { count, dataLength, countEnd, end: cursor.position };
}

function readHead(bytes: Uint8Array, position: number): Head | { readonly message: string } {
  try {
    const { count, countEnd, dataLength, end } = readBlockNumbers(bytes, 0);
    if (typeof count !== 'number' || count < 0) return { message: `Byte ${position}: a block of ${count} records.` };
    if (typeof dataLength !== 'number' || dataLength < 0)
      return { message: `Byte ${position + countEnd}: a block of ${dataLength} bytes.` };
    return { count, dataLength, headLength: end };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    return { message: `Byte ${position}: no block begins here.` };
  }
}

async function toGap(source: ByteSource, header: ContainerHeader, position: number, message: string): Promise<BlockOrGap> {
  const marker = await findSync(source, header.sync, position);
  return { kind: 'gap', gap: { position, end: marker === undefined ? source.size : marker + syncLength, message } };
}

const searchLength = 1 << 20;

/** Where the sync marker stands next, from a position on. */
export async function findSync(source: ByteSource, sync: Uint8Array, from: number): Promise<number | undefined> {
  for (let position = from; position + syncLength <= source.size; position += searchLength) {
    const bytes = await source.read(position, searchLength + syncLength - 1);
    const at = indexOf(bytes, sync);
    if (at >= 0) return position + at;
  }
  return undefined;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}

/** Whether a block's sync marker is the header's. */
export function isSameMarker(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
