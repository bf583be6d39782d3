import { CodecError } from '../errors.ts';
import type { JsonNode, JsonProperty } from './json.ts';
import { nowhere, scalarToNode, stringNode } from './scalarToJson.ts';
import type { Schema, UnionSchema } from './schema.ts';
import { chooseBranch } from './unionBranch.ts';
import { branchTag, fieldName, usable } from './usable.ts';
import { UnionValue, fieldValue, nullableBranch } from './value.ts';
import type { RecordValue, Value } from './value.ts';
import { fitsJson } from './valueFromJson.ts';
import { newReading } from './valueReading.ts';
import type { Reading } from './valueReading.ts';
import { plainStyle } from './valueStyle.ts';
import type { ValueStyle } from './valueStyle.ts';

export interface ValueToJsonOptions {
  /** Spaces for each level; 0, the default, puts all on one line. */
  readonly indent?: number;
  /** Whether the null of a schema that is itself a union is tagged: in a message document a plain null is a tombstone. */
  readonly tagRootNull?: boolean;
  /** Where absent: plain, hex, UTC. */
  readonly render?: ValueStyle;
}

/**
 * The value as JSON that people read and write: logical types as what they mean, bytes as `"hex:…"` or `"base64:…"`, unions
 * plain where that tells the branch and tagged where it does not, or tagged wherever that tells it. Reading it with `valueFromJson` gives the identical value; the
 * payload of a NaN alone is lost, as JavaScript loses it.
 *
 * @throws CodecError `codec/unusable-schema`, or `codec/invalid-value` where the value is not one of the schema
 */
export function valueToJson(schema: Schema, value: Value, options: ValueToJsonOptions = {}): string {
  const node = toNode({ reading: newReading(undefined), left: undefined, style: options.render ?? plainStyle }, schema, value);
  const isTagged = options.tagRootNull === true && node.kind === 'null' && usable(schema).type === 'union';
  const parts: string[] = [];
  print(parts, isTagged ? tagged('null', node) : node, options.indent ?? 0, '\n');
  return parts.join('');
}

/**
 * The value on one line, cut at so many characters, at least 1, with `…`. Branches of unions are tagged in no style but `tagged`. It takes
 * no longer than its length, however large the value is.
 *
 * @throws as {@link valueToJson}
 */
export function valuePreview(schema: Schema, value: Value, maxLength: number, style: ValueStyle = plainStyle): string {
  const parts: string[] = [];
  print(parts, toNode({ reading: undefined, left: maxLength, style }, schema, value), 0, '\n');
  const text = parts.join('');
  // Half of a surrogate pair would be shown as a box.
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(maxLength - 1, 0)).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

interface Conversion {
  /** Tells how the JSON of a union would be read; undefined where branches are not tagged. */
  readonly reading: Reading | undefined;
  /** How many characters are still needed; undefined where all are. */
  left: number | undefined;
  readonly style: ValueStyle;
}

function toNode(conversion: Conversion, schema: Schema, value: Value): JsonNode {
  const target = usable(schema);
  switch (target.type) {
    case 'union':
      return unionNode(conversion, target, value);
    case 'record': {
      const fields = target.fields.map((field) => [fieldName(field), field.schema] as const);
      // A record schema's value is an object, or not a value of it.
      return objectNode(conversion, fields, (name) => fieldValue(value as RecordValue, name));
    }
    case 'map': {
      if (!(value instanceof Map)) throw notOfSchema(target.type);
      const entries: ReadonlyMap<string, Value> = value;
      return objectNode(conversion, pairs(entries.keys(), target.values), (key) => entries.get(key));
    }
    case 'array': {
      if (!Array.isArray(value)) throw notOfSchema(target.type);
      const items: JsonNode[] = [];
      for (const item of value as readonly Value[]) {
        if (isFull(conversion)) break;
        items.push(toNode(conversion, target.items, item));
        spend(conversion, 1);
      }
      return { kind: 'array', span: nowhere, items };
    }
    default: {
      const node = scalarToNode(target, value, conversion.left, conversion.style);
      spend(conversion, node.kind === 'string' ? node.value.length + 2 : node.kind === 'number' ? node.text.length : 4);
      return node;
    }
  }
}

function* pairs(keys: Iterable<string>, schema: Schema): Generator<readonly [string, Schema]> {
  for (const key of keys) yield [key, schema];
}

function objectNode(
  conversion: Conversion,
  parts: Iterable<readonly [string, Schema]>,
  valueOf: (name: string) => Value | undefined,
): JsonNode {
  const properties: JsonProperty[] = [];
  for (const [name, schema] of parts) {
    if (isFull(conversion)) break;
    const value = valueOf(name);
    if (value === undefined) throw notOfSchema(`a record with the field "${name}"`);
    spend(conversion, name.length + 4);
    properties.push({ name: stringNode(name), value: toNode(conversion, schema, value), span: nowhere });
  }
  return { kind: 'object', span: nowhere, properties };
}

function isFull({ left }: Conversion): boolean {
  return left !== undefined && left <= 0;
}

function spend(conversion: Conversion, characters: number): void {
  if (conversion.left !== undefined) conversion.left = Math.max(conversion.left - characters, 0);
}

function unionNode(conversion: Conversion, schema: UnionSchema, value: Value): JsonNode {
  const [index, inner] = branchOf(schema, value);
  const branch = schema.branches[index];
  if (branch === undefined) throw notOfSchema('a union with this branch');
  const plain = toNode(conversion, branch, inner);
  const { reading, style } = conversion;
  const isTagged = style.unions === 'tagged' && inner !== null;
  if (reading === undefined) return isTagged ? tagged(branchTag(branch), plain) : plain;
  if (isTagged) {
    const node = tagged(branchTag(branch), plain);
    const read = chooseBranch(schema, node, reading.known, fitsJson);
    if (read.branch === index && read.json === plain) return node;
  }
  const choice = chooseBranch(schema, plain, reading.known, fitsJson);
  return choice.branch === index && choice.json === plain ? plain : tagged(branchTag(branch), plain);
}

function branchOf(schema: UnionSchema, value: Value): readonly [number, Value] {
  const other = nullableBranch(schema);
  if (other !== undefined) return [value === null ? 1 - other : other, value];
  if (value instanceof UnionValue) return [value.branch, value.value];
  throw notOfSchema('union');
}

function tagged(tag: string, node: JsonNode): JsonNode {
  return { kind: 'object', span: nowhere, properties: [{ name: stringNode(tag), value: node, span: nowhere }] };
}

function notOfSchema(what: string): CodecError {
  return new CodecError('codec/invalid-value', `The value is not ${what}.`);
}

/** @param lineBreak a line break and the indentation of what is around */
function print(parts: string[], node: JsonNode, indent: number, lineBreak: string): void {
  switch (node.kind) {
    case 'object':
    case 'array': {
      const [open, close] = node.kind === 'object' ? ['{', '}'] : ['[', ']'];
      const children = node.kind === 'object' ? node.properties : node.items;
      const inner = indent === 0 ? '' : lineBreak + ' '.repeat(indent);
      parts.push(open);
      for (const [index, child] of children.entries()) {
        parts.push(index === 0 ? inner : `,${inner}`);
        if ('name' in child) parts.push(JSON.stringify(child.name.value), indent === 0 ? ':' : ': ');
        const value = 'name' in child ? child.value : child;
        if (value !== undefined) print(parts, value, indent, inner);
      }
      parts.push(children.length === 0 || indent === 0 ? close : lineBreak + close);
      break;
    }
    case 'string':
      parts.push(JSON.stringify(node.value));
      break;
    case 'number':
      parts.push(node.text);
      break;
    case 'boolean':
      parts.push(String(node.value));
      break;
    case 'null':
      parts.push('null');
      break;
  }
}
