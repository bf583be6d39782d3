import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { SetupError } from './say.ts';

/** A server that runs as long as it is needed, in a process group of its own. */
export interface Service {
  readonly name: string;
  readonly pid: number;
  /** The last 64 KiB of what it wrote, standard output and error together. */
  output(): string;
  /**
   * The first line that matches, written already or yet to come.
   * @throws SetupError with the end of the output if the process ends or the limit passes before
   */
  line(pattern: RegExp, limitMs: number): Promise<RegExpExecArray>;
  /** How it ended: its exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** Ends the whole group (SIGTERM, after five seconds SIGKILL), waits until it is gone, and removes the scratch folder. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  readonly name: string;
  readonly cwd?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** A folder of this service alone, removed when it ends. */
  readonly scratch?: string | undefined;
  /** What it writes goes to this process's own streams; `output` and `line` see nothing of it. */
  readonly shown?: boolean | undefined;
}

const outputLimit = 64 * 1024;
const stopLimitMs = 5000;

/**
 * Waits for the end of its standard input, which comes when the owner dies, by whatever signal; ends the group ($1) and removes
 * the scratch folder ($2). A word on its input says that the owner has done so itself.
 */
const guardScript = `
read -r word && exit 0
kill -s TERM -- "-$1" 2>/dev/null
tries=0
while kill -s 0 -- "-$1" 2>/dev/null && [ "$tries" -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done
kill -s KILL -- "-$1" 2>/dev/null
if [ -n "$2" ]; then sleep 0.2; rm -rf -- "$2"; fi
`;

/** Starts a server. It ends with this process at the latest, even if that is killed with SIGKILL. */
export function startService(command: string, args: readonly string[], options: ServiceOptions): Service {
  const stdout = options.shown === true ? 'inherit' : 'pipe';
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    detached: true,
    stdio: ['ignore', stdout, stdout],
  });
  const { pid } = child;
  const lines = collectLines([child.stdout, child.stderr].filter((stream) => stream !== null));
  const exited = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      lines.add(error.message);
      resolve(null);
    });
    // A moment later, for the last lines of a server that dies are what one wants to read. Its pipes' own end would be the
    // better sign, but a process that it left behind may hold them open.
    child.once('exit', (code) => void setTimeout(resolve, 50, code));
  });
  if (pid === undefined) {
    return {
      name: options.name,
      pid: -1,
      exited,
      output: lines.output,
      line: lineOf(options.name, lines, exited),
      stop: () => Promise.resolve(),
    };
  }
  const guard = startGuard(pid, options.scratch);
  const kill = () => {
    signalGroup(pid, 'SIGKILL');
    removeScratch(options.scratch);
  };
  process.once('exit', kill);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    signalGroup(pid, 'SIGTERM');
    if ((await within(exited, stopLimitMs)) === 'late') signalGroup(pid, 'SIGKILL');
    await exited;
    // Members of the group that outlived its leader, such as the extension hosts of a workbench.
    signalGroup(pid, 'SIGKILL');
    for (let tries = 0; signalGroup(pid, 0) && tries < 40; tries++) await delay(50);
    process.removeListener('exit', kill);
    removeScratch(options.scratch);
    guard.stdin?.end('done\n');
  };
  return {
    name: options.name,
    pid,
    exited,
    output: lines.output,
    line: lineOf(options.name, lines, exited),
    stop: () => (stopping ??= stop()),
  };
}

/**
 * Runs a command to its end and returns what it wrote to standard output.
 *
 * @throws SetupError with the end of what it wrote, if it fails or takes longer than the limit
 */
export function run(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly limitMs?: number; readonly what?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { cwd, env = process.env, limitMs = 600_000, what = `${path.basename(command)} ${args[0] ?? ''}` } = options;
    const kill = () => child.kill('SIGKILL');
    const child = execFile(
      command,
      args,
      { cwd, env, timeout: limitMs, maxBuffer: 64 * 1024 * 1024, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout, stderr) => {
        process.removeListener('exit', kill);
        if (error === null) {
          resolve(stdout);
          return;
        }
        const why = error.killed === true ? `did not end within ${limitMs / 1000} s` : 'failed';
        const detail = tail(`${stdout}\n${stderr}`.trim() || error.message);
        reject(new SetupError(`${what.trim()} ${why}.\n${detail}`, { cause: error }));
      },
    );
    process.once('exit', kill);
    child.stdin?.end();
  });
}

/** The promise's value, or `'late'` when the limit passes first. */
export async function within<T>(promise: Promise<T>, limitMs: number): Promise<T | 'late'> {
  const timer = new AbortController();
  try {
    return await Promise.race([promise, delay(limitMs, 'late' as const, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}

/** The last lines of a text. */
export function tail(text: string, lines = 30): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/** Sends a signal to a process group; false where there is none (any more). Signal 0 only asks. */
function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch {
    return false;
  }
}

function removeScratch(folder: string | undefined): void {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

function startGuard(pid: number, scratch: string | undefined): ChildProcess {
  const guard = spawn('/bin/sh', ['-c', guardScript, 'guard', String(pid), scratch ?? ''], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // The service may be gone, and with it the guard, when the word is sent.
  guard.stdin.on('error', () => undefined);
  guard.on('error', () => undefined);
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref(); // a pipe of a child is a socket, which its type does not say
  return guard;
}

interface Lines {
  readonly add: (line: string) => void;
  readonly output: () => string;
  find(pattern: RegExp): Promise<RegExpExecArray>;
}

function collectLines(streams: readonly Readable[]): Lines {
  let text = '';
  const waiting = new Set<(line: string) => void>();
  const add = (line: string) => {
    text = `${text}${line}\n`.slice(-outputLimit);
    for (const look of waiting) look(line);
  };
  for (const input of streams) createInterface({ input }).on('line', add);
  const find = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve) => {
      const look = (line: string): boolean => {
        const found = pattern.exec(line);
        if (found === null) return false;
        waiting.delete(look);
        resolve(found);
        return true;
      };
      if (!text.split('\n').some(look)) waiting.add(look);
    });
  return { add, output: () => text, find };
}

function lineOf(name: string, lines: Lines, exited: Promise<number | null>): Service['line'] {
  return async (pattern, limitMs) => {
    const found = await within(Promise.race([lines.find(pattern), exited.then((code) => ({ code }))]), limitMs);
    if (found === 'late') throw new SetupError(`${name} was not ready within ${limitMs / 1000} s.\n${tail(lines.output())}`);
    if ('code' in found)
      throw new SetupError(`${name} ended with ${found.code ?? 'a signal'} before it was ready.\n${tail(lines.output())}`);
    return found;
  };
}
