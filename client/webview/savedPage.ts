import { isObject } from '../settingValues.ts';
import type { StartOption } from '../records/recordsSession.ts';
import { firstView, type RecordPlace, type RecordsView } from '../records/recordsView.ts';
import type { ReadSettings } from './recordsProtocol.ts';
import { isColumn } from './recordsState.ts';

/** What of a page's saved state its host takes over; the rest is the page's own. */
export interface RestoredPage {
  readonly connection: string;
  readonly topic: string;
  /** Undefined where it was not understood: it may be of another version. */
  readonly settings: ReadSettings | undefined;
  readonly view: RecordsView | undefined;
  readonly selected: RecordPlace | undefined;
}

/** A page's saved state, checked; undefined where not even its topic is in it. Nothing that was masked is revealed by it. */
export function readSavedPage(state: unknown): RestoredPage | undefined {
  if (!isObject(state)) return undefined;
  const { connection, topic, settings, view, selected } = state;
  if (typeof connection !== 'string' || typeof topic !== 'string') return undefined;
  return { connection, topic, settings: toSettings(settings), view: toView(view), selected: toPlace(selected) };
}

function toSettings(value: unknown): ReadSettings | undefined {
  if (!isObject(value)) return undefined;
  const { start: saved, partitions, live, isolation, filter } = value;
  const start = toStart(saved);
  if (start === undefined) return undefined;
  const numbers = Array.isArray(partitions) ? partitions.filter(isIndex) : [];
  return {
    start,
    partitions: numbers.length === 0 ? undefined : numbers,
    live: live === true,
    isolation: isolation === 'readUncommitted' ? 'readUncommitted' : 'readCommitted',
    filter: typeof filter === 'string' ? filter : '',
  };
}

function toStart(value: unknown): StartOption | undefined {
  if (!isObject(value)) return undefined;
  const { kind, count, timestampMs, untilMs, offsets } = value;
  if (kind === 'live') return { kind };
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) return undefined;
  if (kind === 'newest' || kind === 'oldest') return { kind, count };
  if (kind === 'time' && typeof timestampMs === 'number' && Number.isFinite(timestampMs)) {
    return { kind, timestampMs, count, ...(typeof untilMs === 'number' ? { untilMs } : {}) };
  }
  if (kind !== 'offset' || !isObject(offsets)) return undefined;
  const known = Object.entries(offsets).filter((entry): entry is [string, string] => /^\d{1,9}$/.test(entry[0]) && isDigits(entry[1]));
  return known.length === 0 ? undefined : { kind, offsets: Object.fromEntries(known), count };
}

function toView(value: unknown): RecordsView | undefined {
  if (!isObject(value)) return undefined;
  const { sort, timeRange, showUndecoded, columns } = value;
  const named = Array.isArray(columns) ? columns.filter((one): one is string => typeof one === 'string').filter(isColumn) : [];
  return {
    sort:
      isObject(sort) && typeof sort['column'] === 'string' && isColumn(sort['column'])
        ? { column: sort['column'], descending: sort['descending'] !== false }
        : firstView.sort,
    timeRange: toRange(timeRange),
    showUndecoded: showUndecoded !== false,
    columns: named.length === 0 ? undefined : named,
    revealed: false,
  };
}

function toRange(value: unknown): RecordsView['timeRange'] {
  if (!isObject(value)) return undefined;
  const { fromMs, toMs } = value;
  return typeof fromMs === 'number' && typeof toMs === 'number' && fromMs <= toMs ? { fromMs, toMs } : undefined;
}

function toPlace(value: unknown): RecordPlace | undefined {
  if (!isObject(value)) return undefined;
  const { partition, offset } = value;
  return isIndex(partition) && isDigits(offset) ? { partition, offset } : undefined;
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,19}$/.test(value);
}
