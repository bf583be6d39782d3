import { toHex } from '../bytesLiteral.ts';
import { dateText, dateTimeText, timeText } from '../calendar.ts';
import { bigintToBytes, decimalText } from '../decimals.ts';
import { fractionDigits } from '../logicalFromJson.ts';
import type { LogicalType, Schema } from '../schema.ts';

export interface DecimalExample {
  readonly unscaled: bigint;
  /** The digits as a number of this scale. */
  readonly as: (scale: number) => string;
}

/** 12.5 with all the decimals of its scale, or where that is more than the precision allows, digits that look alike. */
export function decimalExample({ precision, scale }: LogicalType & { readonly name: 'decimal' }): DecimalExample {
  const digits = scale > 0 && precision >= scale + 2 ? `125${'0'.repeat(scale - 1)}` : '1250'.slice(0, precision);
  const unscaled = BigInt(digits);
  return { unscaled, as: (other) => decimalText({ unscaled, scale: other }) };
}

/** The bytes of a number, such as `the bytes 04 E2`. */
export function shownBytes(unscaled: bigint): string {
  const bytes = bigintToBytes(unscaled);
  const hex = toHex(bytes).toUpperCase().match(/../g) ?? [];
  return `the byte${hex.length === 1 ? '' : 's'} ${hex.join(' ')}`;
}

const noon = 43_200n;
/** 2026-01-01. */
const day = 20_454n;

/** The number that is stored for a time that people know, by the logical type of the one or the other; undefined where neither has one. */
export function timeExample(writer: Schema, reader: Schema): bigint | undefined {
  if (!isNumber(writer) || !isNumber(reader)) return undefined;
  const name = writer.logicalType?.name ?? reader.logicalType?.name;
  if (name === undefined) return undefined;
  if (name === 'date') return day;
  const seconds = name.startsWith('time-') ? noon : day * 86_400n + noon;
  return seconds * 10n ** BigInt(fractionDigits(name));
}

function isNumber({ type }: Schema): boolean {
  return type === 'int' || type === 'long' || type === 'float' || type === 'double';
}

/** A number as its logical type has it: `2026-01-01T12:00:00Z`; the number itself where that has no such text. */
export function shownNumber({ logicalType }: Schema, number: bigint): string {
  return (logicalType === undefined ? undefined : timeOf(logicalType.name, number)) ?? String(number);
}

function timeOf(name: LogicalType['name'], number: bigint): string | undefined {
  if (name === 'date') return dateText(Number(number));
  const digits = fractionDigits(name);
  if (name.startsWith('time-')) return withoutZeros(timeText(number, digits));
  const text = withoutZeros(dateTimeText(number, digits));
  return text === undefined || name.startsWith('local-') ? text : `${text}Z`;
}

/** Without the zeros at the end of a second's fraction. */
function withoutZeros(text: string | undefined): string | undefined {
  return text?.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}
