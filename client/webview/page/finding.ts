import type { FindWhat, FromPage, ToPage } from '../recordsProtocol.ts';
import { createFindBar } from './findBar.ts';
import { createGoToLine } from './goToLine.ts';
import type { RecordsGrid } from './recordsGrid.ts';

export interface Finding {
  readonly bar: HTMLElement;
  readonly line: HTMLElement;
  readonly isOpen: () => boolean;
  openFind(): void;
  openGoTo(): void;
  /** Goes to the next row of a kind, round the end. */
  next(what: FindWhat, isBackwards: boolean): void;
  /** To the next row that holds the text that is sought. */
  nextText(isBackwards: boolean): void;
  accept(message: Extract<ToPage, { type: 'found' }>): void;
}

/** What is sought among the rows, and the answers to it: only the last question counts. */
export function createFinding({ send, grid }: { readonly send: (message: FromPage) => void; readonly grid: RecordsGrid }): Finding {
  let asks = 0;
  let asked: { readonly ask: number; readonly what: FindWhat; readonly isLookedAt: boolean } | undefined;
  const ask = (what: FindWhat, from: number, backwards: boolean, isLookedAt: boolean): void => {
    asked = { ask: ++asks, what, isLookedAt };
    send({ type: 'find', ask: asks, from, backwards, what });
  };
  const bar = createFindBar({
    onText: (text) => {
      grid.mark(text);
      bar.setResult(undefined);
      // The row at hand counts too: it is looked for from the one before it.
      if (text !== '') ask({ kind: 'text', text }, grid.active - 1, false, false);
    },
    onNext: (isBackwards) => nextText(isBackwards),
    onClose: () => grid.focus(),
  });
  const goTo = createGoToLine({
    onGo: (text) => ask({ kind: 'goTo', text }, grid.active, false, true),
    onClose: () => grid.focus(),
  });
  const nextText = (isBackwards: boolean): void => {
    const text = bar.text();
    if (text !== '') ask({ kind: 'text', text }, grid.active, isBackwards, false);
  };
  return {
    bar: bar.element,
    line: goTo.element,
    isOpen: () => bar.text() !== '',
    openFind: () => bar.open(),
    openGoTo: () => goTo.open(),
    next: (what, isBackwards) => ask(what, grid.active, isBackwards, true),
    nextText,
    accept({ ask: number, index, ordinal, total, problem }) {
      if (asked?.ask !== number) return;
      const { what, isLookedAt } = asked;
      if (what.kind === 'text') bar.setResult({ ordinal, total });
      if (what.kind === 'goTo') {
        if (index === undefined) goTo.fail(problem);
        else goTo.close();
      }
      if (index === undefined) return;
      grid.goTo(index);
      if (isLookedAt) grid.focus();
    },
  };
}
