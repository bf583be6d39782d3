import type { RecordPlace, RecordsView } from '../../records/recordsView.ts';
import type { FilterMistake } from '../../../shared/filter/filter.ts';
import type { FromPage, RecordsState } from '../recordsProtocol.ts';
import type { Offer } from '../recordsOffers.ts';
import { createEmptyState } from './emptyState.ts';
import { createFilterBar } from './filterBar.ts';
import { createHistogram } from './histogram.ts';
import { createNotes } from './notes.ts';
import { createStatusLine } from './statusLine.ts';
import { createToolBar } from './toolBar.ts';

export interface BarsOptions {
  readonly send: (message: FromPage) => void;
  /** Changes how the rows are shown; the page keeps the rest of its view and tells the host. */
  readonly onView: (change: Partial<RecordsView>) => void;
  /** Opens the column chooser below its button. */
  readonly onColumns: (anchor: HTMLElement) => void;
  readonly onToggleDetails: () => void;
  /** Goes to the next such row. */
  readonly onGoTo: (what: 'undecoded' | 'guessed') => void;
  /** Gives the focus back to the table. */
  readonly onLeave: () => void;
  /** The rows that are chosen in the table. */
  readonly chosen: () => readonly RecordPlace[];
}

/** All around the table. */
export interface Bars {
  readonly toolBar: HTMLElement;
  readonly filter: HTMLElement;
  readonly status: HTMLElement;
  readonly progress: HTMLElement;
  readonly histogram: HTMLElement;
  /** Notes above and below the rows. */
  readonly above: HTMLElement;
  readonly below: HTMLElement;
  /** Stands in place of the table where it is not hidden. */
  readonly empty: HTMLElement;
  /** `shown` are the rows of the view in all; undefined before they are known. */
  draw(state: RecordsState, shown: number | undefined): void;
  setDetailsOpen(isOpen: boolean): void;
  filterChecked(answer: { readonly ask: number; readonly mistake: FilterMistake | undefined }): void;
  focusFilter(): void;
  /** Says the text of the status line anew, to screen readers. */
  readStatus(): void;
}

export function createBars(options: BarsOptions): Bars {
  const { send, onView } = options;
  let shown: number | undefined;
  let state: RecordsState | undefined;
  const toolBar = createToolBar({ ...options, shown: () => shown ?? 0 });
  const filter = createFilterBar({
    send,
    onLeave: options.onLeave,
    onShowUndecoded: (isShown) => onView({ showUndecoded: isShown }),
  });
  const status = createStatusLine({ onGoTo: options.onGoTo, onClearRange: () => onView({ timeRange: undefined }) });
  const histogram = createHistogram({
    onRange: (timeRange) => onView({ timeRange }),
    onReadRange: ({ fromMs, toMs }) => {
      const count = state?.limits.records ?? 100_000;
      onView({ timeRange: undefined });
      send({ type: 'read', changes: { start: { kind: 'time', timestampMs: fromMs, untilMs: toMs + 1, count }, live: false } });
    },
  });
  const onOffer = (offer: Offer) => carryOut(offer, options, filter.focus);
  const notes = createNotes(onOffer);
  const empty = createEmptyState(onOffer);
  return {
    toolBar: toolBar.element,
    filter: filter.element,
    status: status.element,
    progress: status.progress,
    histogram: histogram.element,
    above: notes.above,
    below: notes.below,
    empty: empty.element,
    draw(next, rows) {
      state = next;
      shown = rows;
      toolBar.draw(next);
      filter.draw(next);
      status.draw(next, rows);
      histogram.draw(next, rows);
      notes.draw(next);
      empty.draw(next, rows);
    },
    setDetailsOpen: toolBar.setDetailsOpen,
    filterChecked: filter.accept,
    focusFilter: filter.focus,
    readStatus: status.read,
  };
}

function carryOut({ does, text }: Offer, { send, onView }: BarsOptions, focusFilter: () => void): void {
  switch (does) {
    case 'readAgain':
      send({ type: 'read', changes: {} });
      break;
    case 'continue':
    case 'scanOlder':
    case 'stop':
      send({ type: does });
      break;
    case 'goLive':
      send({ type: 'live', isLive: true });
      break;
    case 'clearRange':
      onView({ timeRange: undefined });
      break;
    case 'allPartitions':
      send({ type: 'read', changes: { partitions: [] } });
      break;
    case 'showUndecoded':
      onView({ showUndecoded: true });
      break;
    case 'useFilter':
      send({ type: 'read', changes: { filter: text ?? '' } });
      break;
    case 'editFilter':
      focusFilter();
      break;
    case 'openSettings':
    case 'produceSample':
      send({ type: 'run', what: does, places: [] });
      break;
  }
}
