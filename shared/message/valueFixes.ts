import { parseBytesLiteral, toHex } from '../avro/bytesLiteral.ts';
import { fix, changeTo, titleWord } from '../avro/fixes/fix.ts';
import { insertProperty, removeProperty, replaceSpan, textOf, together } from '../avro/fixes/jsonEdits.ts';
import type { Edits } from '../avro/fixes/jsonEdits.ts';
import type { JsonNode, JsonObject, JsonProperty, Span } from '../avro/json.ts';
import { nodeAt } from '../avro/jsonTree.ts';
import { parseJson } from '../avro/parseJson.ts';
import { sampleValue, type SampleOptions } from '../avro/sample.ts';
import type { Field, Fix, RecordSchema, Schema, UnionSchema } from '../avro/schema.ts';
import { branchTag } from '../avro/usable.ts';
import { fieldValue, type RecordValue } from '../avro/value.ts';
import { valueFromJson } from '../avro/valueFromJson.ts';
import type { ValueProblem } from '../avro/valueFromJson.ts';
import { valueToJson } from '../avro/valueToJson.ts';
import { CodecError } from '../errors.ts';
import { indented, lineIndent } from './messageText.ts';

/** Where a value with a mistake stands. */
export interface FaultyValue {
  /** Of the whole document. */
  readonly text: string;
  /** The key or value with the mistake in it. */
  readonly root: JsonNode;
}

const noSample: SampleOptions = { nullProbability: 0 };

/** What would put a value right, the best first. */
export function valueFixes({ text, root }: FaultyValue, problem: ValueProblem): Fix[] {
  const { code, span, suggestions = [], schema } = problem;
  const [first] = suggestions;
  switch (code) {
    case 'missing-field':
      return schema?.type === 'record' ? addMissing(text, nodeOf(root, span), schema) : [];
    case 'unknown-field':
      return [...changeTo({ span }, suggestions), ...removeNamed(text, root, span)];
    case 'duplicate-key':
      return removeThis(text, root, span);
    case 'unknown-symbol':
      return changeTo({ span }, suggestions);
    case 'not-an-integer':
      return first === undefined ? [] : fix(`Write ${first}`, replaceSpan(span, first), { isPreferred: true });
    case 'bad-timestamp':
      return first === undefined ? [] : addOffset(nodeOf(root, span));
    case 'bytes-prefix':
      return addPrefix(nodeOf(root, span));
    case 'ambiguous-union': {
      const json = nodeOf(root, span);
      return schema?.type !== 'union' || json === undefined ? [] : wrapFixes(text, json, schema, suggestions);
    }
    default:
      return [];
  }
}

/** The value with this span. */
function nodeOf(root: JsonNode, { start }: Span): JsonNode | undefined {
  const isContainer = (node: JsonNode): boolean => node.kind === 'object' || node.kind === 'array';
  const found = nodeAt(root, start)?.nodes.findLast((node) => node.span.start === start);
  return found ?? nodeAt(root, start + 1)?.nodes.findLast((node) => node.span.start === start && isContainer(node));
}

/** The property with a name of this span, and its object. */
export function propertyAt(root: JsonNode, span: Span): { readonly object: JsonObject; readonly property: JsonProperty } | undefined {
  const object = nodeAt(root, span.start)?.nodes.findLast((node) => node.kind === 'object');
  const property = object?.properties.find(({ name }) => name.span.start === span.start);
  return object === undefined || property === undefined ? undefined : { object, property };
}

/** Takes a property out that has no business there. */
export function removeNamed(text: string, root: JsonNode, span: Span): Fix[] {
  const found = propertyAt(root, span);
  if (found === undefined) return [];
  return fix(`Remove ${titleWord(found.property.name.value)}`, removeProperty(text, found.object, found.property));
}

/** Takes that one of two properties of one name out that is underlined. */
export function removeThis(text: string, root: JsonNode, span: Span): Fix[] {
  const found = propertyAt(root, span);
  return found === undefined ? [] : fix('Remove This One', removeProperty(text, found.object, found.property), { isPreferred: true });
}

function addMissing(text: string, json: JsonNode | undefined, record: RecordSchema): Fix[] {
  if (json?.kind !== 'object') return [];
  const given = new Set(json.properties.map(({ name }) => name.value));
  const missing = record.fields.filter(
    ({ name, default: without }) => name !== undefined && without === undefined && !given.has(name.value),
  );
  const values = sampleOf(record);
  if (values === undefined || missing.length === 0) return [];
  return fix('Add Missing Fields', insertFields(text, json, missing, values), { isPreferred: true });
}

/** Undefined of a record that contains itself without end. */
function sampleOf(record: RecordSchema): RecordValue | undefined {
  try {
    // A record schema's sample is an object.
    return sampleValue(record, noSample) as RecordValue;
  } catch (error) {
    if (error instanceof CodecError) return undefined;
    throw error;
  }
}

function insertFields(text: string, json: JsonObject, fields: readonly Field[], values: RecordValue): Edits {
  const [first] = json.properties;
  const isInLines = text.slice(json.span.start, json.span.end).includes('\n');
  const outer = lineIndent(text, json.span.start);
  const unit = outer.includes('\t') ? '\t' : '  ';
  const inner = first !== undefined && isInLines ? lineIndent(text, first.span.start) : `${outer}${unit}`;
  const written = fields.map(({ name, schema }): readonly [string, string] => {
    const value = fieldValue(values, name?.value ?? '') ?? null;
    return [name?.value ?? '', isInLines ? indented(valueToJson(schema, value, { indent: 2 }), inner, unit) : valueToJson(schema, value)];
  });
  if (first !== undefined) return together(...written.map(([name, value]) => insertProperty(text, json, name, value)));
  const all = written.map(([name, value]) => `${JSON.stringify(name)}: ${value}`);
  const inside = { start: json.span.start + 1, end: json.span.end - 1 };
  if (text[inside.end] !== '}' || text.slice(inside.start, inside.end).trim() !== '') return undefined;
  return replaceSpan(inside, isInLines ? `\n${inner}${all.join(`,\n${inner}`)}\n${outer}` : ` ${all.join(', ')} `);
}

/** @param json a date and time without an offset */
export function addOffset(json: JsonNode | undefined): Fix[] {
  if (json?.kind !== 'string') return [];
  const local = localOffset(json.value);
  const add = (title: string, offset: string): Fix[] => fix(title, replaceSpan(json.span, JSON.stringify(json.value + offset)));
  return [...(local === undefined ? [] : add('Add Local Offset', local)), ...add('Add Z', 'Z')];
}

/** The offset of this machine's time zone at that time there; undefined where it can't be written. */
function localOffset(text: string): string | undefined {
  const minutes = -new Date(text.replace(/(\.\d{3})\d+$/, '$1')).getTimezoneOffset();
  if (!Number.isInteger(minutes)) return undefined;
  const two = (number: number): string => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** @param json a text where bytes are expected */
export function addPrefix(json: JsonNode | undefined): Fix[] {
  if (json?.kind !== 'string') return [];
  const { span, value } = json;
  const to = (title: string, literal: string): Fix[] => fix(title, replaceSpan(span, JSON.stringify(literal)));
  const prefixes = /^(?:hex|base64):/.test(value) || value === '' ? [] : ['hex:', 'base64:'];
  return [
    ...to('Convert Text to hex:', `hex:${toHex(new TextEncoder().encode(value))}`),
    ...prefixes.flatMap((prefix) => (parseBytesLiteral(prefix + value) === undefined ? [] : to(`Add ${prefix}`, prefix + value))),
  ];
}

/** Names the branch of a union's value, for each branch that it may be of. */
export function wrapFixes(text: string, json: JsonNode, union: UnionSchema, tags: readonly string[]): Fix[] {
  const own = textOf(text, json);
  const [only] = json.kind === 'object' ? json.properties : [];
  return tags.flatMap((tag) => {
    const tagged = `{ ${JSON.stringify(tag)}: ${own} }`;
    if (isRead(union, tagged)) return fix(`Wrap as ${tag}`, replaceSpan(json.span, tagged));
    // What is tagged already is ambiguous only where it needs no tag.
    const plain = only?.value !== undefined && only.name.value === tag ? textOf(text, only.value) : undefined;
    return plain !== undefined && isRead(union, plain) ? fix(`Write ${tag} Plainly`, replaceSpan(json.span, plain)) : [];
  });
}

function isRead(schema: Schema, text: string): boolean {
  const { root } = parseJson(text, { comments: true, trailingCommas: true });
  return root !== undefined && valueFromJson(schema, root).ok;
}

/** The tags of the branches that a value could be named as: those that read it, but null. */
export function fittingTags(union: UnionSchema, text: string): string[] {
  const tags = union.branches.map(branchTag).filter((tag) => tag !== 'null');
  return tags.filter((tag) => isRead(union, `{ ${JSON.stringify(tag)}: ${text} }`));
}
