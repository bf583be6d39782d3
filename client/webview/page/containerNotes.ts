import type { ContainerProblem, ContainerState, FromContainer } from '../containerProtocol.ts';
import { toNoRecords } from '../containerTexts.ts';
import { button, element, icon, iconButton } from './dom.ts';

export interface ContainerNotesOptions {
  readonly send: (message: FromContainer) => void;
  readonly onGoTo: (record: number) => void;
}

export interface ContainerNotes {
  readonly above: HTMLElement;
  /** Stands in place of the rows; hidden where there are some. */
  readonly empty: HTMLElement;
  draw(state: ContainerState): void;
  /** Goes to the next damaged place, or the one before, round the end. */
  nextGap(isBackwards: boolean): void;
}

/** What is wrong with a file, each with what can be done. */
export function createContainerNotes({ send, onGoTo }: ContainerNotesOptions): ContainerNotes {
  const above = element('div', { class: 'notes above' });
  const empty = element('div', { class: 'empty' });
  let state: ContainerState | undefined;
  let gap = 0;
  const buttons = {
    readAgain: () => button('Read Again', { class: 'btn primary', onClick: () => send({ type: 'readAgain' }) }),
    openWith: () => button('Reopen Editor With…', { onClick: () => send({ type: 'openWith' }) }),
    openAsText: () => button('Reopen as Text', { onClick: () => send({ type: 'openAsText' }) }),
  };
  const step = (by: number): void => {
    const count = state?.gaps.length ?? 0;
    if (count === 0) return;
    gap = (gap + by + count) % count;
    drawAbove();
  };
  const toGapNote = ({ gaps, records }: ContainerState): HTMLElement[] => {
    gap = Math.min(gap, Math.max(0, gaps.length - 1));
    const shown = gaps[gap];
    if (shown === undefined) return [];
    const go = records > 0 ? [button('Go There', { onClick: () => onGoTo(shown.record) })] : [];
    const others =
      gaps.length < 2
        ? []
        : [
            element('span', { class: 'num', text: `${gap + 1} of ${gaps.length.toLocaleString()}` }),
            iconButton('arrow-up', 'Previous damaged place', { key: 'Shift+F8', onClick: () => step(-1) }),
            iconButton('arrow-down', 'Next damaged place', { key: 'F8', onClick: () => step(1) }),
          ];
    return [renderNote('warning', shown.text, ...go, ...others)];
  };
  const drawAbove = (): void => {
    if (!state) return;
    const { problem, change, name, facts, gaps, records } = state;
    const key = JSON.stringify([problem, change, facts?.isCodecKnown, gaps.length, gap, gaps[gap], records > 0]);
    if (above.dataset['drawn'] === key) return;
    above.dataset['drawn'] = key;
    const focused = above.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
    const notes: HTMLElement[] = [];
    if (change === 'changed') notes.push(renderNote('info', 'The file has changed.', buttons.readAgain()));
    if (change === 'deleted')
      notes.push(renderNote('warning', `${name} was moved or deleted. What is shown was read before.`, buttons.readAgain()));
    if (facts?.isCodecKnown === false) {
      notes.push(renderNote('error', `The blocks are compressed by "${facts.codec}", which can't be read here. ${codecs}`));
    }
    if (problem && facts) notes.push(renderNote('error', toText(problem), buttons.readAgain()));
    above.replaceChildren(...notes, ...toGapNote(state));
    if (focused !== undefined) [...above.querySelectorAll('button')].find((one) => one.textContent === focused)?.focus();
  };
  return {
    above,
    empty,
    draw(next) {
      state = next;
      drawAbove();
      drawEmpty(empty, next, buttons);
    },
    nextGap(isBackwards) {
      const before = above.dataset['visited'];
      // The first one is shown already, so it is the first to be gone to.
      if (before === String(state?.scan)) step(isBackwards ? -1 : 1);
      above.dataset['visited'] = String(state?.scan);
      const shown = state?.gaps[gap];
      if (shown !== undefined && (state?.records ?? 0) > 0) onGoTo(shown.record);
    },
  };
}

const codecs = 'Codecs that can be read: null, deflate, snappy, zstandard, bzip2, xz.';

function drawEmpty(
  box: HTMLElement,
  state: ContainerState,
  buttons: Readonly<Record<'readAgain' | 'openWith' | 'openAsText', () => HTMLElement>>,
): void {
  const failed = state.facts === undefined ? state.problem : undefined;
  const nothing = toNoRecords(state);
  box.hidden = failed === undefined && nothing === undefined;
  const drawn = JSON.stringify([failed, nothing]);
  if (box.dataset['drawn'] === drawn) return;
  box.dataset['drawn'] = drawn;
  const title = (text: string, role: string): HTMLElement => element('h3', { text, role, attributes: { 'aria-level': '2' } });
  if (failed) {
    const offers = failed.isOther
      ? [buttons.openAsText(), buttons.openWith(), buttons.readAgain()]
      : [buttons.readAgain(), buttons.openWith()];
    for (const [at, offer] of offers.entries()) offer.classList.toggle('primary', at === 0);
    const remedy = failed.remedy === undefined ? [] : [element('p', { text: failed.remedy })];
    box.replaceChildren(icon('error', 'big'), title(failed.message, 'alert'), ...remedy, element('div', { class: 'row' }, ...offers));
  } else if (nothing !== undefined) box.replaceChildren(icon('info', 'big'), title(nothing, 'heading'));
  else box.replaceChildren();
}

function toText({ message, remedy }: ContainerProblem): string {
  return remedy === undefined ? message : `${message} ${remedy}`;
}

function renderNote(severity: 'info' | 'warning' | 'error', text: string, ...buttons: readonly HTMLElement[]): HTMLElement {
  const tone = { info: 'c-info', warning: 'c-warn', error: 'c-error' }[severity];
  const role = severity === 'info' ? 'note' : 'alert';
  return element('div', { class: `note ${severity}`, role }, icon(severity, tone), element('span', { class: 'grow', text }), ...buttons);
}
