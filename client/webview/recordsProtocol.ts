/**
 * What the records page and its host say to each other. Plain JSON only: offsets go as text, bytes as base64. The host
 * holds the records; the page holds what it shows.
 */

/** Page to host. Whatever speaks of rows names the `generation` that it saw; the host ignores an old one. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'readAgain' }
  | { readonly type: 'stop' }
  | { readonly type: 'openSettings' }
  | { readonly type: 'produceSample' }
  | { readonly type: 'rows'; readonly generation: number; readonly from: number }
  | { readonly type: 'details'; readonly generation: number; readonly index: number }
  | { readonly type: 'schema'; readonly generation: number; readonly index: number }
  | { readonly type: 'copy'; readonly generation: number; readonly index: number; readonly what: CopyForm }
  | { readonly type: 'open'; readonly generation: number; readonly index: number };

/** The whole record as JSON, its value alone as JSON, or the value's bytes as hex. */
export type CopyForm = 'json' | 'value' | 'hex';

/** Host to page. */
export type ToPage =
  | { readonly type: 'state'; readonly state: RecordsState }
  | { readonly type: 'rows'; readonly generation: number; readonly from: number; readonly rows: readonly RowView[] }
  | { readonly type: 'details'; readonly generation: number; readonly index: number; readonly details: RecordDetails }
  | { readonly type: 'schema'; readonly generation: number; readonly index: number; readonly schema: SchemaView };

/** Rows are asked for in pages of this many. */
export const rowsPerPage = 100;

/** All but the rows themselves. */
export interface RecordsState {
  /** Grows with every read that ended; rows of different generations have nothing to do with each other. */
  readonly generation: number;
  readonly connection: string;
  readonly readOnly: boolean;
  readonly topic: string;
  /** Where only some partitions are read. */
  readonly partitions: readonly number[] | undefined;
  readonly timeZone: TimeZone;
  readonly activity: Activity;
  /** What went wrong with the last read as a whole; rows of the read before it stay. */
  readonly problem: ReadProblem | undefined;
  /** Of the rows that are shown; undefined before the first read has ended. */
  readonly summary: ReadSummary | undefined;
  readonly rowCount: number;
  readonly columns: readonly ValueColumn[];
  /** Indexes of the rows whose key or value could not be decoded, and of those that are guesses, ascending. */
  readonly undecoded: readonly number[];
  readonly guessed: readonly number[];
  /** The row to choose when this generation is first shown; undefined where the page keeps its own choice. */
  readonly select: number | undefined;
}

export type TimeZone = 'local' | 'UTC';

/** `waiting` is a page that came back after a restart: it holds no records, and reads nothing unasked. */
export type Activity =
  | { readonly kind: 'waiting' | 'idle' }
  | { readonly kind: 'connecting' | 'reading' | 'decoding'; readonly records: number; readonly bytes: number };

export interface ReadProblem {
  readonly kind: 'cancelled' | 'failed';
  readonly message: string;
  readonly remedy: string | undefined;
}

export interface ReadSummary {
  /** Digits: end minus first offset, summed over the partitions. */
  readonly offsetsInTopic: string;
  /** Whether offsets between the rows are missing, so that the topic holds fewer records than offsets. */
  readonly gaps: boolean;
  readonly bytes: number;
  readonly durationMs: number;
  readonly partitions: number;
  readonly stopped: 'enough' | 'end' | 'timeout' | 'bytes';
  /** The limits that the read had. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** How the values are written, as one sentence; empty where there is none to speak of. */
  readonly values: string;
  readonly oldestMs: number | undefined;
  readonly newestMs: number | undefined;
  readonly incomplete: readonly { readonly partition: number; readonly nextOffset: string; readonly endOffset: string }[];
  readonly heldBack: readonly { readonly partition: number; readonly lastStable: string; readonly endOffset: string }[];
  /** The registry's own failure, where it kept values from being decoded. */
  readonly registryProblem: string | undefined;
  /** Only where there are no rows. */
  readonly emptiness: Emptiness | undefined;
  /** Where only one partition was read back from an offset, which is among the rows. */
  readonly upTo: { readonly partition: number; readonly offset: string } | undefined;
  /** The record that was asked for, where it is not among the rows. */
  readonly missing: { readonly partition: number; readonly offset: string } | undefined;
}

/** Why a topic shows no record. Offsets are digits. */
export type Emptiness =
  | { readonly kind: 'neverWritten' }
  | { readonly kind: 'usedUp'; readonly lastOffset: string }
  | { readonly kind: 'noRecords' }
  | { readonly kind: 'unknown' };

/** A field of the values that has a column of its own. */
export interface ValueColumn {
  readonly field: string;
  /** Right-aligned. */
  readonly numeric: boolean;
}

export interface CellText {
  readonly text: string;
  readonly kind: 'string' | 'number' | 'boolean' | 'null' | 'missing' | 'bytes' | 'error' | 'plain';
}

export interface RowView {
  readonly partition: number;
  readonly offset: string;
  /** -1 where the record has none. */
  readonly timestampMs: number;
  readonly key: CellText;
  /** One cell for each column; undefined where `value` stands across all of them. */
  readonly fields: readonly CellText[] | undefined;
  readonly value: CellText;
  readonly schema: { readonly text: string; readonly kind: 'exact' | 'guessed' | 'tried' | 'none' };
  readonly schemaId: number | undefined;
  /** Of the value, in bytes. */
  readonly size: number;
  readonly state: RowState;
  /** How the value was understood, or why it was not, in full. */
  readonly why: string;
}

/** `noSchema` is a value whose schema the registry could not be asked for: nothing is wrong with the value itself. */
export type RowState = 'exact' | 'guessed' | 'failed' | 'keyFailed' | 'noSchema' | 'tombstone' | 'bytes' | 'text' | 'json';

export interface RecordDetails {
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime' | 'none';
  readonly title: string;
  readonly key: PartDetails;
  readonly value: PartDetails;
  readonly headers: readonly HeaderView[];
}

export interface PartDetails {
  readonly state: 'exact' | 'guessed' | 'text' | 'failed' | 'bytes' | 'null';
  /** Sentences. */
  readonly evidence: string;
  readonly remedy: string | undefined;
  readonly tree: readonly TreeNode[];
  /** Set where the tree leaves something out: characters drawn, of how many. */
  readonly cut: { readonly shown: number; readonly of: number } | undefined;
  readonly schema:
    | {
        readonly schemaId: number | undefined;
        readonly subject: string | undefined;
        readonly version: number | undefined;
        readonly fullname: string | undefined;
      }
    | undefined;
  /** Base64 of the first bytes. */
  readonly bytes: string;
  /** In bytes, all of it. */
  readonly size: number;
  /** How many of the first bytes are the frame. */
  readonly frame: number;
  /** The first byte that does not fit, counted from the first of all. */
  readonly stop: number | undefined;
}

/** A line of the value tree, in the order in which they stand below each other. */
export interface TreeNode {
  readonly depth: number;
  readonly name: string;
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'text';
  /** As written, digit by digit; of objects and arrays a count of what is in them. */
  readonly text: string;
  /** What is left out of `text`, such as "+ 2.9 MB"; empty where nothing is. */
  readonly more: string;
  /** The Avro type where the schema is known, else the JSON kind. */
  readonly type: string;
}

export interface HeaderView {
  readonly name: string;
  readonly text: string;
  readonly kind: 'text' | 'hex' | 'null';
  readonly size: number;
}

/** What the schema says of a line of the value tree. */
export interface TypeView {
  readonly type: string;
  /** What stands for the value in place of its JSON: a record's name, an enum symbol without quotes. */
  readonly text: string | undefined;
}

/** What the registry says about the chosen value's schema, asked for when somebody looks. */
export type SchemaView =
  | { readonly found: true; readonly text: string; readonly references: number; readonly types: readonly TypeView[] | undefined }
  | { readonly found: false; readonly reason: string };
