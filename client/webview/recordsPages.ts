import type { RecordPlace } from '../records/recordsView.ts';
import type { PageCommand, ReadSettings } from './recordsProtocol.ts';
import type { RecordsReader } from './recordsReader.ts';

/** The pages that show a topic's records: one for each topic of each connection. */
export interface RecordsPages {
  /** Opens the topic's page, or brings it to the front, and reads. It returns before anything is read. */
  show(request: RecordsRequest): void;
  /** The page that is in front, else the one that was last. */
  active(): RecordsPage | undefined;
  find(connection: string, topic: string): RecordsPage | undefined;
}

export interface RecordsRequest {
  readonly connection: string;
  readonly topic: string;
  /** Only this partition is read. */
  readonly partition?: number | undefined;
  /** What is read; the newest records, as many as the settings say, where it says nothing. */
  readonly changes?: Partial<ReadSettings> | undefined;
  /** A record to choose, read with its neighbours where it is not among the newest. */
  readonly select?: { readonly partition: number; readonly offset: bigint } | undefined;
}

/** A page as commands see it. */
export interface RecordsPage {
  readonly connection: string;
  readonly topic: string;
  readonly reader: RecordsReader;
  /** The chosen record. */
  selected(): RecordPlace | undefined;
  /** Has the page carry out a command. */
  do(what: PageCommand): void;
  /** Shows a record as a document. @throws KnownError */
  openDocument(place: RecordPlace): Promise<void>;
}
