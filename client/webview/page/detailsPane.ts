import type { BytesView, CopyForm, RecordAction, RecordDetails, SchemaView, TimeZone, TreeNode } from '../recordsProtocol.ts';
import { formatBytes } from '../texts.ts';
import { formatStamp } from '../timeText.ts';
import { BytesPane } from './bytesPane.ts';
import { button, element, icon, iconButton, moveFocus, roveAcross } from './dom.ts';
import { renderHeaders, renderNote, renderSchema } from './detailTabs.ts';
import { openMenu, type MenuItem } from './menu.ts';
import { ValueTree } from './valueTree.ts';
import { renderVerdict } from './verdictLine.ts';

export interface DetailsPaneOptions {
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
  /** The focus goes back to the table. */
  readonly onLeave: () => void;
  readonly onRun: (action: RecordAction) => void;
  readonly onCopy: (form: CopyForm) => void;
  /** Waits for the row to compare with. */
  readonly onCompare: () => void;
  /** Lets somebody choose how the topic is decoded. */
  readonly onChooseProfile: () => void;
  /** What the bytes are is not known yet. */
  readonly onBytesWanted: () => void;
  readonly onTab: (tab: TabName) => void;
}

export const tabNames = ['Value', 'Headers', 'Bytes', 'Schema'] as const;
export type TabName = (typeof tabNames)[number];

/** The chosen record beside the table: what it is, how we know, and everything in it. */
export class DetailsPane {
  readonly element: HTMLElement;
  readonly #options: DetailsPaneOptions;
  readonly #title = element('span', { class: 'd-title m cut' });
  readonly #meta = element('div', { class: 'd-meta' });
  readonly #verdicts = element('div', { class: 'verdicts' });
  readonly #note = element('div');
  readonly #tabs = new Map<TabName, HTMLButtonElement>();
  readonly #tree: ValueTree;
  readonly #bytes = new BytesPane();
  readonly #headers = element('div', { class: 'scroll text' });
  readonly #schema = element('div', { class: 'scroll text' });
  readonly #content: HTMLElement;
  #tab: TabName = 'Value';
  #details: RecordDetails | undefined;
  #actions: readonly RecordAction[] = [];

  constructor(options: DetailsPaneOptions) {
    this.#options = options;
    this.#tree = new ValueTree('Key and value', {
      onBytesWanted: options.onBytesWanted,
      onShowBytes: (position) => {
        this.#choose('Bytes');
        this.#bytes.goTo(position);
      },
    });
    this.#content = element(
      'div',
      { class: 'd-content', role: 'tabpanel' },
      this.#note,
      this.#tree.element,
      this.#headers,
      this.#bytes.element,
      this.#schema,
    );
    this.element = element(
      'aside',
      { class: 'details', attributes: { 'aria-label': 'Record details' } },
      this.#renderHead(),
      this.#renderActions(),
      this.#renderTabs(),
      this.#verdicts,
      this.#content,
      element('p', { class: 'd-none quiet', text: 'Choose a record to see what is in it.' }),
    );
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.clear();
    this.select(this.#tab);
  }

  clear(): void {
    this.#details = undefined;
    this.element.classList.add('none');
  }

  show(details: RecordDetails, zone: TimeZone): void {
    this.#details = details;
    this.element.classList.remove('none');
    this.#title.textContent = details.title;
    this.#title.classList.toggle('dim', details.key.state === 'null');
    const kind = details.timestampType === 'none' ? '' : ` (${details.timestampType})`;
    this.#meta.replaceChildren(
      `Partition ${details.partition}, offset `,
      element('span', { class: 'm', text: details.offset }),
      `, ${formatStamp(details.timestampMs, zone)}${kind}`,
    );
    this.#drawVerdicts(details);
    this.#drawNote(details);
    this.#setCount('Headers', String(details.headers.length));
    this.#setCount('Bytes', formatBytes(details.value.size).replace(/ B$/, ''));
    this.#tree.setNodes([...details.key.tree, ...details.value.tree]);
    this.#bytes.setRecord(details);
    renderHeaders(this.#headers, details.headers, () => this.#documentButton());
    renderSchema(this.#schema, details, undefined, this.#opener());
  }

  /** What the registry says, asked for after the record was shown. */
  showSchema(schema: SchemaView): void {
    const details = this.#details;
    if (!details) return;
    renderSchema(this.#schema, details, schema, this.#opener());
    const types = schema.found ? schema.types : undefined;
    if (types?.length !== details.value.tree.length) return;
    const typed = details.value.tree.map((node, index): TreeNode => ({
      ...node,
      type: types[index]?.type ?? node.type,
      text: types[index]?.text ?? node.text,
    }));
    this.#tree.setTypes([...details.key.tree, ...typed]);
  }

  /** What each byte of the value is. */
  showBytes(view: BytesView): void {
    this.#bytes.explain(view);
    this.#tree.explain(view);
  }

  /** The page offers what its host can do. */
  setActions(actions: readonly RecordAction[]): void {
    if (JSON.stringify(actions) === JSON.stringify(this.#actions)) return;
    this.#actions = actions;
    for (const one of this.element.querySelectorAll<HTMLElement>('[data-action]')) one.hidden = !this.#can(one.dataset['action']);
  }

  get bytesHaveFocus(): boolean {
    return this.#bytes.element.contains(document.activeElement);
  }

  /** Shows the bytes of the tree's line, or of the value. */
  openBytes(): void {
    this.#choose('Bytes');
    this.#bytes.goTo(this.#tree.activePosition ?? 0);
  }

  #opener(): (() => void) | undefined {
    return this.#can('openSchema') ? () => this.#options.onRun('openSchema') : undefined;
  }

  #can(action: string | undefined): boolean {
    return this.#actions.some((one) => one === action);
  }

  select(tab: TabName): void {
    this.#tab = tab;
    for (const [name, made] of this.#tabs) {
      made.setAttribute('aria-selected', String(name === tab));
      made.tabIndex = name === tab ? 0 : -1;
    }
    const panels = { Value: this.#tree.element, Headers: this.#headers, Bytes: this.#bytes.element, Schema: this.#schema };
    for (const name of tabNames) panels[name].hidden = name !== tab;
    this.#note.hidden = tab !== 'Value';
    if (tab === 'Bytes' && this.#details && !this.#bytes.isExplained) this.#options.onBytesWanted();
    this.#content.setAttribute('aria-labelledby', `tab-${tab}`);
  }

  focus(): void {
    moveFocus(this.#tabs.get(this.#tab));
  }

  #renderHead(): HTMLElement {
    const buttons = [
      iconButton('arrow-up', 'Previous record', { key: 'Alt+Up', onClick: () => this.#options.onStep(-1) }),
      iconButton('arrow-down', 'Next record', { key: 'Alt+Down', onClick: () => this.#options.onStep(1) }),
      iconButton('close', 'Close details', { key: 'D', onClick: () => this.#options.onClose() }),
    ];
    return element(
      'div',
      { class: 'd-head' },
      element('div', { class: 'row' }, this.#title, element('span', { class: 'spacer' }), ...buttons),
      this.#meta,
    );
  }

  #renderActions(): HTMLElement {
    const action = (label: string, title: string, does: RecordAction, onClick: () => void) =>
      button(label, { title, attributes: { 'data-action': does }, onClick });
    const copy = button('Copy', { title: 'Copy as JSON, hex or a kcat command (Ctrl+C: JSON)', attributes: { 'aria-haspopup': 'menu' } });
    copy.append(icon('chevron-down', 's'));
    copy.addEventListener('click', () => {
      const box = copy.getBoundingClientRect();
      openMenu('Copy', { x: box.left, y: box.bottom + 2 }, copyItems(this.#options.onCopy));
    });
    const run = (does: RecordAction) => () => this.#options.onRun(does);
    const actions = element(
      'div',
      { class: 'd-actions', role: 'toolbar', attributes: { 'aria-label': 'Record' } },
      action('Open as Document', 'Read-only JSON document (Ctrl+Enter)', 'openDocument', run('openDocument')),
      action('Re-produce…', 'Opens a message document; nothing is sent yet', 'reproduce', run('reproduce')),
      copy,
      action('Compare…', 'Choose another record, then see both side by side', 'compare', () => this.#options.onCompare()),
    );
    roveAcross(actions, 'button');
    return actions;
  }

  #renderTabs(): HTMLElement {
    const list = element('div', { class: 'tabs', role: 'tablist' });
    for (const name of tabNames) {
      const made = element('button', { role: 'tab', attributes: { id: `tab-${name}` } }, element('span', { text: name }));
      made.type = 'button';
      made.addEventListener('click', () => this.#choose(name));
      this.#tabs.set(name, made);
      list.append(made);
    }
    list.addEventListener('keydown', (event) => {
      const at = tabNames.indexOf(this.#tab);
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabNames.length - 1 }[event.key];
      const name = to === undefined ? undefined : tabNames[(to + tabNames.length) % tabNames.length];
      if (name === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(name);
      this.focus();
    });
    return list;
  }

  #choose(tab: TabName): void {
    this.select(tab);
    this.#options.onTab(tab);
  }

  #setCount(tab: TabName, text: string): void {
    const made = this.#tabs.get(tab);
    made?.querySelector('.count')?.remove();
    if (text !== '0') made?.append(element('span', { class: 'count', text }));
  }

  #drawVerdicts({ key, value }: RecordDetails): void {
    const options = {
      can: (action: RecordAction) => this.#can(action),
      onRun: this.#options.onRun,
      onChooseProfile: this.#options.onChooseProfile,
    };
    const verdicts = [renderVerdict(value, undefined, options)];
    // A key that was read says nothing that the value does not; one that was not is why somebody looks here.
    if (key.state === 'failed' || key.state === 'guessed') verdicts.push(renderVerdict(key, 'Key', options));
    this.#verdicts.replaceChildren(...verdicts);
  }

  #drawNote({ value: { cut }, masked }: RecordDetails): void {
    const lines: HTMLElement[] = [];
    if (masked) {
      const reveal = button('Reveal', { attributes: { 'data-action': 'reveal' }, onClick: () => this.#options.onRun('reveal') });
      reveal.hidden = !this.#can('reveal');
      lines.push(renderNote('eye-closed', 'Fields of this topic are masked.', reveal));
    }
    if (cut) {
      const text = `Shown: ${formatBytes(cut.shown)} of ${formatBytes(cut.of)}. The record is intact.`;
      lines.push(renderNote('info', text, this.#documentButton()));
    }
    this.#note.replaceChildren(...lines);
  }

  #documentButton(): HTMLElement {
    const open = button('Open as Document', {
      attributes: { 'data-action': 'openDocument' },
      onClick: () => this.#options.onRun('openDocument'),
    });
    open.hidden = !this.#can('openDocument');
    return open;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) this.#options.onStep(event.key === 'ArrowUp' ? -1 : 1);
    else if (event.ctrlKey && event.key === 'Enter') this.#options.onRun('openDocument');
    else if (isLetter(event, 'b') && !(event.target instanceof HTMLInputElement)) this.openBytes();
    else if (event.key === 'Escape') this.#options.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The forms in which a record can be copied, as items of a menu. */
export function copyItems(onCopy: (form: CopyForm) => void, prefix = ''): MenuItem[] {
  return [
    { label: `${prefix}JSON`, key: 'Ctrl+C', run: () => onCopy('json') },
    { label: prefix === '' ? 'Value as JSON' : 'Copy Value as JSON', run: () => onCopy('value') },
    { label: `${prefix}Hex`, run: () => onCopy('hex') },
    { label: `${prefix}Base64`, run: () => onCopy('base64') },
    { label: `${prefix}kcat Command`, run: () => onCopy('kcat') },
  ];
}

function isLetter({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, letter: string): boolean {
  return key.toLowerCase() === letter && !ctrlKey && !metaKey && !altKey;
}
