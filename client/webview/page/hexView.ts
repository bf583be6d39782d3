import { fromBase64, toHexRow } from '../hexRows.ts';
import type { PartDetails, RecordDetails } from '../recordsProtocol.ts';
import { formatBytes, formatNumber } from '../texts.ts';
import { element } from './dom.ts';
import { VirtualList } from './virtualList.ts';

const rowHeight = 20;
/** Below this width a row has 8 bytes. */
const wideEnough = 640;

type Line = { readonly kind: 'title'; readonly text: string } | { readonly kind: 'row'; readonly part: HexPart; readonly row: number };

interface HexPart {
  readonly details: PartDetails;
  readonly bytes: Uint8Array;
}

/** The bytes of a record's value and key, 16 or 8 in a row: position, hex, ASCII. */
export class HexView {
  readonly element: HTMLElement;
  readonly #list: VirtualList;
  #parts: readonly (HexPart & { readonly name: string })[] = [];
  #lines: readonly Line[] = [];
  #perRow = 16;

  constructor() {
    this.element = element('div', { class: 'hex scroll', role: 'grid', attributes: { 'aria-label': 'Bytes' } });
    this.#list = new VirtualList({ viewport: this.element, rowHeight, role: 'rowgroup', render: (index) => this.#render(index) });
    this.element.addEventListener('keydown', (event) => {
      const target = event.ctrlKey || event.metaKey || event.altKey ? undefined : this.#list.target(event.key);
      if (target === undefined) return;
      this.#list.activate(target);
      event.preventDefault();
      event.stopPropagation();
    });
    new ResizeObserver(() => this.#layOut(false)).observe(this.element);
  }

  setRecord({ key, value }: RecordDetails): void {
    const parts = [
      { name: 'Value', details: value, bytes: fromBase64(value.bytes) },
      { name: 'Key', details: key, bytes: fromBase64(key.bytes) },
    ];
    this.#parts = parts.filter(({ details }) => details.size > 0);
    this.element.scrollTop = 0;
    this.#layOut(true);
  }

  #layOut(isNew: boolean): void {
    const perRow = this.element.clientWidth >= wideEnough ? 16 : 8;
    if (!isNew && perRow === this.#perRow) return;
    this.#perRow = perRow;
    this.#lines = this.#parts.flatMap((part): Line[] => {
      const rows = Math.ceil(part.bytes.length / perRow);
      return [
        { kind: 'title', text: toTitle(part.name, part) },
        ...Array.from({ length: rows }, (_, row): Line => ({ kind: 'row', part, row })),
      ];
    });
    this.element.setAttribute('aria-rowcount', String(this.#lines.length));
    this.#list.reset(this.#lines.length, 0);
  }

  #render(index: number): HTMLElement {
    const line = this.#lines[index];
    const made = element('div', { class: 'hx', role: 'row', tabIndex: index === this.#list.active ? 0 : -1 });
    made.setAttribute('aria-rowindex', String(index + 1));
    if (!line) return made;
    if (line.kind === 'title') {
      made.classList.add('title');
      made.append(element('span', { role: 'gridcell', text: line.text }));
      return made;
    }
    const { position, bytes, ascii } = toHexRow(line.part.bytes, line.row, this.#perRow);
    const hex = element('span', { class: 'bytes', role: 'gridcell' });
    bytes.forEach((digits, at) => {
      if (at === 8) hex.append(element('span', { class: 'gap', text: ' ' }));
      hex.append(renderByte(digits, line.row * this.#perRow + at, line.part.details), ' ');
    });
    made.append(
      element('span', { class: 'pos', role: 'gridcell', text: position }),
      hex,
      element('span', { class: 'ascii', role: 'gridcell', text: ascii }),
    );
    return made;
  }
}

function renderByte(digits: string, position: number, { frame, stop, schema }: PartDetails): HTMLElement {
  const made = element('span', { text: digits });
  if (position < frame) {
    made.className = 'frame';
    made.title = position === 0 ? 'Frame: magic byte 0' : `Frame: schema id ${schema?.schemaId ?? ''}`.trimEnd();
  }
  if (position === stop) {
    made.className = `${made.className} stop`.trim();
    made.title = 'Reading stopped here.';
  }
  return made;
}

function toTitle(name: string, { details, bytes }: HexPart): string {
  const size = formatNumber(details.size, 'byte', 'bytes');
  const frame = details.frame > 0 ? `, the first ${details.frame} are the frame` : '';
  const cut = bytes.length < details.size ? `. Shown: ${formatBytes(bytes.length)} of ${formatBytes(details.size)}` : '';
  return `${name}: ${size}${frame}${cut}.`;
}
