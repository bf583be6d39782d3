import path from 'node:path';

/** The repository's top folder. */
export const root = path.resolve(import.meta.dirname, '../..');

/** The ignored folder into which everything that is downloaded goes. */
export const toolsFolder = path.join(root, '.tools');

/** A path in the repository. */
export function inRoot(...parts: string[]): string {
  return path.join(root, ...parts);
}

/** A path in the folder for what is downloaded. */
export function inTools(...parts: string[]): string {
  return path.join(toolsFolder, ...parts);
}
