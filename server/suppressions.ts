import { compileGlobs } from '../shared/globs.ts';
import type { SchemaSettings, Suppression } from '../shared/schemaSettings.ts';

/**
 * What the settings accept in a document.
 *
 * @param folder the URI of the workspace folder that it is in, from where the globs count; its whole path counts where it is in none
 */
export function suppressionsFor(uri: string, folder: string | undefined, { suppressions }: SchemaSettings): Suppression[] {
  if (suppressions.size === 0) return [];
  const path = pathIn(uri, folder);
  return [...suppressions].flatMap(([glob, each]) => (compileGlobs([glob]).matches(path) ? each : []));
}

function pathIn(uri: string, folder: string | undefined): string {
  const start = folder === undefined ? undefined : `${folder.replace(/\/$/, '')}/`;
  const encoded = start !== undefined && uri.startsWith(start) ? uri.slice(start.length) : uri.replace(/^[^:]*:\/*/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    // A URI that is none is taken as it is.
    return encoded;
  }
}
