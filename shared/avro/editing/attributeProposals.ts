import type { Attribute } from './attributes.ts';
import { attributeOwner, attributes } from './attributes.ts';
import { defaultTemplate } from './defaultProposals.ts';
import type { JsonObject } from '../json.ts';
import { findValue } from '../jsonTree.ts';
import { logicalTypesOf } from './logicalTypeProposals.ts';
import { suggestedName } from './nameProposals.ts';
import type { Place, Proposal, Template } from './proposals.ts';
import type { Role } from './roles.ts';

/** The attributes that an object of this role can have and has not yet, each with a value to begin with. */
export function proposeAttributes(place: Place, owner: JsonObject, role: Role): Proposal[] {
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
      ...(!place.cursor.hasColon && continued.has(attribute.name) && { isToBeContinued: true }),
    }));
}

/** Those whose values can be proposed. */
const continued: ReadonlySet<string> = new Set([
  'type',
  'items',
  'values',
  'response',
  'logicalType',
  'order',
  'namespace',
  'fields',
  'request',
  'types',
  'messages',
  'errors',
]);

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

function valueTemplate({ name, holds }: Attribute, place: Place): Template {
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
      return defaultTemplate(place.parts.at(-1));
    default:
      return ['"', { hole: name === 'name' || name === 'protocol' ? (suggestedName(place) ?? '') : '' }, '"'];
  }
}
