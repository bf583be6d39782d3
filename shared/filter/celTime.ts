import { parseDate, parseDateTime, parseTime } from '../avro/calendar.ts';
import { Duration, Timestamp } from './celValue.ts';

const nanosOfDay = 86_400_000_000_000n;

/** The time that a text writes: RFC 3339, or a date, or a date and time without an offset, which count as UTC's. */
export function parseTimestamp(text: string): Timestamp | undefined {
  if (text.length > 60) return undefined;
  const normalized = text.replace(/^(\d{4}-\d{2}-\d{2})[ t](?=\d)/, '$1T').replace(/z$/, 'Z');
  for (const kind of ['instant', 'local'] as const) {
    const time = parseDateTime(normalized, 9, kind);
    if ('count' in time) return new Timestamp(time.count);
  }
  const date = parseDate(normalized);
  return 'count' in date ? new Timestamp(date.count * nanosOfDay) : undefined;
}

const unitNanos: Readonly<Record<string, number>> = { h: 3.6e12, m: 6e10, s: 1e9, ms: 1e6, us: 1e3, µs: 1e3, ns: 1, d: 8.64e13 };

/** The duration that a text writes, such as `1h30m`, `-1.5s`, `2d` or, as a time of day, `08:30:00`. */
export function parseDuration(text: string): Duration | undefined {
  if (text.length > 60) return undefined;
  const time = parseTime(text, 9);
  if ('count' in time) return new Duration(time.count);
  if (!/^[+-]?(?:\d{1,18}(?:\.\d{1,18})?(?:h|ms|m|s|us|µs|ns|d))+$/.test(text)) return undefined;
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d+)(?:\.(\d+))?([a-zµ]+)/g)) {
    const factor = BigInt(unitNanos[unit] ?? 0);
    nanos += BigInt(whole) * factor + (fraction === '' ? 0n : (BigInt(fraction) * factor) / 10n ** BigInt(fraction.length));
  }
  return new Duration(text.startsWith('-') ? -nanos : nanos);
}
