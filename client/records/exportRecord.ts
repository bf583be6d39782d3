import { toHex } from '../../shared/avro/bytesLiteral.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valueToJson } from '../../shared/avro/valueToJson.ts';
import { CodecError } from '../../shared/errors.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { toJsonLine } from '../../shared/wire/plainText.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import { maskText, type Masks, type PartMasks } from './masks.ts';
import type { ReadHeld } from './rowViews.ts';

/** A record on its way into a file, with what is hidden of it and how values are written. */
export interface ExportRecord extends ReadHeld {
  readonly masks: Masks;
  readonly render: RenderOptions;
}

/** What makes a file of records: pieces of it, in their order. */
export interface ExportWriter {
  /** @returns the next piece, which may be empty; or why the record can't stand in such a file, in one sentence */
  write(record: ExportRecord): Uint8Array | string | { readonly leftOut: string };
  /** The last piece. */
  end(): Uint8Array | string;
}

/** A key or value as JSON on one line, with all of its digits. What was not decoded is `"hex:…"`. */
export function toPartJson(part: ReadPart, masks: PartMasks, render: RenderOptions): { readonly json: string; readonly masked: boolean } {
  const { state, schema, value, text, bytes, framing, writer } = part;
  if (state === 'null' || bytes === null) return { json: 'null', masked: false };
  const isJson = framing === 'json' || writer?.schemaType === 'JSON';
  const isTakenApart = value !== undefined || isJson;
  if (masks.hidesAll || (!masks.isEmpty && !isTakenApart)) return { json: JSON.stringify(maskText), masked: true };
  if (schema !== undefined && value !== undefined) {
    const json = toValueJson(schema, value, render);
    if (json !== undefined) return masks.apply(json, schema);
    if (!masks.isEmpty) return { json: JSON.stringify(maskText), masked: true };
  }
  if (text === undefined || state === 'failed') return { json: JSON.stringify(`hex:${toHex(bytes)}`), masked: false };
  return isJson ? masks.apply(toJsonLine(text), undefined) : { json: JSON.stringify(text), masked: false };
}

/** Undefined of what can't be shown though it was read. */
function toValueJson(schema: Schema, value: Value, render: RenderOptions): string | undefined {
  try {
    return valueToJson(schema, value, { render });
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

/** Of headers: text, else `hex:…`. */
export function toHeaderText(value: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
    // What looks like a literal for bytes is given as its bytes, so that it means what it is.
    if (!/^(?:hex|base64):/.test(text) && !/[^\P{Cc}\t\n\r]/u.test(text)) return text;
  } catch {
    // It is no text.
  }
  return `hex:${toHex(value)}`;
}

/** ISO 8601 in UTC; undefined where the record has no timestamp. What no calendar has is a count of milliseconds. */
export function toTimestampText(timestampMs: number): string | undefined {
  if (timestampMs < 0) return undefined;
  const date = new Date(timestampMs);
  return Number.isNaN(date.getTime()) ? String(timestampMs) : date.toISOString();
}
