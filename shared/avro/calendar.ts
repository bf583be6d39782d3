/** The units that Avro counts time in, by the digits that a second's fraction has in them. */
export type FractionDigits = 3 | 6 | 9;

/** Why a text is no date, time or timestamp of the kind that is asked for. */
export type TimeRefusal =
  | { readonly reason: 'malformed' | 'no-offset' | 'offset' }
  /** More digits of a second than are kept. */
  | { readonly reason: 'too-precise'; readonly digits: number };

/** A count of units since 1970, or of units of a day. */
export type TimeResult = { readonly count: bigint } | TimeRefusal;

const millisOfDay = 86_400_000;

/** A date, such as `2026-11-10`; undefined beyond the years of {@link Date}. Years past 9999 have a sign and six digits. */
export function dateText(days: number): string | undefined {
  return isoText(days * millisOfDay)?.replace(/T.*$/, '');
}

/** A time of day, such as `14:02:07.123`; undefined where the count is none. */
export function timeText(count: bigint, digits: FractionDigits): string | undefined {
  const perSecond = 10n ** BigInt(digits);
  if (count < 0n || count >= 86_400n * perSecond) return undefined;
  const [, time] = isoText(Number(count / perSecond) * 1000)?.split('T') ?? [];
  return time === undefined ? undefined : `${time}.${fractionText(count % perSecond, digits)}`;
}

/** A date and time without an offset, such as `2026-11-10T13:02:07.123`; undefined beyond the years of {@link Date}. */
export function dateTimeText(count: bigint, digits: FractionDigits): string | undefined {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const text = isoText(Number((count - fraction) / perSecond) * 1000);
  return text === undefined ? undefined : `${text}.${fractionText(fraction, digits)}`;
}

/**
 * A timestamp in this machine's time zone with its offset, such as `2026-11-10T14:02:07.123+01:00`; undefined beyond the years
 * of {@link Date}, and where the offset of those times has seconds, which ISO 8601 can't write.
 */
export function zonedDateTimeText(count: bigint, digits: FractionDigits): string | undefined {
  const perSecond = 10n ** BigInt(digits);
  const fraction = ((count % perSecond) + perSecond) % perSecond;
  const offset = -new Date(Number((count - fraction) / perSecond) * 1000).getTimezoneOffset();
  if (!Number.isInteger(offset)) return undefined;
  const text = dateTimeText(count + BigInt(offset) * 60n * perSecond, digits);
  return text === undefined ? undefined : `${text}${offsetText(offset)}`;
}

/** @param minutes east of Greenwich */
function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** To the second. */
function isoText(millis: number): string | undefined {
  const date = new Date(millis);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().replace(/\.\d+Z$/, '');
}

function fractionText(fraction: bigint, digits: FractionDigits): string {
  return String(fraction).padStart(digits, '0');
}

const datePattern = String.raw`(?<year>\d{4}|[+-]\d{6})-(?<month>\d{2})-(?<day>\d{2})`;
const timePattern = String.raw`(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:\.(?<fraction>\d+))?)?`;
const offsetPattern = String.raw`(?<offset>Z|(?<sign>[+-])(?<offsetHour>[01]\d|2[0-3]):?(?<offsetMinute>[0-5]\d))?`;
const dateOnly = new RegExp(`^${datePattern}$`);
const timeOnly = new RegExp(`^${timePattern}$`);
const dateAndTime = new RegExp(`^${datePattern}T${timePattern}${offsetPattern}$`);

type Groups = Readonly<Partial<Record<string, string>>>;

/** The days since 1970 of an ISO 8601 date. */
export function parseDate(text: string): TimeResult {
  const millis = dateMillis(dateOnly.exec(text)?.groups);
  return millis === undefined ? { reason: 'malformed' } : { count: BigInt(millis / millisOfDay) };
}

/** The units of the day of an ISO 8601 time; seconds may be left out. */
export function parseTime(text: string, digits: FractionDigits): TimeResult {
  const groups = timeOnly.exec(text)?.groups;
  return groups === undefined ? { reason: 'malformed' } : withFraction(timeSeconds(groups), groups, digits);
}

/**
 * The units since 1970 of an ISO 8601 date and time, with an offset or, where it is `local`, without one.
 */
export function parseDateTime(text: string, digits: FractionDigits, kind: 'instant' | 'local'): TimeResult {
  const groups: Groups | undefined = dateAndTime.exec(text)?.groups;
  const millis = dateMillis(groups);
  if (groups === undefined || millis === undefined) return { reason: 'malformed' };
  const hasOffset = groups['offset'] !== undefined;
  if (hasOffset !== (kind === 'instant')) return { reason: hasOffset ? 'offset' : 'no-offset' };
  return withFraction(BigInt(millis / 1000) + timeSeconds(groups) - offsetSeconds(groups), groups, digits);
}

/** Undefined for a day that does not exist. */
function dateMillis(groups: Groups | undefined): number | undefined {
  if (groups === undefined || groups['year'] === '-000000') return undefined;
  const [year, month, day] = [Number(groups['year']), Number(groups['month']), Number(groups['day'])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined;
}

function timeSeconds(groups: Groups): bigint {
  return BigInt(3600 * Number(groups['hour']) + 60 * Number(groups['minute']) + Number(groups['second'] ?? 0));
}

function offsetSeconds(groups: Groups): bigint {
  const seconds = BigInt(3600 * Number(groups['offsetHour'] ?? 0) + 60 * Number(groups['offsetMinute'] ?? 0));
  return groups['sign'] === '-' ? -seconds : seconds;
}

function withFraction(seconds: bigint, groups: Groups, digits: FractionDigits): TimeResult {
  const fraction = groups['fraction'] ?? '';
  if (fraction.length > digits) return { reason: 'too-precise', digits: fraction.length };
  return { count: seconds * 10n ** BigInt(digits) + BigInt(fraction.padEnd(digits, '0')) };
}
