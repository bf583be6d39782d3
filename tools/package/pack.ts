import { statSync } from 'node:fs';
import { inRoot, root } from '../support/paths.ts';
import { run } from '../support/processes.ts';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';

/** What a user downloads must not be larger. */
export const largestPackage = 1_500_000;

/** Builds the extension into dist/ as it is under development: with source maps. */
export async function buildExtension(say: Say): Promise<void> {
  say('Building the extension…');
  await run(process.execPath, [inRoot('esbuild.mjs')], { cwd: root, what: 'The build', limitMs: 300_000 });
}

/**
 * Builds for production and packs.
 *
 * @returns the `.vsix` and its size
 * @throws SetupError where the build or the packing fails, or the result is larger than it may be
 */
export async function packExtension(say: Say): Promise<{ readonly file: string; readonly bytes: number }> {
  const file = inRoot('dist/avro-workbench.vsix');
  say('Building and packing the extension…');
  await run(process.execPath, [inRoot('esbuild.mjs'), '--production'], { cwd: root, what: 'The build', limitMs: 300_000 });
  const pack = ['package', '--no-dependencies', '--no-rewrite-relative-links', '--out', file];
  await run(process.execPath, [inRoot('node_modules/@vscode/vsce/vsce'), ...pack], { cwd: root, what: 'Packing', limitMs: 300_000 });
  const { size } = statSync(file);
  if (size > largestPackage) {
    throw new SetupError(`The packed extension has ${(size / 1e6).toFixed(2)} MB; it may have ${largestPackage / 1e6} MB at most.`);
  }
  return { file, bytes: size };
}
