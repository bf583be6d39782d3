import type { RecordsState } from '../recordsProtocol.ts';
import { isTicking, toStatus, type StatusPart, type StatusView } from '../recordsStatus.ts';
import { element, icon, iconButton, moveFocus, roveAcross } from './dom.ts';

export interface StatusLineOptions {
  readonly onGoTo: (what: 'undecoded' | 'guessed') => void;
  readonly onClearRange: () => void;
}

export interface StatusLine {
  readonly element: HTMLElement;
  /** The line of progress below it. */
  readonly progress: HTMLElement;
  /** `shown` are the rows of the view. */
  draw(state: RecordsState, shown: number | undefined): void;
  /** Says its text anew, to screen readers. */
  readonly read: () => void;
}

/** It changes at most so often. */
const intervalMs = 250;

const icons: Readonly<Record<StatusView['icon'], readonly [name: string, tone: string]>> = {
  pass: ['pass', 'c-ok'],
  info: ['info', 'c-info'],
  warning: ['warning', 'c-warn'],
  error: ['error', 'c-error'],
  busy: ['sync', 'c-info'],
  live: ['radio-tower', 'c-info'],
  paused: ['debug-pause', 'c-info'],
  stopped: ['stop-circle', 'c-info'],
};

/** Why a scan stopped, what it found and how far it got. */
export function createStatusLine(options: StatusLineOptions): StatusLine {
  const line = element('div', { class: 'status', role: 'group', attributes: { 'aria-label': 'Status' } });
  // What a screen reader hears: the first and the last text of a scan, not every count between.
  const heard = element('div', { class: 'sr', role: 'status' });
  const bar = element('i');
  const progress = element('div', { class: 'prog', role: 'progressbar', attributes: { 'aria-label': 'Scanned' } }, bar);
  new ResizeObserver(() => fit(line)).observe(line);
  roveAcross(line, 'button');
  const clock = createClock();
  let latest: { readonly state: RecordsState; readonly shown: number | undefined } | undefined;
  let drawnAt = -intervalMs;
  let timer: number | undefined;
  let said = '';
  const toView = (): StatusView | undefined =>
    latest && toStatus(latest.state, { nowMs: Date.now(), shown: latest.shown, ...clock.facts() });
  const drawNow = () => {
    window.clearTimeout(timer);
    timer = undefined;
    const view = toView();
    if (!latest || !view) return;
    drawnAt = performance.now();
    drawLine(line, view, options);
    drawProgress(progress, bar, view);
    const key = view.stoppable ? latest.state.activity : view.why;
    if (key !== said) heard.textContent = toSpoken(view);
    said = key;
    if (isTicking(latest.state)) timer = window.setTimeout(drawNow, 1000);
  };
  return {
    element: element('div', { class: 'status-box' }, line, heard),
    progress,
    draw(state, shown) {
      const isOther = latest?.state.activity !== state.activity || latest.shown !== shown;
      latest = { state, shown };
      clock.note(state);
      const waitMs = drawnAt + intervalMs - performance.now();
      if (isOther || waitMs <= 0) drawNow();
      else {
        window.clearTimeout(timer);
        timer = window.setTimeout(drawNow, waitMs);
      }
    },
    read() {
      const view = toView();
      heard.textContent = '';
      // Only a change is read out.
      if (view) window.setTimeout(() => (heard.textContent = toSpoken(view)), 50);
    },
  };
}

function toSpoken({ why, parts }: StatusView): string {
  return [why, ...parts.map(({ text, tail }) => `${text}${tail ?? ''}.`.replace(/\.\.$/, '.'))].join(' ');
}

/** Notes what the state itself does not say: when the connection was lost, and when a record last came. */
function createClock(): { note(state: RecordsState): void; facts(): { lostAtMs: number | undefined; lastArrivalMs: number | undefined } } {
  let before: RecordsState | undefined;
  let lostAtMs: number | undefined;
  let lastArrivalMs: number | undefined;
  return {
    note(state) {
      if (state.activity !== 'retrying') lostAtMs = undefined;
      else lostAtMs ??= Date.now();
      const isSame = before?.scan === state.scan;
      if (!isSame) lastArrivalMs = undefined;
      else if (
        before?.activity === 'live' &&
        state.activity === 'live' &&
        (state.progress?.scanned ?? 0) > (before.progress?.scanned ?? 0)
      ) {
        lastArrivalMs = Date.now();
      }
      before = state;
    },
    facts: () => ({ lostAtMs, lastArrivalMs }),
  };
}

function drawProgress(progress: HTMLElement, bar: HTMLElement, { done, stoppable, icon: kind }: StatusView): void {
  progress.hidden = !stoppable || kind !== 'busy';
  progress.classList.toggle('endless', done === undefined);
  if (done === undefined) {
    progress.removeAttribute('aria-valuenow');
    bar.style.removeProperty('width');
    return;
  }
  const percent = Math.round(done * 100);
  progress.setAttribute('aria-valuenow', String(percent));
  bar.style.width = `${percent}%`;
}

/** Draws anew only what is not as it was: a button that has the focus keeps it. */
function drawLine(line: HTMLElement, view: StatusView, options: StatusLineOptions): void {
  const [name, tone] = icons[view.icon];
  const drawn: Drawn[] = [{ key: `why ${view.icon}`, make: () => makeWhy(name, tone), fill: (made) => fillWhy(made, view.why) }];
  for (const part of view.parts) {
    if (part.isShown === true) drawn.push({ key: 'spacer', make: () => element('span', { class: 'spacer' }) });
    const key = part.goesTo ?? (part.isShown === true ? 'shown' : `${part.dispensable} ${part.tooltip ?? ''}`);
    drawn.push({ key, make: () => makePart(part, options), fill: (made) => fillPart(made, part) });
  }
  if (view.stoppable) {
    if (!view.parts.some(({ isShown }) => isShown)) drawn.push({ key: 'spacer', make: () => element('span', { class: 'spacer' }) });
    drawn.push({ key: 'hint', make: makeHint });
  }
  const keys = drawn.map(({ key }) => key).join('\n');
  if (line.dataset['keys'] !== keys) {
    line.dataset['keys'] = keys;
    const hadFocus =
      document.activeElement instanceof HTMLElement && line.contains(document.activeElement) ? document.activeElement : undefined;
    const focused = hadFocus?.dataset['key'];
    line.replaceChildren(
      ...drawn.map(({ key, make }) => {
        const made = make();
        made.dataset['key'] = key;
        return made;
      }),
    );
    if (focused !== undefined)
      moveFocus([...line.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset['key'] === focused));
  }
  drawn.forEach(({ fill }, index) => {
    const made = line.children[index];
    if (fill && made instanceof HTMLElement) fill(made);
  });
  fit(line);
}

interface Drawn {
  readonly key: string;
  readonly make: () => HTMLElement;
  readonly fill?: (made: HTMLElement) => void;
}

function makeWhy(name: string, tone: string): HTMLElement {
  return element('span', { class: 'why' }, icon(name, `s ${tone}`), element('b'));
}

function fillWhy(made: HTMLElement, why: string): void {
  const text = made.querySelector('b');
  if (!text || text.textContent === why) return;
  text.textContent = why;
  made.title = why;
}

function makePart(part: StatusPart, options: StatusLineOptions): HTMLElement {
  const { goesTo, tooltip, dispensable } = part;
  const common = { title: tooltip ?? '', attributes: { 'data-dispensable': String(dispensable) } };
  if (goesTo !== undefined) {
    const mark = goesTo === 'undecoded' ? icon('error', 's c-error') : icon('question', 's c-warn');
    const link = element('button', { ...common, class: 'part link', onClick: () => options.onGoTo(goesTo) }, mark);
    link.type = 'button';
    link.append(element('span', { class: 'text' }));
    return link;
  }
  const made = element('span', { ...common, class: 'part' }, element('span', { class: 'text' }));
  if (part.short !== undefined) made.append(element('span', { class: 'short' }));
  made.append(element('span', { class: 'tail' }));
  if (part.isShown === true) {
    made.classList.add('last');
    made.append(iconButton('close', 'Clear the time range', { onClick: options.onClearRange }));
  }
  return made;
}

function fillPart(made: HTMLElement, { text, short, strong, tail }: StatusPart): void {
  const drawn = JSON.stringify([text, tail]);
  if (made.dataset['drawn'] === drawn) return;
  made.dataset['drawn'] = drawn;
  made.querySelector('.text')?.replaceChildren(...withStrong(text, strong));
  made.querySelector('.tail')?.replaceChildren(tail ?? '');
  if (short !== undefined) made.querySelector('.short')?.replaceChildren(...withStrong(short, strong));
}

function withStrong(text: string, strong: string | undefined): (Node | string)[] {
  const at = strong === undefined ? -1 : text.indexOf(strong);
  if (strong === undefined || at < 0) return [text];
  return [text.slice(0, at), element('b', { class: 'num', text: strong }), text.slice(at + strong.length)];
}

function makeHint(): HTMLElement {
  const key = element('span', { class: 'kbd', text: 'Escape' });
  return element('span', { class: 'dim hint', attributes: { 'data-dispensable': '3' } }, key, ' stops');
}

/**
 * Takes away what the line has no room for: what can be spared most first, and of the same rank the last. The reason, the
 * counts and "not decoded" stay; where even they are too many, the line scrolls by itself.
 */
function fit(line: HTMLElement): void {
  const isTooLong = () => line.scrollWidth > line.clientWidth;
  const parts = [...line.querySelectorAll<HTMLElement>('[data-dispensable]')].reverse();
  const tails = [...line.querySelectorAll<HTMLElement>('.tail')];
  for (const made of [...parts, ...tails]) made.hidden = false;
  line.classList.remove('tight');
  for (const rank of ['3', 'tail', '2']) {
    const spared = rank === 'tail' ? tails : parts.filter(({ dataset }) => dataset['dispensable'] === rank);
    for (const made of spared) {
      if (!isTooLong()) return;
      made.hidden = true;
    }
  }
  line.classList.toggle('tight', isTooLong());
}
