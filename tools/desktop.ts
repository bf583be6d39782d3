// The suite of the extension host in desktop VS Code. VSCODE_EXECUTABLE names an installed one (the program itself, such as
// /usr/share/code/code, and not the command `code`); otherwise one is downloaded into .tools/vscode.
import { existsSync } from 'node:fs';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { createSampleData, planSampleData } from './demo/sampleData.ts';
import { runDesktopSuite } from './e2e/desktop.ts';
import { buildHostSuite } from './e2e/suite.ts';
import { buildExtension } from './package/pack.ts';
import { stackEnvironment, startStack } from './stack/stack.ts';
import { runMain } from './support/main.ts';
import { inTools, root } from './support/paths.ts';
import { SetupError, say } from './support/say.ts';
import { isGood } from './test/counts.ts';

await runMain(async () => {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY)
    throw new SetupError('There is no display: run it as "xvfb-run -a npm run test:desktop".');
  const executable = await findExecutable();
  await buildExtension(say);
  const suite = await buildHostSuite();
  const stack = await startStack({ secured: true });
  try {
    await createSampleData(stack, await planSampleData(stack), say);
    const counts = await runDesktopSuite({ executable, extension: root, suite, env: stackEnvironment(stack), limitMs: 300_000 });
    console.log(`${counts.passed} passed, ${counts.failed} failed`);
    return isGood(counts) ? 0 : 1;
  } finally {
    await stack.stop();
  }
});

async function findExecutable(): Promise<string> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new SetupError(`There is no ${named}, which VSCODE_EXECUTABLE names.`);
    return named;
  }
  const version = process.env['VSCODE_VERSION'] ?? 'stable';
  say(`Downloading VS Code (${version}) into .tools/vscode (about 150 MB)…`);
  try {
    return await downloadAndUnzipVSCode({ version, cachePath: inTools('vscode') });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new SetupError(`VS Code could not be downloaded (${why}). VSCODE_EXECUTABLE can name an installed one.`, { cause: error });
  }
}
