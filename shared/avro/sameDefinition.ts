import type { JsonNode, JsonObject } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import type { Field, NamedSchema, Schema } from './schema.ts';

/**
 * Whether Java's Avro takes the second of two definitions of one fullname for the first one again: it compares all but
 * doc, aliases and an enum's default. A name whose definition ends behind its use is never equal to anything, since the
 * comparison comes before such names are resolved.
 */
export function isSameDefinition(first: NamedSchema, second: NamedSchema): boolean {
  return isSameSchema(first, second);
}

const reserved: ReadonlySet<string> = new Set([
  'type',
  'name',
  'namespace',
  'doc',
  'aliases',
  'fields',
  'symbols',
  'size',
  'items',
  'values',
]);
const reservedInEnum: ReadonlySet<string> = new Set([...reserved, 'default']);
const reservedInField: ReadonlySet<string> = new Set(['name', 'type', 'doc', 'default', 'order', 'aliases']);

function isSameSchema(a: Schema, b: Schema): boolean {
  if (a === b) return true;
  if (a.type === 'reference' || b.type === 'reference') return isSameReference(a, b);
  if (a.type !== b.type) return false;
  if (!hasSameProperties(a.json, b.json, a.type === 'enum' ? reservedInEnum : reserved)) return false;
  switch (a.type) {
    case 'record':
      return b.type === 'record' && a.fullname === b.fullname && isSameList(a.fields, b.fields, isSameField);
    case 'enum':
      return b.type === 'enum' && a.fullname === b.fullname && isSameList(a.symbols, b.symbols, (c, d) => c.value === d.value);
    case 'fixed':
      return b.type === 'fixed' && a.fullname === b.fullname && a.size === b.size;
    case 'array':
      return b.type === 'array' && isSameSchema(a.items, b.items);
    case 'map':
      return b.type === 'map' && isSameSchema(a.values, b.values);
    case 'union':
      return b.type === 'union' && isSameList(a.branches, b.branches, isSameSchema);
    case 'invalid':
      return false;
    default:
      return true;
  }
}

/** A reference equals its definition, and another reference to it, where each stands behind the definition's end. */
function isSameReference(a: Schema, b: Schema): boolean {
  const [c, d] = [boundTarget(a), boundTarget(b)];
  return c !== undefined && d !== undefined && isSameSchema(c, d);
}

function boundTarget(schema: Schema): Schema | undefined {
  if (schema.type !== 'reference') return schema;
  return schema.target !== undefined && schema.target.span.end <= schema.span.start ? schema.target : undefined;
}

function isSameField(a: Field, b: Field): boolean {
  return (
    a.name?.value === b.name?.value &&
    isSameOptional(a.default, b.default) &&
    orderOf(a.json) === orderOf(b.json) &&
    hasSameProperties(a.json, b.json, reservedInField) &&
    isSameSchema(a.schema, b.schema)
  );
}

function orderOf(field: JsonObject): string {
  const order = findValue(field, 'order');
  return order?.kind === 'string' ? order.value.toLowerCase() : 'ascending';
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (c: T, d: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as T));
}

/** Whether both objects have the same properties, in whatever order, those that are skipped aside. */
function hasSameProperties(a: JsonNode, b: JsonNode, skipped: ReadonlySet<string>): boolean {
  const [c, d] = [namesOf(a, skipped), namesOf(b, skipped)];
  if (a.kind !== 'object' || b.kind !== 'object') return c.size === 0 && d.size === 0;
  return c.size === d.size && [...c].every((name) => isSameOptional(findValue(a, name), findValue(b, name)));
}

function namesOf(json: JsonNode, skipped: ReadonlySet<string>): ReadonlySet<string> {
  if (json.kind !== 'object') return new Set();
  return new Set(json.properties.map(({ name }) => name.value).filter((name) => !skipped.has(name)));
}

function isSameOptional(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameJson(a, b);
}

function isSameJson(a: JsonNode, b: JsonNode): boolean {
  switch (a.kind) {
    case 'object': {
      if (b.kind !== 'object') return false;
      return hasSameProperties(a, b, new Set()) && a.properties.every(({ name }) => findProperty(b, name.value) !== undefined);
    }
    case 'array':
      return b.kind === 'array' && isSameList(a.items, b.items, isSameJson);
    case 'number':
      return b.kind === 'number' && isSameNumber(a.text, b.text);
    case 'null':
      return b.kind === 'null';
    default:
      return b.kind === a.kind && a.value === b.value;
  }
}

/** As Java's reader holds them: integers exactly, and apart from numbers with a fraction or an exponent. */
function isSameNumber(a: string, b: string): boolean {
  const isInteger = /^-?\d+$/;
  if (isInteger.test(a) !== isInteger.test(b)) return false;
  return isInteger.test(a) ? BigInt(a) === BigInt(b) : Number(a) === Number(b);
}
