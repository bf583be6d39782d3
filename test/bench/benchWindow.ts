import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { layWorkspace } from '../../tools/demo/workspace.ts';
import { packExtension } from '../../tools/package/pack.ts';
import { inRoot } from '../../tools/support/paths.ts';
import { run } from '../../tools/support/processes.ts';
import { say } from '../../tools/support/say.ts';
import { installWorkbench } from '../../tools/workbench/install.ts';
import { installExtension } from '../../tools/workbench/server.ts';
import { startWorkbench, type OpenWindow } from '../../tools/workbench/workbench.ts';
import type { BenchTarget } from '../../tools/bench.ts';
import type { Companion } from './children/hostCompanion.ts';

/** A window of a real workbench with the packed extension, and what measures its extension host from within. */
export interface BenchWindow {
  readonly window: OpenWindow;
  readonly companion: Companion;
}

/** The connection of the window. */
export const connection = 'local';
const companionLimitMs = 60_000;

/**
 * Packs the extension, or takes the packed one that AVRO_WORKBENCH_VSIX names, opens a window of a real workbench on a cluster, and
 * closes it once the work is done.
 *
 * @param settings of the user, without the prefix
 */
export async function withBenchWindow<T>(
  { brokers, registryUrl }: BenchTarget,
  settings: Readonly<Record<string, unknown>>,
  work: (bench: BenchWindow) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'avro-bench-'));
  // Another build may replace what lies in dist/ meanwhile.
  const vsix = path.join(folder, 'own.vsix');
  cpSync(process.env['AVRO_WORKBENCH_VSIX'] ?? (await packExtension(say)).file, vsix);
  const portFile = path.join(folder, 'port');
  const workbench = await startWorkbench({
    vsix,
    settings: Object.fromEntries(Object.entries(settings).map(([id, value]) => [`avroWorkbench.${id}`, value])),
    env: { AVRO_BENCH_COMPANION: portFile },
  });
  try {
    await installExtension(await installWorkbench(say), await packCompanion(folder), workbench.dataFolder);
    const window = await workbench.open(inRoot('tools/demo/workspace'), (copy) =>
      layWorkspace(copy, { name: connection, brokers, registryUrl }, undefined),
    );
    return await work({ window, companion: await reachCompanion(portFile) });
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Packs the extension that measures; returns the `.vsix`. */
async function packCompanion(folder: string): Promise<string> {
  const staging = mkdtempSync(path.join(folder, 'companion-'));
  const entryPoints = ['hostCompanion', 'fetchProbe'].map((name) => fileURLToPath(new URL(`children/${name}.ts`, import.meta.url)));
  await build({ entryPoints, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'], outdir: staging, logLevel: 'warning' });
  const manifest = {
    ...{ name: 'bench-companion', publisher: 'bench', version: '0.0.1', engines: { vscode: '^1.100.0' } },
    ...{ main: './hostCompanion.js', activationEvents: ['onStartupFinished'], extensionKind: ['workspace'] },
  };
  writeFileSync(path.join(staging, 'package.json'), JSON.stringify(manifest));
  const file = path.join(folder, 'companion.vsix');
  const pack = ['package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', file];
  await run(process.execPath, [inRoot('node_modules/@vscode/vsce/vsce'), ...pack], { cwd: staging, what: 'Packing the companion' });
  return file;
}

async function reachCompanion(portFile: string): Promise<Companion> {
  for (const end = Date.now() + companionLimitMs; !existsSync(portFile) || readFileSync(portFile, 'utf8') === '';) {
    if (Date.now() > end) throw new Error('The extension that measures did not start.');
    await delay(50);
  }
  const url = `http://127.0.0.1:${readFileSync(portFile, 'utf8')}`;
  const ask = async <T>(name: keyof Companion, args: readonly unknown[] = []): Promise<T> => {
    const response = await fetch(`${url}/${name}`, { method: 'POST', body: JSON.stringify(args) });
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    return response.json() as Promise<T>; // what the method of that name returns
  };
  return {
    run: (...args) => ask('run', args),
    startDelay: () => ask('startDelay'),
    stopDelay: () => ask('stopDelay'),
    startProfile: () => ask('startProfile'),
    stopProfile: (file) => ask('stopProfile', [file]),
    fetches: () => ask('fetches'),
  };
}
