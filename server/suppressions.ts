import { compileGlobs } from '../shared/globs.ts';
import type { SchemaSettings, Suppression } from '../shared/schemaSettings.ts';
import { pathOf } from '../shared/textNames.ts';

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
  const isInside = folder !== undefined && uri.startsWith(`${folder.replace(/\/$/, '')}/`);
  return pathOf(uri)
    .slice(isInside ? pathOf(folder).length : 0)
    .join('/');
}
