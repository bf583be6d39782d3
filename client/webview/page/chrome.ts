import type { RecordsState } from '../recordsProtocol.ts';
import { toEmpty, toNotes, toStatus, type NoteView, type Offer, type StatusView } from '../recordsStatus.ts';
import { button, element, icon, iconButton, roveAcross } from './dom.ts';

/** All around the table: tool bar, status line, notes, and what stands there when there are no rows. */
export interface ChromeOptions {
  readonly onReadAgain: () => void;
  readonly onStop: () => void;
  readonly onToggleDetails: () => void;
  readonly onGoTo: (what: 'undecoded' | 'guessed') => void;
  readonly onOffer: (offer: Offer) => void;
}

export interface Chrome {
  readonly toolBar: HTMLElement;
  readonly status: HTMLElement;
  readonly progress: HTMLElement;
  readonly above: HTMLElement;
  readonly below: HTMLElement;
  readonly empty: HTMLElement;
  draw(state: RecordsState): void;
  setDetailsOpen(isOpen: boolean): void;
}

export function createChrome(options: ChromeOptions): Chrome {
  const toolBar = createToolBar(options);
  const line = element('div', { class: 'status', role: 'group', attributes: { 'aria-label': 'Status' } });
  // What a screen reader hears: the first and the last text of a read, not every count between.
  const heard = element('div', { class: 'sr', role: 'status' });
  const status = element('div', { class: 'status-box' }, line, heard);
  const progress = element('div', { class: 'prog', role: 'progressbar', attributes: { 'aria-label': 'Reading' } }, element('i'));
  const above = element('div', { class: 'notes' });
  const below = element('div', { class: 'notes' });
  const empty = element('div', { class: 'empty' });
  new ResizeObserver(() => dropParts(line)).observe(line);
  let lastKind = '';
  return {
    toolBar: toolBar.element,
    status,
    progress,
    above,
    below,
    empty,
    draw(state) {
      const view = toStatus(state, { nowMs: Date.now() });
      toolBar.draw(state, view.stoppable);
      line.replaceChildren(...renderStatus(view, options));
      dropParts(line);
      const kind = view.stoppable ? 'reading' : view.why;
      if (kind !== lastKind) heard.textContent = [view.why, ...view.parts.map(({ text }) => text)].join(' ');
      lastKind = kind;
      progress.hidden = !view.stoppable;
      const notes = toNotes(state);
      drawNotes(above, notes, 'above', options);
      drawNotes(below, notes, 'below', options);
      drawEmpty(empty, state, options);
    },
    setDetailsOpen: (isOpen) => toolBar.setDetailsOpen(isOpen),
  };
}

function createToolBar(options: ChromeOptions): {
  element: HTMLElement;
  draw(state: RecordsState, isReading: boolean): void;
  setDetailsOpen(isOpen: boolean): void;
} {
  const connection = element('span', { class: 'conn' });
  const topic = element('span', { class: 'fact' });
  const partitions = element('span', { class: 'fact' });
  const stop = iconButton('debug-stop', 'Stop', { key: 'Escape', onClick: options.onStop });
  const again = iconButton('refresh', 'Read again', { key: 'R', onClick: options.onReadAgain });
  const details = iconButton('layout-sidebar-right', 'Record details', { key: 'D', onClick: options.onToggleDetails });
  const bar = element(
    'div',
    { class: 'bar tools', role: 'toolbar', attributes: { 'aria-label': 'What to read' } },
    connection,
    topic,
    partitions,
    element('span', { class: 'vsep' }),
    stop,
    again,
    element('span', { class: 'spacer' }),
    details,
  );
  roveAcross(bar, 'button');
  return {
    element: bar,
    draw(state, isReading) {
      const lock = state.readOnly ? [icon('lock', 's')] : [];
      const note = state.readOnly ? [element('small', { text: 'read-only' })] : [];
      connection.replaceChildren(...lock, element('span', { class: 'cut', text: state.connection }), ...note);
      connection.title = state.readOnly ? `${state.connection} is read-only: nothing is written.` : `Connection ${state.connection}`;
      topic.replaceChildren(element('span', { class: 'k', text: 'Topic' }), element('span', { class: 'cut', text: state.topic }));
      topic.title = state.topic;
      partitions.hidden = !state.partitions;
      partitions.replaceChildren(element('span', { class: 'k', text: 'Partition' }), ` ${state.partitions?.join(', ') ?? ''}`);
      stop.disabled = !isReading;
    },
    setDetailsOpen: (isOpen) => details.setAttribute('aria-pressed', String(isOpen)),
  };
}

const statusIcons: Readonly<Record<StatusView['icon'], readonly [name: string, tone: string]>> = {
  pass: ['pass', 'c-ok'],
  info: ['info', 'c-info'],
  warning: ['warning', 'c-warn'],
  error: ['error', 'c-error'],
  busy: ['sync', 'c-info'],
};

function renderStatus(view: StatusView, options: ChromeOptions): HTMLElement[] {
  const [name, tone] = statusIcons[view.icon];
  const shown = [element('span', { class: 'why' }, icon(name, `s ${tone}`), element('b', { text: view.why }))];
  for (const { text, dispensable, goesTo, tooltip } of view.parts) {
    const separator = element('span', { class: 'vsep' });
    const options_ = { title: tooltip ?? '', attributes: { 'data-dispensable': String(dispensable) } };
    if (goesTo === undefined) shown.push(separator, element('span', { ...options_, class: 'part', text }));
    else {
      const mark = goesTo === 'undecoded' ? icon('error', 's c-error') : icon('question', 's c-warn');
      const link = element(
        'button',
        { ...options_, class: 'link', onClick: () => options.onGoTo(goesTo) },
        mark,
        element('span', { text }),
      );
      link.type = 'button';
      shown.push(separator, link);
    }
  }
  if (view.stoppable) {
    const key = element('span', { class: 'kbd', text: 'Escape' });
    shown.push(element('span', { class: 'spacer' }), element('span', { class: 'dim hint' }, key, ' stops'));
  }
  return shown;
}

/** Takes in as many parts as the line has room for: what can least be spared first, and of the same rank the first. */
function dropParts(line: HTMLElement): void {
  const parts = [...line.querySelectorAll<HTMLElement>('[data-dispensable]')];
  const setHidden = (part: HTMLElement, isHidden: boolean) => {
    part.hidden = isHidden;
    if (part.previousElementSibling instanceof HTMLElement) part.previousElementSibling.hidden = isHidden;
  };
  const isTooLong = () => line.scrollWidth > line.clientWidth;
  line.classList.remove('tight');
  for (const part of parts) setHidden(part, part.dataset['dispensable'] !== '0');
  if (isTooLong()) {
    line.classList.add('tight');
    return;
  }
  // One that is too long for the line makes room for a shorter one behind it.
  for (const rank of ['1', '2', '3']) {
    for (const part of parts.filter(({ dataset }) => dataset['dispensable'] === rank)) {
      setHidden(part, false);
      if (isTooLong()) setHidden(part, true);
    }
  }
}

const offerLabels: Readonly<Record<Offer, string>> = {
  readAgain: 'Read Again',
  openSettings: 'Open Settings',
  produceSample: 'Produce Sample Message…',
};

function renderOffers(offers: readonly Offer[], options: ChromeOptions): HTMLElement[] {
  return offers.map((offer, index) => {
    const made = button(offerLabels[offer], { onClick: () => options.onOffer(offer) });
    made.classList.toggle('primary', index === 0);
    return made;
  });
}

function drawNotes(box: HTMLElement, notes: readonly NoteView[], place: NoteView['place'], options: ChromeOptions): void {
  const mine = notes.filter((note) => note.place === place);
  // Only a change is drawn: an alert is read out whenever it appears.
  const shown = JSON.stringify(mine);
  if (box.dataset['shown'] === shown) return;
  box.dataset['shown'] = shown;
  box.replaceChildren(
    ...mine.map(({ severity, strong, text, offers }) => {
      const words = element('span', { class: 'grow' });
      if (strong !== '') words.append(element('b', { text: strong }), ' ');
      words.append(text);
      const tone = { info: 'c-info', warning: 'c-warn', error: 'c-error' }[severity];
      const role = severity === 'info' ? 'note' : 'alert';
      return element('div', { class: `note ${severity}`, role }, icon(severity, tone), words, ...renderOffers(offers, options));
    }),
  );
}

function drawEmpty(box: HTMLElement, state: RecordsState, options: ChromeOptions): void {
  const view = toEmpty(state);
  box.hidden = !view;
  if (!view) {
    box.replaceChildren();
    return;
  }
  const detail = view.detail === '' ? [] : [element('p', { text: view.detail })];
  box.replaceChildren(
    icon(view.icon, 'big'),
    element('h3', { text: view.title, role: view.icon === 'error' ? 'alert' : 'heading', attributes: { 'aria-level': '2' } }),
    ...detail,
    element('div', { class: 'row' }, ...renderOffers(view.offers, options)),
  );
}
