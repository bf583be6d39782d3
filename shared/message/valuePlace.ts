import type { JsonNode, JsonObject, JsonProperty } from '../avro/json.ts';
import type { Field, RecordSchema, Schema, UnionSchema } from '../avro/schema.ts';
import { chooseBranch } from '../avro/unionBranch.ts';
import { branchTag, usable, type UsableSchema } from '../avro/usable.ts';
import { fitsJson } from '../avro/valueFromJson.ts';
import { newReading, type KnownFits } from '../avro/valueReading.ts';

/** A value in a key or value, with what it is by the schema. */
export interface ValuePlace {
  /** As it stands, with its tag. */
  readonly json: JsonNode;
  /** As the schema around has it: a union, or what `schema` is. */
  readonly declared: UsableSchema;
  /** That it is a value of; undefined where nobody can tell the branch. */
  readonly schema: Exclude<UsableSchema, UnionSchema> | undefined;
  /** The property that names the branch; undefined where it is plain. */
  readonly tag: JsonProperty | undefined;
  /** Without the tag. */
  readonly inner: JsonNode;
  /** The field that it stands in, where it is a field's own value. */
  readonly field: Field | undefined;
}

export interface FoundPlace {
  /** From the whole part to the innermost value around the offset. */
  readonly places: readonly ValuePlace[];
  /** The property of the innermost value whose name the offset is in, and the field of this name. */
  readonly name:
    { readonly property: JsonProperty; readonly record: RecordSchema | undefined; readonly field: Field | undefined } | undefined;
  /** Whether the offset is in the tag of the innermost value. */
  readonly isInTag: boolean;
}

/**
 * Finds what stands at an offset of a key or value, by its schema; of what has mistakes in it as far as it can be told.
 *
 * @throws CodecError `codec/unusable-schema`
 */
export function findValuePlace(schema: Schema, root: JsonNode, offset: number): FoundPlace {
  const { known } = newReading(undefined);
  const places: ValuePlace[] = [];
  let next: { readonly schema: Schema; readonly json: JsonNode; readonly field: Field | undefined } | undefined;
  next = { schema, json: root, field: undefined };
  while (next !== undefined) {
    const place: ValuePlace = { ...placeOf(known, next.schema, next.json), field: next.field };
    places.push(place);
    if (place.tag !== undefined && touches(place.tag.name, offset)) return { places, name: undefined, isInTag: true };
    const { schema: own, inner } = place;
    if (inner.kind === 'object') {
      const property = inner.properties.find(({ name, value }) => touches(name, offset) || (value !== undefined && touches(value, offset)));
      if (property === undefined) break;
      const record = own?.type === 'record' ? own : undefined;
      const field = record?.fields.find(({ name }) => name?.value === property.name.value);
      if (touches(property.name, offset)) return { places, name: { property, record, field }, isInTag: false };
      const inside = own?.type === 'map' ? own.values : field?.schema;
      next = inside === undefined || property.value === undefined ? undefined : { schema: inside, json: property.value, field };
    } else if (inner.kind === 'array' && own?.type === 'array') {
      const item = inner.items.find((each) => touches(each, offset));
      next = item === undefined ? undefined : { schema: own.items, json: item, field: undefined };
    } else break;
  }
  return { places, name: undefined, isInTag: false };
}

function touches({ span }: JsonNode, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function placeOf(known: KnownFits, schema: Schema, json: JsonNode): Omit<ValuePlace, 'field'> {
  const declared = usable(schema);
  if (declared.type !== 'union') return { json, declared, schema: declared, tag: undefined, inner: json };
  const choice = chooseBranch(declared, json, known, fitsJson);
  const branch = choice.branch === undefined ? undefined : declared.branches[choice.branch];
  if (choice.branch === undefined || branch === undefined) return guess(declared, json);
  const tag = choice.json === json || json.kind !== 'object' ? undefined : json.properties[0];
  return { json, declared, schema: concrete(branch), tag, inner: choice.json };
}

/** The branch that is probably meant where it does not fit, or where several do. */
function guess(declared: UnionSchema, json: JsonNode): Omit<ValuePlace, 'field'> {
  const unknown = { json, declared, schema: undefined, tag: undefined, inner: json };
  if (json.kind !== 'object') return unknown;
  const [tag, second] = json.properties;
  const tagged = second === undefined ? declared.branches.find((branch) => branchTag(branch) === tag?.name.value) : undefined;
  if (tagged !== undefined && tag?.value !== undefined) return { ...unknown, schema: concrete(tagged), tag, inner: tag.value };
  const record = declared.branches.map(usable).find((branch) => branch.type === 'record' && hasFieldOf(branch, json));
  return { ...unknown, schema: record === undefined ? undefined : concrete(record) };
}

function hasFieldOf({ fields }: RecordSchema, { properties }: JsonObject): boolean {
  const names = new Set(properties.map(({ name }) => name.value));
  return fields.some(({ name }) => name !== undefined && names.has(name.value));
}

function concrete(branch: Schema): ValuePlace['schema'] {
  const target = usable(branch);
  return target.type === 'union' ? undefined : target;
}
