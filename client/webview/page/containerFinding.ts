import type { ContainerState, FromContainer, ToContainer } from '../containerProtocol.ts';
import { toRecordNumber, toSearchText } from '../containerTexts.ts';
import { iconButton } from './dom.ts';
import { createFindBar } from './findBar.ts';
import { createGoToLine } from './goToLine.ts';
import type { RecordsGrid } from './recordsGrid.ts';

export interface ContainerFinding {
  readonly bar: HTMLElement;
  readonly line: HTMLElement;
  openFind(): void;
  openGoTo(): void;
  nextText(isBackwards: boolean): void;
  accept(message: Extract<ToContainer, { type: 'searching' | 'found' }>): void;
}

export interface ContainerFindingOptions {
  readonly send: (message: FromContainer) => void;
  readonly grid: RecordsGrid;
  readonly state: () => ContainerState | undefined;
}

/** Looks for a text in the whole file, and goes to records by their number. Only the last question counts. */
export function createContainerFinding({ send, grid, state }: ContainerFindingOptions): ContainerFinding {
  let asks = 0;
  const ask = (text: string, from: number, backwards: boolean): void => {
    send({ type: 'search', ask: ++asks, text, from, backwards });
    cancel.hidden = text === '';
    bar.setText(text === '' ? '' : 'Searching…', false);
  };
  const bar = createFindBar({
    onText: (text) => {
      grid.mark(text);
      // The record at hand counts too: it is looked for from the one before it.
      ask(text, grid.active - 1, false);
    },
    onNext: (isBackwards) => nextText(isBackwards),
    onClose: () => grid.focus(),
  });
  const cancel = iconButton('debug-stop', 'Cancel the search', {
    onClick: () => {
      ask('', 0, false);
      bar.setText('Search cancelled', false);
      bar.element.querySelector('input')?.focus();
    },
  });
  cancel.hidden = true;
  bar.element.querySelector('button')?.before(cancel);
  const nextText = (isBackwards: boolean): void => {
    const text = bar.text();
    if (text !== '') ask(text, grid.active, isBackwards);
  };
  const goTo = createGoToLine({
    label: 'Go to the record with this number',
    placeholder: 'Number of a record',
    onGo: (text) => {
      const now = state();
      const record = now === undefined ? '' : toRecordNumber(text, now);
      if (typeof record === 'string') goTo.fail(record);
      else {
        goTo.close();
        grid.goTo(record);
        grid.focus();
      }
    },
    onClose: () => grid.focus(),
  });
  return {
    bar: bar.element,
    line: goTo.element,
    openFind: () => bar.open(),
    openGoTo: () => goTo.open(),
    nextText,
    accept(message) {
      if (message.ask !== asks || cancel.hidden) return;
      if (message.type === 'searching') {
        bar.setText(toSearchText(message.searched, message.of), false);
        return;
      }
      cancel.hidden = true;
      const { record, problem } = message;
      if (record === undefined) bar.setText(problem ?? 'Not found', true);
      else {
        bar.setText(`Record ${record.toLocaleString()}`, false);
        grid.goTo(record);
      }
    },
  };
}
