import { escapeMarkdown } from '../../markdown.ts';
import { textName } from '../../textNames.ts';
import type { JsonObject } from '../json.ts';
import { findProperty } from '../jsonTree.ts';
import { logicalTemplates, proposeTypeWithLogicalType } from './logicalTypeProposals.ts';
import { suggestedName } from './nameProposals.ts';
import { isPrimitiveType, namespaceOf, primitiveTypes, resolveName, unqualifiedName } from '../names.ts';
import type { Place, Proposal, Template } from './proposals.ts';
import type { NamedSchema, PrimitiveType, Schema } from '../schema.ts';
import { isField } from '../schemaTree.ts';

/** One sentence for people about each primitive type. @see Avro 1.12, "Primitive Types" and "Binary Encoding" */
export const primitiveMeanings: Readonly<Record<PrimitiveType, string>> = {
  null: 'No value; it takes no bytes.',
  boolean: 'True or false; one byte.',
  int: 'A signed integer of 32 bits; one to five bytes, few for small numbers.',
  long: 'A signed integer of 64 bits; one to ten bytes, few for small numbers.',
  float: 'A floating-point number of 32 bits; four bytes.',
  double: 'A floating-point number of 64 bits; eight bytes.',
  bytes: 'A sequence of bytes; its length stands before it.',
  string: 'Text, as UTF-8; its length in bytes stands before it.',
};

/** One sentence for people about each complex type. @see Avro 1.12, "Complex Types" */
export const complexMeanings = {
  record: 'Fields, each with a name and a schema.',
  enum: 'One of a list of symbols.',
  array: 'A sequence of items of one schema.',
  map: 'Values of one schema, each under a string as its key.',
  fixed: 'A fixed number of bytes.',
} as const;

/**
 * Schemas that can stand at a place: the primitive types, the types that this text and others define, by the shortest
 * name that means them there, and templates of new ones.
 *
 * @param where the whole text, the value of an attribute, or a branch of a union, which can be no union itself
 * @param taken the other branches of the union: it can have each type once, and a named one by each name
 */
export function proposeTypes(place: Place, where: 'root' | 'value' | 'branch', taken: readonly Schema[]): Proposal[] {
  const takenTypes = new Set(taken.map((branch) => (isUnnamed(branch) ? branch.type : fullnameOf(branch))));
  const named = namedTypes(place).filter(({ fullname }) => !takenTypes.has(fullname));
  const templates = where === 'branch' ? typeTemplates(place) : [nullableTemplate(place), ...typeTemplates(place)];
  const free = [...templates, ...logicalTemplates].filter(({ type }) => !takenTypes.has(type));
  const known = [...primitiveProposals.filter(({ label }) => !takenTypes.has(label)), ...named.map(({ proposal }) => proposal)];
  const made = free.map(({ proposal }) => proposal);
  return where === 'root' ? [...made, ...known] : [...known, ...made];
}

/** What can stand as the `type` of an object that is a schema itself. */
export function proposeTypeWords(place: Place, owner: JsonObject): Proposal[] {
  const words = Object.entries(complexMeanings).map(([label, meaning]): Proposal => ({
    label,
    kind: 'primitive',
    template: [`"${label}"`],
    meaning,
  }));
  const named = namedTypes(place).map(({ proposal }) => proposal);
  return [...words, ...primitiveProposals, ...named, ...proposeTypeWithLogicalType(owner)];
}

const primitiveProposals: readonly Proposal[] = primitiveTypes.map((type) => ({
  label: type,
  kind: 'primitive',
  template: [`"${type}"`],
  meaning: primitiveMeanings[type],
}));

/** Whether a union tells the schema from others by its type alone. */
function isUnnamed(schema: Schema): boolean {
  return schema.type !== 'record' && schema.type !== 'enum' && schema.type !== 'fixed' && schema.type !== 'reference';
}

function fullnameOf(schema: Schema): string | undefined {
  return 'fullname' in schema ? schema.fullname : undefined;
}

interface NamedProposal {
  readonly fullname: string;
  readonly proposal: Proposal;
}

/** The types that this text defines, those before the place first, then those of others, the nearest first. */
function namedTypes(place: Place): NamedProposal[] {
  const found = [...place.parsed.definitions].flatMap(([fullname, schema]) => {
    const name = shortestName(fullname, schema, place);
    if (name === undefined) return [];
    const proposal: Proposal = {
      label: name,
      kind: schema.type,
      template: [JSON.stringify(name)],
      detail: name === fullname ? schema.type : `${schema.type} ${fullname}`,
      ...(schema.doc !== undefined && { meaning: escapeMarkdown(schema.doc) }),
    };
    return [{ fullname, proposal, isBehind: schema.span.start >= place.offset }];
  });
  return [...found.filter(({ isBehind }) => !isBehind), ...found.filter(({ isBehind }) => isBehind), ...otherTypes(place)];
}

/** More than these an editor does not filter quickly; names of the same namespace are the last to be left out. */
const maxOtherTypes = 5000;

/** The types that only other texts define; those of the same namespace first. */
function otherTypes(place: Place): NamedProposal[] {
  const { otherNames, parsed, namespace } = place;
  const own: string[] = [];
  const foreign: string[] = [];
  for (const fullname of otherNames.fullnames()) {
    if (!parsed.definitions.has(fullname)) (namespaceOf(fullname) === namespace ? own : foreign).push(fullname);
  }
  return [...own.sort(), ...foreign.sort()].slice(0, maxOtherTypes).flatMap((fullname) => {
    const [definition] = otherNames.find(fullname);
    const name = shortestOtherName(fullname, place);
    if (definition === undefined || name === undefined) return [];
    const detail = `${definition.type}${name === fullname ? '' : ` ${fullname}`}, ${textName(definition.uri)}`;
    return [{ fullname, proposal: { label: name, kind: definition.type, template: [JSON.stringify(name)], detail } }];
  });
}

/** As a reference is looked up in other texts: in the namespace that is around, then in none. */
function shortestOtherName(fullname: string, { namespace, parsed, otherNames }: Place): string | undefined {
  const name = unqualifiedName(fullname);
  if (!isPrimitiveType(name)) {
    const resolved = resolveName(name, namespace);
    if (resolved === fullname) return name;
    if (name === fullname && !parsed.definitions.has(resolved) && otherNames.find(resolved).length === 0) return name;
  }
  return name === fullname ? undefined : fullname;
}

/** Undefined where no name at this place means that type. */
export function shortestName(fullname: string, schema: NamedSchema, { namespace, parsed, offset }: Place): string | undefined {
  const name = unqualifiedName(fullname);
  const resolved = resolveName(name, namespace);
  // A type of the null namespace goes by its name alone where it has ended before and the namespace has none of that name.
  const isMeant = resolved === fullname || (name === fullname && schema.span.end <= offset && !parsed.definitions.has(resolved));
  if (isMeant && !isPrimitiveType(name)) return name;
  return name === fullname ? undefined : fullname;
}

/** A new schema; `type` is what a union knows it by. */
interface TypeTemplate {
  readonly type: string | undefined;
  readonly proposal: Proposal;
}

function typeTemplates(place: Place): TypeTemplate[] {
  const name = suggestedName(place) ?? 'Name';
  return [
    template('record', undefined, complexMeanings.record, [
      '{\n\t"type": "record",\n\t"name": "',
      { hole: name },
      '",\n\t"fields": [\n\t\t{ "name": "',
      { hole: 'field' },
      '", "type": "',
      { hole: 'string' },
      '" }\n\t]\n}',
    ]),
    template('enum', undefined, complexMeanings.enum, [
      '{ "type": "enum", "name": "',
      { hole: name },
      '", "symbols": ["',
      { hole: 'FIRST' },
      '"] }',
    ]),
    template('array', 'array', complexMeanings.array, ['{ "type": "array", "items": "', { hole: 'string' }, '" }']),
    template('map', 'map', complexMeanings.map, ['{ "type": "map", "values": "', { hole: 'string' }, '" }']),
    template('fixed', undefined, complexMeanings.fixed, [
      '{ "type": "fixed", "name": "',
      { hole: name },
      '", "size": ',
      { hole: '16' },
      ' }',
    ]),
  ];
}

/**
 * A union of null and the type that is there, or one to be chosen. The type of a field without a default gets the default
 * null with it; where the field has one of the other type, null is the second branch, so that it stays one of the first.
 */
function nullableTemplate(place: Place): TypeTemplate {
  const { parsed, parts, cursor } = place;
  const field = parts.at(-1);
  const isOfField = field !== undefined && isField(field) && cursor.containers.at(-1) === field.json;
  const given = isOfField ? findProperty(field.json, 'default') : undefined;
  const written = cursor.property?.value;
  const isKnown = isOfField && written?.kind === 'string' && (isPrimitiveType(field.schema.type) || hasTarget(field.schema));
  const inner = { hole: isKnown && written.value !== 'null' ? parsed.text.slice(written.span.start + 1, written.span.end - 1) : 'string' };
  if (given?.value !== undefined && given.value.kind !== 'null') {
    return template('nullable', 'union', 'A value or null.', ['["', inner, '", "null"]']);
  }
  const rest: Template = isOfField && given === undefined ? ['"], "default": null'] : ['"]'];
  const detail = isOfField && given === undefined ? 'with null as the default' : undefined;
  return template('nullable', 'union', 'A value or null.', ['["null", "', inner, ...rest], detail);
}

function hasTarget(schema: Schema): boolean {
  return schema.type === 'reference' && schema.target !== undefined;
}

function template(label: string, type: string | undefined, meaning: string, json: Template, detail?: string): TypeTemplate {
  return { type, proposal: { label, kind: 'template', template: json, meaning, ...(detail !== undefined && { detail }) } };
}
