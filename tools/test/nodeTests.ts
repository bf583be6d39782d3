import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, inTools, root } from '../support/paths.ts';
import { startService, within } from '../support/processes.ts';
import { say } from '../support/say.ts';
import type { Counts } from './counts.ts';

export interface NodeTestOptions {
  /** For people and for a file name. */
  readonly part: string;
  /** Folders of the repository, of which every `*.test.ts` is run, at any depth; or such files. */
  readonly files: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** For the whole part. */
  readonly limitMs: number;
  /** For a single test, and for a file. */
  readonly testLimitMs: number;
  /** How many files run at a time. */
  readonly concurrency: number;
  readonly stop: AbortSignal;
}

/** Runs test files with Node's own runner, each in a process of its own. */
export async function runNodeTests(options: NodeTestOptions): Promise<Counts> {
  const { part, env = {}, limitMs, stop } = options;
  const files = findTestFiles(options.files);
  if (files.length === 0) {
    say(`There are no tests in ${options.files.join(', ')}.`);
    return { passed: 0, failed: 0 };
  }
  mkdirSync(inTools('run'), { recursive: true });
  const counts = inTools('run', `counts-${part}-${process.pid}.json`);
  rmSync(counts, { force: true });
  const flags = [
    ...['--test', `--test-timeout=${options.testLimitMs}`, `--test-concurrency=${options.concurrency}`],
    `--test-reporter=${path.join(import.meta.dirname, 'reporter.ts')}`,
  ];
  const tests = startService(process.execPath, [...flags, ...files], {
    name: part,
    cwd: root,
    env: { ...environment(), ...env, AVRO_WORKBENCH_COUNTS: counts },
    shown: true,
  });
  const abort = () => void tests.stop();
  stop.addEventListener('abort', abort);
  try {
    const code = await within(tests.exited, limitMs);
    if (code === 'late') say(`The part ${part} was stopped: it took longer than ${limitMs / 60_000} minutes.`);
    await tests.stop();
    if (code === 'late' || !existsSync(counts)) return { passed: 0, failed: 1 };
    const found = JSON.parse(readFileSync(counts, 'utf8')) as Counts;
    // Such as a file that could not be loaded after all its tests were counted.
    return code !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
  } finally {
    stop.removeEventListener('abort', abort);
    rmSync(counts, { force: true });
  }
}

/** The test files of folders and files, by name, each once. */
export function findTestFiles(places: readonly string[]): string[] {
  const found = places.flatMap((place) => {
    if (place.endsWith('.ts')) return [path.normalize(place)];
    if (!existsSync(inRoot(place))) return [];
    const names = readdirSync(inRoot(place), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.test.ts')).map((name) => path.join(place, name));
  });
  return [...new Set(found)].sort();
}

/** Without what a surrounding `node --test` would leak: it would make this run report to that one. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name !== 'NODE_TEST_CONTEXT' && name !== 'NODE_CHANNEL_FD'));
}
