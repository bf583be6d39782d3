import { CodecError } from '../errors.ts';
import { parseSchema } from './parse.ts';
import type { NamedSchema, NameLookup, Schema } from './schema.ts';

/** A schema as text, with the texts it refers to (each before those that need it) and a name for people. */
export interface SchemaText {
  readonly text: string;
  readonly references: readonly string[];
  /** Such as "orders-value v7" or "orders.avsc". */
  readonly label: string;
  /** The type in the text that is meant, where it is not the top one. */
  readonly fullname?: string | undefined;
}

/**
 * The schema that a text means, the names of its references resolved. Only what can't be used at all is refused: an
 * invalid default or an odd name is already in people's registries and still reads and writes.
 *
 * @throws CodecError `codec/unusable-schema` if the text is no schema, or lacks the type that is meant
 */
export function resolveSchema(text: SchemaText): Schema {
  const known = new Map<string, NamedSchema>();
  for (const reference of text.references) {
    for (const [name, schema] of parseSchema(reference, { lookup: lookupIn(known) }).definitions) known.set(name, schema);
  }
  const parsed = parseSchema(text.text, { lookup: lookupIn(known) });
  const broken =
    parsed.schema === undefined || parsed.schema.type === 'invalid' || parsed.problems.some(({ severity }) => severity === 'error');
  if (broken) throw unusable(text, 'is not a schema');
  const meant = text.fullname === undefined ? parsed.schema : (parsed.definitions.get(text.fullname) ?? known.get(text.fullname));
  if (meant === undefined) throw unusable(text, `has no type ${text.fullname ?? ''}`);
  return meant;
}

/** What is known now: a text means what was known before it, whatever comes behind. */
function lookupIn(known: ReadonlyMap<string, NamedSchema>): NameLookup {
  const now = new Map(known);
  return (fullname) => now.get(fullname);
}

function unusable({ label }: SchemaText, why: string): CodecError {
  return new CodecError('codec/unusable-schema', `${label} ${why}, so nothing can be read or written with it.`);
}
