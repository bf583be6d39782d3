import { inRoot, root } from '../support/paths.ts';
import { run, tail } from '../support/processes.ts';
import { SetupError, explain } from '../support/say.ts';
import type { Counts } from './counts.ts';

const checks = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] },
  { name: "the pages' types", script: 'node_modules/typescript/bin/tsc', args: ['--noEmit', '-p', 'tsconfig.page.json'] },
  { name: 'lint', script: 'node_modules/eslint/bin/eslint.js', args: ['.'] },
  { name: 'format', script: 'node_modules/prettier/bin/prettier.cjs', args: ['--check', '--log-level=warn', '.'] },
] as const;

/** What needs no test to be found wrong. Each check counts as one. */
export async function runChecks(): Promise<Counts> {
  const results = await Promise.all(
    checks.map(async ({ name, script, args }) => {
      const started = performance.now();
      const problem = await problemOf(script, args);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(problem === undefined ? `  ✔ ${name} (${seconds} s)` : `\n✖ ${name}\n${problem}\n`);
      return problem === undefined;
    }),
  );
  const passed = results.filter((good) => good).length;
  return { passed, failed: results.length - passed };
}

async function problemOf(script: string, args: readonly string[]): Promise<string | undefined> {
  try {
    await run(process.execPath, [inRoot(script), ...args], { cwd: root, limitMs: 600_000, what: script });
    return undefined;
  } catch (error) {
    return tail(error instanceof SetupError ? error.message : explain(error), 200);
  }
}
