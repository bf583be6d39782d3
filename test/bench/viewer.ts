import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Frame } from 'playwright-core';
import type { BenchTarget } from '../../tools/bench.ts';
import { connection, withBenchWindow, type BenchWindow } from './benchWindow.ts';
import { startsTableProbe, type FirstRows, type ScrollRun } from './children/tableProbe.ts';
import { withClicks, type Clicks } from './clicks.ts';

/** How soon a table of many rows is there, and how it scrolls, in a real workbench. */
export interface ViewerTimes {
  readonly opened: readonly OpenTimes[];
  readonly scrolls: readonly (ScrollRun & { readonly name: string })[];
  /** Of the machine, over the last minute. */
  readonly load: number;
}

/** Milliseconds since the command began. */
interface OpenTimes {
  /** The first answer to a fetch that has records is here. */
  readonly fetchedMs: number;
  /** The page's own script begins: before, it is the editor that makes a page. */
  readonly pageMs: number;
  /** The first rows are drawn. */
  readonly rowsMs: number;
}

const rowCount = 100_000;
const warmUps = 1;
const rounds = 7;
const goalMs = 300;
const scrollMs = 5_000;
const limitMs = 60_000;
/** Less than this is no answer with records. */
const emptyBytes = 1_000;

/**
 * Opens the newest 100,000 of 1,000,000 records in a new page each time, on a connection that stands, and scrolls through them: by
 * the wheel, and from end to end as by the scroll bar.
 */
export async function benchViewer(target: BenchTarget): Promise<ViewerTimes> {
  const settings = { 'peek.count': rowCount, 'peek.timeoutSeconds': 600 };
  return withClicks(target, (clicks) => withBenchWindow(target, settings, (bench) => measureViewer(bench, clicks)));
}

export async function measureViewer(bench: BenchWindow, { topic }: Pick<Clicks, 'topic'>): Promise<ViewerTimes> {
  const { page } = bench.window.workbench;
  await bench.window.context.addInitScript(startsTableProbe);
  const opened: OpenTimes[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    if (round > 0) await closeTabs(bench);
    const times = await open(bench, topic);
    if (round >= warmUps) opened.push(times);
  }
  const frame = await findTable(bench);
  await bench.window.workbench
    .webview()
    .locator('.status', { hasText: `limit of ${rowCount.toLocaleString('en')}` })
    .waitFor({ timeout: limitMs });
  await bench.window.workbench.webview().locator('.rec').first().hover();
  const byWheel = await scroll(frame, 'a wheel', async () => {
    for (const end = Date.now() + scrollMs; Date.now() < end;) await page.mouse.wheel(0, 240);
  });
  const byBar = await scroll(frame, 'the scroll bar', () => frame.evaluate(`window.benchTable.scrollThrough(${scrollMs})`));
  return { opened, scrolls: [byWheel, byBar], load: loadavg()[0] ?? Number.NaN };
}

async function open(bench: BenchWindow, topic: string): Promise<OpenTimes> {
  const { companion } = bench;
  await companion.fetches();
  const startedMs = await companion.run('avroWorkbench.peekTopicItem', { connection, topic });
  const table = await findTable(bench);
  const { pageAtMs, rowsAtMs } = await table.evaluate<FirstRows>('window.benchTable.drawn');
  const fetched = (await companion.fetches()).find(({ atMs, bytes }) => atMs >= startedMs && bytes > emptyBytes);
  // The rest of what is read is not to disturb what is measured next.
  await bench.window.workbench.webview().locator('[aria-label=Stop][disabled]').waitFor({ timeout: limitMs });
  const since = (atMs: number): number => atMs - startedMs;
  return { fetchedMs: since(fetched?.atMs ?? Number.NaN), pageMs: since(pageAtMs), rowsMs: since(rowsAtMs) };
}

async function closeTabs({ window: { workbench }, companion }: BenchWindow): Promise<void> {
  await companion.run('workbench.action.closeAllEditors');
  await workbench.page.locator('iframe.webview').waitFor({ state: 'detached' });
}

/** The frame in which the page with the table is. */
async function findTable({ window: { workbench } }: BenchWindow): Promise<Frame> {
  for (const end = Date.now() + limitMs; Date.now() < end;) {
    for (const frame of workbench.page.frames()) {
      const isTable = await frame.evaluate('document.querySelector("[role=grid][aria-label=Records]") !== null').catch(() => false);
      if (isTable === true) return frame;
    }
    await delay(20);
  }
  throw new Error('There is no records page.');
}

async function scroll(frame: Frame, name: string, work: () => Promise<unknown>): Promise<ScrollRun & { readonly name: string }> {
  await frame.evaluate('window.benchTable.watch()');
  await work();
  return { name, ...(await frame.evaluate<ScrollRun>('window.benchTable.stopWatching()')) };
}

/** The times as a table for people. */
export function viewerTable({ opened, scrolls, load }: ViewerTimes): string {
  const ms = (value: number): string => `${value.toFixed(0).padStart(5)} ms`;
  const line = (name: string, values: readonly number[]): string => {
    const sorted = [...values].sort((a, b) => a - b);
    return `  ${name.padEnd(46)} ${ms(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)}   ${ms(sorted[0] ?? Number.NaN)} to ${ms(sorted.at(-1) ?? Number.NaN)}`;
  };
  return [
    `A page of the newest ${rowCount.toLocaleString('en')} records, opened ${opened.length} times in a workbench; median, lowest to highest (load ${load.toFixed(1)})`,
    `  (goals: first rows at most ${goalMs} ms after the first fetch was answered; no blank frame while scrolling)`,
    line(
      'command to first answered fetch',
      opened.map(({ fetchedMs }) => fetchedMs),
    ),
    line(
      'command to the first line of the page',
      opened.map(({ pageMs }) => pageMs),
    ),
    line(
      'command to first rows',
      opened.map(({ rowsMs }) => rowsMs),
    ),
    line(
      'first answered fetch to first rows',
      opened.map(({ fetchedMs, rowsMs }) => rowsMs - fetchedMs),
    ),
    line(
      'first answered fetch or page to first rows',
      opened.map(({ fetchedMs, pageMs, rowsMs }) => rowsMs - Math.max(fetchedMs, pageMs)),
    ),
    ...scrolls.map(
      ({ name, frames, blank, longestStillMs, longestFrameMs, rows }) =>
        `  scrolled by ${name.padEnd(15)} over ${String(rows).padStart(6)} rows: ${blank} blank of ${frames} frames, the same rows for ${ms(longestStillMs)} at most, longest frame ${ms(longestFrameMs)}`,
    ),
  ].join('\n');
}
