import { isCancelled } from '../../shared/errors.ts';
import { BaselineError } from './baselineError.ts';
import { GitFailure, type RunGit } from './runGit.ts';

/** A branch or tag. */
export interface GitRef {
  /** As `git:` takes it. */
  readonly name: string;
  readonly kind: 'branch' | 'remoteBranch' | 'tag';
}

/** Where a file is in its repository. */
export interface GitFile {
  /** The top of the repository. */
  readonly folder: string;
  /** From there, with `/`. */
  readonly path: string;
}

export interface GitEntry {
  readonly path: string;
  readonly bytes: number;
}

const maxRefLength = 250;
const maxRefs = 2000;

/**
 * Why a text can't name a commit; undefined where it can. What git takes as an option, a range or a path in a commit is
 * none.
 *
 * @see git-check-ref-format and gitrevisions: `main`, `v1.2`, `HEAD~2`, `origin/main` and hashes are fine
 */
export function refProblem(ref: string): string | undefined {
  if (ref === '') return 'Name a commit, branch or tag, such as git:main.';
  const isFine = ref.length <= maxRefLength && /^[^\s\p{Cc}:?*[\\-][^\s\p{Cc}:?*[\\]*$/u.test(ref) && !ref.includes('..');
  return isFine ? undefined : `"${ref.slice(0, 50)}" can't be the name of a commit, branch or tag.`;
}

/** @throws BaselineError where the folder is in no repository, and what `run` throws */
export async function findGitFile(run: RunGit, folder: string, name: string, signal: AbortSignal): Promise<GitFile> {
  const output = await asking(
    () => run(folder, ['rev-parse', '--show-prefix', '--show-cdup'], signal),
    (said) => {
      const remedy = said === '' ? undefined : `git says: ${said}`;
      return new BaselineError('baseline/not-a-repository', `${name} is in no git repository that git can read.`, { remedy });
    },
  );
  const [prefix = '', up = ''] = textOf(output).split(/\r?\n/);
  // The way up is taken by the system, which knows what links lead to.
  return { folder: `${folder}/${up}`, path: `${prefix}${name}` };
}

/** The hash of the commit that a ref means. @throws BaselineError where it means none */
export async function findCommit(run: RunGit, folder: string, ref: string, signal: AbortSignal): Promise<string> {
  const problem = refProblem(ref);
  if (problem !== undefined) throw new BaselineError('baseline/invalid-ref', problem);
  const found = await asking(
    () => run(folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], signal),
    () => new BaselineError('baseline/unknown-ref', `git knows no commit, branch or tag ${ref} here.`),
  );
  return textOf(found).trim();
}

/** The files of a commit, all or one; links and submodules are none. */
export async function listFiles(
  run: RunGit,
  folder: string,
  commit: string,
  signal: AbortSignal,
  path?: string,
): Promise<readonly GitEntry[]> {
  const args = ['ls-tree', '-z', '-l', '--full-tree', ...(path === undefined ? ['-r', commit] : [commit, '--', path])];
  const output = textOf(await asking(() => run(folder, args, signal), failed));
  return output.split('\0').flatMap((line) => {
    const found = /^100\d{3} blob [0-9a-f]+ +(\d+)\t(.+)$/s.exec(line);
    return found?.[2] === undefined ? [] : [{ path: found[2], bytes: Number(found[1]) }];
  });
}

/** The texts of some files of a commit, by their paths; one that can't be named is left out. */
export async function readFiles(
  run: RunGit,
  folder: string,
  commit: string,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  // Each is asked for by a line.
  const nameable = paths.filter((path) => !/[\n\r]/.test(path));
  if (nameable.length === 0) return new Map();
  const input = nameable.map((path) => `${commit}:${path}\n`).join('');
  const output = await asking(() => run(folder, ['cat-file', '--batch'], signal, input), failed);
  return readBatch(output, nameable);
}

/** The branches and tags of the repository that a folder is in, the newest first; none where it is in none. */
export async function listRefs(run: RunGit, folder: string, signal: AbortSignal): Promise<readonly GitRef[]> {
  const args = [
    'for-each-ref',
    `--count=${maxRefs}`,
    '--sort=-creatordate',
    '--format=%(refname)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  ];
  try {
    return textOf(await run(folder, args, signal))
      .split('\n')
      .flatMap(toRef)
      .filter(({ name }) => refProblem(name) === undefined);
  } catch (error) {
    if (isCancelled(error)) throw error;
    return [];
  }
}

function toRef(refname: string): GitRef[] {
  const [, folder, name = ''] = /^refs\/(heads|remotes|tags)\/(.+)$/.exec(refname.trim()) ?? [];
  if (folder === 'heads') return [{ name, kind: 'branch' }];
  if (folder === 'tags') return [{ name, kind: 'tag' }];
  return folder === undefined || name.endsWith('/HEAD') ? [] : [{ name, kind: 'remoteBranch' }];
}

/** What `git cat-file --batch` says of each: its hash, kind and size in a line, and then its bytes, or that it is missing. */
function readBatch(output: Uint8Array, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  let position = 0;
  for (const path of paths) {
    const end = output.indexOf(10, position);
    if (end < 0) break;
    const [, kind, size] = /^[0-9a-f]+ (\w+) (\d+)$/.exec(textOf(output.subarray(position, end))) ?? [];
    position = end + 1;
    if (size === undefined) continue;
    if (kind === 'blob') texts.set(path, textOf(output.subarray(position, position + Number(size))));
    position += Number(size) + 1;
  }
  return texts;
}

async function asking<T>(run: () => Promise<T>, toError: (said: string) => Error): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw error instanceof GitFailure ? toError(error.said) : error;
  }
}

function failed(said: string): BaselineError {
  return new BaselineError('baseline/git', `git could not read the commit: ${said === '' ? 'it does not say why' : said}.`);
}

/** Without a byte order mark, as an editor shows it. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
