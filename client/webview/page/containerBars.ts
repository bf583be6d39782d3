import type { ContainerState, FromContainer } from '../containerProtocol.ts';
import { toIndexText } from '../containerTexts.ts';
import { formatBytes, toVisible } from '../texts.ts';
import { button, element, icon, iconButton, moveFocus, roveAcross } from './dom.ts';

export interface ContainerBarsOptions {
  readonly send: (message: FromContainer) => void;
  readonly onColumns: (anchor: HTMLElement) => void;
  readonly onFind: () => void;
  readonly onToggleDetails: () => void;
}

export interface ContainerBars {
  readonly toolBar: HTMLElement;
  /** What the header says besides, where somebody wants to see it. */
  readonly metadata: HTMLElement;
  readonly status: HTMLElement;
  readonly progress: HTMLElement;
  draw(state: ContainerState): void;
  setDetailsOpen(isOpen: boolean): void;
}

/** What file it is, and how far it is known. */
export function createContainerBars({ send, onColumns, onFind, onToggleDetails }: ContainerBarsOptions): ContainerBars {
  const facts = element('div', { class: 'facts-line' });
  const schema = button('Show Schema', { onClick: () => send({ type: 'showSchema' }) });
  const metadata = createMetadata();
  const exports = button(
    'Export…',
    { class: 'btn word', title: 'Export all records as NDJSON or CSV', onClick: () => send({ type: 'export' }) },
    icon('export', 's'),
  );
  const columns = button(
    'Columns',
    { class: 'btn word', attributes: { 'aria-haspopup': 'dialog' }, onClick: () => onColumns(columns) },
    icon('table', 's'),
  );
  const find = iconButton('search', 'Find in all records', { key: 'Ctrl+F', onClick: onFind });
  const details = iconButton('layout-sidebar-right', 'Record details', { key: 'D', onClick: onToggleDetails });
  const toolBar = element(
    'div',
    { class: 'bar tools', role: 'toolbar', attributes: { 'aria-label': 'Container file' } },
    ...[facts, schema, metadata.button, element('span', { class: 'spacer' }), find, exports, columns, details],
  );
  roveAcross(toolBar, 'button');
  const status = createStatus(send);
  return {
    toolBar,
    metadata: metadata.element,
    status: status.element,
    progress: status.progress,
    draw(state) {
      drawFacts(facts, state);
      const has = state.facts !== undefined;
      schema.hidden = !has;
      for (const one of [exports, columns, find, details]) one.disabled = !has;
      metadata.draw(state);
      status.draw(state);
    },
    setDetailsOpen: (isOpen) => details.setAttribute('aria-pressed', String(isOpen)),
  };
}

function drawFacts(line: HTMLElement, { name, facts }: ContainerState): void {
  const drawn = JSON.stringify([name, facts]);
  if (line.dataset['drawn'] === drawn) return;
  line.dataset['drawn'] = drawn;
  const shown = toVisible(name);
  const parts: HTMLElement[] = [element('b', { class: 'cut name', text: shown, title: shown })];
  if (facts !== undefined) {
    const fullname = toVisible(facts.fullname ?? '');
    if (fullname !== '') parts.push(element('span', { class: 'm cut fullname', text: fullname, title: `Schema: ${fullname}` }));
    const codec = facts.codec === 'null' ? 'not compressed' : toVisible(facts.codec);
    parts.push(element('span', { class: 'dim', text: codec, title: `Codec: ${toVisible(facts.codec)}` }));
    parts.push(element('span', { class: 'dim num', text: formatBytes(facts.size), title: `${facts.size.toLocaleString()} bytes` }));
  }
  line.replaceChildren(...parts);
}

function createMetadata(): { readonly button: HTMLButtonElement; readonly element: HTMLElement; draw(state: ContainerState): void } {
  const list = element('dl', {
    class: 'kv scroll metadata',
    tabIndex: 0,
    attributes: { 'aria-label': 'Metadata of the file', role: 'region' },
  });
  list.hidden = true;
  const made = button('Metadata', { attributes: { 'aria-expanded': 'false' } });
  const open = (isOpen: boolean): void => {
    list.hidden = !isOpen;
    made.setAttribute('aria-expanded', String(isOpen));
  };
  made.addEventListener('click', () => open(list.hidden !== false));
  list.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    open(false);
    made.focus();
  });
  return {
    button: made,
    element: list,
    draw({ facts }) {
      const entries = facts?.metadata ?? [];
      made.hidden = entries.length === 0;
      if (made.hidden) open(false);
      const drawn = JSON.stringify(entries);
      if (list.dataset['drawn'] === drawn) return;
      list.dataset['drawn'] = drawn;
      list.replaceChildren(
        ...entries.flatMap(({ name, text }) => [
          element('dt', { class: 'm', text: toVisible(name) }),
          element('dd', { class: 'm', text: toVisible(text.slice(0, maxMetadata)) }),
        ]),
      );
    },
  };
}

const maxMetadata = 4096;

function createStatus(send: ContainerBarsOptions['send']): {
  readonly element: HTMLElement;
  readonly progress: HTMLElement;
  draw(state: ContainerState): void;
} {
  const text = element('span', { class: 'num' });
  // Readers hear the first text and the last one, not each on the way.
  const heard = element('span', { class: 'sr', role: 'status' });
  const stop = button('Stop', { class: 'link', onClick: () => send({ type: 'stop' }) });
  const goOn = button('Continue', { class: 'link', onClick: () => send({ type: 'goOn' }) });
  const box = element('div', { class: 'status-box' }, element('div', { class: 'status' }, text, stop, goOn, heard));
  const bar = element('i');
  const progress = element('div', { class: 'index-progress', attributes: { 'aria-hidden': 'true' } }, bar);
  let before: ContainerState['activity'] | undefined;
  return {
    element: box,
    progress,
    draw(state) {
      const { activity, facts, isComplete, position, problem } = state;
      const shown = toIndexText(state);
      text.textContent = shown;
      box.hidden = shown === '';
      if (activity !== before) heard.textContent = shown;
      before = activity;
      const hadFocus = document.activeElement === stop || document.activeElement === goOn;
      stop.hidden = activity !== 'indexing';
      goOn.hidden = activity !== 'idle' || isComplete || facts === undefined || problem !== undefined;
      if (hadFocus) moveFocus(stop.hidden ? goOn : stop);
      progress.classList.toggle('on', activity === 'indexing');
      bar.style.width = `${facts === undefined || facts.size === 0 ? 0 : (100 * position) / facts.size}%`;
    },
  };
}
