import { dateText, dateTimeText, parseDate, parseDateTime, parseTime, timeText, zonedDateTimeText } from '../avro/calendar.ts';
import type { TimeResult } from '../avro/calendar.ts';
import type { JsonNode } from '../avro/json.ts';
import { fractionDigits } from '../avro/logicalFromJson.ts';
import type { LogicalType } from '../avro/schema.ts';

const units = { 3: 'ms', 6: 'µs', 9: 'ns' } as const;

/**
 * What a date, time or timestamp means, such as `1794315727123 ms: 10 Nov 2026, 13:02:07.123 UTC; 14:02:07.123 local`.
 *
 * @param given the count that is stored, or its literal
 * @returns undefined where it is none, and for years that have no text
 */
export function timeMeaning(name: LogicalType['name'], given: JsonNode | bigint): string | undefined {
  const count = typeof given === 'bigint' ? given : countOf(name, given);
  if (count === undefined) return undefined;
  if (name === 'date') {
    const date = dateText(Number(count));
    return date === undefined ? undefined : `${count} days since 1970: ${people(date)}`;
  }
  const digits = fractionDigits(name);
  if (name.startsWith('time-')) {
    const time = timeText(count, digits);
    return time === undefined ? undefined : `${count} ${units[digits]} of the day: ${time}`;
  }
  const [date, time] = dateTimeText(count, digits)?.split('T') ?? [];
  if (date === undefined || time === undefined) return undefined;
  const written = `${count} ${units[digits]}: ${people(date)}, ${time}`;
  if (name.startsWith('local-')) return `${written}, in whatever time zone`;
  const [localDate, zoned] = zonedDateTimeText(count, digits)?.split('T') ?? [];
  const local = zoned?.replace(/(?:Z|[+-]\d\d:\d\d)$/, '');
  if (localDate === undefined || local === undefined) return `${written} UTC`;
  return `${written} UTC; ${localDate === date ? '' : `${people(localDate)}, `}${local} local`;
}

function countOf(name: LogicalType['name'], json: JsonNode): bigint | undefined {
  if (json.kind === 'number') return /^-?\d{1,19}$/.test(json.text) ? BigInt(json.text) : undefined;
  if (json.kind !== 'string') return undefined;
  const result = parse(name, json.value);
  return 'count' in result ? result.count : undefined;
}

function parse(name: LogicalType['name'], text: string): TimeResult {
  if (name === 'date') return parseDate(text);
  const digits = fractionDigits(name);
  if (name.startsWith('time-')) return parseTime(text, digits);
  return parseDateTime(text, digits, name.startsWith('local-') ? 'local' : 'instant');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 10 Nov 2026 for 2026-11-10. */
function people(date: string): string {
  const [, year = '', month = '', day = ''] = /^([+-]?\d+)-(\d\d)-(\d\d)$/.exec(date) ?? [];
  return `${Number(day)} ${months[Number(month) - 1] ?? ''} ${year}`;
}
