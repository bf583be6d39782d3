import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installNode24 } from '../node/install.mjs';
import { installInto } from '../support/install.ts';
import { inRoot } from '../support/paths.ts';
import { run } from '../support/processes.ts';
import { SetupError } from '../support/say.ts';
import type { Say } from '../support/say.ts';
import { findCommand, installSystemPackages } from '../support/system.ts';

/** An installed workbench: how to start code-server. */
export interface Workbench {
  /** A Node 24, the only one that code-server takes. */
  readonly node: string;
  /** The script to run with it. */
  readonly entry: string;
}

/** Large, and of no use here: other programs' binaries that come with the workbench. */
const unused = [
  '@github/copilot-sdk-linux-x64',
  '@github/copilot-sdk-linuxmusl-x64',
  '@github/copilot-sdk-linux-arm64',
  '@microsoft/mxc-sdk/bin',
];

/**
 * Installs code-server, which is VS Code's workbench with an extension host in Node, from npm into `.tools/workbench`.
 *
 * Its own install script is not run: it would compile eight native modules and fail for want of system headers. The one
 * that matters is compiled here.
 */
export async function installWorkbench(say: Say): Promise<Workbench> {
  const source = inRoot('tools/workbench');
  const lock = readFileSync(path.join(source, 'package-lock.json'), 'utf8');
  const node = findNode24(say);
  const folder = await installInto('workbench', lock, async (partial) => {
    say('Downloading code-server 4.139.1, which is VS Code for a browser, from npm into .tools/workbench (240 MB, 420 MB unpacked)…');
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(path.join(source, file), path.join(partial, file));
    const inner = path.join(partial, 'node_modules/code-server/lib/vscode');
    const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', install, { cwd: partial, what: 'Installing code-server with npm' });
    // The tarball's shrinkwrap lacks a peer dependency, over which npm would otherwise stumble.
    await run('npm', [...install, '--omit=dev', '--legacy-peer-deps'], {
      cwd: inner,
      what: "Installing code-server's own packages with npm",
    });
    await compileLog(inner, node, say);
    for (const name of unused) rmSync(path.join(inner, 'node_modules', name), { recursive: true, force: true });
  });
  return { node, entry: path.join(folder, 'node_modules/code-server/out/node/entry.js') };
}

/** Node 24: this very one, or one from npm. */
function findNode24(say: Say): string {
  if (process.versions.node.startsWith('24.')) return process.execPath;
  try {
    return installNode24(say);
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Compiles the logger: without it, the output channels of extensions stay empty. */
async function compileLog(folder: string, node: string, say: Say): Promise<void> {
  const tools = ['python3', 'make', 'g++'];
  try {
    const missing = tools.filter((name) => findCommand(name) === undefined);
    if (missing.length > 0) await installSystemPackages(missing, 'a compiler for one small part of the workbench (about 250 MB)', say);
    say("Compiling the workbench's logger…");
    // The headers that this Node's package brings: others would be downloaded, or be those of another Node.
    const home = path.resolve(path.dirname(node), '..');
    const env = { ...process.env, PATH: `${path.dirname(node)}:${process.env['PATH'] ?? ''}`, npm_config_nodedir: home };
    await run('npm', ['rebuild', '@vscode/spdlog', '--no-audit', '--no-fund'], {
      cwd: folder,
      env,
      what: "Compiling the workbench's logger",
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`The workbench works, but its output channels will stay empty. ${error.message}`);
  }
}
