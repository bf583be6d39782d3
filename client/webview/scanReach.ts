import type { PartitionView, ProgressView, RecordsState } from './recordsProtocol.ts';
import { joinAnd } from './texts.ts';

/** How many offsets the scan had before it, those that it has read among them; an offset may hold no record. */
export function toScannable({ settings }: RecordsState, { partitions }: ProgressView): bigint {
  const isFromFirst = settings.start.kind === 'newest' || settings.start.kind === 'oldest';
  let sum = 0n;
  for (const { firstOffset, endOffset, low } of partitions) {
    const from = BigInt(isFromFirst ? firstOffset : low);
    if (from >= 0n && BigInt(endOffset) > from) sum += BigInt(endOffset) - from;
  }
  return sum;
}

/** "All 6 partitions", "The only partition", "Only partition 2"; empty where that is not known. */
export function toWhere({ settings, partitions, progress }: RecordsState): string {
  if (settings.partitions) return `Only ${settings.partitions.length === 1 ? 'partition' : 'partitions'} ${joinAnd(settings.partitions)}`;
  const count = partitions?.length ?? progress?.partitions.length ?? 0;
  if (count === 0) return '';
  return count === 1 ? 'The only partition' : `All ${count} partitions`;
}

/** Partitions that no broker leads: nothing of them was read. */
export function findLeaderless({ partitions }: ProgressView): number[] {
  return partitions.filter(({ endOffset }) => BigInt(endOffset) < 0n).map(({ partition }) => partition);
}

/** Partitions of which an open transaction holds back records. */
export function findHeldBack({ partitions }: ProgressView): (PartitionView & { readonly heldBackTo: string })[] {
  return partitions.filter((one): one is PartitionView & { readonly heldBackTo: string } => one.heldBackTo !== undefined);
}
