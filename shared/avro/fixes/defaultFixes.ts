import type { DefaultOptions } from '../defaults.ts';
import type { JsonNode, JsonObject, Span } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import { isPrimitiveType } from '../names.ts';
import type { Field, Fix, RecordSchema, Schema } from '../schema.ts';
import { dereference } from '../schema.ts';
import { convertValue } from './convertValue.ts';
import { fix, titleJson, titleWord } from './fix.ts';
import { arrayText, insertAt, insertItem, insertProperty, objectText, removeProperty, replaceSpan, textOf, together } from './jsonEdits.ts';
import { plainValue } from './plainValue.ts';

/**
 * What can be done about a default that does not fit: the same value as its type is written, the fields that it lacks,
 * another type, the plainest value, or no default.
 *
 * @param span of the value in it that does not fit
 */
export function fixDefault(text: string, field: Field, span: Span, options: DefaultOptions): Fix[] {
  const place = field.default && findInside(field.schema, field.default, span);
  if (place === undefined) return [];
  const { value, schemas } = place;
  const converted = new Set(schemas.flatMap((schema) => convertValue(text, schema, value)));
  const plain = new Set(schemas.flatMap((schema) => plainValue(text, schema, options) ?? []));
  const change = (json: string, isPreferred: boolean): Fix[] =>
    fix(`Change to ${titleJson(json)}`, replaceSpan(value.span, json), { isPreferred });
  const retyped = value === field.default ? changeType(text, field, value) : [];
  return [
    ...[...converted].slice(0, 3).flatMap((json, index) => change(json, index === 0)),
    ...schemas.flatMap((schema) => (schema.type === 'record' && value.kind === 'object' ? addFields(text, schema, value, options) : [])),
    ...retyped,
    ...[...plain]
      .filter((json) => !converted.has(json) && json !== textOf(text, value))
      .slice(0, 3)
      .flatMap((json) => change(json, false)),
    ...removeDefault(text, field),
  ];
}

/** Takes the field's default away. */
export function removeDefault(text: string, { json }: Field): Fix[] {
  const property = findProperty(json, 'default');
  return property === undefined ? [] : fix('Remove the Default', removeProperty(text, json, property));
}

interface Inside {
  readonly value: JsonNode;
  /** All that it could be meant for: the branches of unions one by one. */
  readonly schemas: readonly Schema[];
}

/** The value inside of a default that has this very span, and the schemas that stand for it there. */
function findInside(schema: Schema, root: JsonNode, span: Span): Inside | undefined {
  let inside: Inside | undefined = { value: root, schemas: branchesOf([schema]) };
  while (inside !== undefined && inside.value.span !== span) inside = stepInto(inside, span);
  return inside;
}

function stepInto({ value, schemas }: Inside, span: Span): Inside | undefined {
  if (value.kind === 'array') {
    const item = value.items.find((each) => holds(each, span));
    return item && { value: item, schemas: branchesOf(schemas.flatMap((schema) => (schema.type === 'array' ? [schema.items] : []))) };
  }
  if (value.kind !== 'object') return undefined;
  const property = value.properties.find((each) => each.value !== undefined && holds(each.value, span));
  if (property?.value === undefined) return undefined;
  const inner = schemas.flatMap((schema) => {
    if (schema.type === 'map') return [schema.values];
    return schema.type === 'record'
      ? schema.fields.filter(({ name }) => name?.value === property.name.value).map((field) => field.schema)
      : [];
  });
  return { value: property.value, schemas: branchesOf(inner) };
}

function holds(node: JsonNode, { start, end }: Span): boolean {
  return node.span.start <= start && end <= node.span.end;
}

/** Unions of unions are wrong, and left out. */
function branchesOf(schemas: readonly Schema[]): Schema[] {
  return schemas.flatMap((schema) => {
    const target = dereference(schema);
    if (target?.type !== 'union') return target === undefined ? [] : [target];
    return target.branches.flatMap((branch) => dereference(branch) ?? []).filter(({ type }) => type !== 'union');
  });
}

/** Gives a record's default the fields that it lacks and that have no default themselves. */
function addFields(text: string, record: RecordSchema, value: JsonObject, options: DefaultOptions): Fix[] {
  const missing = record.fields.filter(
    ({ name, default: given }) => name !== undefined && given === undefined && findProperty(value, name.value) === undefined,
  );
  const added = missing.flatMap(({ name, schema }) => {
    const plain = plainValue(text, schema, options);
    return name === undefined || plain === undefined ? [] : [{ name: name.value, plain }];
  });
  const [first] = added;
  if (first === undefined || added.length < missing.length) return [];
  const title = added.length === 1 ? `Add ${titleWord(first.name)}` : 'Add the Missing Fields';
  // Each would become the only property of an empty object.
  if (value.properties.length === 0) {
    const inside = objectText(
      text,
      added.map(({ name, plain }) => [name, plain] as const),
    ).slice(1, -1);
    return fix(title, insertAt(value.span.start + 1, inside));
  }
  return fix(title, together(...added.map(({ name, plain }) => insertProperty(text, value, name, plain))));
}

/** Makes the field's type one that the default is a value of. */
function changeType(text: string, { schema }: Field, value: JsonNode): Fix[] {
  if (value.kind === 'null') return makeNullable(text, schema);
  if (value.kind !== 'number' || !isPrimitiveType(schema.type) || (schema.type !== 'int' && schema.type !== 'long')) return [];
  const isInteger = /^-?\d+$/.test(value.text);
  const fitsLong = isInteger && BigInt.asIntN(64, BigInt(value.text)) === BigInt(value.text);
  const type = fitsLong ? 'long' : 'double';
  // A logical type stays where it is, and may not count on another type.
  if (type === schema.type || schema.json.kind !== 'string') return [];
  return fix(`Change the Type to "${type}"`, replaceSpan(schema.span, `"${type}"`));
}

function makeNullable(text: string, schema: Schema): Fix[] {
  if (schema.type === 'invalid' || schema.type === 'null') return [];
  if (schema.type === 'union') {
    const { json, branches } = schema;
    // A default of null, which is the first branch then, is good for all readers.
    return json.kind !== 'array' || branches.some(({ type }) => type === 'null')
      ? []
      : fix('Add "null" to the Type', insertItem(text, json, 0, '"null"'), { isPreferred: true });
  }
  const nullable = arrayText(text, ['"null"', textOf(text, schema)]);
  return fix('Make the Type Nullable', replaceSpan(schema.span, nullable), { isPreferred: true });
}
