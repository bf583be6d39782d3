import type { Attribute } from './attributes.ts';
import { attributeOwner, attributes, orders } from './attributes.ts';
import type { JsonObject } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import type { JsonCursor } from './jsonCursor.ts';
import { findJsonCursor } from './jsonCursor.ts';
import { logicalTypes } from '../logicalTypes.ts';
import { namespaceOf } from '../names.ts';
import type { Role } from './roles.ts';
import { roleAt, roleOfItem, roleOfValue, rootRole } from './roles.ts';
import type { ParsedSchema, Schema, UnionSchema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, partsAlong } from '../schemaTree.ts';
import { protocolNamespace } from '../parseProtocol.ts';
import {
  definitionTemplates,
  flagProposals,
  parameterTemplates,
  proposeErrors,
  proposeMessages,
  protocolTemplates,
} from './protocolProposals.ts';
import { proposeTypes, proposeTypeWords } from './typeProposals.ts';
import { defaultTemplate, defaultValues } from './defaultProposals.ts';

/** Something that could stand at the cursor. */
export interface Proposal {
  /** What it is known by, and what the user begins to type. */
  readonly label: string;
  readonly kind: 'primitive' | 'record' | 'enum' | 'fixed' | 'attribute' | 'value' | 'template';
  /** The JSON to write. */
  readonly template: Template;
  /** A few words. */
  readonly detail?: string;
  /** In Markdown. */
  readonly meaning?: string;
}

/** A piece of JSON with holes that the user fills; a hole holds what may stand there as it is. */
export type Template = readonly (string | { readonly hole: string })[];

export interface Proposals {
  readonly cursor: JsonCursor;
  /** The likely ones first. */
  readonly proposals: readonly Proposal[];
}

/** What a schema's text could have at an offset, however unfinished it is; undefined where nothing can stand. */
export function proposeAt(parsed: ParsedSchema, offset: number): Proposals | undefined {
  const cursor = findJsonCursor(parsed.text, parsed.json, offset);
  if (cursor === undefined) return undefined;
  const parts = partsAlong(parsed, cursor.containers);
  const place: Place = { parsed, cursor, offset, parts, namespace: enclosingNamespace(parts) };
  const role = roleAt(cursor.containers, parsed);
  return { cursor, proposals: proposeIn(place, role) };
}

/** Where proposals are made for. */
export interface Place {
  readonly parsed: ParsedSchema;
  readonly cursor: JsonCursor;
  readonly offset: number;
  /** The schemas and fields around the cursor, outermost first. */
  readonly parts: readonly SchemaPart[];
  /** The namespace in which a name at the cursor is resolved. */
  readonly namespace: string | undefined;
}

/** @param role of the innermost array or object */
function proposeIn(place: Place, role: Role): Proposal[] {
  const { containers, slot, property } = place.cursor;
  const container = containers.at(-1);
  if (slot === 'root') return rootRole(place.parsed) === 'protocol' ? protocolTemplates : proposeTypes(place, 'root', []);
  if (slot === 'item') return role === 'types' ? definitionTemplates : proposeItems(place, roleOfItem(role));
  if (container?.kind !== 'object') return [];
  if (role === 'messages') return proposeMessages(slot, place.cursor.hasColon);
  return slot === 'name' ? proposeAttributes(place, container, role) : proposeValues(place, container, role, property?.name.value ?? '');
}

function proposeItems(place: Place, role: Role): Proposal[] {
  if (role === 'field') return fieldTemplates;
  if (role === 'parameter') return parameterTemplates;
  if (role === 'error') return proposeErrors(place);
  if (role !== 'schema') return [];
  const union = place.parts.at(-1);
  return proposeTypes(place, 'branch', union !== undefined && isUnion(union) ? otherBranches(union, place.cursor) : []);
}

function isUnion(part: SchemaPart): part is UnionSchema {
  return !isField(part) && part.type === 'union';
}

/** The branches but for the one that is being typed. */
function otherBranches({ branches }: UnionSchema, { replaced }: JsonCursor): Schema[] {
  return branches.filter(({ span }) => span.end <= replaced.start || span.start >= replaced.end);
}

const fieldTemplates: Proposal[] = [
  {
    label: 'field',
    kind: 'template',
    template: ['{ "name": "', { hole: 'name' }, '", "type": "', { hole: 'string' }, '" }'],
    detail: 'a field that every value has',
  },
  {
    label: 'optional field',
    kind: 'template',
    template: ['{ "name": "', { hole: 'name' }, '", "type": ["null", "', { hole: 'string' }, '"], "default": null }'],
    detail: 'a field that may be null, and is where data has none',
  },
];

function proposeAttributes(place: Place, owner: JsonObject, role: Role): Proposal[] {
  const kind = attributeOwner(owner, role);
  if (kind === undefined) return [];
  const present = new Set(owner.properties.filter((property) => property !== place.cursor.property).map(({ name }) => name.value));
  return (kind === 'untyped' ? anyAttribute : attributes[kind])
    .filter(({ name }) => !present.has(name) && makesSense(name, owner))
    .map((attribute) => ({
      label: attribute.name,
      kind: 'attribute',
      template: place.cursor.hasColon ? [`"${attribute.name}"`] : [`"${attribute.name}": `, ...valueTemplate(attribute, place)],
      meaning: attribute.meaning,
    }));
}

/** All that a schema without a type could be meant to have, each name once, `type` first. */
const anyAttribute: readonly Attribute[] = [
  ...new Map(
    [attributes.record, attributes.enum, attributes.array, attributes.map, attributes.fixed]
      .flat()
      .map((each) => [each.name, each] as const),
  ).values(),
];

/** Precision and scale belong to a decimal, and some types have no logical types at all. */
function makesSense(name: string, owner: JsonObject): boolean {
  const logicalType = findValue(owner, 'logicalType');
  if (name === 'precision' || name === 'scale') return logicalType?.kind === 'string' && logicalType.value === 'decimal';
  return name !== 'logicalType' || logicalTypesOf(owner).length > 0;
}

function valueTemplate({ name, holds }: Attribute, { parts }: Place): Template {
  switch (holds) {
    case 'list':
      return ['[', { hole: '' }, ']'];
    case 'object':
      return ['{', { hole: '' }, '}'];
    case 'flag':
      return [{ hole: 'true' }];
    case 'number':
      return [{ hole: name === 'size' ? '16' : name === 'precision' ? '9' : '2' }];
    case 'value':
      return defaultTemplate(parts.at(-1));
    default:
      return ['"', { hole: '' }, '"'];
  }
}

function proposeValues(place: Place, owner: JsonObject, role: Role, attribute: string): Proposal[] {
  switch (roleOfValue(role, attribute)) {
    case 'schema':
      return proposeTypes(place, 'value', []);
    case 'type':
      return proposeTypeWords(place);
    case 'oneWay':
      return flagProposals;
    case 'order':
      return orders.map(({ name, meaning }) => ({ label: name, kind: 'value', template: [`"${name}"`], meaning }));
    case 'logicalType':
      return proposeLogicalTypes(owner);
    case 'namespace':
      return proposeNamespaces(place);
    case 'default':
      return defaultValues(place.parts.at(-1)).map((json) => ({ label: json.replace(/^"(.*)"$/, '$1'), kind: 'value', template: [json] }));
    default:
      return [];
  }
}

function proposeLogicalTypes(owner: JsonObject): Proposal[] {
  const needsPrecision = findValue(owner, 'precision') === undefined;
  return logicalTypesOf(owner).map(({ name, meaning }) => ({
    label: name,
    kind: 'value',
    template:
      name === 'decimal' && needsPrecision ? ['"decimal", "precision": ', { hole: '9' }, ', "scale": ', { hole: '2' }] : [`"${name}"`],
    meaning,
  }));
}

/** Those that may annotate the object's type; all of them where it has none yet. */
function logicalTypesOf(owner: JsonObject): typeof logicalTypes {
  const type = findValue(owner, 'type');
  if (type === undefined) return logicalTypes;
  const size = findValue(owner, 'size');
  return logicalTypes.filter(({ underlying }) =>
    underlying.some(
      (each) =>
        type.kind === 'string' &&
        each.type === type.value &&
        (each.size === undefined || size?.kind !== 'number' || size.text === String(each.size)),
    ),
  );
}

/** The namespaces that types of this text are in. */
function proposeNamespaces({ parsed }: Place): Proposal[] {
  const namespaces = new Set([...parsed.definitions.keys()].map(namespaceOf));
  return [...namespaces].flatMap((namespace) =>
    namespace === undefined ? [] : [{ label: namespace, kind: 'value' as const, template: [JSON.stringify(namespace)] }],
  );
}

function enclosingNamespace(parts: readonly SchemaPart[]): string | undefined {
  let namespace: string | undefined;
  for (const part of parts) {
    if (!isField(part) && part.type === 'protocol') namespace = protocolNamespace(part);
    if (!isNamed(part)) continue;
    namespace = part.fullname === undefined ? (part.namespace?.value ?? namespace) : namespaceOf(part.fullname);
  }
  return namespace;
}
