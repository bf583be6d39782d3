import { element } from './dom.ts';

export interface ValueTipOptions {
  readonly box: HTMLElement;
  /** A selector of what has tips. */
  readonly rows: string;
  /** Somebody looks. */
  readonly onWanted: () => void;
  /** Terms and descriptions; undefined where nothing is to be said, or not yet. */
  readonly content: (row: HTMLElement) => readonly HTMLElement[] | undefined;
}

const delayMs = 500;

/** A box below a row that says more of it, once the mouse or the focus has rested there. */
export class ValueTip {
  readonly #options: ValueTipOptions;
  readonly #tip = element('dl', { class: 'tip', role: 'tooltip' });
  #timer: number | undefined;
  #row: HTMLElement | undefined;

  constructor(options: ValueTipOptions) {
    this.#options = options;
    const { box } = options;
    const onEnter = (event: Event) => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>(options.rows) : null;
      if (row && row !== this.#row) this.#wait(row);
    };
    box.addEventListener('pointerover', onEnter);
    box.addEventListener('focusin', onEnter);
    const onLeave = (event: MouseEvent | FocusEvent) => {
      const { relatedTarget } = event;
      if (!(relatedTarget instanceof Node && (box.contains(relatedTarget) || this.#tip.contains(relatedTarget)))) this.hide();
    };
    for (const one of [box, this.#tip]) {
      one.addEventListener('pointerleave', onLeave);
      one.addEventListener('focusout', onLeave);
    }
    box.addEventListener('scroll', () => this.hide(), { passive: true });
    box.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#tip.isConnected) return;
      event.stopPropagation();
      this.hide();
    });
  }

  hide(): void {
    window.clearTimeout(this.#timer);
    this.#row = undefined;
    this.#tip.remove();
  }

  /** What was not known when somebody looked may be known now. */
  refresh(): void {
    if (this.#row && this.#timer === undefined) this.#show(this.#row);
  }

  #wait(row: HTMLElement): void {
    this.hide();
    this.#row = row;
    this.#timer = window.setTimeout(() => {
      this.#timer = undefined;
      this.#options.onWanted();
      this.#show(row);
    }, delayMs);
  }

  #show(row: HTMLElement): void {
    const content = row.isConnected ? this.#options.content(row) : undefined;
    if (!content) return;
    this.#tip.replaceChildren(...content);
    document.body.append(this.#tip);
    const place = row.getBoundingClientRect();
    const above = place.top - this.#tip.offsetHeight - 2;
    const isBelow = place.bottom + this.#tip.offsetHeight + 4 < window.innerHeight || above < 0;
    this.#tip.style.top = `${isBelow ? place.bottom + 2 : above}px`;
    this.#tip.style.left = `${Math.max(4, Math.min(place.left + 120, window.innerWidth - this.#tip.offsetWidth - 4))}px`;
  }
}
