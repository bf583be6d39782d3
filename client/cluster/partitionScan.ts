import { KafkaError } from '../../shared/errors.ts';
import type { KafkaRecord } from './cluster.ts';
import { dataSelector, splitBatches, type AbortedTransaction } from './fetchedBatches.ts';

/** A record, or a batch that cannot be read: it keeps its place and says why. */
export type Found =
  | {
      readonly kind: 'record';
      readonly partition: number;
      readonly offset: bigint;
      readonly timestampMs: number;
      readonly record: KafkaRecord;
    }
  | {
      readonly kind: 'unreadable';
      readonly partition: number;
      /** The last offset of the batch. */
      readonly offset: bigint;
      readonly firstOffset: bigint;
      /** The latest of the batch. */
      readonly timestampMs: number;
      readonly error: KafkaError;
    };

/** The first offset that it stands for. */
export function firstOffsetOf(found: Found): bigint {
  return found.kind === 'record' ? found.offset : found.firstOffset;
}

export interface ScanAim {
  /** How many records are wanted. */
  readonly count: number;
  /** How many are kept of a window, the last ones; as many as are wanted where undefined. */
  readonly kept?: number;
  /** How many bytes a batch may have when it is decompressed. */
  readonly maxBatchBytes: number;
}

/** What is asked of the broker next. */
export interface WantedFetch {
  readonly partition: number;
  readonly offset: bigint;
  readonly maxBytes: number;
}

/** Offsets that are read together, from the first on, since brokers only read forwards. */
interface Window {
  start: bigint;
  /** Where the next fetch begins; before it all is read. */
  position: bigint;
  found: Found[];
  /** How many records `found` stands for. */
  count: number;
  /** Compressed bytes that were read of it. */
  bytes: number;
  /** Records that are no data. */
  control: number;
  /** Whether the first ones of what was found were dropped, since there were more than are wanted. */
  isTrimmed: boolean;
  /** Whether it is longer than what is missing suggests, since the offsets behind it were mostly a gap. */
  readonly isWide: boolean;
}

/** How large a window should be, in compressed bytes; what is larger is taken in smaller windows. */
const windowBytes = 1 << 20;
/** How much of a wide window is read before a shorter one is tried: its end may be a gap again, which costs nothing. */
const wideWindowBytes = 2 * windowBytes;
const firstFetchBytes = 1 << 18;
const smallestFetchBytes = 1 << 14;
/** More than any broker takes in one batch by default (1 MB), with room for those that are set up otherwise. */
const largestFetchBytes = 1 << 27;

/**
 * Reads one partition backwards from its end, window by window, until it has enough records or has come to the first
 * offset. Offsets are not records: compaction, the markers of transactions and aborted records leave gaps, so a window
 * that yields too little is followed by one twice as long. One that turns out to hold too many bytes is given up for a
 * shorter one nearer to the end, since what is newest must be found first.
 */
export class PartitionScan {
  readonly partition: number;
  private readonly aim: ScanAim;
  private readonly end: bigint;
  private first: bigint;
  /** All from here to the end is read. */
  private low: bigint;
  private found: Found[] = [];
  private count = 0;
  private leftOut = 0;
  private window: Window | undefined;
  /** Of the window that is read next, in offsets, if the brokers' answers allow for it. */
  private span: bigint;
  /** Before this offset lie more bytes than a window should have. */
  private reach: bigint | undefined;
  private bytesPerOffset: number | undefined;
  private fetchBytes = firstFetchBytes;

  /** @param end one past the last offset that is wanted */
  constructor(partition: number, first: bigint, end: bigint, aim: ScanAim) {
    this.partition = partition;
    this.first = first < end ? first : end;
    this.end = end;
    this.low = end;
    this.aim = aim;
    this.span = BigInt(aim.count);
  }

  /** All from here to the end is read. */
  get lowest(): bigint {
    return this.low;
  }

  /** Whether it has come to the first offset. */
  get isExhausted(): boolean {
    return this.window === undefined && this.low <= this.first;
  }

  /** How many control records and records of aborted transactions were left out. */
  get control(): number {
    return this.leftOut;
  }

  get isDone(): boolean {
    return this.window === undefined && (this.count >= this.aim.count || this.low <= this.first);
  }

  /**
   * The newest of what was found so far, in the order of offsets. Of a window that is not read to its end only if there
   * is nothing newer: otherwise these would look like neighbours of the others, which they are not.
   */
  get results(): readonly Found[] {
    return this.found.length > 0 ? this.found : (this.window?.found ?? []);
  }

  /** The newest offsets that are not read; undefined if the scan is done. */
  get unread(): { readonly partition: number; readonly nextOffset: bigint; readonly endOffset: bigint } | undefined {
    if (this.isDone) return undefined;
    const isInWindow = this.found.length === 0 && (this.window?.found.length ?? 0) > 0;
    const position = isInWindow ? this.window?.position : undefined;
    return { partition: this.partition, nextOffset: position ?? this.first, endOffset: this.low };
  }

  /** The next fetch of a scan that is not done. */
  next(): WantedFetch {
    this.window ??= this.openWindow();
    return { partition: this.partition, offset: this.window.position, maxBytes: this.fetchBytes };
  }

  /**
   * Hands over what was found, in the order of offsets, and goes on before it as if the scan began there; nothing while
   * a window is not read to its end.
   */
  drain(): readonly Found[] {
    if (this.window !== undefined) return [];
    const { found } = this;
    const count = BigInt(this.aim.count);
    this.found = [];
    if (found.length > 0 && this.span < count) this.span = count;
    this.count = 0;
    return found;
  }

  /** Nothing more is there up to the end of what was asked for last: it was compacted away. */
  passOver(): void {
    const { window } = this;
    if (window === undefined) return;
    window.position = this.low;
    this.advance(window);
  }

  /** The first offset has moved, since the oldest records were deleted meanwhile; what was read of the window is read again. */
  moveFirst(first: bigint): void {
    this.first = first < this.end ? first : this.end;
    if (this.low < this.first) this.low = this.first;
    this.window = undefined;
  }

  /**
   * Takes in what the broker sent for {@link next}.
   *
   * @returns how many bytes it was, decompressed; 0 where no whole batch came: ask again
   * @throws KafkaError `kafka/malformed-answer` if the batches lead nowhere
   */
  accept(records: Buffer, aborted: readonly AbortedTransaction[]): number {
    const window = (this.window ??= this.openWindow());
    const batches = splitBatches(records);
    const [firstBatch] = batches;
    const lastBatch = batches.at(-1);
    if (firstBatch === undefined || lastBatch === undefined) {
      this.fetchBytes = Math.min(Math.max(sizeOfFirst(records), this.fetchBytes), largestFetchBytes);
      return 0;
    }
    if (lastBatch.lastOffset < window.position) {
      throw new KafkaError('kafka/malformed-answer', `The broker sent other offsets of partition ${this.partition} than it was asked for.`);
    }
    // A batch comes whole, so it may begin before the window, which then is longer at no cost.
    if (window.position === window.start && firstBatch.firstOffset < window.start) {
      window.start = firstBatch.firstOffset > this.first ? firstBatch.firstOffset : this.first;
    }
    let bytes = 0;
    const inside = batches.filter(({ firstOffset }) => firstOffset < this.low);
    const isData = dataSelector(aborted);
    for (const batch of inside) {
      if (isData(batch)) bytes += this.read(batch, window);
      else window.control += batch.count;
    }
    window.bytes += sumOfSizes(inside);
    // What lies behind a gap tells nothing of the size of what lies before it.
    this.bytesPerOffset =
      inside.length === 0 ? undefined : sumOfSizes(batches) / Number(lastBatch.lastOffset + 1n - firstBatch.firstOffset);
    window.position = lastBatch.lastOffset + 1n;
    this.advance(window);
    return Math.max(bytes, records.length);
  }

  private read(batch: ReturnType<typeof splitBatches>[number], window: Window): number {
    const { partition, aim } = this;
    const kept = aim.kept ?? aim.count;
    try {
      const range = { partition, from: window.start, until: this.low, last: kept, maxBytes: aim.maxBatchBytes };
      const { records, bytes } = batch.read(range);
      for (const record of records) {
        window.found.push({ kind: 'record', partition, offset: record.offset, timestampMs: record.timestampMs, record });
      }
      window.count += records.length;
      if (records.length === kept) window.isTrimmed = true;
      return bytes;
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      const { firstOffset, lastOffset: offset, maxTimestampMs: timestampMs } = batch;
      window.found.push({ kind: 'unreadable', partition, offset, firstOffset, timestampMs, error });
      window.count += Math.max(batch.count, 1);
      return 0;
    } finally {
      if (window.found.length > kept) {
        window.found.splice(0, window.found.length - kept);
        window.isTrimmed = true;
      }
    }
  }

  /** Closes the window where all of it is read; else takes care that the rest is not too much at a time. */
  private advance(window: Window): void {
    if (window.position >= this.low) {
      this.found = [...window.found, ...this.found].slice(-(this.aim.kept ?? this.aim.count));
      this.count += window.count;
      this.leftOut += window.control;
      this.span = this.nextSpan(this.low - window.start, window.count);
      const [first] = window.found;
      this.low = first !== undefined && window.isTrimmed ? firstOffsetOf(first) : window.start;
      this.window = undefined;
      if (this.reach !== undefined && this.low <= this.reach) this.reach = undefined;
      return;
    }
    const isTooMuch = window.isWide ? window.bytes > wideWindowBytes : this.low - window.position > this.affordableOffsets();
    if (isTooMuch) {
      this.reach = window.position;
      this.window = this.openWindow();
    } else this.fetchBytes = this.bytesFor(this.low - window.position);
  }

  /** A window that yielded most of its offsets is followed by one of what is still missing, any other by twice as many. */
  private nextSpan(span: bigint, count: number): bigint {
    const needed = this.missing * 2n;
    return BigInt(count) * 2n >= span || span * 2n < needed ? needed : span * 2n;
  }

  private get missing(): bigint {
    return BigInt(Math.max(this.aim.count - this.count, 1));
  }

  private openWindow(): Window {
    let span = this.span < this.low - this.first ? this.span : this.low - this.first;
    if (this.reach !== undefined && this.low - span < this.reach) span = (this.low - this.reach + 1n) / 2n;
    const isWide = span > this.missing * 2n;
    const affordable = this.affordableOffsets();
    if (!isWide && span > affordable) span = affordable;
    if (isWide) this.fetchBytes = smallestFetchBytes;
    else if (this.bytesPerOffset !== undefined) this.fetchBytes = this.bytesFor(span);
    const start = this.low - span;
    return { start, position: start, found: [], count: 0, bytes: 0, control: 0, isTrimmed: false, isWide };
  }

  private affordableOffsets(): bigint {
    if (this.bytesPerOffset === undefined) return this.low;
    return BigInt(Math.max(1, Math.floor(windowBytes / this.bytesPerOffset)));
  }

  private bytesFor(offsets: bigint): number {
    const expected = Number(offsets) * (this.bytesPerOffset ?? 0);
    return Math.min(Math.max(Math.ceil(expected * 1.25), smallestFetchBytes), windowBytes * 2);
  }
}

function sumOfSizes(batches: readonly { readonly size: number }[]): number {
  return batches.reduce((sum, { size }) => sum + size, 0);
}

/** How many bytes the first batch has in all, of which only the beginning came; 0 where not even its size did. */
export function sizeOfFirst(records: Buffer): number {
  return records.length < 12 ? 0 : Math.max(records.readInt32BE(8), 0) + 12;
}
