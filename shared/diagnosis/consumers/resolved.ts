import { canonicalForm } from '../../avro/canonical.ts';
import type { Reader } from '../../avro/read.ts';
import { compileResolvingReader } from '../../avro/resolvingReader.ts';
import { dereference } from '../../avro/schema.ts';
import type { Schema } from '../../avro/schema.ts';
import { fieldName } from '../../avro/usable.ts';
import { CodecError } from '../../errors.ts';
import type { RecordOutcome } from '../consumerTable.ts';
import type { Dialect } from './looseReader.ts';
import { plainJson } from './plainJson.ts';
import type { RecordToPredict } from './predict.ts';
import { compared, readPayload, unknown } from './reading.ts';

const readers = new WeakMap<Schema, WeakMap<Schema, Reader | CodecError>>();

/**
 * What comes of a record that is read from a position on by the schema that is said to have written it, as another one.
 *
 * @param refused is told the cause, which is empty where its words are not known
 */
export function readResolved(
  record: RecordToPredict,
  dialect: Dialect,
  writer: Schema,
  reader: Schema,
  start: number,
  refused: (cause: string) => RecordOutcome,
): RecordOutcome {
  if (writer === reader || isSame(writer, reader)) return readPayload(record, dialect, reader, start, ({ message }) => refused(message));
  const resolving = readerOf(writer, reader);
  if (resolving instanceof CodecError) return unknown(resolving.message);
  try {
    return compared(record, plainJson(reader, resolving.readAt(record.bytes, start).value));
  } catch (error) {
    if (!(error instanceof CodecError)) throw error;
    if (error.code === 'codec/not-resolvable') return refused(mismatch(writer, reader));
    return refused(error.code === 'codec/truncated' ? 'java.io.EOFException' : '');
  }
}

function isSame(writer: Schema, reader: Schema): boolean {
  const form = canonicalForm(writer);
  return form !== undefined && form === canonicalForm(reader);
}

function readerOf(writer: Schema, reader: Schema): Reader | CodecError {
  const ofWriter = readers.get(writer) ?? new WeakMap<Schema, Reader | CodecError>();
  readers.set(writer, ofWriter);
  const known = ofWriter.get(reader);
  if (known !== undefined) return known;
  const made = compiled(writer, reader);
  ofWriter.set(reader, made);
  return made;
}

function compiled(writer: Schema, reader: Schema): Reader | CodecError {
  try {
    return compileResolvingReader(writer, reader);
  } catch (error) {
    if (error instanceof CodecError) return error;
    throw error;
  }
}

/** What Java says where the whole can't be read as the other; deeper down its words are others. */
function mismatch(writer: Schema, reader: Schema): string {
  const [from, to] = [dereference(writer), dereference(reader)];
  if (from === undefined || to === undefined) return '';
  const name = (schema: Schema): string => ('fullname' in schema ? schema.fullname : schema.type) ?? schema.type;
  const found = `AvroTypeException: Found ${name(from)}, expecting ${name(to)}`;
  if (from.type !== to.type) return found;
  if (from.type !== 'record' || to.type !== 'record') return '';
  // It names the last one.
  const written = new Set(from.fields.map((field) => fieldName(field)));
  const missing = to.fields.findLast((field) => field.default === undefined && !written.has(fieldName(field)));
  return missing === undefined ? '' : `${found}, missing required field ${fieldName(missing)}`;
}
