import type { Histogram } from '../../records/recordsView.ts';
import type { TimeZone } from '../recordsProtocol.ts';
import { formatEdge, formatEnd, toEdge, toTicks, type TimeRange } from '../histogramView.ts';

/** Of the drawing, in pixels. */
export const plotHeight = 69;
const floor = 50;
const tallest = 26;
/** A label of the axis and the room around it. */
const tickWidth = 84;

/** Where a time stands, in pixels from the left. */
export function toX({ fromMs, toMs }: TimeRange, width: number, timeMs: number): number {
  return Math.max(0, Math.min(1, (timeMs - fromMs) / Math.max(1, toMs - fromMs))) * width;
}

/** Draws all of it anew: 60 buckets are soon drawn. */
export function drawBars(svg: SVGSVGElement, width: number, histogram: Histogram, range: TimeRange | undefined, zone: TimeZone): void {
  const { buckets } = histogram;
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(plotHeight));
  const most = buckets.reduce((high, { scanned }) => Math.max(high, scanned), 1);
  const bucketWidth = width / buckets.length;
  const parts: SVGElement[] = [];
  const fails: SVGElement[] = [];
  // Bars of a few pixels have no room for a gap.
  const inset = bucketWidth > 6 ? 1.5 : bucketWidth > 3 ? 0.5 : 0;
  buckets.forEach(({ scanned, matched, undecoded }, index) => {
    const middle = (toEdge(histogram, index) + toEdge(histogram, index + 1)) / 2;
    const isOut = range !== undefined && (middle < range.fromMs || middle > range.toMs);
    const group = shape('g', isOut ? { class: 'h-out' } : {});
    const place = { x: index * bucketWidth + inset, width: Math.max(1, bucketWidth - 2 * inset) };
    const bar = (count: number, name: string) => {
      // One record among a million is a record.
      const height = count === 0 ? 0 : Math.max(2, (count / most) * tallest);
      if (height > 0) group.append(shape('rect', { class: name, ...place, y: floor - height, height }));
    };
    bar(scanned, 'h-scan');
    bar(matched, 'h-match');
    parts.push(group);
    const x = (index + 0.5) * bucketWidth;
    if (undecoded > 0) fails.push(shape('path', { class: 'h-fail', d: `M${x} 16l4 7h-8z` }));
  });
  parts.push(shape('line', { class: 'h-floor', x1: 0, x2: width, y1: floor + 0.5, y2: floor + 0.5 }));
  for (const { timeMs, text } of toTicks(histogram, Math.floor(width / tickWidth), zone)) {
    const x = toX(histogram, width, timeMs);
    // A label that is cut at the edge says another time.
    if (x > tickWidth / 3 && x < width - tickWidth / 3) parts.push(label(x, 64, text));
  }
  if (range) parts.push(...brush(width, histogram, range, zone));
  svg.replaceChildren(...parts, ...fails);
}

function brush(width: number, histogram: Histogram, range: TimeRange, zone: TimeZone): SVGElement[] {
  const left = toX(histogram, width, range.fromMs);
  const right = Math.max(left + 2, toX(histogram, width, range.toMs));
  const text = `${formatEdge(range.fromMs, histogram, zone)} – ${formatEnd(range, histogram, zone)}`;
  const half = text.length * 3.1 + 4;
  const middle = Math.max(half, Math.min(width - half, (left + right) / 2));
  const grip = (x: number) => shape('rect', { class: 'h-grip', x: x - 2.5, y: 18, width: 5, height: 20, rx: 1 });
  const words = label(middle, 12, text);
  words.classList.add('h-range');
  return [shape('rect', { class: 'h-brush', x: left, y: 1.5, width: right - left, height: 49 }), grip(left), grip(right), words];
}

function label(x: number, y: number, text: string): SVGElement {
  const made = shape('text', { x, y, 'text-anchor': 'middle' });
  made.textContent = text;
  return made;
}

function shape(tag: 'g' | 'line' | 'path' | 'rect' | 'text', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
