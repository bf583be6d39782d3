import { CodecError } from '../errors.ts';
import { canonicalForm } from './canonical.ts';
import { Cursor } from './cursor.ts';
import { compileReader, newReader } from './read.ts';
import type { Reader } from './read.ts';
import { compileResolving } from './resolution/readers.ts';
import type { Schema } from './schema.ts';
import { checkUsable } from './usable.ts';
import { pathText } from './value.ts';
import type { PathStep } from './value.ts';

/**
 * A reader of values that one schema wrote and that are to be those of another: fields in any order, skipped or by their
 * defaults, numbers and texts promoted, names by the reader's aliases, unions as they meet. What can't be resolved is an
 * error only where the bytes hold it, so that the same pair of schemas may read one value and refuse the next.
 *
 * Values are as Java's `GenericDatumReader` gives them. In three places it reads what Java refuses, since the
 * specification does, and Java's own compatibility check says so: an enum or fixed of another namespace as a union's
 * branch, aliases of fields in a record of another namespace, and aliases that make two branches of a union one.
 *
 * It takes hostile bytes as `compileReader`'s does. Its errors beside those of that one are `codec/not-resolvable`, with the
 * position behind what was read and a path in the reader's names. Defaults are shared among the values and must not be changed.
 *
 * @throws CodecError `codec/unusable-schema`
 * @see Avro 1.12, "Schema Resolution"
 */
export function compileResolvingReader(writer: Schema, reader: Schema): Reader {
  checkUsable(writer);
  checkUsable(reader);
  const form = canonicalForm(writer);
  if (form !== undefined && form === canonicalForm(reader)) return compileReader(reader);
  let explain: ((bytes: Uint8Array, start: number) => CodecError | undefined) | undefined;
  return newReader(compileResolving(writer, reader), (bytes, start) => {
    explain ??= compileExplaining(writer, reader);
    return explain(bytes, start);
  });
}

function compileExplaining(writer: Schema, reader: Schema): (bytes: Uint8Array, start: number) => CodecError | undefined {
  const path: PathStep[] = [];
  const readValue = compileResolving(writer, reader, path);
  const cursor = new Cursor();
  return (bytes, start) => {
    path.length = 0;
    cursor.reset(bytes, start);
    try {
      readValue(cursor);
      return undefined;
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      const { code, message, position = cursor.position } = error;
      return new CodecError(code, message, { position, path: pathText(path) });
    }
  };
}
