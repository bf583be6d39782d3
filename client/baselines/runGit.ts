import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { abortError } from '../cluster/abort.ts';
import { BaselineError } from './baselineError.ts';

/** Runs git in a folder. What it is given reaches no shell. @throws GitFailure; BaselineError; an `AbortError` */
export type RunGit = (folder: string, args: readonly string[], signal: AbortSignal, input?: string) => Promise<Uint8Array>;

/** git ended with an error, which what was asked of it explains best. */
export class GitFailure extends Error {
  /** The first line of what git said, without its `fatal: `; may be empty. */
  readonly said: string;

  constructor(said: string) {
    super(said === '' ? 'git has failed.' : said);
    this.name = 'GitFailure';
    this.said = said;
  }
}

const timeoutMs = 20_000;
const maxBytes = 128 * 1024 * 1024;

/** So many run at once: many files may be open. */
const maxRunning = 4;

/**
 * @param executable a path or name of git
 * @returns what runs it: reading only, at most 20 seconds and 128 MB each, without a question and without the network
 */
export function createGitRunner(executable: () => string = () => 'git'): RunGit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (folder, args, signal, input) => {
    if (running >= maxRunning) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await runOnce(executable(), ['-C', folder, ...args], signal, input);
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}

function runOnce(executable: string, args: readonly string[], signal: AbortSignal, input = ''): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortError());
      return;
    }
    // On Windows a program is looked for in the working folder first, so that is none that others may write to.
    const options = { cwd: homedir(), encoding: 'buffer', env: environment(), timeout: timeoutMs, maxBuffer: maxBytes, signal } as const;
    const child = execFile(executable, args, { ...options, windowsHide: true }, (error, output, said) => {
      if (error === null) resolve(output);
      else reject(signal.aborted ? abortError() : toFailure(error, said.toString('utf8')));
    });
    // Whoever does not read to the end says why by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

function toFailure(error: Error & { readonly code?: unknown; readonly killed?: boolean }, said: string): Error {
  if (error.code === 'ENOENT') {
    return new BaselineError('baseline/no-git', 'git was not found on this machine.', {
      cause: error,
      remedy: 'Install it, or set git.path in the settings.',
    });
  }
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return new BaselineError('baseline/too-large', 'What git has to say is too large.', { cause: error });
  }
  if (error.killed === true) return new BaselineError('baseline/timeout', `git did not answer within ${timeoutMs / 1000} seconds.`);
  const line = said.split('\n').find((each) => each.trim() !== '') ?? '';
  return new GitFailure(line.trim().replace(/^(?:fatal|error): /, ''));
}

/** Variables that lead git to another repository than the one the file is in. */
const misleading: ReadonlySet<string> = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
  'GIT_NAMESPACE',
]);

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !misleading.has(name.toUpperCase()));
  return {
    ...Object.fromEntries(own),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    // A repository that is cloned in part fetches what is missing from its remote, and nobody has asked for that.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}
