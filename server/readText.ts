import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';

/** Larger files are no schemas that anybody writes. */
const maxFileBytes = 64_000_000;

/** Reads a text file at once, which is many times less work than to wait for it; undefined where it can't be read. */
export function readTextNow(path: string): string | undefined {
  try {
    const beginning = readBeginning(path);
    if (beginning < scratch.length) return scratch.toString('utf8', 0, beginning);
    return statSync(path).size > maxFileBytes ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Reads a text file; undefined where it can't be read. */
export async function readTextLater(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).size > maxFileBytes ? undefined : await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Most schemas fit into it, for which nothing else need be asked of the system. */
const scratch = Buffer.allocUnsafeSlow(65_536);

/** @returns how many bytes are now in `scratch` */
function readBeginning(path: string): number {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = 1; read > 0 && length < scratch.length; length += read)
      read = readSync(file, scratch, length, scratch.length - length, null);
    return length;
  } finally {
    closeSync(file);
  }
}
