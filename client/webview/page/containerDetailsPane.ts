import type { RowView } from '../../records/recordsView.ts';
import type { ContainerDetails, FromContainer, SavedContainer, ToContainer } from '../containerProtocol.ts';
import type { PartDetails } from '../recordsProtocol.ts';
import { formatBytes } from '../texts.ts';
import { BytesPane } from './bytesPane.ts';
import { button, element, icon, iconButton, roveAcross } from './dom.ts';
import { openMenu } from './menu.ts';
import type { RecordsGrid } from './recordsGrid.ts';
import { createSash } from './sash.ts';
import { ValueTree } from './valueTree.ts';

export interface ContainerDetailsOptions {
  readonly send: (message: FromContainer) => void;
  readonly grid: RecordsGrid;
  readonly saved: Partial<SavedContainer>;
  readonly onChange: () => void;
}

const tabNames = ['Value', 'Bytes'] as const;
type TabName = (typeof tabNames)[number];

/** The chosen record of a file beside the table: its value with types, and its bytes. */
export class ContainerDetailsPane {
  readonly element: HTMLElement;
  readonly sash: HTMLElement;
  readonly #options: ContainerDetailsOptions;
  readonly #title = element('span', { class: 'd-title cut' });
  readonly #meta = element('div', { class: 'd-meta' });
  readonly #note = element('div');
  readonly #tabs = new Map<TabName, HTMLButtonElement>();
  readonly #tree: ValueTree;
  readonly #bytes = new BytesPane();
  readonly #content: HTMLElement;
  readonly #width: () => number | undefined;
  #tab: TabName;
  #isOpen: boolean;
  #isHidden = true;
  /** The record that is chosen; what is drawn may still be the one before. */
  #record: number | undefined;
  /** Asked for and not answered yet: one at a time, since who holds an arrow key passes by many records. */
  #awaited: number | undefined;

  constructor(options: ContainerDetailsOptions) {
    this.#options = options;
    const { saved } = options;
    this.#isOpen = saved.detailsOpen ?? true;
    this.#tab = tabNames.find((name) => name === saved.tab) ?? 'Value';
    this.#tree = new ValueTree('Value', {
      onBytesWanted: () => undefined,
      onShowBytes: (position) => {
        this.#select('Bytes');
        this.#bytes.goTo(position);
      },
    });
    this.#content = element('div', { class: 'd-content', role: 'tabpanel' }, this.#note, this.#tree.element, this.#bytes.element);
    this.element = element(
      'aside',
      { class: 'details', attributes: { 'aria-label': 'Record details' } },
      ...[this.#renderHead(), this.#renderActions(), this.#renderTabs(), this.#content],
      element('div', { class: 'd-none quiet', text: 'No record is chosen.' }),
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    const sash = createSash(this.element, saved.detailsWidth, options.onChange);
    this.sash = sash.element;
    this.#width = () => sash.width();
    this.clear();
    this.#select(this.#tab);
    this.#draw();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get width(): number | undefined {
    return this.#width();
  }

  get tab(): TabName {
    return this.#tab;
  }

  open(isOpen: boolean): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.#isOpen = isOpen;
    this.#draw();
    if (isOpen) this.#ask();
    else if (hadFocus) this.#options.grid.focus();
    this.#options.onChange();
  }

  focus(): void {
    this.open(true);
    this.#tabs.get(this.#tab)?.focus();
  }

  /** Where there is no record there are no details either. */
  setHidden(isHidden: boolean): void {
    this.#isHidden = isHidden;
    this.#draw();
  }

  choose(row: RowView | undefined): void {
    this.#record = row && Number(row.offset);
    if (row === undefined) this.clear();
    this.#ask();
  }

  /** Forgets what was asked for and what is shown: it is of another reading. */
  clear(): void {
    this.#awaited = undefined;
    this.element.classList.add('none');
  }

  accept({ record, details }: Extract<ToContainer, { type: 'details' }>): void {
    if (record !== this.#awaited) return;
    this.#awaited = undefined;
    if (record !== this.#record) this.#ask();
    else if (details) this.#show(record, details);
  }

  #ask(): void {
    const record = this.#record;
    if (!this.#isOpen || record === undefined || this.#awaited !== undefined) return;
    this.#awaited = record;
    this.#options.send({ type: 'details', record });
  }

  #show(record: number, { block, value, bytes, why }: ContainerDetails): void {
    this.element.classList.remove('none');
    this.#title.textContent = `Record ${record.toLocaleString()}`;
    this.#meta.textContent = `Block ${block.toLocaleString()}${bytes ? `, ${formatBytes(value.size)}` : ''}`;
    const notes: HTMLElement[] = [];
    if (why !== '') notes.push(renderNote('error', why));
    if (value.cut) {
      const { shown, of } = value.cut;
      notes.push(renderNote('info', `Shown: ${formatBytes(shown)} of ${formatBytes(of)}. The record is intact.`));
    }
    this.#note.replaceChildren(...notes);
    this.element.classList.toggle('unread', bytes === undefined);
    this.#tree.setNodes(bytes ? value.tree : []);
    this.#bytes.setRecord({ key: noPart, value });
    if (!bytes) return;
    this.#bytes.explain(bytes);
    this.#tree.explain(bytes);
  }

  #draw(): void {
    this.element.hidden = this.#isHidden || !this.#isOpen;
    this.sash.hidden = this.element.hidden;
  }

  #select(tab: TabName): void {
    this.#tab = tab;
    for (const [name, made] of this.#tabs) {
      made.setAttribute('aria-selected', String(name === tab));
      made.tabIndex = name === tab ? 0 : -1;
    }
    this.#tree.element.hidden = tab !== 'Value';
    this.#bytes.element.hidden = tab !== 'Bytes';
    this.#content.setAttribute('aria-labelledby', `tab-${tab}`);
  }

  #renderHead(): HTMLElement {
    const { grid } = this.#options;
    const buttons = [
      iconButton('arrow-up', 'Previous record', { key: 'Alt+Up', onClick: () => grid.step(-1) }),
      iconButton('arrow-down', 'Next record', { key: 'Alt+Down', onClick: () => grid.step(1) }),
      iconButton('close', 'Close details', { key: 'D', onClick: () => this.open(false) }),
    ];
    const line = element('div', { class: 'row' }, this.#title, element('span', { class: 'spacer' }), ...buttons);
    return element('div', { class: 'd-head' }, line, this.#meta);
  }

  #renderActions(): HTMLElement {
    const copy = button('Copy', { attributes: { 'aria-haspopup': 'menu' } });
    copy.append(icon('chevron-down', 's'));
    copy.addEventListener('click', () => {
      const box = copy.getBoundingClientRect();
      openMenu('Copy', { x: box.left, y: box.bottom + 2 }, [
        { label: 'JSON', key: 'Ctrl+C', run: () => this.#copy('json') },
        { label: 'Hex', run: () => this.#copy('hex') },
      ]);
    });
    const open = button('Open as Document', { title: 'Read-only JSON document (Ctrl+Enter)', onClick: () => this.#openDocument() });
    const actions = element('div', { class: 'd-actions', role: 'toolbar', attributes: { 'aria-label': 'Record' } }, open, copy);
    roveAcross(actions, 'button');
    return actions;
  }

  #renderTabs(): HTMLElement {
    const list = element('div', { class: 'tabs', role: 'tablist', attributes: { 'aria-label': 'Record details' } });
    for (const name of tabNames) {
      const made = element('button', { text: name, role: 'tab', attributes: { id: `tab-${name}` }, onClick: () => this.#choose(name) });
      made.type = 'button';
      this.#tabs.set(name, made);
      list.append(made);
    }
    list.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(this.#tab === 'Value' ? 'Bytes' : 'Value');
      this.#tabs.get(this.#tab)?.focus();
    });
    return list;
  }

  #choose(tab: TabName): void {
    this.#select(tab);
    this.#options.onChange();
  }

  #copy(what: 'json' | 'hex'): void {
    if (this.#record !== undefined) this.#options.send({ type: 'copy', records: [this.#record], what });
  }

  #openDocument(): void {
    if (this.#record !== undefined) this.#options.send({ type: 'openDocument', record: this.#record });
  }

  #onKey(event: KeyboardEvent): void {
    const { key, altKey, ctrlKey, metaKey } = event;
    const plain = !altKey && !ctrlKey && !metaKey;
    if (altKey && (key === 'ArrowUp' || key === 'ArrowDown')) this.#options.grid.step(key === 'ArrowUp' ? -1 : 1);
    else if (ctrlKey && key === 'Enter') this.#openDocument();
    else if (plain && key.toLowerCase() === 'b') {
      this.#choose('Bytes');
      this.#bytes.goTo(this.#tree.activePosition ?? 0);
    } else if (plain && key.toLowerCase() === 'd') this.open(false);
    else if (plain && key === 'Escape') this.#options.grid.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** A file's records have no keys. */
const noPart: PartDetails = {
  state: 'null',
  evidence: '',
  remedy: undefined,
  tree: [],
  cut: undefined,
  schema: undefined,
  bytes: '',
  size: 0,
  frame: 0,
  stop: undefined,
};

function renderNote(severity: 'info' | 'error', text: string): HTMLElement {
  const tone = severity === 'info' ? 'c-info' : 'c-error';
  return element('div', { class: `note ${severity}`, role: 'note' }, icon(severity, tone), element('span', { class: 'grow', text }));
}
