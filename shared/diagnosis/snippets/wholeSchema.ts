import { canonicalForm, crc64Digits, fingerprints } from '../../avro/canonical.ts';
import { parseJson } from '../../avro/parseJson.ts';
import { noOtherNames } from '../../avro/nameIndex.ts';
import { parseSchema } from '../../avro/parse.ts';
import type { ParsedSchema, Schema } from '../../avro/schema.ts';
import { layOutSchema } from '../../avro/schemaLayout.ts';
import { resolveSchema } from '../../avro/schemaText.ts';
import type { SchemaText } from '../../avro/schemaText.ts';
import { selfContained } from '../../avro/selfContained.ts';
import { KnownError } from '../../errors.ts';

/** A schema in one text, with all that it refers to. */
export interface WholeSchema {
  /** JSON, laid out over lines where it is long. */
  readonly text: string;
  readonly schema: Schema;
  readonly parsed: ParsedSchema;
  /** CRC-64-AVRO of its canonical form, as 16 hex digits with the highest first. */
  readonly fingerprint: string;
}

/** Undefined where the schema can't be used, or can't be put into one text. */
export function wholeSchema(source: SchemaText): WholeSchema | undefined {
  const text = textOf(source);
  if (text === undefined) return undefined;
  const parsed = parseSchema(text);
  const { schema } = parsed;
  const form = schema === undefined ? undefined : canonicalForm(schema);
  if (schema === undefined || form === undefined) return undefined;
  const { crc64 } = fingerprints(form, () => new Uint8Array());
  return { text, schema, parsed, fingerprint: crc64Digits(crc64) };
}

function textOf(source: SchemaText): string | undefined {
  if (source.references.length === 0 && source.fullname === undefined) {
    const { root } = parseJson(source.text);
    return root && layOutSchema(root).trim();
  }
  try {
    // The names of references are resolved already, so that no other text has to be asked.
    const own = { uri: '', definitions: new Map(), otherNames: noOtherNames };
    const whole = selfContained(resolveSchema(source), own, () => undefined);
    return whole.ok ? whole.text.trim() : undefined;
  } catch (error) {
    if (error instanceof KnownError) return undefined;
    throw error;
  }
}
