import type { JsonArray, JsonNode, JsonObject } from '../json.ts';
import { dereference } from '../schema.ts';
import type { Field, NameReference, RecordSchema, Schema, UnionSchema } from '../schema.ts';

/** A schema that a value can be of directly. */
export type ValueSchema = Exclude<Schema, NameReference | UnionSchema>;

/** A piece of a default, and what it is a value of. */
export interface DefaultPart {
  readonly json: JsonNode;
  readonly schema: ValueSchema;
}

/**
 * What a piece of a default is a value of: the schema itself, what it refers to, or the branch of a union that is
 * probably meant, which is told from the value's own kind, its symbol and its names.
 *
 * @returns undefined where nothing is known of it
 */
export function schemaOfDefault(schema: Schema, json: JsonNode): ValueSchema | undefined {
  const target = dereference(schema);
  if (target?.type !== 'union') return target;
  let best: ValueSchema | undefined;
  let bestFit = 0;
  for (const each of target.branches) {
    const branch = dereference(each);
    // A union directly inside of a union is a mistake.
    if (branch === undefined || branch.type === 'union') continue;
    const fit = fitOf(branch, json);
    if (fit > bestFit) [best, bestFit] = [branch, fit];
  }
  return best;
}

/** The schema of an item, a map's value or a field, in a default that is an array or object; undefined where none is known. */
export function schemaInside(outer: ValueSchema, container: JsonArray | JsonObject, name: string | undefined): Schema | undefined {
  if (container.kind === 'array') return outer.type === 'array' ? outer.items : undefined;
  if (outer.type === 'map') return outer.values;
  return outer.type === 'record' && name !== undefined ? findField(outer, name)?.schema : undefined;
}

export function findField({ fields }: RecordSchema, name: string): Field | undefined {
  return fields.find((field) => field.name?.value === name);
}

/** All pieces of a field's default, the outer ones first; none inside of what fits nothing. */
export function* defaultParts(owner: Field): Generator<DefaultPart> {
  const waiting: { readonly schema: Schema; readonly json: JsonNode }[] = [];
  if (owner.default !== undefined) waiting.push({ schema: owner.schema, json: owner.default });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { json } = next;
    const schema = schemaOfDefault(next.schema, json);
    if (schema === undefined) continue;
    yield { json, schema };
    if (json.kind !== 'array' && json.kind !== 'object') continue;
    const children = json.kind === 'array' ? json.items.map((value) => ({ name: undefined, value })) : json.properties;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      const inner = child && schemaInside(schema, json, child.name?.value);
      if (inner !== undefined && child?.value !== undefined) waiting.push({ schema: inner, json: child.value });
    }
  }
}

/** How well a value fits a branch by its looks: 0 not at all, 3 beyond doubt. */
function fitOf(branch: ValueSchema, json: JsonNode): number {
  switch (json.kind) {
    case 'null':
    case 'boolean':
      return branch.type === json.kind ? 3 : 0;
    case 'number':
      return branch.type === 'int' || branch.type === 'long' || branch.type === 'float' || branch.type === 'double' ? 3 : 0;
    case 'string':
      if (branch.type === 'enum') return branch.symbols.some(({ value }) => value === json.value) ? 3 : 1;
      return branch.type === 'string' || branch.type === 'bytes' || branch.type === 'fixed' ? 2 : 0;
    case 'array':
      return branch.type === 'array' ? 3 : 0;
    case 'object':
      if (branch.type === 'map') return 2;
      if (branch.type !== 'record') return 0;
      return json.properties.every(({ name }) => findField(branch, name.value) !== undefined) ? 3 : 1;
  }
}
