import type { RecordPlace } from '../../records/recordsView.ts';
import type { PageCommand, RecordAction, RecordsState } from '../recordsProtocol.ts';
import type { Bars } from './bars.ts';
import type { Finding } from './finding.ts';
import type { LookAt } from './lookAt.ts';
import type { PageActions } from './pageActions.ts';
import type { RecordsGrid } from './recordsGrid.ts';

export interface PageKeysOptions {
  readonly actions: PageActions;
  readonly grid: RecordsGrid;
  readonly look: LookAt;
  readonly bars: Bars;
  readonly finding: Finding;
  readonly chosen: () => readonly RecordPlace[];
  readonly run: (what: RecordAction) => void;
  readonly state: () => RecordsState | undefined;
}

/** What the keys do, and the palette's commands, which do the same. */
export interface PageKeys {
  readonly onKey: (event: KeyboardEvent) => void;
  readonly carryOut: (command: PageCommand) => void;
}

export function createPageKeys(options: PageKeysOptions): PageKeys {
  const { actions, grid, look, bars, finding } = options;
  const carryOut = (command: PageCommand): void => {
    const commands: Readonly<Record<PageCommand, () => void>> = {
      readAgain: () => actions.read(),
      stop: actions.stop,
      pause: actions.togglePause,
      live: actions.toggleLive,
      follow: actions.toggleFollow,
      find: actions.openFind,
      filter: () => bars.focusFilter(),
      nextUndecoded: () => actions.goToNext('undecoded'),
      previousUndecoded: () => actions.goToNext('undecoded', true),
      goTo: actions.openGoTo,
      details: actions.toggleDetails,
      columns: () => actions.openColumns(),
      readStatus: () => bars.readStatus(),
    };
    commands[command]();
  };
  /** Keys of the table alone, where letters are typed nowhere. */
  const ofTable: Readonly<Record<string, () => void>> = {
    l: actions.toggleLive,
    p: () => {
      if (isReading(options.state())) actions.togglePause();
    },
    r: () => actions.read(),
    f: actions.toggleFollow,
    d: actions.toggleDetails,
    g: actions.openGoTo,
    '/': () => bars.focusFilter(),
    ' ': () => look.keep(),
    F3: () => finding.nextText(false),
  };
  const escape = (): void => {
    if (look.isComparing) look.stopComparing();
    else if (isReading(options.state())) actions.stop();
    else grid.clearSelection();
  };
  const onKey = (event: KeyboardEvent): void => {
    const { key, shiftKey, altKey } = event;
    const isControl = event.ctrlKey || event.metaKey;
    const inGrid = grid.hasFocus() || event.target === document.body;
    const plain = !isControl && !altKey;
    const letter = ofTable[key.length === 1 ? key.toLowerCase() : key];
    if (isControl && !altKey && !shiftKey && key.toLowerCase() === 'f') actions.openFind();
    else if (key === 'F8' && plain) actions.goToNext('undecoded', shiftKey);
    else if (inGrid && isControl && key === 'Enter') options.run('openDocument');
    else if (inGrid && isControl && !shiftKey && !altKey && key.toLowerCase() === 'c') {
      if (document.getSelection()?.isCollapsed === false || options.chosen().length === 0) return;
      actions.send({ type: 'copy', places: options.chosen(), what: 'json' });
    } else if (inGrid && altKey && !isControl && (key === 'ArrowUp' || key === 'ArrowDown')) grid.step(key === 'ArrowUp' ? -1 : 1);
    else if (key === 'Escape' && plain && (inGrid || isReading(options.state()))) escape();
    else if (inGrid && plain && key === 'F3') finding.nextText(shiftKey);
    else if (inGrid && plain && !shiftKey && letter) letter();
    else if (plain && !shiftKey && key.toLowerCase() === 'd' && look.hasFocus() && !isTyping(event)) actions.toggleDetails();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { onKey, carryOut };
}

export function isReading(state: RecordsState | undefined): boolean {
  return state !== undefined && state.activity !== 'idle' && state.activity !== 'waiting';
}

function isTyping({ target }: Event): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
