/**
 * Browsers lay nothing out beyond some 33 million pixels. Where rows need more, what is scrolled is shorter than they are:
 * the same at both ends, pixel by pixel, and compressed between them.
 */
export const mostPx = 16_000_000;
const edgePx = 1_000_000;

/** Heights in pixels: of all rows, and of what they are seen through. */
export interface ScrollRange {
  readonly rows: number;
  readonly view: number;
}

/** How high what is scrolled is. */
export function spaceOf({ rows }: ScrollRange): number {
  return Math.min(rows, mostPx);
}

/** Where to scroll to so that rows are seen from `top` on. */
export function toScrolled(top: number, range: ScrollRange): number {
  const { rowsEnd, scrolledEnd } = endsOf(range);
  if (rowsEnd === scrolledEnd || top <= edgePx) return top;
  if (top >= rowsEnd - edgePx) return scrolledEnd - (rowsEnd - top);
  return edgePx + ((top - edgePx) * (scrolledEnd - 2 * edgePx)) / (rowsEnd - 2 * edgePx);
}

/** From where on rows are seen when it was scrolled to there. */
export function toTop(scrolled: number, range: ScrollRange): number {
  const { rowsEnd, scrolledEnd } = endsOf(range);
  if (rowsEnd === scrolledEnd || scrolled <= edgePx) return scrolled;
  if (scrolled >= scrolledEnd - edgePx) return rowsEnd - (scrolledEnd - scrolled);
  return edgePx + ((scrolled - edgePx) * (rowsEnd - 2 * edgePx)) / (scrolledEnd - 2 * edgePx);
}

function endsOf(range: ScrollRange): { readonly rowsEnd: number; readonly scrolledEnd: number } {
  return { rowsEnd: Math.max(0, range.rows - range.view), scrolledEnd: Math.max(0, spaceOf(range) - range.view) };
}

/**
 * Where rows are after somebody has scrolled by some pixels: a wheel moves them by as many, and only a scroll bar that is
 * dragged goes a long way. Where rows and scroll bar have come too far apart, `scrolled` says where the bar belongs.
 */
export function scrollOn(
  before: { readonly top: number; readonly scrolled: number },
  scrolled: number,
  range: ScrollRange,
): { readonly top: number; readonly scrolled: number } {
  const { rowsEnd, scrolledEnd } = endsOf(range);
  if (rowsEnd === scrolledEnd) return { top: scrolled, scrolled };
  const by = scrolled - before.scrolled;
  if (Math.abs(by) > Math.max(farPx, 4 * range.view)) return { top: toTop(scrolled, range), scrolled };
  const top = Math.max(0, Math.min(rowsEnd, before.top + by));
  const ideal = toScrolled(top, range);
  const isAtEnd = scrolled < 2 * range.view || scrolled > scrolledEnd - 2 * range.view || top === 0 || top === rowsEnd;
  return { top, scrolled: isAtEnd || Math.abs(ideal - scrolled) > edgePx / 2 ? ideal : scrolled };
}

const farPx = 4000;
