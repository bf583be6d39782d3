import { Cursor } from '../../shared/avro/cursor.ts';
import { readLong } from '../../shared/avro/readNumbers.ts';
import { CodecError } from '../../shared/errors.ts';
import { explainNumber } from './explainBytes.ts';
import type { InspectedField } from './recordsSession.ts';

/** A zig-zag number and its bytes. */
export interface NumberAt {
  readonly value: number | bigint;
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** The number that stands at a position; undefined where none does. */
export function numberAt(bytes: Uint8Array, start: number): NumberAt | undefined {
  const cursor = new Cursor();
  cursor.reset(bytes, start);
  try {
    const value = readLong(cursor);
    return { value, start, end: cursor.position, bytes: bytes.subarray(start, cursor.position) };
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** A number that says how long something is; `meaning` is what follows. */
export function lengthField({ value, start, end, bytes }: NumberAt, depth: number, name: string, meaning: string): InspectedField {
  const explanation = explainNumber(bytes, value, meaning);
  return { depth, name, kind: 'length', start, end, value: String(value), type: 'length', explanation };
}
