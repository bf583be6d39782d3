import { element, holdsFocus, moveFocus } from './dom.ts';
import { ScrollSpace } from './scrollSpace.ts';

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
  /** Whether these rows (both inclusive) can be drawn now; where not, what is drawn stays until `draw` is called. */
  readonly isReady?: (first: number, last: number) => boolean;
  /** Told after each scrolling which rows are wanted in view, both inclusive. */
  readonly onView?: (first: number, last: number) => void;
  /** Told whenever rows were drawn. */
  readonly onDrawn?: () => void;
}

/** Rows kept beyond what is in view, on either side. */
const overscan = 10;
/** Rows are placed from a multiple of this many, since the pixels of transforms are exact only up to some millions. */
const rebase = 100_000;

/**
 * Rows of one height of which only those in view exist. One row is active: it is the list's one stop of the Tab key, and
 * stays when it is scrolled away, so that the focus is never lost.
 *
 * The rows stand on a sheet that does not scroll by itself but is drawn at where its viewport was scrolled to: what is
 * drawn is never ahead of the rows that are there, so no frame is blank while they come.
 */
export class VirtualList {
  readonly #options: VirtualListOptions;
  /** Sticks below the head, as high as the view. */
  readonly #layer: HTMLElement;
  readonly #sheet: HTMLElement;
  readonly #space: ScrollSpace;
  readonly #rows = new Map<number, HTMLElement>();
  #count = 0;
  #active = 0;
  /** Pixels above the first that is drawn. */
  #top = 0;
  #base = 0;
  #height = 0;

  constructor(options: VirtualListOptions) {
    this.#options = options;
    this.#sheet = element('div', { class: 'sheet', role: options.role ?? 'presentation' });
    this.#layer = element('div', { class: 'layer', role: 'presentation' }, this.#sheet);
    this.#layer.style.top = `${options.headHeight ?? 0}px`;
    this.#space = new ScrollSpace(options.viewport, () => this.#viewHeight());
    options.viewport.append(this.#layer, this.#space.element);
    options.viewport.addEventListener(
      'scroll',
      () => {
        this.#space.onScroll();
        this.#onScroll();
      },
      { passive: true },
    );
    new ResizeObserver(() => this.#onResize()).observe(options.viewport);
  }

  get active(): number {
    return this.#active;
  }

  get count(): number {
    return this.#count;
  }

  /** Pixels of rows above what is drawn. */
  get top(): number {
    return this.#top;
  }

  /** Pixels of rows above what is scrolled to: what is drawn next, as soon as its rows are there. */
  get scrollTop(): number {
    return this.#space.top;
  }

  set scrollTop(top: number) {
    this.#space.top = top;
  }

  /** Whether the end is in view. */
  get isAtEnd(): boolean {
    return this.scrollTop >= this.#count * this.#options.rowHeight - this.#viewHeight() - 1;
  }

  /** Rows that are wanted in view, in part at least, both inclusive; of what is drawn where `drawn` is set. */
  range(drawn = false): { readonly first: number; readonly last: number } {
    const { rowHeight } = this.#options;
    const top = drawn ? this.#top : this.scrollTop;
    const last = Math.ceil((top + this.#viewHeight()) / rowHeight) - 1;
    return { first: Math.floor(top / rowHeight), last: Math.min(this.#count - 1, last) };
  }

  /** Takes other rows: all are made anew, at `top` pixels where given. */
  reset(count: number, active: number, top = this.scrollTop): void {
    this.#count = count;
    this.#active = Math.max(0, Math.min(count - 1, active));
    this.#space.resize(count * this.#options.rowHeight);
    if (Math.abs(this.scrollTop - top) >= 1) this.scrollTop = top;
    this.#height = this.#viewHeight();
    this.refresh();
  }

  /** Makes all rows anew, or those from `from` up to `to` (exclusive), and draws at `top` pixels where given. */
  refresh(from = 0, to = Infinity, top?: number): void {
    const hadFocus = this.hasFocus();
    for (const [index, row] of this.#rows) {
      if (index < from || index >= to) continue;
      row.remove();
      this.#rows.delete(index);
    }
    this.draw(top ?? (this.#isReady() ? undefined : this.#top));
    if (hadFocus && !this.hasFocus()) this.focus();
  }

  hasFocus(): boolean {
    return holdsFocus(this.#sheet);
  }

  /** Makes a row the active one, in view. */
  activate(index: number): void {
    if (this.#count === 0) return;
    const next = Math.max(0, Math.min(this.#count - 1, index));
    const previous = this.#active;
    const hadFocus = this.hasFocus();
    this.#active = next;
    this.scrollIntoView(next);
    if (next !== previous) {
      this.refresh(previous, previous + 1);
      this.refresh(next, next + 1);
    }
    this.#onScroll();
    if (hadFocus) this.focus();
    if (next !== previous) this.#options.onActive?.(next);
  }

  focus(): void {
    moveFocus(this.row(this.#active));
  }

  /** The element of a row, where it is one of those that exist. */
  row(index: number): HTMLElement | undefined {
    return this.#rows.get(index);
  }

  /** Where a key leads to; undefined where it is none that moves. */
  target(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.#viewHeight() / this.#options.rowHeight) - 1);
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

  scrollIntoView(index: number): void {
    const { rowHeight } = this.#options;
    const top = index * rowHeight;
    const height = this.#viewHeight();
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + rowHeight > this.scrollTop + height) this.scrollTop = top + rowHeight - height;
  }

  /** Draws the rows at `top` pixels, or at where the viewport was scrolled to. */
  draw(top = this.scrollTop): void {
    const { rowHeight, render } = this.#options;
    this.#top = top;
    const first = Math.max(0, Math.floor(top / rowHeight) - overscan);
    const last = Math.min(this.#count - 1, Math.ceil((top + this.#height) / rowHeight) + overscan);
    const wanted: number[] = [];
    // What is active stays in the document, in its order.
    if (this.#active < first && this.#count > 0) wanted.push(this.#active);
    for (let index = first; index <= last; index++) wanted.push(index);
    if (this.#active > last && this.#active < this.#count) wanted.push(this.#active);
    this.#removeBut(first, last);
    this.#place(first);
    let before = this.#sheet.firstElementChild;
    for (const index of wanted) {
      const known = this.#rows.get(index);
      if (known) {
        before = known.nextElementSibling;
        continue;
      }
      const row = render(index);
      row.style.transform = `translateY(${index * rowHeight - this.#base}px)`;
      this.#rows.set(index, row);
      this.#sheet.insertBefore(row, before);
    }
    this.#options.onDrawn?.();
  }

  #removeBut(first: number, last: number): void {
    for (const [index, row] of this.#rows) {
      if ((index >= first && index <= last) || index === this.#active) continue;
      row.remove();
      this.#rows.delete(index);
    }
  }

  #place(first: number): void {
    const { rowHeight } = this.#options;
    const base = Math.floor(first / rebase) * rebase * rowHeight;
    if (base !== this.#base) {
      this.#base = base;
      for (const [index, row] of this.#rows) row.style.transform = `translateY(${index * rowHeight - base}px)`;
    }
    this.#sheet.style.transform = `translateY(${base - this.#top}px)`;
  }

  #onScroll(): void {
    if (this.#isReady()) this.draw();
    const { first, last } = this.range();
    if (last >= first) this.#options.onView?.(first, last);
  }

  #isReady(): boolean {
    const { first, last } = this.range();
    return last < first || (this.#options.isReady?.(first, last) ?? true);
  }

  #onResize(): void {
    const height = this.#viewHeight();
    this.#layer.style.height = `${height}px`;
    this.#layer.style.marginBottom = `${-height}px`;
    this.#height = height;
    this.#onScroll();
  }

  #viewHeight(): number {
    return Math.max(0, this.#options.viewport.clientHeight - (this.#options.headHeight ?? 0));
  }
}
