import type { ReadPart } from '../../shared/wire/decoder.ts';
import type { ShownColumn } from './columns.ts';
import { toColumns } from './columns.ts';
import { toPartJson } from './exportRecord.ts';
import type { Held } from './heldRecord.ts';
import type { HeldScan } from './heldScan.ts';
import type { OrderedRow } from './recordOrder.ts';
import { readInTurns } from './readHeld.ts';
import type { FindAnswer, FindRequest } from './recordsView.ts';
import { isUndecoded, toRow, toSchemaName, type ReadHeld, type RowOptions } from './rowViews.ts';

/** Which records hold a text, as far as they were looked at. */
export interface FoundText {
  readonly signature: string;
  /** All up to this one were looked at. */
  readonly sequence: number;
  readonly records: Set<Held>;
}

/** Looks for a row of a view. @throws AbortError */
export async function findRow(scan: HeldScan, request: FindRequest, signal: AbortSignal): Promise<FindAnswer> {
  const { view, what } = request;
  const { revision, rows } = await scan.orders.of(view, signal);
  if (what.kind === 'offset' || what.kind === 'time') return { revision, index: findPlace(rows, what), ordinal: 0, total: 0 };
  const isFound = what.kind === 'text' ? await findText(scan, rows, request, what.text, signal) : stateTest(what.kind);
  const indexes = rows.flatMap(({ held }, index) => (isFound(held) ? [index] : []));
  const at = nextIndex(indexes, request);
  return { revision, index: indexes[at], ordinal: at + 1, total: indexes.length };
}

function stateTest(kind: 'undecoded' | 'guessed'): (held: Held) => boolean {
  return kind === 'guessed' ? ({ verdict }) => verdict.state === 'guessed' : ({ verdict }) => isUndecoded(verdict);
}

/** The position among the indexes of the one behind, or before, `from`, round the end; -1 where there is none. */
function nextIndex(indexes: readonly number[], { from, backwards }: FindRequest): number {
  if (indexes.length === 0) return -1;
  if (backwards) {
    const before = indexes.findLastIndex((index) => index < from);
    return before < 0 ? indexes.length - 1 : before;
  }
  const behind = indexes.findIndex((index) => index > from);
  return behind < 0 ? 0 : behind;
}

type Place = Extract<FindRequest['what'], { readonly kind: 'offset' | 'time' }>;

/** The row itself, else the nearest behind it by offset or time, else the last before it. */
function findPlace(rows: readonly OrderedRow[], what: Place): number | undefined {
  const wanted = wantedOf(what);
  if (wanted === undefined) return undefined;
  let best: { readonly index: number; readonly distance: bigint } | undefined;
  for (const [index, { held }] of rows.entries()) {
    if (what.kind === 'offset' && what.partition !== undefined && held.partition !== what.partition) continue;
    if (what.kind === 'time' && held.timestampMs < 0) continue;
    const distance = (what.kind === 'offset' ? held.offset : BigInt(Math.trunc(held.timestampMs))) - wanted;
    if (best === undefined || isNearer(distance, best.distance)) best = { index, distance };
  }
  return best?.index;
}

/** Undefined where it is no number. */
function wantedOf(what: Place): bigint | undefined {
  if (what.kind === 'offset') return /^-?\d+$/.test(what.offset) ? BigInt(what.offset) : undefined;
  return Number.isFinite(what.timestampMs) ? BigInt(Math.trunc(what.timestampMs)) : undefined;
}

/** Those behind come before those in front, and of each the nearest. */
function isNearer(distance: bigint, than: bigint): boolean {
  if (distance >= 0n !== than >= 0n) return distance >= 0n;
  return distance >= 0n ? distance < than : distance > than;
}

async function findText(
  scan: HeldScan,
  rows: readonly OrderedRow[],
  { view }: FindRequest,
  text: string,
  signal: AbortSignal,
): Promise<(held: Held) => boolean> {
  if (text === '') return () => false;
  const columns = toColumns(view.columns, scan.example, scan.masksFor(view.revealed));
  const signature = JSON.stringify([text, view.revealed, columns.map(({ id }) => id)]);
  const { decoder } = scan;
  const known = scan.foundText?.signature === signature ? scan.foundText : undefined;
  const sequence = scan.store.lastSequence;
  // What the view hides now is not looked at, but may be shown later.
  const records = view.timeRange === undefined && view.showUndecoded ? rows.map(({ held }) => held) : [...scan.store.all()];
  const open = records.filter((held) => held.sequence > (known?.sequence ?? 0));
  const found = new Set(known?.records ?? []);
  const options: RowOptions = { columns, masks: scan.masksFor(view.revealed), render: scan.decoding.render };
  const isIn = textTest(text);
  for await (const some of readInTurns(decoder, open, { key: true, value: true }, signal)) {
    for (const read of some) if (holds(read, options, isIn)) found.add(read.held);
  }
  if (scan.decoder === decoder) scan.foundText = { signature, sequence, records: found };
  return (held) => found.has(held);
}

/** Whether the text stands in another, in whichever case. */
function textTest(text: string): (other: string) => boolean {
  const pattern = new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'iu');
  return (other) => pattern.test(other);
}

/** Whether a record holds it in the whole of its key or value, or in what its row shows. */
function holds(read: ReadHeld, options: RowOptions, isIn: (text: string) => boolean): boolean {
  const { held, key, value } = read;
  const { masks, render, columns } = options;
  if (held.failure === undefined) {
    if (isIn(toPartJson(value, masks.value, render).json) || isIn(toPartJson(key, masks.key, render).json)) return true;
  }
  if (fixedTexts(read, columns).some(isIn)) return true;
  // What was read is shown as its JSON is; anything else, and text without JSON's escapes, takes the row.
  if (isShownAsJson(key) && isShownAsJson(value)) return false;
  const { key: keyCell, value: valueCell, fields = [] } = toRow(read, options);
  return [keyCell, valueCell, ...fields].some(({ text }) => isIn(text));
}

function isShownAsJson({ state, text }: ReadPart): boolean {
  return state !== 'failed' && state !== 'bytes' && text?.includes('\\') !== true && text?.includes('"') !== true;
}

function fixedTexts({ held, value }: ReadHeld, columns: readonly ShownColumn[]): readonly string[] {
  return columns.flatMap(({ id }) => {
    switch (id) {
      case 'partition':
        return String(held.partition);
      case 'offset':
        return held.offset.toString();
      case 'schema':
        return value.writer === undefined ? [] : toSchemaName(value.writer);
      case 'schemaId':
        return value.writer?.schemaId === undefined ? [] : String(value.writer.schemaId);
      case 'headers':
        return held.headers.map(({ name }) => name);
      default:
        return [];
    }
  });
}
