import type { ByteField } from '../byteFields.ts';
import { fromBase64, toHexRow } from '../hexRows.ts';
import type { BytesView, PartDetails, RecordDetails } from '../recordsProtocol.ts';
import { formatBytes, formatNumber } from '../texts.ts';
import { byteCell } from './byteCell.ts';
import { element, moveFocus } from './dom.ts';
import { VirtualList } from './virtualList.ts';

const rowHeight = 32;
/** Below this width a row has 8 bytes. */
const wideEnough = 640;

export interface HexViewOptions {
  /** The byte that is active belongs to this field; -1 where it belongs to none. */
  readonly onField: (at: number) => void;
  /** The focus goes to the fields. */
  readonly onOther: () => void;
}

type Line = { readonly kind: 'title'; readonly text: string } | { readonly kind: 'row'; readonly part: HexPart; readonly row: number };

interface HexPart {
  readonly name: 'Value' | 'Key';
  readonly details: PartDetails;
  readonly bytes: Uint8Array;
}

interface Explained {
  readonly fields: readonly ByteField[];
  readonly owners: Int32Array;
  readonly view: BytesView;
}

/** The bytes of a record's value and key, 16 or 8 in a row: position, hex, ASCII; a byte is the stop of the arrow keys. */
export class HexView {
  readonly element: HTMLElement;
  readonly #list: VirtualList;
  readonly #options: HexViewOptions;
  #parts: readonly HexPart[] = [];
  #lines: readonly Line[] = [];
  #perRow = 0;
  /** Within its row. */
  #column = 0;
  #explained: Explained | undefined;
  #chosen = -1;

  constructor(options: HexViewOptions) {
    this.#options = options;
    this.element = element('div', { class: 'hex scroll', role: 'grid', attributes: { 'aria-label': 'Bytes' } });
    this.#list = new VirtualList({ viewport: this.element, rowHeight, role: 'rowgroup', render: (index) => this.#render(index) });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    new ResizeObserver(() => this.#layOut(false)).observe(this.element);
  }

  setRecord({ key, value }: Pick<RecordDetails, 'key' | 'value'>): void {
    const parts: HexPart[] = [
      { name: 'Value', details: value, bytes: fromBase64(value.bytes) },
      { name: 'Key', details: key, bytes: fromBase64(key.bytes) },
    ];
    this.#parts = parts.filter(({ details }) => details.size > 0);
    this.#explained = undefined;
    this.#chosen = -1;
    this.#column = 0;
    this.element.scrollTop = 0;
    this.#layOut(true);
  }

  explain(fields: readonly ByteField[], owners: Int32Array, view: BytesView): void {
    this.#explained = { fields, owners, view };
    this.#list.refresh();
  }

  /** Outlines the bytes of a field. */
  choose(at: number): void {
    if (at === this.#chosen) return;
    this.#chosen = at;
    const hadFocus = this.#list.hasFocus();
    this.#list.refresh();
    if (hadFocus) this.#focusByte();
  }

  /** Makes a byte of the value the active one. */
  show(position: number): void {
    const row = Math.floor(position / this.#perRow);
    const line = this.#lines.findIndex((one) => one.kind === 'row' && one.part.name === 'Value' && one.row === row);
    if (line < 0) return;
    this.#column = position % this.#perRow;
    this.#list.activate(line);
  }

  focus(): void {
    this.#focusByte();
  }

  #layOut(isNew: boolean): void {
    const perRow = this.element.clientWidth >= wideEnough ? 16 : 8;
    if (!isNew && perRow === this.#perRow) return;
    this.#perRow = perRow;
    this.#lines = this.#parts.flatMap((part): Line[] => {
      const rows = Math.ceil(part.bytes.length / perRow);
      return [{ kind: 'title', text: toTitle(part) }, ...Array.from({ length: rows }, (_, row): Line => ({ kind: 'row', part, row }))];
    });
    this.element.setAttribute('aria-rowcount', String(this.#lines.length));
    this.element.style.setProperty('--per-row', String(perRow));
    this.#list.reset(this.#lines.length, this.#lines.length > 1 ? 1 : 0);
  }

  #render(index: number): HTMLElement {
    const line = this.#lines[index];
    const isActive = index === this.#list.active;
    const made = element('div', { class: 'hx', role: 'row', attributes: { 'aria-rowindex': String(index + 1) } });
    if (!line) return made;
    if (line.kind === 'title') {
      made.classList.add('title');
      made.append(element('span', { role: 'gridcell', text: line.text, tabIndex: isActive ? 0 : -1 }));
      return made;
    }
    const { position, bytes, ascii } = toHexRow(line.part.bytes, line.row, this.#perRow);
    made.append(element('span', { class: 'pos', role: 'rowheader', text: position }));
    bytes.forEach((digits, at) => {
      const byte = this.#renderByte(line.part, line.row * this.#perRow + at, digits);
      byte.tabIndex = isActive && at === Math.min(this.#column, bytes.length - 1) ? 0 : -1;
      byte.addEventListener('click', () => {
        this.#list.activate(index);
        this.#moveTo(at);
      });
      made.append(byte);
    });
    const text = element('span', { class: 'ascii', role: 'gridcell', text: ascii, attributes: { 'aria-label': `ASCII ${ascii}` } });
    text.style.gridColumn = String(this.#perRow + 2);
    made.append(text);
    return made;
  }

  #renderByte(part: HexPart, position: number, digits: string): HTMLElement {
    const known = part.name === 'Value' ? this.#explained : undefined;
    const at = known?.owners[position] ?? -1;
    const one = known?.fields[at];
    const { frame, stop } = part.details;
    const stopAt = known?.view.stop?.position ?? (part.name === 'Value' || !known ? stop : undefined);
    const leftOver = known?.view.leftOver;
    const isStop = position === stopAt;
    const isRest =
      (stopAt !== undefined && known !== undefined && position > stopAt && !one) || (leftOver !== undefined && position >= leftOver.start);
    const made = byteCell({ position, digits, field: one, isChosen: at === this.#chosen, isStop, isRest, perRow: this.#perRow });
    if (!one && position < frame) made.classList.add('frame');
    return made;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.metaKey || event.altKey) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by !== undefined && event.ctrlKey) this.#toField(by);
    else if (by !== undefined) this.#step(by);
    else if (event.ctrlKey) return;
    else if (event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      this.#options.onOther();
      return;
    } else if (event.key === 'F8') this.show(this.#explained?.view.stop?.position ?? this.#parts[0]?.details.stop ?? 0);
    else {
      const target = this.#list.target(event.key);
      if (target === undefined) return;
      this.#list.activate(target);
    }
    this.#moveTo(this.#column);
    event.preventDefault();
    event.stopPropagation();
  }

  #step(by: number): void {
    const next = this.#column + by;
    if (next >= 0 && next < this.#perRow) this.#column = next;
    else if (this.#lines[this.#list.active + by]?.kind === 'row') {
      this.#column = next < 0 ? this.#perRow - 1 : 0;
      this.#list.activate(this.#list.active + by);
    }
  }

  /** To the first byte of the next field, or of this one and then of the one before. */
  #toField(by: number): void {
    const position = this.#position();
    if (position === undefined || !this.#explained) return;
    const starts = [...new Set(this.#explained.fields.filter(({ field }) => field.end > field.start).map(({ field }) => field.start))];
    starts.sort((a, b) => a - b);
    const next = by > 0 ? starts.find((start) => start > position) : starts.findLast((start) => start < position);
    if (next !== undefined) this.show(next);
  }

  /** Of the active byte within the value. */
  #position(): number | undefined {
    const line = this.#lines[this.#list.active];
    if (line?.kind !== 'row' || line.part.name !== 'Value') return undefined;
    return Math.min(line.row * this.#perRow + this.#column, line.part.bytes.length - 1);
  }

  #moveTo(column: number): void {
    this.#column = column;
    const position = this.#position();
    const at = position === undefined ? -1 : (this.#explained?.owners[position] ?? -1);
    this.#options.onField(at);
    this.#list.refresh(this.#list.active, this.#list.active + 1);
    this.#focusByte();
  }

  #focusByte(): void {
    moveFocus(this.#list.row(this.#list.active)?.querySelector<HTMLElement>('[tabindex="0"]'));
  }
}

function toTitle({ name, details, bytes }: HexPart): string {
  const size = formatNumber(details.size, 'byte', 'bytes');
  const frame = details.frame > 0 ? `, the first ${details.frame} are the frame` : '';
  const cut = bytes.length < details.size ? `. Shown: ${formatBytes(bytes.length)} of ${formatBytes(details.size)}` : '';
  return `${name}: ${size}${frame}${cut}.`;
}
