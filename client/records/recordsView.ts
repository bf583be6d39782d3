/**
 * How the records of a scan are shown: plain data that crosses threads and goes to the page. Offsets are digits.
 */

/** A record among others. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: string;
}

/** Which rows are shown, in which order, with which columns. */
export interface RecordsView {
  readonly sort: { readonly column: ColumnId; readonly descending: boolean };
  /** Only rows within, in milliseconds since 1970, both inclusive. It hides, and never reads. */
  readonly timeRange: { readonly fromMs: number; readonly toMs: number } | undefined;
  /** Whether rows that could not be tested by the filter are shown among the rest. */
  readonly showUndecoded: boolean;
  /** In their order; undefined takes the fixed ones with up to three scalar fields of the newest value. */
  readonly columns: readonly ColumnId[] | undefined;
  /** Whether what `avroWorkbench.masks` hides is shown. */
  readonly revealed: boolean;
}

export const firstView: RecordsView = {
  sort: { column: 'time', descending: true },
  timeRange: undefined,
  showUndecoded: true,
  columns: undefined,
  revealed: false,
};

/**
 * A fixed column, or a field of the key or value by its path, such as `value.customer.name` or `value.lines[0].price`;
 * a name that is no identifier stands as `value["a b"]`.
 */
export type ColumnId = FixedColumn | `value.${string}` | `value[${string}` | `key.${string}` | `key[${string}`;

export type FixedColumn =
  'time' | 'age' | 'partition' | 'offset' | 'key' | 'value' | 'schema' | 'schemaId' | 'size' | 'headers' | 'leaderEpoch' | 'decoded';

/** A column as it is shown. */
export interface Column {
  readonly id: ColumnId;
  /** For the head: "value.amount", "Offset". */
  readonly title: string;
  /** Right-aligned. */
  readonly numeric: boolean;
}

export interface CellText {
  readonly text: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'missing' | 'bytes' | 'error' | 'plain' | 'masked';
}

export interface RowView extends RecordPlace {
  /** -1 where the record has none. */
  readonly timestampMs: number;
  readonly key: CellText;
  /** One for each of the shown columns that is a path, in their order; undefined where `value` stands across all of them. */
  readonly fields: readonly CellText[] | undefined;
  readonly value: CellText;
  readonly schema: { readonly text: string; readonly kind: 'exact' | 'guessed' | 'tried' | 'none' };
  readonly schemaId: number | undefined;
  /** Of the value, in bytes; -1 where nobody knows. */
  readonly size: number;
  readonly headers: readonly string[];
  readonly leaderEpoch: number;
  readonly state: RowState;
  /** Whether the filter could test it. */
  readonly untestable: boolean;
  /** How the value was understood, or why it was not, in full. */
  readonly why: string;
}

/** `noSchema` is a value whose schema the registry could not be asked for: nothing is wrong with the value itself. */
export type RowState =
  'exact' | 'guessed' | 'failed' | 'keyFailed' | 'noSchema' | 'tombstone' | 'bytes' | 'text' | 'json' | 'truncated' | 'unreadable';

/** Rows of a view from an index on. */
export interface RowsRequest {
  readonly scan: string;
  readonly view: RecordsView;
  readonly from: number;
  readonly count: number;
  /** A record whose index is wanted too. */
  readonly anchor?: RecordPlace | undefined;
  /** Puts the anchor this many rows below the first row of the answer, in place of `from`. */
  readonly anchorAt?: number | undefined;
}

export interface RowsAnswer {
  /** Of the held rows, at the moment of the answer. */
  readonly revision: number;
  /** Of the view in all. */
  readonly rowCount: number;
  readonly from: number;
  readonly rows: readonly RowView[];
  readonly columns: readonly Column[];
  /** Undefined where it is not among the rows of the view. */
  readonly anchorIndex: number | undefined;
}

/** Looks for a row behind another one (or before it), round the end. */
export interface FindRequest {
  readonly scan: string;
  readonly view: RecordsView;
  readonly from: number;
  readonly backwards: boolean;
  readonly what:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'undecoded' | 'guessed' }
    /** The record itself, else the one before which it would stand. */
    | { readonly kind: 'offset'; readonly offset: string; readonly partition: number | undefined }
    | { readonly kind: 'time'; readonly timestampMs: number };
}

export interface FindAnswer {
  readonly revision: number;
  readonly index: number | undefined;
  /** Of a text: which of how many rows it is, from 1. */
  readonly ordinal: number;
  readonly total: number;
}

/** Over the whole scan, also where rows were dropped. */
export interface Histogram {
  readonly fromMs: number;
  readonly toMs: number;
  /** Of equal width, at most 60. */
  readonly buckets: readonly { readonly scanned: number; readonly matched: number; readonly undecoded: number }[];
  /** Scanned records so far before all others, or behind them, that they are in no bucket. */
  readonly earlier?: number;
  readonly later?: number;
}
