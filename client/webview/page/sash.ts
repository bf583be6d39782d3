import { element } from './dom.ts';

export interface Sash {
  readonly element: HTMLElement;
  /** Of the pane, in pixels; undefined until somebody has chosen one. */
  width(): number | undefined;
}

const least = 300;
const mostWidth = () => Math.max(least, Math.floor(document.documentElement.clientWidth / 2));

/** A border that is dragged, or moved with Left and Right, to give a pane to its right another width: 300 px to half the page. */
export function createSash(pane: HTMLElement, initialWidth: number | undefined, onChange: () => void): Sash {
  const sash = element('div', {
    class: 'sash',
    role: 'separator',
    tabIndex: 0,
    attributes: { 'aria-orientation': 'vertical', 'aria-label': 'Width of the record details', 'aria-valuemin': String(least) },
  });
  let width = initialWidth;
  const set = (next: number) => {
    width = Math.round(Math.max(least, Math.min(mostWidth(), next)));
    // Where the pane stands below the table, its width is the page's: the style sheet has the last word.
    pane.style.setProperty('--details-width', `${width}px`);
  };
  new ResizeObserver(() => {
    sash.setAttribute('aria-valuemax', String(mostWidth()));
    sash.setAttribute('aria-valuenow', String(pane.offsetWidth));
  }).observe(pane);
  sash.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    sash.setPointerCapture(event.pointerId);
    const start = { x: event.clientX, width: pane.offsetWidth };
    const move = (moved: PointerEvent) => set(start.width + start.x - moved.clientX);
    sash.addEventListener('pointermove', move);
    sash.addEventListener(
      'lostpointercapture',
      () => {
        sash.removeEventListener('pointermove', move);
        onChange();
      },
      { once: true },
    );
  });
  sash.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: 20, ArrowRight: -20 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(pane.offsetWidth + by);
    onChange();
  });
  if (initialWidth !== undefined) set(initialWidth);
  return { element: sash, width: () => width };
}
