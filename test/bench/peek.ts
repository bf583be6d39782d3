import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSession } from '../../client/cluster/remoteSession.ts';
import type { Session } from '../../client/cluster/session.ts';
import { inRoot, root } from '../../tools/support/paths.ts';
import { run } from '../../tools/support/processes.ts';
import { bundle, runChild } from './bundled.ts';
import { count, readNewest } from './children/newestRows.ts';
import { records } from './children/scanRun.ts';
import { partitions, withClicks, type Clicks } from './clicks.ts';

/** How long the newest 100 records of a large topic take, decoded, beside kcat that only prints their bytes. */
export interface PeekTimes {
  readonly records: number;
  readonly partitions: number;
  /** Milliseconds from the request to the last decoded row, in a worker as the extension has it; median. */
  readonly ours: number;
  /** The same in a new process with a new worker, from its start to its last row; median. */
  readonly cold: number;
  /** Milliseconds from its start to its end as a process; median. */
  readonly kcat: number;
  /** Our time over kcat's, the median of the pairs: below 1 we are faster. */
  readonly ratio: number;
  readonly coldRatio: number;
}

const warmUps = 5;
const rounds = 20;

/**
 * Measures the newest 100 of 1,000,000 framed records over 6 partitions on a warm connection, in turns with kcat.
 *
 * @throws Error if kcat is not installed, or if something else than these 100 records comes back
 */
export async function benchPeek(target: { brokers: readonly string[]; registryUrl: string }): Promise<PeekTimes> {
  return withClicks(target, async (clicks) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
    const session = startSession(clicks.connection, {
      workerPath: fileURLToPath(new URL('../../client/cluster/worker.ts', import.meta.url)),
    });
    try {
      const cold = await coldPeek(folder, clicks, target);
      return { records, partitions, ...(await compare(session, cold, clicks, target.brokers)) };
    } finally {
      await session.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

async function compare(
  session: Session,
  cold: () => Promise<number>,
  { topic, newest }: Clicks,
  brokers: readonly string[],
): Promise<Pick<PeekTimes, 'ours' | 'cold' | 'kcat' | 'ratio' | 'coldRatio'>> {
  const done: { readonly ours: number; readonly cold: number; readonly kcat: number }[] = [];
  for (let round = 0; round < warmUps + rounds; round++) {
    const times = { ours: await timePeek(session, topic, newest), cold: await cold(), kcat: await timeKcat(topic, brokers) };
    if (round >= warmUps) done.push(times);
  }
  return {
    ours: median(done.map(({ ours }) => ours)),
    cold: median(done.map((times) => times.cold)),
    kcat: median(done.map(({ kcat }) => kcat)),
    ratio: median(done.map(({ ours, kcat }) => ours / kcat)),
    coldRatio: median(done.map((times) => times.cold / times.kcat)),
  };
}

async function timePeek(session: Session, topic: string, newest: number): Promise<number> {
  const start = performance.now();
  const times = await readNewest(session, topic);
  const time = performance.now() - start;
  checkTimes(times, newest);
  return time;
}

/** Returns what times a process of its own with the worker as it is packed, from its start to its last row. */
async function coldPeek(
  folder: string,
  { topic, newest }: Clicks,
  { brokers, registryUrl }: { readonly brokers: readonly string[]; readonly registryUrl: string },
): Promise<() => Promise<number>> {
  const [worker, child] = [path.join(folder, 'dist', 'worker.js'), path.join(folder, 'cold.mjs')];
  await run(process.execPath, [inRoot('esbuild.mjs'), '--production', `--outdir=${path.dirname(worker)}`], {
    cwd: root,
    what: 'The build',
    limitMs: 300_000,
  });
  await bundle('children/peekCold.ts', child);
  return async () => {
    const start = performance.now();
    const times = (await runChild(child, worker, brokers.join(','), registryUrl, topic)) as number[];
    const time = performance.now() - start;
    checkTimes(times, newest);
    return time;
  };
}

function checkTimes(times: readonly number[], newest: number): void {
  const isRight = times.length === count && times.every((time, index) => time === newest - index);
  if (!isRight) throw new Error('The peek did not yield the newest records, decoded.');
}

async function timeKcat(topic: string, brokers: readonly string[]): Promise<number> {
  const start = performance.now();
  const args = [
    '-b',
    brokers.join(','),
    '-C',
    '-t',
    topic,
    '-o',
    `-${count}`,
    '-e',
    '-q',
    '-X',
    'fetch.wait.max.ms=50',
    '-f',
    '%p %o %T %S\n',
  ];
  const child = spawn('kcat', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const time = performance.now() - start;
  if (code !== 0 || output.split('\n').length <= count) throw new Error(`kcat ended with ${code ?? 'a signal'} and too little output.`);
  return time;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2;
}

/** The times as a table for people. */
export function peekTable({ records: total, partitions: parts, ours, cold, kcat, ratio, coldRatio }: PeekTimes): string {
  return [
    `Newest ${count} of ${total.toLocaleString('en')} records over ${parts} partitions, median of ${rounds} after ${warmUps}:`,
    `  ours, decoded, warm        ${ours.toFixed(1).padStart(8)} ms   ratio ${ratio.toFixed(2)} (at most 0.50)`,
    `  ours, decoded, a process   ${cold.toFixed(1).padStart(8)} ms   ratio ${coldRatio.toFixed(2)} (at most 3.00)`,
    `  kcat, a process            ${kcat.toFixed(1).padStart(8)} ms`,
  ].join('\n');
}
