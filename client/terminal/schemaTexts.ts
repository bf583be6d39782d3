import { readFileSync } from 'node:fs';
import { NameIndex, placeOfSchema } from '../../shared/avro/nameIndex.ts';
import type { OtherNames } from '../../shared/avro/nameIndex.ts';
import type { NamedSchema, ParsedSchema } from '../../shared/avro/schema.ts';
import { indexSchemaFile, parseSchemaFile } from '../../shared/avro/schemaFiles.ts';
import { Misuse } from './io.ts';

/** Many files, each with the names of all others. */
export interface SchemaTexts {
  parse(file: string): ParsedSchema;
  otherNames(file: string): OtherNames;
}

/**
 * Reads the files once for their names, and again when one is asked for.
 *
 * @throws Misuse where one can't be read
 */
export function indexFiles(files: Iterable<string>): SchemaTexts {
  const index = new NameIndex({ placeOf: (file, fullname) => placeOfSchema(parse(file).definitions.get(fullname)) });
  for (const file of files) index.set(file, indexSchemaFile(file, readText(file)));
  // A type that one file has from another is of one tree only as long as that is kept.
  const trees = new Map<string, ParsedSchema>();
  const parse = (file: string): ParsedSchema => {
    const known = trees.get(file);
    if (known !== undefined) return known;
    const parsed = parseSchemaFile(file, readText(file), { lookup: (fullname) => find(file, fullname) });
    trees.set(file, parsed);
    return parsed;
  };
  const find = (file: string, fullname: string): NamedSchema | undefined => {
    const [definition] = otherNames(file).find(fullname);
    return definition === undefined ? undefined : parse(definition.uri).definitions.get(fullname);
  };
  const otherNames = (file: string): OtherNames => index.otherNames(file, ({ uri, fullname }) => parse(uri).definitions.get(fullname));
  return { parse, otherNames };
}

function readText(file: string): string {
  try {
    // Node leaves a byte order mark in the text, which is checked for.
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Misuse(`${file} can't be read.`, { cause: error });
  }
}
