import { setTimeout as delay } from 'node:timers/promises';
import { loadavg } from 'node:os';
import type { BenchTarget } from '../../tools/bench.ts';
import { connection, withBenchWindow, type BenchWindow } from './benchWindow.ts';
import type { LoopDelay } from './children/hostCompanion.ts';
import type { ProfileSpans } from './children/profileSpans.ts';
import { longest, records } from './children/scanRun.ts';
import { withClicks, type Clicks } from './clicks.ts';

/** How late the extension host's event loop is while a topic is scanned, beside the same window at rest. */
export interface HostDelays {
  readonly pairs: readonly { readonly idle: LoopDelay; readonly scan: LoopDelay; readonly scanMs: number }[];
  readonly profiles: readonly ProfileSpans[];
  /** Of the machine, over the last minute. */
  readonly load: number;
}

const pairs = 5;
const profiles = 3;
/** By how many milliseconds the p99 may be later than at rest. */
const goalMs = 20;
const spanGoalMs = 50;
const scanLimitMs = 300_000;
/** Found by the filter: one in 5,000 of the records for each number of milliseconds above it. */
const hits = (records / 5_000) * (5_000 - longest - 1);

/**
 * Scans 1,000,000 records by a field from a records page of a real workbench, and measures the host's event loop meanwhile, in
 * turns with as long a time at rest; then profiles such scans.
 *
 * @throws Error if a scan does not find what there is
 */
export async function benchExtensionHost(target: BenchTarget): Promise<HostDelays> {
  const settings = { 'peek.timeoutSeconds': 600, 'peek.maxMegabytes': 1024 };
  return withClicks(target, (clicks) => withBenchWindow(target, settings, (bench) => measureHost(bench, clicks)));
}

export async function measureHost(bench: BenchWindow, { topic }: Pick<Clicks, 'topic'>): Promise<HostDelays> {
  const { companion } = bench;
  await openPage(bench, topic);
  // The first ones compile what they run.
  await scan(bench);
  let restMs = await scan(bench);
  const found: HostDelays['pairs'][number][] = [];
  const rest = async (): Promise<LoopDelay> => {
    await companion.startDelay();
    await delay(restMs);
    return companion.stopDelay();
  };
  const work = async (): Promise<LoopDelay> => {
    await companion.startDelay();
    restMs = await scan(bench);
    return companion.stopDelay();
  };
  for (let pair = 0; pair < pairs; pair++) {
    const [first, second] = pair % 2 === 0 ? [await rest(), await work()] : [await work(), await rest()];
    const [idle, during] = pair % 2 === 0 ? [first, second] : [second, first];
    found.push({ idle, scan: during, scanMs: restMs });
  }
  const profiled: ProfileSpans[] = [];
  for (let each = 0; each < profiles; each++) {
    await companion.startProfile();
    await scan(bench);
    profiled.push(await companion.stopProfile(process.env['AVRO_BENCH_PROFILE'] ?? ''));
  }
  return { pairs: found, profiles: profiled, load: loadavg()[0] ?? Number.NaN };
}

/** Opens a page that reads all records from the oldest on, and writes the filter. */
async function openPage({ window: { workbench }, companion }: BenchWindow, topic: string): Promise<void> {
  const running = companion.run('avroWorkbench.peekTopicFrom', { connection, topic });
  await workbench.quickInput.getByPlaceholder('From where on').waitFor();
  await workbench.pick('Oldest');
  await workbench.answer(/How many of the oldest/, String(records));
  await running;
  const page = workbench.webview();
  await page.locator('.status', { hasText: `Scanned ${records.toLocaleString('en')} records` }).waitFor({ timeout: scanLimitMs });
  await page.locator('[aria-label=Stop][disabled]').waitFor({ timeout: scanLimitMs });
  await page.getByRole('textbox', { name: 'Filter in CEL. Enter reads again.' }).fill(`value.duration_ms > ${longest}`);
}

/** Reads all of it with the filter; returns how many milliseconds it took. */
async function scan({ window: { workbench } }: BenchWindow): Promise<number> {
  const page = workbench.webview();
  const start = performance.now();
  await page.getByRole('textbox', { name: 'Filter in CEL. Enter reads again.' }).press('Enter');
  await page.locator('[aria-label=Stop]:not([disabled])').waitFor();
  await page.locator('[aria-label=Stop][disabled]').waitFor({ timeout: scanLimitMs });
  const ms = performance.now() - start;
  const status = (await page.locator('.status').first().textContent()) ?? '';
  const isRight = status.includes(`${records.toLocaleString('en')} records`) && status.includes(`${hits.toLocaleString('en')} matched`);
  if (!isRight) throw new Error(`The scan did not find ${hits} of ${records}: ${status}`);
  return ms;
}

/** The delays as a table for people. */
export function extensionHostTable({ pairs: all, profiles: spans, load }: HostDelays): string {
  const later = all.map(({ idle, scan: during }) => during.p99Ms - idle.p99Ms).sort((a, b) => a - b);
  const ms = (value: number): string => `${value.toFixed(1).padStart(6)} ms`;
  return [
    `Extension host during a scan of ${records.toLocaleString('en')} records by a field, in a workbench (load ${load.toFixed(1)})`,
    `  (goals: p99 of the event loop's delay at most ${goalMs} ms above the same window at rest; no span of ours over ${spanGoalMs} ms)`,
    ...all.map(
      ({ idle, scan: during, scanMs }, index) =>
        `  pair ${index + 1}   at rest p99 ${ms(idle.p99Ms)}, longest ${ms(idle.maxMs)}   scan of ${ms(scanMs)} p99 ${ms(during.p99Ms)}, longest ${ms(during.maxMs)}, worked ${ms(during.cpuMs)}`,
    ),
    `  p99 above rest, median of the pairs ${ms(later[Math.floor(later.length / 2)] ?? Number.NaN)}, highest ${ms(later.at(-1) ?? Number.NaN)}`,
    ...spans.map(
      ({ longestMs, totalMs, profiledMs, within }) =>
        `  profile: longest span of ours ${ms(longestMs)}, in all ${ms(totalMs)} of ${ms(profiledMs)}   ${within.slice(0, 2).join(', ')}`,
    ),
  ].join('\n');
}
