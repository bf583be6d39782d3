import type { Histogram } from '../../records/recordsView.ts';
import type { RecordsState, TimeZone } from '../recordsProtocol.ts';
import { formatEdge, formatEnd, toBeyond, toEdges, toRange, type TimeRange } from '../histogramView.ts';
import { formatCount } from '../texts.ts';
import { element, iconButton } from './dom.ts';
import { drawBars, toX } from './histogramBars.ts';
import { menuItem, openPopover } from './popover.ts';

export interface HistogramOptions {
  /** Hides the rows outside; undefined shows all. It never reads. */
  readonly onRange: (range: TimeRange | undefined) => void;
  readonly onReadRange: (range: TimeRange) => void;
}

export interface HistogramBar {
  /** Hidden where there is nothing to draw. */
  readonly element: HTMLElement;
  draw(state: RecordsState, shown: number | undefined): void;
}

interface Shown {
  readonly histogram: Histogram;
  readonly range: TimeRange | undefined;
  readonly zone: TimeZone;
  readonly rows: number | undefined;
}

/** How many records there are at what time, over the whole scan; a part of it can be chosen. */
export function createHistogram(options: HistogramOptions): HistogramBar {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const plot = element('div', { class: 'plot' });
  plot.append(svg);
  const sliders = [createSlider('From'), createSlider('To')] as const;
  const more = iconButton('ellipsis', 'Time range', { tabIndex: -1 });
  more.setAttribute('aria-haspopup', 'menu');
  const beyond = element('span', { class: 'beyond', title: 'These lie so far from all others that they are not drawn' });
  const box = element('div', { class: 'histo', role: 'group' }, plot, ...sliders, createLegend(beyond, more));
  box.hidden = true;
  let shown: Shown | undefined;
  /** While it is dragged; the page hears of it when the mouse is let go. */
  let dragged: TimeRange | undefined | null = null;
  const range = () => (dragged === null ? shown?.range : dragged);
  const redraw = () => {
    if (!shown) return;
    drawBars(svg, plot.clientWidth, shown.histogram, range(), shown.zone);
    placeSliders(sliders, plot.clientWidth, shown, range());
    box.setAttribute('aria-label', toLabel(shown, range()));
    more.hidden = range() === undefined;
    beyond.textContent = toBeyond(shown.histogram);
    beyond.hidden = beyond.textContent === '';
  };
  const choose = (next: TimeRange | undefined) => {
    dragged = null;
    if (shown) shown = { ...shown, range: next };
    redraw();
    options.onRange(next);
  };
  const preview = (next: TimeRange | undefined | null) => {
    dragged = next;
    redraw();
  };
  const openMenu = () => openRangeMenu(more.hidden ? sliders[0] : more, range(), choose, options.onReadRange);
  more.addEventListener('click', openMenu);
  box.addEventListener('contextmenu', (event) => {
    event.preventDefault();
    if (range()) openMenu();
  });
  attachDrag(plot, () => shown, { choose, range, preview });
  plot.addEventListener('dblclick', () => choose(undefined));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && range()) {
      choose(undefined);
      event.preventDefault();
      event.stopPropagation();
    } else if (shown) onSliderKey(event, sliders, shown.histogram, range(), choose);
  });
  new ResizeObserver(redraw).observe(plot);
  return {
    element: box,
    draw({ progress, view, timeZone }, rows) {
      const histogram = progress?.histogram;
      const isEmpty = !histogram || histogram.buckets.length === 0 || histogram.toMs <= histogram.fromMs;
      box.hidden = isEmpty;
      if (isEmpty) return;
      shown = { histogram, range: view.timeRange, zone: timeZone, rows };
      redraw();
    },
  };
}

function createSlider(label: string): HTMLElement {
  return element('div', {
    class: 'edge',
    role: 'slider',
    tabIndex: 0,
    attributes: { 'aria-label': label, 'aria-orientation': 'horizontal' },
  });
}

function createLegend(beyond: HTMLElement, more: HTMLElement): HTMLElement {
  const entry = (mark: string, text: string) => element('span', {}, element('i', { class: `lg ${mark}` }), text);
  return element(
    'div',
    { class: 'legend' },
    entry('scan', 'scanned'),
    entry('match', 'matched'),
    entry('fail', 'not decoded'),
    beyond,
    more,
  );
}

/** "Records over time, 10:36:12 to 10:46:12. Chosen: 10:40:40 to 10:42:00, 1,712 records." */
function toLabel({ histogram, zone, rows }: Shown, range: TimeRange | undefined): string {
  const text = ({ fromMs, toMs }: TimeRange) => `${formatEdge(fromMs, histogram, zone)} to ${formatEnd({ fromMs, toMs }, histogram, zone)}`;
  const beyond = toBeyond(histogram);
  const all = `Records over time, ${text(histogram)}.${beyond === '' ? '' : ` Not drawn: ${beyond}.`}`;
  if (!range) return all;
  return `${all} Chosen: ${text(range)}${rows === undefined ? '' : `, ${formatCount(rows)} ${rows === 1 ? 'record' : 'records'}`}.`;
}

function placeSliders(sliders: readonly [HTMLElement, HTMLElement], width: number, shown: Shown, range: TimeRange | undefined): void {
  const { histogram, zone } = shown;
  const { first, last } = toEdges(histogram, range);
  const count = histogram.buckets.length;
  const places = [
    { index: first, least: 0, most: last - 1 },
    { index: last, least: first + 1, most: count },
  ];
  places.forEach(({ index, least, most }, at) => {
    const slider = sliders[at];
    if (!slider) return;
    const end = range ?? histogram;
    const timeMs = at === 0 ? end.fromMs : end.toMs;
    slider.setAttribute('aria-valuemin', String(least));
    slider.setAttribute('aria-valuemax', String(most));
    slider.setAttribute('aria-valuenow', String(index));
    slider.setAttribute('aria-valuetext', at === 0 ? formatEdge(timeMs, histogram, zone) : formatEnd(end, histogram, zone));
    slider.style.left = `${toX(histogram, width, timeMs)}px`;
    slider.classList.toggle('set', range !== undefined);
  });
}

function onSliderKey(
  event: KeyboardEvent,
  sliders: readonly [HTMLElement, HTMLElement],
  histogram: Histogram,
  range: TimeRange | undefined,
  choose: (range: TimeRange | undefined) => void,
): void {
  const at = sliders.findIndex((slider) => slider === document.activeElement);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const { first, last } = toEdges(histogram, range);
  const index = at === 0 ? first : last;
  const [least, most] = at === 0 ? [0, last - 1] : [first + 1, histogram.buckets.length];
  const by = event.shiftKey ? 5 : 1;
  const to = {
    ArrowLeft: index - by,
    ArrowDown: index - by,
    ArrowRight: index + by,
    ArrowUp: index + by,
    PageDown: index - 5,
    PageUp: index + 5,
    Home: least,
    End: most,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const next = Math.max(least, Math.min(most, to));
  if (next !== index) choose(at === 0 ? toRange(histogram, next, last) : toRange(histogram, first, next));
}

function openRangeMenu(
  anchor: HTMLElement,
  range: TimeRange | undefined,
  choose: (range: TimeRange | undefined) => void,
  onReadRange: (range: TimeRange) => void,
): void {
  if (!range) return;
  const close = () => popover.close(true);
  const item = (label: string, note: string, run: () => void) =>
    menuItem(
      label,
      () => {
        close();
        run();
      },
      { note },
    );
  const content = [
    item('Read This Range', 'reads anew, from its begin to its end', () => onReadRange(range)),
    item('Clear the Range', 'Escape', () => choose(undefined)),
  ];
  const popover = openPopover(anchor, { label: 'Time range', role: 'menu', content });
}

interface Drag {
  readonly choose: (range: TimeRange | undefined) => void;
  readonly range: () => TimeRange | undefined;
  /** Null is the range as it was. */
  readonly preview: (range: TimeRange | undefined | null) => void;
}

/** How near to an edge the mouse takes it, in pixels. */
const reach = 6;

function attachDrag(plot: HTMLElement, shown: () => Shown | undefined, { choose, range, preview }: Drag): void {
  const edgeAt = (histogram: Histogram, clientX: number): number => {
    const { left, width } = plot.getBoundingClientRect();
    return ((clientX - left) / Math.max(1, width)) * histogram.buckets.length;
  };
  const nearEdge = (histogram: Histogram, at: number): 'first' | 'last' | undefined => {
    const chosen = range();
    if (!chosen) return undefined;
    const { first, last } = toEdges(histogram, chosen);
    const perPixel = histogram.buckets.length / Math.max(1, plot.clientWidth);
    if (Math.abs(at - last) <= reach * perPixel) return 'last';
    return Math.abs(at - first) <= reach * perPixel ? 'first' : undefined;
  };
  plot.addEventListener('pointermove', ({ clientX, buttons }) => {
    const histogram = shown()?.histogram;
    if (histogram && buttons === 0) plot.classList.toggle('at-edge', nearEdge(histogram, edgeAt(histogram, clientX)) !== undefined);
  });
  plot.addEventListener('pointerdown', (event) => {
    const histogram = shown()?.histogram;
    if (!histogram || event.button !== 0) return;
    const start = edgeAt(histogram, event.clientX);
    const edge = nearEdge(histogram, start);
    const { first, last } = toEdges(histogram, range());
    // The other edge stays; without one, the drag begins at the bucket under the mouse.
    const fixed = edge === 'first' ? last : edge === 'last' ? first : undefined;
    let next: TimeRange | undefined;
    let isMoved = false;
    const move = ({ clientX }: PointerEvent) => {
      if (Math.abs(clientX - event.clientX) > 2) isMoved = true;
      if (!isMoved) return;
      const to = edgeAt(histogram, clientX);
      next =
        fixed === undefined
          ? toRange(histogram, Math.floor(Math.min(start, to)), Math.ceil(Math.max(start, to)))
          : toRange(histogram, fixed, Math.round(to));
      preview(next);
    };
    const end = (up: PointerEvent) => {
      plot.removeEventListener('pointermove', move);
      plot.removeEventListener('pointerup', end);
      plot.removeEventListener('pointercancel', end);
      if (isMoved && up.type === 'pointerup') choose(next);
      else preview(null);
    };
    plot.setPointerCapture(event.pointerId);
    plot.addEventListener('pointermove', move);
    plot.addEventListener('pointerup', end);
    plot.addEventListener('pointercancel', end);
  });
}
