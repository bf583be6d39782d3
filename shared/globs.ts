import picomatch from 'picomatch';

/** Globs, ready to be asked. Paths are relative to the folder that the globs are written for, with `/` between their parts. */
export interface Globs {
  /** Whether a file is matched. A glob without `/` is matched against the file's name alone; hidden files are matched like others. */
  readonly matches: (path: string) => boolean;
  /** Whether everything in a folder is matched, so that nobody need look into it. */
  readonly matchesAllIn: (folder: string) => boolean;
}

/**
 * @returns what matches any of the globs; one that is no glob, such as an empty one, matches nothing
 * @see the documentation of picomatch, which has `*`, `**`, `?`, `[a-z]`, `{a,b}` and `!(a)`
 */
export function compileGlobs(globs: readonly string[]): Globs {
  const usable = globs.filter((glob) => glob.length <= maxLength).map(anchor);
  const matches = matcher(usable);
  // Whoever excludes a folder by its name alone means what is in it, too.
  const matchesFolder = matcher(usable.flatMap((glob) => (glob.endsWith('/**') ? [glob, glob.slice(0, -3)] : [glob])));
  const matchesAllIn = (folder: string): boolean => matchesFolder(folder);
  return { matches: (path) => matches(path) || foldersOf(path).some(matchesAllIn), matchesAllIn };
}

/** A glob that matches a path alone: a file's name may hold what means something in a glob. */
export function escapeGlob(path: string): string {
  return path.replace(/[[\]{}()*?!]/g, '[$&]').replace(/\[\]\]/g, '\\]');
}

/** picomatch throws at longer ones. */
const maxLength = 65_000;

/** The glob as it has to match a whole path. */
function anchor(glob: string): string {
  return glob.includes('/') || glob === '' ? glob.replace(/^\.?\//, '') : `**/${glob}`;
}

function matcher(globs: readonly string[]): (path: string) => boolean {
  const usable = globs.filter((glob) => glob !== '');
  return usable.length === 0 ? () => false : picomatch(usable, { dot: true, windows: false });
}

/** The folders that a path goes through, outermost first. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) folders.push(path.slice(0, slash));
  return folders;
}
