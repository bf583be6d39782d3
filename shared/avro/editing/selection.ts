import type { JsonNode, JsonProperty, Span } from '../json.ts';
import { nodeAt } from '../jsonTree.ts';
import { wordSpan } from './words.ts';

/**
 * What a selection at an offset grows to, step by step: the word in quotes, the string, the property, all properties or
 * items, the object or array, and so on up to the whole text.
 *
 * @returns at least the whole text; each strictly holds the one before
 */
export function selectionSpans(text: string, root: JsonNode | undefined, offset: number): Span[] {
  const spans: Span[] = [];
  const grow = (span: Span): void => {
    const last = spans.at(-1);
    const holdsOffset = span.start <= offset && offset <= span.end && span.start < span.end;
    const holdsLast =
      last === undefined || (span.start <= last.start && last.end <= span.end && span.end - span.start > last.end - last.start);
    if (holdsOffset && holdsLast) spans.push(span);
  };
  const place = root === undefined ? undefined : nodeAt(root, offset);
  const nodes = place?.nodes ?? [];
  if (place?.property !== undefined) growName(place.property, text, grow);
  for (let index = nodes.length - 1; index >= 0; index--) {
    const [node, outer] = [nodes[index], nodes[index - 1]];
    if (node === undefined) continue;
    growNode(node, text, grow);
    const property = outer?.kind === 'object' ? outer.properties.find(({ value }) => value === node) : undefined;
    if (property !== undefined) grow(property.span);
  }
  grow({ start: 0, end: text.length });
  return spans.length === 0 ? [{ start: 0, end: text.length }] : spans;
}

function growName({ name, span }: JsonProperty, text: string, grow: (span: Span) => void): void {
  grow(wordSpan(text, name.span));
  grow(name.span);
  grow(span);
}

function growNode(node: JsonNode, text: string, grow: (span: Span) => void): void {
  if (node.kind === 'string') grow(wordSpan(text, node.span));
  const children: readonly { readonly span: Span }[] = node.kind === 'object' ? node.properties : node.kind === 'array' ? node.items : [];
  const [first, last] = [children[0], children.at(-1)];
  if (first !== undefined && last !== undefined) grow({ start: first.span.start, end: last.span.end });
  grow(node.span);
}
