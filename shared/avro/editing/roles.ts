import type { JsonArray, JsonNode, JsonObject } from '../json.ts';
import type { ParsedSchema } from '../schema.ts';

/** What a value of a schema's or protocol's text is there for. */
export type Role =
  | 'schema'
  /** The `type` in an object that is a schema, where the complex types are words. */
  | 'type'
  | 'fields'
  | 'field'
  | 'protocol'
  | 'types'
  | 'messages'
  | 'message'
  | 'request'
  | 'parameter'
  | 'errors'
  | 'error'
  | 'oneWay'
  | 'symbols'
  | 'symbol'
  | 'aliases'
  | 'alias'
  | 'name'
  | 'namespace'
  | 'logicalType'
  | 'order'
  | 'default'
  /** Anything that Avro does not look into. */
  | 'other';

const rolesInSchema: Readonly<Record<string, Role>> = {
  type: 'type',
  fields: 'fields',
  items: 'schema',
  values: 'schema',
  symbols: 'symbols',
  aliases: 'aliases',
  name: 'name',
  namespace: 'namespace',
  logicalType: 'logicalType',
  default: 'default',
};
const rolesInField: Readonly<Record<string, Role>> = {
  type: 'schema',
  aliases: 'aliases',
  name: 'name',
  order: 'order',
  default: 'default',
};

const rolesInParameter: Readonly<Record<string, Role>> = { type: 'schema', aliases: 'aliases', name: 'name', default: 'default' };
const rolesInProtocol: Readonly<Record<string, Role>> = {
  protocol: 'name',
  namespace: 'namespace',
  types: 'types',
  messages: 'messages',
};
const rolesInMessage: Readonly<Record<string, Role>> = {
  request: 'request',
  response: 'schema',
  errors: 'errors',
  'one-way': 'oneWay',
};
const rolesIn: Readonly<Partial<Record<Role, Readonly<Record<string, Role>>>>> = {
  schema: rolesInSchema,
  type: rolesInSchema,
  field: rolesInField,
  parameter: rolesInParameter,
  protocol: rolesInProtocol,
  message: rolesInMessage,
};

/** The role of the value that an object of this role has under a name. */
export function roleOfValue(owner: Role, attribute: string): Role {
  if (owner === 'messages') return 'message';
  const roles = rolesIn[owner] ?? {};
  return Object.hasOwn(roles, attribute) ? (roles[attribute] ?? 'other') : 'other';
}

/** The role of the items that an array of this role has. */
export function roleOfItem(owner: Role): Role {
  switch (owner) {
    case 'schema':
    case 'type':
    case 'types':
      return 'schema';
    case 'fields':
      return 'field';
    case 'request':
      return 'parameter';
    case 'errors':
      return 'error';
    case 'symbols':
      return 'symbol';
    case 'aliases':
      return 'alias';
    default:
      return 'other';
  }
}

/** The role of a text's one value. */
export function rootRole(parsed: ParsedSchema): Role {
  return 'protocol' in parsed && parsed.schema === undefined ? 'protocol' : 'schema';
}

/**
 * The role of the last of the nodes on a way through the text of a schema or protocol.
 *
 * @param nodes from the root on, each directly inside of the one before
 */
export function roleAt(nodes: readonly JsonNode[], parsed: ParsedSchema): Role {
  let role = rootRole(parsed);
  for (const [index, node] of nodes.slice(1).entries()) {
    const parent = nodes[index];
    if (parent !== undefined && (parent.kind === 'array' || parent.kind === 'object')) role = roleIn(role, parent, node);
  }
  return role;
}

function roleIn(role: Role, parent: JsonArray | JsonObject, node: JsonNode): Role {
  if (parent.kind === 'array') return roleOfItem(role);
  return roleOfValue(role, parent.properties.find(({ value }) => value === node)?.name.value ?? '');
}
