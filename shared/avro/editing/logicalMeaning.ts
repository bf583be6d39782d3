import { toHex } from '../bytesLiteral.ts';
import { dateText, dateTimeText, timeText } from '../calendar.ts';
import { bigDecimalBytes, bigintToBytes, decimalText } from '../decimals.ts';
import { fractionDigits, parseUuid } from '../logicalFromJson.ts';
import { findLogicalType } from '../logicalTypes.ts';
import type { LogicalType, Schema } from '../schema.ts';
import type { SpecSection } from './hoverMarkdown.ts';
import { code } from './hoverMarkdown.ts';

/** What the values of a logical type mean and one of them, or the range of them all; empty where the schema has none. */
export function logicalMeaning({ logicalType, ...schema }: Schema): string {
  if (logicalType === undefined) return '';
  const size = schema.type === 'fixed' && 'size' in schema ? schema.size : undefined;
  return `${findLogicalType(logicalType.name)?.meaning ?? ''} ${exampleOf(logicalType, size)}`;
}

export function logicalSection(name: string): SpecSection {
  if (name === 'decimal' || name === 'big-decimal') return 'decimal';
  return name === 'uuid' || name === 'date' || name === 'duration' ? name : 'logical';
}

/** The same moment in every unit. */
const millis = Date.UTC(2026, 10, 10, 14, 2, 7, 123);

/** @param size in bytes, of a fixed */
function exampleOf(logicalType: LogicalType, size: number | undefined): string {
  switch (logicalType.name) {
    case 'decimal':
      return decimalRange(logicalType, size);
    case 'big-decimal':
      return `${code('12.34')} is the bytes ${code(toHex(bigDecimalBytes({ unscaled: 1234n, scale: 2 })))}.`;
    case 'uuid': {
      const uuid = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
      if (size === undefined) return `Such as ${code(uuid)}.`;
      return `${code(uuid)} is the bytes ${code(toHex(parseUuid(uuid) ?? new Uint8Array()))}.`;
    }
    case 'date': {
      const days = Math.floor(millis / 86_400_000);
      return `${code(String(days))} is ${code(dateText(days) ?? '')}.`;
    }
    case 'duration':
      return `${code('010000000200000003000000')} is 1 month, 2 days and 3 milliseconds.`;
    default:
      return timeExample(logicalType.name);
  }
}

function timeExample(name: LogicalType['name']): string {
  const digits = fractionDigits(name);
  const unit = 10n ** BigInt(digits - 3);
  if (name.startsWith('time-')) {
    const count = BigInt(millis % 86_400_000) * unit;
    return `${code(String(count))} is ${code(timeText(count, digits) ?? '')}.`;
  }
  const zone = name.startsWith('local-') ? '' : 'Z';
  const count = BigInt(millis) * unit;
  const example = `${code(String(count))} is ${code(`${dateTimeText(count, digits) ?? ''}${zone}`)}.`;
  if (digits < 9) return example;
  // In nanoseconds alone, a long ends in years that people live in.
  const [first, last] = [-(1n << 63n), (1n << 63n) - 1n].map((end) => (dateTimeText(end, digits) ?? '').slice(0, 10));
  return `${example} It reaches from ${first ?? ''} to ${last ?? ''}.`;
}

function decimalRange({ precision, scale }: LogicalType & { readonly name: 'decimal' }, size: number | undefined): string {
  const unscaled = BigInt('1234'.slice(0, precision));
  const example = `${code(decimalText({ unscaled, scale }))} is the bytes ${code(toHex(bigintToBytes(unscaled, size)))}.`;
  if (precision > 30 || (size ?? 0) > 32) return `It has up to ${precision} digits, ${scale} of them behind the point.`;
  const [whole = '', fraction] = decimalText({ unscaled: 10n ** BigInt(precision) - 1n, scale }).split('.');
  const greatest = whole.replace(/\B(?=(?:\d{3})+$)/g, ',') + (fraction === undefined ? '' : `.${fraction}`);
  return `It reaches from -${greatest} to ${greatest}. ${example}`;
}
