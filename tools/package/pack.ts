import { cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** What the npm package of the terminal's command holds, out of `dist/`. */
const commandFiles = ['cli.js', 'worker.js', 'background.js', 'third-party-notices.txt'];

/**
 * Packs the terminal's command as an npm package of its own, out of what was built for production.
 *
 * @returns the `.tgz`
 * @throws SetupError where the packing fails
 */
export async function packCommand(): Promise<string> {
  const staging = inRoot('out/npm');
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(join(staging, 'dist'), { recursive: true });
  for (const file of commandFiles) cpSync(inRoot(`dist/${file}`), join(staging, 'dist', file));
  for (const file of ['README.md', 'LICENSE']) cpSync(inRoot(file), join(staging, file));
  const { name, version, description, license, repository, bin } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  const engines = { node: '>=20' };
  writeFileSync(join(staging, 'package.json'), JSON.stringify({ name, version, description, license, repository, bin, engines }, null, 2));
  await run('npm', ['pack', '--silent', '--pack-destination', inRoot('dist')], { cwd: staging, what: 'Packing', limitMs: 120_000 });
  return inRoot(`dist/${String(name)}-${String(version)}.tgz`);
}
