import { toColumns, type ShownColumn } from './columns.ts';
import type { Held } from './heldRecord.ts';
import type { HeldScan } from './heldScan.ts';
import { readHeld } from './readHeld.ts';
import type { OrderedRow } from './recordOrder.ts';
import type { RecordPlace, RowsAnswer, RowsRequest, RowView } from './recordsView.ts';
import { maxRowBytes, toRow, toTruncatedRow, type ReadHeld, type RowOptions } from './rowViews.ts';

/** More rows than this are not made at once: nobody sees them. */
const maxRows = 1000;
/** So many rows are kept after they were made, for those who scroll back. */
const maxCached = 2000;

/** Rows of a view. @throws AbortError */
export async function findRows(scan: HeldScan, request: RowsRequest, signal: AbortSignal): Promise<RowsAnswer> {
  const { view, anchor, anchorAt } = request;
  const { revision, rows } = await scan.orders.of(view, signal);
  const anchorIndex = anchor === undefined ? undefined : findIndex(scan, rows, anchor);
  const wanted = anchorIndex === undefined || anchorAt === undefined ? request.from : anchorIndex - anchorAt;
  const from = Math.max(0, Math.min(Math.trunc(wanted), rows.length));
  const some = rows.slice(from, from + Math.max(0, Math.min(Math.trunc(request.count), maxRows)));
  const columns = toColumns(view.columns, scan.example, scan.masksFor(view.revealed));
  const made = await makeRows(
    scan,
    some.map(({ held }) => held),
    columns,
    view.revealed,
    signal,
  );
  return {
    revision,
    rowCount: rows.length,
    from,
    rows: made,
    columns: columns.map(({ id, title, numeric }) => ({ id, title, numeric })),
    anchorIndex,
  };
}

/** Where a record stands among the rows of a view; undefined where it is not among them. */
export function findIndex(scan: HeldScan, rows: readonly OrderedRow[], { partition, offset }: RecordPlace): number | undefined {
  const held = /^-?\d+$/.test(offset) ? scan.store.find(partition, BigInt(offset)) : undefined;
  const index = held === undefined ? -1 : rows.findIndex((row) => row.held === held);
  return index < 0 ? undefined : index;
}

/** Records as rows; each is decoded now, unless it was lately. */
export async function makeRows(
  scan: HeldScan,
  records: readonly Held[],
  columns: readonly ShownColumn[],
  revealed: boolean,
  signal: AbortSignal,
): Promise<RowView[]> {
  const { decoder, decoding, rowCache } = scan;
  const options: RowOptions = { columns, masks: scan.masksFor(revealed), render: decoding.render };
  const signature = JSON.stringify([revealed, columns.flatMap(({ id, place }) => (place ? id : []))]);
  const cached = (held: Held): RowView | undefined => {
    const found = rowCache.get(held);
    return found?.signature === signature ? found.row : undefined;
  };
  const missing = records.filter((held) => cached(held) === undefined);
  const small = await readHeld(
    decoder,
    missing.filter((held) => !isTruncated(held)),
    { key: true, value: true },
    signal,
  );
  const large = await readHeld(decoder, missing.filter(isTruncated), { key: true, value: false }, signal);
  const made = new Map<Held, RowView>();
  const make = (read: ReadHeld, row: RowView): void => void made.set(read.held, row);
  for (const read of small) make(read, toRow(read, options));
  for (const read of large) make(read, toTruncatedRow(read, options));
  const rows = records.flatMap((held) => cached(held) ?? made.get(held) ?? []);
  // Decoding may have been changed meanwhile: then these are of no use to anybody.
  if (scan.decoder === decoder) for (const [held, row] of made) keep(rowCache, held, signature, row);
  return rows;
}

/** What failed is decoded again whatever its size, since it says why; it stops where it does. */
function isTruncated({ value, verdict: { state } }: Held): boolean {
  return (value?.length ?? 0) > maxRowBytes && (state === 'exact' || state === 'guessed' || state === 'text' || state === 'json');
}

function keep(cache: HeldScan['rowCache'], held: Held, signature: string, row: RowView): void {
  if (held.isDropped) return;
  cache.delete(held);
  cache.set(held, { signature, row });
  if (cache.size <= maxCached) return;
  const [oldest] = cache.keys();
  if (oldest !== undefined) cache.delete(oldest);
}
