import type { JsonNode, JsonObject } from '../../shared/avro/json.ts';
import { jsonToText } from '../../shared/avro/jsonText.ts';
import type { Field, NamedSchema, Schema } from '../../shared/avro/schema.ts';
import { fieldName, unusable, usable } from '../../shared/avro/usable.ts';

/**
 * A schema as one text that needs no other: what other texts define stands where it is first used. Attributes, docs,
 * defaults and aliases are kept.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function schemaToText(schema: Schema): string {
  return print(schema, new Set(), '');
}

/** @param namespace in which names without a dot are understood there */
function print(schema: Schema, defined: Set<NamedSchema>, namespace: string): string {
  const target = usable(schema);
  switch (target.type) {
    case 'union':
      return `[${target.branches.map((branch) => print(branch, defined, namespace)).join(',')}]`;
    case 'array':
      return printObject(target.json as JsonObject, { items: print(target.items, defined, namespace) });
    case 'map':
      return printObject(target.json as JsonObject, { values: print(target.values, defined, namespace) });
    case 'record':
    case 'enum':
    case 'fixed':
      return printNamed(target, defined, namespace);
    default:
      return jsonToText(target.json);
  }
}

function printNamed(schema: NamedSchema, defined: Set<NamedSchema>, namespace: string): string {
  const fullname = schema.fullname ?? '';
  const isPlain = !fullname.includes('.');
  if (defined.has(schema)) {
    // Such a name would be looked for in the namespace around it.
    if (isPlain && namespace !== '') throw unusable(`"${fullname}" has no namespace, and is used where names have one`);
    return JSON.stringify(fullname);
  }
  defined.add(schema);
  const own = isPlain ? '' : fullname.slice(0, fullname.lastIndexOf('.'));
  const changes: Record<string, string> = { name: JSON.stringify(fullname) };
  if (isPlain) changes['namespace'] = namespace === '' ? '' : '""';
  else changes['namespace'] = '';
  if (schema.aliases.length > 0) changes['aliases'] = JSON.stringify(schema.aliases.map(({ value }) => value));
  if (schema.type === 'record') changes['fields'] = `[${schema.fields.map((field) => printField(field, defined, own)).join(',')}]`;
  return printObject(schema.json, changes);
}

function printField(field: Field, defined: Set<NamedSchema>, namespace: string): string {
  return printObject(field.json, { name: JSON.stringify(fieldName(field)), type: print(field.schema, defined, namespace) });
}

/** The object with some of its properties changed, or added; an empty text takes one away. */
function printObject({ properties }: JsonObject, changes: Readonly<Record<string, string>>): string {
  const open = new Map(Object.entries(changes));
  const parts: string[] = [];
  for (const { name, value } of properties) {
    const changed = open.get(name.value);
    open.delete(name.value);
    if (changed === undefined && !Object.hasOwn(changes, name.value)) parts.push(printProperty(name.value, textOf(value)));
    else if (changed !== undefined && changed !== '') parts.push(printProperty(name.value, changed));
  }
  for (const [name, text] of open) if (text !== '') parts.push(printProperty(name, text));
  return `{${parts.join(',')}}`;
}

function textOf(node: JsonNode | undefined): string {
  return node === undefined ? 'null' : jsonToText(node);
}

function printProperty(name: string, text: string): string {
  return `${JSON.stringify(name)}:${text}`;
}
