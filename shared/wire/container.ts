import { beginsAsContainer, containerMagic, syncLength } from '../avro/container/header.ts';
import { bytesText, Cursor, take } from '../avro/cursor.ts';
import { readBytes, readString } from '../avro/readBytes.ts';
import { endBlock, readBlock } from '../avro/readCounts.ts';
import { CodecError } from '../errors.ts';
import type { FrameError } from '../errors.ts';
import type { FindFrame, FrameField, FrameInput } from './frame.ts';
import { magicField, noPrefix, restOf, toField, toFrame } from './frameParts.ts';

/**
 * An Avro object container, as of a file, that is a whole key or value: "Obj" and 01, metadata with the schema, a sync
 * marker. The payload is its blocks. A header that is damaged is the frame's `problem`.
 *
 * @see Avro 1.12, "Object Container Files"
 */
export const findContainer: FindFrame = ({ bytes }) => {
  if (bytes.length < containerMagic.length || bytes[0] !== containerMagic[0] || !beginsAsContainer(bytes)) return undefined;
  const { entries, end, problem } = readMetadata(bytes);
  const fields = (): readonly FrameField[] => [
    magicField('"Obj" and 01', containerMagic.length, 'container'),
    ...entries.map(({ start, end, name, value }) => toField(start, end, name, valueText(name, value))),
    ...(problem === undefined ? [toField(end - syncLength, end, 'sync marker', bytesText(syncLength))] : []),
  ];
  const payload = problem === undefined ? restOf(bytes, end) : new Uint8Array();
  return toFrame('container', { kind: 'inline' }, payload, end, fields, { problem });
};

/** Why bytes are no such container. */
export function noContainer(input: FrameInput): FrameError {
  return noPrefix(input, 'container', [...containerMagic], containerMagic.length);
}

/** Writers have a handful; hostile bytes could ask for an object every other byte. */
const maxEntries = 1000;

interface Metadata {
  readonly entries: readonly Entry[];
  /** Behind the sync marker; where there is a problem, behind what could be read. */
  readonly end: number;
  readonly problem: CodecError | undefined;
}

interface Entry {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly value: Uint8Array;
}

function readMetadata(bytes: Uint8Array): Metadata {
  const cursor = new Cursor();
  cursor.reset(bytes, containerMagic.length);
  const entries: Entry[] = [];
  try {
    for (let left = readBlock(cursor, 2, 'map'); left > 0; left = readBlock(cursor, 2, 'map')) {
      const { blockEnd } = cursor;
      for (; left > 0; left--) {
        const start = cursor.position;
        const name = readString(cursor);
        const value = readBytes(cursor);
        if (entries.length < maxEntries) entries.push({ start, end: cursor.position, name, value });
      }
      endBlock(cursor, blockEnd, 'map');
    }
    take(cursor, syncLength, 'sync marker');
    return { entries, end: cursor.position, problem: undefined };
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    const { message, position = cursor.position } = error;
    const problem = new CodecError('container/damaged-header', `The header of the container is damaged: ${message}.`, { position });
    return { entries, end: entries.at(-1)?.end ?? containerMagic.length, problem };
  }
}

/** The codec's name is worth reading; a schema is too long for it. */
function valueText(name: string, value: Uint8Array): string {
  return name === 'avro.codec' && value.length <= 64 ? new TextDecoder().decode(value) : bytesText(value.length);
}
