import { escapeMarkdown } from '../../markdown.ts';
import { logicalTypes } from '../logicalTypes.ts';
import { isPrimitiveType, primitiveTypes, resolveName, unqualifiedName } from '../names.ts';
import type { Place, Proposal, Template } from './proposals.ts';
import type { NamedSchema, PrimitiveType, Schema } from '../schema.ts';

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
 * Schemas that can stand at a place: the primitive types, the types that the text defines, by the shortest name that
 * means them there, and templates of new ones.
 *
 * @param where the whole text, the value of an attribute, or a branch of a union, which can be no union itself
 * @param taken the other branches of the union: it can have each type once, and a named one by each name
 */
export function proposeTypes(place: Place, where: 'root' | 'value' | 'branch', taken: readonly Schema[]): Proposal[] {
  const takenTypes = new Set(taken.map((branch) => (isUnnamed(branch) ? branch.type : fullnameOf(branch))));
  const templates = typeTemplates.filter(({ type }) => !takenTypes.has(type) && (type !== 'union' || where !== 'branch'));
  const known = [
    ...primitiveProposals.filter(({ label }) => !takenTypes.has(label)),
    ...namedTypes(place)
      .filter(({ fullname }) => !takenTypes.has(fullname))
      .map(({ proposal }) => proposal),
  ];
  const made = templates.map(({ proposal }) => proposal);
  return where === 'root' ? [...made, ...known] : [...known, ...made];
}

/** What can stand as the `type` of an object that is a schema itself. */
export function proposeTypeWords(place: Place): Proposal[] {
  const words = Object.entries(complexMeanings).map(([label, meaning]): Proposal => ({
    label,
    kind: 'primitive',
    template: [`"${label}"`],
    meaning,
  }));
  return [...words, ...primitiveProposals, ...namedTypes(place).map(({ proposal }) => proposal)];
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

/** The types that the text defines, those before the place first. */
function namedTypes(place: Place): { readonly fullname: string; readonly proposal: Proposal }[] {
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
  return [...found.filter(({ isBehind }) => !isBehind), ...found.filter(({ isBehind }) => isBehind)];
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

/** New schemas; `type` is what a union knows them by. */
const typeTemplates: readonly { readonly type: string | undefined; readonly proposal: Proposal }[] = [
  template('record', undefined, complexMeanings.record, [
    '{\n\t"type": "record",\n\t"name": "',
    { hole: 'Name' },
    '",\n\t"fields": [\n\t\t{ "name": "',
    { hole: 'field' },
    '", "type": "',
    { hole: 'string' },
    '" }\n\t]\n}',
  ]),
  template('enum', undefined, complexMeanings.enum, [
    '{ "type": "enum", "name": "',
    { hole: 'Name' },
    '", "symbols": ["',
    { hole: 'FIRST' },
    '"] }',
  ]),
  template('array', 'array', complexMeanings.array, ['{ "type": "array", "items": "', { hole: 'string' }, '" }']),
  template('map', 'map', complexMeanings.map, ['{ "type": "map", "values": "', { hole: 'string' }, '" }']),
  template('fixed', undefined, complexMeanings.fixed, [
    '{ "type": "fixed", "name": "',
    { hole: 'Name' },
    '", "size": ',
    { hole: '16' },
    ' }',
  ]),
  template('nullable', 'union', 'A value or null.', ['["null", "', { hole: 'string' }, '"]']),
  ...logicalTypes.flatMap(({ name, underlying, meaning }) => {
    const type = underlying[0]?.type;
    if (type === undefined || type === 'fixed') return [];
    const more: Template = name === 'decimal' ? [', "precision": ', { hole: '9' }, ', "scale": ', { hole: '2' }] : [];
    return [template(name, type, meaning, [`{ "type": "${type}", "logicalType": "${name}"`, ...more, ' }'], type)];
  }),
];

function template(
  label: string,
  type: string | undefined,
  meaning: string,
  json: Template,
  detail?: string,
): (typeof typeTemplates)[number] {
  return { type, proposal: { label, kind: 'template', template: json, meaning, ...(detail !== undefined && { detail }) } };
}
