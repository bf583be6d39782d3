import { proposeAttributes } from './attributeProposals.ts';
import { orders } from './attributes.ts';
import type { JsonObject } from '../json.ts';
import type { JsonContainer, JsonCursor } from './jsonCursor.ts';
import { findJsonCursor } from './jsonCursor.ts';
import { proposeLogicalTypes } from './logicalTypeProposals.ts';
import { enclosingNamespace, proposeName, proposeNamespaces } from './nameProposals.ts';
import type { OtherNames } from '../nameIndex.ts';
import { noOtherNames } from '../nameIndex.ts';
import type { Role } from './roles.ts';
import { roleAt, roleOfItem, roleOfValue, rootRole } from './roles.ts';
import type { ParsedSchema, Schema, UnionSchema } from '../schema.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, partsAlong } from '../schemaTree.ts';
import {
  definitionTemplates,
  flagProposals,
  parameterTemplates,
  proposeErrors,
  proposeMessages,
  protocolTemplates,
} from './protocolProposals.ts';
import { proposeTypes, proposeTypeWords } from './typeProposals.ts';
import { proposeInDefault } from './defaultProposals.ts';

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
  /** Whether its first hole is for something that can be proposed, too. */
  readonly isToBeContinued?: boolean;
}

/** A piece of JSON with holes that the user fills; a hole holds what may stand there as it is. */
export type Template = readonly (string | { readonly hole: string })[];

export interface Proposals {
  readonly cursor: JsonCursor;
  /** The likely ones first. */
  readonly proposals: readonly Proposal[];
}

export interface ProposeOptions {
  /** What other texts define. */
  readonly otherNames?: OtherNames;
  /** The text's own name, such as `Order.avsc`. */
  readonly fileName?: string;
}

/** What a schema's text could have at an offset, however unfinished it is; undefined where nothing can stand. */
export function proposeAt(parsed: ParsedSchema, offset: number, options: ProposeOptions = {}): Proposals | undefined {
  const cursor = findJsonCursor(parsed.text, parsed.json, offset);
  if (cursor === undefined) return undefined;
  const parts = partsAlong(parsed, cursor.containers);
  const { otherNames = noOtherNames, fileName = '' } = options;
  const place: Place = { parsed, cursor, offset, parts, namespace: enclosingNamespace(parts), otherNames, fileName };
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
  readonly otherNames: OtherNames;
  readonly fileName: string;
}

/** @param role of the innermost array or object */
function proposeIn(place: Place, role: Role): Proposal[] {
  const { containers, slot, property } = place.cursor;
  const container = containers.at(-1);
  if (role === 'default' || role === 'other') {
    const inside = containersOfDefault(place);
    return inside === undefined ? [] : proposeInDefault(place, inside);
  }
  if (slot === 'root') return rootRole(place.parsed) === 'protocol' ? protocolTemplates : proposeTypes(place, 'root', []);
  if (slot === 'item') return role === 'types' ? definitionTemplates : proposeItems(place, roleOfItem(role));
  if (container?.kind !== 'object') return [];
  if (role === 'messages') return proposeMessages(slot, place.cursor.hasColon);
  return slot === 'name' ? proposeAttributes(place, container, role) : proposeValues(place, container, role, property?.name.value ?? '');
}

/** The arrays and objects around the cursor that are a default or stand in one; undefined where none does. */
function containersOfDefault({ parsed, cursor: { containers } }: Place): readonly JsonContainer[] | undefined {
  const first = containers.findIndex((_, index) => roleAt(containers.slice(0, index + 1), parsed) === 'default');
  return first < 0 ? undefined : containers.slice(first);
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

function proposeValues(place: Place, owner: JsonObject, role: Role, attribute: string): Proposal[] {
  switch (roleOfValue(role, attribute)) {
    case 'schema':
      return proposeTypes(place, 'value', []);
    case 'type':
      return proposeTypeWords(place, owner);
    case 'oneWay':
      return flagProposals;
    case 'order':
      return orders.map(({ name, meaning }) => ({ label: name, kind: 'value', template: [`"${name}"`], meaning }));
    case 'logicalType':
      return proposeLogicalTypes(owner);
    case 'namespace':
      return proposeNamespaces(place);
    case 'default':
      return proposeInDefault(place, []);
    case 'name':
      return proposeName(place);
    default:
      return [];
  }
}
