import { element } from './dom.ts';

export interface GoToLine {
  readonly element: HTMLElement;
  open(): void;
  /** There is no such record: says so, and stays open. */
  fail(problem: string | undefined): void;
  close(): void;
}

export interface GoToLineOptions {
  readonly onGo: (text: string) => void;
  readonly onClose: () => void;
  /** What the line is for, where it is not for offsets and times. */
  readonly label?: string;
  readonly placeholder?: string;
}

/** A line in which an offset or a time is typed, to go there. */
export function createGoToLine(options: GoToLineOptions): GoToLine {
  const { label = 'Go to an offset or a time', placeholder = 'Offset, partition/offset, or time' } = options;
  const input = element('input', {
    attributes: { 'aria-label': label, placeholder, spellcheck: 'false' },
  });
  const message = element('span', { class: 'c-error', role: 'status' });
  const line = element('div', { class: 'find go-to', role: 'search', attributes: { 'aria-label': 'Go to' } });
  line.append(element('label', { class: 'dim', text: 'Go to' }), element('div', { class: 'entry' }, input), message);
  line.hidden = true;
  const close = (): void => {
    if (line.hidden) return;
    line.hidden = true;
    options.onClose();
  };
  input.addEventListener('input', () => (message.textContent = ''));
  line.addEventListener('focusout', ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !line.contains(relatedTarget)) line.hidden = true;
  });
  line.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') {
      if (input.value.trim() !== '') options.onGo(input.value.trim());
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    element: line,
    open() {
      line.hidden = false;
      message.textContent = '';
      input.focus();
      input.select();
    },
    fail(problem) {
      message.textContent = problem ?? 'No such record here.';
    },
    close,
  };
}
