import { toBase64, toHex } from './bytesLiteral.ts';
import { dateText, dateTimeText, timeText, zonedDateTimeText } from './calendar.ts';
import { decimalText, exactBigDecimal, exactDecimal } from './decimals.ts';
import type { JsonNode } from './json.ts';
import { durationParts, fractionDigits } from './logicalFromJson.ts';
import type { LogicalType } from './schema.ts';
import type { ScalarSchema } from './scalarFromJson.ts';
import type { Value } from './value.ts';
import { plainStyle } from './valueStyle.ts';
import type { ValueStyle } from './valueStyle.ts';

/** Of JSON that stands in no text. */
export const nowhere = { start: 0, end: 0 };

export function stringNode(value: string): JsonNode & { readonly kind: 'string' } {
  return { kind: 'string', span: nowhere, value };
}

export function numberNode(text: string): JsonNode {
  return { kind: 'number', span: nowhere, text };
}

/**
 * The JSON literal of a value without parts; where a logical type's own literal would lose something, the number or the
 * bytes that are stored.
 *
 * @param maxLength how many characters of a long text or bytes are needed; all where it is not said
 */
export function scalarToNode(
  schema: ScalarSchema,
  value: Value,
  maxLength = Number.POSITIVE_INFINITY,
  style: ValueStyle = plainStyle,
): JsonNode {
  const { logicalType } = schema;
  if (value === null) return { kind: 'null', span: nowhere };
  if (typeof value === 'boolean') return { kind: 'boolean', span: nowhere, value };
  if (typeof value === 'string') return stringNode(value.length > maxLength ? value.slice(0, maxLength) : value);
  if (typeof value === 'bigint' || typeof value === 'number') {
    if (schema.type === 'float' || schema.type === 'double') return floatingNode(Number(value), schema.type);
    const time = logicalType === undefined ? undefined : timeLiteral(logicalType.name, BigInt(value), style);
    return time === undefined ? numberNode(String(value)) : stringNode(time);
  }
  if (!(value instanceof Uint8Array)) throw new Error(`A value of ${schema.type} has parts.`);
  const literal =
    logicalType === undefined ? undefined : bytesLiteral(logicalType, value, schema.type === 'fixed' ? value.length : undefined);
  if (literal !== undefined) return literal;
  const shown = value.length > maxLength ? value.subarray(0, maxLength) : value;
  return stringNode(style.bytes === 'hex' ? `hex:${toHex(shown)}` : `base64:${toBase64(shown)}`);
}

function floatingNode(value: number, type: 'float' | 'double'): JsonNode {
  if (!Number.isFinite(value)) return stringNode(String(value));
  const text = type === 'float' ? shortestFloat(value) : String(value);
  const signed = Object.is(value, -0) ? '-0' : text;
  return numberNode(/^-?\d+$/.test(signed) ? `${signed}.0` : signed);
}

/** The fewest digits that are this float again, such as 0.1 where the double nearest to it has seventeen. */
function shortestFloat(value: number): string {
  // A float is told by six digits at least, but for those nearest to 0, which are of fewer bits.
  for (let digits = Math.abs(value) < 1.2e-38 ? 1 : 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9)));
}

function timeLiteral(name: LogicalType['name'], count: bigint, { timeZone }: ValueStyle): string | undefined {
  if (name === 'date') return dateText(Number(count));
  if (name.startsWith('time-')) return timeText(count, fractionDigits(name));
  const zoned = timeZone === 'local' && !name.startsWith('local-') ? zonedDateTimeText(count, fractionDigits(name)) : undefined;
  const text = zoned ?? dateTimeText(count, fractionDigits(name));
  return text === undefined || zoned !== undefined || name.startsWith('local-') ? text : `${text}Z`;
}

function bytesLiteral(logicalType: LogicalType, bytes: Uint8Array, size: number | undefined): JsonNode | undefined {
  switch (logicalType.name) {
    case 'decimal': {
      const decimal = exactDecimal(bytes, logicalType.precision, logicalType.scale, size);
      return decimal && numberNode(decimalText(decimal));
    }
    case 'big-decimal': {
      const decimal = exactBigDecimal(bytes);
      return decimal && numberNode(decimalText(decimal));
    }
    case 'uuid':
      return stringNode(toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'));
    case 'duration': {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const parts = durationParts.map((part, index) => ({
        name: stringNode(part),
        value: numberNode(String(view.getUint32(4 * index, true))),
        span: nowhere,
      }));
      return { kind: 'object', span: nowhere, properties: parts };
    }
    default:
      return undefined;
  }
}
