// Measures what has a number to keep. Every function of test/bench/*.ts whose name begins with "bench" is run; one that takes an
// argument is handed a cluster of its own. Arguments narrow the run to files whose names contain one of them.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { largestPackage, packExtension } from './package/pack.ts';
import { startStack } from './stack/stack.ts';
import type { Stack } from './stack/stack.ts';
import { runMain } from './support/main.ts';
import { inRoot } from './support/paths.ts';
import { SetupError, say } from './support/say.ts';
import { findCommand, installSystemPackages } from './support/system.ts';

/** Where a bench on a cluster finds it. */
export type BenchTarget = Pick<Stack, 'brokers' | 'registryUrl'>;

interface Bench {
  readonly name: string;
  readonly needsCluster: boolean;
  readonly run: (target?: BenchTarget) => unknown;
  /** How its result is printed, where the file says so by a function named like it: decodeTable for benchDecode. */
  readonly table: ((result: unknown) => string) | undefined;
}

await runMain(async (stop) => {
  const words = process.argv.slice(2);
  const benches = (await findBenches()).filter(
    ({ name }) => words.length === 0 || words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  );
  if (benches.length === 0) throw new SetupError('No bench has such a name.');
  // Those that need nothing else come first, while the machine is quiet.
  for (const bench of benches.filter(({ needsCluster }) => !needsCluster)) await runBench(bench);
  const onCluster = benches.filter(({ needsCluster }) => needsCluster);
  stop.throwIfAborted();
  if (onCluster.length > 0) {
    if (findCommand('kcat') === undefined) await installSystemPackages(['kcat'], 'kcat, which peeking is compared with (about 10 MB)', say);
    const stack = await startStack();
    try {
      for (const bench of onCluster) {
        await runBench(bench, stack);
        stop.throwIfAborted();
      }
    } finally {
      await stack.stop();
    }
  }
  if (words.length === 0) {
    const { bytes } = await packExtension(say);
    console.log(`\nPacked extension: ${(bytes / 1e6).toFixed(2)} MB of ${largestPackage / 1e6} MB at most.`);
  }
  return 0;
});

async function findBenches(): Promise<Bench[]> {
  const folder = inRoot('test/bench');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const found: Bench[] = [];
  for (const file of files.sort()) {
    const exported = (await import(pathToFileURL(path.join(folder, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) {
      if (!/^bench[A-Z]/.test(name) || typeof value !== 'function') continue;
      const run = value as (target?: BenchTarget) => unknown; // what the convention says above
      const table = exported[`${name.charAt(5).toLowerCase()}${name.slice(6)}Table`];
      found.push({ name, run, needsCluster: value.length > 0, table: typeof table === 'function' ? (table as Bench['table']) : undefined });
    }
  }
  return found;
}

async function runBench({ name, run, table }: Bench, target?: BenchTarget): Promise<void> {
  say(`${name}…`);
  const result = await (target === undefined ? run() : run(target));
  console.log();
  if (table !== undefined) console.log(table(result));
  else console.table(result);
  console.log();
}
