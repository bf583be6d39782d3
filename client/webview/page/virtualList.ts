import { element } from './dom.ts';

export interface VirtualListOptions {
  /** Scrolls; its own content, such as a head, stands above the rows and must stick. */
  readonly viewport: HTMLElement;
  readonly rowHeight: number;
  /** Of what sticks above the rows. */
  readonly headHeight?: number;
  readonly role?: string;
  /** Makes the row's element; it is made anew whenever the row may have changed. */
  readonly render: (index: number) => HTMLElement;
  /** Told when another row has become the active one. */
  readonly onActive?: (index: number) => void;
}

/** Rows kept beyond what is in view, on either side. */
const overscan = 10;

/**
 * Rows of one height of which only those in view exist. One row is active: it is the list's one stop of the Tab key, and
 * stays when it is scrolled away, so that the focus is never lost.
 */
export class VirtualList {
  readonly #options: VirtualListOptions;
  readonly #space: HTMLElement;
  readonly #rows = new Map<number, HTMLElement>();
  #count = 0;
  #active = 0;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.#space = element('div', { class: 'space', role: options.role ?? 'presentation' });
    options.viewport.append(this.#space);
    options.viewport.addEventListener('scroll', () => this.#draw(), { passive: true });
    new ResizeObserver(() => this.#draw()).observe(options.viewport);
  }

  get active(): number {
    return this.#active;
  }

  get count(): number {
    return this.#count;
  }

  /** Takes other rows: all are made anew. */
  reset(count: number, active: number): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(count - 1, active));
    this.#space.style.height = `${count * this.#options.rowHeight}px`;
    this.refresh();
  }

  /** Makes all rows anew, or those from `from` up to `to` (exclusive). */
  refresh(from = 0, to = Infinity): void {
    const hadFocus = this.hasFocus();
    for (const [index, row] of this.#rows) {
      if (index < from || index >= to) continue;
      row.remove();
      this.#rows.delete(index);
    }
    this.#draw();
    if (hadFocus) this.focus();
  }

  hasFocus(): boolean {
    return this.#space.contains(document.activeElement);
  }

  /** Makes a row the active one, in view. */
  activate(index: number): void {
    if (this.#count === 0) return;
    const next = Math.max(0, Math.min(this.#count - 1, index));
    const previous = this.#active;
    const hadFocus = this.hasFocus();
    this.#active = next;
    this.#scrollIntoView(next);
    if (next !== previous) {
      this.refresh(previous, previous + 1);
      this.refresh(next, next + 1);
    }
    this.#draw();
    if (hadFocus) this.focus();
    if (next !== previous) this.#options.onActive?.(next);
  }

  focus(): void {
    this.row(this.#active)?.focus({ preventScroll: true });
  }

  /** The element of a row, where it is one of those that exist. */
  row(index: number): HTMLElement | undefined {
    return this.#rows.get(index);
  }

  /** Where a key leads to; undefined where it is none that moves. */
  target(key: string): number | undefined {
    const { viewport, rowHeight, headHeight = 0 } = this.#options;
    const page = Math.max(1, Math.floor((viewport.clientHeight - headHeight) / rowHeight) - 1);
    switch (key) {
      case 'ArrowDown':
        return this.#active + 1;
      case 'ArrowUp':
        return this.#active - 1;
      case 'PageDown':
        return this.#active + page;
      case 'PageUp':
        return this.#active - page;
      case 'Home':
        return 0;
      case 'End':
        return this.#count - 1;
      default:
        return undefined;
    }
  }

  #scrollIntoView(index: number): void {
    const { viewport, rowHeight, headHeight = 0 } = this.#options;
    const top = index * rowHeight;
    const height = viewport.clientHeight - headHeight;
    if (top < viewport.scrollTop) viewport.scrollTop = top;
    else if (top + rowHeight > viewport.scrollTop + height) viewport.scrollTop = top + rowHeight - height;
  }

  #draw(): void {
    const { viewport, rowHeight, render } = this.#options;
    const first = Math.max(0, Math.floor(viewport.scrollTop / rowHeight) - overscan);
    const last = Math.min(this.#count - 1, Math.ceil((viewport.scrollTop + viewport.clientHeight) / rowHeight) + overscan);
    const wanted = new Set<number>();
    for (let index = first; index <= last; index++) wanted.add(index);
    if (this.#active < this.#count) wanted.add(this.#active);
    for (const [index, row] of this.#rows) {
      if (wanted.has(index)) continue;
      row.remove();
      this.#rows.delete(index);
    }
    // In their order also in the document: a screen reader walks through that.
    let before = this.#space.firstElementChild;
    for (const index of [...wanted].sort((a, b) => a - b)) {
      const known = this.#rows.get(index);
      if (known) {
        before = known.nextElementSibling;
        continue;
      }
      const row = render(index);
      row.style.transform = `translateY(${index * rowHeight}px)`;
      this.#rows.set(index, row);
      this.#space.insertBefore(row, before);
    }
  }
}
