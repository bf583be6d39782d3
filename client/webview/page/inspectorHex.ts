import { toOwners, type ByteField } from '../byteFields.ts';
import { toHexRow } from '../hexRows.ts';
import { byteCell, byteClasses, type ByteFacts } from './byteCell.ts';
import { element, moveFocus } from './dom.ts';
import { VirtualList } from './virtualList.ts';

const rowHeight = 32;
/** Below this width a row has 8 bytes. */
const wideEnough = 640;

export interface InspectorHexOptions {
  /** A byte has become the active one. */
  readonly onByte: (position: number) => void;
  /** The focus goes to the field of the active byte. */
  readonly onOther: () => void;
  readonly onGoTo: () => void;
}

export interface HexContents {
  readonly bytes: Uint8Array;
  readonly fields: readonly ByteField[];
  readonly stop: number | undefined;
  /** Where what is not read begins; undefined where all is read. */
  readonly restFrom: number | undefined;
}

/** Bytes, 16 or 8 in a row: position, hex, ASCII. One byte is active: it is the stop of the Tab key. */
export class InspectorHex {
  readonly element: HTMLElement;
  readonly #head = element('div', { class: 'hx head', role: 'row' });
  readonly #grid = element('div', { class: 'hex scroll', role: 'grid', attributes: { 'aria-label': 'Bytes' } });
  readonly #list: VirtualList;
  readonly #options: InspectorHexOptions;
  #contents: HexContents = { bytes: new Uint8Array(), fields: [], stop: undefined, restFrom: undefined };
  #owners: Int32Array = new Int32Array();
  #perRow = 16;
  #active = 0;
  #chosen = -1;

  constructor(options: InspectorHexOptions) {
    this.#options = options;
    this.element = element('div', { class: 'hex-box' }, this.#head, this.#grid);
    this.#list = new VirtualList({ viewport: this.#grid, rowHeight, role: 'rowgroup', render: (row) => this.#render(row) });
    this.#grid.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#layOut(false)).observe(this.element);
  }

  get active(): number {
    return this.#active;
  }

  /** Index of the field that a byte belongs to; -1 where it belongs to none. */
  ownerOf(position: number): number {
    return this.#owners[position] ?? -1;
  }

  set(contents: HexContents, active: number): void {
    this.#contents = contents;
    this.#owners = toOwners(contents.fields, contents.bytes.length);
    this.#chosen = -1;
    this.#active = Math.max(0, Math.min(contents.bytes.length - 1, active));
    this.#layOut(true);
  }

  /** Outlines the bytes of a field. */
  choose(at: number): void {
    if (at === this.#chosen) return;
    this.#chosen = at;
    this.#keepingFocus(() => this.#list.refresh());
  }

  /** Makes a byte the active one, in view. */
  show(position: number): void {
    const { length } = this.#contents.bytes;
    if (length === 0) return;
    const hadFocus = this.#list.hasFocus();
    const before = Math.floor(this.#active / this.#perRow);
    this.#active = Math.max(0, Math.min(length - 1, position));
    const row = Math.floor(this.#active / this.#perRow);
    this.#list.activate(row);
    this.#list.refresh(before, before + 1);
    this.#list.refresh(row, row + 1);
    if (hadFocus) this.focus();
  }

  focus(): void {
    moveFocus(this.#list.row(this.#list.active)?.querySelector<HTMLElement>('[tabindex="0"]'));
  }

  #keepingFocus(task: () => void): void {
    const hadFocus = this.#list.hasFocus();
    task();
    if (hadFocus) this.focus();
  }

  #layOut(isNew: boolean): void {
    const perRow = this.element.clientWidth >= wideEnough ? 16 : 8;
    if (!isNew && perRow === this.#perRow) return;
    this.#perRow = perRow;
    const rows = Math.ceil(this.#contents.bytes.length / perRow);
    this.element.classList.toggle('narrow', perRow === 8);
    this.element.style.setProperty('--rows', String(rows));
    this.#grid.setAttribute('aria-rowcount', String(rows));
    this.#grid.setAttribute('aria-colcount', String(perRow));
    this.#grid.setAttribute('aria-label', `Bytes, ${perRow} in a row`);
    this.#head.replaceChildren(...this.#heads());
    this.#keepingFocus(() => this.#list.reset(rows, Math.floor(this.#active / perRow)));
    this.#list.scrollIntoView(Math.floor(this.#active / perRow));
  }

  #heads(): HTMLElement[] {
    const heads: HTMLElement[] = [element('span')];
    for (let column = 0; column < this.#perRow; column++) {
      const head = element('span', { text: column.toString(16).padStart(2, '0') });
      head.style.gridColumn = String(this.#columnOf(column));
      heads.push(head);
    }
    const ascii = element('span', { class: 'ascii-head', text: 'ASCII' });
    ascii.style.gridColumn = `${this.#columnOf(this.#perRow) + 1} / -1`;
    return [...heads, ascii];
  }

  /** Between the eighth and the ninth byte of a row is a gap. */
  #columnOf(column: number): number {
    return column + 2 + (column >= 8 ? 1 : 0);
  }

  #render(row: number): HTMLElement {
    const { bytes } = this.#contents;
    const perRow = this.#perRow;
    const { digits, position, ascii } = { ...toHexRow(bytes, row, perRow), digits: toHexRow(bytes, row, perRow).bytes };
    const made = element('div', { class: 'hx', role: 'row', attributes: { 'aria-rowindex': String(row + 1) } });
    made.append(element('span', { class: 'pos', role: 'rowheader', text: position.padStart(8, '0') }));
    const characters: HTMLElement[] = [];
    digits.forEach((hex, column) => {
      const facts = this.#factsOf(row * perRow + column, hex);
      const byte = byteCell(facts);
      byte.style.gridColumn = String(this.#columnOf(column));
      byte.setAttribute('aria-colindex', String(column + 1));
      byte.tabIndex = facts.position === this.#active ? 0 : -1;
      byte.addEventListener('mousedown', (event) => {
        event.preventDefault();
        this.#moveTo(facts.position);
        this.focus();
      });
      made.append(byte);
      const char = ascii.charAt(column);
      const isPlain = char !== '.' || bytes[facts.position] === 0x2e;
      const classes = ['as', ...byteClasses(facts), ...(isPlain ? [] : ['np'])];
      const character = element('span', { class: classes.join(' '), text: isPlain ? char : '·', attributes: { 'aria-hidden': 'true' } });
      character.style.gridColumn = String(this.#columnOf(perRow) + 1 + column);
      character.addEventListener('mousedown', () => this.#moveTo(facts.position));
      characters.push(character);
    });
    made.append(...characters);
    return made;
  }

  #factsOf(position: number, digits: string): ByteFacts {
    const { fields, stop, restFrom } = this.#contents;
    const owner = this.ownerOf(position);
    const field = fields[owner];
    return {
      ...{ position, digits, field, perRow: this.#perRow },
      isChosen: field !== undefined && owner === this.#chosen,
      isStop: position === stop,
      isRest: restFrom !== undefined && position >= restFrom && position !== stop,
    };
  }

  #onKey(event: KeyboardEvent): void {
    if (event.metaKey || event.altKey) return;
    const to = this.#target(event);
    if (to !== undefined) this.#moveTo(to);
    else if (event.ctrlKey || event.shiftKey) return;
    else if (event.key === 'Enter') this.#options.onOther();
    else if (event.key.toLowerCase() === 'g') this.#options.onGoTo();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #target({ key, ctrlKey }: KeyboardEvent): number | undefined {
    const at = this.#active;
    const last = this.#contents.bytes.length - 1;
    const page = Math.max(1, Math.floor(this.#grid.clientHeight / rowHeight) - 1) * this.#perRow;
    if (ctrlKey) {
      const targets = { ArrowRight: this.#nextField(1), ArrowLeft: this.#nextField(-1), Home: 0, End: last };
      return Object.hasOwn(targets, key) ? targets[key as keyof typeof targets] : undefined;
    }
    const begin = at - (at % this.#perRow);
    const targets = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      ArrowDown: at + this.#perRow,
      ArrowUp: at - this.#perRow,
      PageDown: at + page,
      PageUp: at - page,
      Home: begin,
      End: begin + this.#perRow - 1,
      F8: this.#contents.stop ?? this.#contents.restFrom ?? at,
    };
    const target = Object.hasOwn(targets, key) ? targets[key as keyof typeof targets] : undefined;
    // Up from the first row and down from the last one lead nowhere.
    if (target !== undefined && (key === 'ArrowUp' || key === 'ArrowDown') && (target < 0 || target > last)) return at;
    return target;
  }

  /** The first byte of the next field; backwards that of this one, then of the one before. */
  #nextField(by: 1 | -1): number {
    const { length } = this.#contents.bytes;
    const owner = this.ownerOf(this.#active);
    for (let at = this.#active + by; at >= 0 && at < length; at += by) {
      const isFirst = at === 0 || this.ownerOf(at - 1) !== this.ownerOf(at);
      if (isFirst && (by < 0 || this.ownerOf(at) !== owner)) return at;
    }
    return by > 0 ? this.#active : 0;
  }

  #moveTo(position: number): void {
    this.show(position);
    this.#options.onByte(this.#active);
  }
}
