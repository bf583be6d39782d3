import type { ByteField } from '../byteFields.ts';
import { toVisible } from '../texts.ts';
import { element, icon } from './dom.ts';
import { tagOf, toneOf } from './fieldList.ts';
import { VirtualList } from './virtualList.ts';

const rowHeight = 22;

export interface InspectorTreeOptions {
  readonly onField: (at: number) => void;
  /** The focus goes to the bytes. */
  readonly onOther: () => void;
}

/** The fields of bytes as a tree of rows, of which those that hold others can be closed. */
export class InspectorTree {
  readonly element: HTMLElement;
  readonly #rows = element('div', { class: 'fields scroll', role: 'presentation' });
  readonly #list: VirtualList;
  readonly #options: InspectorTreeOptions;
  #fields: readonly ByteField[] = [];
  readonly #closed = new Set<number>();
  /** Indexes of the fields that are shown. */
  #shown: number[] = [];
  #isQuiet = false;

  constructor(options: InspectorTreeOptions) {
    this.#options = options;
    const head = element(
      'div',
      { class: 'ft head', role: 'row' },
      ...['', 'Field', 'Value', 'Type', 'Bytes'].map((text) => element('span', { role: 'columnheader', text })),
    );
    this.element = element('div', { class: 'tree-box', role: 'treegrid', attributes: { 'aria-label': 'Fields' } }, head, this.#rows);
    this.#list = new VirtualList({
      viewport: this.#rows,
      rowHeight,
      role: 'rowgroup',
      render: (row) => this.#render(row),
      onActive: (row) => {
        if (!this.#isQuiet) options.onField(this.#shown[row] ?? -1);
      },
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  get active(): number {
    return this.#shown[this.#list.active] ?? -1;
  }

  set(fields: readonly ByteField[]): void {
    this.#fields = fields;
    this.#closed.clear();
    this.#showAll(0);
  }

  /** Makes a field the active one, in view, without a word to others. */
  choose(at: number): void {
    if (at < 0 || at >= this.#fields.length) return;
    if (!this.#shown.includes(at)) {
      for (const around of this.#around(at)) this.#closed.delete(around);
      this.#showAll(at);
    }
    this.#isQuiet = true;
    this.#list.activate(this.#shown.indexOf(at));
    this.#isQuiet = false;
  }

  focus(): void {
    if (this.#shown.length > 0) this.#list.focus();
  }

  #showAll(active: number): void {
    this.#shown = [];
    let hiddenBelow = Infinity;
    this.#fields.forEach(({ field: { depth } }, at) => {
      if (depth > hiddenBelow) return;
      hiddenBelow = this.#closed.has(at) ? depth : Infinity;
      this.#shown.push(at);
    });
    this.element.setAttribute('aria-rowcount', String(this.#shown.length + 1));
    this.element.style.setProperty('--rows', String(this.#shown.length));
    this.#list.reset(this.#shown.length, Math.max(0, this.#shown.indexOf(active)));
  }

  /** The fields that hold a field, the nearest first. */
  #around(at: number): number[] {
    const found: number[] = [];
    let depth = this.#fields[at]?.field.depth ?? 0;
    for (let before = at - 1; before >= 0 && depth > 0; before--) {
      const other = this.#fields[before]?.field.depth ?? 0;
      if (other >= depth) continue;
      found.push(before);
      depth = other;
    }
    return found;
  }

  #holdsOthers(at: number): boolean {
    return (this.#fields[at + 1]?.field.depth ?? 0) > (this.#fields[at]?.field.depth ?? 0);
  }

  #toggle(at: number, isOpen: boolean): void {
    if (isOpen) this.#closed.delete(at);
    else this.#closed.add(at);
    const hadFocus = this.#list.hasFocus();
    this.#showAll(at);
    if (hadFocus) this.focus();
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { active } = this;
    const target = this.#list.target(event.key);
    if (target !== undefined) this.#list.activate(target);
    else if (event.key === 'Enter') this.#options.onOther();
    else if (event.key === 'ArrowRight' && this.#holdsOthers(active)) {
      if (this.#closed.has(active)) this.#toggle(active, true);
      else this.#list.activate(this.#list.active + 1);
    } else if (event.key === 'ArrowLeft') {
      if (this.#holdsOthers(active) && !this.#closed.has(active)) this.#toggle(active, false);
      else this.#list.activate(this.#shown.indexOf(this.#around(active)[0] ?? active));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #render(row: number): HTMLElement {
    const at = this.#shown[row] ?? -1;
    const one = this.#fields[at];
    const isActive = row === this.#list.active;
    const made = element('div', { class: 'ft', role: 'row', tabIndex: isActive ? 0 : -1 });
    if (!one) return made;
    const { field } = one;
    const holdsOthers = this.#holdsOthers(at);
    made.classList.toggle('sel', isActive);
    made.classList.toggle('bad', field.kind === 'stop');
    made.classList.toggle('off', field.kind === 'unread');
    made.setAttribute('aria-rowindex', String(row + 2));
    made.setAttribute('aria-level', String(field.depth + 1));
    made.setAttribute('aria-selected', String(isActive));
    if (holdsOthers) made.setAttribute('aria-expanded', String(!this.#closed.has(at)));
    made.addEventListener('mousedown', (event) => {
      event.preventDefault();
      this.#list.activate(row);
      this.#list.focus();
      this.#options.onField(at);
      if (event.target instanceof Element && event.target.closest('.twisty')) this.#toggle(at, this.#closed.has(at));
    });
    made.append(...cells(one, holdsOthers, this.#closed.has(at)));
    return made;
  }
}

function cells(one: ByteField, holdsOthers: boolean, isClosed: boolean): HTMLElement[] {
  const { field } = one;
  const tag = tagOf(one);
  // What holds the frame's fields has their mark itself.
  const isMarked = tag !== '' && !(holdsOthers && field.kind === 'frame');
  const mark = element('span', { role: 'gridcell' });
  if (field.kind === 'stop') mark.append(icon('error', 's c-error'));
  else if (isMarked) mark.append(element('span', { class: `tag ${toneOf(one)}`, text: tag }));
  const twisty = holdsOthers ? icon(isClosed ? 'chevron-right' : 'chevron-down', 's twisty') : element('span', { class: 'no-twisty' });
  const name = element('span', { class: 'n', role: 'gridcell' }, twisty, element('span', { class: 'cut', text: toVisible(field.name) }));
  name.style.setProperty('--d', String(Math.min(field.depth, 20)));
  const { start, end } = field;
  const where = end - start > 1 ? `${start}–${end - 1}` : end > start ? String(start) : '';
  const kind =
    field.kind === 'field' && !holdsOthers
      ? kindOf(field.value)
      : field.kind === 'stop'
        ? ''
        : field.kind === 'frame' && !holdsOthers
          ? 'nu'
          : 'dim';
  return [
    mark,
    name,
    element('span', { class: `v cut ${kind}`, role: 'gridcell', text: toVisible(field.value) }),
    element('span', { class: 't cut', role: 'gridcell', text: field.type }),
    element('span', { class: 'p', role: 'gridcell', text: where }),
  ];
}

function kindOf(value: string): string {
  if (value.startsWith('"')) return 's';
  if (/^-?[\d]/.test(value)) return 'nu';
  if (value === 'null') return 'nul';
  return value === 'true' || value === 'false' ? 'b' : 's';
}
