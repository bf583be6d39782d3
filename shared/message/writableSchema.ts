import { checkSchema } from '../avro/check.ts';
import { closestWord } from '../avro/closestWord.ts';
import { primitiveTypes, unqualifiedName } from '../avro/names.ts';
import { parseSchema } from '../avro/parse.ts';
import type { ParsedSchema, Schema } from '../avro/schema.ts';
import { resolveSchema, type SchemaText } from '../avro/schemaText.ts';
import { allParts, isField } from '../avro/schemaTree.ts';
import { checkUsable } from '../avro/usable.ts';
import { CodecError } from '../errors.ts';

/**
 * The schema that a message is written with. One of a file has to be right in all that Avro asks for, since it is still
 * being edited; a registered one only has to be usable.
 *
 * @throws CodecError `codec/unusable-schema` with a sentence that names the schema
 */
export function resolveWritable(text: SchemaText, source: 'file' | 'registered'): Schema {
  const fault = source === 'file' ? findFault(text) : undefined;
  if (fault !== undefined) throw unusable(fault);
  const schema = resolveSchema(text);
  try {
    checkUsable(schema);
  } catch (error) {
    if (error instanceof CodecError) throw unusable(error.message.replace(/^This schema/, text.label));
    throw error;
  }
  return schema;
}

/** What keeps a schema file from being used, as a sentence. */
function findFault({ text, label }: SchemaText): string | undefined {
  const parsed = parseSchema(text);
  if (parsed.schema === undefined) return `${label} is not a schema, so nothing can be written with it.`;
  const errors = checkSchema(parsed).filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return undefined;
  const foreign = errors.every(({ code }) => code === 'unknown-type') ? foreignNames(parsed, errors.length) : undefined;
  if (foreign !== undefined) return `${label} needs ${foreign}, which no schema file defines.`;
  return `${label} has ${errors.length === 1 ? '1 error' : `${errors.length} errors`}, so nothing can be written with it.`;
}

const maxNames = 100;

/**
 * The types that are used and not defined, in words, where these are all `count` errors there are and each looks like
 * the type of another file; undefined where one is more likely a slip.
 */
function foreignNames({ schema, definitions }: ParsedSchema, count: number): string | undefined {
  const fullnames: string[] = [];
  for (const part of allParts(schema)) {
    if (!isField(part) && part.type === 'reference' && part.target === undefined) fullnames.push(part.fullname);
  }
  if (fullnames.length !== count || count > maxNames) return undefined;
  const known = [...primitiveTypes, ...definitions.keys()].map(unqualifiedName);
  if (fullnames.some((fullname) => closestWord(unqualifiedName(fullname), known) !== undefined)) return undefined;
  const [first = '', ...others] = new Set(fullnames);
  return others.length === 0 ? first : `${first} and ${others.length === 1 ? '1 other type' : `${others.length} other types`}`;
}

function unusable(reason: string): CodecError {
  return new CodecError('codec/unusable-schema', reason);
}
