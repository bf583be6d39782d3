import { fix } from '../fixes/fix.ts';
import { insertItem, removeItem, replaceSpan, textOf, together } from '../fixes/jsonEdits.ts';
import type { JsonNode, JsonObject } from '../json.ts';
import { dereference } from '../schema.ts';
import type { Field, Fix, FixedSchema, PrimitiveSchema, RecordSchema, Schema, UnionSchema } from '../schema.ts';
import type { Trace } from './trace.ts';
import type { TraitId } from './traits.ts';

/** What a field's default is like, at any depth; each trait once, where the default has it first. */
export function defaultTraces({ schema, default: value }: Field, text: string): readonly Trace[] {
  if (value === undefined) return [];
  const walk: Walk = { text, traces: new Map() };
  const isFloating = schema.type === 'float' || schema.type === 'double';
  const isPlain = value.kind === 'number' && !/^-?\d+$/.test(value.text);
  if (isFloating && schema.json.kind === 'object' && !isPlain) add('floating-object', value, walk);
  if (value.kind === 'string' && isFloating) addFloatingText(value.value, value, walk);
  else visit(schema, value, { isInside: false }, walk);
  return [...walk.traces.values()];
}

interface Walk {
  readonly text: string;
  readonly traces: Map<TraitId, Trace>;
}

interface Place {
  /** Whether it is part of a larger value. */
  readonly isInside: boolean;
}

function add(trait: TraitId, node: JsonNode, { traces }: Walk, fixes?: () => readonly Fix[]): void {
  if (!traces.has(trait)) traces.set(trait, { trait, span: node.span, ...(fixes === undefined ? {} : { fixes }) });
}

/** JSON's nesting bounds the depth: each step but those through a union and a name goes into the value. */
function visit(schema: Schema, value: JsonNode, place: Place, walk: Walk): void {
  const target = dereference(schema);
  switch (target?.type) {
    case 'union':
      visitUnion(target, value, place, walk);
      break;
    case 'array':
      if (value.kind === 'array') for (const item of value.items) visit(target.items, item, { isInside: true }, walk);
      break;
    case 'map':
      if (value.kind !== 'object') break;
      for (const { value: each } of value.properties) if (each !== undefined) visit(target.values, each, { isInside: true }, walk);
      break;
    case 'record':
      if (value.kind === 'object') visitRecord(target, value, walk);
      break;
    case 'enum':
      if (value.kind === 'string' && !target.symbols.some((symbol) => symbol.value === value.value)) add('enum-default-value', value, walk);
      break;
    case 'fixed':
      visitBytes(target, value, walk);
      if (target.logicalType?.name === 'decimal' && !place.isInside) add('decimal-fixed-default', value, walk);
      break;
    case 'bytes':
    case 'string':
    case 'long':
    case 'float':
    case 'double':
      visitPrimitive(target, value, walk);
      break;
    default:
  }
}

function visitRecord(record: RecordSchema, value: JsonObject, walk: Walk): void {
  const given = new Map(value.properties.map((property) => [property.name.value, property.value]));
  for (const { name, schema, default: own } of record.fields) {
    const each = name === undefined ? undefined : given.get(name.value);
    if (each !== undefined) visit(schema, each, { isInside: true }, walk);
    else if (own !== undefined) add('record-default-incomplete', value, walk);
  }
}

function visitUnion(union: UnionSchema, value: JsonNode, place: Place, walk: Walk): void {
  const { branches } = union;
  const index = branches.findIndex((branch) => takes(branch, value));
  const branch = branches[index];
  if (branch === undefined) return;
  if (place.isInside) {
    add(value.kind === 'null' ? 'null-inside' : 'union-inside', value, walk);
    if (index > 0) add('other-branch-inside', value, walk);
  } else if (index > 0) visitOtherBranch(union, { branch, index }, value, walk);
  visit(branch, value, place, walk);
}

/** A default that does not fit the first branch. */
function visitOtherBranch(
  { branches, json }: UnionSchema,
  { branch, index }: { readonly branch: Schema; readonly index: number },
  value: JsonNode,
  walk: Walk,
): void {
  const fixes = (): Fix[] => {
    if (json.kind !== 'array') return [];
    const { text } = walk;
    const title = branch.type === 'null' ? 'Move "null" to the Front' : 'Move Its Branch to the Front';
    return fix(title, together(removeItem(text, json, branch.json), insertItem(text, json, 0, textOf(text, branch))));
  };
  const [first] = branches;
  if (value.kind === 'number' && first !== undefined && isInteger(first)) {
    add(/^-?\d+$/.test(value.text) ? 'other-branch-range' : 'other-branch-fraction', value, walk, fixes);
    return;
  }
  add('other-branch', value, walk, fixes);
  if (value.kind === 'number' && branches.slice(0, index).some(isInteger)) add('later-branch-number', value, walk, fixes);
}

function isInteger({ type }: Schema): boolean {
  return type === 'int' || type === 'long';
}

/** Whether a value is of a branch, as far as its outermost part tells. */
function takes(schema: Schema, value: JsonNode): boolean {
  const target = dereference(schema);
  switch (target?.type) {
    case 'null':
    case 'boolean':
      return value.kind === target.type;
    case 'int':
    case 'long':
      return value.kind === 'number' && /^-?\d+$/.test(value.text) && fits(BigInt(value.text), target.type === 'int' ? 32 : 64);
    case 'float':
    case 'double':
      return value.kind === 'number';
    case 'string':
    case 'bytes':
    case 'fixed':
    case 'enum':
      return value.kind === 'string';
    case 'array':
      return value.kind === 'array';
    case 'map':
    case 'record':
      return value.kind === 'object';
    default:
      return false;
  }
}

function fits(integer: bigint, bits: number): boolean {
  return BigInt.asIntN(bits, integer) === integer;
}

function visitPrimitive(schema: PrimitiveSchema, value: JsonNode, walk: Walk): void {
  const { type, logicalType } = schema;
  if (type === 'float' || type === 'double') visitFloating(value, walk);
  else if (type === 'long') visitLong(value, walk);
  else if (type === 'bytes') {
    visitBytes(schema, value, walk);
    if (logicalType?.name === 'big-decimal') add('duration-default', value, walk);
  } else if (logicalType?.name === 'uuid' && value.kind === 'string' && !uuid.test(value.value)) add('uuid-default', value, walk);
}

const uuid = /^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;

function visitFloating(value: JsonNode, walk: Walk): void {
  if (value.kind !== 'number' || !/^-?\d+$/.test(value.text)) return;
  const { span, text } = value;
  add('floating-integer', value, walk, () => fix(`Change to ${text}.0`, replaceSpan(span, `${text}.0`), { isPreferred: true }));
}

/** A default in quotes, which counts only where the field itself is a float or double. */
function addFloatingText(text: string, value: JsonNode, walk: Walk): void {
  if (/^(?:NaN|-?Infinity)$/.test(text)) add('floating-special', value, walk);
  else if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
    const { span } = value;
    add('floating-text', value, walk, () => fix(`Change to ${text}`, replaceSpan(span, text), { isPreferred: true }));
  } else add('floating-odd-text', value, walk);
}

function visitLong(value: JsonNode, walk: Walk): void {
  if (value.kind !== 'number' || !/^-?\d{16,}$/.test(value.text)) return;
  const number = Number(value.text);
  if (Math.abs(number) >= Number.MAX_SAFE_INTEGER) add('long-beyond-double', value, walk);
  if (BigInt(number) !== BigInt(value.text)) add('long-rounded', value, walk);
}

function visitBytes(schema: FixedSchema | PrimitiveSchema, value: JsonNode, walk: Walk): void {
  if (value.kind !== 'string') return;
  const codes = Array.from(value.value, (char) => char.codePointAt(0) ?? 0);
  add('bytes-default', value, walk);
  if (codes.some((code) => code > 0xff)) add('bytes-default-above-ff', value, walk);
  else if (codes.some((code) => code > 0x7f)) add('bytes-default-above-7f', value, walk);
  if (schema.type !== 'fixed') return;
  if (schema.logicalType?.name === 'duration') add('duration-default', value, walk);
  if (schema.size === undefined) return;
  if (codes.length !== schema.size) add('fixed-default-length', value, walk);
  if (new TextEncoder().encode(value.value).length !== schema.size) add('fixed-default-utf8-length', value, walk);
}
