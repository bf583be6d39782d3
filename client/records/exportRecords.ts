import { randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import { abortError } from '../cluster/abort.ts';
import type { UnreadableBatch } from '../cluster/cluster.ts';
import { toColumns } from './columns.ts';
import { createAvroWriter } from './exportAvro.ts';
import { createCsvWriter, toCsvColumns } from './exportCsv.ts';
import { openNewFile, type NewFile } from './exportFile.ts';
import { createNdjsonWriter } from './exportNdjson.ts';
import type { ExportWriter } from './exportRecord.ts';
import type { HeldScan } from './heldScan.ts';
import { parseMasks, type Masks } from './masks.ts';
import { readInTurns } from './readHeld.ts';
import type { ExportFormat, ExportProgress, ExportRequest, ScanOptions } from './recordsSession.ts';
import type { ColumnId, RecordPlace, RecordsView } from './recordsView.ts';
import type { ReadHeld } from './rowViews.ts';
import { streamRecords, type StreamContext } from './streamRecords.ts';

export interface ExportContext extends StreamContext {
  /** @throws KafkaError where it is not held */
  readonly scanOf: (name: string) => HeldScan;
}

const progressMs = 100;

/**
 * Writes records to a file beside the one that is named, and puts it in its place once all is written; an abort leaves
 * nothing behind.
 *
 * @throws CodecError `export/not-written`; KafkaError where nothing could be read; AbortError
 */
export async function exportRecords(
  context: ExportContext,
  request: ExportRequest,
  onProgress: (progress: ExportProgress) => void,
  signal: AbortSignal,
): Promise<ExportProgress> {
  const file = await openNewFile(request.path);
  try {
    const run = new ExportRun(file, request.format, onProgress);
    const { source } = request;
    if (source.kind === 'scan') await exportScan(context, source.options, run, signal);
    else await exportHeld(context.scanOf(source.scan), source.view, source.kind === 'chosen' ? source.places : undefined, run, signal);
    return await run.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** One file on its way. */
class ExportRun {
  stopped: ExportProgress['stopped'];
  scanned = 0;
  readonly #file: NewFile;
  readonly #format: ExportFormat;
  readonly #onProgress: (progress: ExportProgress) => void;
  #writer: ExportWriter | undefined;
  #records = 0;
  /** How many were left out for each reason. */
  readonly #leftOut = new Map<string, number>();
  #lastToldMs = performance.now();

  constructor(file: NewFile, format: ExportFormat, onProgress: (progress: ExportProgress) => void) {
    this.#file = file;
    this.#format = format;
    this.#onProgress = onProgress;
  }

  /** @param columns of CSV; undefined takes the fields of these records */
  async write(records: readonly ReadHeld[], masks: Masks, scan: Pick<HeldScan, 'decoding'>, columns?: readonly ColumnId[]): Promise<void> {
    // A file is read elsewhere, too: times are in UTC there, as those of the records are.
    const render = { ...scan.decoding.render, timeZone: 'UTC' } as const;
    this.#writer ??= openWriter(this.#format, () => columns ?? toCsvColumns(records.map(({ value }) => value)));
    for (const record of records) {
      const piece = this.#writer.write({ ...record, masks, render });
      if (typeof piece === 'object' && 'leftOut' in piece) this.leaveOut(piece.leftOut);
      else {
        this.#records++;
        await this.#file.write(piece);
      }
    }
    if (performance.now() - this.#lastToldMs < progressMs) return;
    this.#lastToldMs = performance.now();
    this.#onProgress(this.#progress());
  }

  leaveOut(why: string): void {
    this.#leftOut.set(why, (this.#leftOut.get(why) ?? 0) + 1);
  }

  async finish(): Promise<ExportProgress> {
    this.#writer ??= openWriter(this.#format, () => toCsvColumns([]));
    await this.#file.write(this.#writer.end());
    await this.#file.finish();
    const progress = this.#progress();
    this.#onProgress(progress);
    return progress;
  }

  #progress(): ExportProgress {
    const reasons = [...this.#leftOut].sort((a, b) => b[1] - a[1]);
    const leftOut = reasons.reduce((sum, [, count]) => sum + count, 0);
    // The most frequent reason stands for all.
    const [first] = reasons;
    return { records: this.#records, scanned: this.scanned, bytes: this.#file.size, leftOut, why: first?.[0], stopped: this.stopped };
  }
}

function openWriter(format: ExportFormat, columns: () => readonly ColumnId[]): ExportWriter {
  switch (format) {
    case 'ndjson':
      return createNdjsonWriter();
    case 'csv':
      return createCsvWriter(columns());
    case 'avro':
      return createAvroWriter({ codec: 'deflate', deflate: (bytes) => deflateRawSync(bytes), sync: randomBytes(16) });
  }
}

async function exportHeld(
  scan: HeldScan,
  view: RecordsView,
  places: readonly RecordPlace[] | undefined,
  run: ExportRun,
  signal: AbortSignal,
): Promise<void> {
  const { rows } = await scan.orders.of(view, signal);
  const chosen = places && new Set(places.map(({ partition, offset }) => `${partition} ${offset}`));
  const records = rows.flatMap(({ held }) => (chosen?.has(`${held.partition} ${held.offset}`) === false ? [] : held));
  const masks = scan.masksFor(view.revealed);
  // Columns that nobody chose are all fields of what is exported.
  const columns = view.columns === undefined ? undefined : toColumns(view.columns, scan.example, masks).map(({ id }) => id);
  for await (const some of readInTurns(scan.decoder, records, { key: true, value: true }, signal)) {
    run.scanned += some.length;
    await run.write(some, masks, scan, columns);
  }
}

/** Reads what the options say without holding it: what is read is written. */
async function exportScan(context: ExportContext, options: ScanOptions, run: ExportRun, signal: AbortSignal): Promise<void> {
  const masks = parseMasks(options.decoding.masks);
  const sink = {
    take: (records: readonly ReadHeld[]) => run.write(records, masks, options),
    scanned: (count: number) => void (run.scanned += count),
    unreadable: ({ error }: UnreadableBatch) => run.leaveOut(error.message),
  };
  const end = await streamRecords(context, { ...options, live: false }, sink, signal);
  if (signal.aborted) throw abortError();
  run.stopped = end.stopped;
}
