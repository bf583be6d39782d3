/** What each process of benchProduce prints as JSON. */
export interface ProduceRun {
  readonly written: number;
  readonly cpuMs: number;
  readonly wallMs: number;
  /** The highest memory of the process, less what it had before it began. */
  readonly peakMb: number;
}

export const produced = 100_000;

/** Runs what one process does, and prints what it took. */
export async function runProduce(work: () => Promise<number>): Promise<void> {
  const before = { cpu: process.cpuUsage(), rss: process.memoryUsage().rss, time: performance.now() };
  const written = await work();
  const { user, system } = process.cpuUsage(before.cpu);
  const run: ProduceRun = {
    written,
    cpuMs: (user + system) / 1000,
    wallMs: performance.now() - before.time,
    peakMb: (process.resourceUsage().maxRSS * 1024 - before.rss) / 1e6,
  };
  console.log(JSON.stringify(run));
}
