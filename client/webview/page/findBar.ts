import { element, iconButton } from './dom.ts';

export interface FindBarOptions {
  /** The text has changed; empty where nothing is sought. */
  readonly onText: (text: string) => void;
  readonly onNext: (isBackwards: boolean) => void;
  /** The focus goes back to the table. */
  readonly onClose: () => void;
}

export interface FindBar {
  readonly element: HTMLElement;
  readonly text: () => string;
  open(): void;
  close(): void;
  /** Says which of how many it is; undefined while nobody knows. */
  setResult(result: { readonly ordinal: number; readonly total: number } | undefined): void;
  /** Says something else of the search. */
  setText(text: string, isError: boolean): void;
}

const typingMs = 150;

/** Finds a text within the rows; it marks them and hides none. */
export function createFindBar(options: FindBarOptions): FindBar {
  const input = element('input', { attributes: { 'aria-label': 'Find in records', placeholder: 'Find', spellcheck: 'false' } });
  const count = element('span', { class: 'dim num', role: 'status' });
  const bar = element(
    'div',
    { class: 'find', role: 'search', attributes: { 'aria-label': 'Find in records' } },
    element('div', { class: 'entry' }, input),
    count,
    iconButton('arrow-up', 'Previous', { key: 'Shift+Enter', onClick: () => options.onNext(true) }),
    iconButton('arrow-down', 'Next', { key: 'Enter', onClick: () => options.onNext(false) }),
    iconButton('close', 'Close', { key: 'Escape', onClick: () => close() }),
  );
  bar.hidden = true;
  let timer: number | undefined;
  const close = (): void => {
    if (bar.hidden) return;
    window.clearTimeout(timer);
    bar.hidden = true;
    options.onText('');
    options.onClose();
  };
  input.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => options.onText(input.value), typingMs);
  });
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target === input)) options.onNext(event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element: bar,
    text: () => (bar.hidden ? '' : input.value),
    open() {
      const wasHidden = bar.hidden;
      bar.hidden = false;
      input.focus();
      input.select();
      if (wasHidden && input.value !== '') options.onText(input.value);
    },
    close,
    setText(text, isError) {
      count.textContent = text;
      count.classList.toggle('c-error', isError);
    },
    setResult(result) {
      if (!result) count.textContent = '';
      else count.textContent = result.total === 0 ? 'Not found' : `${result.ordinal} of ${result.total.toLocaleString()}`;
      count.classList.toggle('c-error', result?.total === 0);
    },
  };
}
