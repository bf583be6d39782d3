import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';

export interface TestRepository {
  readonly folder: string;
  readonly uri: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly git: (...args: readonly string[]) => string;
  /** Commits all that there is. */
  readonly commit: () => void;
}

/** A real repository in a folder of its own, which goes with the test. */
export function createRepository(context: TestContext, files: Readonly<Record<string, string>> = {}): TestRepository {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'avro git ä-')));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const author = ['-c', 'user.name=Test', '-c', 'user.email=test@example.invalid', '-c', 'commit.gpgsign=false'];
  const git = (...args: readonly string[]): string =>
    execFileSync('git', ['-C', folder, ...author, ...args], { env, encoding: 'utf8', stdio: 'pipe' });
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const commit = (): void => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', 'change');
  };
  git('init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(files)) write(path, text);
  if (Object.keys(files).length > 0) commit();
  return { folder, git, write, commit, uri: (path) => pathToFileURL(join(folder, path)).href };
}
