import type { BandRowView, BandsView, FromReport, Pattern, PlaceView, SegmentView } from '../reportProtocol.ts';
import { element } from './dom.ts';

type Send = (message: FromReport) => void;

/** A link that shows the bytes of a record. */
export function placeLink(place: PlaceView, label: string, send: Send): HTMLElement {
  const title = `Show the bytes of partition ${place.partition}, offset ${place.offset}`;
  return linkButton(label, () => send({ type: 'inspect', record: place }), title);
}

/** A button that looks like a link, since it leads somewhere. */
export function linkButton(label: string, onClick: () => void, title?: string): HTMLButtonElement {
  const made = element('button', { class: 'link', text: label, onClick, ...(title === undefined ? {} : { title }) });
  made.type = 'button';
  return made;
}

/** The ranges of each partition, to the scale of offsets. Positions are set by script, since the page allows no styles of elements. */
export function renderBands({ part, axis, rows, legend, hasChanges }: BandsView, send: Send): Node[] {
  const isEmpty = rows.every(({ segments }) => segments.length === 0);
  const things = part === 'key' ? 'keys' : 'values';
  const heading = element(
    'h2',
    { text: 'What is there' },
    ...(isEmpty ? [] : [element('small', { text: `${things}, by offset; choose a range to see its bytes` })]),
  );
  const scale = element('div', { class: 'axis' }, ...[axis.from, 'offset', axis.to].map((text) => element('span', { text })));
  const grid = element('div', { class: 'bands' }, ...(isEmpty ? [] : [element('span'), scale, element('span')]));
  for (const row of rows) grid.append(...renderRow(row, send));
  rove(grid);
  const items = [
    ...legend.map(({ pattern, text }) => element('span', {}, element('span', { class: `swatch k-${pattern}` }), text)),
    element('span', {}, element('span', { class: 'readmark' }), 'read; what lies between is inferred'),
    ...(hasChanges ? [element('span', { text: 'last column: the first offset of the new framing' })] : []),
  ];
  return isEmpty ? [heading, grid] : [heading, grid, element('div', { class: 'bandlegend' }, ...items)];
}

/** All ranges are one stop of the Tab key: arrows lead to the range beside, or to another partition's first. */
function rove(grid: HTMLElement): void {
  const bands = [...grid.querySelectorAll('.band')].map((band) => [...band.querySelectorAll<HTMLButtonElement>('button:enabled')]);
  const rows = bands.filter(({ length }) => length > 0);
  const all = rows.flat();
  const choose = (chosen: EventTarget | null | undefined): void => all.forEach((one) => (one.tabIndex = one === chosen ? 0 : -1));
  choose(all[0]);
  grid.addEventListener('focusin', ({ target }) => all.some((one) => one === target) && choose(target));
  grid.addEventListener('keydown', (event) => {
    const at = all.findIndex((one) => one === event.target);
    const row = rows.findIndex((one) => one.some((segment) => segment === event.target));
    if (at < 0) return;
    const to = {
      ...{ ArrowRight: all[at + 1], ArrowLeft: all[at - 1], Home: all[0], End: all.at(-1) },
      ...{ ArrowDown: rows[row + 1]?.[0], ArrowUp: rows[row - 1]?.[0] },
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  });
}

function renderRow({ partition, gone, segments, ticks, change, text }: BandRowView, send: Send): Node[] {
  const band = element('div', { class: 'band', role: 'group', attributes: { 'aria-label': `Partition ${partition}` } });
  if (gone !== undefined) band.append(placed(element('span', { class: 'gone', title: gone.title }), 0, gone.width));
  for (const segment of segments) band.append(renderSegment(segment, send));
  for (const tick of ticks) band.append(placed(element('i', { attributes: { 'aria-hidden': 'true' } }), tick));
  const end = element('span', { class: 'end' });
  if (change !== undefined)
    end.append(placeLink(change.place, change.text, send), ' ', element('span', { class: 'muted', text: change.time }));
  if (text !== '') end.append(change === undefined ? '' : ' ', element('span', { class: 'muted', text }));
  return [element('span', { class: 'of', text: `Partition ${partition}` }), band, end];
}

function renderSegment({ start, width, patterns, label, name, sample }: SegmentView, send: Send): HTMLElement {
  const [first = 'k-open', ...others] = patterns.map((pattern: Pattern) => `k-${pattern}`);
  const options = { class: others.length === 0 ? first : '', title: name, attributes: { 'aria-label': name } };
  const made = element('button', sample === undefined ? options : { ...options, onClick: () => send({ type: 'inspect', record: sample }) });
  made.type = 'button';
  made.disabled = sample === undefined;
  // Where framings stand among each other there is a stripe of each.
  if (others.length > 0) made.append(element('i', {}, ...[first, ...others].map((one) => element('i', { class: one }))));
  made.append(element('span', { text: label }));
  return placed(made, start, width);
}

/** @param start from 0 to 1 of the whole, as `width` */
function placed<E extends HTMLElement>(made: E, start: number, width?: number): E {
  made.style.left = `${100 * start}%`;
  if (width !== undefined) made.style.width = `${Math.max(100 * width, 0.4)}%`;
  return made;
}
