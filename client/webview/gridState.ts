import type { FixedColumn } from '../records/recordsView.ts';
import type { ProgressView, RecordsState } from './recordsProtocol.ts';

/** What a table of rows needs to know of what its page shows. */
export interface GridState extends Pick<RecordsState, 'scan' | 'timeZone' | 'activity' | 'comparing'> {
  readonly progress: Pick<ProgressView, 'revision' | 'oldestMs' | 'newestMs'> | undefined;
  /** What stands above columns whose rows are not those of a topic. */
  readonly heads?: ColumnHeads | undefined;
}

export type ColumnHeads = Partial<Readonly<Record<FixedColumn, { readonly head: string; readonly title: string }>>>;
