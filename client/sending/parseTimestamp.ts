import { parseDateTime } from '../../shared/avro/calendar.ts';

/** Milliseconds since 1970 of an ISO 8601 time with an offset, or of such milliseconds; undefined where it is neither. */
export function parseTimestamp(text: string): number | undefined {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const result = parseDateTime(text, 3, 'instant');
  return 'count' in result && result.count >= 0n ? Number(result.count) : undefined;
}
