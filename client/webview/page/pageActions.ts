import type { RecordsView } from '../../records/recordsView.ts';
import type { FromPage, ReadSettings } from '../recordsProtocol.ts';

/** What can be done on the records page, by its bars, its keys and the palette's commands alike. */
export interface PageActions {
  readonly send: (message: FromPage) => void;
  /** Reads anew, with changes of what is read. */
  readonly read: (changes?: Partial<ReadSettings>) => void;
  readonly stop: () => void;
  readonly togglePause: () => void;
  readonly toggleLive: () => void;
  readonly toggleFollow: () => void;
  readonly toggleDetails: () => void;
  /** Changes how the rows are shown; nothing is read. */
  readonly changeView: (changes: Partial<RecordsView>) => void;
  readonly goToNext: (what: 'undecoded' | 'guessed', isBackwards?: boolean) => void;
  readonly openFind: () => void;
  readonly openGoTo: () => void;
  /** Opens the list of columns, below the button that was pressed where there is one. */
  readonly openColumns: (button?: HTMLElement) => void;
}
