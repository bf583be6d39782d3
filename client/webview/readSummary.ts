import type { PeekOptions, PeekResult, RecordRow, TopicDescription } from '../cluster/session.ts';
import { isRegistryFailure } from './recordRows.ts';
import type { Emptiness, ReadSummary } from './recordsProtocol.ts';
import { toVisible } from './texts.ts';
import { toValuesSentence } from './valuesSentence.ts';

export interface RecordPlace {
  readonly partition: number;
  readonly offset: bigint;
}

/** What a read found, apart from the records themselves. */
export function toSummary(
  result: PeekResult,
  request: PeekOptions,
  more: { readonly emptiness: Emptiness | undefined; readonly wanted: RecordPlace | undefined },
): ReadSummary {
  const { rows } = result;
  const { wanted } = more;
  const times = rows.map(({ timestampMs }) => timestampMs).filter((time) => time >= 0);
  return {
    offsetsInTopic: result.offsetsInTopic.toString(),
    gaps: hasGaps(rows),
    bytes: result.bytes,
    durationMs: result.durationMs,
    partitions: result.partitions,
    stopped: result.stopped,
    timeoutMs: request.timeoutMs,
    maxBytes: request.maxBytes,
    values: toValuesSentence(rows.map(({ value }) => value)),
    // Not by the rows' ends: rows without a time stand among them.
    oldestMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b)),
    newestMs: times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b)),
    incomplete: result.incomplete.map(({ partition, nextOffset, endOffset }) => ({
      partition,
      nextOffset: nextOffset.toString(),
      endOffset: endOffset.toString(),
    })),
    heldBack: result.heldBack.map(({ partition, lastStable, endOffset }) => ({
      partition,
      lastStable: lastStable.toString(),
      endOffset: endOffset.toString(),
    })),
    registryProblem: findRegistryProblem(rows),
    emptiness: more.emptiness,
    upTo: request.upTo && { partition: request.upTo.partition, offset: request.upTo.offset.toString() },
    missing: wanted && indexOf(rows, wanted) < 0 ? { partition: wanted.partition, offset: wanted.offset.toString() } : undefined,
  };
}

/** The row of a certain record; -1 where it is not among them. */
export function indexOf(rows: readonly RecordRow[], place: RecordPlace): number {
  return rows.findIndex(({ partition, offset }) => partition === place.partition && offset === place.offset);
}

/** Whether a partition's rows leave out offsets in between: rows of one partition are its newest, so none should be missing. */
function hasGaps(rows: readonly RecordRow[]): boolean {
  const offsets = new Map<number, bigint[]>();
  for (const { partition, offset } of rows) {
    const some = offsets.get(partition);
    if (some) some.push(offset);
    else offsets.set(partition, [offset]);
  }
  return [...offsets.values()].some((some) => {
    const sorted = some.sort((a, b) => (a < b ? -1 : 1));
    return (sorted.at(-1) ?? 0n) - (sorted[0] ?? 0n) !== BigInt(sorted.length - 1);
  });
}

/** The registry's own failure: a schema that it does not have is the record's. */
function findRegistryProblem(rows: readonly RecordRow[]): string | undefined {
  for (const { key, value } of rows) {
    const part = [value, key].find(isRegistryFailure);
    if (part?.error) return toVisible(part.error.message);
  }
  return undefined;
}

/** Why a topic, or the partitions of it that were read, hold no record. */
export function toEmptiness(description: TopicDescription, partitions: readonly number[] | undefined): Emptiness {
  const looked = description.partitions.filter(({ partition }) => partitions?.includes(partition) ?? true);
  const ends: bigint[] = [];
  for (const { firstOffset, endOffset } of looked) {
    // A partition without a leader says nothing of its offsets.
    if (firstOffset === undefined || endOffset === undefined) return { kind: 'unknown' };
    if (firstOffset < endOffset) return { kind: 'noRecords' };
    ends.push(endOffset);
  }
  const last = ends.reduce((highest, end) => (end > highest ? end : highest), 0n);
  return last === 0n ? { kind: 'neverWritten' } : { kind: 'usedUp', lastOffset: (last - 1n).toString() };
}
