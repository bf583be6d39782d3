import { CodecError } from '../../errors.ts';
import { defaultValue } from '../defaultValue.ts';
import type { JsonNode } from '../json.ts';
import { jsonToText } from '../jsonText.ts';
import type { Field, Schema } from '../schema.ts';
import { valuePreview } from '../valueToJson.ts';
import { defaultParts } from './defaultTree.ts';

/** A default as it is written, on one line and no longer than that. */
export function defaultText(node: JsonNode, maxLength: number): string {
  const text = jsonToText(node);
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** What a field's default means as a value, such as a date; undefined where it says so itself, and where it does not fit. */
export function defaultMeaning(field: Field): string | undefined {
  if (field.default === undefined) return undefined;
  for (const { schema } of defaultParts(field)) if (isEncoded(schema)) return valueMeaning(field.schema, field.default);
  return undefined;
}

/** Whether defaults of the type are written otherwise than people would write them. */
export function isEncoded({ type, logicalType }: Schema): boolean {
  return type === 'bytes' || type === 'fixed' || (logicalType !== undefined && type !== 'string');
}

/** The value that a default of the schema is, as people write it; undefined where it is none. */
export function valueMeaning(schema: Schema, json: JsonNode): string | undefined {
  try {
    const value = defaultValue(schema, json);
    if (value === undefined) return undefined;
    const text = valuePreview(schema, value, 80);
    return text.startsWith('"') ? text.replace(/^"|"$/g, '') : text;
  } catch (error) {
    // With a schema that is not finished there are no values.
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}
