import { CodecError } from '../../shared/errors.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valuePreview, valueToJson } from '../../shared/avro/valueToJson.ts';
import type { ReadPart } from '../../shared/wire/decoder.ts';
import { isNumberKind } from '../../shared/wire/primitives.ts';
import type { RenderOptions } from '../../shared/wire/profile.ts';
import { toHexText } from '../../shared/avro/bytesLiteral.ts';
import { unescapeString, type OutlineLine } from '../webview/jsonOutline.ts';
import { shorten, toVisible } from '../webview/texts.ts';
import { unwrap, type FieldFound } from './fieldValues.ts';
import { maskText, type PartMasks } from './masks.ts';
import type { CellText } from './recordsView.ts';

/** Longer texts are cut. */
const maxCell = 200;
const shownBytes = 32;

export const missingCell: CellText = { text: '', kind: 'missing' };
export const nullCell: CellText = { text: 'null', kind: 'null' };
export const maskedCell: CellText = { text: maskText, kind: 'masked' };

export function toTextCell(text: string, kind: CellText['kind']): CellText {
  // Making every hidden character visible takes as long as the text is.
  return { text: toVisible(shorten(shorten(text, 2 * maxCell), maxCell)), kind };
}

export function toBytesCell(bytes: Uint8Array): CellText {
  return toTextCell(toHexText(bytes, shownBytes), 'bytes');
}

/** A field of a key or value. @param masks what is hidden of it */
export function toFieldCell(found: FieldFound, masks: PartMasks, render: RenderOptions): CellText {
  if (found === undefined) return missingCell;
  if (masks.hidesAll) return maskedCell;
  return found.kind === 'json' ? toLineCell(found.line) : toValueCell(found.schema, found.value, masks, render);
}

function toLineCell(line: OutlineLine): CellText {
  switch (line.kind) {
    case 'object':
    case 'array':
      return { text: line.kind === 'object' ? '{…}' : '[…]', kind: 'plain' };
    case 'string':
      return toTextCell(line.cut > 0 ? line.literal.slice(1) : (unescapeString(line.literal) ?? line.literal), 'string');
    default:
      return line.cut > 0 ? toTextCell(`${line.literal}…`, line.kind) : toTextCell(line.literal, line.kind);
  }
}

/** A value of a schema that is no union. */
export function toValueCell(schema: Schema, value: Value, masks: PartMasks, render: RenderOptions): CellText {
  try {
    return valueCell(schema, value, masks, render);
  } catch (error) {
    // What can't be shown though it was read spoils no other cell.
    if (error instanceof CodecError) return toTextCell(error.message, 'error');
    throw error;
  }
}

function valueCell(schema: Schema, value: Value, masks: PartMasks, render: RenderOptions): CellText {
  if (value === null) return nullCell;
  if (typeof value === 'string') return toTextCell(value, 'string');
  if (typeof value === 'boolean') return { text: String(value), kind: 'boolean' };
  const isScalar = typeof value !== 'object' || value instanceof Uint8Array;
  if (!isScalar && !masks.isEmpty) return toMaskedCell(valueToJson(schema, value, { render }), schema, masks);
  const text = valuePreview(schema, value, maxCell, render);
  if (!isScalar) return toTextCell(text, 'plain');
  if (!text.startsWith('"')) return toTextCell(text, text.startsWith('{') ? 'plain' : 'number');
  const isLogical = 'logicalType' in schema;
  return toTextCell(unescapeString(text) ?? text.slice(1), value instanceof Uint8Array && !isLogical ? 'bytes' : 'string');
}

function toMaskedCell(json: string, schema: Schema | undefined, masks: PartMasks): CellText {
  const masked = masks.apply(json, schema);
  return toTextCell(masked.json.replaceAll(/\n */g, ' '), 'plain');
}

/** A whole key or value on one line. @param bytes its own */
export function toPartCell(part: ReadPart, bytes: Uint8Array | null, masks: PartMasks, render: RenderOptions): CellText {
  if (part.state === 'null' || bytes === null) return nullCell;
  if (masks.hidesAll) return maskedCell;
  if (part.schema !== undefined && part.value !== undefined) return toValueCell(...unwrap(part.schema, part.value), masks, render);
  // What was not taken apart may hold what is hidden anywhere.
  if (part.text === undefined || part.state === 'failed') return masks.isEmpty ? toBytesCell(bytes) : maskedCell;
  if (part.framing !== 'json' && !masks.isEmpty) return maskedCell;
  if (!masks.isEmpty) return toMaskedCell(part.text, undefined, masks);
  const kind = isNumberKind(part.framing) ? 'number' : 'string';
  if (part.framing !== 'json' && part.schema === undefined && !isJsonText(part)) return toTextCell(part.text, kind);
  return toTextCell(part.text.slice(0, 4 * maxCell).replaceAll(/\s*\n\s*/g, ' '), 'plain');
}

/** Whether the text is JSON in a frame of Protobuf or JSON Schema. */
function isJsonText({ writer }: ReadPart): boolean {
  return writer?.schemaType !== undefined;
}
