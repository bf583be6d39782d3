// Runs a suite in desktop VS Code through @vscode/test-electron, as its one argument says: see desktop.ts.
import { runTests } from '@vscode/test-electron';
import type { DesktopLaunch } from './desktop.ts';

const launch = JSON.parse(process.argv[2] ?? '{}') as DesktopLaunch;
try {
  process.exitCode = await runTests(launch);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
