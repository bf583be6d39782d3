import { readdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';

// What `extensionTestsPath` names, in code-server as in desktop VS Code: it must not know in which of the two it is.

interface Result {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly error?: string;
}

/**
 * Runs all tests of this folder. AVRO_WORKBENCH_RESULTS names a file for the results, AVRO_WORKBENCH_GREP a pattern of titles.
 *
 * @throws Error if one failed or none ran: that is how the editor learns of it
 */
export async function run(): Promise<void> {
  const { AVRO_WORKBENCH_RESULTS: file, AVRO_WORKBENCH_GREP: grep } = process.env;
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, ...(grep === undefined ? {} : { grep: new RegExp(grep) }) });
  for (const name of readdirSync(__dirname).sort()) if (name.endsWith('.test.js')) mocha.addFile(path.join(__dirname, name));
  const tests: Result[] = [];
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', (test) => tests.push({ title: test.fullTitle(), state: 'passed', ms: test.duration ?? 0 }));
    runner.on('pending', (test) => tests.push({ title: test.fullTitle(), state: 'skipped', ms: 0, error: 'It proves nothing.' }));
    runner.on('fail', (test, error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      tests.push({ title: test.fullTitle(), state: 'failed', ms: test.duration ?? 0, error: text });
    });
  });
  if (file !== undefined) writeFileSync(file, JSON.stringify({ tests }, null, 2));
  const failed = tests.filter(({ state }) => state !== 'passed').length;
  if (failed > 0 || tests.length === 0) throw new Error(`${failed} of ${tests.length} tests failed.`);
}
