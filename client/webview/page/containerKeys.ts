import type { FromContainer } from '../containerProtocol.ts';
import type { ContainerDetailsPane } from './containerDetailsPane.ts';
import type { ContainerFinding } from './containerFinding.ts';
import type { ContainerNotes } from './containerNotes.ts';
import type { RecordsGrid } from './recordsGrid.ts';

export interface ContainerKeysOptions {
  readonly send: (message: FromContainer) => void;
  readonly grid: RecordsGrid;
  readonly details: ContainerDetailsPane;
  readonly finding: ContainerFinding;
  readonly notes: ContainerNotes;
  readonly isIndexing: () => boolean;
  readonly openColumns: () => void;
}

/** What the keys do; letters only where none is typed. */
export function createContainerKeys(options: ContainerKeysOptions): (event: KeyboardEvent) => void {
  const { send, grid, details, finding, notes } = options;
  const ofTable: Readonly<Record<string, () => void>> = {
    r: () => send({ type: 'readAgain' }),
    d: () => details.open(!details.isOpen),
    g: () => finding.openGoTo(),
  };
  const chosen = (): number[] => grid.chosen.map(({ offset }) => Number(offset));
  const openDocument = (): void => {
    const [record] = chosen();
    if (record !== undefined) send({ type: 'openDocument', record });
  };
  return (event) => {
    const { key, shiftKey, altKey } = event;
    const isControl = event.ctrlKey || event.metaKey;
    const inGrid = grid.hasFocus() || event.target === document.body;
    const plain = !isControl && !altKey;
    const letter = plain && !shiftKey ? ofTable[key.toLowerCase()] : undefined;
    if (isControl && !altKey && !shiftKey && key.toLowerCase() === 'f') finding.openFind();
    else if (plain && key === 'F8') notes.nextGap(shiftKey);
    else if (plain && key === 'F3') finding.nextText(shiftKey);
    else if (inGrid && isControl && key === 'Enter') openDocument();
    else if (inGrid && isControl && !shiftKey && !altKey && key.toLowerCase() === 'c') {
      if (document.getSelection()?.isCollapsed === false || chosen().length === 0) return;
      send({ type: 'copy', records: chosen(), what: 'json' });
    } else if (inGrid && altKey && !isControl && (key === 'ArrowUp' || key === 'ArrowDown')) grid.step(key === 'ArrowUp' ? -1 : 1);
    else if (inGrid && plain && key === 'Escape') {
      if (options.isIndexing()) send({ type: 'stop' });
      else grid.clearSelection();
    } else if (inGrid && letter) letter();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
