import type { TimeZone } from './recordsProtocol.ts';

/** Date and time of a record's timestamp, in the zone of whoever looks or in UTC. */
export interface TimeParts {
  /** "2026-11-22" */
  readonly date: string;
  /** "10:41:07.698" */
  readonly clock: string;
  /** "+01:00"; "UTC" there. */
  readonly offset: string;
}

/** Undefined where a calendar has no such day: a timestamp is any 64-bit number. */
export function toTimeParts(timestampMs: number, zone: TimeZone): TimeParts | undefined {
  const date = new Date(timestampMs);
  if (Number.isNaN(date.getTime())) return undefined;
  const minutes = zone === 'UTC' ? 0 : -date.getTimezoneOffset();
  // The shifted date read as UTC gives the digits of the zone, in every zone by the same path.
  const shifted = new Date(timestampMs + minutes * 60_000);
  if (Number.isNaN(shifted.getTime())) return undefined;
  const iso = shifted.toISOString();
  const split = iso.indexOf('T');
  return { date: iso.slice(0, split), clock: iso.slice(split + 1, -1), offset: zone === 'UTC' ? 'UTC' : toOffset(minutes) };
}

function toOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** "2026-11-22 10:41:07.698 +01:00", or what was stored where that is no time. */
export function formatStamp(timestampMs: number, zone: TimeZone): string {
  if (timestampMs < 0) return 'no timestamp';
  const parts = toTimeParts(timestampMs, zone);
  return parts ? `${parts.date} ${parts.clock} ${parts.offset}` : `${timestampMs} ms`;
}

/** How the times of a table are written. */
export interface TimeColumn {
  /** "Time +01:00"; without an offset where the clocks were changed in between. */
  readonly head: string;
  /** More than one day: the date stands in every row. */
  readonly withDate: boolean;
  /** Of rows that all have the same offset: it stands in the head alone. */
  readonly offset: string | undefined;
}

/** Chosen by the oldest and the newest record; both undefined where there are no times. */
export function toTimeColumn(oldestMs: number | undefined, newestMs: number | undefined, zone: TimeZone): TimeColumn {
  const oldest = oldestMs === undefined ? undefined : toTimeParts(oldestMs, zone);
  const newest = newestMs === undefined ? undefined : toTimeParts(newestMs, zone);
  if (!oldest || !newest) return { head: 'Time', withDate: true, offset: undefined };
  const offset = oldest.offset === newest.offset ? newest.offset : undefined;
  return { head: offset === undefined ? 'Time' : `Time ${offset}`, withDate: oldest.date !== newest.date, offset };
}

/** A row's time as its column has it. */
export function formatRowTime(timestampMs: number, zone: TimeZone, column: TimeColumn): string {
  if (timestampMs < 0) return 'none';
  const parts = toTimeParts(timestampMs, zone);
  if (!parts) return `${timestampMs} ms`;
  const clock = column.withDate ? `${parts.date} ${parts.clock}` : parts.clock;
  return column.offset === parts.offset ? clock : `${clock} ${parts.offset}`;
}

/** "3 s ago", "5 min ago"; in the future for what a producer dated so. */
export function formatAge(timestampMs: number, nowMs: number): string {
  if (timestampMs < 0) return 'none';
  const seconds = Math.round((nowMs - timestampMs) / 1000);
  const size = Math.abs(seconds);
  const [count, unit] =
    size < 100 ? [size, 's'] : size < 6000 ? [size / 60, 'min'] : size < 360_000 ? [size / 3600, 'h'] : [size / 86_400, 'd'];
  return seconds < 0 ? `in ${Math.round(count)} ${unit}` : `${Math.round(count)} ${unit} ago`;
}

/** "10:36:12 to 10:46:12", with the date where it is not today's. */
export function formatRange(oldestMs: number, newestMs: number, zone: TimeZone, nowMs: number): string {
  const oldest = toTimeParts(oldestMs, zone);
  const newest = toTimeParts(newestMs, zone);
  if (!oldest || !newest) return '';
  const today = toTimeParts(nowMs, zone)?.date;
  const text = (parts: TimeParts, dated: boolean) => (dated ? `${parts.date} ${parts.clock.slice(0, 8)}` : parts.clock.slice(0, 8));
  const sameDay = oldest.date === newest.date;
  const first = text(oldest, !sameDay || oldest.date !== today);
  const last = text(newest, !sameDay);
  return oldest.date === newest.date && first.endsWith(last) ? first : `${first} to ${last}`;
}
