import type { RecordPlace } from '../../records/recordsView.ts';
import type { FromPage, RecordsState } from '../recordsProtocol.ts';
import { toStartText } from '../startText.ts';
import { joinAnd, shorten } from '../texts.ts';
import { element, icon, iconButton, roveAcross } from './dom.ts';
import { toExportMenu } from './exportMenu.ts';
import { toPartitionsMenu } from './partitionsMenu.ts';
import { attachPopover } from './popover.ts';
import { toStartMenu } from './startMenu.ts';

export interface ToolBarOptions {
  readonly send: (message: FromPage) => void;
  /** Opens the column chooser below its button. */
  readonly onColumns: (anchor: HTMLElement) => void;
  readonly onToggleDetails: () => void;
  /** The rows that are chosen in the table. */
  readonly chosen: () => readonly RecordPlace[];
  /** Rows of the view. */
  readonly shown: () => number;
}

export interface ToolBar {
  readonly element: HTMLElement;
  draw(state: RecordsState): void;
  readonly setDetailsOpen: (isOpen: boolean) => void;
}

/** What is read, from where and how; one stop of the Tab key, with arrows inside. */
export function createToolBar({ send, onColumns, onToggleDetails, chosen, shown }: ToolBarOptions): ToolBar {
  let state: RecordsState | undefined;
  const connection = element('button', { class: 'conn', onClick: () => send({ type: 'choose', what: 'connection' }) });
  const topic = select('Topic', 'list-flat');
  topic.element.addEventListener('click', () => send({ type: 'choose', what: 'topic' }));
  const start = select('Start', 'debug-start');
  attachPopover(start.element, (close) => (state ? toStartMenu(state, send, close) : nothing));
  const partitions = select('Partitions', 'list-ordered');
  attachPopover(partitions.element, (close) => (state ? toPartitionsMenu(state, send, close) : nothing));
  partitions.element.setAttribute('aria-haspopup', 'dialog');
  const decode = select('Decode', 'file-binary');
  decode.element.addEventListener('click', () => send({ type: 'choose', what: 'profile' }));
  const reading = createReadButtons(send, () => state);
  const exports = wordButton('export', 'Export', 'chevron-down');
  attachPopover(exports, (close) => toExportMenu({ shown: shown(), chosen: chosen() }, send, close));
  const columns = wordButton('table', 'Columns');
  columns.setAttribute('aria-haspopup', 'dialog');
  columns.addEventListener('click', () => onColumns(columns));
  const details = iconButton('layout-sidebar-right', 'Record details', { key: 'D', onClick: onToggleDetails });
  const bar = element(
    'div',
    { class: 'bar tools', role: 'toolbar', attributes: { 'aria-label': 'What to read' } },
    connection,
    ...[topic, start, partitions, decode].map((one) => one.element),
    element('span', { class: 'vsep' }),
    ...reading.elements,
    element('span', { class: 'spacer' }),
    exports,
    columns,
    details,
  );
  roveAcross(bar, 'button');
  return {
    element: bar,
    draw(next) {
      state = next;
      drawConnection(connection, next);
      topic.set(next.topic, `Topic ${next.topic}`);
      start.set(toStartText(next.settings.start, next.timeZone), 'Where reading begins, and how many records are scanned');
      const where = toPartitionsText(next);
      partitions.set(where.text, where.title);
      const profile = toProfileText(next);
      decode.set(profile.text, profile.title);
      reading.draw(next);
    },
    setDetailsOpen: (isOpen) => details.setAttribute('aria-pressed', String(isOpen)),
  };
}

/** Never opened: a menu is opened on what the page shows, and it shows nothing before the first state. */
const nothing = { label: '', role: 'menu', content: [] } as const;

/** A button that names what it changes and how that is now; a mark stands for the name where there is no room for it. */
function select(label: string, mark: string): { element: HTMLButtonElement; set(text: string, title: string): void } {
  const value = element('span', { class: 'cut' });
  const made = element('button', { class: 'select' }, icon(mark, 's sign'), element('span', { class: 'k', text: label }), value);
  made.append(icon('chevron-down', 's'));
  made.type = 'button';
  return {
    element: made,
    set(text, title) {
      if (value.textContent !== text) value.textContent = text;
      if (made.title !== title) made.title = title;
      // The label goes where there is no room for it; the name keeps it.
      made.setAttribute('aria-label', `${label} ${text}`);
    },
  };
}

/** A button with an icon and a word; the word goes where there is no room for it. */
function wordButton(name: string, label: string, behind?: string): HTMLButtonElement {
  const made = element('button', { class: 'btn', title: label, attributes: { 'aria-label': label } }, icon(name, 's'));
  made.append(element('span', { class: 'word', text: label }));
  if (behind !== undefined) made.append(icon(behind, 's'));
  made.type = 'button';
  return made;
}

function createReadButtons(
  send: (message: FromPage) => void,
  state: () => RecordsState | undefined,
): { readonly elements: readonly HTMLElement[]; draw(state: RecordsState): void } {
  const live = wordButton('radio-tower', 'Live');
  live.title = 'Live: new records are read as they arrive (L)';
  live.addEventListener('click', () => send({ type: 'live', isLive: state()?.settings.live !== true }));
  const pause = iconButton('debug-pause', 'Pause', {
    onClick: () => send({ type: state()?.activity === 'paused' ? 'resume' : 'pause' }),
  });
  const stop = iconButton('debug-stop', 'Stop', { key: 'Escape', onClick: () => send({ type: 'stop' }) });
  const again = iconButton('refresh', 'Read again', { key: 'R', onClick: () => send({ type: 'read', changes: {} }) });
  return {
    elements: [live, pause, stop, again],
    draw({ activity, settings }) {
      live.setAttribute('aria-pressed', String(settings.live));
      const isPaused = activity === 'paused';
      const isUnderWay = activity !== 'idle' && activity !== 'waiting';
      pause.disabled = !isUnderWay || activity === 'connecting';
      stop.disabled = !isUnderWay;
      const label = isPaused ? 'Go on' : 'Pause';
      if (pause.getAttribute('aria-label') === label && pause.title !== '') return;
      pause.setAttribute('aria-label', label);
      pause.title = `${label} (P)`;
      pause.replaceChildren(icon(isPaused ? 'debug-continue' : 'debug-pause'));
    },
  };
}

/** Colours that settings may name by a word; the theme has a tone of each that can be seen. */
const tones: Readonly<Record<string, string>> = {
  red: 'var(--conn-red)',
  amber: 'var(--conn-amber)',
  orange: 'var(--conn-amber)',
  yellow: 'var(--conn-amber)',
  green: 'var(--conn-green)',
  blue: 'var(--conn-blue)',
};

function drawConnection(box: HTMLButtonElement, state: RecordsState): void {
  const { connection, connectionColor: color } = state;
  const word = state.readOnly ? 'read-only' : state.protected ? 'protected' : '';
  const drawn = JSON.stringify([connection, word, color, state.connectionTooltip]);
  if (box.dataset['drawn'] === drawn) return;
  box.dataset['drawn'] = drawn;
  const lock = word === '' ? [] : [icon('lock', 's')];
  const note = word === '' ? [] : [element('small', { text: word })];
  box.replaceChildren(...lock, element('span', { class: 'cut', text: connection }), ...note);
  const tone = color === undefined ? undefined : (tones[color.toLowerCase()] ?? (CSS.supports('color', color) ? color : undefined));
  if (tone === undefined) box.style.removeProperty('--conn');
  else box.style.setProperty('--conn', tone);
  box.title = state.connectionTooltip;
  box.setAttribute('aria-label', ['Connection', [connection, word, color].filter(Boolean).join(', ')].join(' '));
}

function toPartitionsText({ partitions, settings }: RecordsState): { text: string; title: string } {
  const all = partitions?.length;
  if (!settings.partitions) return { text: all === undefined ? 'all' : `all ${all}`, title: 'All partitions are read' };
  const names = joinAnd(settings.partitions);
  const title = `Only ${settings.partitions.length === 1 ? 'partition' : 'partitions'} ${names}${all === undefined ? '' : ` of ${all}`}`;
  return { text: shorten(settings.partitions.join(', '), 16), title };
}

function toProfileText({ profile: { key, value }, progress }: RecordsState): { text: string; title: string } {
  const written = progress?.values ?? '';
  const title = [`Value: ${value.why}`, `Key: ${key.why}`, written].filter((line) => line !== '').join('\n');
  const isAutomatic = value.framing === 'automatic' && key.framing === 'automatic';
  return { text: isAutomatic ? 'automatic' : value.framing === 'automatic' ? `key ${key.text}` : value.text, title };
}
