import type { Schema } from '../../shared/avro/schema.ts';
import type { Decoder, ReadPart } from '../../shared/wire/decoder.ts';
import { hasFields, type Example } from './columns.ts';
import type { Held } from './heldRecord.ts';
import { noMasks, parseMasks, type Masks } from './masks.ts';
import type { FoundText } from './recordFind.ts';
import { RecordOrders } from './recordOrder.ts';
import type { Decoding, ScanOptions, ScanProgress } from './recordsSession.ts';
import type { RowView } from './recordsView.ts';
import { RecordStore, type DropOrder } from './recordStore.ts';
import { readSortKeys } from './rowSortKeys.ts';
import type { ReadHeld } from './rowViews.ts';
import { ScanCounts } from './scanCounts.ts';
import { createValuesTally } from './valuesTally.ts';

/** Makes a topic's decoder. */
export type OpenDecoder = (topic: string | undefined, decoding: Decoding) => Decoder;

/** So many schemas, and texts, are looked at for paths of fields. */
const maxSeen = 20;
const maxSampleLength = 1 << 14;
/** Values larger than this are no example: they would be kept as a whole. */
const maxExampleBytes = 1 << 16;

/** What was seen of keys or values: enough to tell their fields. */
export interface Seen {
  readonly schemas: Set<Schema>;
  /** JSON texts. */
  readonly samples: string[];
}

/** A scan that is held: its records, how they are decoded, what is counted of it, and how it stands. */
export class HeldScan {
  /** Of the last read. */
  options: ScanOptions;
  readonly store: RecordStore;
  readonly orders: RecordOrders;
  readonly counts = new ScanCounts();
  decoding: Decoding;
  decoder: Decoder;
  masks: Masks;
  /** The newest record whose value has fields. */
  example: Example | undefined;
  seen: Readonly<Record<'key' | 'value', Seen>> = { key: newSeen(), value: newSeen() };
  stage: ScanProgress['stage'] = 'connecting';
  stopped: ScanProgress['stopped'];
  problem: string | undefined;
  durationMs = 0;
  /** Resolves once the read under way has ended; undefined where none is. */
  running: { readonly abort: AbortController; readonly ended: Promise<unknown>; pause: (isPaused: boolean) => void } | undefined;
  /** Rows that were made lately, by what they were made with; those of what was decoded otherwise are let go. */
  rowCache = new Map<Held, { readonly signature: string; readonly row: RowView }>();
  /** What the text that was looked for last was found in. */
  foundText: FoundText | undefined;
  #exampleMs = -Infinity;

  constructor(options: ScanOptions, openDecoder: OpenDecoder) {
    this.options = options;
    this.decoding = options.decoding;
    this.decoder = openDecoder(options.topic, options.decoding);
    this.masks = parseMasks(options.decoding.masks);
    this.store = new RecordStore(options.keep, dropOrderOf(options));
    this.orders = new RecordOrders(this.store, (records, column, revealed, signal) =>
      readSortKeys(this.decoder, records, { column, masks: this.masksFor(revealed) }, signal),
    );
  }

  /** What is hidden from whoever looks. */
  masksFor(revealed: boolean): Masks {
    return revealed ? noMasks : this.masks;
  }

  /** Another way of decoding: what was made with the one before is forgotten. */
  setDecoding(decoding: Decoding, openDecoder: OpenDecoder): void {
    this.decoding = decoding;
    this.decoder = openDecoder(this.options.topic, decoding);
    this.masks = parseMasks(decoding.masks);
    this.orders.clear();
    this.rowCache.clear();
    this.foundText = undefined;
    this.example = undefined;
    this.#exampleMs = -Infinity;
    this.seen = { key: newSeen(), value: newSeen() };
    this.counts.values = createValuesTally();
    this.counts.registry = undefined;
  }

  /** Learns from records that were decoded what fields there are. */
  learn(records: readonly Pick<ReadHeld, 'key' | 'value'>[], timesMs: readonly number[]): void {
    for (const { key, value } of records) {
      note(this.seen.key, key);
      note(this.seen.value, value);
    }
    const newest = [...timesMs.keys()].sort((a, b) => (timesMs[b] ?? 0) - (timesMs[a] ?? 0)).slice(0, 5);
    for (const index of newest) {
      const record = records[index];
      const timeMs = timesMs[index] ?? -1;
      if (record === undefined || timeMs <= this.#exampleMs) return;
      if (record.value.size > maxExampleBytes || record.key.size > maxExampleBytes || !hasFields(record.value)) continue;
      this.example = record;
      this.#exampleMs = timeMs;
      return;
    }
  }

  progress(): ScanProgress {
    const { counts, store } = this;
    const isBackwards = this.options.start.kind === 'newest';
    return {
      revision: store.revision,
      stage: this.stage,
      stopped: this.stopped,
      scanned: counts.scanned,
      control: counts.control,
      bytes: counts.bytes,
      durationMs: this.durationMs,
      matched: counts.matched,
      untestable: counts.untestable,
      undecoded: counts.undecoded,
      guessed: counts.guessed,
      held: store.count,
      dropped: store.dropped,
      partitions: counts.partitions,
      histogram: counts.histogram.toHistogram(),
      values: counts.values.text(),
      registryProblem: counts.registry?.message,
      registryCode: counts.registry?.code,
      problem: this.problem,
      oldestMs: counts.oldestMs,
      newestMs: counts.newestMs,
      completeFromMs: isBackwards && this.stopped !== undefined ? counts.completeFrom(this.stopped) : undefined,
    };
  }

  /** Lets go of all records. */
  free(): void {
    this.store.clear();
    this.orders.clear();
    this.rowCache.clear();
    this.foundText = undefined;
    this.example = undefined;
  }
}

/** Where the newest are read first, what comes last is the oldest; else what came first is. */
export function dropOrderOf({ start, mode }: Pick<ScanOptions, 'start' | 'mode'>): DropOrder {
  return start.kind === 'newest' || mode === 'older' ? 'time' : 'arrival';
}

function newSeen(): Seen {
  return { schemas: new Set(), samples: [] };
}

function note({ schemas, samples }: Seen, { schema, value, text, framing }: ReadPart): void {
  if (schema !== undefined && value !== undefined) {
    if (schemas.size < maxSeen) schemas.add(schema);
  } else if (text !== undefined && framing !== 'text' && samples.length < maxSeen && text.length <= maxSampleLength) samples.push(text);
}
