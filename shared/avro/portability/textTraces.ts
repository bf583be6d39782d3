import type { JsonNode, Span } from '../json.ts';
import type { ParsedSchema } from '../schema.ts';
import type { Trace } from './trace.ts';

/** What a schema's text has, whatever the schema. Each thing is told of where it stands first, but for comments. */
export function* textTraces({ text, json, problems }: ParsedSchema): Iterable<Trace> {
  for (const { code, span } of problems) if (code === 'comment') yield { trait: 'comment', span };
  if (json === undefined) return;
  const { deep, tooDeep } = findDeepNodes(json);
  if (deep !== undefined) yield { trait: 'nesting-128', span: deep };
  if (tooDeep !== undefined) yield { trait: 'nesting-496', span: tooDeep };
  // Nearly no text has either, and to look at each value takes longer.
  if (/\\u[dD][89a-fA-F]|[\ud800-\udfff]/.test(text)) yield* first('lone-surrogate', findNode(json, hasLoneSurrogate));
  if (/[eE]\+?\d{3}|\d{300}/.test(text)) yield* first('huge-number', findNode(json, isHuge));
}

function* first(trait: Trace['trait'], node: JsonNode | undefined): Iterable<Trace> {
  if (node !== undefined) yield { trait, span: node.span };
}

const bracket = ({ span }: JsonNode): Span => ({ start: span.start, end: span.start + 1 });

/** The brackets at which the text has reached a level that some reader does not reach. */
function findDeepNodes(root: JsonNode): { readonly deep: Span | undefined; readonly tooDeep: Span | undefined } {
  let deep: Span | undefined;
  let tooDeep: Span | undefined;
  let level: readonly JsonNode[] = [root];
  for (let depth = 1; level.length > 0; depth++) {
    const nested = level.filter(({ kind }) => kind === 'object' || kind === 'array');
    const [node] = nested;
    if (node !== undefined && depth === 128) deep = bracket(node);
    if (node !== undefined && depth === 496) tooDeep = bracket(node);
    level = nested.flatMap(childrenOf);
  }
  return { deep, tooDeep };
}

function childrenOf(node: JsonNode): readonly JsonNode[] {
  if (node.kind === 'array') return node.items;
  return node.kind === 'object' ? node.properties.flatMap(({ value }) => value ?? []) : [];
}

function findNode(root: JsonNode, isWanted: (node: JsonNode) => boolean): JsonNode | undefined {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isWanted(node)) return node;
    if (node.kind === 'object') waiting.push(...node.properties.map(({ name }) => name).reverse());
    waiting.push(...[...childrenOf(node)].reverse());
  }
  return undefined;
}

function hasLoneSurrogate(node: JsonNode): boolean {
  return node.kind === 'string' && /\p{Surrogate}/u.test(node.value);
}

function isHuge(node: JsonNode): boolean {
  return node.kind === 'number' && !Number.isFinite(Number(node.text));
}
