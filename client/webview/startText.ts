import type { StartOption } from '../records/recordsSession.ts';
import type { TimeZone } from './recordsProtocol.ts';
import { formatCount } from './texts.ts';
import { toTimeParts } from './timeText.ts';

/** For the tool bar: "newest 5,000", "offset 4821377", "2026-11-22 10:36:12", "live only". */
export function toStartText(start: StartOption, zone: TimeZone, locale?: string): string {
  switch (start.kind) {
    case 'newest':
    case 'oldest':
      return `${start.kind} ${formatCount(start.count, locale)}`;
    case 'offset': {
      const offsets = new Set(Object.values(start.offsets));
      const [only] = offsets;
      return offsets.size === 1 && only !== undefined ? `offset ${only}` : 'chosen offsets';
    }
    case 'time': {
      const from = toClock(start.timestampMs, zone);
      return start.untilMs === undefined ? from : `${from} to ${toClock(start.untilMs, zone).slice(-8)}`;
    }
    case 'live':
      return 'live only';
  }
}

function toClock(timestampMs: number, zone: TimeZone): string {
  const parts = toTimeParts(timestampMs, zone);
  return parts ? `${parts.date} ${parts.clock.slice(0, 8)}` : `${timestampMs} ms`;
}

/** N counts what is scanned, before the filter: "Newest 5,000, then filter". */
export function toCountLabel(kind: 'newest' | 'oldest', count: number, hasFilter: boolean, locale?: string): string {
  return `${kind === 'newest' ? 'Newest' : 'Oldest'} ${formatCount(count, locale)}${hasFilter ? ', then filter' : ''}`;
}
