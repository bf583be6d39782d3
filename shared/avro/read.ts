import { CodecError } from '../errors.ts';
import { Cursor, bytesText } from './cursor.ts';
import type { Read } from './fieldReaders.ts';
import { compileRoot, tracedRead } from './readers.ts';
import type { Tracer } from './readers.ts';
import type { Schema } from './schema.ts';
import { checkUsable } from './usable.ts';
import { pathText } from './value.ts';
import type { Value } from './value.ts';

export interface Reader {
  /**
   * Reads the value that the bytes from `start` to their end are.
   *
   * @returns the value; bytes and fixed in it are views into `bytes`
   * @throws CodecError `codec/trailing-bytes` where bytes are left over, else as {@link readAt}
   */
  read(bytes: Uint8Array, start?: number): Value;

  /** As {@link read}; undefined where the bytes do not fit, without finding out where and why. */
  readIfFits(bytes: Uint8Array, start?: number): Value | undefined;

  /**
   * Reads the value that begins at a position.
   *
   * @returns the value, and the position behind it
   * @throws CodecError with the position in `bytes` and the path where they do not fit: `codec/truncated`,
   *   `codec/length`, `codec/varint`, `codec/boolean`, `codec/union-index`, `codec/enum-index`, `codec/not-utf8`,
   *   `codec/too-many-steps`, `codec/too-deep`
   */
  readAt(bytes: Uint8Array, position: number): { readonly value: Value; readonly end: number };
}

/**
 * A reader for the values that a schema wrote, made of plain functions once and for all. It takes hostile bytes: each
 * length is checked against what is left before anything is allocated, items without bytes are paid for out of
 * 16 steps a byte and 10,000, at most a million, and values nest up to {@link maxValueDepth} levels.
 *
 * @throws CodecError `codec/unusable-schema`
 * @see Avro 1.12, "Binary Encoding"
 */
export function compileReader(schema: Schema): Reader {
  checkUsable(schema);
  let trace: ((bytes: Uint8Array, start: number, maxRanges: number) => Trace) | undefined;
  return newReader(compileRoot(schema), (bytes, start) => {
    trace ??= compileTrace(schema);
    return trace(bytes, start, 0).error;
  });
}

/**
 * A reader by one function.
 *
 * @param explain reads the same again where it failed, and returns the error with its path
 */
export function newReader(readValue: Read, explain: (bytes: Uint8Array, start: number) => CodecError | undefined): Reader {
  const cursor = new Cursor();
  const readAt = (bytes: Uint8Array, position: number): Value => {
    cursor.reset(bytes, position);
    try {
      return readValue(cursor);
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      // Only now is it worth the time to find out where in the value that is.
      throw explain(bytes, position) ?? error;
    }
  };
  return {
    read(bytes, start = 0) {
      const value = readAt(bytes, start);
      if (cursor.position !== bytes.length) throw trailingBytes(cursor);
      return value;
    },
    readIfFits(bytes, start = 0) {
      cursor.reset(bytes, start);
      try {
        const value = readValue(cursor);
        return cursor.position === bytes.length ? value : undefined;
      } catch (error) {
        if (error instanceof CodecError) return undefined;
        throw error;
      }
    },
    readAt(bytes, position) {
      const value = readAt(bytes, position);
      return { value, end: cursor.position };
    },
  };
}

function trailingBytes({ bytes, position }: Cursor): CodecError {
  const left = bytes.length - position;
  return new CodecError('codec/trailing-bytes', `Fits, but ${bytesText(left)} ${left === 1 ? 'is' : 'are'} left over`, { position });
}

/** Which bytes a part of a value has. Those of a record, an array or a map come before those of its parts. */
export interface TracedRange {
  /** Such as `lines[3].price`; empty for the whole value. */
  readonly path: string;
  readonly schema: Schema;
  /** In bytes; `end` is exclusive, and where reading stopped inside of it, where that was. */
  readonly start: number;
  readonly end: number;
  /** Undefined where reading stopped inside of it. */
  readonly value: Value | undefined;
}

export interface Trace {
  /** Up to the byte that does not fit. */
  readonly ranges: readonly TracedRange[];
  /** Whether there were more ranges than are kept. */
  readonly isCut: boolean;
  /** Undefined where the bytes do not fit; bytes that are left over behind it are an error, but not its. */
  readonly value: Value | undefined;
  /** The position behind the last byte that fits. */
  readonly end: number;
  readonly error: CodecError | undefined;
}

export interface TraceOptions {
  /** How many ranges are kept; 100,000 where it is not said. */
  readonly maxRanges?: number;
}

/**
 * Reads as {@link compileReader}'s reader does, and keeps which bytes each part of the value has, up to the byte that does
 * not fit.
 *
 * @param start where the value begins
 * @throws CodecError `codec/unusable-schema`; whatever is wrong with the bytes is the trace's `error`
 */
export function traceRead(schema: Schema, bytes: Uint8Array, start = 0, options: TraceOptions = {}): Trace {
  checkUsable(schema);
  return compileTrace(schema)(bytes, start, options.maxRanges ?? 100_000);
}

function compileTrace(schema: Schema): (bytes: Uint8Array, start: number, maxRanges: number) => Trace {
  const tracer: Tracer = { path: [], ranges: [], maxRanges: 0, isCut: false };
  const readValue = tracedRead(compileRoot(schema, tracer), schema, tracer, () => undefined);
  const cursor = new Cursor();
  const finish = (value: Value | undefined, end: number, error: CodecError | undefined): Trace => {
    const ranges = tracer.ranges.map((range) => (range.value === undefined ? { ...range, end } : range));
    return { ranges, isCut: tracer.isCut, value, end, error };
  };
  return (bytes, start, maxRanges) => {
    tracer.path.length = 0;
    tracer.ranges = [];
    tracer.maxRanges = maxRanges;
    tracer.isCut = false;
    cursor.reset(bytes, start);
    try {
      const value = readValue(cursor);
      return finish(value, cursor.position, cursor.position === bytes.length ? undefined : trailingBytes(cursor));
    } catch (error) {
      if (!(error instanceof CodecError)) throw error;
      const { code, message, position = cursor.position } = error;
      return finish(undefined, position, new CodecError(code, message, { position, path: pathText(tracer.path) }));
    }
  };
}
