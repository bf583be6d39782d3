import { isPrimitiveType, namespaceOf, resolveName, unqualifiedName } from '../names.ts';
import { nodeAt } from '../jsonTree.ts';
import type { JsonArray, JsonNode, JsonObject } from '../json.ts';
import type { Field, NamedSchema, ParsedSchema } from '../schema.ts';
import { isElsewhere } from '../resolutionOrder.ts';
import type { SchemaPart } from '../schemaTree.ts';
import { isField, isNamed, partsAlong } from '../schemaTree.ts';

/** Where a value stands in the text of a schema. */
export interface Place {
  /** The arrays and objects around it, outermost first. */
  readonly around: readonly (JsonArray | JsonObject)[];
  /** The parts of the schema around it, outermost first; the one that it is itself is not among them. */
  readonly parts: readonly SchemaPart[];
  /** The namespace that a name is resolved in there. */
  readonly namespace: string | undefined;
}

/** Finds a value of the parsed text in it. */
export function placeOf(parsed: ParsedSchema, node: JsonNode): Place {
  const isContainer = node.kind === 'array' || node.kind === 'object';
  const way = parsed.json === undefined ? undefined : nodeAt(parsed.json, node.span.start + (isContainer ? 1 : 0));
  const nodes = way?.nodes.slice(0, Math.max(way.nodes.indexOf(node), 0)) ?? [];
  const around = nodes.filter((each) => each.kind === 'array' || each.kind === 'object');
  const parts = partsAlong(parsed, nodes);
  return { around, parts, namespace: namespaceIn(parts) };
}

/** The namespace that a name is resolved in inside of all of these parts. */
export function namespaceIn(parts: readonly SchemaPart[]): string | undefined {
  let namespace: string | undefined;
  for (const part of parts) {
    if (isField(part) || part.type === 'message' || !(isNamed(part) || part.type === 'protocol')) continue;
    namespace = part.fullname === undefined ? (part.namespace?.value ?? namespace) : namespaceOf(part.fullname);
  }
  return namespace;
}

/** The field whose type, or a part of it, stands there: the innermost one around it. */
export function fieldAround({ parts }: Place): Field | undefined {
  const field = parts.findLast((part) => isField(part) || isNamed(part));
  return field !== undefined && isField(field) ? field : undefined;
}

/**
 * The shortest name that means a type at a place.
 *
 * @param offset of the place
 * @returns undefined where no name does: a type of the null namespace has none in another one before its definition's end
 */
export function writtenName(
  type: NamedSchema,
  namespace: string | undefined,
  { parsed, offset }: { readonly parsed: ParsedSchema; readonly offset: number },
): string | undefined {
  const { fullname, span } = type;
  if (fullname === undefined) return undefined;
  const name = unqualifiedName(fullname);
  const resolved = resolveName(name, namespace);
  const isKnown = span.end <= offset || isElsewhere(type, parsed);
  const isMeant = resolved === fullname || (name === fullname && isKnown && !parsed.definitions.has(resolved));
  if (isMeant && !isPrimitiveType(name)) return name;
  return name === fullname ? undefined : fullname;
}
