import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { isSchemaFile } from '../shared/avro/schemaFiles.ts';

export interface SearchOptions {
  /** Whether a folder is left out with all that is in it. */
  readonly skipsFolder: (path: string) => boolean;
  readonly skipsFile: (path: string) => boolean;
  /** Asked now and then: what is cancelled finds no more. */
  readonly isCancelled: () => boolean;
}

/**
 * Finds the schemas and protocols in a folder, hidden files and folders left out. Links to folders are followed, each folder
 * counts once, under its own path if that is in `root`. What can't be read is passed over.
 *
 * @returns absolute paths, sorted
 */
export async function findSchemaFiles(root: string, options: SearchOptions): Promise<string[]> {
  const search: Search = { ...options, files: [], links: [], entered: new Set() };
  await enter(search, root);
  // Links come behind all that is really there, so that a file is found under its own path first.
  for (let link = search.links.pop(); link !== undefined; link = search.links.pop()) await follow(search, link);
  return search.files.sort();
}

interface Search extends SearchOptions {
  readonly files: string[];
  /** What may be a link to a folder. */
  readonly links: string[];
  /** The real paths of the folders that have been looked into. */
  readonly entered: Set<string>;
}

/** How many folders are read at a time. */
const concurrency = 8;

async function enter(search: Search, folder: string): Promise<void> {
  const waiting = [folder];
  let running = 0;
  await new Promise<void>((resolve, reject) => {
    const next = (): void => {
      if (waiting.length === 0 && running === 0) resolve();
      while (running < concurrency) {
        const each = waiting.pop();
        if (each === undefined) return;
        running++;
        look(search, each).then((inner) => {
          running--;
          waiting.push(...inner);
          next();
        }, reject);
      }
    };
    next();
  });
}

/** @returns the folders in it */
async function look(search: Search, folder: string): Promise<string[]> {
  if (search.isCancelled()) return [];
  const real = await whereReadable(realpath(folder));
  if (real === undefined || search.entered.has(real)) return [];
  search.entered.add(real);
  const folders: string[] = [];
  for (const entry of (await whereReadable(readdir(folder, { withFileTypes: true }))) ?? []) {
    if (entry.name.startsWith('.')) continue;
    const found = folder.endsWith(path.sep) ? folder + entry.name : folder + path.sep + entry.name;
    if (entry.isDirectory()) {
      if (!search.skipsFolder(found)) folders.push(found);
    } else if (entry.isSymbolicLink()) search.links.push(found);
    else accept(search, entry, found);
  }
  return folders;
}

function accept(search: Search, entry: Dirent, found: string): void {
  if (entry.isFile() && isSchemaFile(entry.name) && !search.skipsFile(found)) search.files.push(found);
}

async function follow(search: Search, link: string): Promise<void> {
  const target = await whereReadable(stat(link));
  if (target?.isDirectory() === true && !search.skipsFolder(link)) await enter(search, link);
  else if (target?.isFile() === true && isSchemaFile(link) && !search.skipsFile(link)) search.files.push(link);
}

async function whereReadable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch {
    return undefined;
  }
}
