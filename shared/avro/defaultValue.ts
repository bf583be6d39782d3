import { toExact } from './readNumbers.ts';
import type { JsonNode, JsonObject } from './json.ts';
import { findValue } from './jsonTree.ts';
import type { RecordSchema, Schema, UnionSchema } from './schema.ts';
import { fieldName, fixedSize, usable } from './usable.ts';
import { UnionValue, maxValueDepth, nullableBranch, setField } from './value.ts';
import type { MutableRecord, Value } from './value.ts';

/**
 * The value that a field's default is, in Avro's own encoding of defaults: bytes and fixed as text of one character a
 * byte, a union's of the first branch that it fits, fields left out of a record by their own defaults.
 *
 * @returns undefined where the default does not fit, which registries have
 * @throws CodecError `codec/unusable-schema`
 * @see Avro 1.12, "Complex Types", "Records"
 */
export function defaultValue(schema: Schema, json: JsonNode): Value | undefined {
  return toValue(schema, json, 0);
}

function toValue(schema: Schema, json: JsonNode, depth: number): Value | undefined {
  if (depth > maxValueDepth) return undefined;
  const target = usable(schema);
  switch (target.type) {
    case 'null':
      return json.kind === 'null' ? null : undefined;
    case 'boolean':
      return json.kind === 'boolean' ? json.value : undefined;
    case 'int':
    case 'long':
      return toInteger(json, target.type === 'int' ? 32 : 64);
    case 'float':
    case 'double':
      return toFloating(json, target.type === 'float');
    case 'string':
      return json.kind === 'string' && !/\p{Surrogate}/u.test(json.value) ? json.value : undefined;
    case 'bytes':
      return toBytes(json);
    case 'fixed': {
      const bytes = toBytes(json);
      return bytes?.length === fixedSize(target) ? bytes : undefined;
    }
    case 'enum':
      return json.kind === 'string' && target.symbols.some(({ value }) => value === json.value) ? json.value : undefined;
    case 'array': {
      if (json.kind !== 'array') return undefined;
      return whole(json.items.map((item) => toValue(target.items, item, depth + 1)));
    }
    case 'map': {
      if (json.kind !== 'object') return undefined;
      const values = whole(json.properties.map(({ value }) => value && toValue(target.values, value, depth + 1)));
      return values && new Map(values.map((value, index) => [json.properties[index]?.name.value ?? '', value]));
    }
    case 'record':
      return json.kind === 'object' ? toRecord(target, json, depth) : undefined;
    case 'union':
      return toUnion(target, json, depth);
  }
}

function toInteger(json: JsonNode, bits: 32 | 64): number | bigint | undefined {
  // Older writers of schemas have made 0.0 of the default 0.
  const digits = json.kind === 'number' ? /^(-?\d+)(?:\.0+)?$/.exec(json.text)?.[1] : undefined;
  if (digits === undefined) return undefined;
  const integer = BigInt(digits);
  return BigInt.asIntN(bits, integer) === integer ? toExact(integer) : undefined;
}

function toFloating(json: JsonNode, isFloat: boolean): number | undefined {
  if (json.kind === 'string') return /^(?:NaN|-?Infinity)$/.test(json.value) ? Number(json.value) : undefined;
  if (json.kind !== 'number') return undefined;
  const number = isFloat ? Math.fround(Number(json.text)) : Number(json.text);
  return Number.isFinite(number) ? number : undefined;
}

function toBytes(json: JsonNode): Uint8Array | undefined {
  if (json.kind !== 'string') return undefined;
  const codes = Array.from(json.value, (char) => char.codePointAt(0) ?? 0);
  return codes.every((code) => code <= 0xff) ? Uint8Array.from(codes) : undefined;
}

function toRecord(schema: RecordSchema, json: JsonObject, depth: number): Value | undefined {
  const record: MutableRecord = {};
  for (const field of schema.fields) {
    const name = fieldName(field);
    const given = findValue(json, name) ?? field.default;
    const value = given && toValue(field.schema, given, depth + 1);
    if (value === undefined) return undefined;
    setField(record, name, value);
  }
  return record;
}

function toUnion(schema: UnionSchema, json: JsonNode, depth: number): Value | undefined {
  for (const [index, branch] of schema.branches.entries()) {
    const value = toValue(branch, json, depth + 1);
    if (value !== undefined) return nullableBranch(schema) === undefined ? new UnionValue(index, value) : value;
  }
  return undefined;
}

/** The values, if there are all of them. */
function whole(values: readonly (Value | undefined)[]): Value[] | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? present : undefined;
}
