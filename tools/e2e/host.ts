import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inRoot, root } from '../support/paths.ts';
import { within } from '../support/processes.ts';
import { say as sayAloud } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import type { Counts } from '../test/counts.ts';
import { findChromium, launchBrowser, openWindow } from '../workbench/browser.ts';
import { installWorkbench } from '../workbench/install.ts';
import { startServer, temporaryDataFolder, windowAddress } from '../workbench/server.ts';
import { buildHostSuite } from './suite.ts';

/** What the suite leaves behind: see test/e2e/host/index.ts. */
export interface SuiteResult {
  readonly tests: readonly {
    readonly title: string;
    readonly state: 'passed' | 'failed' | 'skipped';
    readonly ms: number;
    readonly error?: string;
  }[];
}

export interface HostOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
  readonly stop: AbortSignal;
  readonly say?: Say;
}

/** Runs test/e2e/host, with Mocha, inside the extension host of a real workbench on a copy of the demo's workspace. */
export async function runHostSuite(options: HostOptions): Promise<Counts> {
  const { env, limitMs, stop, say = sayAloud } = options;
  const suite = await buildHostSuite();
  const workbench = await installWorkbench(say);
  const chromium = await findChromium(say);
  const dataFolder = temporaryDataFolder();
  const results = path.join(dataFolder, 'results.json');
  const folder = copyWorkspace(dataFolder);
  const server = await startServer(workbench, {
    dataFolder,
    development: true,
    temporary: true,
    env: { ...env, AVRO_WORKBENCH_RESULTS: results },
  });
  try {
    const browser = await launchBrowser(chromium);
    try {
      const { page } = await openWindow(browser);
      const { ended } = await exposeSuiteEnd(page);
      await page.goto(windowAddress(server.url, { folder, extension: root, tests: suite }), { waitUntil: 'commit' });
      const gone = server.service.exited.then(() => 'code-server ended');
      const aborted = new Promise<string>((resolve) => stop.addEventListener('abort', () => resolve('it was stopped'), { once: true }));
      const code = await within(Promise.race([ended, gone, aborted]), limitMs);
      if (typeof code === 'string')
        say(`The suite in the extension host has no result: ${code === 'late' ? `it took over ${limitMs / 1000} s` : code}.`);
      return countSuite(results, code === 0);
    } finally {
      await browser.close();
    }
  } finally {
    await server.service.stop();
  }
}

/** Prints a suite's result and counts it. A suite that says it failed, or left nothing, has at least one failure. */
export function countSuite(file: string, good: boolean, print: (text: string) => void = console.log): Counts {
  if (!existsSync(file)) {
    print('\n✖ The suite in the extension host left no result.\n');
    return { passed: 0, failed: 1 };
  }
  const { tests } = JSON.parse(readFileSync(file, 'utf8')) as SuiteResult;
  for (const { title, state, ms, error } of tests) {
    print(state === 'passed' ? `  ✔ ${title} (${ms} ms)` : `\n✖ ${title} (${state})\n${error ?? ''}\n`);
  }
  const passed = tests.filter(({ state }) => state === 'passed').length;
  const failed = tests.length - passed;
  return { passed, failed: !good && failed === 0 ? 1 : failed };
}

/** A copy of the demo's workspace, so that tests may write to it. */
export function copyWorkspace(dataFolder: string): string {
  const folder = path.join(dataFolder, 'workspace');
  mkdirSync(folder, { recursive: true });
  cpSync(inRoot('tools/demo/workspace'), folder, { recursive: true });
  return folder;
}

/** Before the page is opened: a promise of the suite's exit code, which the workbench hands to the page, or of what went wrong. */
async function exposeSuiteEnd(page: Page): Promise<{ readonly ended: Promise<number | string> }> {
  let resolve: (code: number | string) => void = () => undefined;
  const ended = new Promise<number | string>((settle) => (resolve = settle));
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  await page.exposeFunction('codeAutomationLog', () => undefined);
  page.once('crash', () => resolve('the page crashed'));
  return { ended };
}
