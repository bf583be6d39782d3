import type { Histogram } from '../records/recordsView.ts';
import type { TimeZone } from './recordsProtocol.ts';
import { formatCount } from './texts.ts';
import { toTimeParts } from './timeText.ts';

/** Milliseconds since 1970, both inclusive. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The edge before a bucket, as a time: the first one is the histogram's begin, the last one, behind all buckets, its end. */
export function toEdge({ fromMs, toMs, buckets }: Histogram, index: number): number {
  return fromMs + ((toMs - fromMs) * index) / buckets.length;
}

/** The nearest edge to a time; 0 to the count of buckets. */
export function findEdge({ fromMs, toMs, buckets }: Histogram, timeMs: number): number {
  if (toMs <= fromMs) return timeMs <= fromMs ? 0 : buckets.length;
  return clamp(Math.round(((timeMs - fromMs) / (toMs - fromMs)) * buckets.length), 0, buckets.length);
}

/**
 * The range between two edges, at least one bucket wide.
 *
 * @returns undefined where it is all of the histogram: then nothing is hidden
 */
export function toRange(histogram: Histogram, first: number, last: number): TimeRange | undefined {
  const count = histogram.buckets.length;
  const from = clamp(Math.min(first, last), 0, count - 1);
  const to = clamp(Math.max(first, last, from + 1), 1, count);
  if (from === 0 && to === count) return undefined;
  const toMs = to === count ? histogram.toMs : Math.ceil(toEdge(histogram, to)) - 1;
  const fromMs = Math.ceil(toEdge(histogram, from));
  return { fromMs, toMs: Math.max(fromMs, toMs) };
}

/** The edges of a range. */
export function toEdges(histogram: Histogram, range: TimeRange | undefined): { readonly first: number; readonly last: number } {
  const count = histogram.buckets.length;
  if (!range) return { first: 0, last: count };
  // The end is inclusive, so the edge is one millisecond behind it.
  const first = Math.min(findEdge(histogram, range.fromMs), count - 1);
  return { first, last: Math.max(first + 1, findEdge(histogram, range.toMs + 1)) };
}

/** "3 earlier, 1 later": records that are not drawn; empty where all are. */
export function toBeyond({ earlier = 0, later = 0 }: Histogram, locale?: string): string {
  return [earlier > 0 ? `${formatCount(earlier, locale)} earlier` : '', later > 0 ? `${formatCount(later, locale)} later` : '']
    .filter((text) => text !== '')
    .join(', ');
}

export interface Tick {
  readonly timeMs: number;
  readonly text: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
  ...[1, 2, 5, 10, 50, 100, 250, 500].map((n) => n),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 30, 90, 182, 365, 730, 3650, 36_500].map((n) => n * day),
];

/** Round times within the histogram, at most so many, written as short as their step allows. */
export function toTicks({ fromMs, toMs }: TimeRange, most: number, zone: TimeZone): Tick[] {
  const step = steps.find((one) => (toMs - fromMs) / one <= most);
  if (step === undefined || most < 1 || toMs <= fromMs) return [];
  // Round in the zone of whoever looks: a day begins at its own midnight.
  const shift = zone === 'UTC' ? 0 : -new Date(fromMs).getTimezoneOffset() * minute;
  if (Number.isNaN(shift)) return [];
  const ticks: Tick[] = [];
  for (let timeMs = Math.ceil((fromMs + shift) / step) * step - shift; timeMs <= toMs; timeMs += step) {
    const text = toTickText(timeMs, step, zone);
    if (text !== undefined) ticks.push({ timeMs, text });
  }
  return ticks;
}

function toTickText(timeMs: number, step: number, zone: TimeZone): string | undefined {
  const parts = toTimeParts(timeMs, zone);
  if (!parts) return undefined;
  if (step >= day) return parts.date;
  if (parts.clock === '00:00:00.000') return parts.date;
  if (step >= minute) return parts.clock.slice(0, 5);
  return step >= second ? parts.clock.slice(0, 8) : parts.clock.slice(3);
}

/** "10:40:40", with the date where the histogram has more than one day. */
export function formatEdge(timeMs: number, { fromMs, toMs }: TimeRange, zone: TimeZone): string {
  const parts = toTimeParts(timeMs, zone);
  if (!parts) return `${timeMs} ms`;
  const digits = toMs - fromMs < 60 * second ? 12 : 8;
  const isOneDay = toTimeParts(fromMs, zone)?.date === toTimeParts(toMs, zone)?.date;
  return `${isOneDay ? '' : `${parts.date} `}${parts.clock.slice(0, digits)}`;
}

/** The end of a range as people name it: the time at which it is over, not the last millisecond in it. */
export function formatEnd(range: TimeRange, histogram: TimeRange, zone: TimeZone): string {
  return formatEdge(range.toMs >= histogram.toMs ? range.toMs : range.toMs + 1, histogram, zone);
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
