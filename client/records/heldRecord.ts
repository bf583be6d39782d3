import type { KafkaError } from '../../shared/errors.ts';
import type { Header } from '../../shared/wire/frame.ts';
import type { KafkaRecord } from '../cluster/cluster.ts';
import type { RowState } from './recordsView.ts';

/** A record that is kept for being shown: its bytes, and the little that is known of them. It is decoded when it is asked for. */
export interface Held {
  /** In the order of arrival, from 1. */
  readonly sequence: number;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestampMs: number;
  readonly timestampType: KafkaRecord['timestampType'];
  readonly leaderEpoch: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly Header[];
  /** Whether the filter could not test it. */
  readonly isUntestable: boolean;
  /** Why the batch could not be read that ends with this offset: then nothing else is known of its records. */
  readonly failure: KafkaError | undefined;
  /** What it takes of the limit. */
  readonly bytes: number;
  verdict: Verdict;
  isDropped: boolean;
}

/** What is kept of a decoding. */
export interface Verdict {
  readonly state: RowState;
  readonly schemaId: number | undefined;
}

/** What is to be held. Its bytes may be views into what was fetched: they are copied. */
export type RecordToHold = Pick<
  Held,
  | 'partition'
  | 'offset'
  | 'timestampMs'
  | 'timestampType'
  | 'leaderEpoch'
  | 'key'
  | 'value'
  | 'headers'
  | 'isUntestable'
  | 'failure'
  | 'verdict'
>;

/** What the objects around the bytes of a record take, roughly. */
const overheadBytes = 300;

/** In bytes. */
export function sizeOf({ key, value, headers }: Pick<Held, 'key' | 'value' | 'headers'>): number {
  let size = overheadBytes + (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers) size += 50 + header.name.length + (header.value?.length ?? 0);
  return size;
}

const slabBytes = 1 << 16;
const ownBytes = 1 << 13;

/**
 * Returns what copies bytes out of fetch buffers, of which a view would pin megabytes. Small ones lie together in slabs,
 * since an `ArrayBuffer` of its own costs more than most keys are long.
 */
export function createCopier(): (bytes: Uint8Array | null) => Uint8Array | null {
  let slab = new Uint8Array(0);
  let used = 0;
  return (bytes) => {
    if (bytes === null) return null;
    // Not `slice`: a Buffer's is a view.
    if (bytes.length >= ownBytes) return new Uint8Array(bytes);
    if (used + bytes.length > slab.length) {
      slab = new Uint8Array(slabBytes);
      used = 0;
    }
    const copy = slab.subarray(used, used + bytes.length);
    copy.set(bytes);
    used += bytes.length;
    return copy;
  };
}

/** Newest first: by timestamp, those without one last; then by partition, then the newest offset. */
export function newestFirst(a: Held, b: Held): number {
  return b.timestampMs - a.timestampMs || a.partition - b.partition || compareOffsets(b.offset, a.offset);
}

/** Oldest first, likewise; those without a timestamp are last here, too. */
export function oldestFirst(a: Held, b: Held): number {
  if (a.timestampMs < 0 !== b.timestampMs < 0) return a.timestampMs < 0 ? 1 : -1;
  return a.timestampMs - b.timestampMs || a.partition - b.partition || compareOffsets(a.offset, b.offset);
}

export function compareOffsets(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
