import type { CopyForm, PartDetails, RecordDetails, SchemaView, TimeZone, TreeNode } from '../recordsProtocol.ts';
import { formatBytes } from '../texts.ts';
import { formatStamp } from '../timeText.ts';
import { toVerdict } from '../verdictText.ts';
import { button, element, icon, iconButton, roveAcross } from './dom.ts';
import { renderHeaders, renderSchema } from './detailTabs.ts';
import { HexView } from './hexView.ts';
import { openMenu } from './menu.ts';
import { ValueTree } from './valueTree.ts';

export interface DetailsPaneOptions {
  readonly onStep: (by: 1 | -1) => void;
  readonly onClose: () => void;
  /** The focus goes back to the table. */
  readonly onLeave: () => void;
  readonly onOpen: () => void;
  readonly onCopy: (form: CopyForm) => void;
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
  readonly #tree = new ValueTree('Key and value');
  readonly #hex = new HexView();
  readonly #headers = element('div', { class: 'scroll text' });
  readonly #schema = element('div', { class: 'scroll text' });
  readonly #content: HTMLElement;
  #tab: TabName = 'Value';
  #details: RecordDetails | undefined;

  constructor(options: DetailsPaneOptions) {
    this.#options = options;
    this.#content = element(
      'div',
      { class: 'd-content', role: 'tabpanel' },
      this.#note,
      this.#tree.element,
      this.#headers,
      this.#hex.element,
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
    this.#hex.setRecord(details);
    renderHeaders(this.#headers, details.headers);
    renderSchema(this.#schema, details, undefined);
  }

  /** What the registry says, asked for after the record was shown. */
  showSchema(schema: SchemaView): void {
    const details = this.#details;
    if (!details) return;
    renderSchema(this.#schema, details, schema);
    const types = schema.found ? schema.types : undefined;
    if (types?.length !== details.value.tree.length) return;
    const typed = details.value.tree.map((node, index): TreeNode => ({
      ...node,
      type: types[index]?.type ?? node.type,
      text: types[index]?.text ?? node.text,
    }));
    this.#tree.setTypes([...details.key.tree, ...typed]);
  }

  select(tab: TabName): void {
    this.#tab = tab;
    for (const [name, made] of this.#tabs) {
      made.setAttribute('aria-selected', String(name === tab));
      made.tabIndex = name === tab ? 0 : -1;
    }
    const panels = { Value: this.#tree.element, Headers: this.#headers, Bytes: this.#hex.element, Schema: this.#schema };
    for (const name of tabNames) panels[name].hidden = name !== tab;
    this.#note.hidden = tab !== 'Value';
    this.#content.setAttribute('aria-labelledby', `tab-${tab}`);
  }

  focus(): void {
    this.#tabs.get(this.#tab)?.focus();
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
    const copy = button('Copy', { title: 'Copy as JSON or hex (Ctrl+C: JSON)', attributes: { 'aria-haspopup': 'menu' } });
    copy.append(icon('chevron-down', 's'));
    copy.addEventListener('click', () => {
      const box = copy.getBoundingClientRect();
      openMenu('Copy', { x: box.left, y: box.bottom + 2 }, copyItems(this.#options.onCopy));
    });
    const open = button('Open as Document', { title: 'Read-only JSON document (Ctrl+Enter)', onClick: () => this.#options.onOpen() });
    const actions = element('div', { class: 'd-actions', role: 'toolbar', attributes: { 'aria-label': 'Record' } }, open, copy);
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
    const verdicts = [renderVerdict(value, undefined)];
    // A key that was read says nothing that the value does not; one that was not is why somebody looks here.
    if (key.state === 'failed' || key.state === 'guessed') verdicts.push(renderVerdict(key, 'Key'));
    this.#verdicts.replaceChildren(...verdicts);
  }

  #drawNote({ value: { cut } }: RecordDetails): void {
    this.#note.className = cut ? 'note info' : '';
    this.#note.replaceChildren();
    if (!cut) return;
    const text = element(
      'span',
      { class: 'grow' },
      element('b', { text: `Shown: ${formatBytes(cut.shown)} of ${formatBytes(cut.of)}. The record is intact.` }),
    );
    this.#note.replaceChildren(icon('info', 'c-info'), text, button('Open as Document', { onClick: () => this.#options.onOpen() }));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) this.#options.onStep(event.key === 'ArrowUp' ? -1 : 1);
    else if (event.ctrlKey && event.key === 'Enter') this.#options.onOpen();
    else if (event.key === 'Escape') this.#options.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** The forms in which a record can be copied, as items of a menu. */
export function copyItems(onCopy: (form: CopyForm) => void, prefix = ''): { label: string; key?: string; run: () => void }[] {
  return [
    { label: `${prefix}JSON`, key: 'Ctrl+C', run: () => onCopy('json') },
    { label: `${prefix}Value as JSON`, run: () => onCopy('value') },
    { label: `${prefix}Hex`, run: () => onCopy('hex') },
  ];
}

const verdictMarks: Readonly<Record<PartDetails['state'], readonly [icon: string, tone: string]>> = {
  exact: ['pass', 'c-ok'],
  guessed: ['question', 'c-warn'],
  text: ['pass', 'c-ok'],
  failed: ['error', 'c-error'],
  bytes: ['info', 'c-info'],
  null: ['circle-slash', ''],
};

function renderVerdict(part: PartDetails, name: string | undefined): HTMLElement {
  const [mark, tone] = verdictMarks[part.state];
  const { word, rest } = toVerdict(part);
  const text = element('span', { class: 'grow' });
  if (name !== undefined) text.append(`${name}: `);
  if (word !== '') text.append(element('b', { text: word }), ' ');
  text.append(rest);
  return element('div', { class: part.state === 'guessed' ? 'verdict guessed' : 'verdict' }, icon(mark, `s ${tone}`.trim()), text);
}
