import type { FieldPath } from '../records/recordsSession.ts';
import type { ColumnId } from '../records/recordsView.ts';
import type { BytesView, FromPage, PartDetails, TimeZone, ToPage } from './recordsProtocol.ts';

/** What the page of a container file and its host say to each other. Records are numbered from 0. */

/** Page to host. */
export type FromContainer =
  | { readonly type: 'ready' }
  | Extract<FromPage, { type: 'rows' }>
  /** Those that rows are asked for with from now on; undefined takes the first fields. */
  | { readonly type: 'columns'; readonly columns: readonly ColumnId[] | undefined }
  | { readonly type: 'details'; readonly record: number }
  /** An empty text ends the search that is under way. */
  | { readonly type: 'search'; readonly ask: number; readonly text: string; readonly from: number; readonly backwards: boolean }
  | { readonly type: 'stop' | 'goOn' | 'readAgain' | 'showSchema' | 'export' | 'openAsText' | 'openWith' }
  | { readonly type: 'copy'; readonly records: readonly number[]; readonly what: 'json' | 'hex' }
  | { readonly type: 'openDocument'; readonly record: number }
  | { readonly type: 'saved' };

/** Host to page. */
export type ToContainer =
  | { readonly type: 'state'; readonly state: ContainerState }
  | Extract<ToPage, { type: 'rows' }>
  /** Undefined where there is no such record any more. */
  | { readonly type: 'details'; readonly record: number; readonly details: ContainerDetails | undefined }
  | { readonly type: 'searching'; readonly ask: number; readonly searched: number; readonly of: number }
  | { readonly type: 'found'; readonly ask: number; readonly record: number | undefined; readonly problem?: string | undefined };

/** All but the rows. */
export interface ContainerState {
  /** The file's. */
  readonly name: string;
  /** Grows whenever the file is read again: its rows are others. */
  readonly scan: number;
  /** `indexing` while blocks are being found behind those that are shown. */
  readonly activity: 'opening' | 'indexing' | 'idle';
  readonly timeZone: TimeZone;
  /** Undefined until the header is read. */
  readonly facts: ContainerFacts | undefined;
  readonly blocks: number;
  readonly records: number;
  /** Up to this byte the file was looked at. */
  readonly position: number;
  readonly isComplete: boolean;
  readonly gaps: readonly GapView[];
  readonly fieldPaths: readonly FieldPath[];
  /** Why the file, or what is behind the rows, can't be read. */
  readonly problem: ContainerProblem | undefined;
  /** What became of the file since it was opened. */
  readonly change: 'changed' | 'deleted' | undefined;
}

export interface ContainerFacts {
  readonly fullname: string | undefined;
  readonly codec: string;
  readonly isCodecKnown: boolean;
  /** In bytes. */
  readonly size: number;
  readonly metadata: readonly { readonly name: string; readonly text: string }[];
}

/** A stretch that is no block. */
export interface GapView {
  /** One sentence, or two. */
  readonly text: string;
  /** The first record behind it, or the last one before it where there is none behind. */
  readonly record: number;
}

export interface ContainerProblem {
  readonly message: string;
  readonly remedy: string | undefined;
  /** Whether the bytes are no container, so that something else may show them. */
  readonly isOther: boolean;
}

export interface ContainerDetails {
  readonly block: number;
  readonly value: PartDetails;
  /** Undefined where the record can't be read. */
  readonly bytes: BytesView | undefined;
  /** Why it can't be read; empty where it can. */
  readonly why: string;
}

/** What the page keeps over a reload. No values. */
export interface SavedContainer {
  readonly columns: readonly ColumnId[] | undefined;
  readonly columnWidths: Readonly<Record<string, number>>;
  readonly selected: number | undefined;
  readonly detailsOpen: boolean;
  readonly detailsWidth: number | undefined;
  readonly tab: string;
}
