import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isSchemaFile } from '../../shared/avro/schemaFiles.ts';
import type { Globs } from '../../shared/globs.ts';
import { Misuse } from './io.ts';

/**
 * Finds the schema and protocol files that are meant by some paths: a file as it is, of a folder all `.avsc` and `.avpr`
 * that `exclude` (relative to the working folder) does not match. Links to folders are not followed.
 *
 * @returns absolute paths, each once, in their order
 * @throws Misuse where a path is none
 */
export async function findSchemaFiles(paths: readonly string[], workingFolder: string, exclude: Globs): Promise<string[]> {
  const found = new Set<string>();
  for (const each of paths) {
    const absolute = path.resolve(workingFolder, each);
    const kind = await stat(absolute).catch(() => undefined);
    if (kind === undefined) throw new Misuse(`There is no ${each}.`);
    if (kind.isDirectory()) await findInFolder(absolute, workingFolder, exclude, found);
    else found.add(absolute);
  }
  return [...found].sort();
}

async function findInFolder(start: string, workingFolder: string, exclude: Globs, found: Set<string>): Promise<void> {
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const full = path.join(folder, entry.name);
      const relative = relativePath(full, workingFolder);
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && !exclude.matchesAllIn(relative)) folders.push(full);
      } else if (isSchemaFile(entry.name) && !exclude.matches(relative)) found.add(full);
    }
  }
}

/** The path as reports and globs have it: from the working folder, with `/`. */
export function relativePath(file: string, workingFolder: string): string {
  return path.relative(workingFolder, file).split(path.sep).join('/');
}
