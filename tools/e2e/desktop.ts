import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stopDesktop } from '../demo/desktop.ts';
import { environmentForEditor } from '../support/environment.ts';
import { startService, within } from '../support/processes.ts';
import { say } from '../support/say.ts';
import type { Counts } from '../test/counts.ts';
import { quietSettings } from '../workbench/settings.ts';
import { copyWorkspace, countSuite } from './host.ts';

export interface DesktopOptions {
  /** Of VS Code; what `VSCODE_EXECUTABLE` names, or a downloaded one. */
  readonly executable: string;
  /** The folder with the extension's package.json. */
  readonly extension: string;
  /** What `buildHostSuite` returned. */
  readonly suite: string;
  /** For the suite. */
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number;
  /** Takes the results in place of the terminal, which then sees nothing of VS Code either. */
  readonly print?: (text: string) => void;
}

/** What tools/e2e/desktopRunner.ts hands to @vscode/test-electron. */
export interface DesktopLaunch {
  readonly vscodeExecutablePath: string;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly extensionTestsEnv: Readonly<Record<string, string>>;
  readonly launchArgs: string[];
}

/** Runs the same suite as in the browser's workbench in a desktop VS Code, apart from the user's own settings and extensions. */
export async function runDesktopSuite(options: DesktopOptions): Promise<Counts> {
  const { executable, extension, suite, env, limitMs, print } = options;
  // Not below the repository: the path of the socket that VS Code opens there has a limit of about 100 characters.
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'avro-'));
  try {
    const results = path.join(dataFolder, 'results.json');
    const settings = path.join(dataFolder, 'data/User/settings.json');
    mkdirSync(path.dirname(settings), { recursive: true });
    writeFileSync(settings, JSON.stringify({ ...quietSettings, 'security.workspace.trust.enabled': false }));
    const launch: DesktopLaunch = {
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: extension,
      extensionTestsPath: suite,
      extensionTestsEnv: { ...env, AVRO_WORKBENCH_RESULTS: results },
      launchArgs: [
        copyWorkspace(dataFolder),
        `--user-data-dir=${path.join(dataFolder, 'data')}`,
        `--extensions-dir=${path.join(dataFolder, 'extensions')}`,
        ...['--disable-extensions', '--disable-telemetry', '--disable-gpu', '--password-store=basic'],
      ],
    };
    const runner = path.join(import.meta.dirname, 'desktopRunner.ts');
    const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', '--disable-warning=ExperimentalWarning'];
    // In a process of its own, because the library has no way to stop what it started.
    const service = startService(process.execPath, [...flags, runner, JSON.stringify(launch)], {
      name: 'VS Code',
      env: environmentForEditor(),
      shown: print === undefined,
    });
    const code = await within(service.exited, limitMs);
    if (code === 'late') say(`The suite in VS Code was stopped: it took longer than ${limitMs / 1000} s.`);
    await service.stop();
    await stopDesktop(dataFolder);
    return countSuite(results, code === 0, print);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}
