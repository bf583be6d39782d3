import { formatNumber } from '../texts.ts';
import { button, element, icon } from './dom.ts';
import type { LiveEnd } from './liveRows.ts';

/** Says how many records came in where nobody looks, and leads there. */
export function createLiveButton(onClick: () => void): {
  readonly element: HTMLElement;
  draw(end: LiveEnd | undefined, newRows: number): void;
} {
  const mark = element('span');
  const text = element('span');
  const made = button('', { class: 'btn primary live-end', onClick });
  made.append(mark, text);
  made.hidden = true;
  return {
    element: made,
    draw(end, newRows) {
      made.hidden = end === undefined || newRows === 0;
      if (made.hidden) return;
      made.classList.toggle('at-last', end === 'last');
      mark.replaceChildren(icon(end === 'first' ? 'arrow-up' : 'arrow-down', 's'));
      text.textContent = formatNumber(newRows, 'new record', 'new records');
      made.title = `Go there and follow (${end === 'first' ? 'Home' : 'End'})`;
    },
  };
}

/** How long a passing notice stands. */
const noticeMs = 6000;

/** A line below the table for what happens there. */
export function createNotice(): { readonly element: HTMLElement; say(text: string): void; setStanding(text: string): void } {
  const line = element('div', { class: 'notice', role: 'status' });
  let standing = '';
  let timer: number | undefined;
  const draw = (text: string) => {
    if (line.textContent !== text) line.textContent = text;
    line.hidden = text === '';
  };
  line.hidden = true;
  return {
    element: line,
    say(text) {
      window.clearTimeout(timer);
      draw(text);
      timer = window.setTimeout(() => {
        timer = undefined;
        draw(standing);
      }, noticeMs);
    },
    setStanding(text) {
      if (text === standing) return;
      standing = text;
      if (timer === undefined) draw(text);
    },
  };
}
