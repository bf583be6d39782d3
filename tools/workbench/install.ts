import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  /** The Node that it takes, and no other. */
  readonly node: string;
  /** The script to run with it. */
  readonly entry: string;
  /** Whether code-server hands options on to VS Code's own server. */
  readonly passesOptions: boolean;
}

/** The newest, which most tests and the demo run in, or the oldest that the extension supports. */
export type WorkbenchAge = 'newest' | 'oldest';

/** Large, and of no use here: other programs' binaries that come with the workbench. */
const unused = [
  '@github/copilot-sdk-linux-x64',
  '@github/copilot-sdk-linuxmusl-x64',
  '@github/copilot-sdk-linux-arm64',
  '@microsoft/mxc-sdk/bin',
];

/**
 * Installs code-server, which is VS Code's workbench with an extension host in Node, from npm into `.tools`.
 *
 * Its own install script is not run: it would compile eight native modules and fail for want of system headers. The one
 * that matters is compiled here.
 */
export async function installWorkbench(say: Say, age: WorkbenchAge = 'newest'): Promise<Workbench> {
  return age === 'newest' ? installNewest(say) : installOldest(say);
}

async function installNewest(say: Say): Promise<Workbench> {
  const node = findNode24(say);
  const download = 'code-server 4.139.1, which is VS Code for a browser, from npm into .tools/workbench (240 MB, 420 MB unpacked)';
  const folder = await installServer('workbench', { source: 'tools/workbench', download }, say, async (inner) => {
    await compileLog(inner, node, say);
    for (const name of unused) rmSync(path.join(inner, 'node_modules', name), { recursive: true, force: true });
  });
  return { node, entry: path.join(folder, entry), passesOptions: true };
}

/** For a smoke test only: nothing is compiled for it, so its output channels stay empty. */
async function installOldest(say: Say): Promise<Workbench> {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== 'linux-x64' && machine !== 'linux-arm64')
    throw new SetupError(`npm has no package with Node 20 for ${machine}, which the oldest workbench needs.`);
  const download = 'code-server 4.100.3, the oldest VS Code supported, and Node 20 into .tools/workbench-oldest (120 MB, 440 MB unpacked)';
  const folder = await installServer('workbench-oldest', { source: 'tools/workbench/oldest', download }, say, (inner, partial) => {
    const packages = path.join(partial, 'node_modules');
    // It is loaded at each start, would have to be compiled, and does nothing but hash passwords, which no window here has.
    writeFileSync(path.join(packages, 'argon2/argon2.js'), '');
    // Its own install script would download this one from elsewhere.
    cpSync(path.join(packages, `@vscode/ripgrep-${machine}/bin/rg`), path.join(inner, 'node_modules/@vscode/ripgrep/bin/rg'));
  });
  return {
    node: path.join(folder, `node_modules/node-${machine}/bin/node`),
    entry: path.join(folder, entry),
    passesOptions: false,
  };
}

const entry = 'node_modules/code-server/out/node/entry.js';

/** @param finish given the folder of VS Code's own packages, and the whole one */
function installServer(
  name: string,
  { source, download }: { readonly source: string; readonly download: string },
  say: Say,
  finish: (inner: string, partial: string) => Promise<void> | void,
): Promise<string> {
  const from = inRoot(source);
  const lock = readFileSync(path.join(from, 'package-lock.json'), 'utf8');
  return installInto(name, lock, async (partial) => {
    say(`Downloading ${download}…`);
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(path.join(from, file), path.join(partial, file));
    const inner = path.join(partial, 'node_modules/code-server/lib/vscode');
    const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', install, { cwd: partial, what: 'Installing code-server with npm' });
    // The tarball's shrinkwrap lacks a peer dependency, over which npm would otherwise stumble.
    await run('npm', [...install, '--omit=dev', '--legacy-peer-deps'], {
      cwd: inner,
      what: "Installing code-server's own packages with npm",
    });
    await finish(inner, partial);
  });
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
