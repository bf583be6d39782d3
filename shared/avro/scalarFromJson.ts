import { parseBytesLiteral } from './bytesLiteral.ts';
import { closestWord } from './closestWord.ts';
import { readInteger } from './integers.ts';
import type { JsonNode } from './json.ts';
import { parseUuid, readBigDecimal, readDecimal, readDuration, readTime } from './logicalFromJson.ts';
import { unqualifiedName } from './names.ts';
import type { EnumSchema, FixedSchema, LogicalType, PrimitiveSchema } from './schema.ts';
import { branchTag, fixedSize } from './usable.ts';
import type { UsableSchema } from './usable.ts';
import type { Value } from './value.ts';
import { isNoting, literalText, refuse, refuseKind } from './valueReading.ts';
import type { Reading, Refused } from './valueReading.ts';

/** A schema whose values have no parts. */
export type ScalarSchema = Exclude<UsableSchema, { readonly type: 'record' | 'array' | 'map' | 'union' }>;

/** The value that a JSON literal is; where it is none, that is noted. */
export function readScalar(reading: Reading, schema: ScalarSchema, json: JsonNode): Value | Refused {
  switch (schema.type) {
    case 'null':
      return json.kind === 'null' ? null : refuseKind(reading, schema, json);
    case 'boolean':
      return json.kind === 'boolean' ? json.value : refuseKind(reading, schema, json);
    case 'int':
    case 'long':
      // All logical types of integers are of time.
      return schema.logicalType === undefined
        ? readInteger(reading, schema, json)
        : readTime(reading, schema, schema.logicalType.name, json);
    case 'float':
    case 'double':
      return readFloating(reading, schema, json);
    case 'string':
      return json.kind === 'string' ? readText(reading, json.value, json) : refuseKind(reading, schema, json);
    case 'enum':
      return readSymbol(reading, schema, json);
    case 'bytes':
    case 'fixed':
      return readBinary(reading, schema, json);
  }
}

const specialNumbers: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

function readFloating(reading: Reading, schema: ScalarSchema, json: JsonNode): number | Refused {
  if (json.kind === 'string') {
    return specialNumbers.get(json.value) ?? refuseKind(reading, schema, json);
  }
  if (json.kind !== 'number') return refuseKind(reading, schema, json);
  const number = schema.type === 'float' ? Math.fround(Number(json.text)) : Number(json.text);
  if (Number.isFinite(number)) return number;
  return refuse(reading, 'out-of-range', json.span, () => `${literalText(json.text)} does not fit a ${schema.type}.`);
}

/** The text, where UTF-8 can write it. */
export function readText(reading: Reading, text: string, { span }: Pick<JsonNode, 'span'>): string | Refused {
  if (!/\p{Surrogate}/u.test(text)) return text;
  return refuse(reading, 'not-unicode', span, (subject) => `${subject} holds half of a surrogate pair, which no Avro string can.`);
}

function readSymbol(reading: Reading, schema: EnumSchema, json: JsonNode): string | Refused {
  if (json.kind !== 'string') return refuseKind(reading, schema, json);
  const symbols = schema.symbols.map(({ value }) => value);
  if (symbols.includes(json.value)) return json.value;
  if (!isNoting(reading)) return refuse(reading, 'unknown-symbol', json.span, String);
  // Symbols are few and differ much, so that PAYED is PAID though nearly half of it is wrong.
  const closest = closestWord(json.value, symbols, Math.ceil(json.value.length / 3));
  const hint = closest === undefined ? '' : ` Did you mean "${closest}"?`;
  const name = unqualifiedName(branchTag(schema));
  const message = `"${literalText(json.value)}" is not a symbol of ${name}.${hint}`;
  return refuse(reading, 'unknown-symbol', json.span, () => message, closest === undefined ? [] : [closest]);
}

function readBinary(reading: Reading, schema: PrimitiveSchema | FixedSchema, json: JsonNode): Uint8Array | Refused {
  const size = schema.type === 'fixed' ? fixedSize(schema) : undefined;
  const { logicalType } = schema;
  if (logicalType?.name === 'duration' && json.kind === 'object') return readDuration(reading, json);
  const isDecimal = logicalType?.name === 'decimal' || logicalType?.name === 'big-decimal';
  if (isDecimal && json.kind === 'number') return readNumber(reading, logicalType, size, json);
  if (json.kind !== 'string') return refuseKind(reading, schema, json);
  const bytes = parseBytesLiteral(json.value) ?? (logicalType?.name === 'uuid' ? parseUuid(json.value) : undefined);
  if (bytes !== undefined) return ofSize(reading, bytes, size, json);
  const prefix = /^(?:hex|base64):/.exec(json.value)?.[0];
  if (isDecimal && prefix === undefined) return readNumber(reading, logicalType, size, json);
  const reason = prefix === undefined ? 'begin with hex: or base64:' : `what follows ${prefix} is none`;
  const kind = schema.type === 'fixed' ? `a fixed of ${size ?? 0} bytes` : 'bytes';
  return refuse(reading, 'bytes-prefix', json.span, (subject) => `${subject} is ${kind}: ${reason}.`);
}

function readNumber(
  reading: Reading,
  logicalType: LogicalType,
  size: number | undefined,
  json: JsonNode & { readonly kind: 'number' | 'string' },
): Uint8Array | Refused {
  return logicalType.name === 'decimal' ? readDecimal(reading, logicalType, size, json) : readBigDecimal(reading, json);
}

function ofSize(reading: Reading, bytes: Uint8Array, size: number | undefined, { span }: JsonNode): Uint8Array | Refused {
  if (size === undefined || bytes.length === size) return bytes;
  return refuse(reading, 'fixed-size', span, (subject) => `${subject} has ${size} bytes; this has ${bytes.length}.`);
}
