import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inTools } from './paths.ts';

/**
 * A folder in `.tools` with something that was downloaded or built there, made only if it is not there yet.
 *
 * It is made beside its place and then moved there, so that an interrupted install leaves nothing that looks whole and two
 * at once do not spoil each other.
 *
 * @param name the folder's name in `.tools`
 * @param stamp all that decides what is in it, such as the text of a lock file: another stamp makes it anew
 * @param make fills the given empty folder; what it writes must not depend on the folder's own path
 * @returns the folder's absolute path
 */
export async function installInto(name: string, stamp: string, make: (folder: string) => Promise<void>): Promise<string> {
  const folder = inTools(name);
  if (isInstalled(folder, stamp)) return folder;
  const partial = `${folder}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  try {
    await make(partial);
    writeFileSync(path.join(partial, '.installed'), stamp);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } catch (error) {
    // Another process may have put the very same there in the meantime.
    if (!isInstalled(folder, stamp)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return folder;
}

/** Whether the folder holds what the stamp stands for. */
export function isInstalled(folder: string, stamp: string): boolean {
  const file = path.join(folder, '.installed');
  return existsSync(file) && readFileSync(file, 'utf8') === stamp;
}
