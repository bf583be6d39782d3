import type { JsonNode, JsonObject, JsonProperty } from './json.ts';

/** The property that counts under this name: of repeated ones the last, as Java's reader has it. */
export function findProperty(object: JsonObject, name: string): JsonProperty | undefined {
  const { properties } = object;
  for (let index = properties.length - 1; index >= 0; index--) {
    const property = properties[index];
    if (property?.name.value === name) return property;
  }
  return undefined;
}

/** The value that counts under this name; undefined also where the property is half-typed and has none. */
export function findValue(object: JsonObject, name: string): JsonNode | undefined {
  return findProperty(object, name)?.value;
}

/** Where an offset lies in a JSON tree. */
export interface JsonPlace {
  /**
   * From the root to the innermost value that the offset touches. An array or object is touched from behind its first
   * bracket on, any other value from its start on, both to the end; what is unclosed ends with the text.
   */
  readonly nodes: readonly JsonNode[];
  /** Property names and array indexes from the root to the innermost value, or to the property whose name is touched. */
  readonly path: readonly (string | number)[];
  /** The property of the innermost object whose name the offset touches. */
  readonly property: JsonProperty | undefined;
  /** Whether there is such a property. */
  readonly isInName: boolean;
}

/**
 * Finds what stands at an offset.
 *
 * @param offset in UTF-16 code units
 * @returns undefined where the offset is outside of `root`
 */
export function nodeAt(root: JsonNode, offset: number): JsonPlace | undefined {
  if (!touches(root, offset)) return undefined;
  const nodes: JsonNode[] = [root];
  const path: (string | number)[] = [];
  let innermost = root;
  for (let inner = childAt(root, offset, path); inner !== undefined; inner = childAt(inner, offset, path)) {
    nodes.push(inner);
    innermost = inner;
  }
  const property = innermost.kind === 'object' ? innermost.properties.find(({ name }) => touches(name, offset)) : undefined;
  if (property !== undefined) path.push(property.name.value);
  return { nodes, path, property, isInName: property !== undefined };
}

/** The child of `node` at the offset, whose step it adds to `path`. */
function childAt(node: JsonNode, offset: number, path: (string | number)[]): JsonNode | undefined {
  if (node.kind === 'array') {
    const index = node.items.findIndex((item) => touches(item, offset));
    if (index >= 0) path.push(index);
    return node.items[index];
  }
  if (node.kind !== 'object') return undefined;
  const property = node.properties.find(({ value }) => value !== undefined && touches(value, offset));
  if (property !== undefined) path.push(property.name.value);
  return property?.value;
}

function touches(node: JsonNode, offset: number): boolean {
  const { start, end } = node.span;
  return offset <= end && (node.kind === 'array' || node.kind === 'object' ? start < offset : start <= offset);
}
