import type { PartitionProgress, ScanRequest, ScanStart } from '../cluster/scanRequest.ts';
import type { ScanOptions, StartOption } from './recordsSession.ts';

/** How many records a scan goes back where its start says nothing of a count. */
const olderCount = 1000;

/**
 * What is asked of the cluster.
 *
 * @param read how far the scan has come already
 */
export function toScanRequest(options: ScanOptions, read: readonly PartitionProgress[]): ScanRequest {
  const { topic, partitions, isolation, start, limits, live } = options;
  const count = Math.min('count' in start ? start.count : Infinity, limits.records);
  const bounds = { bytes: limits.bytes, timeoutMs: limits.timeoutMs };
  const base = { topic, partitions, isolation };
  if (goesBack(options)) {
    const before = options.mode === 'new' ? undefined : new Map(read.map(({ partition, low }) => [partition, low]));
    const wanted = 'count' in start ? count : Math.min(olderCount, limits.records);
    const isLive = live && options.mode !== 'older';
    return { ...base, start: { kind: 'newest', count: wanted, before }, until: bounds, live: isLive };
  }
  const until = {
    ...bounds,
    records: Number.isFinite(count) ? count : undefined,
    timestampMs: start.kind === 'time' ? start.untilMs : undefined,
  };
  return { ...base, start: options.mode === 'continue' ? toNext(start, read) : toScanStart(start), until, live };
}

/** Whether the newest are read first. A scan that went on at the end goes on there. */
function goesBack({ mode, start, live }: ScanOptions): boolean {
  if (mode === 'older') return true;
  return start.kind === 'newest' && !(mode === 'continue' && live);
}

function toNext(start: StartOption, read: readonly PartitionProgress[]): ScanStart {
  if (read.length === 0) return toScanStart(start);
  return { kind: 'offsets', offsets: new Map(read.filter(({ next }) => next >= 0n).map(({ partition, next }) => [partition, next])) };
}

function toScanStart(start: StartOption): ScanStart {
  switch (start.kind) {
    case 'newest':
      return { kind: 'newest', count: start.count };
    case 'oldest':
      return { kind: 'oldest' };
    case 'offset':
      return {
        kind: 'offsets',
        offsets: new Map(Object.entries(start.offsets).map(([partition, offset]) => [Number(partition), BigInt(offset)])),
      };
    case 'time':
      return { kind: 'timestamp', timestampMs: start.timestampMs };
    case 'live':
      return { kind: 'end' };
  }
}
