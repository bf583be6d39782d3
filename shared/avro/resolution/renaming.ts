import type { NamedSchema, RecordSchema, Schema } from '../schema.ts';
import { schemasIn } from '../schemaTree.ts';
import { fieldName, usable } from '../usable.ts';

/** A writer's names as a reader's aliases have them. */
export interface Renaming {
  /** The fullname of a writer's type: the reader's where an alias there says so, otherwise its own. */
  typeName(schema: NamedSchema): string;

  /** The names of a writer's fields, in their order; there may be the same twice. */
  fieldNames(record: RecordSchema): readonly string[];
}

/**
 * What the aliases in a reader make of any writer's names. As Java has it, the aliases of fields count only for the record
 * of the same fullname.
 *
 * @throws CodecError `codec/unusable-schema`
 * @see Avro 1.12, "Aliases"; Java's `Schema.applyAliases`
 */
export function renamingBy(reader: Schema): Renaming {
  const types = new Map<string, string>();
  const fields = new Map<string, Map<string, string>>();
  for (const schema of namedSchemasIn(reader)) {
    const fullname = schema.fullname ?? '';
    for (const alias of schema.aliases) types.set(alias.value, fullname);
    if (schema.type === 'record') addFieldAliases(fields, schema);
  }
  const typeName = ({ fullname = '' }: NamedSchema): string => types.get(fullname) ?? fullname;
  return {
    typeName,
    fieldNames(record) {
      const aliases = fields.get(typeName(record));
      return record.fields.map(fieldName).map((name) => aliases?.get(name) ?? name);
    },
  };
}

function addFieldAliases(fields: Map<string, Map<string, string>>, record: RecordSchema): void {
  const { fullname = '' } = record;
  const aliases = fields.get(fullname) ?? new Map<string, string>();
  fields.set(fullname, aliases);
  for (const field of record.fields) for (const alias of field.aliases) aliases.set(alias.value, fieldName(field));
}

/** All named types that a schema holds or refers to, in the order of the first sight of each. */
function namedSchemasIn(root: Schema): Set<NamedSchema> {
  const found = new Set<NamedSchema>();
  const waiting: Schema[] = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const schema = usable(next);
    if ('fullname' in schema) {
      if (found.has(schema)) continue;
      found.add(schema);
    }
    for (const inner of schemasIn(schema).toReversed()) waiting.push(inner);
  }
  return found;
}
