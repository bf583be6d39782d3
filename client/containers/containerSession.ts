import type { RenderOptions } from '../../shared/wire/profile.ts';
import type { ExportFormat, ExportProgress, FieldPath, InspectedField } from '../records/recordsSession.ts';
import type { Column, ColumnId, RowView } from '../records/recordsView.ts';
import type { LocatedGap } from './blockIndex.ts';

/**
 * One Avro container file, read by a worker thread. Its records stand in rows like those of a topic: `partition` is the
 * block, `offset` the record's number, both from 0. Errors are `CodecError`.
 */
export interface ContainerSession {
  /** What the header says, and how far the blocks are known. */
  describe(signal: AbortSignal): Promise<ContainerDescription>;
  /** Reads the heads of all blocks, so that each record has its number; an abort keeps what is known. */
  index(onProgress: (progress: IndexProgress) => void, signal: AbortSignal): Promise<IndexProgress>;
  rows(request: ContainerRowsRequest, signal: AbortSignal): Promise<ContainerRows>;
  /** The first record behind `from` (or before it) whose JSON contains the text, in the whole file: blocks that are not known yet are found on the way. */
  search(request: ContainerSearch, onProgress: (scanned: number) => void, signal: AbortSignal): Promise<ContainerFound>;
  record(index: number, render: RenderOptions, signal: AbortSignal): Promise<ContainerRecordView | undefined>;
  paths(signal: AbortSignal): Promise<readonly FieldPath[]>;
  /** Writes all records that can be read to a file, replacing it only once all of it is written. @throws CodecError `export/not-written` */
  exportRecords(
    request: { readonly format: Exclude<ExportFormat, 'avro'>; readonly path: string; readonly render: RenderOptions },
    onProgress: (progress: ExportProgress) => void,
    signal: AbortSignal,
  ): Promise<ExportProgress>;
  close(): Promise<void>;
}

export interface ContainerDescription extends IndexProgress {
  readonly schemaText: string;
  readonly fullname: string | undefined;
  readonly codec: string;
  /** Whether blocks by this codec can be read. */
  readonly isCodecKnown: boolean;
  /** But for the schema and the codec, as text where it is UTF-8, else in hex. */
  readonly metadata: readonly { readonly name: string; readonly text: string }[];
  /** In bytes. */
  readonly size: number;
}

export interface IndexProgress {
  readonly blocks: number;
  readonly records: number;
  /** Up to this byte the file was looked at. */
  readonly position: number;
  readonly isComplete: boolean;
  /** Stretches that are no blocks; at most 1,000. */
  readonly gaps: readonly LocatedGap[];
}

export interface ContainerRowsRequest {
  readonly from: number;
  readonly count: number;
  readonly columns: readonly ColumnId[] | undefined;
  readonly render: RenderOptions;
}

export interface ContainerRows {
  readonly from: number;
  readonly rows: readonly RowView[];
  readonly columns: readonly Column[];
  /** Known so far. */
  readonly rowCount: number;
}

export interface ContainerSearch {
  readonly text: string;
  readonly from: number;
  readonly backwards: boolean;
}

export interface ContainerFound {
  readonly index: number | undefined;
  readonly scanned: number;
}

export interface ContainerRecordView {
  readonly index: number;
  readonly block: number;
  /** As people read it, indented; undefined where it can't be read. */
  readonly json: string | undefined;
  readonly why: string | undefined;
  /** Its Avro binary. */
  readonly bytes: Uint8Array;
  /** What each byte is, of the first fields. */
  readonly fields: readonly InspectedField[];
}
