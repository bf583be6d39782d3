import { parseDate, parseDateTime, parseTime } from './calendar.ts';
import type { FractionDigits, TimeResult } from './calendar.ts';
import { bigDecimalBytes, bigintToBytes, parseDecimal, precisionOf } from './decimals.ts';
import { inRange, readInteger } from './integers.ts';
import type { JsonNode, JsonNumber, JsonObject, JsonString } from './json.ts';
import type { LogicalType, PrimitiveSchema } from './schema.ts';
import { literalText, refuse, refused } from './valueReading.ts';
import type { Reading, Refused } from './valueReading.ts';
import type { Value } from './value.ts';

/** The digits of a second's fraction that a logical type keeps. */
export function fractionDigits(name: LogicalType['name']): FractionDigits {
  return name.endsWith('nanos') ? 9 : name.endsWith('micros') ? 6 : 3;
}

/** A date, a time or a timestamp, as ISO 8601 or as the number that is stored. */
export function readTime(reading: Reading, schema: PrimitiveSchema, name: LogicalType['name'], json: JsonNode): Value | Refused {
  if (json.kind === 'number') return readInteger(reading, schema, json);
  if (json.kind !== 'string') return refuseTime(reading, name, json, `not ${json.kind === 'null' ? 'null' : `a JSON ${json.kind}`}`);
  const result = parseTimeOf(name, json.value);
  if ('count' in result) return inRange(reading, schema, json, result.count);
  switch (result.reason) {
    case 'malformed':
      return refuseTime(reading, name, json, 'and this is none');
    case 'no-offset':
      return refuse(
        reading,
        'bad-timestamp',
        json.span,
        (subject) => `${subject} needs an offset, such as Z: ${literalText(json.value)}Z.`,
        [`${json.value}Z`],
      );
    case 'offset':
      return refuse(reading, 'bad-timestamp', json.span, (subject) => `${subject} is a local time: leave the offset out.`);
    case 'too-precise':
      return refuse(
        reading,
        'bad-timestamp',
        json.span,
        (subject) => `${subject} keeps ${unitOf(fractionDigits(name))}; this has ${unitOf(result.digits)}.`,
      );
  }
}

function parseTimeOf(name: LogicalType['name'], text: string): TimeResult {
  if (name === 'date') return parseDate(text);
  if (name.startsWith('time-')) return parseTime(text, fractionDigits(name));
  return parseDateTime(text, fractionDigits(name), name.startsWith('local-') ? 'local' : 'instant');
}

function refuseTime(reading: Reading, name: LogicalType['name'], json: JsonNode, reason: string): Refused {
  const code = json.kind === 'string' ? 'bad-timestamp' : 'wrong-type';
  return refuse(reading, code, json.span, (subject) => `${subject} is a ${name}, such as ${exampleOf(name)}, ${reason}.`);
}

function exampleOf(name: LogicalType['name']): string {
  const date = '2026-11-10';
  const time = `14:02:07.${'123456789'.slice(0, fractionDigits(name))}`;
  if (name === 'date') return date;
  if (name.startsWith('time-')) return time;
  return name.startsWith('local-') ? `${date}T${time}` : `${date}T${time}Z`;
}

function unitOf(digits: number): string {
  return digits > 9 ? 'more than nanoseconds' : digits > 6 ? 'nanoseconds' : digits > 3 ? 'microseconds' : 'milliseconds';
}

/** A decimal as a number or the same in quotes, with no more decimals and digits than are kept. */
export function readDecimal(
  reading: Reading,
  { precision, scale }: { readonly precision: number; readonly scale: number },
  size: number | undefined,
  json: JsonNumber | JsonString,
): Uint8Array | Refused {
  const text = json.kind === 'number' ? json.text : json.value;
  const decimal = parseDecimal(text);
  if (decimal === undefined) return refuseDecimal(reading, `decimal(${precision},${scale})`, json, text);
  if (decimal.scale > scale) {
    const decimals = decimal.scale === 1 ? '1 decimal' : `${decimal.scale} decimals`;
    return refuse(
      reading,
      'decimal-scale',
      json.span,
      (subject) => `${literalText(text)} has ${decimals}; ${inSentence(subject)} keeps ${scale === 0 ? 'none' : scale}.`,
    );
  }
  const scaled = { unscaled: decimal.unscaled * 10n ** BigInt(scale - decimal.scale), scale };
  const digits = precisionOf(scaled);
  if (digits > precision) {
    return refuse(
      reading,
      'decimal-precision',
      json.span,
      (subject) => `${subject} holds ${precision === 1 ? '1 digit' : `${precision} digits`} in all; this has ${digits}.`,
    );
  }
  return bigintToBytes(scaled.unscaled, size);
}

/** A decimal with the scale that it is written with. */
export function readBigDecimal(reading: Reading, json: JsonNumber | JsonString): Uint8Array | Refused {
  const text = json.kind === 'number' ? json.text : json.value;
  const decimal = parseDecimal(text);
  return decimal === undefined ? refuseDecimal(reading, 'big-decimal', json, text) : bigDecimalBytes(decimal);
}

function refuseDecimal(reading: Reading, name: string, json: JsonNode, text: string): Refused {
  const reason = json.kind === 'number' ? `write ${literalText(text)} without an exponent` : 'write it as digits, such as 12.50';
  return refuse(reading, 'wrong-type', json.span, (subject) => `${subject} is a ${name}: ${reason}.`);
}

function inSentence(subject: string): string {
  return subject === 'The value' ? 'the value' : subject;
}

/** The 16 bytes of a UUID; undefined for any other text. */
export function parseUuid(text: string): Uint8Array | undefined {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return undefined;
  const digits = text.replaceAll('-', '');
  return Uint8Array.from({ length: 16 }, (_, index) => Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16));
}

/** The parts of a duration, in the order of its bytes. */
export const durationParts = ['months', 'days', 'millis'] as const;

/** A duration as an object of its three parts, of which each may be left out for 0. */
export function readDuration(reading: Reading, json: JsonObject): Uint8Array | Refused {
  const { failures } = reading;
  const view = new DataView(new ArrayBuffer(12));
  const seen = new Set<string>();
  for (const { name, value } of json.properties) {
    const index = durationParts.findIndex((part) => part === name.value);
    if (index < 0) {
      refuse(reading, 'unknown-field', name.span, () => `A duration has months, days and millis, but no "${name.value}".`);
    } else if (seen.has(name.value)) {
      refuse(reading, 'duplicate-key', name.span, () => `"${name.value}" is here twice.`);
    } else if (value?.kind !== 'number' || !/^\d+$/.test(value.text) || Number(value.text) > 0xffffffff) {
      const range = '0 to 4294967295';
      refuse(reading, 'out-of-range', (value ?? name).span, () => `"${name.value}" of a duration is a whole number from ${range}.`);
    } else view.setUint32(4 * index, Number(value.text), true);
    seen.add(name.value);
  }
  return reading.failures === failures ? new Uint8Array(view.buffer) : refused;
}
