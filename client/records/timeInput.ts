import { formatStamp } from '../webview/timeText.ts';

export interface TimeInputOptions {
  /** Of times that name none. */
  readonly zone: 'local' | 'UTC';
  readonly nowMs: number;
}

export type TimeInput = { readonly timestampMs: number } | { readonly problem: string };

const help = 'Write a time such as 10 minutes ago, yesterday 14:00, 2026-11-22 10:41 or 1794315727123.';

/**
 * The time that somebody typed: a time of day, a date with or without a time, with or without an offset (ISO 8601), how
 * long ago, a day by its name with or without a time, or the seconds or milliseconds since 1970.
 *
 * @returns milliseconds since 1970, or one sentence that says what is understood
 */
export function readTime(text: string, options: TimeInputOptions): TimeInput {
  const trimmed = text.trim().toLowerCase();
  if (trimmed === '') return { problem: help };
  const found = readEpoch(trimmed) ?? readAgo(trimmed, options) ?? readDay(trimmed, options) ?? readIso(trimmed, options);
  if (found === undefined) return { problem: help };
  if (Number.isNaN(found)) return { problem: 'There is no such day or time.' };
  return found < 0 ? { problem: 'This is before 1970: no record is as old.' } : { timestampMs: found };
}

/** What was understood of it, to be shown while it is typed: "2026-11-22 10:41:00.000 +01:00, 10 minutes ago"; undefined where nothing was. */
export function explainTime(text: string, options: TimeInputOptions): string | undefined {
  const time = readTime(text, options);
  if ('problem' in time) return undefined;
  return `${formatStamp(time.timestampMs, options.zone)}, ${formatAgo(options.nowMs - time.timestampMs)}`;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const unitNames: readonly (readonly [RegExp, string])[] = [
  [/^(?:ms|milli(?:second)?s?)$/, 'ms'],
  [/^(?:s|secs?|seconds?)$/, 's'],
  [/^(?:m|mins?|minutes?)$/, 'm'],
  [/^(?:h|hrs?|hours?)$/, 'h'],
  [/^(?:d|days?)$/, 'd'],
  [/^(?:w|weeks?)$/, 'w'],
];

function readEpoch(text: string): number | undefined {
  if (!/^\d{9,15}$/.test(text)) return undefined;
  // In seconds, eleven digits last until the year 5138; in milliseconds they are of 1973.
  return text.length <= 11 ? Number(text) * 1000 : Number(text);
}

/** "10 minutes ago", "1 h 30 min ago", "an hour ago", "10m", "-2d". */
function readAgo(text: string, { nowMs }: TimeInputOptions): number | undefined {
  if (text === 'now') return nowMs;
  const amount = /^-?\s*((?:(?:\d+(?:\.\d+)?|an?|one)\s*[a-z]+[\s,]*(?:and\s+)?)+?)(?:\s*ago)?$/.exec(text)?.[1];
  if (amount === undefined) return undefined;
  let ms = 0;
  for (const [, count = '', name = ''] of amount.matchAll(/(\d+(?:\.\d+)?|\ban?\b|\bone\b)\s*([a-z]+)/g)) {
    const unit = unitNames.find(([pattern]) => pattern.test(name))?.[1];
    if (unit === undefined) return undefined;
    ms += (/^\d/.test(count) ? Number(count) : 1) * (units[unit] ?? 0);
  }
  return nowMs - ms;
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** "14:00", "today", "yesterday 14:00", "monday 9:30": the last one that has been. */
function readDay(text: string, options: TimeInputOptions): number | undefined {
  const match = /^(?:(today|yesterday|[a-z]+day)(?:\s+(?:at\s+)?|$))?(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, day = 'today', clock = '0:00'] = match;
  const weekday = weekdays.indexOf(day);
  if (weekday < 0 && day !== 'today' && day !== 'yesterday') return undefined;
  const now = calendarOf(options.nowMs, options.zone);
  const back = day === 'yesterday' ? 1 : weekday < 0 ? 0 : (now.weekday - weekday + 7) % 7;
  const at = (days: number): number => toMs({ ...now, day: now.day - days }, clock, options.zone);
  // Of a weekday that is today, a time that is still to come was a week ago.
  return weekday >= 0 && at(back) > options.nowMs ? at(back + 7) : at(back);
}

function readIso(text: string, { zone }: TimeInputOptions): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[t\s]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(z|utc|[+-]\d{2}(?::?\d{2})?)?)?$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', clock = '0:00', offset] = match;
  const date = { year: Number(year), month: Number(month) - 1, day: Number(day) };
  if (date.month > 11 || date.day < 1 || date.day > daysIn(date.year, date.month)) return NaN;
  if (offset === undefined) return toMs(date, clock, zone);
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(offset) ?? [];
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
  return toMs(date, clock, 'UTC') - offsetMs;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
}

interface CalendarDay {
  readonly year: number;
  /** From 0. */
  readonly month: number;
  readonly day: number;
}

function calendarOf(ms: number, zone: 'local' | 'UTC'): CalendarDay & { readonly weekday: number } {
  const date = new Date(ms);
  return zone === 'UTC'
    ? { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate(), weekday: date.getUTCDay() }
    : { year: date.getFullYear(), month: date.getMonth(), day: date.getDate(), weekday: date.getDay() };
}

/** NaN where a day has no such time. */
function toMs({ year, month, day }: CalendarDay, clock: string, zone: 'local' | 'UTC'): number {
  const [hours = 0, minutes = 0, seconds = 0] = clock.replace(',', '.').split(':').map(Number);
  if (hours > 23 || minutes > 59 || seconds >= 60) return NaN;
  const whole = Math.floor(seconds);
  const parts = [hours, minutes, whole, Math.floor((seconds - whole) * 1000 + 1e-6)] as const;
  return zone === 'UTC' ? Date.UTC(year, month, day, ...parts) : new Date(year, month, day, ...parts).getTime();
}

const agoUnits = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** "10 minutes ago", "in 2 hours", "now". */
export function formatAgo(ms: number): string {
  const size = Math.abs(ms);
  const [name, unit] = agoUnits.find(([, length]) => size >= length) ?? ['second', 1000];
  const count = Math.round(size / unit);
  if (count === 0) return 'now';
  const text = `${count} ${name}${count === 1 ? '' : 's'}`;
  return ms < 0 ? `in ${text}` : `${text} ago`;
}
