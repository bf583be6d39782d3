import type { FieldPath, HeldRecord, Inspection, ScanProgress, StartOption } from '../records/recordsSession.ts';
import type { Column, ColumnId, RecordPlace, RecordsView, RowsAnswer } from '../records/recordsView.ts';
import type { FilterMistake } from '../../shared/filter/filter.ts';
import type { Framing } from '../../shared/wire/framings.ts';

/**
 * What the records page and its host say to each other. Plain JSON only: offsets go as digits, bytes as base64. The
 * worker holds the records; the page holds what it shows.
 */

/** Page to host. */
export type FromPage =
  | { readonly type: 'ready' }
  /** Reads anew, with changes of what is read. Messages are JSON, which has no undefined: all partitions are an empty list here. */
  | { readonly type: 'read'; readonly changes: Partial<ReadSettings> }
  | { readonly type: 'scanOlder' | 'continue' | 'stop' | 'pause' | 'resume' }
  /** Switches following the topic's end on or off, while a scan is under way too. */
  | { readonly type: 'live'; readonly isLive: boolean }
  | { readonly type: 'view'; readonly view: RecordsView }
  /** Keeps the columns for this topic in the workspace's settings. */
  | { readonly type: 'keepColumns'; readonly columns: readonly ColumnId[] | undefined }
  | {
      readonly type: 'rows';
      readonly ask: number;
      readonly from: number;
      readonly count: number;
      readonly anchor?: RecordPlace;
      readonly anchorAt?: number;
    }
  | { readonly type: 'find'; readonly ask: number; readonly from: number; readonly backwards: boolean; readonly what: FindWhat }
  | { readonly type: 'details'; readonly place: RecordPlace }
  /** The writer schema's text of the chosen value. */
  | { readonly type: 'schema'; readonly place: RecordPlace }
  /** The byte inspector's view of the chosen value. */
  | { readonly type: 'bytes'; readonly place: RecordPlace }
  | { readonly type: 'checkFilter'; readonly ask: number; readonly text: string }
  | { readonly type: 'saveFilter'; readonly text: string }
  /** Asks the host for something that needs its pickers. */
  | { readonly type: 'choose'; readonly what: 'connection' | 'topic' | 'offset' | 'time' | 'key' | 'profile' }
  | { readonly type: 'copy'; readonly places: readonly RecordPlace[]; readonly what: CopyForm }
  | { readonly type: 'run'; readonly what: RecordAction; readonly places: readonly RecordPlace[] }
  /** The host asks for the format and the file. `places` are those of `chosen`. */
  | { readonly type: 'export'; readonly source: ExportSource; readonly places: readonly RecordPlace[] }
  | { readonly type: 'saved'; readonly state: SavedPage };

export type FindWhat =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'undecoded' | 'guessed' }
  | { readonly kind: 'goTo'; readonly text: string };

/** The whole record as JSON, its value alone as JSON, the value's bytes as hex or base64, a command of kcat that prints it. */
export type CopyForm = 'json' | 'value' | 'hex' | 'base64' | 'kcat';

/** The rows of the view; the chosen ones; the whole scan anew, without showing it. */
export type ExportSource = 'shown' | 'chosen' | 'scan';

export type RecordAction =
  | 'openDocument'
  | 'reproduce'
  | 'compare'
  | 'inspectBytes'
  | 'openSchema'
  | 'diagnose'
  | 'export'
  | 'produceSample'
  | 'openSettings'
  | 'reveal'
  /** Keeps what the record's value was guessed to be as the topic's decode profile. */
  | 'useForTopic';

/** Host to page. */
export type ToPage =
  | { readonly type: 'state'; readonly state: RecordsState }
  | ({ readonly type: 'rows'; readonly ask: number } & RowsAnswer)
  | {
      readonly type: 'found';
      readonly ask: number;
      readonly index: number | undefined;
      readonly ordinal: number;
      readonly total: number;
      /** Where a text to go to is no offset and no time: one sentence. */
      readonly problem?: string | undefined;
    }
  | { readonly type: 'details'; readonly place: RecordPlace; readonly details: RecordDetails | undefined }
  | { readonly type: 'schema'; readonly place: RecordPlace; readonly schema: SchemaView }
  | { readonly type: 'bytes'; readonly place: RecordPlace; readonly bytes: BytesView }
  | { readonly type: 'filterChecked'; readonly ask: number; readonly mistake: FilterMistake | undefined }
  /** A command of the palette that the page carries out, so that its keys can be rebound. */
  | { readonly type: 'do'; readonly what: PageCommand };

export type PageCommand =
  | 'readAgain'
  | 'stop'
  | 'pause'
  | 'live'
  | 'follow'
  | 'find'
  | 'filter'
  | 'nextUndecoded'
  | 'previousUndecoded'
  | 'goTo'
  | 'details'
  | 'columns'
  /** Says the text of the status line anew, to screen readers. */
  | 'readStatus';

/** What is read. It survives a reload; records do not. */
export interface ReadSettings {
  readonly start: StartOption;
  readonly partitions: readonly number[] | undefined;
  readonly live: boolean;
  readonly isolation: 'readCommitted' | 'readUncommitted';
  /** CEL; empty for all. */
  readonly filter: string;
}

/** All but the rows themselves. */
export interface RecordsState {
  readonly connection: string;
  /** From the settings, a CSS colour; the name always stands beside it. */
  readonly connectionColor: string | undefined;
  readonly readOnly: boolean;
  readonly protected: boolean;
  readonly connectionTooltip: string;
  readonly topic: string;
  /** Grows with each read that begins anew: its rows are others. Those that go on where one stopped keep it. */
  readonly scan: number;
  /** Grows whenever what is held was decoded anew: what is known of single records is old then. */
  readonly decoding: number;
  readonly settings: ReadSettings;
  readonly view: RecordsView;
  readonly timeZone: TimeZone;
  /** `waiting` is a page that came back after a restart: it reads nothing unasked. */
  readonly activity: 'waiting' | 'connecting' | 'reading' | 'live' | 'retrying' | 'paused' | 'idle';
  readonly progress: ProgressView | undefined;
  /** The limits that the scan has. */
  readonly limits: { readonly timeoutMs: number; readonly bytes: number; readonly records: number; readonly keptRecords: number };
  /** When the registry, which failed, is asked again by itself, in milliseconds from now; undefined where it is not. */
  readonly registryRetryInMs?: number | undefined;
  /** What went wrong with the last read as a whole; rows of the read before it stay. */
  readonly problem: ReadProblem | undefined;
  /** Only where the topic shows no record. */
  readonly emptiness: Emptiness | undefined;
  /** All of the topic, with first and end offset; undefined before they are known. */
  readonly partitions: readonly { readonly partition: number; readonly first: string; readonly end: string }[] | undefined;
  /** Of the key and of the value: what was chosen or decided, and why. */
  readonly profile: { readonly key: ProfileView; readonly value: ProfileView };
  readonly fieldPaths: readonly FieldPath[];
  /** By name. */
  readonly savedFilters: readonly { readonly name: string; readonly text: string }[];
  readonly columns: readonly Column[];
  /** The record to choose when these rows are first shown; undefined where the page keeps its own choice. */
  readonly select: RecordPlace | undefined;
  /** Where the record that was asked for is not there. */
  readonly missing: RecordPlace | undefined;
  /** Where only the partition is read that Java's partitioner chooses for a key. */
  readonly keyLocation: { readonly key: string; readonly partition: number; readonly encoding: string } | undefined;
  readonly hasMasks: boolean;
  /** The record that waits for another one to be compared with. */
  readonly comparing: RecordPlace | undefined;
  /** What the host can do with records of this page; a page offers nothing else. */
  readonly actions: readonly RecordAction[];
}

/** As the worker tells it, with offsets as digits: a page's messages are JSON. */
export interface ProgressView extends Omit<ScanProgress, 'partitions' | 'stopped'> {
  /** `live`: following the topic's end was switched off, and all was read up to then. */
  readonly stopped: ScanProgress['stopped'] | 'live';
  readonly partitions: readonly PartitionView[];
}

export interface PartitionView {
  readonly partition: number;
  readonly firstOffset: string;
  readonly endOffset: string;
  readonly low: string;
  readonly next: string;
  readonly heldBackTo: string | undefined;
}

export interface ProfileView {
  readonly framing: 'automatic' | 'bytes' | Framing;
  /** For the button: "Confluent prefix", "Automatic". */
  readonly text: string;
  readonly why: string;
}

/** What the page keeps over a reload. No values. */
export interface SavedPage {
  readonly connection: string;
  readonly topic: string;
  readonly settings: ReadSettings;
  readonly view: RecordsView;
  readonly selected: RecordPlace | undefined;
  readonly detailsOpen: boolean;
  readonly detailsWidth: number | undefined;
  readonly tab: string;
  /** In pixels, by column, where somebody chose one. */
  readonly columnWidths: Readonly<Record<string, number>>;
  /** Of the rows among which `selected` was chosen. */
  readonly scan: number;
}

export type TimeZone = 'local' | 'UTC';

export interface ReadProblem {
  readonly kind: 'cancelled' | 'failed';
  readonly message: string;
  readonly remedy: string | undefined;
  /** Whether it is a right that is missing. */
  readonly isForbidden?: boolean;
}

/** Why a topic shows no record. Offsets are digits. */
export type Emptiness =
  | { readonly kind: 'neverWritten' }
  | { readonly kind: 'usedUp'; readonly lastOffset: string }
  | { readonly kind: 'onlyControl'; readonly count: number }
  | { readonly kind: 'noRecords' }
  | { readonly kind: 'unknown' };

export interface RecordDetails extends Pick<HeldRecord, 'partition' | 'timestampMs' | 'timestampType' | 'leaderEpoch' | 'masked'> {
  readonly offset: string;
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
  /** The reader schema, where the value was read with one that is not the writer's: "orders-value v4". */
  readonly reader?: string | undefined;
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
  /** What is left out of `text`, such as "+ 2.9 MB"; empty where nothing is. */
  readonly more: string;
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

/** The narrow byte inspector of the details. */
export interface BytesView {
  /** Base64 of the first bytes. */
  readonly bytes: string;
  /** In bytes, all of it. */
  readonly size: number;
  readonly fields: Inspection['fields'];
  readonly stop: Inspection['stop'];
  readonly leftOver: Inspection['leftOver'];
  readonly hidden: boolean;
}
