import type { JsonNode, JsonObject } from './json.ts';
import { findProperty, findValue } from './jsonTree.ts';
import { isElsewhere, isForward } from './resolutionOrder.ts';
import { isNamed } from './schemaTree.ts';
import type { Field, NamedSchema, ParsedSchema, Schema } from './schema.ts';

/**
 * Whether Java's Avro takes the second of two definitions of one fullname for the first one again: it compares all but
 * doc, aliases and an enum's default. A name whose definition ends behind its use is never equal to anything, since the
 * comparison comes before such names are resolved.
 */
export function isSameDefinition(first: NamedSchema, second: NamedSchema, parsed: ParsedSchema): boolean {
  return isSameSchema(first, second, parsed);
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
const nothing: ReadonlySet<string> = new Set();
const reservedInField: ReadonlySet<string> = new Set(['name', 'type', 'doc', 'default', 'order', 'aliases']);

function isSameSchema(a: Schema, b: Schema, parsed: ParsedSchema): boolean {
  if (a === b) return true;
  if (a.type === 'reference' || b.type === 'reference') return isSameReference(a, b, parsed);
  if (a.type !== b.type) return false;
  if (!hasSameProperties(a.json, b.json, a.type === 'enum' ? reservedInEnum : reserved)) return false;
  switch (a.type) {
    case 'record':
      return b.type === 'record' && a.fullname === b.fullname && isSameList(a.fields, b.fields, (c, d) => isSameField(c, d, parsed));
    case 'enum':
      return b.type === 'enum' && a.fullname === b.fullname && isSameList(a.symbols, b.symbols, (c, d) => c.value === d.value);
    case 'fixed':
      return b.type === 'fixed' && a.fullname === b.fullname && a.size === b.size;
    case 'array':
      return b.type === 'array' && isSameSchema(a.items, b.items, parsed);
    case 'map':
      return b.type === 'map' && isSameSchema(a.values, b.values, parsed);
    case 'union':
      return b.type === 'union' && isSameList(a.branches, b.branches, (c, d) => isSameSchema(c, d, parsed));
    case 'invalid':
      return false;
    default:
      return true;
  }
}

/** A reference equals its definition, and another reference to it, where each stands behind the definition's end. */
function isSameReference(a: Schema, b: Schema, parsed: ParsedSchema): boolean {
  const [c, d] = [boundTarget(a, parsed), boundTarget(b, parsed)];
  if (c === undefined || d === undefined) return false;
  // Types of other texts may refer to each other in a circle, and nothing here is defined there too.
  if (leadsElsewhere(a, c, parsed) || leadsElsewhere(b, d, parsed)) return c === d;
  return isSameSchema(c, d, parsed);
}

function boundTarget(schema: Schema, parsed: ParsedSchema): Schema | undefined {
  if (schema.type !== 'reference') return schema;
  return isForward(schema, parsed) ? undefined : schema.target;
}

function leadsElsewhere(schema: Schema, target: Schema, parsed: ParsedSchema): boolean {
  return schema.type === 'reference' && isNamed(target) && isElsewhere(target, parsed);
}

function isSameField(a: Field, b: Field, parsed: ParsedSchema): boolean {
  return (
    a.name?.value === b.name?.value &&
    isSameOptional(a.default, b.default) &&
    orderOf(a.json) === orderOf(b.json) &&
    hasSameProperties(a.json, b.json, reservedInField) &&
    isSameSchema(a.schema, b.schema, parsed)
  );
}

export function orderOf(field: JsonObject): string {
  const order = findValue(field, 'order');
  return order?.kind === 'string' ? order.value.toLowerCase() : 'ascending';
}

function isSameList<T>(a: readonly T[], b: readonly T[], isSame: (c: T, d: T) => boolean): boolean {
  return a.length === b.length && a.every((item, index) => isSame(item, b[index] as T));
}

/** Whether both objects have the same properties, in whatever order, those that are skipped aside; what is no object has none. */
export function hasSameProperties(a: JsonNode, b: JsonNode, skipped: ReadonlySet<string>): boolean {
  if (hasFewProperties(a) && hasFewProperties(b)) return hasSameFewProperties(a, b, skipped);
  const [c, d] = [propertiesOf(a, skipped), propertiesOf(b, skipped)];
  if (c.size !== d.size) return false;
  for (const [name, value] of c) if (!d.has(name) || !isSameOptional(value, d.get(name))) return false;
  return true;
}

/** So few that looking for each costs less than a map of them. */
function hasFewProperties(json: JsonNode): boolean {
  return json.kind !== 'object' || json.properties.length <= 16;
}

function hasSameFewProperties(a: JsonNode, b: JsonNode, skipped: ReadonlySet<string>): boolean {
  if (a.kind === 'object') {
    for (const { name } of a.properties) {
      if (skipped.has(name.value)) continue;
      const other = b.kind === 'object' ? findProperty(b, name.value) : undefined;
      if (other === undefined || !isSameOptional(findProperty(a, name.value)?.value, other.value)) return false;
    }
  }
  if (b.kind !== 'object') return true;
  return b.properties.every(({ name }) => skipped.has(name.value) || (a.kind === 'object' && findProperty(a, name.value) !== undefined));
}

function propertiesOf(json: JsonNode, skipped: ReadonlySet<string>): ReadonlyMap<string, JsonNode | undefined> {
  const values = new Map<string, JsonNode | undefined>();
  if (json.kind !== 'object') return values;
  for (const { name, value } of json.properties) if (!skipped.has(name.value)) values.set(name.value, value);
  return values;
}

function isSameOptional(a: JsonNode | undefined, b: JsonNode | undefined): boolean {
  return a === undefined || b === undefined ? a === b : isSameJson(a, b);
}

/** Whether two values are the same, numbers as Java’s reader holds them; the order of properties does not matter. */
export function isSameJson(a: JsonNode, b: JsonNode): boolean {
  switch (a.kind) {
    case 'object':
      return b.kind === 'object' && hasSameProperties(a, b, nothing);
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
