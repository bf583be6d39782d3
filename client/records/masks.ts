import type { JsonNode, Span } from '../../shared/avro/json.ts';
import { parseJson } from '../../shared/avro/parseJson.ts';
import { dereference, type Schema } from '../../shared/avro/schema.ts';
import type { Header } from '../../shared/wire/frame.ts';

/** What stands in place of what is hidden. */
export const maskText = '•••';

/** A field's, property's or key's name, the index of an item, or any of both. */
type MaskStep = string | number | typeof any;
const any = Symbol('any');

/** A path below a key or value of which everything is hidden. */
type Mask = readonly MaskStep[];

/** What is hidden of keys, values and headers. */
export interface Masks {
  readonly key: PartMasks;
  readonly value: PartMasks;
  hidesHeader(name: string): boolean;
  /** Whether there is none at all. */
  readonly isEmpty: boolean;
}

/** What is hidden of a key or value. */
export interface PartMasks {
  readonly isEmpty: boolean;
  /** Whether the whole of it is hidden. */
  readonly hidesAll: boolean;
  /** What is hidden of a part of it; for a place that is hidden itself, `hidesAll`. */
  below(steps: readonly (string | number)[]): PartMasks;
  /**
   * The JSON text with what is hidden replaced, its other digits as they were.
   *
   * @param schema of Avro: then the tags of union branches are no steps of a path
   */
  apply(json: string, schema: Schema | undefined): { readonly json: string; readonly masked: boolean };
}

const nothing: PartMasks = { isEmpty: true, hidesAll: false, below: () => nothing, apply: (json) => ({ json, masked: false }) };

export const noMasks: Masks = { key: nothing, value: nothing, hidesHeader: () => false, isEmpty: true };

/**
 * Reads paths such as `value.card.number`, `key`, `value.items[].secret` or `headers.token`. One that begins with none of
 * these hides that place in keys and values: it is better to hide too much than what somebody meant to be hidden.
 */
export function parseMasks(paths: readonly string[]): Masks {
  const key: Mask[] = [];
  const value: Mask[] = [];
  const headers: Mask[] = [];
  for (const path of paths) {
    const steps = parseSteps(path);
    const [root, ...rest] = steps;
    if (root === 'key') key.push(rest);
    else if (root === 'value') value.push(rest);
    else if (root === 'headers') headers.push(rest);
    else if (steps.length > 0) for (const part of [key, value]) part.push(steps);
  }
  if (key.length + value.length + headers.length === 0) return noMasks;
  return {
    key: toPartMasks(key),
    value: toPartMasks(value),
    // A name with a dot is one step there, and no path.
    hidesHeader: (name) => headers.some((mask) => mask.length === 0 || mask[0] === any || mask.join('.') === name),
    isEmpty: false,
  };
}

const stepPattern = /\[\s*(?:\*|)\s*\]|\[(\d{1,9})\]|\[("(?:[^"\\]|\\.)*"|'[^']*')\]|([^.[\]]+)/g;

function parseSteps(path: string): MaskStep[] {
  return [...path.matchAll(stepPattern)].map(([, index, quoted, name]) => {
    if (index !== undefined) return Number(index);
    if (quoted !== undefined) return unquote(quoted);
    return name === undefined || name === '*' ? any : name.trim();
  });
}

function unquote(literal: string): string {
  try {
    return String(JSON.parse(literal.startsWith("'") ? JSON.stringify(literal.slice(1, -1)) : literal));
  } catch {
    return literal.slice(1, -1);
  }
}

function toPartMasks(masks: readonly Mask[]): PartMasks {
  if (masks.length === 0) return nothing;
  const hidesAll = masks.some((mask) => mask.length === 0);
  return {
    isEmpty: false,
    hidesAll,
    below: (steps) => toPartMasks(steps.reduce<readonly Mask[]>((left, step) => left.flatMap((mask) => advance(mask, step)), masks)),
    apply: (json, schema) => maskJson(json, masks, schema === undefined ? new Set() : branchTags(schema)),
  };
}

/** What is left of a mask behind a step; none where it leads elsewhere. */
function advance(mask: Mask, step: string | number): readonly Mask[] {
  const [first] = mask;
  // What is above is hidden, and so is all of it.
  if (first === undefined) return [mask];
  if (first === any || first === step) return [mask.slice(1)];
  // A name behind an array means that of each item.
  return typeof step === 'number' && typeof first === 'string' ? [mask] : [];
}

function maskJson(json: string, masks: readonly Mask[], tags: ReadonlySet<string>): { json: string; masked: boolean } {
  if (masks.some((mask) => mask.length === 0)) return { json: JSON.stringify(maskText), masked: true };
  const { root, problems } = parseJson(json);
  // What cannot be taken apart may hold it anywhere.
  if (root === undefined || problems.some(({ code }) => code !== 'duplicate-key')) return { json: JSON.stringify(maskText), masked: true };
  const spans: Span[] = [];
  const open: { node: JsonNode; masks: readonly Mask[] }[] = [{ node: root, masks }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.masks.some((mask) => mask.length === 0)) spans.push(next.node.span);
    else open.push(...childrenOf(next.node, next.masks, tags));
  }
  if (spans.length === 0) return { json, masked: false };
  spans.sort((a, b) => a.start - b.start);
  let text = '';
  let at = 0;
  for (const { start, end } of spans) {
    text += json.slice(at, start) + JSON.stringify(maskText);
    at = end;
  }
  return { json: text + json.slice(at), masked: true };
}

function childrenOf(node: JsonNode, masks: readonly Mask[], tags: ReadonlySet<string>): { node: JsonNode; masks: readonly Mask[] }[] {
  if (node.kind === 'object') {
    const isTag = (name: string): boolean => node.properties.length === 1 && tags.has(name);
    return node.properties.flatMap(({ name, value }) => {
      if (value === undefined) return [];
      const left = masks.flatMap((mask) => [...advance(mask, name.value), ...(isTag(name.value) ? [mask] : [])]);
      return left.length === 0 ? [] : [{ node: value, masks: left }];
    });
  }
  if (node.kind !== 'array') return [];
  return node.items.flatMap((item, index) => {
    const left = masks.flatMap((mask) => advance(mask, index));
    return left.length === 0 ? [] : [{ node: item, masks: left }];
  });
}

const knownTags = new WeakMap<Schema, ReadonlySet<string>>();

/** What may stand as the tag of a union's branch in the JSON of a schema's values. */
function branchTags(root: Schema): ReadonlySet<string> {
  const known = knownTags.get(root);
  if (known !== undefined) return known;
  const tags = new Set<string>();
  const seen = new Set<Schema>();
  const open: Schema[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const schema = dereference(next);
    if (schema === undefined || seen.has(schema)) continue;
    seen.add(schema);
    if (schema.type === 'record') open.push(...schema.fields.map((field) => field.schema));
    else if (schema.type === 'array') open.push(schema.items);
    else if (schema.type === 'map') open.push(schema.values);
    else if (schema.type === 'union') {
      for (const branch of schema.branches) {
        const target = dereference(branch);
        if (target !== undefined) tags.add('fullname' in target ? (target.fullname ?? target.type) : target.type);
        open.push(branch);
      }
    }
  }
  knownTags.set(root, tags);
  return tags;
}

/** Headers without what is hidden. */
export function maskHeaders(headers: readonly Header[], masks: Masks): { readonly headers: readonly Header[]; readonly masked: boolean } {
  if (masks.isEmpty || !headers.some(({ name }) => masks.hidesHeader(name))) return { headers, masked: false };
  const hidden = new TextEncoder().encode(maskText);
  return { headers: headers.map((header) => (masks.hidesHeader(header.name) ? { ...header, value: hidden } : header)), masked: true };
}
