// The way into every tool: `node tools/run.mjs <task> [arguments]` runs tools/<task>.ts. Plain JavaScript that Node 20 runs in
// a bare clone: it installs the packages and, if need be, a newer Node, and then hands over.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { setInterval } from 'node:timers';
import { installNode24, runsTypeScript } from './node/install.mjs';

const root = path.resolve(import.meta.dirname, '..');
const started = Date.now();
const say = (text) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s] ${text}`);

const [task = '', ...args] = process.argv.slice(2);
const file = path.join(root, 'tools', `${task}.ts`);
if (!/^\w+$/.test(task) || !existsSync(file)) fail(`There is no task "${task}": see "scripts" in package.json.`);
if (process.platform === 'win32') fail('The tools need a POSIX system: on Windows, run this inside WSL.');

let node = process.execPath;
try {
  installPackages();
  if (!runsTypeScript(process.versions.node)) node = installNode24(say);
} catch (error) {
  fail(error.message);
}

// What Node says of running TypeScript as it is, and of kafkajs's timers, is known. In the environment and not as arguments, so
// that worker threads are quiet too.
const quiet = ['MODULE_TYPELESS_PACKAGE_JSON', 'ExperimentalWarning', 'TimeoutNegativeWarning'].map((name) => `--disable-warning=${name}`);
const child = spawn(node, [file, ...args], {
  cwd: root,
  // The channel ends when this process does, however it ends: that is how a task learns that nobody waits for it any more.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    NODE_OPTIONS: [process.env.NODE_OPTIONS ?? '', ...quiet].join(' ').trim(),
    AVRO_WORKBENCH_STARTED: String(started),
  },
});
// A terminal sends Ctrl-C to both; npm and process managers send a signal to this process alone. Tasks bear it twice.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm runs a script in a shell, which dies of a signal without handing it on. Then nobody waits for this process any more.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
child.on('error', (error) => fail(`${node} could not be started: ${error.message}.`));
child.on('exit', (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : (code ?? 1)));

/** Runs `npm ci` unless node_modules already holds exactly what package-lock.json says. */
function installPackages() {
  if (packagesAreInstalled()) return;
  say('Installing the packages of package-lock.json from npm into node_modules (about 50 MB)…');
  // No package needs its install script here, and a bare machine may lack the compiler that one would call.
  const { status, error } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`"npm ci" failed${error ? `: ${error.message}` : ''}.`);
}

/** Compares the lock file with the one that npm leaves in node_modules, package by package. */
function packagesAreInstalled() {
  const hidden = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    // What is optional may be meant for another kind of machine.
    if (found[place] === undefined ? !entry.optional : found[place].integrity !== entry.integrity) return false;
    if (found[place] !== undefined && !existsSync(path.join(root, place))) return false;
  }
  return Object.keys(found).every((place) => wanted[place] !== undefined);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
