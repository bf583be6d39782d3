import { toHex } from '../avro/bytesLiteral.ts';
import { FrameError } from '../errors.ts';
import type { Frame, FrameField, FrameInput, Header, SchemaName } from './frame.ts';
import { framingNames } from './framings.ts';
import type { Framing } from './framings.ts';

/** A frame that has nothing out of the ordinary but what `special` says. */
export function toFrame(
  framing: Framing,
  names: SchemaName,
  payload: Uint8Array,
  payloadStart: number,
  fields: () => readonly FrameField[],
  special?: Partial<Pick<Frame, 'compression' | 'encoding' | 'messageIndexes' | 'problem'>>,
): Frame {
  return {
    framing,
    names,
    schemaId: names.kind === 'schema-id' ? names.schemaId : undefined,
    payload,
    payloadStart,
    compression: special?.compression ?? 'none',
    encoding: special?.encoding ?? 'binary',
    messageIndexes: special?.messageIndexes,
    problem: special?.problem,
    fields,
  };
}

/** A field that is explained, in the key or value itself or in the header named. */
export function toField(start: number, end: number, name: string, text: string, header?: string): FrameField {
  return { start, end, header, name, text };
}

/** The first byte or bytes, with what they stand for. */
export function magicField(bytes: string, end: number, framing: Framing): FrameField {
  return toField(0, end, 'magic byte' + (end === 1 ? '' : 's'), `${bytes}: ${framingNames[framing]}`);
}

/** The rest of the bytes as a view. `subarray` would make a Buffer of a Buffer, and takes longer. */
export function restOf(bytes: Uint8Array, start: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start);
}

/** Four bytes as an unsigned number, big-endian. There must be as many. */
export function readUint32(bytes: Uint8Array, at: number): number {
  const high = ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16);
  return (high | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0;
}

/** Eight bytes as a signed number, big-endian, as Java writes a long. There must be as many. */
export function readInt64(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(at);
}

/** Sixteen bytes as a UUID, in lower case with hyphens. There must be as many. */
export function readUuid(bytes: Uint8Array, at: number): string {
  const digits = toHex(new Uint8Array(bytes.buffer, bytes.byteOffset + at, 16));
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`;
}

/** The bytes that hex digits write; what is no digit is left out. */
export function hexToBytes(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(/[^0-9a-f]/gi, '').match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** What stands one behind the other, in one piece. */
export function concatBytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The value of the last header of this name, which is the one that Java's readers take; undefined where there is none or it is null. */
export function findHeader(headers: readonly Header[], name: string): Uint8Array | undefined {
  for (let index = headers.length - 1; index >= 0; index--) {
    const header = headers[index];
    if (header?.name === name) return header.value ?? undefined;
  }
  return undefined;
}

/** Why bytes are no frame that begins with this magic byte, or these, and takes so many bytes in all. */
export function noPrefix({ bytes }: FrameInput, framing: Framing, magic: readonly number[], length: number): FrameError {
  const name = framingNames[framing];
  const first = bytes.subarray(0, magic.length);
  if (first.some((byte, index) => byte !== magic[index])) {
    const [found, wanted] = [toHex(first), toHex(Uint8Array.from(magic).subarray(0, first.length))].map((hex) =>
      hex.replaceAll(/..(?=.)/g, '$& '),
    );
    const are = first.length === 1 ? 'first byte is' : 'first bytes are';
    return new FrameError('frame/no-magic-byte', `The ${are} ${found ?? ''}, not ${wanted ?? ''}, so this is no ${name}.`);
  }
  const here = bytes.length === 1 ? 'is 1' : `are ${bytes.length}`;
  return new FrameError('frame/too-short', `${articleOf(name)} ${name} takes ${length} bytes; here ${here}.`);
}

/** Why there is no frame in any of these headers. */
export function noHeader({ headers }: FrameInput, names: readonly string[], lengths: string): FrameError {
  const name = names.find((one) => findHeader(headers, one) !== undefined);
  if (name === undefined) return new FrameError('frame/no-header', `The record has no header ${names.join(' or ')}.`);
  const size = findHeader(headers, name)?.length ?? 0;
  const message = `The header ${name} holds no schema id: it has ${size} ${size === 1 ? 'byte' : 'bytes'}, and ${lengths}.`;
  return new FrameError('frame/invalid-header', message);
}

function articleOf(name: string): string {
  return /^[aeio]/i.test(name) ? 'An' : 'A';
}
