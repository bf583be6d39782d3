import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { inRoot, inTools } from '../support/paths.ts';

/**
 * Bundles test/e2e/host for an extension host, file by file; Mocha and the editor's API stay outside.
 *
 * @returns the path that `extensionTestsPath` takes
 */
export async function buildHostSuite(): Promise<string> {
  const source = inRoot('test/e2e/host');
  const target = inTools('e2e-suite');
  rmSync(target, { recursive: true, force: true });
  const files = readdirSync(source).filter((name) => name === 'index.ts' || name.endsWith('.test.ts'));
  await build({
    entryPoints: files.map((name) => path.join(source, name)),
    outdir: target,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return path.join(target, 'index.js');
}
