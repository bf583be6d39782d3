import { compileGlobs, escapeGlob, type Globs } from '../../shared/globs.ts';
import type { SubjectMapping } from '../settings.ts';

/**
 * The subjects that the setting `avroWorkbench.subjects` names for a file: where a glob is the file's own path, its alone,
 * else those of all globs that match, each once.
 *
 * @param path from the workspace folder that the file is in, with `/` between its parts
 * @param compile where it is asked for often, one that keeps what it has compiled
 * @returns undefined where no glob matches; empty where it is said that the file has none
 */
export function mappedSubjects(
  subjects: ReadonlyMap<string, readonly SubjectMapping[]>,
  path: string,
  compile: (glob: string) => Globs = (glob) => compileGlobs([glob]),
): readonly SubjectMapping[] | undefined {
  const own = [...subjects.keys()].find((glob) => isOwnGlob(glob, path));
  const globs = own === undefined ? [...subjects.keys()].filter((glob) => compile(glob).matches(path)) : [own];
  if (globs.length === 0) return undefined;
  const found = new Map<string, SubjectMapping>();
  for (const mapping of globs.flatMap((glob) => subjects.get(glob) ?? [])) {
    const key = JSON.stringify([mapping.connection, mapping.subject]);
    if (!found.has(key)) found.set(key, mapping);
  }
  return [...found.values()];
}

/** The glob that matches this file alone. Without a slash it would match files of this name in all folders. */
export function ownGlob(path: string): string {
  const glob = escapeGlob(path);
  return glob.includes('/') ? glob : `/${glob}`;
}

/** Whether a glob means this file and no other. */
export function isOwnGlob(glob: string, path: string): boolean {
  const plain = glob.replace(/^\.?\//, '');
  return glob.includes('/') && (plain === path || plain === escapeGlob(path));
}
