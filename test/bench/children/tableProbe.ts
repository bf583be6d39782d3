/** When a records page began, and when its first rows were drawn, in milliseconds since 1970. */
export interface FirstRows {
  readonly pageAtMs: number;
  readonly rowsAtMs: number;
}

/** What each frame of a page showed while its table was scrolled. */
export interface ScrollRun {
  readonly frames: number;
  /** Frames in which some place of the view shows no row, or a row without its cells. */
  readonly blank: number;
  /** The longest that the same rows stayed while others were scrolled to. */
  readonly longestStillMs: number;
  readonly longestFrameMs: number;
  /** From the first row that was wanted in view to the last. */
  readonly rows: number;
}

/** Runs in each frame of the browser before anything else does: watches for the first rows, and offers `window.benchTable`. */
export const startsTableProbe = `(() => {
  let pageAtMs;
  const find = () => document.querySelector('[role=grid][aria-label=Records]');
  // A message comes when what was drawn in this frame is out of the page's hands.
  const afterPaint = (then) => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = then; port2.postMessage(0); });
  const look = (tell) => {
    if (find() !== null) pageAtMs ??= Date.now();
    if (document.querySelector('.rec [role=gridcell]') === null) setTimeout(look, 4, tell);
    else afterPaint(() => tell({ pageAtMs, rowsAtMs: Date.now() }));
  };
  const drawn = new Promise(look);
  let run;
  const check = (now) => {
    if (run === undefined) return;
    const grid = find();
    const box = grid.getBoundingClientRect();
    const [top, bottom] = [box.top + 24, box.top + grid.clientHeight];
    const rows = [...grid.querySelectorAll('.rec')]
      .map((row) => ({ row, box: row.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > top && box.top < bottom)
      .sort((a, b) => a.box.top - b.box.top);
    let reached = top;
    for (const { row, box } of rows) {
      if (box.top > reached + 1 || row.getAttribute('aria-busy') === 'true' || row.childElementCount === 0) break;
      reached = box.bottom;
    }
    run.frames++;
    if (reached < bottom - 1) run.blank++;
    const wanted = Math.floor(grid.scrollTop / 22);
    const drawn = Number(rows[0]?.row.getAttribute('aria-rowindex') ?? 0) - 2;
    run.first = Math.min(run.first, wanted);
    run.last = Math.max(run.last, wanted);
    if (drawn !== run.drawn || Math.abs(wanted - drawn) <= 1) run.drawnAt = now;
    run.drawn = drawn;
    run.longestStillMs = Math.max(run.longestStillMs, now - run.drawnAt);
    if (run.before !== undefined) run.longestFrameMs = Math.max(run.longestFrameMs, now - run.before);
    run.before = now;
    requestAnimationFrame(check);
  };
  window.benchTable = {
    drawn,
    watch() {
      run = { frames: 0, blank: 0, longestStillMs: 0, longestFrameMs: 0, first: Infinity, last: 0 };
      requestAnimationFrame(check);
    },
    stopWatching() {
      const { first, last, frames, blank, longestStillMs, longestFrameMs } = run;
      run = undefined;
      return { frames, blank, longestStillMs, longestFrameMs, rows: last - first };
    },
    scrollThrough: (forMs) => new Promise((resolve) => {
      const grid = find();
      const most = grid.scrollHeight - grid.clientHeight;
      const start = performance.now();
      const step = () => {
        const part = Math.min(1, (performance.now() - start) / forMs);
        grid.scrollTop = most * part;
        if (part < 1) requestAnimationFrame(step); else resolve();
      };
      step();
    }),
  };
})()`;
