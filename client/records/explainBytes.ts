import { bytesText, countText } from '../../shared/avro/cursor.ts';
import { bytesToBigint } from '../../shared/avro/decimals.ts';
import type { Schema } from '../../shared/avro/schema.ts';
import type { UsableSchema } from '../../shared/avro/usable.ts';
import type { Value } from '../../shared/avro/value.ts';
import { valuePreview } from '../../shared/avro/valueToJson.ts';
import { CodecError } from '../../shared/errors.ts';

/** So many bytes stand in an explanation; it says how many more there are. */
const shownBytes = 10;
const shownValue = 200;

/** Bytes as "0x0c 0xff", with an ellipsis where there are more than a few. */
export function hexOf(bytes: Uint8Array): string {
  const text = Array.from(bytes.subarray(0, shownBytes), (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' ');
  return bytes.length > shownBytes ? `${text} …` : text;
}

/** What a number's bytes say: "0x0c: zig-zag 12 is 6"; `meaning` goes behind it. */
export function explainNumber(bytes: Uint8Array, value: number | bigint, meaning = ''): string {
  const long = BigInt(value);
  const unsigned = long < 0n ? -2n * long - 1n : 2n * long;
  const groups = bytes.length > 1 ? '7 bits of each, the lowest first; ' : '';
  return `${hexOf(bytes)}: ${groups}zig-zag ${unsigned} is ${long}${meaning}`;
}

/** What the bytes of a value without parts say, those of its length and branch left out. */
export function explainLeaf(schema: UsableSchema, bytes: Uint8Array, value: Value, text: string): string {
  const { logicalType } = schema;
  switch (schema.type) {
    case 'null':
      return 'A null has no bytes.';
    case 'boolean':
      return `${hexOf(bytes)} is ${text}`;
    case 'int':
    case 'long': {
      const meaning = logicalType === undefined ? '' : `: ${unitOf(logicalType.name)} ${text}`.trimEnd();
      return typeof value === 'number' || typeof value === 'bigint' ? explainNumber(bytes, value, meaning) : '';
    }
    case 'float':
    case 'double':
      return `${hexOf(bytes)}: IEEE 754, little-endian: ${text}`;
    case 'string':
      return bytes.length === 0
        ? 'An empty string: its length is all there is.'
        : `${hexOf(bytes)}: ${bytesText(bytes.length)} of UTF-8 text`;
    case 'enum': {
      const index = schema.symbols.findIndex((symbol) => symbol.value === value);
      return explainNumber(bytes, index, `: symbol ${text}`);
    }
    case 'fixed':
    case 'bytes':
      return explainOctets(schema, bytes, text);
    default:
      return '';
  }
}

function explainOctets({ type, logicalType }: UsableSchema, bytes: Uint8Array, text: string): string {
  if (bytes.length === 0) return type === 'fixed' ? 'A fixed of 0 bytes.' : 'No bytes: the length is all there is.';
  const head = `${hexOf(bytes)}: `;
  if (logicalType?.name === 'decimal') {
    const scaled = logicalType.scale === 0 ? '' : `; with scale ${logicalType.scale}: ${text}`;
    return `${head}two’s complement, big-endian: ${integerText(bytes)}${scaled}`;
  }
  if (logicalType?.name === 'duration') return `${head}months, days and milliseconds, 4 bytes each, little-endian: ${text}`;
  if (logicalType !== undefined) return `${head}${logicalType.name}: ${text}`;
  return `${head}${bytesText(bytes.length)} as they are`;
}

/** Nobody reads the digits of a very long integer, and writing them takes long. */
function integerText(bytes: Uint8Array): string {
  return bytes.length > 64 ? `an integer of ${bytesText(bytes.length)}` : String(bytesToBigint(bytes));
}

function unitOf(name: string): string {
  if (name === 'date') return 'days since 1970-01-01:';
  const unit = name.endsWith('-millis') ? 'milliseconds' : name.endsWith('-micros') ? 'microseconds' : 'nanoseconds';
  return name.startsWith('time-') ? `${unit} since midnight:` : `${unit} since 1970-01-01:`;
}

/** A value without parts as people read it: symbols and times without quotes. */
export function leafText(schema: Schema, target: UsableSchema, value: Value): string {
  const text = previewOf(schema, value);
  const isQuoted = text.startsWith('"') && text.endsWith('"') && text.length > 1;
  const isPlain = target.type === 'enum' || (target.logicalType !== undefined && target.type !== 'string');
  if (isQuoted && isPlain) return text.slice(1, -1);
  if (isQuoted && (target.type === 'bytes' || target.type === 'fixed')) return text.slice(1, -1).replace(/^hex:/, '');
  return text;
}

function previewOf(schema: Schema, value: Value): string {
  try {
    return valuePreview(schema, value, shownValue);
  } catch (error) {
    // What can be read need not be a value that can be shown: a decimal of too many digits.
    if (!(error instanceof CodecError)) throw error;
    return value instanceof Uint8Array ? hexOf(value) : '';
  }
}

/** "2 items", "1 entry". */
export function countOf(count: number, one: string, many: string): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** "union index 24, only 0–1 exist": what an error says without the byte in front. */
export function whatOf({ message }: { readonly message: string }): string {
  return message.replace(/^Byte \d+: /, '').replace(/\.$/, '');
}
