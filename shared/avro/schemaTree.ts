import type { JsonNode, Span } from './json.ts';
import { nodeAt } from './jsonTree.ts';
import type { Field, NamedSchema, NameReference, ParsedSchema, Protocol, ProtocolMessage, Schema } from './schema.ts';

/** What has a place of its own in the tree of a schema or protocol. */
export type SchemaPart = Schema | Field | Protocol | ProtocolMessage;

/** The whole of what a text says: its protocol where it is one, otherwise its schema. */
export function rootOf({ schema, protocol }: ParsedSchema): Schema | Protocol | undefined {
  return protocol ?? schema;
}

export function isField(part: SchemaPart): part is Field {
  return 'schema' in part;
}

/** Whether the part is a schema: neither a field nor a protocol nor a message. */
export function isSchema(part: SchemaPart): part is Schema {
  return !isField(part) && part.type !== 'protocol' && part.type !== 'message';
}

export function isNamed(part: SchemaPart): part is NamedSchema {
  return !isField(part) && (part.type === 'record' || part.type === 'enum' || part.type === 'fixed');
}

/** What stands directly inside of a part, in the text's order; a reference holds nothing. */
export function partsIn(part: SchemaPart): readonly SchemaPart[] {
  if (isField(part)) return [part.schema];
  switch (part.type) {
    case 'record':
      return part.fields;
    case 'array':
      return [part.items];
    case 'map':
      return [part.values];
    case 'union':
      return part.branches;
    case 'invalid':
      return part.inner === undefined ? [] : [part.inner];
    case 'protocol':
      return inTextOrder([...part.types, ...part.messages]);
    case 'message':
      return inTextOrder([...part.request, ...(isMissing(part.response) ? [] : [part.response]), ...part.errors]);
    default:
      return [];
  }
}

/** The schemas that stand directly in one, in the text's order; a reference holds none. */
export function schemasIn(schema: Schema): readonly Schema[] {
  switch (schema.type) {
    case 'record':
      return schema.fields.map((field) => field.schema);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}

function inTextOrder<T extends SchemaPart>(parts: T[]): readonly T[] {
  return parts.sort((a, b) => a.span.start - b.span.start);
}

/** The part itself and all parts inside of it, in the text's order. */
export function* allParts(part: SchemaPart | undefined): Generator<SchemaPart> {
  const waiting = part === undefined ? [] : [part];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const inner = partsIn(next);
    for (let index = inner.length - 1; index >= 0; index--) {
      const each = inner[index];
      if (each !== undefined) waiting.push(each);
    }
  }
}

/**
 * The parts of a schema or protocol along a way through its JSON, outermost first.
 *
 * @param nodes the nodes on the way, from the root on
 */
export function partsAlong(parsed: ParsedSchema, nodes: readonly JsonNode[]): SchemaPart[] {
  const onTheWay = new Set(nodes);
  const parts: SchemaPart[] = [];
  for (let part: SchemaPart | undefined = rootOf(parsed); part !== undefined && onTheWay.has(part.json);) {
    parts.push(part);
    part = partsIn(part).find((inner) => !isMissing(inner) && onTheWay.has(inner.json));
  }
  return parts;
}

/** What is missing has its owner's JSON, and is no place to be at. */
function isMissing(part: SchemaPart): boolean {
  return !isField(part) && part.type === 'invalid' && part.reason === 'missing';
}

/** All references to a named type, in the text's order. */
export function referencesTo(target: NamedSchema, parsed: ParsedSchema): NameReference[] {
  const found: NameReference[] = [];
  for (const part of allParts(rootOf(parsed))) {
    if (!isField(part) && part.type === 'reference' && part.target === target) found.push(part);
  }
  return found;
}

/**
 * The named type whose name, or a reference to it, stands at an offset; undefined also where another text defines it.
 */
export function findNamedAt(parsed: ParsedSchema, offset: number): NamedSchema | undefined {
  const place = parsed.json === undefined ? undefined : nodeAt(parsed.json, offset);
  const part = place === undefined ? undefined : partsAlong(parsed, place.nodes).at(-1);
  if (part === undefined || isField(part)) return undefined;
  if (part.type === 'reference') return isAt(part.name.span, offset) && isOfThisText(part.target, parsed) ? part.target : undefined;
  return isNamed(part) && part.name !== undefined && isAt(part.name.span, offset) ? part : undefined;
}

function isAt({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

function isOfThisText(target: NamedSchema | undefined, { definitions }: ParsedSchema): boolean {
  return target?.fullname !== undefined && definitions.get(target.fullname) === target;
}
