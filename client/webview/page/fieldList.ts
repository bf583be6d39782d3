import type { ByteField } from '../byteFields.ts';
import { toVisible } from '../texts.ts';
import { element } from './dom.ts';
import { VirtualList } from './virtualList.ts';

export interface FieldListOptions {
  readonly onField: (at: number) => void;
  /** The focus goes to the bytes. */
  readonly onOther: () => void;
}

const rowHeight = 22;

/** What the bytes of a value are, in their order. */
export class FieldList {
  readonly element = element('div', { class: 'fields scroll', role: 'treegrid', attributes: { 'aria-label': 'Fields' } });
  readonly #list: VirtualList;
  readonly #options: FieldListOptions;
  #fields: readonly ByteField[] = [];
  #isQuiet = false;

  constructor(options: FieldListOptions) {
    this.#options = options;
    this.#list = new VirtualList({
      viewport: this.element,
      rowHeight,
      role: 'rowgroup',
      render: (index) => this.#render(index),
      onActive: (index) => {
        if (!this.#isQuiet) options.onField(index);
      },
    });
    this.element.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const target = this.#list.target(event.key);
      if (target !== undefined) this.#list.activate(target);
      else if (event.key === 'Enter') options.onOther();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  set(fields: readonly ByteField[]): void {
    this.#fields = fields;
    this.element.setAttribute('aria-rowcount', String(fields.length));
    this.#list.reset(fields.length, 0, 0);
  }

  choose(at: number): void {
    if (at < 0 || at >= this.#fields.length) return;
    this.#isQuiet = true;
    this.#list.activate(at);
    this.#isQuiet = false;
    this.#list.refresh();
  }

  focus(): void {
    if (this.#fields.length > 0) this.#list.focus();
  }

  #render(index: number): HTMLElement {
    const one = this.#fields[index];
    const isActive = index === this.#list.active;
    const made = element('div', {
      class: isActive ? 'ft sel' : 'ft',
      role: 'row',
      tabIndex: isActive ? 0 : -1,
      attributes: {
        'aria-rowindex': String(index + 1),
        'aria-level': String((one?.field.depth ?? 0) + 1),
        'aria-selected': String(isActive),
      },
      onClick: () => {
        this.#list.activate(index);
        this.#list.focus();
        this.#options.onField(index);
      },
    });
    if (!one) return made;
    const { field } = one;
    const name = element('span', { class: 'n cut', role: 'gridcell', text: toVisible(field.name) });
    name.style.setProperty('--d', String(Math.min(field.depth, 12)));
    made.classList.toggle('bad', field.kind === 'stop');
    made.classList.toggle('off', field.kind === 'unread');
    const tag = element('span', { class: `tag ${toneOf(one)}`, role: 'gridcell', text: tagOf(one) });
    const where = field.end - field.start > 1 ? `${field.start}–${field.end - 1}` : field.end > field.start ? String(field.start) : '';
    made.append(
      tag,
      name,
      element('span', { class: 'v cut', role: 'gridcell', text: toVisible(field.value) }),
      element('span', { class: 't cut', role: 'gridcell', text: field.type }),
      element('span', { class: 'p', role: 'gridcell', text: where }),
    );
    return made;
  }
}

/** The class of a field's colour; neighbours differ. */
export function toneOf({ field, number }: ByteField): string {
  if (field.kind === 'frame') return 'frame';
  if (number !== undefined) return `f${((number - 1) % 6) + 1}`;
  return field.kind === 'count' || field.kind === 'end' ? 'struct' : 'none';
}

/** What stands at the field's first byte. */
export function tagOf({ field, number }: ByteField): string {
  if (field.kind === 'frame') return 'F';
  if (number !== undefined) return String(number);
  return field.kind === 'count' || field.kind === 'end' ? '·' : '';
}
