import { mostPx, scrollOn, spaceOf, toScrolled, type ScrollRange } from '../scrollMap.ts';
import { element } from './dom.ts';

/** What is scrolled below a viewport's head: as high as all rows, however many, within what browsers can lay out. */
export class ScrollSpace {
  readonly element = element('div', { class: 'space', attributes: { 'aria-hidden': 'true' } });
  readonly #viewport: HTMLElement;
  readonly #viewHeight: () => number;
  #rows = 0;
  /** Where it was when rows and scroll bar were brought together last; undefined where both are the same. */
  #known: { readonly top: number; readonly scrolled: number } | undefined;

  constructor(viewport: HTMLElement, viewHeight: () => number) {
    this.#viewport = viewport;
    this.#viewHeight = viewHeight;
  }

  /** Pixels of rows above what is in view. */
  get top(): number {
    const { scrollTop } = this.#viewport;
    return this.#known === undefined ? scrollTop : this.#known.top + scrollTop - this.#known.scrolled;
  }

  set top(top: number) {
    if (this.#known === undefined) {
      this.#viewport.scrollTop = top;
      return;
    }
    const range = this.#range();
    const within = Math.max(0, Math.min(range.rows - range.view, top));
    this.#viewport.scrollTop = toScrolled(within, range);
    this.#known = { top: within, scrolled: this.#viewport.scrollTop };
  }

  /** Takes the height of all rows, in pixels; those in view stay there. */
  resize(rows: number): void {
    const { top } = this;
    this.#rows = rows;
    this.element.style.height = `${spaceOf(this.#range())}px`;
    const isShortened = rows > mostPx;
    if (!isShortened && this.#known === undefined) return;
    this.#known = isShortened ? { top, scrolled: this.#viewport.scrollTop } : undefined;
    this.top = top;
  }

  /** To be called first whenever the viewport was scrolled. */
  onScroll(): void {
    if (this.#known === undefined) return;
    const { scrollTop } = this.#viewport;
    const next = scrollOn(this.#known, scrollTop, this.#range());
    if (Math.abs(next.scrolled - scrollTop) >= 1) this.#viewport.scrollTop = next.scrolled;
    this.#known = { top: next.top, scrolled: this.#viewport.scrollTop };
  }

  #range(): ScrollRange {
    return { rows: this.#rows, view: this.#viewHeight() };
  }
}
