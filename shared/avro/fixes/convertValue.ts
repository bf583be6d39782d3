import { parseDate, parseDateTime, parseTime } from '../calendar.ts';
import { bigintToBytes, parseDecimal, precisionOf } from '../decimals.ts';
import { wholeNumber } from '../integers.ts';
import type { JsonNode } from '../json.ts';
import { fractionDigits } from '../logicalFromJson.ts';
import type { LogicalType, Schema } from '../schema.ts';
import { objectText, textOf } from './jsonEdits.ts';

/**
 * The same value as the schema's type is written in a default: a number without its quotes, a text in quotes, the days
 * of a date.
 *
 * @returns JSON text; nothing where the value is none of the type
 */
export function convertValue(text: string, schema: Schema, value: JsonNode): string[] {
  switch (schema.type) {
    case 'int':
    case 'long':
      return toInteger(schema.type === 'int' ? 32 : 64, schema.logicalType, value);
    case 'float':
    case 'double': {
      const digits = value.kind === 'string' ? value.value.trim() : '';
      return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(digits) ? [digits] : [];
    }
    case 'boolean':
      return value.kind === 'string' && /^(?:true|false)$/i.test(value.value) ? [value.value.toLowerCase()] : [];
    case 'null':
      return value.kind === 'string' && /^(?:null|none|nil|)$/i.test(value.value) ? ['null'] : [];
    case 'bytes':
    case 'fixed':
      return toDecimal(schema.logicalType, schema.type === 'fixed' ? schema.size : undefined, value);
    case 'string':
    case 'enum':
      return value.kind === 'number' || value.kind === 'boolean' ? toText(schema, textOf(text, value)) : [];
    case 'array':
      return value.kind === 'object' && value.properties.length === 0 ? ['[]'] : toItem(text, schema.items, value);
    case 'map':
      return value.kind === 'array' && value.items.length === 0 ? ['{}'] : [];
    case 'record':
      return value.kind === 'array' && value.items.length === 0 && schema.fields.every((field) => field.default !== undefined)
        ? [objectText(text, [])]
        : [];
    default:
      return [];
  }
}

function toInteger(bits: 32 | 64, logicalType: LogicalType | undefined, value: JsonNode): string[] {
  if (value.kind !== 'string' && value.kind !== 'number') return [];
  const written = value.kind === 'string' ? value.value.trim() : value.text;
  const count =
    wholeNumber(written) ?? (logicalType && value.kind === 'string' ? countOf(logicalType.name, written)?.toString() : undefined);
  if (count === undefined || BigInt.asIntN(bits, BigInt(count)) !== BigInt(count)) return [];
  return count === written && value.kind === 'number' ? [] : [count];
}

/** What a date or a time is stored as. */
function countOf(name: LogicalType['name'], text: string): bigint | undefined {
  const isTime = name === 'time-millis' || name === 'time-micros';
  if (name !== 'date' && !isTime && !name.includes('timestamp')) return undefined;
  const kind = name.startsWith('local-') ? 'local' : 'instant';
  const digits = fractionDigits(name);
  const found = name === 'date' ? parseDate(text) : isTime ? parseTime(text, digits) : parseDateTime(text, digits, kind);
  return 'count' in found ? found.count : undefined;
}

/** More decimals than that are no slip. */
const maxScale = 1000;

/** A decimal as its bytes, each of which is a character. */
function toDecimal(logicalType: LogicalType | undefined, size: number | undefined, value: JsonNode): string[] {
  if (logicalType?.name !== 'decimal' || (value.kind !== 'number' && value.kind !== 'string')) return [];
  const decimal = parseDecimal(value.kind === 'number' ? value.text : value.value);
  if (decimal === undefined || decimal.scale > logicalType.scale || logicalType.scale > maxScale) return [];
  const scaled = { unscaled: decimal.unscaled * 10n ** BigInt(logicalType.scale - decimal.scale), scale: logicalType.scale };
  if (precisionOf(scaled) > logicalType.precision) return [];
  const characters = Array.from(bigintToBytes(scaled.unscaled, size), (byte) =>
    byte >= 0x20 && byte < 0x7f ? JSON.stringify(String.fromCharCode(byte)).slice(1, -1) : `\\u00${byte.toString(16).padStart(2, '0')}`,
  );
  return [`"${characters.join('')}"`];
}

/** An enum's text only where it is one of the symbols. */
function toText(schema: Schema, text: string): string[] {
  return schema.type === 'enum' && !schema.symbols.some(({ value }) => value === text) ? [] : [JSON.stringify(text)];
}

/** A value that stands alone instead of in an array. */
function toItem(text: string, items: Schema, value: JsonNode): string[] {
  const isItem =
    (items.type === 'string' && value.kind === 'string') ||
    (items.type === 'boolean' && value.kind === 'boolean') ||
    ((items.type === 'float' || items.type === 'double') && value.kind === 'number');
  const own = isItem
    ? [textOf(text, value)]
    : value.kind === 'number' && (items.type === 'int' || items.type === 'long')
      ? integerItem(items.type, value.text)
      : [];
  return own.map((item) => `[${item}]`);
}

function integerItem(type: 'int' | 'long', written: string): string[] {
  const count = wholeNumber(written);
  return count !== undefined && BigInt.asIntN(type === 'int' ? 32 : 64, BigInt(count)) === BigInt(count) ? [count] : [];
}
